"""News: what was changed on record is told to the rooms that want to hear of it at once, and posts are put right.

All of it is read from the audit, and written into the ledger in the transaction that notes up to which row of the
audit it was told: whoever is killed before has told nothing, and whoever tells the same again writes nothing.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby, takewhile

from bot.corrections import corrections
from bot.unreadable import UNREADABLE
from store.audit import AuditRow
from store.deliveries import DeliveryKind, DeliveryState, NewDelivery
from store.follows import Tells
from store.rows import MissionRef, MissionRow
from store.untold import Untold
from store.work import Store, Work

LEFT_ALONE = timedelta(minutes=1)
"""How long a change is left to be taken back before rooms hear of it."""
ROWS = 500
"""Rows of the audit that are told at once, at most."""
UNTOLD = frozenset({"flag", "keep"})
"""What is noted of facts and changes none."""
_A_MOMENT = timedelta(microseconds=1)

log = logging.getLogger("mss.news")


class News:
    """Tells of changes, for one of any number of processes."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now

    async def run(self) -> datetime | None:
        """Write down all that is to be told by now; the moment at which more will be, None where there is none."""
        moments = [await self._tell(untold) for untold in await self._store.untold.spaces()]
        return min(filter(None, moments), default=None)

    async def _tell(self, untold: Untold) -> datetime | None:
        at = self._now()
        async with self._store.reading(untold.space) as work:
            rows = await work.audit.rows(untold.told_to, ROWS)
            ripe = list(takewhile(lambda row: not _is_told(row) or row.at <= at - LEFT_ALONE, rows))
            new = [delivery for part in _by_mission(ripe) for delivery in await _readable(work, *part, at)]
        if ripe:
            await self._store.ledger.tell(new, untold, ripe[-1].seq)
        if len(ripe) == ROWS:
            return at
        return rows[len(ripe)].at + LEFT_ALONE if len(ripe) < len(rows) else None


def _by_mission(rows: Sequence[AuditRow]) -> Iterator[tuple[MissionRef, list[AuditRow]]]:
    """The missions that were changed, each with the rows that tell of it."""
    changes = filter(_is_told, rows)
    for mission, of_mission in groupby(sorted(changes, key=_mission), key=_mission):
        yield mission, list(of_mission)


def _is_told(row: AuditRow) -> bool:
    return row.subject.startswith("mission:") and row.action not in UNTOLD


def _mission(row: AuditRow) -> MissionRef:
    return MissionRef(int(row.subject.partition(" ")[0].removeprefix("mission:")))


async def _readable(work: Work, ref: MissionRef, rows: Sequence[AuditRow], at: datetime) -> list[NewDelivery]:
    """What is to be posted of the changes to a mission; nothing of one whose record cannot be read, which is logged."""
    try:
        return await _of_mission(work, ref, rows, at)
    except UNREADABLE as error:
        reference = secrets.token_hex(4)
        log.error("nobody is told of the changes to mission %s, reference %s", ref, reference, exc_info=error)
        return []


async def _of_mission(work: Work, ref: MissionRef, rows: Sequence[AuditRow], at: datetime) -> list[NewDelivery]:
    """What is to be posted of the changes to a mission."""
    mission = await work.missions.get(ref)
    if mission is None:
        return []
    names = await work.claims.names_changed(mission, rows[0].at - _A_MOMENT)
    return [*await corrections(work, mission, names, rows[-1], at), *await _at_once(work, mission, rows, at)]


async def _at_once(work: Work, mission: MissionRow, rows: Sequence[AuditRow], at: datetime) -> list[NewDelivery]:
    """What rooms get that hear of changes at once."""
    follows = [follow for follow in await work.follows.of_mission(mission.ref) if follow.tells is Tells.AT_ONCE]
    rooms = await work.rooms.some([follow.room for follow in follows])
    occasion = f"change:{mission.ref}:{rows[-1].seq}"
    details = {"since": (rows[0].at - _A_MOMENT).isoformat(), "to": rows[-1].at.isoformat()}
    told: list[NewDelivery] = []
    for room in rooms:
        new = NewDelivery(work.space, room.id, room.platform, occasion, occasion, DeliveryKind.CHANGE, "changed",
                          planned_at=at, due_at=at, mission=mission.ref, details=details, request=rows[-1].request)  # fmt: skip
        pause = await work.pauses.of(room.id)
        is_paused = pause is not None and pause.holds(at)
        told.append(replace(new, state=DeliveryState.SKIPPED, why="paused") if is_paused else new)
    return told
