"""Corrections: posts whose figures were changed on record since are put right, by an edit or by a word below them.

The ledger knows which claims each post used. Posts of the last two weeks are looked at, whenever a claim that they
used was corrected, withdrawn, restored, held or released; for each that says otherwise now, one correction goes into
the ledger. It is made when it is sent, of all that has changed since the post, so that the last one says it all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.made import MAY_REPEAT
from briefings.claims import Claim, Source, Standing
from briefings.documents.correction import Correction
from store.audit import AuditRow
from store.deliveries import Delivery, DeliveryKind, NewDelivery
from store.histories import Event
from store.rows import MissionRow
from store.work import Work

PUT_RIGHT_FOR = timedelta(days=14)
"""How old a post may be to be put right. Older ones are history, and name the day they speak of."""


@dataclass(frozen=True, slots=True)
class Standings:
    """All that befell some claims, and the sources they were ever taken from."""

    events: Mapping[str, Sequence[Event]]
    sources: Mapping[str, Source]

    def since(self, made_at: datetime, names: Collection[str], zone: str) -> list[Correction]:
        """What of these claims is otherwise than it was at a moment, with the day it was changed in a zone."""
        found = (_between(self.events[name], made_at, zone) for name in names if name in self.events)
        return [correction for correction in found if correction and correction.is_one]


async def standings(work: Work, mission: MissionRow, names: Collection[str]) -> Standings:
    """All that befell some claims of a mission."""
    events = {name: await work.claims.history(mission, name) for name in sorted(names)}
    used = {event.claim.source for told in events.values() for event in told if event.claim}
    sources = [await work.claims.source(mission, name) for name in sorted(used)]
    return Standings(events, {source.name: source for source in sources if source})


def _between(events: Sequence[Event], made_at: datetime, zone: str) -> Correction | None:
    """A claim as it was and as it is now; None where it was not recorded then."""
    was, now = _as_of(events, made_at), _as_of(events, events[-1].at) if events else None
    if was is None or now is None:
        return None
    return Correction(was, now, events[-1].at.astimezone(ZoneInfo(zone)).date())


def _as_of(events: Sequence[Event], moment: datetime) -> Claim | None:
    """A claim as it stood at a moment; None where it was not recorded yet."""
    before = [event for event in events if event.at <= moment]
    said = [event.claim for event in before if event.claim]
    stood = [_STANDINGS[event.what] for event in before if event.what in _STANDINGS]
    return replace(said[-1], standing=stood[-1] if stood else Standing.LIVE) if said else None


_STANDINGS = {
    "withdraw": Standing.WITHDRAWN,
    "retract source": Standing.WITHDRAWN,
    "restore": Standing.LIVE,
    "restore source": Standing.LIVE,
    "hold": Standing.HELD,
    "release": Standing.LIVE,
}


# what goes into the ledger


async def corrections(
    work: Work, mission: MissionRow, names: Collection[str], change: AuditRow, at: datetime
) -> list[NewDelivery]:
    """The corrections of what was posted of these claims, for a change."""
    posted = await work.deliveries.using(mission.ref, names, at - PUT_RIGHT_FOR)
    if not posted:
        return []
    posts = {delivery.id: delivery for delivery in [await _post_of(work, each) for each in posted]}
    earlier = await work.deliveries.corrected(mission.ref, at - PUT_RIGHT_FOR)
    found = await standings(work, mission, set(names) & {name for post in posts.values() for name in post.claims})
    return [_correction(post, earlier.get(post.id), claims, change, at)
            for post, claims in _wrong(posts.values(), found) if claims or post.id in earlier]  # fmt: skip


async def _post_of(work: Work, delivery: Delivery) -> Delivery:
    """What a delivery posted, or the post that it corrected."""
    if delivery.kind is not DeliveryKind.CORRECTION:
        return delivery
    return await work.deliveries.get(delivery.details["of"]) or delivery


def _wrong(posts: Collection[Delivery], found: Standings) -> Iterator[tuple[Delivery, list[str]]]:
    """Each post, with the names of the claims that stand otherwise than it says."""
    for post in posts:
        if post.made_at and post.messages and post.kind is not DeliveryKind.NOTICE:
            yield post, [each.now.name for each in found.since(post.made_at, post.claims, "UTC")]


def _correction(
    post: Delivery, messages: Sequence[str] | None, claims: Sequence[str], change: AuditRow, at: datetime
) -> NewDelivery:
    """What puts a post right; `messages` are those of its last correction, None before the first."""
    stands = messages if messages and messages[0] == post.messages[0] else post.messages
    details = {
        "of": post.id, "messages": list(stands), "kind": post.kind.value, "details": dict(post.details),
        "made_at": post.made_at.isoformat() if post.made_at else "", "claims": list(claims),
        "is_late": "late" in post.label, "may_repeat": MAY_REPEAT in post.label, "is_again": messages is not None,
    }  # fmt: skip
    return NewDelivery(
        post.space, post.room.id, post.room.platform, f"correction:{post.id}:{change.seq}", f"correction:{post.id}",
        DeliveryKind.CORRECTION, post.line, planned_at=post.planned_at, due_at=at, schedule=post.schedule,
        mission=post.mission, details=details, request=change.request,
    )  # fmt: skip


def corrected_post(delivery: Delivery) -> Delivery:
    """The post that a correction is of, as it was to be made."""
    details = delivery.details
    return replace(delivery, kind=DeliveryKind(details["kind"]), details=details["details"])
