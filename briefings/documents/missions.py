"""Every mission on record with its bottom line in short, and which one is meant when none is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefings.document import Document, Line, Offer, Strong, Text, When, plural, section
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


def missions(listed: Sequence[Listed], total: int, *, page: int = 1, default: str = "") -> Document[Line]:
    """A page of the missions. `default` is the name of the one meant when none is named; empty for none."""
    return Document(
        name="missions",
        title=_title(listed, total, default),
        header=tuple(Line("{day}", day=When(one.picture.day)) for one in listed[:1]),
        sections=(section(None, *(_mission(one, is_only=total == 1) for one in listed), is_list=True),)
        if listed
        else (),
        small=_small(listed, total, page),
        offers=_offers(listed, total, page, default),
    )


def _title(listed: Sequence[Listed], total: int, default: str) -> Line:
    if not total:
        return Line(_("No mission is recorded here yet; load one with “mss record load FILE”"))
    if total == 1 and listed:
        return Line(_("One mission is recorded here: {mission}"), mission=Strong(Text(listed[0].picture.mission.short)))
    if default:
        return Line(_("{n} missions are recorded here; {mission} is meant when none is named"), n=total,
                    mission=Strong(Text(default)))  # fmt: skip
    return Line(_("{n} missions are recorded here; end a line with “in NAME” to say which"), n=total)


def _mission(one: Listed, *, is_only: bool) -> Line:
    """The bottom line, which names the mission, the newest fact, and whether the mission is the one meant."""
    said: list[Line] = [Line(_("{bottom}."), bottom=bottom_line(one.picture).words), _newest(one)]
    if one.is_default and not is_only:
        said.append(Line(_("Meant when none is named.")))
    return paragraph(said)


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
                         f"status in {_quoted(one.picture.mission.short)}") for one in listed[:3])  # fmt: skip
    other = next((one.picture.mission.short for one in listed if one.picture.mission.short != default), "")
    choose = (Offer(Line(_("Make {mission} mine"), mission=other), f"settings mission {_quoted(other)}"),)
    return (*turn, *back, *briefs, *(choose if total > 1 and other else ()))


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name


def _another() -> Picture:
    held = examples.haiti("2025-01-15")
    return replace(held, mission=replace(held.mission, short="MSK Karuna"))


EXAMPLES = {
    "one": lambda: missions([Listed(examples.haiti(), 11)], 1),
    "several": lambda: missions(
        [Listed(examples.haiti(), 11, is_default=True), Listed(_another(), 11)], 2, default="MSS Haiti"
    ),
    "none": lambda: missions([], 0),
}
