"""Escalation: a warning that nobody in its room acknowledges within a day is told, once, to whom the room named for that.

A notice of it goes into the ledger with the warning, due a day later. Whether it is told shows when it leaves: not where
the warning was answered, or what it warned of was settled or moved in time, and not to who may not see what it tells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from adapters.discord import PLATFORM as DISCORD
from adapters.discord.commands import POSTS, READ
from adapters.port import CommandShape
from bot.made import Made, NotYet, Withheld
from bot.notices import ABOUT, ESCALATION, account_of
from bot.offers import in_named_mission, with_evidence
from bot.planner import PROMPT
from bot.proposals import editors, proposers
from bot.warned import steps_of, warnings_in
from briefings import documents, words
from briefings.document import Instant, Line
from briefings.documents.escalation import Unanswered
from briefings.documents.told import Told
from briefings.picture import Clocks
from briefings.warnings import Step
from store.deliveries import Delivery, DeliveryKind, DeliveryState, NewDelivery
from store.follows import Follow
from store.people import Person
from store.rooms import Room
from store.rows import MissionRow
from store.work import Work

FROM = 3
"""Days before a deadline from which its warnings are told on, those on its day and after it too."""
AFTER = timedelta(days=1)
"""How long a room has for its answer."""
LOOKS_AGAIN_AFTER = timedelta(hours=1)
"""How long to wait for a warning that is not out yet."""
NOT_SENT = "the warning was not sent"
CHANGED = "it is not to be told here any more"
ANSWERED = "the warning was answered in time"
TOLD = "it was told before"
SETTLED = "what it warned of was settled or moved meanwhile"
INTERNAL = "it rests on internal sources, which are not shown here"
NOT_THEIRS = "they may not answer it any more"
PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Fallback:
    """Who is told and in which room, and how the follow names them; a person also has a number, and `to`, their id there."""

    room: Room
    name: str
    kept: str
    person: int = 0
    to: str = ""


async def fallback_of(work: Work, follow: Follow) -> Fallback | None:
    """Who is told where nobody in a room acknowledges; None for nobody, or somebody who cannot be reached any more."""
    sort, _colon, id = follow.fallback.partition(":")
    match sort:
        case "room":
            room = await work.rooms.get(int(id))
            return Fallback(room, f"#{room.name or room.external_id}", follow.fallback) if room else None
        case "person":
            return await _person(work, follow, int(id))
    return None


async def _person(work: Work, follow: Follow, id: int) -> Fallback | None:
    here, person = await work.rooms.get(follow.room), await work.people.get(id)
    account = await account_of(work, id, here.platform, here.tenant) if here else None
    room = await work.rooms.find(*account) if account else None
    if person is None or account is None or room is None:
        return None
    return Fallback(room, person.name, follow.fallback, person.id, account[2])


def escalations(warning: NewDelivery, fallback: Fallback) -> Iterator[NewDelivery]:
    """What is told, a day after a warning, of each of its steps that is near enough."""
    at = warning.due_at + AFTER
    to = {"to": fallback.to, "person": fallback.person} if fallback.to else {}
    for step, told in zip(steps_of(warning.details), warning.details.get("warned", ()), strict=True):
        if step.rung > FROM:
            continue
        occasion = f"{_of_date(warning.room, step)}{step.rung}"
        about = {
            ABOUT: ESCALATION,
            "room": warning.room,
            "warning": warning.occasion,
            "fallback": fallback.kept,
            "warned": [told],
        }
        rules = {name: warning.details[name] for name in ("ladders", "skip", "slot")}
        yield NewDelivery(
            warning.space, fallback.room.id, fallback.room.platform, occasion, occasion, DeliveryKind.NOTICE, ESCALATION,
            planned_at=at, due_at=at, mission=warning.mission, details={**about, **rules, **to},
        )  # fmt: skip


def _of_date(room: int, step: Step) -> str:
    """How every occasion begins on which a deadline of one date, of which a room was warned, is told on."""
    return f"escalation:{room}:{step.deadline}:{step.due}:"


async def warning_behind(work: Work, delivery: Delivery | None) -> Delivery | None:
    """The warning that a delivery tells on; any other delivery is meant itself."""
    if delivery is None or delivery.details.get(ABOUT) != ESCALATION:
        return delivery
    return await work.deliveries.of_occasion(delivery.details["room"], delivery.details["warning"])


async def escalated(work: Work, warning: Delivery, step: Step) -> tuple[str, Delivery] | None:
    """Who is told of a step that nobody acknowledges, and the notice to them; None where nobody is."""
    follows = await work.follows.of_room(warning.room.id) if step.rung <= FROM else []
    follow = next((one for one in follows if one.mission == warning.mission), None)
    fallback = await fallback_of(work, follow) if follow else None
    occasion = f"{_of_date(warning.room.id, step)}{step.rung}"
    told = await work.deliveries.of_occasion(fallback.room.id, occasion) if fallback else None
    return (fallback.name, told) if fallback and told else None


# when it leaves


async def escalation_of(
    delivery: Delivery, work: Work, at: datetime, shapes: Sequence[CommandShape], labels: Sequence[Line] = ()
) -> Made | Withheld | NotYet:
    """What is told of a warning that nobody answered."""
    warning = await warning_behind(work, delivery)
    mission = await work.missions.get(delivery.mission) if delivery.mission else None
    if warning is None or mission is None or warning.state is DeliveryState.SKIPPED:
        return _skipped(NOT_SENT)
    told_at = warning.sent_at or warning.due_at
    if warning.next_at is not None:
        return NotYet(at + LOOKS_AGAIN_AFTER, "the warning is not sent yet")
    if told_at + AFTER - PROMPT > at:
        return NotYet(told_at + AFTER, "the warning went out late")
    why = await _needless(delivery, warning, mission, work, at)
    return _skipped(why) if why else await _made(delivery, warning, mission, work, at, shapes, labels)


def _skipped(why: str) -> Withheld:
    return Withheld(DeliveryState.SKIPPED, why)


async def _needless(delivery: Delivery, warning: Delivery, mission: MissionRow, work: Work, at: datetime) -> str:
    """Why nothing is to be told any more; empty where it is."""
    details, (step,) = delivery.details, steps_of(delivery.details)
    follow = next((one for one in await work.follows.of_room(details["room"]) if one.mission == mission.ref), None)
    if follow is None or follow.fallback != details["fallback"] or mission.mission.archived:
        return CHANGED
    for answer in await work.acknowledgements.of(details["room"], mission.ref):
        is_of_it = (answer.deadline, answer.due) == (step.deadline, step.due)
        if is_of_it and (answer.until is None or answer.at >= (warning.sent_at or warning.due_at)):
            return ANSWERED
    if await work.deliveries.is_told(delivery.room.id, _of_date(details["room"], step)):
        return TOLD
    if delivery.is_to_person:
        return "" if details["person"] in await proposers(work, mission) else NOT_THEIRS
    pause = await work.pauses.of(delivery.room.id)
    return PAUSED if pause and pause.holds(at) else ""


async def _made(
    delivery: Delivery, warning: Delivery, mission: MissionRow, work: Work, at: datetime,
    shapes: Sequence[CommandShape], labels: Sequence[Line],
) -> Made | Withheld:  # fmt: skip
    """The notice itself, as its readers may see it."""
    person = await work.people.get(delivery.details["person"]) if delivery.is_to_person else None
    zone = (person.zone if person else delivery.room.zone) or warning.room.zone or "UTC"
    day = at.astimezone(ZoneInfo(zone)).date()
    seen = work.for_room(is_cleared=await _is_cleared(delivery, mission, work))
    picture = await seen.claims.picture(mission, Clocks(day, day))
    found = next(warnings_in(picture, delivery.details), None)
    if found is None:
        whole = await work.for_room(is_cleared=True).claims.picture(mission, Clocks(day, day))
        is_hidden = any(warnings_in(whole, delivery.details))
        return Withheld(DeliveryState.REFUSED, INTERNAL) if is_hidden else _skipped(SETTLED)
    unanswered = Unanswered(
        room=warning.room.name or warning.room.external_id,
        told=Instant(warning.sent_at, zone) if warning.sent_at else None,
        why=warning.why,
        number=delivery.id,
    )
    document = documents.escalation(picture, found, unanswered, _how(delivery, mission))
    document = replace(document, header=(*document.header, *labels))
    language = words.language(_language(person))
    said = with_evidence(words.say(document, language), language)
    named = mission.mission.short if len(await work.missions.all()) > 1 else ""
    return Made(in_named_mission(said, named, shapes))


async def _is_cleared(delivery: Delivery, mission: MissionRow, work: Work) -> bool:
    if delivery.is_to_person:
        return delivery.details["person"] in await editors(work, mission)
    room = await work.rooms.get(delivery.room.id)
    return room is not None and room.is_cleared


def _how(delivery: Delivery, mission: MissionRow) -> Told:
    """A button in a direct message of Discord asks of a space of the person's own: what is to be done is typed."""
    is_typed = delivery.is_to_person and delivery.room.platform == DISCORD
    prefix = f"/{POSTS if delivery.room.platform == DISCORD else READ} "
    return Told(has_buttons=not is_typed, mission=mission.mission.short, prefix=prefix)


def _language(person: Person | None) -> str:
    return person.language if person and person.language in words.languages() else "en"
