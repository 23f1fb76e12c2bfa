"""A person's data is removed, by an owner or by themselves."""

from __future__ import annotations

from collections.abc import Callable

from bot.arguments import Ask
from bot.rights import owners
from bot.whom import Whom
from briefings import documents
from briefings.document import Document, Line, UserError
from briefings.document import mark as _


async def forget(ask: Ask, whom: Whom, agreed: Callable[[Document[Line]], None]) -> Document[Line]:
    """Remove a person's data; `agreed` is shown the question first and raises Unconfirmed while it is not answered.

    Somebody who owns the space alone stays. Raises UserError for somebody of whom nothing is known.
    """
    person = whom.holder.person_id
    accounts = await ask.work.accounts.of(person) if person else []
    if not person or not accounts:
        raise UserError(_("There is no data of “{name}” here that could be removed"), name=whom.name or whom.holder)
    if [owner.id for owner in await owners(ask.work)] == [person]:
        return documents.last_owner(ask.prefix)
    agreed(documents.forget_question(whom.name, len(accounts)))
    await ask.work.accounts.forget(person)
    now = await ask.work.people.get(person)
    return documents.forgotten(whom.name, now.name if now else "")
