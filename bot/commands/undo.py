"""The way back: what a fact was before its last change."""

from __future__ import annotations

from bot.arguments import Ask, MissionRef
from bot.changing import Deed, carried_out, last_change, meant, now
from bot.command import command
from bot.confirming import Confirm
from bot.entry.stated import Because
from bot.facts import FactWord
from bot.rights import Right
from briefings import documents
from briefings.document import Document, Line, Offer, Person, UserError
from briefings.document import mark as _
from briefings.documents.confirmation import Act
from briefings.documents.recorded import SEE_BRIEF
from store.rows import MissionRow

UNDONE = _("undone")
"""The reason in a fact's history where none is given."""


@command("undo", right=Right.PROPOSE, changes=True, example="undo S2-21", words=("fact undo", "revert"))
async def undo(
    ask: Ask, mission: MissionRef, fact: FactWord = "", *, because: Because = "", confirm: Confirm = ""
) -> Document[Line]:
    """Bring back what a fact was before its last change, or before your own last one."""
    name = (await meant(ask, mission, fact)).name if fact else await _my_last(ask, mission)
    if not name:
        return documents.notice(Line(_("You have changed nothing here yet: there is nothing to undo")), SEE_BRIEF)
    was = await ask.work.claims.find(mission, name)
    last = await last_change(ask, mission, name)
    if was is None or last is None:
        line = Line(_("{name} is as it was loaded: there is nothing to undo"), name=name)
        return documents.unchanged(await now(ask, mission), await meant(ask, mission, name), line)
    if ask.decides and last.at > ask.decides.proposed.at:
        raise UserError(
            _("{name} was changed since; the change that was to be undone is no longer its last"), name=name
        )

    async def bring_back() -> str:
        await ask.work.claims.undo(mission, name, because or UNDONE)
        return name

    deed = Deed(act=Act.UNDO, do=bring_back, was=was, reason=because, last=last)
    return await carried_out(ask, mission, deed, confirm)


async def _my_last(ask: Ask, mission: MissionRow) -> str:
    """The fact that the asker changed last; empty when there is none. Raises UserError when somebody changed it since."""
    mine = await ask.work.claims.last_done(mission, person=ask.person.id)
    if mine is None:
        return ""
    name = mine.subject.rpartition(" ")[2]
    last = await ask.work.claims.last_done(mission, name)
    if last and last.seq != mine.seq:
        person = await ask.work.people.get(last.person) if last.person else None
        raise UserError(_("{person} has changed {name} since you did; “undo {name}” takes that change back"),
                        person=Person(person.name if person else "–"), name=name,
                        offers=(Offer(Line(_("Undo {name}"), name=name), f"undo {name}"),))  # fmt: skip
    return name
