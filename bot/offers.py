"""What an answer gets beyond its document: where it comes from, what changed meanwhile, what can be pressed next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import groupby, islice
from typing import Any, TypeVar

from adapters.line import quoted, read_line, write_line
from adapters.port import SHARE, CommandShape, Request
from bot.arguments import Ask
from bot.succession import Instead
from briefings import words
from briefings.document import Document, Line, Look, Menu, Offer, Person, Quoted, Said, Span, Spans, When, plain, plural
from briefings.document import mark as _
from briefings.picture import Clocks
from briefings.words import Language
from store.rows import MissionRow

L = TypeVar("L")
MOST_EVIDENCE = 25
"""Figures of an answer whose source a menu offers: as many as Discord shows."""


async def as_shown(document: Document[Line], ask: Ask, arguments: Mapping[str, Any]) -> Document[Line]:
    """The document with what its readers should know and can do beside it.

    That is how much changed since an old button was shown, that its mission is only a sample, and who shared it.
    """
    mission = next((value for value in arguments.values() if isinstance(value, MissionRow)), None)
    clocks = next((value for value in arguments.values() if isinstance(value, Clocks)), Clocks(ask.today, ask.today))
    withheld = left_out(await ask.work.claims.withheld(clocks))
    small = (*document.small, *withheld, *_sample(mission), *_shared_by(ask.request))
    document = replace(document, header=(*document.header, *_archived(mission)), small=small).with_offers(
        *_again(ask, mission)
    )
    return await _since_shown(document, mission, ask) if mission else document


def _archived(mission: MissionRow | None) -> Iterator[Line]:
    if mission and mission.mission.archived:
        yield Line(
            _("{mission} is archived: {reason}"), mission=mission.mission.short, reason=Quoted(mission.mission.archived)
        )


def left_out(number: int) -> Iterator[Line]:
    """How many facts a room does not see, where there are any."""
    if number:
        yield plural(_("{n} fact from internal sources is left out here; only cleared rooms show it."),
                     _("{n} facts from internal sources are left out here; only cleared rooms show them."), number)  # fmt: skip


def _sample(mission: MissionRow | None) -> Iterator[Line]:
    if mission and mission.is_sample:
        yield Line(_("Sample record that came with the bot; nobody here keeps it up to date."))


def _shared_by(request: Request) -> Iterator[Line]:
    if SHARE in request.words and request.actor.name:
        yield Line(_("Shared by {person}."), person=Person(request.actor.name))


def _again(ask: Ask, mission: MissionRow | None) -> Iterator[Offer[Line]]:
    """The same question again: for everybody here, or, where the answer stays to be read, as of now."""
    request = ask.request
    shape = next((shape for shape in ask.shapes if shape.name == request.command), None)
    if mission is None or shape is None or not shape.option(SHARE):
        return
    line = write_line(request.command, {**request.words, SHARE: ""}, ask.shapes)
    if SHARE in request.words or request.room.is_direct:
        yield Offer(Line(_("Refresh")), line.removesuffix(f" {SHARE}"), in_place=True)
    else:
        yield Offer(Line(_("Share")), line)


async def _since_shown(document: Document[Line], mission: MissionRow, ask: Ask) -> Document[Line]:
    """Behind an old button: how many facts changed since it was shown, and where to read which."""
    shown_at = ask.request.shown_at
    changed = await ask.work.claims.changed_since(mission, shown_at) if shown_at else 0
    if not shown_at or not changed:
        return document
    line = plural(_("{n} fact changed here since this button was shown on {day}."),
                  _("{n} facts changed here since this button was shown on {day}."), changed,
                  day=When(shown_at.date()))  # fmt: skip
    news = Offer(Line(_("What changed")), f"changed since {shown_at.date() - timedelta(days=1)}")
    return replace(document, header=(*document.header, line)).with_offers(news)


def of_predecessor(document: Document[Line], instead: Instead | None) -> Document[Line]:
    """The document, which says of which earlier mission it is, where one answers."""
    if instead is None:
        return document
    asked, mission = instead.asked.mission.short, instead.mission.mission.short
    line = Line(_("{asked} took over on {day}; this is {mission}, which was there before it."), asked=asked,
                day=When(instead.until), mission=mission)  # fmt: skip
    brief = Offer(Line(_("Brief of {mission}"), mission=asked), f"status in {quoted(asked)}")
    return replace(document, header=(*document.header, line)).with_offers(brief)


def in_named_mission(document: Said, named: str, shapes: Sequence[CommandShape]) -> Said:
    """What is offered after a line that named its mission is about that mission too."""
    if not named:
        return document
    evidence = document.evidence
    return replace(
        document,
        offers=_all_in_mission(document.offers, named, shapes),
        evidence=evidence and replace(evidence, offers=_all_in_mission(evidence.offers, named, shapes)),
    )


async def of_mission(document: Document[Line], mission: MissionRow, ask: Ask) -> Document[Line]:
    """A document whose offers are about a mission that its line did not name, where there are others too."""
    if len(await ask.work.missions.all()) == 1:
        return document
    return replace(document, offers=_all_in_mission(document.offers, mission.mission.short, ask.shapes))


def _all_in_mission(offers: tuple[Offer[L], ...], named: str, shapes: Sequence[CommandShape]) -> tuple[Offer[L], ...]:
    return tuple(_in_mission(offer, named, shapes) for offer in offers)


def _in_mission(offer: Offer[L], named: str, shapes: Sequence[CommandShape]) -> Offer[L]:
    of_missions = {shape.name for shape in shapes if shape.option("in")}
    typed = read_line(offer.line, shapes)
    if typed.command not in of_missions or "in" in typed.words:
        return offer
    return replace(offer, line=f"{offer.line} in {quoted(named)}")


def with_evidence(document: Said, language: Language) -> Said:
    """The document with the source of each of its figures to be asked for."""
    said: dict[str, str] = {}
    for line in _lines(document):
        for claim, spans in groupby(line, key=lambda span: span.target if span.look in _OF_A_FIGURE else ""):
            said.setdefault(claim, plain(tuple(spans)))
    figures = ((claim, figure) for claim, figure in said.items() if claim)
    chosen = tuple(_source_of(claim, figure) for claim, figure in islice(figures, MOST_EVIDENCE))
    label = words.say_line(Line(_("Source of a figure…")), language)
    return replace(document, evidence=Menu(label, chosen)) if chosen else document


def _source_of(claim: str, figure: str) -> Offer[Spans]:
    return Offer((Span(f"{figure} · {claim}"),), f"source {claim}")


_OF_A_FIGURE = (Look.PLAIN, Look.FIGURE, Look.QUOTED)
"""What the words of a figure look like: “about”, its number, its unit."""


def _lines(document: Said) -> list[Spans]:
    """Every sentence of a document in reading order."""
    found: list[Spans] = []
    document.over(found.append)
    return found
