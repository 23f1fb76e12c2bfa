"""Following: what a room would get before it begins to, that it began, and that it ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from briefings.document import Document, Instant, Line, Listing, Offer, Section, Text, When, section
from briefings.document import mark as _
from briefings.documents.schedules import Halt, halted
from briefings.kinds import KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a room gets that follows a mission.

    `room` is its name, empty where it has none; `digest` says when its digests go out, `hour` when it is warned.
    `ladders` are the days before a deadline by kind; `default` names the mission that is meant in the room when that
    is another one; `posts` tells whether the platform takes posts at all, `halt` what keeps posts from the room.
    """

    mission: str
    room: str = ""
    digest: Line
    hour: Line
    ladders: Mapping[str, Sequence[int]] = field(default_factory=dict)
    default: str = ""
    posts: bool = True
    halt: Halt | None = None


def follow_question(terms: Terms) -> Document[Line]:
    """What a room would get from now on, for somebody to say yes to."""
    return Document(
        name="follow",
        title=_titled(terms, _("Brief #{room} on {mission} from now on?"), _("Brief this room on {mission} from now on?")),
        header=(Line(_("Nothing is posted yet.")),),
        sections=(
            section(Line(_("At once")), Line(_("Digest 1: all that is overdue and due, and the figures on record."))),
            *_terms(terms),
            *_ending(terms.halt),
        ),
        small=tuple(_small(terms)),
    )  # fmt: skip


def _ending(halt: Halt | None) -> Iterator[Section[Line]]:
    if halt:
        yield section(Line(_("Paused")), Line(_("The whole room is {halt}. Following ends that."), halt=halted(halt)))


def _titled(terms: Terms, named: str, unnamed: str) -> Line:
    if terms.room:
        return Line(named, room=terms.room, mission=terms.mission)
    return Line(unnamed, mission=terms.mission)


def _terms(terms: Terms) -> Iterator[Section[Line]]:
    yield section(Line(_("Digest")), terms.digest)
    yield section(Line(_("Warnings")), Line(_("{hour}, when a step is reached:"), hour=terms.hour), *_ladders(terms))  # fmt: skip
    if terms.default:
        yield section(Line(_("Meant here")), Line(_("{mission}, as before; name the other one with “in”."), mission=terms.default))  # fmt: skip
    else:
        yield section(Line(_("Meant here")), Line(_("{mission}, when no mission is named."), mission=terms.mission))


_LADDERS = {
    "mandate": _("end of a mandate: {steps} days before, then 1, 7 and 30 days after"),
    "target": _("target: {steps} days before, then 1, 7 and 30 days after"),
    "obligation": _("report: {steps} days before, then 1, 7 and 30 days after"),
}
_NO_LADDERS = {
    "mandate": _("end of a mandate: not before, only 1, 7 and 30 days after"),
    "target": _("target: not before, only 1, 7 and 30 days after"),
    "obligation": _("report: not before, only 1, 7 and 30 days after"),
}


def _ladders(terms: Terms) -> Iterator[Line]:
    for kind, rungs in terms.ladders.items():
        steps = " ".join(str(rung) for rung in rungs if rung >= 0)
        yield Line(_LADDERS[kind], steps=Text(steps)) if steps else Line(_NO_LADDERS[kind])


def _small(terms: Terms) -> Iterator[Line]:
    yield Line(_("What is past stands in digest 1; warnings begin with the next step."))
    if not terms.posts:
        yield Line(_("A terminal gets no posts: “digest” and “warnings” show here what a channel would get."))


def followed(terms: Terms) -> Document[Line]:
    """That a room is briefed from now on, and how to change it."""
    return Document(
        name="follow",
        title=_titled(terms, _("#{room} is briefed on {mission} from now on; digest 1 is on its way"),
                      _("This room is briefed on {mission} from now on; digest 1 is on its way")),
        sections=tuple(_terms(terms)),
        small=(*_small(terms), Line(_("“digest weekdays 07:30” sets another time, “schedule edit” the rest."))),
        offers=(_ALL, _STOP),
    )  # fmt: skip


def following_already(terms: Terms, since: datetime, zone: str) -> Document[Line]:
    """That a room is briefed already, when, and how to change it."""
    return Document(
        name="follow",
        title=_titled(terms, _("#{room} is briefed on {mission} already"), _("This room is briefed on {mission} already")),
        header=(Line(_("Since {moment}."), moment=Instant(since, zone)),),
        sections=tuple(_terms(terms)),
        offers=(_ALL, _STOP),
    )  # fmt: skip


_ALL = Offer(Line(_("All that is posted here")), "schedule list")
_STOP = Offer(Line(_("Stop")), "unfollow")


def unfollowed(mission: str, lines: Sequence[str], again: str) -> Document[Line]:
    """That a room is briefed no more, and what ended with it; `again` is the line that begins anew."""
    ended = Listing(tuple(Line("“{line}”", line=line) for line in lines), by_commas=True)
    return Document(
        name="follow",
        title=Line(_("This room is briefed on {mission} no more"), mission=mission),
        sections=(section(Line(_("Ended")), Line("{ended}", ended=ended)),) if lines else (),
        small=(Line(_("What was posted stays, and “schedule history” tells of it.")),),
        offers=(Offer(Line(_("Follow again")), again),),
    )


def not_following(missions: Sequence[str]) -> Document[Line]:
    """That a room does not follow what it is to follow no more; `missions` are those it does follow."""
    told = Line(_("It follows {missions}."), missions=Listing(tuple(map(Text, missions)))) if missions else (
        Line(_("It follows none.")))  # fmt: skip
    return Document(
        name="follow",
        title=Line(_("This room does not follow that mission")),
        header=(told,),
        offers=(_ALL,),
    )


_TERMS = Terms(
    mission="MSS Haiti",
    room="haiti-desk",
    digest=Line(_("Goes out {when}. Next: {times}."), when=Line(_("weekdays")), times=When(date(2026, 11, 23))),
    hour=Line(_("{days} at {time} {zone}"), days=Line(_("weekdays")), time="07:30", zone="Nairobi"),
    ladders={kind.name: kind.ladder for kind in KINDS.values() if kind.ladder},
)  # fmt: skip
EXAMPLES = {
    "a question": lambda: follow_question(_TERMS),
    "a question at a terminal": lambda: follow_question(
        Terms(mission="MSS Haiti", digest=_TERMS.digest, hour=_TERMS.hour, ladders=_TERMS.ladders, posts=False)
    ),
    "a question in a paused room": lambda: follow_question(replace(_TERMS, halt=Halt("holidays"))),
    "begun": lambda: followed(_TERMS),
    "already": lambda: following_already(_TERMS, datetime(2026, 11, 22, 4, 30, tzinfo=UTC), "Africa/Nairobi"),
    "ended": lambda: unfollowed("MSS Haiti", ("digest", "warnings"), "follow"),
    "not following": lambda: not_following(("MSS Haiti",)),
    "following nothing": lambda: not_following(()),
}
