"""What changed since a day: what moved, what passed, what is new, what was put right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from briefings.changes import Changes, Moved, Recorded, changes
from briefings.claims import Claim
from briefings.deadlines import Deadline
from briefings.document import (
    Document,
    Hole,
    Line,
    Offer,
    Section,
    When,
    plural,
    section,
)
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.header import again, clock_words, header
from briefings.documents.moves import STANCES, is_of_same_time, is_whole_count, moved_line, new_end, turned_line
from briefings.documents.page import SIZE, Page, page_name, page_offers
from briefings.documents.sentences import (
    days,
    days_ago,
    deployed_line,
    figure,
    mark_of,
    mission_name,
    overdue_line,
    settled_line,
    statement,
    what_is_due,
    when,
)
from briefings.picture import Picture

FEW = 2
"""Lines of a list in the short form; the full form has them all."""
MOST = 4
"""Changes of any sort in the short form."""


def changed(found: Changes, page: Page, recorded: Recorded = Recorded(), *, full: bool = False) -> Document[Line]:  # noqa: B008
    """What changed since a day. `page` is one page of all new facts, `recorded` what our store took in since."""
    line = f"changed since {found.since}"
    asked = _as_asked(found.after)
    return Document(
        name="changed",
        title=_title(found, recorded, page.total - len(found.undated)),
        header=(*header(asked), _against(found)),
        sections=tuple(_sections(found, page, recorded, full=full)),
        small=again(asked, f"{line} full") if full else (),
        offers=_offers(found, page, line, full=full),
    )


def _as_asked(after: Picture) -> Picture:
    """The Picture without the clock that a past day sets by itself here: what was public by then."""
    clocks = after.clocks
    if clocks.is_past and clocks.published_by == clocks.as_of:
        return replace(after, clocks=replace(clocks, published_by=None))
    return after


def _against(found: Changes) -> Line:
    day = When(found.since)
    if found.after.clocks.is_past:
        return Line(_("What was public then, against what was public by {day}"), day=day)
    return Line(_("Against what was public by {day}"), day=day)


def _offers(found: Changes, page: Page, line: str, *, full: bool) -> tuple[Offer[Line], ...]:
    clocks = clock_words(_as_asked(found.after))
    compared = Offer(Line(_("Side by side")), f"compare {found.since} {found.after.day}")
    brief = Offer(Line(_("Brief")), f"status{clocks}")
    if full:
        return (*page_offers(page, f"{line}{clocks} full"), compared, brief)
    return (Offer(Line(_("In full")), f"{line}{clocks} full"), compared, brief)


# the bottom line


def _title(found: Changes, recorded: Recorded, total: int) -> Line:
    if not found.before.tally.claims and found.new:
        return plural(_("{mission}: nothing could be known yet on {day}; {n} fact since"),
                      _("{mission}: nothing could be known yet on {day}; {n} facts since"), total,
                      mission=mission_name(found.after), day=When(found.since))  # fmt: skip
    change = _weightiest(found)
    if change is None and recorded.older:
        change = plural(
            _("nothing new; {n} older fact recorded"), _("nothing new; {n} older facts recorded"), recorded.older
        )
    if change is None:
        return Line(
            _("{mission}: nothing changed since {day}"), mission=mission_name(found.after), day=When(found.since)
        )
    return Line(_("{mission} since {day}: {change}"), mission=mission_name(found.after), day=When(found.since),
                change=change)  # fmt: skip


def _weightiest(found: Changes) -> Line | None:
    """The most important change in a few words; None when nothing changed."""
    after = found.after
    if found.closed:
        return Line(_("closed, {day} {mark}"), day=when(after, found.closed), mark=mark_of(found.closed))
    for deadline in found.passed:
        return _passed(deadline, found.after)
    if found.mandate and found.mandate.after.due:
        return Line(
            _("mandate now until {day} {mark}"), day=When(found.mandate.after.due), mark=mark_of(found.mandate.after)
        )
    moved = [move for move in found.figures if is_whole_count(move.after)]
    if moved:
        return _moved_to(found, moved[0])
    for claim in found.new:
        return statement(after, claim)
    for move in (*found.figures, *found.stances):
        return statement(after, move.after)
    return _smaller(found)


def _passed(deadline: Deadline, after: Picture) -> Line:
    ago = -deadline.days_left(after.day)
    holes: dict[str, Hole] = {"day": When(deadline.shown), "ago": days_ago(ago), "mark": mark_of(deadline.claim)}
    match deadline.claim.kind:
        case "mandate":
            return Line(_("mandate ended {day}, {ago}; no renewal recorded {mark}"), **holes)
        case "target":
            return Line(_("{count} due by {day}, {past} past, not met on record {mark}"), past=days(ago),
                        count=figure(deadline.claim), **holes)  # fmt: skip
        case _:
            return Line(
                _("{what} was due {day}, {ago}; no report recorded {mark}"), what=what_is_due(deadline), **holes
            )


def _moved_to(found: Changes, move: Moved) -> Line:
    holes: dict[str, Hole] = {"now": figure(move.after, unit=False), "was": figure(move.before, unit=False),
                              "marks": mark_of(move.after, move.before)}  # fmt: skip
    if is_of_same_time(found, move):
        return Line(_("{now} deployed by the leading count, before {was} {marks}"), **holes)
    if move.is_more:
        return Line(_("{now} deployed, up from {was} {marks}"), **holes)
    return Line(_("{now} deployed, down from {was} {marks}"), **holes)


def _smaller(found: Changes) -> Line | None:
    """What is no new fact: a deadline met, a figure grown stale, a record put right."""
    right = len(found.corrected) + len(found.superseded) + len(found.withdrawn)
    if right:
        return plural(_("nothing new; {n} fact put right"), _("nothing new; {n} facts put right"), right)
    if found.stale:
        return plural(
            _("nothing new; {n} figure grew stale"), _("nothing new; {n} figures grew stale"), len(found.stale)
        )
    return None


# sections


def _sections(found: Changes, page: Page, recorded: Recorded, *, full: bool) -> Iterator[Section[Line]]:
    moved = list(_moved_sections(found, None if full else FEW))
    yield from moved
    room = MOST - sum(len(part.blocks) for part in moved)
    yield from _whole_page(found, page) if full else _newest(found, page, max(1, room))
    yield from _stale_section(found, full=full)
    yield from _put_right(found, None if full else FEW)
    lines = list(_recorded(found, recorded))
    if lines:
        yield section(Line(_("Record")), *lines)


def _moved_sections(found: Changes, most: int | None) -> Iterator[Section[Line]]:
    """Deadlines that passed or were met, then each headline that is another now."""
    after = found.after
    yield from _some(
        _("Overdue"), [overdue_line(after, late, short=most is not None) for late in _late(found, most)], most
    )
    yield from _some(_("Settled"), [settled_line(after, done) for done in found.settled], most)
    if found.mandate:
        yield section(Line(_("Mandate")), new_end(found.mandate))
    whole = [move for move in found.figures if is_whole_count(move.after)]
    parts = [move for move in found.figures if move not in whole]
    yield from _some(_("Deployed"), [moved_line(found, move) for move in whole], most)
    yield from _some(_("Figures"), [moved_line(found, move) for move in parts], most)
    for kind, label in STANCES.items():
        yield from _some(label, [turned_line(found, move) for move in found.stances if move.after.kind == kind], most)


def _put_right(found: Changes, most: int | None) -> Iterator[Section[Line]]:
    yield from _some(_("Corrected"), [_corrected(found, move) for move in found.corrected], most)
    yield from _some(_("Replaced"), [_replaced(found, move) for move in found.superseded], most)
    yield from _some(_("Withdrawn"), [_named(found.before, claim) for claim in found.withdrawn], most)


def _some(label: str, lines: Sequence[Line], most: int | None) -> Iterator[Section[Line]]:
    """A list, in the short form its first lines and how many more the full form has."""
    shown = list(lines if most is None else lines[:most])
    if len(shown) < len(lines):
        shown.append(plural(_("and {n} more"), _("and {n} more"), len(lines) - len(shown)))
    if shown:
        yield section(Line(label), *shown, is_list=len(shown) > 1)


def _late(found: Changes, most: int | None) -> tuple[Deadline, ...]:
    """What went overdue; in the short form without what the bottom line says already."""
    is_in_title = most is not None and not found.closed and found.before.tally.claims
    return found.passed[1:] if is_in_title else found.passed


def _newest(found: Changes, page: Page, most: int) -> Iterator[Section[Line]]:
    """The weightiest new facts, and how many more there are in all."""
    shown = found.new[:most]
    lines = [statement(found.after, claim) for claim in shown]
    told = sum(1 for claim in _all_told(found) if found.after.counts_from(claim) > found.since)
    more = page.total - len(shown) - told - len(found.undated)
    if more > 0:
        lines.append(plural(_("and {n} more"), _("and {n} more"), more))
    if lines:
        yield section(Line(_("New")), *lines, is_list=len(lines) > 1)


def _all_told(found: Changes) -> Iterator[Claim]:
    moved = [*found.figures, *found.stances, *([found.mandate] if found.mandate else [])]
    yield from (move.after for move in moved)
    if found.closed:
        yield found.closed


def _whole_page(found: Changes, page: Page) -> Iterator[Section[Line]]:
    if page.claims:
        label = Line(_("New")) if page.is_whole else page_name(page)
        yield section(label, *(_named(found.after, claim) for claim in page.claims), is_list=True)


def _stale_section(found: Changes, *, full: bool) -> Iterator[Section[Line]]:
    """Figures that grew stale; in the short form the mission's own count, and how many others."""
    shown = found.stale if full else [claim for claim in found.stale[:1] if is_whole_count(claim)]
    lines = [_stale(found.after, claim) for claim in shown]
    left = len(found.stale) - len(shown)
    if left:
        lines.append(plural(_("{n} other figure grew stale: {line}"), _("{n} other figures grew stale: {line}"), left,
                            line=f"stale{clock_words(_as_asked(found.after))}"))  # fmt: skip
    if lines:
        yield section(Line(_("Stale")), *lines, is_list=len(lines) > 1)


def _stale(picture: Picture, claim: Claim) -> Line:
    return deployed_line(picture, claim, short=False) if is_whole_count(claim) else statement(picture, claim)


def _corrected(found: Changes, move: Moved) -> Line:
    return Line(_("{name}: {now}; before: {was}"), name=move.after.name, now=statement(found.after, move.after),
                was=statement(found.before, move.before))  # fmt: skip


def _replaced(found: Changes, move: Moved) -> Line:
    return Line(_("{now} replaces {name}: {was}"), now=statement(found.after, move.after), name=move.before.name,
                was=statement(found.before, move.before))  # fmt: skip


def _named(picture: Picture, claim: Claim) -> Line:
    return Line(_("{name}: {statement}"), name=claim.name, statement=statement(picture, claim))


def _recorded(found: Changes, recorded: Recorded) -> Iterator[Line]:
    """What came into the record since that is no news: older facts, facts of no day, a first load."""
    if recorded.older:
        yield plural(_("{n} older fact came to be known"), _("{n} older facts came to be known"), recorded.older)
    if found.undated:
        yield plural(_("{n} fact of no known day"), _("{n} facts of no known day"), len(found.undated))
    if recorded.first_load:
        yield Line(_("first load {day}: {facts} from {sources}"), day=When(recorded.first_load.date()),
                   facts=plural(_("{n} fact"), _("{n} facts"), recorded.facts),
                   sources=plural(_("{n} source"), _("{n} sources"), recorded.sources))  # fmt: skip


def _example(since: str, until: str = "", *, full: bool = False) -> Document[Line]:
    before, after = examples.haiti(since), examples.haiti(until)
    found = changes(before, after)
    return changed(found, Page(found.new[:SIZE], len(found.new)), full=full)


EXAMPLES = {
    "since the count before": lambda: _example("2024-11-10", "2025-01-15"),
    "since the mandate was in force": lambda: _example("2025-01-15"),
    "in full": lambda: _example("2024-11-10", full=True),
    "nothing": lambda: _example("2026-11-20"),
}
