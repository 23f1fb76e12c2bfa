"""Every mission on record with its bottom line in short, and which one is meant when none is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from briefings.claims import Mission
from briefings.document import Document, Line, Listing, Offer, Section, Strong, Text, When, plural, section
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.bottom_line import bottom_line
from briefings.documents.sentences import paragraph, statement
from briefings.picture import Picture

SIZE = 10
"""Missions on a page."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One mission of the list: its Picture today, how many facts are recorded, whether it is the one meant."""

    picture: Picture
    facts: int
    is_default: bool = False


def missions(
    listed: Sequence[Listed], total: int, *, page: int = 1, default: str = "", archived: Sequence[str] = ()
) -> Document[Line]:
    """A page of the missions in use, and the names of those that are archived.

    `default` is the name of the one meant when none is named; empty for none.
    """
    return Document(
        name="missions",
        title=_title(listed, total, default, is_any=bool(total or archived)),
        header=tuple(Line("{day}", day=When(one.picture.day)) for one in listed[:1]),
        sections=tuple(_sections(listed, total, archived)),
        small=_small(listed, total, page),
        offers=_offers(listed, total, page, default),
    )


def _sections(listed: Sequence[Listed], total: int, archived: Sequence[str]) -> Iterator[Section[Line]]:
    if listed:
        yield section(None, *(_mission(one, is_only=total == 1) for one in listed), is_list=True)
    if archived:
        names = Listing(tuple(map(Text, archived[:MOST_ARCHIVED])), by_commas=True)
        more = len(archived) - MOST_ARCHIVED
        lines = [Line(_("{names}: each still answers when it is named"), names=names)]
        yield section(
            Line(_("Archived")), *lines, *([plural(_("and {n} more"), _("and {n} more"), more)] if more > 0 else [])
        )


MOST_ARCHIVED = 20
"""Archived missions that the list names."""


def _title(listed: Sequence[Listed], total: int, default: str, *, is_any: bool) -> Line:
    if not is_any:
        return Line(
            _("No mission is recorded here yet; add one with “mission add”, or load one with “mss record load FILE”")
        )
    if not total:
        return Line(
            _("No mission is in use here; name an archived one to take it into use again with “mission revive”")
        )
    if total == 1 and listed:
        return Line(_("One mission is recorded here: {mission}"), mission=Strong(Text(listed[0].picture.mission.short)))
    if default:
        return Line(_("{n} missions are recorded here; {mission} is meant when none is named"), n=total,
                    mission=Strong(Text(default)))  # fmt: skip
    return Line(_("{n} missions are recorded here; end a line with “in NAME” to say which"), n=total)


def _mission(one: Listed, *, is_only: bool) -> Line:
    """The bottom line, which names the mission, the newest fact, and whether the mission is the one meant."""
    said: list[Line] = [
        Line(_("{bottom}."), bottom=bottom_line(one.picture).words),
        _newest(one),
        *_about(one.picture.mission),
    ]
    if one.is_default and not is_only:
        said.append(Line(_("Meant when none is named.")))
    return paragraph(said)


def _about(mission: Mission) -> Iterator[Line]:
    """What came before and after a mission, and whether rooms are warned by its own rule."""
    if mission.preceded_by:
        yield Line(_("It took over from {mission}."), mission=mission.preceded_by)
    if mission.succeeded_by:
        yield Line(_("{mission} took over from it."), mission=mission.succeeded_by)
    if mission.ladders:
        yield Line(_("It has its own days of warning."))


def _newest(one: Listed) -> Line:
    facts, newest = plural(_("{n} fact"), _("{n} facts"), one.facts), one.picture.newest
    if newest is None:
        return Line(_("{facts}."), facts=facts)
    return Line(_("{facts}; newest: {fact}."), facts=facts, fact=statement(one.picture, newest))


def _small(listed: Sequence[Listed], total: int, page: int) -> tuple[Line, ...]:
    if len(listed) == total:
        return ()
    first = (page - 1) * SIZE + 1
    return (
        Line(_("Missions {first} to {last} of {n}"), first=min(first, total), last=first + len(listed) - 1, n=total),
    )


def _offers(listed: Sequence[Listed], total: int, page: int, default: str) -> tuple[Offer[Line], ...]:
    turn = (Offer(Line(_("Next page")), f"mission list page {page + 1}", in_place=True),) if page * SIZE < total else ()
    back = (Offer(Line(_("Previous page")), f"mission list page {page - 1}", in_place=True),) if page > 1 else ()
    briefs = tuple(Offer(Line(_("Brief of {mission}"), mission=one.picture.mission.short),
                         f"status in {quoted(one.picture.mission.short)}") for one in listed[:3])  # fmt: skip
    other = next((one.picture.mission.short for one in listed if one.picture.mission.short != default), "")
    choose = (Offer(Line(_("Make {mission} mine"), mission=other), f"settings mission {quoted(other)}"),)
    return (*turn, *back, *briefs, *(choose if total > 1 and other else ()))


def quoted(name: str) -> str:
    """A mission's name as it can be typed."""
    return f'"{name}"' if " " in name else name


def next_steps(about: Mission) -> tuple[Line, ...]:
    """What to type first where nothing is recorded of a mission."""
    of_mission = f" in {quoted(about.short)}"
    return (
        Line(_("{line} · when its mandate ends"), line=f"fact add mandate-end DAY source SOURCE{of_mission}"),
        Line(_("{line} · how many there are to be"), line=f"fact add target NUMBER by DAY source SOURCE{of_mission}"),
        Line(_("{line} · how many there are"), line=f"fact add strength NUMBER as-of DAY source SOURCE{of_mission}"),
    )


def _another() -> Picture:
    held = examples.haiti("2025-01-15")
    return replace(held, mission=replace(held.mission, short="MSK Karuna"))


EXAMPLES = {
    "one": lambda: missions([Listed(examples.haiti(), 11)], 1),
    "several": lambda: missions(
        [Listed(examples.haiti(), 11, is_default=True), Listed(_another(), 11)], 2, default="MSS Haiti"
    ),
    "one, and archived ones": lambda: missions([Listed(examples.haiti(), 11)], 1, archived=["OMT", "SMT"]),
    "archived ones only": lambda: missions([], 0, archived=["OMT"]),
    "none": lambda: missions([], 0),
}
