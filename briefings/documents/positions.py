"""Who stands where on what is proposed for the mission: now, and how that changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from briefings.claims import Claim, Party
from briefings.dates import RecordedDate
from briefings.document import Document, Hole, Line, Listing, Offer, Quoted, Section, Text, When, plural, section
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.evidence import (
    Nothing,
    again_of,
    dated,
    fact_list,
    grade,
    is_of,
    leading_claims,
    listed,
    named,
    nearest_later,
    notes_section,
    nothing_on,
    shown,
    who,
)
from briefings.documents.header import clock_words, header
from briefings.documents.page import Page, page_offers
from briefings.documents.sentences import mark_of, mission_name, names, short_name, statement
from briefings.picture import Picture

SIDES = {
    "support": _("For"),
    "open": _("Open to it"),
    "oppose": _("Against"),
    "withdrew": _("Withdrew"),
    "abstain": _("Abstaining"),
    "neutral": _("Neutral"),
}
"""The label of each stance, in the order they are told."""
_NAMED = 6
"""Parties that a title names; of more it gives the numbers."""


def positions(picture: Picture, *, page: Page | None = None, line: str = "positions") -> Document[Line]:
    """Every stance on every proposal; with a page of positions the long form. `line` asks for it again."""
    taken = leading_claims(picture, "position")
    whole = page is None or page.number == 1
    sections = [*_by_topic(picture, taken, full=page is not None)] if whole else []
    return Document(
        name="positions",
        title=_title(picture, taken),
        header=header(picture),
        sections=(*sections, *((fact_list(picture, page, position_fact),) if page and page.total else ())),
        small=again_of(picture, page, line),
        offers=_offers(picture, page, line, "positions"),
    )


def _offers(picture: Picture, page: Page | None, line: str, topic: str) -> tuple[Offer[Line], ...]:
    clocks = clock_words(picture)
    turning = page_offers(page, f"{line}{clocks}") if page else (Offer(Line(_("In full")), f"{line} full{clocks}"),)
    others = [Offer(Line(_("Proposals")), "transition"), Offer(Line(_("Positions")), "positions"),
              Offer(Line(_("Votes")), "votes")]  # fmt: skip
    return (
        *turning,
        *(Offer(offer.label, f"{offer.line}{clocks}") for offer in others if offer.line != line.split()[0]),
    )


# every party


def newest_topic(picture: Picture, taken: Iterable[Claim]) -> str:
    """The proposal that was spoken of last; empty when none was."""
    newest = max(taken, key=lambda claim: (claim.speaks_of is not None, picture.counts_from(claim)), default=None)
    return newest.aspect if newest else ""


def _title(picture: Picture, taken: Sequence[Claim]) -> Line:
    mission = mission_name(picture)
    if not taken:
        return _none_taken(picture)
    topic = newest_topic(picture, taken)
    mine = [claim for claim in taken if claim.aspect == topic]
    holes: dict[str, Hole] = {"mission": mission, "topic": Quoted(topic), "marks": mark_of(*mine)}
    if len(mine) > _NAMED:
        return Line(
            _("{mission}: on “{topic}”: {sides}"), sides=numbers(picture, mine), mission=mission, topic=Quoted(topic)
        )
    return Line(_("{mission}: on “{topic}”: {sides} {marks}"), sides=_named_sides(picture, mine), **holes)


def _none_taken(picture: Picture) -> Line:
    later = nearest_later(picture, "position")
    if later is None:
        return Line(_("{mission}: no position is recorded"), mission=mission_name(picture))
    return Line(_("{mission}: no position recorded by {day}; the nearest later one: {later}"),
                mission=mission_name(picture), day=When(picture.day), later=statement(picture, later))  # fmt: skip


_COUNTED = {
    "support": (_("{n} for"), _("{n} for")),
    "open": (_("{n} open to it"), _("{n} open to it")),
    "oppose": (_("{n} against"), _("{n} against")),
    "withdrew": (_("{n} withdrew"), _("{n} withdrew")),
    "abstain": (_("{n} abstaining"), _("{n} abstaining")),
    "neutral": (_("{n} neutral"), _("{n} neutral")),
}
_NAMED_SIDES = {
    "support": _("{parties} for"),
    "open": _("{parties} open to it"),
    "oppose": _("{parties} against"),
    "withdrew": _("{parties} withdrew"),
    "abstain": _("{parties} abstaining"),
    "neutral": _("{parties} neutral"),
}


def numbers(picture: Picture, taken: Sequence[Claim]) -> Listing:
    """How many parties take each stance; one that is part of another is spoken for by it."""
    counted = [(side, len(speakers(picture, claims))) for side, claims in _sides(taken)]
    return Listing(tuple(plural(*_COUNTED[side], number) for side, number in counted), by_commas=True)


def _named_sides(picture: Picture, taken: Sequence[Claim]) -> Line:
    sides = [Line(_NAMED_SIDES[side], parties=names(speakers(picture, claims))) for side, claims in _sides(taken)]
    return Line("; ".join(f"{{s{n}}}" for n in range(len(sides))), **{f"s{n}": side for n, side in enumerate(sides)})


def _sides(taken: Iterable[Claim]) -> list[tuple[str, list[Claim]]]:
    """The stances that are taken, with the claims of each."""
    by_side: dict[str, list[Claim]] = {side: [] for side in SIDES}
    for claim in taken:
        by_side.setdefault(str(claim.value), []).append(claim)
    return [(side, claims) for side, claims in by_side.items() if claims]


def speakers(picture: Picture, claims: Sequence[Claim]) -> list[str]:
    """The parties by their short names; one that is part of another present is spoken for by it."""
    parties = {claim.subject: picture.party(claim.subject) for claim in claims}
    found = {party.short or party.name for name, party in parties.items() if party.part_of not in parties}
    return sorted(found, key=str.casefold)


def _by_topic(picture: Picture, taken: Sequence[Claim], *, full: bool) -> Iterator[Section[Line]]:
    """The stances on each proposal, the one spoken of last first; the others name their proposal."""
    first = newest_topic(picture, taken)
    yield from side_sections(picture, [claim for claim in taken if claim.aspect == first], full=full)
    for topic in sorted({claim.aspect for claim in taken} - {first}):
        mine = [claim for claim in taken if claim.aspect == topic]
        yield from side_sections(picture, mine, full=full, topic=topic)
    if full:
        yield from notes_section(picture, picture.of_kind("position"))


def side_sections(picture: Picture, taken: Sequence[Claim], *, full: bool, topic: str = "") -> Iterator[Section[Line]]:
    """A section for each stance: in short the parties of one date and condition together, in full each by itself.

    A topic is named in the labels of a proposal that stands below another.
    """
    for label, lines in _side_lines(picture, taken, full=full):
        named_ = Line(_("{side}, “{topic}”"), side=label, topic=Quoted(topic)) if topic else label
        yield section(named_, *lines, is_list=len(lines) > 1)


def sides_section(picture: Picture, taken: Sequence[Claim], label: Line) -> Iterator[Section[Line]]:
    """All stances in one section, a line for the parties of one stance, date and condition."""
    said = [Line(_("{side}: {parties}"), side=side, parties=line)
            for side, lines in _side_lines(picture, taken, full=False) for line in lines]  # fmt: skip
    if said:
        yield section(label, *said, is_list=True)


def _side_lines(picture: Picture, taken: Sequence[Claim], *, full: bool) -> Iterator[tuple[Line, list[Line]]]:
    """Each stance that is taken, the newest of its lines first."""
    for side, claims in _sides(taken):
        newest_first = sorted(
            claims, key=lambda claim: (claim.speaks_of is None, -picture.counts_from(claim).toordinal())
        )
        groups = [[claim] for claim in newest_first] if full else _alike(picture, newest_first)
        yield Line(SIDES.get(side, side)), [stance_line(picture, group, full=full) for group in groups]


def _alike(picture: Picture, claims: Sequence[Claim]) -> list[list[Claim]]:
    """Claims of one date, source, condition and reason together, without those that another party speaks for."""
    subjects = {claim.subject for claim in claims}
    groups: dict[tuple[RecordedDate | None, str, str, str, str], list[Claim]] = {}
    for claim in claims:
        if picture.party(claim.subject).part_of in subjects:
            continue
        why = (str(claim.details.get("condition", "")), str(claim.details.get("reason", "")))
        own = claim.subject if claim.value == "withdrew" else ""
        groups.setdefault((claim.speaks_of, claim.source, *why, own), []).append(claim)
    return list(groups.values())


def stance_line(picture: Picture, group: Sequence[Claim], *, full: bool = False) -> Line:
    """Parties of one stance with their date, source, condition and reason; in full also who says so."""
    claim = group[0]
    parties = Listing((Text(short_name(picture, claim.subject)),)) if full else names(speakers(picture, group))
    holes: dict[str, Hole] = {"parties": parties, "day": dated(picture, claim), "mark": mark_of(*group)}
    said = _qualified(Line(_("{parties}, {day} {mark}"), **holes), claim)
    if full:
        return Line(_("{said}; {who}, {grade}"), said=said, who=who(picture, claim), grade=grade(picture, claim))
    return said


def _qualified(said: Line, claim: Claim) -> Line:
    """A stance with what a party did in our words where it withdrew, its condition and its reason."""
    condition, reason = claim.details.get("condition"), claim.details.get("reason")
    if claim.value == "withdrew" and claim.text:
        is_dated = claim.speaks_of is not None
        message = _("{said}: {text}") if is_dated else _("{said}: {text} (the order is known, the dates are not)")
        said = Line(message, said=said, text=Quoted(claim.text))
    if condition:
        said = Line(_("{said}; condition: {condition}"), said=said, condition=Quoted(str(condition)))
    if reason:
        said = Line(_("{said}; reason: {reason}"), said=said, reason=Quoted(str(reason)))
    return said


# one party


_NOTHING = Nothing(_("{mission}: no position of {party} is recorded"), _("Positions recorded of"))


def position_of(
    picture: Picture, about: str, history: Sequence[Claim], *, page: Page | None = None, line: str = "positions"
) -> Document[Line]:
    """Where one party stands, since when, and where it stood before. `history` holds its positions, newest first."""
    party = named(picture, about)
    mine = [claim for claim in history if is_of(picture, claim.subject, party)]
    if not mine:
        later = [claim for claim in picture.awaited.values()
                 if claim.kind == "position" and is_of(picture, claim.subject, party)]  # fmt: skip
        subjects = (claim.subject for claim in leading_claims(picture, "position"))
        return nothing_on(picture, "positions", _NOTHING, party, subjects, later)
    return Document(
        name="positions",
        title=_title_of(picture, party, mine),
        header=header(picture),
        sections=tuple(_sections_of(picture, party, mine, page)),
        small=again_of(picture, page, line),
        offers=_offers(picture, page, line, "positions"),
    )


_STANDS = {
    "support": _("{mission}: {party} is for “{topic}”, {day} {mark}"),
    "open": _("{mission}: {party} is open to “{topic}”, {day} {mark}"),
    "oppose": _("{mission}: {party} is against “{topic}”, {day} {mark}"),
    "withdrew": _("{mission}: {party} on “{topic}”: withdrew, {day} {mark}"),
    "abstain": _("{mission}: {party} abstains on “{topic}”, {day} {mark}"),
    "neutral": _("{mission}: {party} is neutral on “{topic}”, {day} {mark}"),
}


def _title_of(picture: Picture, party: Party, mine: Sequence[Claim]) -> Line:
    newest = max(mine, key=lambda claim: (claim.speaks_of is not None, picture.counts_from(claim)))
    return Line(_STANDS[str(newest.value)], mission=mission_name(picture), party=shown(party),
                topic=Quoted(newest.aspect), day=dated(picture, newest), mark=mark_of(newest))  # fmt: skip


def _sections_of(picture: Picture, party: Party, mine: Sequence[Claim], page: Page | None) -> Iterator[Section[Line]]:
    if page is None or page.number == 1:
        for topic in dict.fromkeys(claim.aspect for claim in mine):
            lines = [_stood(picture, claim) for claim in mine if claim.aspect == topic]
            yield section(Line("{topic}", topic=Quoted(topic)), *lines, is_list=len(lines) > 1)
        proposed = [claim for claim in picture.of_kind("proposal") if is_of(picture, claim.subject, party)
                    or any(is_of(picture, actor, party) for actor in claim.actors)]  # fmt: skip
        yield from listed(_("Proposals it took part in"), [statement(picture, claim) for claim in proposed])
        yield from notes_section(picture, mine)
    if page and page.total:
        yield fact_list(picture, page, position_fact)


_STOOD = {
    "support": _("for, {day} {mark}"),
    "open": _("open to it, {day} {mark}"),
    "oppose": _("against, {day} {mark}"),
    "withdrew": _("withdrew, {day} {mark}"),
    "abstain": _("abstaining, {day} {mark}"),
    "neutral": _("neutral, {day} {mark}"),
}


def _stood(picture: Picture, claim: Claim) -> Line:
    """One stance of the party, with what it said of it."""
    stance = Line(_STOOD[str(claim.value)], day=dated(picture, claim), mark=mark_of(claim))
    said = _qualified(stance, claim)
    return Line(_("{said}; {who}"), said=said, who=who(picture, claim)) if claim.said_by else said


def position_fact(picture: Picture, claim: Claim) -> Line:
    """A fact of a list; of a party that withdrew it is not said that it had proposed, unless its own words say so."""
    if claim.kind == "position" and claim.value == "withdrew":
        party = short_name(picture, claim.subject)
        return Line(
            _("{party}, on “{topic}”: {stance}"), party=party, topic=Quoted(claim.aspect), stance=_stood(picture, claim)
        )
    return statement(picture, claim)


def _example_history() -> Document[Line]:
    held = examples.haiti()
    return position_of(held, "China", [claim for claim in held.of_kind("position") if claim.subject == "China"])


def _example_full() -> Document[Line]:
    held = examples.haiti("2025-01-15")
    claims = held.of_kind("position")
    return positions(held, page=Page(claims, len(claims)), line="positions full")


EXAMPLES = {
    "every party": lambda: positions(examples.haiti("2025-01-15")),
    "in full": _example_full,
    "one party": _example_history,
    "a party that is not recorded": lambda: position_of(examples.haiti(), "France", ()),
}
