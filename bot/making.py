"""Documents of deliveries: the answer to a schedule's command, a digest, warnings, a notice to a person.

All that one depends on stands in its row of the ledger or in the record, so that equal ones are made once.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from adapters.line import read_line
from adapters.port import SHARE, Actor, CommandShape, Desk, Form, Ready, Refused, Request, Room, Standing
from bot.corrections import corrected_post, standings
from bot.escalation import AFTER, escalation_of
from bot.made import Label, Made, NotYet, Withheld
from bot.notices import ABOUT, ESCALATION
from bot.offers import in_named_mission, left_out, with_evidence
from bot.planner import OnEmpty
from bot.planning import NO_MISSION, NO_NEWS, clocks_on, held_at
from bot.plans import pattern_of
from bot.rights import Right, held_by
from bot.schedule_words import rhythm
from bot.telling import notice_of
from bot.warned import warnings_in
from briefings import documents, words
from briefings.document import Document, Instant, Line, Look, Said, Span, Spans, Text, UserError, plain
from briefings.document import mark as _
from briefings.documents.digest import Issue
from briefings.documents.posts import Planned, late_lines, under_digest, under_warnings
from briefings.picture import Clocks
from store.deliveries import Delivery, DeliveryKind, DeliveryState
from store.follows import Tells
from store.people import Person
from store.rows import MissionRow
from store.work import Store, Work

Forbids = Callable[[Delivery], Awaitable[str]]
"""Tells why a room may not have what is meant for it; an empty word where it may."""
STANDS = "it says what is on record again"
"""Why something is not corrected after all."""
_OF_ONE_POST = frozenset({"of", "messages"})
SPOKEN = words.language("en")
"""What rooms are spoken to in."""


class Making:
    """Makes the documents of deliveries over a store and a desk; `forbids` speaks for the rights of rooms."""

    def __init__(self, store: Store, desk: Desk, forbids: Forbids, now: Callable[[], datetime]) -> None:
        self._store = store
        self._desk = desk
        self._forbids = forbids
        self._now = now

    async def forbids(self, delivery: Delivery) -> str:
        """Why a room may not have what is meant for it; empty when it may."""
        return await self._forbids(delivery)

    async def sameness(self, delivery: Delivery) -> Hashable:
        """Equal for deliveries that get one and the same document."""
        room = delivery.room
        told = {name: said for name, said in delivery.details.items() if name not in _OF_ONE_POST}
        details = json.dumps(told, sort_keys=True)
        # A command answers each room by its own rights and settings; the others are made of their details alone.
        is_command = DeliveryKind.COMMAND in (delivery.kind, delivery.details.get("kind"))
        of_room = room.id if is_command else room.zone
        is_cleared = not is_command and await self._is_cleared(delivery)
        return (delivery.space, delivery.kind, delivery.mission, delivery.line, details, of_room, is_cleared)

    async def _is_cleared(self, delivery: Delivery) -> bool:
        async with self._store.reading(delivery.space) as work:
            return await _is_cleared(delivery, work)

    async def make(self, delivery: Delivery, label: Label) -> Made | Withheld | NotYet:
        """The document of a delivery, which says what its label says."""
        match delivery.kind:
            case DeliveryKind.NOTICE if delivery.details.get(ABOUT) == ESCALATION:
                async with self._store.reading(delivery.space) as work:
                    return await escalation_of(delivery, work, self._now(), self._desk.shapes, _repeat_lines(label))
            case DeliveryKind.NOTICE if ABOUT in delivery.details:
                async with self._store.reading(delivery.space) as work:
                    return await notice_of(delivery, work, self._now())
            case DeliveryKind.NOTICE:
                return _made(_in_words(documents.notice(_paused_line(delivery))), ())
            case DeliveryKind.DIGEST | DeliveryKind.WARNING | DeliveryKind.CHANGE:
                async with self._store.reading(delivery.space) as work:
                    seen = work.for_room(is_cleared=await _is_cleared(delivery, work))
                    return await briefing(delivery, label, seen, self._desk.shapes)
            case DeliveryKind.ANSWER:
                async with self._store.reading(delivery.space) as work:
                    return await _answer_below(delivery, work)
            case DeliveryKind.CORRECTION:
                return await self._put_right(delivery)
            case _:
                return await self._answer(delivery, label, self._now())

    async def _put_right(self, delivery: Delivery) -> Made | Withheld:
        """A post as it is to be read now, with what was corrected above all else."""
        post, made_at = corrected_post(delivery), datetime.fromisoformat(delivery.details["made_at"])
        async with self._store.reading(delivery.space) as work:
            mission = await work.missions.get(delivery.mission) if delivery.mission else None
            if mission is None:
                return Withheld(DeliveryState.SKIPPED, NO_MISSION)
            seen = work.for_room(is_cleared=await _is_cleared(delivery, work))
            found = await standings(seen, mission, set(delivery.details["claims"]))
            picture = await seen.claims.picture(mission, clocks_on(made_at, zone_of(delivery)))
        wrong = found.since(made_at, delivery.details["claims"], zone_of(delivery))
        if not wrong and not delivery.details["is_again"]:
            return Withheld(DeliveryState.SKIPPED, STANDS)
        label = Label(made_at if delivery.details["is_late"] else None, delivery.details.get("may_repeat", False))
        anew = await self._made_anew(post, label, made_at)
        if not wrong:
            return anew  # it was changed back
        lines = [words.say_line(line, SPOKEN) for line in documents.correction_lines(picture, wrong, found.sources)]
        below = _in_words(documents.correction(picture, wrong, found.sources))
        if isinstance(anew, Withheld):
            return Made(below, claims_in(below), below=below)
        said = replace(anew.said, header=(*lines, *anew.said.header))
        return Made(said, claims_in(said), below=below)

    async def _made_anew(self, post: Delivery, label: Label, made_at: datetime) -> Made | Withheld:
        if post.kind is DeliveryKind.COMMAND:
            return await self._answer(post, label, made_at)
        async with self._store.reading(post.space) as work:
            seen = work.for_room(is_cleared=await _is_cleared(post, work))
            return await briefing(post, label, seen, self._desk.shapes)

    async def _answer(self, delivery: Delivery, label: Label, at: datetime) -> Made | Withheld:
        """The answer to the line of a delivery; what asks about another mission uses no claims of the delivery's own."""
        made = await answer_to(delivery, label, self._desk, at, self._now())
        if isinstance(made, Withheld) or await self._is_of_its_mission(delivery):
            return made
        return replace(made, claims=())

    async def _is_of_its_mission(self, delivery: Delivery) -> bool:
        """Whether a line asks about the mission that its delivery is known by."""
        asked = read_line(delivery.line, self._desk.shapes).words
        if "in" not in asked:
            return True
        async with self._store.reading(delivery.space) as work:
            return [mission.ref for mission in await work.missions.find(asked["in"])] == [delivery.mission]


async def answer_to(delivery: Delivery, label: Label, desk: Desk, at: datetime, now: datetime) -> Made | Withheld:
    """What a room is answered where it asks the line of a delivery itself, on the day of a moment."""
    planned = _planned(delivery, label)
    try:
        typed = read_line(delivery.line, desk.shapes)
    except UserError as error:
        return _withheld(words.say_line(error.line, SPOKEN))
    day = at.astimezone(ZoneInfo(planned.zone)).date()
    asked = {**typed.words, SHARE: ""}
    request = replace(request_of(delivery, now), command=typed.command, words=asked, today=day)
    taken = await desk.take(request)
    answer = await taken.answer() if isinstance(taken, Ready) else taken
    match answer:
        case Refused(fault=Exception() as fault):
            raise fault
        case Refused():
            return _withheld(answer.document.title)
        case Form():
            return _withheld(answer.instead.title)
        case _:
            return _made(answer, (*late_lines(planned), *_repeat_lines(label)))


def request_of(delivery: Delivery, at: datetime) -> Request:
    """The request of a room that nobody but the clock makes: it may do what the room's members may."""
    room = delivery.room
    actor = Actor(room.platform, room.tenant, "", standing=Standing.MEMBER, zone=room.zone)
    return Request("", {}, actor, Room(room.platform, room.tenant, room.external_id, room.name), at)


def rights_of_rooms(store: Store, now: Callable[[], datetime]) -> Forbids:
    """Lets a room have only what may be read there."""

    async def forbids(delivery: Delivery) -> str:
        if delivery.is_to_person:
            return ""
        async with store.reading(delivery.space) as work:
            held = await held_by(request_of(delivery, now()), Person(0, ""), work)
        return "" if held.may(Right.READ, delivery.mission) else "this room may not read that mission"

    return forbids


def claims_in(said: Said) -> tuple[str, ...]:
    """The names of the claims that a document uses, each once: those of its figures and those behind its marks."""
    lines: list[Spans] = []
    said.over(lines.append)
    return tuple(dict.fromkeys(name for line in lines for span in line for name in _claims_of(span)))


def _claims_of(span: Span) -> tuple[str, ...]:
    return (span.target,) if span.look in _OF_A_FIGURE and span.target else span.claims


_OF_A_FIGURE = (Look.PLAIN, Look.FIGURE, Look.QUOTED)


# digests and warnings


async def briefing(delivery: Delivery, label: Label, work: Work, shapes: Sequence[CommandShape]) -> Made | Withheld:
    """The digest, the warnings or the changes of a delivery, as the record tells them now."""
    mission = await work.missions.get(delivery.mission) if delivery.mission else None
    if mission is None:
        return Withheld(DeliveryState.SKIPPED, NO_MISSION)
    if delivery.kind is DeliveryKind.CHANGE:
        return await _change(delivery, label, mission, work)
    planned, details = _planned(delivery, label), delivery.details
    day = date.fromisoformat(details["day"])
    picture = await work.claims.picture(mission, Clocks(day, day))
    warned = list(warnings_in(picture, details))
    if delivery.kind is DeliveryKind.WARNING:
        if not warned:
            return Withheld(DeliveryState.SKIPPED, "what it warned of was settled or moved meanwhile")
        document = documents.warning(picture, warned, planned)
    else:
        since = details["since"]
        held = held_at(datetime.fromisoformat(since), planned.zone) if since else None
        last = await work.claims.picture(mission, held) if held else None
        document = documents.digest(picture, last, _issue(details, planned), warned)
    small = (*document.small, *left_out(await work.claims.withheld(Clocks(day, day))))
    buttons = (
        under_warnings(picture, warned, is_answered="under" in details) if warned else under_digest(document.offers)
    )
    header = (*document.header, *_fallback_lines(delivery, label))
    said = _in_words(replace(document, header=header, small=small, offers=buttons))
    # Where there are several missions, what is pressed under a post is about its own.
    named = mission.mission.short if len(await work.missions.all()) > 1 else ""
    return _made(in_named_mission(said, named, shapes), _repeat_lines(label))


async def _is_cleared(delivery: Delivery, work: Work) -> bool:
    """Whether the room sees what rests on internal sources; it is looked up anew, for that can change at any time."""
    room = await work.rooms.find(delivery.room.platform, delivery.room.tenant, delivery.room.external_id)
    return room is not None and room.is_cleared


async def _answer_below(delivery: Delivery, work: Work) -> Made | Withheld:
    """Who answered a warning, for everybody who reads below it."""
    found = await work.acknowledgements.get(delivery.details["answer"])
    if found is None:
        return Withheld(DeliveryState.SKIPPED, "the answer is not there any more")
    person = await work.people.get(found.person) if found.person else None
    document = documents.answered_below(person.name if person else "", found.until, found.reason)
    return _made(_in_words(document), ())


async def _change(delivery: Delivery, label: Label, mission: MissionRow, work: Work) -> Made | Withheld:
    """What a change made of the situation: as our own store held it before, and after."""
    before, after = (
        held_at(datetime.fromisoformat(delivery.details[name]), zone_of(delivery)) for name in ("since", "to")
    )
    picture = await work.claims.picture(mission, after)
    # What it tells is no past: whoever reads it reads of today.
    now = replace(picture, clocks=Clocks(after.today, after.as_of))
    document = documents.told_at_once(now, await work.claims.picture(mission, before))
    if document is None:
        return Withheld(DeliveryState.SKIPPED, NO_NEWS)
    small = (*document.small, *left_out(await work.claims.withheld(now.clocks)))
    return _made(_in_words(replace(document, small=small)), _repeat_lines(label))


def _fallback_lines(delivery: Delivery, label: Label) -> Iterator[Line]:
    """Who is told, and when, where nobody acknowledges what a post warns of."""
    fallback = delivery.details.get("fallback")
    if fallback:
        moment = Instant((label.late_at or delivery.due_at) + AFTER, zone_of(delivery))
        yield Line(
            _("Unless somebody acknowledges it by {moment}, {fallback} is told."),
            moment=moment,
            fallback=Text(fallback),
        )


def _issue(details: Mapping[str, Any], planned: Planned) -> Issue:
    following = details["next"]
    return Issue(
        number=details["number"],
        planned=planned,
        next=datetime.fromisoformat(following) if following else None,
        is_sure=details.get("is_sure", True),
        rhythm=rhythm(pattern_of(details["pattern"]), OnEmpty(details["on_empty"])),
        tells_changes=details.get("tells") != Tells.NEVER.value,
        questioned=details.get("questioned", 0),
        proposed=details.get("proposed", 0),
    )


# words


def _planned(delivery: Delivery, label: Label) -> Planned:
    return Planned(delivery.planned_at, zone_of(delivery), label.late_at)


def zone_of(delivery: Delivery) -> str:
    """The zone in which a post tells its times: that of its slot, else its room's."""
    details = delivery.details.get("details", delivery.details)
    return details["slot"].split(" ")[1] if "slot" in details else delivery.room.zone or "UTC"


def _repeat_lines(label: Label) -> tuple[Line, ...]:
    if not label.may_repeat:
        return ()
    return (Line(_("This may stand here twice: nobody could tell whether the first attempt arrived.")),)


def _paused_line(delivery: Delivery) -> Line:
    room = delivery.room
    return Line(_("I post nothing more in #{room} until somebody resumes it there. {why}"),
                room=room.name or room.external_id, why=Text(delivery.details["why"]))  # fmt: skip


def _in_words(document: Document[Line]) -> Said:
    return with_evidence(words.say(document, SPOKEN), SPOKEN)


def _made(said: Said, labels: tuple[Line, ...]) -> Made:
    if labels:
        said = replace(said, header=(*said.header, *(words.say_line(line, SPOKEN) for line in labels)))
    return Made(said, claims_in(said))


def _withheld(title: Spans) -> Withheld:
    return Withheld(DeliveryState.REFUSED, plain(title))
