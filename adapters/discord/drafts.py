"""Forms that are being filled in: what was entered so far is kept until they are sent, a day at most."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from adapters.discord import forms
from adapters.port import Drafts, Form, Refused
from briefings.document import Document, Offer, Said, Section, Span
from briefings.document import mark as _

LIFE = timedelta(days=1)
UNSENT = _("Nothing is sent yet: this form has another page")
GO_ON, ASK_NOW, TRY_AGAIN = _("Continue"), _("Ask now"), _("Try again")

Say = Callable[[str], str]
"""One of our own short phrases in the asker's language."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody filled in so far. `steps` are the options of each page."""

    id: str
    user: str
    command: str
    words: Mapping[str, str]
    steps: tuple[tuple[str, ...], ...]

    def filled(self, number: int, words: Mapping[str, str]) -> Draft:
        """The draft with a page filled in; what was emptied there is gone."""
        asked = self.steps[number] if number < len(self.steps) else ()
        kept = {name: word for name, word in self.words.items() if name not in asked}
        return replace(self, words={**kept, **words})

    def page_of(self, option: str) -> int:
        """The page that asks for an option; the first one where none does."""
        return next((number for number, asked in enumerate(self.steps) if option in asked), 0)


class Filling:
    """The drafts of everybody."""

    def __init__(self, drafts: Drafts, now: Callable[[], datetime]) -> None:
        self._drafts = drafts
        self._now = now

    async def begin(self, user: str, form: Form) -> Draft:
        """A new draft of a form, with what is filled in already."""
        words = {field.option.name: field.value for field in form.fields if field.value}
        asked = tuple(tuple(field.option.name for field in step) for step in forms.steps(form))
        draft = Draft(secrets.token_urlsafe(12), user, form.command, words, asked)
        await self.keep(draft)
        return draft

    async def keep(self, draft: Draft) -> None:
        await self._drafts.save(draft.id, asdict(draft), self._now() + LIFE)

    async def find(self, id: str, user: str) -> Draft | None:
        """Somebody's own draft; None for one that was sent, is too old or belongs to somebody else."""
        body = await self._drafts.find(id, self._now())
        if body is None or body["user"] != user:
            return None
        return Draft(id, user, body["command"], body["words"], tuple(map(tuple, body["steps"])))

    async def drop(self, draft: Draft) -> None:
        await self._drafts.drop(draft.id)


def next_page(draft: Draft, number: int, say: Say) -> Said:
    """What stands between two pages of a form: what is filled in, and the way on."""
    filled = tuple((Span(f"{name}: {word}"),) for name, word in draft.words.items())
    offers = (
        _offer(say(GO_ON), forms.carrying(forms.FORM, draft.id, number)),
        _offer(say(ASK_NOW), forms.carrying(forms.ASK, draft.id, number)),
    )
    return Document("form", (Span(say(UNSENT)),), sections=(Section(None, filled, is_list=True),), offers=offers)


def refused(draft: Draft, refusal: Refused, say: Say) -> Said:
    """A refusal with a button that opens the page again on which something was wrong."""
    page = draft.page_of(refusal.option)
    return refusal.document.with_offers(_offer(say(TRY_AGAIN), forms.carrying(forms.FORM, draft.id, page)))


def _offer(label: str, line: str) -> Offer[tuple[Span, ...]]:
    return Offer((Span(label),), line)
