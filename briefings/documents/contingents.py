"""Contingents: which countries have forces there on a day, and how many as far as that is recorded.

A country is there once an arrival or a count of its own is recorded, until what left is as much as what came or
a departure without numbers is recorded; a rotation changes nothing. Numbers stay as recorded and are not added up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from briefings.claims import Claim, Party, Relation
from briefings.deadlines import closure
from briefings.document import Document, Hole, Line, Offer, Quoted, Section, Text, When, plural, section
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.evidence import (
    Nothing,
    again_of,
    dated,
    fact_list,
    is_of,
    leading_claims,
    listed,
    named,
    nearest_later,
    notes_section,
    nothing_on,
    shown,
)
from briefings.documents.header import clock_words, header
from briefings.documents.page import Page, page_offers
from briefings.documents.sentences import deployed_line, figure, mark_of, mission_name, names, short_name
from briefings.kinds import KINDS
from briefings.picture import Picture

_CAME = ("arrived", "advance party", "rotated")
_WENT = ("withdrew", "withdrawn", "repatriated", "left")
_NAMED = 4
"""Countries that a title names; of more it gives the number."""
_FEW = 3
"""Movements of a country in the short form."""


class Presence(StrEnum):
    """Whether a country's forces are there."""

    THERE = "there"
    PART_LEFT = "part left"
    LEFT = "left"
    ON_THE_WAY = "on the way"


@dataclass(frozen=True, slots=True)
class Contingent:
    """What is recorded of one country's forces: movements and counts of its own, the newest first."""

    country: str
    presence: Presence
    movements: tuple[Claim, ...]
    counts: tuple[Claim, ...]

    @property
    def claims(self) -> tuple[Claim, ...]:
        return (*self.counts, *self.movements)


def all_contingents(picture: Picture) -> list[Contingent]:
    """The contingent of every country with a movement or a count, in the order of first appearance."""
    movements: dict[str, list[Claim]] = {}
    counts: dict[str, list[Claim]] = {}
    for claim in picture.of_kind("movement"):
        if claim.subject:
            movements.setdefault(picture.party(claim.subject).name, []).append(claim)
    for claim in picture.of_kind("strength"):
        if claim.scope and _is_country(picture, claim):
            counts.setdefault(picture.party(claim.scope).name, []).append(claim)
    found = [_contingent(picture, country, movements.get(country, []), counts.get(country, []))
             for country in dict.fromkeys((*movements, *counts))]  # fmt: skip
    return sorted(found, key=lambda one: (min(map(picture.counts_from, one.claims)), one.country.casefold()))


def _is_country(picture: Picture, count: Claim) -> bool:
    """Whether a count is of a country, not of a component."""
    return bool(count.subject) or any(count.scope in party.names for party in picture.parties)


def _contingent(picture: Picture, country: str, movements: list[Claim], counts: list[Claim]) -> Contingent:
    return Contingent(country, _presence(picture, movements, counts), tuple(movements), tuple(counts))


def _presence(picture: Picture, movements: Sequence[Claim], counts: Sequence[Claim]) -> Presence:
    """Whether they are there, by the newest count and what moved after it."""
    count = counts[0] if counts else None
    since = [claim for claim in movements if not count or picture.counts_from(claim) > picture.counts_from(count)]
    came_or_went = [claim for claim in since if _movement(claim) in _CAME + _WENT]
    if not came_or_went:
        if count is None:
            return Presence.ON_THE_WAY
        return Presence.LEFT if count.quantity and not count.quantity.low else Presence.THERE
    if not any(_movement(claim) in _WENT for claim in came_or_went) or _movement(came_or_went[0]) in _CAME:
        return Presence.THERE
    is_whole = count is not None or len(movements) < KINDS["movement"].keeps
    left = _remaining(count, came_or_went) if is_whole else None
    return Presence.PART_LEFT if left and left > 0 else Presence.LEFT


def _movement(claim: Claim) -> str:
    return str(claim.details.get("movement", ""))


def _remaining(count: Claim | None, moved: Sequence[Claim]) -> Decimal | None:
    """What came less what went, to tell part from all; None where a number is not recorded. Never printed."""
    own = [claim for claim in moved if _movement(claim) != "rotated" and not claim.linked(Relation.RESTATES)]
    if any(claim.quantity is None for claim in (*own, *((count,) if count else ()))):
        return None
    left = count.quantity.middle if count and count.quantity else Decimal(0)
    for claim in own:
        if claim.quantity:
            left += claim.quantity.middle if _movement(claim) in _CAME else -claim.quantity.middle
    return left


# every country


def contingents(picture: Picture, *, page: Page | None = None, line: str = "contingents") -> Document[Line]:
    """Every country with forces there; with a page of movements the long form. `line` asks for it again."""
    found = all_contingents(picture)
    whole = page is None or page.number == 1
    sections = tuple(_sections(picture, found, full=page is not None)) if whole else ()
    return Document(
        name="contingents",
        title=_title(picture, found),
        header=header(picture),
        sections=(*sections, *((fact_list(picture, page),) if page and page.total else ())),
        small=again_of(picture, page, line),
        offers=_offers(picture, page, line),
    )


def _offers(picture: Picture, page: Page | None, line: str) -> tuple[Offer[Line], ...]:
    clocks = clock_words(picture)
    turning = page_offers(page, f"{line}{clocks}") if page else (Offer(Line(_("In full")), f"{line} full{clocks}"),)
    return (*turning, Offer(Line(_("Strength")), f"strength{clocks}"))


def _there(found: Iterable[Contingent]) -> list[Contingent]:
    return [one for one in found if one.presence in (Presence.THERE, Presence.PART_LEFT)]


def _title(picture: Picture, found: Sequence[Contingent]) -> Line:
    there, closed = _there(found), closure(picture)
    mission = mission_name(picture)
    if not found:
        return _none_recorded(picture)
    if closed:
        return Line(_("{mission}: closed {day}; last recorded there: {countries} {marks}"), mission=mission,
                    day=When(picture.spoken_on(closed)), countries=_countries(picture, there), marks=mark_of(closed))  # fmt: skip
    if not there:
        return Line(_("{mission}: no country is recorded as there now"), mission=mission)
    holes: dict[str, Hole] = {"mission": mission, "countries": _countries(picture, there)}
    if len(there) > _NAMED:
        return Line(_("{mission}: forces of {countries} there"), **holes)
    marks = mark_of(*(one.claims[0] for one in there))
    if not _sized(there):
        return Line(_("{mission}: forces of {countries} there; numbers not recorded {marks}"), marks=marks, **holes)
    return Line(_("{mission}: forces of {countries} there {marks}"), marks=marks, **holes)


def _countries(picture: Picture, there: Sequence[Contingent]) -> Hole:
    if not there:
        return Line(_("no country"))
    if len(there) > _NAMED:
        return plural(_("{n} country"), _("{n} countries"), len(there))
    return names(short_name(picture, one.country) for one in there)


def _sized(found: Iterable[Contingent]) -> bool:
    return any(claim.quantity for one in found for claim in one.claims)


def _none_recorded(picture: Picture) -> Line:
    later = nearest_later(picture, "movement")
    if later is None:
        return Line(_("{mission}: no contingent is recorded"), mission=mission_name(picture))
    return Line(_("{mission}: no contingent recorded by {day}; the nearest later fact: {later}"),
                mission=mission_name(picture), day=When(picture.day), later=_statement(picture, later))  # fmt: skip


_LABELS = {
    Presence.THERE: _("There"),
    Presence.PART_LEFT: _("Part left"),
    Presence.LEFT: _("Left"),
    Presence.ON_THE_WAY: _("Left home"),
}


def _sections(picture: Picture, found: Sequence[Contingent], *, full: bool) -> Iterator[Section[Line]]:
    labels = _LABELS | ({Presence.THERE: _("Last there")} if closure(picture) else {})
    for presence, label in labels.items():
        mine = [one for one in found if one.presence is presence]
        lines = [_line(picture, group, full=full) for group in _alike(picture, mine, full=full)]
        yield from listed(label, lines)
    unnamed = [claim for claim in picture.of_kind("movement") if not claim.subject]
    yield from listed(_("No country named"), [_statement(picture, claim) for claim in unnamed])
    yield from _sizes(picture, found)
    yield from _pledged(picture, found, full=full)
    if full:
        yield from notes_section(picture, [claim for one in found for claim in one.claims] + unnamed)


def _alike(picture: Picture, found: Sequence[Contingent], *, full: bool) -> list[list[Contingent]]:
    """Countries of which one source says the same stand together in the short form."""
    groups: dict[object, list[Contingent]] = {}
    for one in found:
        said = tuple((claim.source, claim.value, picture.spoken_on(claim), _movement(claim)) for claim in one.claims)
        groups.setdefault(one.country if full else said, []).append(one)
    return list(groups.values())


def _line(picture: Picture, group: Sequence[Contingent], *, full: bool) -> Line:
    """The newest count of a country and what moved since, else its movements."""
    one = group[0]
    countries = names(short_name(picture, each.country) for each in group)
    count = one.counts[0] if one.counts else None
    moved = [claim for claim in one.movements if not count or picture.counts_from(claim) > picture.counts_from(count)]
    shown_ = moved if full else moved[:_FEW]
    said: list[Hole] = [_counted(picture, count)] if count else []
    said += [_move(picture, claim) for claim in reversed(shown_)]
    if len(moved) > len(shown_):
        said.append(plural(_("{n} earlier movement"), _("{n} earlier movements"), len(moved) - len(shown_)))
    return Line(_("{countries}: {said}"), countries=countries, said=_one_after_the_other(said))


def _one_after_the_other(said: Sequence[Hole]) -> Line:
    return Line("; ".join(f"{{s{n}}}" for n in range(len(said))), **{f"s{n}": each for n, each in enumerate(said)})


def _counted(picture: Picture, count: Claim) -> Line:
    return Line(_("{count}, {day} {mark}"), count=figure(count), day=dated(picture, count), mark=mark_of(count))


_MOVES = {
    "arrived": _("arrived {day}, {count} {mark}"),
    "advance party": _("advance party arrived {day}, {count} {mark}"),
    "rotated": _("rotated {day}, {count} {mark}"),
    "left home": _("left home {day}, {count} {mark}"),
    "withdrew": _("withdrew {day}, {count} {mark}"),
    "repatriated": _("went home {day}, {count} {mark}"),
    "left": _("left {day}, {count} {mark}"),
}


def _move(picture: Picture, claim: Claim) -> Line:
    """A movement with its day and number as recorded."""
    count = figure(claim) if claim.quantity else Line(_("number not recorded"))
    holes: dict[str, Hole] = {"day": dated(picture, claim), "count": count, "mark": mark_of(claim)}
    message = _MOVES.get(_movement(claim))
    if message:
        return Line(message, **holes)
    return Line(_("{what}: {day}, {count} {mark}"), what=Quoted(_movement(claim) or claim.text), **holes)


def _statement(picture: Picture, claim: Claim) -> Line:
    """A movement in our words with its day; who moved where that is named."""
    if claim.text:
        return Line(_("{text}, {move}"), text=Quoted(claim.text), move=_move(picture, claim))
    return Line(_("{country}: {move}"), country=short_name(picture, claim.subject), move=_move(picture, claim))


def _sizes(picture: Picture, found: Sequence[Contingent]) -> Iterator[Section[Line]]:
    """Where no contingent's size is recorded: the whole mission's count, which is the nearest."""
    count = picture.headline("strength")
    if found and not _sized(found) and count:
        nearest = Line(_("no contingent's number is recorded; the nearest is the whole mission's: {count}"),
                       count=deployed_line(picture, count, short=False))  # fmt: skip
        yield section(Line(_("Numbers")), nearest)


def _pledged(picture: Picture, found: Sequence[Contingent], *, full: bool) -> Iterator[Section[Line]]:
    """Who pledged people and has no arrival on record."""
    came = {one.country for one in found if one.presence is not Presence.ON_THE_WAY}
    pledges = [claim for claim in leading_claims(picture, "pledge")
               if claim.subject and picture.party(claim.subject).name not in came]  # fmt: skip
    if full:
        yield from listed(_("Pledged, no arrival recorded"), [_pledge(picture, claim) for claim in pledges])
    elif pledges:
        parties = names(sorted({short_name(picture, claim.subject) for claim in pledges}, key=str.casefold))
        yield section(Line(_("Only pledged")), Line(_("{parties} {marks}"), parties=parties, marks=mark_of(*pledges)))


def _pledge(picture: Picture, claim: Claim) -> Line:
    count = figure(claim) if claim.quantity else Line(_("number not recorded"))
    return Line(_("{country}: {count}, {day} {mark}"), country=short_name(picture, claim.subject), count=count,
                day=dated(picture, claim), mark=mark_of(claim))  # fmt: skip


# one country


_NOTHING = Nothing(_("{mission}: no forces of {party} are recorded"), _("Forces recorded of"))


def contingent_of(
    picture: Picture, about: str, *, page: Page | None = None, line: str = "contingents"
) -> Document[Line]:
    """One country's forces: whether they are there, how they came and went, counts, pledges, announcements."""
    party = named(picture, about)
    found = all_contingents(picture)
    mine = next((one for one in found if is_of(picture, one.country, party)), None)
    promised = [claim for kind in ("pledge", "announcement") for claim in picture.of_kind(kind)
                if is_of(picture, claim.subject, party)]  # fmt: skip
    if mine is None and not promised:
        later = [claim for claim in picture.awaited.values()
                 if claim.kind in ("movement", "pledge") and is_of(picture, claim.subject, party)]  # fmt: skip
        return nothing_on(picture, "contingents", _NOTHING, party, (one.country for one in found), later)
    whole = page is None or page.number == 1
    sections = tuple(_sections_of(picture, mine, promised)) if whole else ()
    return Document(
        name="contingents",
        title=_title_of(picture, party, mine),
        header=header(picture),
        sections=(*sections, *((fact_list(picture, page),) if page and page.total else ())),
        small=again_of(picture, page, line),
        offers=(*_offers(picture, page, line), Offer(Line(_("Contingents")), f"contingents{clock_words(picture)}")),
    )


_STATES = {
    Presence.THERE: _("{mission}: {country} has forces there: {said}"),
    Presence.PART_LEFT: _("{mission}: {country} has forces there, a part has left: {said}"),
    Presence.LEFT: _("{mission}: {country} has left: {said}"),
    Presence.ON_THE_WAY: _("{mission}: {country} is on the way, no arrival is recorded: {said}"),
}


def _title_of(picture: Picture, party: Party, mine: Contingent | None) -> Line:
    holes: dict[str, Hole] = {"mission": mission_name(picture), "country": Text(shown(party))}
    if mine is None:
        return Line(_("{mission}: no forces of {country} are recorded as there; it pledged or announced some"), **holes)
    count = mine.counts[0] if mine.counts else None
    newest = mine.movements[0] if mine.movements else None
    if count and (newest is None or picture.counts_from(count) >= picture.counts_from(newest)):
        return Line(_STATES[mine.presence], said=_counted(picture, count), **holes)
    return Line(_STATES[mine.presence], said=_move(picture, newest or mine.claims[0]), **holes)


def _sections_of(picture: Picture, mine: Contingent | None, promised: Sequence[Claim]) -> Iterator[Section[Line]]:
    if mine:
        yield from listed(_("Movements"), [_move(picture, claim) for claim in mine.movements])
        yield from listed(_("Counted"), [_counted(picture, claim) for claim in mine.counts])
    pledges = [_pledge(picture, claim) for claim in promised if claim.kind == "pledge"]
    yield from listed(_("Pledged"), pledges)
    yield from listed(_("Announced"), [_announced(picture, claim) for claim in promised if claim.kind != "pledge"])
    if mine:
        yield from notes_section(picture, mine.claims)


def _announced(picture: Picture, claim: Claim) -> Line:
    count = figure(claim) if claim.quantity else Line(_("number not recorded"))
    return Line(_("{text}, {count}, {day} {mark}"), text=Quoted(claim.text), count=count, day=dated(picture, claim),
                mark=mark_of(claim))  # fmt: skip


def _example_full() -> Document[Line]:
    held = examples.haiti("2025-01-15")
    claims = held.of_kind("movement")
    return contingents(held, page=Page(claims, len(claims)), line="contingents full")


EXAMPLES = {
    "today": lambda: contingents(examples.haiti("2025-02-15")),
    "in full": _example_full,
    "one country": lambda: contingent_of(examples.haiti(), "guatemala"),
    "a country that is not recorded": lambda: contingent_of(examples.haiti(), "France"),
    "before any": lambda: contingents(examples.haiti("2024-01-01")),
}
