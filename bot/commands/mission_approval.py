"""What two people must agree on in a mission."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from adapters.line import shortened
from adapters.port import Input
from bot.arguments import Ask, MissionRef, OneWord
from bot.command import command
from bot.proposals import second_of
from bot.rights import Right
from briefings import documents
from briefings.claims import EVERY_KIND
from briefings.document import Document, Line, UserError
from briefings.document import mark as _
from briefings.documents.sentences import KIND_IN_A_SENTENCE
from briefings.kinds import KINDS, find_kind


class _KindOrAll(OneWord[str]):
    """A kind of fact, or “all”."""

    typed = "KIND|all"
    what = _("a kind of fact, or all")
    input = Input.SEARCH

    async def one(self, word: str, ask: Ask) -> str:
        kind = find_kind(word)
        if kind is None and word.casefold() != EVERY_KIND:
            raise UserError(_("“{word}” is no kind of fact; there is: {known}"), word=shortened(word),
                            known=", ".join((EVERY_KIND, *KINDS)))  # fmt: skip
        return kind.name if kind else EVERY_KIND

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        return [word for word in (EVERY_KIND, *KINDS) if word.startswith(typed.casefold())][:25]


class _OnOff(OneWord[bool]):
    typed = "on|off"
    what = _("whether a second person must agree")
    input = Input.CHOICE
    choices = ("on", "off")

    async def one(self, word: str, ask: Ask) -> bool:
        if word.casefold() not in self.choices:
            raise UserError(_("“{word}” is neither “on” nor “off”"), word=shortened(word))
        return word.casefold() == "on"


KindOrAll = Annotated[str, _KindOrAll()]
OnOff = Annotated[bool | None, _OnOff()]


@command("mission approval", right=Right.OWN, changes=True, example="mission approval ceiling on", words=("approval",))
async def mission_approval(ask: Ask, mission: MissionRef, kind: KindOrAll = "", state: OnOff = None) -> Document[Line]:
    """Say for which kinds of facts a change waits for a second person, or change that."""
    if kind and state is None:
        raise UserError(_("Say “on” or “off” behind it, like this: {example}"), example=f"mission approval {kind} on")
    if kind and state is not None:
        two_for = tuple(_with(mission.mission.two_for, kind, is_on=state))
        if two_for != mission.mission.two_for:
            changed = replace(mission.mission, two_for=two_for)
            mission = await ask.work.missions.change(mission, changed, "want two")
    wanted = mission.mission.two_for
    kinds = [Line(KIND_IN_A_SENTENCE[name]) for name in wanted if name != EVERY_KIND]
    second = await second_of(ask, mission)
    return documents.two_wanted(mission.mission.short, kinds, second, is_every=EVERY_KIND in wanted)


def _with(wanted: tuple[str, ...], kind: str, *, is_on: bool) -> list[str]:
    """The kinds on which two must agree, with one switched on or off; “all” stands for those to come, too."""
    if kind == EVERY_KIND:
        return [EVERY_KIND] if is_on else []
    if is_on:
        return list(wanted if EVERY_KIND in wanted else dict.fromkeys((*wanted, kind)))
    return [name for name in (KINDS if EVERY_KIND in wanted else wanted) if name != kind]
