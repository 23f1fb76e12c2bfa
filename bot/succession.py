"""One history over a change of mission: before its first day a successor's questions are answered by its predecessor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.arguments import Ask
from briefings.picture import Clocks, Picture
from briefings.succession import named_apart
from store.rows import MissionRow

MOST_BEFORE = 10
"""Missions before one another that are followed back."""


@dataclass(frozen=True, slots=True)
class Before:
    """The mission before another, and the day on which it handed over."""

    mission: MissionRow
    until: date


@dataclass(frozen=True, slots=True)
class Instead:
    """Which mission was asked for, which one answers, and since when the later one does."""

    asked: MissionRow
    mission: MissionRow
    until: date


async def before(ask: Ask, mission: MissionRow, clocks: Clocks) -> Before | None:
    """What a mission took over from, as far as was known; None where that, or the day, is not on record."""
    then = await ask.work.missions.get(mission.ref, clocks.known_at) if clocks.known_at else mission
    name = then.mission.preceded_by if then else ""
    found = await ask.work.missions.find(name) if name else []
    day = await handed_over(ask, found[0], clocks) if len(found) == 1 else None
    return Before(found[0], day) if day else None


async def handed_over(ask: Ask, mission: MissionRow, clocks: Clocks) -> date | None:
    """The day from which another mission was there instead; None while no succession is on record."""
    ever = await ask.work.claims.picture(mission, replace(clocks, as_of=date.max))
    claim = ever.headline("mandate", aspect="succession")
    return ever.counts_from(claim) if claim else None


async def mission_on(ask: Ask, mission: MissionRow, clocks: Clocks) -> Instead | None:
    """The mission that was there on a day before the one asked for; None where that was there itself."""
    answers: Instead | None = None
    for _step in range(MOST_BEFORE):
        found = await before(ask, answers.mission if answers else mission, clocks)
        if found is None or clocks.as_of >= found.until:
            break
        answers = Instead(mission, found.mission, found.until)
    return answers


async def picture_on(ask: Ask, mission: MissionRow, clocks: Clocks) -> Picture:
    """The Picture of a day; before a successor was there that of its predecessor, whose facts are named apart."""
    instead = await mission_on(ask, mission, clocks)
    if instead is None:
        return await ask.work.claims.picture(mission, clocks)
    return named_apart(await ask.work.claims.picture(instead.mission, clocks))


async def instead_of(ask: Ask, arguments: Mapping[str, Any]) -> Instead | None:
    """Who answers a question of a past day instead of the mission that is asked for; None where that answers itself."""
    mission = next((value for value in arguments.values() if isinstance(value, MissionRow)), None)
    clocks = next((value for value in arguments.values() if isinstance(value, Clocks)), None)
    if mission is None or clocks is None or not clocks.is_past or not mission.mission.preceded_by:
        return None
    return await mission_on(ask, mission, clocks)
