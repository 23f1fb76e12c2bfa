"""One attempt at a delivery: look whether it stands there already, make its document, wait for a turn, post.

What becomes of it is an Outcome for the ledger; nothing is raised.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from adapters.port import REQUEST, Cannot, DeliveryError, Poster, Receipt, Room
from bot.made import MAY_REPEAT, Documents, Label, Made, Maker, NotYet, label_words
from bot.pacer import Pacer
from bot.planner import PROMPT
from bot.refusing_rooms import pause_room
from briefings import words
from briefings.documents.posts import numbered
from store.deliveries import Delivery, DeliveryKind, DeliveryState, Outcome
from store.engine import Unavailable
from store.work import Store

BEGIN_WITHIN = timedelta(seconds=25)
"""How long after it was taken a post may begin: later, somebody else might take it before it is over."""
POST_WITHIN = 45.0
"""Seconds that a post may take; after that nobody knows what became of it."""
PATIENCE = 15.0
"""Seconds to wait for a turn: what would wait longer is put back, and does not keep others from theirs."""
FIRST_RETRY, LONGEST_RETRY = timedelta(seconds=10), timedelta(minutes=15)
LOOKS_AFTER = timedelta(seconds=3)
"""How long after a post with an unknown outcome to look for it: what a platform took stands there by then."""
UNSURE_FOR = timedelta(hours=1)
"""How long to wait where nobody can tell whether something arrived, before it is sent once more and says so."""
LOOKS_AGAIN_AFTER = timedelta(minutes=2)
"""How long after a look by which nobody could tell to look again; then twice as long each time."""
FAULTS = 10
"""Attempts after which a delivery that a fault of ours keeps from being made is given up: most of an hour."""
GIVES_UP_AFTER = timedelta(days=3)
MADE_AT_ONCE = 4
"""Documents that are made side by side: each reads from the store, of which people's questions want their part."""

log = logging.getLogger("mss.delivery")


class Attempts:
    """Attempts at deliveries, at the pace of each platform. `refused` are the seconds for which each told us to wait."""

    def __init__(
        self, store: Store, posters: Mapping[str, Poster], maker: Maker, now: Callable[[], datetime], random: Random
    ) -> None:
        self._store = store
        self._posters = posters
        self._maker = maker
        self._now = now
        self._random = random
        self._pacers = {platform: Pacer(poster.pace) for platform, poster in posters.items()}
        self._making = asyncio.Semaphore(MADE_AT_ONCE)
        self._is_ending = False
        self.refused: Counter[str] = Counter()

    def share(self, sharers: int) -> None:
        """Keep to the part of the pace that is left to each of so many processes."""
        for pacer in self._pacers.values():
            pacer.sharers = sharers

    @property
    def waited(self) -> Mapping[str, float]:
        """Seconds that posts waited for their turns, by platform."""
        return {platform: pacer.waited for platform, pacer in self._pacers.items()}

    def end(self) -> None:
        """Begin no further post."""
        self._is_ending = True
        for pacer in self._pacers.values():
            pacer.end()

    async def outcome(self, delivery: Delivery, documents: Documents) -> Outcome:
        """What becomes of a delivery. What is a bug of ours is logged and tried again: it keeps no other from its room."""
        REQUEST.set(delivery.request)  # each delivery is tried in a task of its own
        try:
            return await self._tried(delivery, documents)
        except Unavailable as error:  # the store has told it
            return self._again(delivery, words.text(error.line))
        except Exception as error:
            reference = secrets.token_hex(4)
            log.error("delivery %s failed, reference %s", delivery.occasion, reference, exc_info=error)
            return self._faulty(delivery, f"a fault of ours, reference {reference}")

    def _faulty(self, delivery: Delivery, why: str) -> Outcome:
        """Try again what a fault of ours kept from being made, for a while: it holds up what comes after it in its room."""
        if delivery.attempts >= FAULTS and not delivery.unsure_since:
            return _closed(delivery, DeliveryState.FAILED, why)
        return self._again(delivery, why)

    async def _tried(self, delivery: Delivery, documents: Documents) -> Outcome:
        try:
            return await self._deliver(delivery, documents)
        except DeliveryError as error:
            return await self._after(delivery, error)

    async def _deliver(self, delivery: Delivery, documents: Documents) -> Outcome:
        async with self._making:
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
        async with self._making:
            made = await documents.of(delivery, label)
        if isinstance(made, NotYet):
            return replace(_open(delivery), next_at=made.until, why=made.why)
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
        if found is None or delivery.kind is DeliveryKind.CORRECTION:
            return _Looked(None)  # to edit a post twice does no harm
        return await self._without_a_look(delivery, since, poster.remembers)

    async def _found(self, delivery: Delivery, since: datetime) -> Receipt | Cannot | None:
        if delivery.is_to_person:
            return Cannot.TELL  # it went to a person, wherever they talk with the bot
        under = delivery.details.get("under", "")
        if delivery.kind is DeliveryKind.CORRECTION:
            under = delivery.details["messages"][0]
        return await self._posters[delivery.room.platform].find(
            _room(delivery), delivery.occasion, since, reply_to=under
        )

    async def _without_a_look(self, delivery: Delivery, since: datetime, remembers: timedelta) -> _Looked | Outcome:
        """What to do where nobody can tell: leave it to the platform, wait, or send once more and say so."""
        if self._now() - since < remembers:
            return _Looked(since, may_repeat=delivery.label == MAY_REPEAT)
        if delivery.label == MAY_REPEAT:
            return _closed(
                delivery, DeliveryState.UNKNOWN, "it was sent twice at most, and nobody can tell whether it arrived"
            )
        if self._now() - since < UNSURE_FOR:
            # Whoever cannot tell now may have been told more by then.
            next_at = min(self._now() + max(LOOKS_AGAIN_AFTER, self._now() - since), since + UNSURE_FOR)
            return replace(_open(delivery), next_at=next_at, why="nobody can tell yet whether it arrived")
        # The label goes in before the post: it is sent so once, whatever happens.
        await self._store.ledger.label(delivery.id, MAY_REPEAT)
        return _Looked(since, may_repeat=True)

    async def _post(self, delivery: Delivery, made: Made, label: Label, standing: Sequence[str]) -> Outcome:
        try:
            async with asyncio.timeout(POST_WITHIN):
                receipt = await self._posted(delivery, made, standing)
        except TimeoutError:
            return self._unsure(delivery, "the platform did not answer in time")
        except DeliveryError as error:
            return await self._after(delivery, error)
        return self._sent(delivery, label, receipt.messages, claims=made.claims, made_at=made.at)

    async def _posted(self, delivery: Delivery, made: Made, standing: Sequence[str]) -> Receipt:
        poster, room = self._posters[delivery.room.platform], _room(delivery)
        # A correction stands in for the post that it corrects.
        made = replace(made, said=numbered(made.said, delivery.details.get("of", delivery.id)))
        match delivery.kind:
            case DeliveryKind.NOTICE if delivery.is_to_person:
                return await poster.to_person(room, delivery.details["to"], made.said, delivery.occasion)
            case DeliveryKind.CORRECTION:
                return await self._corrected(delivery, made, standing)
        under = delivery.details.get("under", "")
        return await poster.post(room, made.said, delivery.occasion, reply_to=under, standing=standing)

    async def _corrected(self, delivery: Delivery, made: Made, standing: Sequence[str]) -> Receipt:
        """Edit a post; where the platform does not let us, put what was corrected below it."""
        poster, room = self._posters[delivery.room.platform], _room(delivery)
        messages = tuple(delivery.details["messages"])
        if not standing:
            try:
                return await poster.edit(Receipt(room, messages), made.said)
            except DeliveryError as error:
                if not (error.permanent and error.of_document and made.below):
                    raise
        below = made.below or made.said
        return await poster.post(room, below, delivery.occasion, reply_to=messages[0], standing=standing)

    def _sent(self, delivery: Delivery, label: Label, messages: Sequence[str], **said: Any) -> Outcome:
        if delivery.request:
            log.info("%s was posted to %s", delivery.occasion, delivery.room.external_id)
        return _outcome(delivery, DeliveryState.SENT, label=label_words(label), messages=tuple(messages),
                        sent_at=self._now(), unsure_since=None, **said)  # fmt: skip

    # what did not go well

    async def _after(self, delivery: Delivery, error: DeliveryError) -> Outcome:
        """What is to be done after a post, or a look, that failed."""
        why = words.text(error.why, words.language("en"))
        self.refused[delivery.room.platform] += round(error.retry_after or 0)
        if error.permanent:
            if not error.of_document and not delivery.is_to_person:
                await pause_room(self._store, delivery, why, self._now())
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


@dataclass(frozen=True, slots=True)
class _Looked:
    """What a look told: since when a post may stand there still, what does stand there, how the next is labelled."""

    unsure_since: datetime | None
    messages: tuple[str, ...] = ()
    may_repeat: bool = False


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
