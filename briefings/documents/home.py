"""A person's own page: what is due, the bottom line and the figures of their mission or missions, their settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from briefings.deadlines import Deadline, overdue, upcoming
from briefings.document import DayStyle, Document, Line, Listing, Offer, Section, Text, When, plural, section
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.bottom_line import bottom_line
from briefings.documents.counts import deployed_sections
from briefings.documents.due import LOOK_AHEAD, counted
from briefings.documents.header import header
from briefings.documents.missions import missions
from briefings.documents.sentences import deployed_line, due_line, mission_name, overdue_line, paragraph
from briefings.documents.settings import Around, Wishes, settings
from briefings.documents.status import MOST_LINES, due_section, overdue_section
from briefings.picture import Picture

MOST_MISSIONS = 5
"""Missions that a page tells of; the list of all is offered."""


@dataclass(frozen=True, slots=True)
class Mine:
    """Whose page it is: their settings, and what these are read against. None where others read along."""

    wishes: Wishes
    around: Around


def home(pictures: Sequence[Picture], total: int, mine: Mine | None, *, samples: Sequence[str] = ()) -> Document[Line]:
    """The page of somebody whose mission is the one of a single Picture, or who has a Picture for each of theirs.

    `total` is the number of missions on record; `samples` names those of the Pictures that nobody keeps up to date.
    """
    if len(pictures) == 1:
        page = _of_one(pictures[0], total)
    elif pictures:
        page = _of_several(pictures, total, samples)
    else:
        page = replace(missions([], 0), name="home")
    yours = (_yours(mine),) if mine else ()
    offers = (*page.offers, Offer(Line(_("Help")), "help"), Offer(Line(_("Settings")), "settings"))
    return replace(page, small=(*yours, *page.small), offers=offers)


def _yours(mine: Mine) -> Line:
    """How somebody is answered, and how to change that."""
    told = settings(mine.wishes, mine.around)
    lines = Listing(tuple(Line("“{line}”", line=offer.line) for offer in told.offers), by_commas=True)
    return Line(_("{settings}. To change that: {lines}"), settings=told.title, lines=lines)


# one mission


def _of_one(picture: Picture, total: int) -> Document[Line]:
    """The bottom line, what is overdue, what is due, and the count."""
    chosen = bottom_line(picture)
    return Document(
        name="home",
        title=chosen.words,
        header=header(picture),
        sections=(*overdue_section(picture, chosen), due_section(picture), *deployed_sections(picture)),
        offers=(
            Offer(Line(_("Full brief")), "status full"),
            Offer(Line(_("Due")), "due"),
            Offer(Line(_("What is new")), "changed"),
            Offer(Line(_("Sources")), "source"),
            *_every_mission(total),
        ),
    )


def _every_mission(total: int) -> tuple[Offer[Line], ...]:
    return (Offer(Line(_("All missions")), "mission list"),) if total > 1 else ()


# several


def _of_several(pictures: Sequence[Picture], total: int, samples: Sequence[str]) -> Document[Line]:
    """What is overdue and due in any of the missions, then each with its bottom line and its count."""
    late = [(picture, deadline) for picture in pictures for deadline in overdue(picture)]
    ahead = [(picture, deadline) for picture in pictures for deadline in upcoming(picture, LOOK_AHEAD)]
    return Document(
        name="home",
        title=_title(len(pictures), total, len(late), len(ahead)),
        header=(Line("{day}", day=When(pictures[0].day, DayStyle.WEEKDAY)),),
        sections=(
            *_listed(_("Overdue"), late, partial(overdue_line, short=True)),
            *_listed(_("Due"), ahead, due_line),
            section(Line(_("Missions")), *(_mission(picture) for picture in pictures), is_list=True),
        ),
        small=_sample_line(samples),
        offers=(*(_brief(picture) for picture in pictures), *_every_mission(total)),
    )


def _title(shown: int, total: int, late: int, ahead: int) -> Line:
    how_many = counted(late, ahead, LOOK_AHEAD)
    if shown < total:
        return Line(_("{shown} of {n} missions: {late}, {ahead} in the next {days}"), shown=shown, n=total, **how_many)
    return Line(_("{n} missions: {late}, {ahead} in the next {days}"), n=total, **how_many)


_Dated = tuple[Picture, Deadline]


def _listed(label: str, dated: Sequence[_Dated], say: Callable[[Picture, Deadline], Line]) -> Iterator[Section[Line]]:
    """The nearest deadlines of all missions, the earliest first; what is more than fits is counted."""
    in_order = sorted(dated, key=lambda one: one[1].due)
    lines = [_in_mission(picture, say(picture, deadline)) for picture, deadline in in_order[:MOST_LINES]]
    more = len(dated) - len(lines)
    if lines:
        rest = [plural(_("and {n} more"), _("and {n} more"), more)] if more else []
        yield section(Line(label), *lines, *rest, is_list=True)


def _mission(picture: Picture) -> Line:
    """The bottom line of a mission, and its count with the day it speaks of."""
    said = [Line(_("{bottom}."), bottom=bottom_line(picture).words)]
    count = picture.headline("strength")
    if count:
        said.append(Line(_("Deployed: {count}."), count=deployed_line(picture, count, short=True)))
    return paragraph(said)


def _in_mission(picture: Picture, said: Line) -> Line:
    return Line(_("{mission}: {said}"), mission=mission_name(picture), said=said)


def _brief(picture: Picture) -> Offer[Line]:
    short = picture.mission.short
    line = f'status in "{short}"' if " " in short else f"status in {short}"
    return Offer(Line(_("Brief of {mission}"), mission=short), line)


def _sample_line(samples: Sequence[str]) -> tuple[Line, ...]:
    if not samples:
        return ()
    named = Listing(tuple(Text(name) for name in samples))
    return (
        Line(_("Only a sample that came with the bot, kept up to date by nobody here: {missions}."), missions=named),
    )


def _another(as_of: str = "") -> Picture:
    held = examples.haiti(as_of)
    return replace(held, mission=replace(held.mission, short="MSK Karuna"))


_NAMES = ("MSS Haiti", "MSK Karuna")
_NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
_MINE = Mine(Wishes("Africa/Nairobi"), Around(_NOW, missions=_NAMES[:1]))
_THEIRS = Mine(Wishes(), Around(_NOW, missions=_NAMES, profile_zone="Europe/Zurich"))
EXAMPLES = {
    "one mission": lambda: home([examples.haiti()], 1, _MINE),
    "before the target date": lambda: home([examples.haiti("2025-01-15")], 2, _THEIRS),
    "several missions": lambda: home([examples.haiti(), _another()], 2, _THEIRS, samples=_NAMES[:1]),
    "some of many": lambda: home([examples.haiti("2025-01-15"), _another("2025-01-15")], 9, _THEIRS),
    "for everyone here": lambda: home([examples.haiti()], 1, None),
    "nothing recorded": lambda: home([], 0, Mine(Wishes(), Around(_NOW))),
}
