"""What every request in a space needs, kept while no change tells of it: who asks, with which rights, and the missions.

Each change adds to the audit of its space, so the number of the last row tells whether anything happened. What this
process changes is known here as soon as it is stored; what others change after a second at most, by one small look. A
row whose subject is a mission concerns that mission alone, and most of those about a person that person; any other one
makes all of the space be asked for again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select

from store.remembered import Remembered
from store.rows import MissionRef, MissionRow
from store.statements import Statements
from store.tables import audit, spaces, workplaces

FRESH = timedelta(seconds=1)
"""How long nobody looks whether other processes changed anything."""
MOST_ASKERS, MOST_MISSIONS, MOST_WORKPLACES = 10_000, 2_000, 10_000
"""Kept at once: askers and missions in each space, workplaces in all."""
MOST_NEWS = 1_000
"""Rows of the audit that are read one by one; after more all is asked for again."""


News = tuple[str, str]
"""What a row of the audit tells: what was done, and to what."""
OF_ONE_PERSON = frozenset({"meet", "name", "prefer", "issue code", "grant", "revoke"})
"""What is done to one person, and changes nothing for others."""
NOBODY = 0
"""The number of a person who is not known yet."""


class Known:
    """What is known of a space: `askers`, each with its `person`, by who asks where, `missions` by their references, and
    the list of them.
    """

    def __init__(self, space: int) -> None:
        self.space = space
        self.askers: Remembered[Any] = Remembered(MOST_ASKERS)
        self.missions: Remembered[MissionRow | None] = Remembered(MOST_MISSIONS)
        self.lists: Remembered[list[MissionRow]] = Remembered(1)
        self.last_seq = 0
        self.looked_at: datetime | None = None
        self.looking = asyncio.Lock()

    def is_fresh(self, at: datetime) -> bool:
        """Whether there is no need to look at a moment; a clock that was put back is a reason to."""
        return self.looked_at is not None and timedelta() <= at - self.looked_at < FRESH

    def forget(self, news: Iterable[News]) -> None:
        """Let what the audit tells of be asked for again."""
        for action, subject in news:
            sort, _colon, name = subject.partition(":")
            if sort == "person" and action in OF_ONE_PERSON:
                self._forget_person(int(name), is_new=action == "meet")
            else:
                self._forget_mission(_mission(subject))

    def _forget_person(self, person: int, *, is_new: bool) -> None:
        concerned = {person, NOBODY} if is_new else {person}
        self.askers.forget_where(lambda asker: asker.person.id in concerned)

    def _forget_mission(self, mission: MissionRef | None) -> None:
        """Forget a mission; for None all that is known."""
        self.lists.forget()
        self.missions.forget(mission)
        if mission is None:
            self.askers.forget()


def _mission(subject: str) -> MissionRef | None:
    """The mission that a subject such as “mission:5 F12” is of; None for one of anything else."""
    sort, _colon, rest = subject.partition(":")
    return MissionRef(int(rest.partition(" ")[0])) if sort == "mission" else None


class Knowledge:
    """What one process knows of all spaces."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements
        self._spaces: Remembered[int | None] = Remembered(MOST_WORKPLACES)
        self._known: dict[int, Known] = {}

    async def of(self, platform: str, external_id: str, at: datetime) -> Known | None:
        """What is known, at a moment, of the space to which a workplace belongs; None when it belongs to none yet."""
        workplace = (platform, external_id)
        space = await self._spaces.get(workplace, lambda: self._space_of(platform, external_id))
        if space is None:
            self._spaces.forget(workplace)
            return None
        known = self._known.get(space) or self._known.setdefault(space, Known(space))
        if not known.is_fresh(at):
            await self._look(known, at)
            if self._spaces.kept(workplace) != space:  # it has moved
                return await self.of(platform, external_id, at)
        return known

    def learn(self, space: int, before: int, last_seq: int, news: Iterable[News]) -> None:
        """A change of this process is stored: the rows of the audit from `before` on to the last one tell this."""
        known = self._known.get(space)
        if known is None:
            return
        self._forget(known, news)
        if known.last_seq == before:
            known.last_seq = last_seq

    async def _look(self, known: Known, at: datetime) -> None:
        async with known.looking:
            if known.is_fresh(at):
                return
            last_seq = int(await self._statements.value_at_once(_LAST_SEQ, {"space": known.space}) or 0)
            if known.looked_at and last_seq != known.last_seq:
                told = {"space": known.space, "seq": known.last_seq}
                news = [(row.action, row.subject) for row in await self._statements.all_at_once(_NEWS, told)]
                self._forget(known, news if 0 < len(news) < MOST_NEWS else [_EVERYTHING])
            known.last_seq = max(known.last_seq, last_seq)
            known.looked_at = at

    def _forget(self, known: Known, news: Iterable[News]) -> None:
        news = list(news)
        known.forget(news)
        if any(subject.startswith(_A_SPACE) for _action, subject in news):
            self._spaces.forget()
            for other in self._known.values():
                other.forget([_EVERYTHING])

    async def _space_of(self, platform: str, external_id: str) -> int | None:
        found: int | None = await self._statements.value_at_once(_SPACE, {"platform": platform, "id": external_id})
        return found


_A_SPACE = "space:"
"""So begins the subject where a workplace left or joined a space."""
_EVERYTHING = ("", _A_SPACE)
_SPACE = select(workplaces.c.space_id).where(
    workplaces.c.platform == bindparam("platform"), workplaces.c.external_id == bindparam("id")
)
_LAST_SEQ = select(spaces.c.last_seq).where(spaces.c.id == bindparam("space"))
_NEWS = (
    select(audit.c.action, audit.c.subject).where(audit.c.space_id == bindparam("space"), audit.c.seq > bindparam("seq"))
    .order_by(audit.c.seq).limit(MOST_NEWS)
)  # fmt: skip
