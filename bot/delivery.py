"""Delivery: what the ledger says is due is posted once, in order, at a pace the platforms take, and settled.

1. Take some of what is due, for a while.
2. Where an earlier attempt may have arrived, look first: what stands in the room is not posted again.
3. Make the document, once for all that get the same.
4. Wait for a turn, post, and settle in batches.

A process can be killed between any two of these steps: what it had taken comes up again when its time is over, as
something that may have arrived.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any, Protocol

from adapters.port import Cannot, DeliveryError, Poster, Receipt, Room
from bot.pacer import Pacer
from bot.planner import PROMPT
from briefings import words
from briefings.document import Said
from store.ledger import Delivery, DeliveryKind, DeliveryState, NewDelivery, Outcome
from store.work import Store, Work

BATCH = 100
"""Deliveries that are taken, and at best settled, at once."""
LEASE = timedelta(seconds=90)
"""For how long they are ours. Within it a post that was begun in time is over, whatever happened to it."""
BEGIN_WITHIN = timedelta(seconds=25)
"""How long after it was taken a post may begin: later, somebody else might take it before it is over."""
POST_WITHIN = 45.0
"""Seconds that a post may take; after that nobody knows what became of it."""
PATIENCE = 15.0
"""Seconds to wait for a turn: what would wait longer is put back, and does not keep others from theirs."""
SETTLES_EVERY = 1.0
"""Seconds after which what was posted is settled, be it a whole batch or not."""
FIRST_RETRY, LONGEST_RETRY = timedelta(seconds=10), timedelta(minutes=15)
LOOKS_AFTER = timedelta(seconds=20)
"""How long after a post with an unknown outcome to look for it."""
UNSURE_FOR = timedelta(hours=1)
"""How long to wait where nobody can tell whether something arrived, before it is sent once more and says so."""
GIVES_UP_AFTER = timedelta(days=3)
PRESENT_FOR = timedelta(minutes=2)
"""How long a process counts among those that share the pace after it was last heard of."""
TELLS_EVERY = 10.0
"""Seconds between two lines in the log about a large fan-out."""
MAY_REPEAT = "may repeat"

log = logging.getLogger("mss.delivery")


# what is posted


@dataclass(frozen=True, slots=True)
class Label:
    """What a post has to say of itself: when it leaves where that is late, and that it may have been posted before."""

    late_at: datetime | None = None
    may_repeat: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """A document to post, and the names of the claims it uses; `at` is when it was made."""

    said: Said
    claims: tuple[str, ...] = ()
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Withheld:
    """Why there is nothing to post: a rule (SKIPPED), or a right that is missing (REFUSED)."""

    state: DeliveryState
    why: str


class Maker(Protocol):
    """Makes the documents of deliveries."""

    async def forbids(self, delivery: Delivery) -> str:
        """Why a room may not have what is meant for it; empty when it may."""

    def sameness(self, delivery: Delivery) -> Hashable:
        """Equal for deliveries that get one and the same document."""

    async def make(self, delivery: Delivery, label: Label) -> Made | Withheld:
        """The document of a delivery."""


# the courier


class Courier:
    """Posts what is due, for one of any number of processes. `name` tells it from the others.

    `settled` counts what became of deliveries; `left` is what is still to be done, by platform, as of the last look.
    """

    def __init__(
        self,
        store: Store,
        posters: Mapping[str, Poster],
        maker: Maker,
        now: Callable[[], datetime],
        random: Random,
        name: str,
    ) -> None:
        self._store = store
        self._posters = posters
        self._maker = maker
        self._now = now
        self._random = random
        self._name = name
        self._pacers: dict[str, Pacer] = {}
        self._is_ending = False
        self._unsettled: list[Outcome] = []
        self.settled: Counter[DeliveryState] = Counter()
        self.left: Mapping[str, int] = {}

    @property
    def platforms(self) -> Sequence[str]:
        """Those it posts to."""
        return tuple(self._posters)

    async def run(self) -> None:
        """Post all that is due. Raises what kept it from the ledger; the next run settles what this one could not."""
        await self._settle()
        await self._share_the_pace()
        ends = await asyncio.gather(*(self._drain(platform) for platform in self._posters), return_exceptions=True)
        for error in filter(None, ends):
            raise error

    def end(self) -> None:
        """Begin no further post; a run that is under way comes to its end."""
        self._is_ending = True
        for pacer in self._pacers.values():
            pacer.end()

    async def _share_the_pace(self) -> None:
        at = self._now()
        await self._store.leases.take(f"courier {self._name}", self._name, at, at + PRESENT_FOR)
        sharers = await self._store.leases.alive("courier ", at)
        for platform, poster in self._posters.items():
            self._pacers.setdefault(platform, Pacer(poster.pace)).sharers = max(1, sharers)

    async def _drain(self, platform: str) -> None:
        """Take, post and settle until nothing more is due on a platform."""
        documents = _Documents(self._maker, self._now)
        begun: set[asyncio.Task[Outcome]] = set()
        fan_out = _FanOut(platform, asyncio.get_running_loop().time)
        try:
            while begun := begun | await self._begin(platform, documents, len(begun)):
                done, begun = await asyncio.wait(begun, timeout=SETTLES_EVERY)
                self._unsettled += [task.result() for task in done]
                await self._settle()
                if fan_out.is_to_be_told(len(done)):
                    await self._share_the_pace()
                    self.left = await self._store.ledger.waiting()
                    fan_out.tell(self.left.get(platform, 0))
        finally:
            self._unsettled += await asyncio.gather(*begun)
        fan_out.end()

    async def _begin(self, platform: str, documents: _Documents, under_way: int) -> set[asyncio.Task[Outcome]]:
        """Begin the next deliveries, unless enough are under way."""
        if under_way > BATCH or self._is_ending:
            return set()
        at = self._now()
        taken = await self._store.ledger.take(platform, self._name, at, at + LEASE, BATCH)
        return {asyncio.create_task(self._outcome(delivery, documents)) for delivery in taken}

    async def _settle(self) -> None:
        """Settle what was done. What cannot be settled now is kept for the next time."""
        outcomes, self._unsettled = self._unsettled, []
        try:
            await self._store.ledger.settle(self._name, outcomes)
        except Exception:
            self._unsettled += outcomes
            raise
        self.settled.update(outcome.state for outcome in outcomes)

    # one delivery

    async def _outcome(self, delivery: Delivery, documents: _Documents) -> Outcome:
        """What becomes of a delivery. What is a bug of ours is logged and tried again: it keeps no other from its room."""
        try:
            return await self._tried(delivery, documents)
        except Exception as error:
            reference = secrets.token_hex(4)
            log.error("delivery %s failed, reference %s", delivery.occasion, reference, exc_info=error)
            return self._again(delivery, f"a fault of ours, reference {reference}")

    async def _tried(self, delivery: Delivery, documents: _Documents) -> Outcome:
        try:
            return await self._deliver(delivery, documents)
        except DeliveryError as error:
            return await self._after(delivery, error)

    async def _deliver(self, delivery: Delivery, documents: _Documents) -> Outcome:
        reason = await self._maker.forbids(delivery)
        if reason:
            return _closed(delivery, DeliveryState.REFUSED, reason)
        if not await self._has_turn(delivery):
            return self._put_back(delivery)
        found = await self._look(delivery) if delivery.unsure_since else _Looked(None)
        if isinstance(found, Outcome):
            return found
        delivery = replace(delivery, unsure_since=found.unsure_since, label=MAY_REPEAT if found.may_repeat else "")
        label = Label(self._now() if self._now() - delivery.due_at > PROMPT else None, found.may_repeat)
        made = await documents.of(delivery, label)
        if isinstance(made, Made):
            return await self._post(delivery, made, label, found.messages)
        return (
            self._sent(delivery, label, found.messages) if found.messages else _closed(delivery, made.state, made.why)
        )

    async def _has_turn(self, delivery: Delivery) -> bool:
        """Wait for a turn; False where it comes so late that the delivery might not be ours any more."""
        room = _room(delivery)
        if self._is_ending or not await self._pacers[room.platform].turn(room, PATIENCE):
            return False
        return delivery.tried_at is not None and self._now() <= delivery.tried_at + BEGIN_WITHIN

    async def _look(self, delivery: Delivery) -> _Looked | Outcome:
        """What stands in the room of a delivery that may have arrived; an Outcome where nothing more can be done now."""
        poster, since = self._posters[delivery.room.platform], delivery.unsure_since or delivery.due_at
        try:
            found = await self._found(delivery, since)
        except DeliveryError as error:
            if error.permanent:
                raise
            if self._now() - since < UNSURE_FOR:
                return self._again(delivery, words.text(error.why, words.language("en")), error.retry_after)
            found = Cannot.TELL  # whoever could tell has not answered for so long
        if isinstance(found, Receipt):
            return _Looked(delivery.unsure_since, found.messages, delivery.label == MAY_REPEAT)
        if found is None:
            return _Looked(None)
        return await self._without_a_look(delivery, since, poster.remembers)

    async def _found(self, delivery: Delivery, since: datetime) -> Receipt | Cannot | None:
        if delivery.kind is DeliveryKind.NOTICE:
            return Cannot.TELL  # it went to a person, wherever they talk with the bot
        poster = self._posters[delivery.room.platform]
        return await poster.find(_room(delivery), delivery.occasion, since, reply_to=delivery.details.get("under", ""))

    async def _without_a_look(self, delivery: Delivery, since: datetime, remembers: timedelta) -> _Looked | Outcome:
        """What to do where nobody can tell: leave it to the platform, wait, or send once more and say so."""
        if self._now() - since < remembers:
            return _Looked(since, may_repeat=delivery.label == MAY_REPEAT)
        if delivery.label == MAY_REPEAT:
            return _closed(
                delivery, DeliveryState.UNKNOWN, "it was sent twice at most, and nobody can tell whether it arrived"
            )
        if self._now() - since < UNSURE_FOR:
            return replace(_open(delivery), next_at=since + UNSURE_FOR, why="nobody can tell yet whether it arrived")
        # The label goes in before the post: it is sent so once, whatever happens.
        await self._store.ledger.label(delivery.id, MAY_REPEAT)
        return _Looked(since, may_repeat=True)

    async def _post(self, delivery: Delivery, made: Made, label: Label, standing: Sequence[str]) -> Outcome:
        poster, room = self._posters[delivery.room.platform], _room(delivery)
        try:
            async with asyncio.timeout(POST_WITHIN):
                if delivery.kind is DeliveryKind.NOTICE:
                    receipt = await poster.to_person(room, delivery.details["to"], made.said, delivery.occasion)
                else:
                    under = delivery.details.get("under", "")
                    receipt = await poster.post(room, made.said, delivery.occasion, reply_to=under, standing=standing)
        except TimeoutError:
            return self._unsure(delivery, "the platform did not answer in time")
        except DeliveryError as error:
            return await self._after(delivery, error)
        return self._sent(delivery, label, receipt.messages, claims=made.claims, made_at=made.at)

    def _sent(self, delivery: Delivery, label: Label, messages: Sequence[str], **said: Any) -> Outcome:
        return _outcome(delivery, DeliveryState.SENT, label=_label_words(label), messages=tuple(messages),
                        sent_at=self._now(), unsure_since=None, **said)  # fmt: skip

    # what did not go well

    async def _after(self, delivery: Delivery, error: DeliveryError) -> Outcome:
        """What is to be done after a post, or a look, that failed."""
        why = words.text(error.why, words.language("en"))
        if error.permanent:
            if not error.of_document and delivery.kind is not DeliveryKind.NOTICE:
                await self._pause_room(delivery, why)
            return _closed(delivery, DeliveryState.REFUSED, why)
        if error.may_have_arrived:
            return self._unsure(delivery, why, error.retry_after)
        return self._again(delivery, why, error.retry_after)

    def _again(self, delivery: Delivery, why: str, retry_after: float | None = None) -> Outcome:
        """Try again later, unless it is too late for that."""
        now = self._now()
        if now - delivery.due_at > GIVES_UP_AFTER and not delivery.unsure_since:
            return _closed(delivery, DeliveryState.FAILED, why)
        wait = timedelta(seconds=retry_after) if retry_after else self._backoff(delivery.attempts)
        return replace(_open(delivery), next_at=now + wait, why=why)

    def _unsure(self, delivery: Delivery, why: str, retry_after: float | None = None) -> Outcome:
        """Look soon whether it arrived; nobody can tell any more of what was sent once more already."""
        if delivery.label == MAY_REPEAT:
            return _closed(delivery, DeliveryState.UNKNOWN, why)
        since = delivery.unsure_since or delivery.tried_at or self._now()
        wait = max(LOOKS_AFTER, timedelta(seconds=retry_after or 0))
        return replace(_open(replace(delivery, unsure_since=since)), next_at=self._now() + wait, why=why)

    def _put_back(self, delivery: Delivery) -> Outcome:
        """Leave a delivery until its turn comes near; this was no attempt."""
        room = _room(delivery)
        wait = 0.0 if self._is_ending else self._pacers[room.platform].later(room)
        return replace(_open(delivery), attempts=delivery.attempts - 1, next_at=self._now() + timedelta(seconds=wait))

    def _backoff(self, attempts: int) -> timedelta:
        """How long to wait after so many attempts, not quite the same for all."""
        wait = min(FIRST_RETRY * 2.0 ** min(attempts - 1, 10), LONGEST_RETRY)
        return wait * self._random.uniform(0.75, 1.25)

    async def _pause_room(self, delivery: Delivery, why: str) -> None:
        """Post nothing more to a room that takes nothing, and let its owner know."""
        at = self._now()
        async with self._store.changing(delivery.space, None, at) as work:
            if await work.pauses.of(delivery.room.id):
                return
            await work.pauses.begin(delivery.room.id, why)
            await work.deliveries.drop_waiting(delivery.room.id, why, DeliveryState.REFUSED)
            owner = await _owner_of(work, delivery)
            if owner:
                await work.deliveries.add(_notice(delivery, owner, why, at))
        log.warning("nothing more is posted to %s: %s", delivery.room.external_id, why)


@dataclass(frozen=True, slots=True)
class _Looked:
    """What a look told: since when a post may stand there still, what does stand there, how the next is labelled."""

    unsure_since: datetime | None
    messages: tuple[str, ...] = ()
    may_repeat: bool = False


class _Documents:
    """The documents of one fan-out, each made once."""

    def __init__(self, maker: Maker, now: Callable[[], datetime]) -> None:
        self._maker = maker
        self._now = now
        self._made: dict[Hashable, asyncio.Future[Made | Withheld]] = {}

    async def of(self, delivery: Delivery, label: Label) -> Made | Withheld:
        """The document of a delivery: the first who wants it makes it, the others wait."""
        # Two that are late by the same minute say the same.
        late_at = label.late_at and label.late_at.replace(second=0, microsecond=0)
        key = (self._maker.sameness(delivery), late_at, label.may_repeat)
        if key not in self._made:
            if len(self._made) >= MOST_KEPT:
                del self._made[next(iter(self._made))]
            self._made[key] = asyncio.ensure_future(self._make(delivery, label))
        return await self._made[key]

    async def _make(self, delivery: Delivery, label: Label) -> Made | Withheld:
        at = self._now()
        made = await self._maker.make(delivery, label)
        return replace(made, at=at) if isinstance(made, Made) else made


MOST_KEPT = 64
"""Documents of a fan-out that are kept for those to come."""


class _FanOut:
    """What is said in the log about one."""

    def __init__(self, platform: str, time: Callable[[], float]) -> None:
        self._platform = platform
        self._time = time
        self._begun_at = self._told_at = time()
        self._done = 0

    def is_to_be_told(self, done: int) -> bool:
        self._done += done
        return self._time() - self._told_at >= TELLS_EVERY

    def tell(self, left: int) -> None:
        self._told_at = self._time()
        log.info("%s: %s deliveries done, %s left", self._platform, self._done, left)

    def end(self) -> None:
        if self._done:
            seconds = round(self._time() - self._begun_at)
            log.info("%s: %s deliveries done in %s s", self._platform, self._done, seconds)


def _room(delivery: Delivery) -> Room:
    room = delivery.room
    return Room(room.platform, room.tenant, room.external_id, room.name)


def _outcome(delivery: Delivery, state: DeliveryState, **said: Any) -> Outcome:
    if delivery.tried_at is None:
        raise ValueError(f"{delivery.occasion} was never taken")
    known = {"attempts": delivery.attempts, "label": delivery.label, "unsure_since": delivery.unsure_since}
    return Outcome(delivery.id, delivery.tried_at, state, **{**known, **said})


def _open(delivery: Delivery) -> Outcome:
    """A delivery as it was before it was taken."""
    return _outcome(delivery, DeliveryState.UNKNOWN if delivery.unsure_since else DeliveryState.WAITING)


def _closed(delivery: Delivery, state: DeliveryState, why: str) -> Outcome:
    return _outcome(delivery, state, why=why)


def _label_words(label: Label) -> str:
    return ", ".join(word for word, holds in (("late", label.late_at), (MAY_REPEAT, label.may_repeat)) if holds)


async def _owner_of(work: Work, delivery: Delivery) -> str | None:
    """The platform's id of whoever let a room have what it cannot have; None where nobody is known there."""
    room = delivery.room
    people = [(await work.schedules.get(delivery.schedule)).person] if delivery.schedule else []
    people += [follow.person for follow in await work.follows.of_room(room.id)]
    for person in filter(None, people):
        account = await work.people.account(person, room.platform, room.tenant)
        if account:
            return account
    return None


def _notice(delivery: Delivery, owner: str, why: str, at: datetime) -> NewDelivery:
    room = delivery.room
    return NewDelivery(
        delivery.space, room.id, room.platform, occasion=f"paused:{at.isoformat()}", subject=f"room:{room.id}",
        kind=DeliveryKind.NOTICE, line="", planned_at=at, due_at=at, schedule=delivery.schedule,
        mission=delivery.mission, details={"to": owner, "why": why},
    )  # fmt: skip
