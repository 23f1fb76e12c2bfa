"""What is posted in a room by itself: all of it, one schedule with its rules, what was done about it, and what went out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from briefings.document import Document, Hole, Instant, Line, Listing, Offer, Person, Section, Text, plural, section
from briefings.document import mark as _

OF_FOLLOWING = ("digest", "warnings")
"""What a room gets because it follows a mission; it ends with that."""
PROMPT = timedelta(minutes=1)
"""How long after its planned moment a post goes out that is on time."""
SIZE = 20
"""Posts on a page of history."""


@dataclass(frozen=True, slots=True)
class Halt:
    """Why nothing is posted for a while; `until` is None where somebody has to end it."""

    why: str = ""
    until: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A schedule for people: its number, the line it posts, when it goes out and when next.

    `is_readable` is whether it can be told when it goes out, `halt` is what keeps it from posting, `rules` those around it, `counts` how many of its posts are in which state,
    `by` who made it at the moment `at`, empty where nobody did; `is_over` is whether it was ended.
    """

    number: int
    line: str
    when: Line
    next: Sequence[Line] = ()
    halt: Halt | None = None
    rules: Sequence[Line] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    by: str = ""
    at: Instant | None = None
    is_readable: bool = True
    is_over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A row of the ledger for people: its number, the line that was to be posted, its planned time and what became of it.

    `what` names a post that no line asks for, such as a correction. `state` is the ledger's word, `why` its reason; `sent`
    when it went out, `again` when it is tried next.
    """

    number: int
    line: str
    planned: Instant
    state: str
    what: Line | None = None
    why: str = ""
    label: str = ""
    attempts: int = 0
    sent: Instant | None = None
    again: Instant | None = None


# all of a room


def schedule_list(plans: Sequence[Plan], halt: Halt | None = None, *, may_begin: bool = True) -> Document[Line]:
    """All that is posted in a room by itself; `halt` is that of the whole room."""
    if not plans:
        begin = (Offer(Line(_("Follow")), "follow"),) if may_begin else ()
        return Document(
            name="schedules",
            title=Line(_("Nothing is posted here by itself")),
            header=(Line(_("“follow” begins it: a digest on weekdays, and warnings before deadlines.")),),
            offers=begin,
        )
    return Document(
        name="schedules",
        title=_all(len(plans), halt),
        sections=(section(None, *(_listed(plan, halt) for plan in plans), is_list=True),),
        small=(Line(_("“schedule show” tells more of one, “schedule preview” what it would post.")),),
        offers=(_HISTORY, _WHY, *((_RESUME_ALL,) if halt else ())),
    )


_HISTORY = Offer(Line(_("History")), "schedule history")
_WHY = Offer(Line(_("Last and next")), "schedule why")
_RESUME_ALL = Offer(Line(_("Resume all")), "schedule resume all")
_ALL = Offer(Line(_("All that is posted here")), "schedule list")


def _all(schedules: int, halt: Halt | None) -> Line:
    if halt:
        return plural(_("Nothing is posted here for now: {n} schedule, {halt}"),
                      _("Nothing is posted here for now: {n} schedules, {halt}"), schedules, halt=halted(halt))  # fmt: skip
    return plural(_("{n} schedule posts here"), _("{n} schedules post here"), schedules)


def _listed(plan: Plan, halt: Halt | None) -> Line:
    """A schedule of a list; what halts the whole room is told above it."""
    holes: dict[str, Hole] = {"n": Text(str(plan.number)), "line": Text(plan.line), "when": plan.when}
    if not plan.is_readable:
        return Line(_("No. {n}: “{line}” is not posted: when it goes out cannot be read any more. End it with “{end}” and set it up anew"),
                    end=f"schedule remove {plan.number}" if plan.line not in OF_FOLLOWING else "unfollow", **holes)  # fmt: skip
    if halt:
        return Line(_("No. {n}: “{line}”, {when}"), **holes)
    if plan.halt:
        return Line(_("No. {n}: “{line}”, {when}; {halt}"), halt=halted(plan.halt), **holes)
    if plan.next:
        return Line(_("No. {n}: “{line}”, {when}; next {next}"), next=plan.next[0], **holes)
    return Line(_("No. {n}: “{line}”, {when}"), **holes)


def halted(halt: Halt) -> Line:
    """That something is paused, how long and why."""
    if halt.until and halt.why:
        return Line(_("paused until {moment}: {why}"), moment=halt.until, why=halt.why)
    if halt.until:
        return Line(_("paused until {moment}"), moment=halt.until)
    return Line(_("paused: {why}"), why=halt.why) if halt.why else Line(_("paused"))


def halted_room(halt: Halt) -> Line:
    """That a whole room is paused."""
    return Line(_("The whole room is {halt}."), halt=halted(halt))


# one of them


def schedule_show(
    plan: Plan, last: Post | None = None, change: str = "", under_way: tuple[int, int] = (0, 0)
) -> Document[Line]:
    """One schedule: when it goes out next, by which rules, what became of its posts, who made it.

    `change` is the line by which all of it can be changed, filled in as it is; `under_way` is how many of the posts
    planned for the moment of the last one, in all rooms, are out, and how many are still to go.
    """
    return Document(
        name="schedule",
        title=Line(_("No. {n}: “{line}” goes out {when}"), n=Text(str(plan.number)), line=plan.line, when=plan.when),
        header=tuple(_made_by(plan)),
        sections=(*_next(plan), *_rules(plan), *_delivered(plan), *_last(last, *under_way)),
        offers=_offers(plan, change),
    )


def schedule_changed(title: Line, plan: Plan, undo: str = "") -> Document[Line]:
    """What was done about a schedule, and when it goes out now; `undo` is the line that takes it back."""
    return Document(
        name="schedule",
        title=title,
        sections=(*_next(plan), *_rules(plan)),
        offers=(*((Offer(Line(_("Undo")), undo),) if undo else ()), *_offers(plan)),
    )


def schedule_ended(line: str, again: str) -> Document[Line]:
    """That a schedule ended; `again` is the line that makes one like it."""
    return Document(
        name="schedule",
        title=Line(_("“{line}” is posted here no more"), line=line),
        header=(Line(_("What was posted stays, and “schedule history” tells of it.")),),
        offers=(*((Offer(Line(_("Undo")), again),) if again else ()), _ALL),
    )


def room_paused(halt: Halt, held_back: int = 0) -> Document[Line]:
    """That nothing is posted in a room for a while; `held_back` counts what waited to be posted."""
    until = (Line(_("Until {moment}; then it goes on with the next slot."), moment=halt.until) if halt.until
             else Line(_("Until somebody resumes it.")))  # fmt: skip
    return Document(
        name="schedule",
        title=Line(_("Nothing is posted here for now: every digest, warning and schedule is paused")),
        header=(until, *_held_back(held_back)),
        small=(Line(_("What would have been posted stands in “schedule history”; nothing is made up for later.")),),
        offers=(_RESUME_ALL, _ALL),
    )


def _held_back(posts: int) -> Iterator[Line]:
    if posts:
        yield plural(_("{n} post that waited is not sent."), _("{n} posts that waited are not sent."), posts)


def room_resumed(was: bool) -> Document[Line]:
    """That a room is posted to again, or that nothing kept it from that."""
    title = _("Posts go out here again, from the next slot on") if was else _("Nothing was paused for this room")
    return Document(name="schedule", title=Line(title), offers=(_ALL,))


def schedule_run(plan: Plan) -> Document[Line]:
    """That a schedule posts now, besides its usual times."""
    return Document(
        name="schedule",
        title=Line(_("“{line}” is on its way into this room"), line=plan.line),
        sections=tuple(_next(plan)),
        offers=(_HISTORY, _ALL),
    )


def nothing_to_post(plan: Plan, why: str = "") -> Document[Line]:
    """That a schedule has nothing to post; `why` is the rule that keeps it from that."""
    return Document(
        name="schedule",
        title=Line(_("“{line}” has nothing to post: {why}"), line=plan.line, why=why) if why
        else Line(_("“{line}” has nothing to post"), line=plan.line),
        sections=tuple(_next(plan)),
        offers=_offers(plan)[1:],
    )  # fmt: skip


def paused_already(plan: Plan) -> Document[Line]:
    """That a schedule, or its room, is paused, and posts nothing until it is resumed."""
    halt = halted(plan.halt or Halt())
    return Document(
        name="schedule",
        title=Line(_("“{line}” posts nothing now: it is {halt}"), line=plan.line, halt=halt),
        offers=(Offer(Line(_("Resume")), f"schedule resume {plan.number}"), _RESUME_ALL, _ALL),
    )


def _made_by(plan: Plan) -> Iterator[Line]:
    if plan.at and plan.by:
        yield Line(_("Set up by {person}, {moment}."), person=Person(plan.by), moment=plan.at)
    elif plan.at:
        yield Line(_("Set up {moment}."), moment=plan.at)


def _next(plan: Plan) -> Iterator[Section[Line]]:
    if plan.halt:
        yield section(Line(_("Paused")), halted(plan.halt))
    elif plan.next:
        yield section(Line(_("Next")), *plan.next, is_list=len(plan.next) > 1)
    else:
        yield section(Line(_("Next")), Line(_("never again")))


def _rules(plan: Plan) -> Iterator[Section[Line]]:
    if plan.rules:
        yield section(Line(_("Rules")), *plan.rules, is_list=True)


_COUNTED = {
    "sent": _("{n} sent"),
    "waiting": _("{n} waiting"),
    "taken": _("{n} under way"),
    "skipped": _("{n} passed over by rule"),
    "refused": _("{n} refused"),
    "unknown": _("{n} with unknown outcome"),
    "failed": _("{n} given up"),
}


def _delivered(plan: Plan) -> Iterator[Section[Line]]:
    told = tuple(Line(message, n=plan.counts[state]) for state, message in _COUNTED.items() if plan.counts.get(state))
    if told:
        yield section(Line(_("So far")), Line("{counts}", counts=Listing(told, by_commas=True)))


def _last(last: Post | None, out: int = 0, left: int = 0) -> Iterator[Section[Line]]:
    if last:
        yield section(Line(_("Last")), _post_line(last), *_progress(out, left))


def _progress(out: int, left: int) -> Iterator[Line]:
    if left and out + left > 1:
        yield plural(_("Out so far of what was planned for the same moment: {out} of {n} post."),
                     _("Out so far of what was planned for the same moment: {out} of {n} posts."), out + left, out=Text(str(out)))  # fmt: skip


def _offers(plan: Plan, change: str = "") -> tuple[Offer[Line], ...]:
    n = plan.number
    halt = (
        Offer(Line(_("Resume")), f"schedule resume {n}")
        if plan.halt
        else Offer(Line(_("Pause")), f"schedule pause {n}")
    )
    return (
        Offer(Line(_("Preview")), f"schedule preview {n}"),
        Offer(Line(_("Change")), change or f"schedule edit {n}"),
        halt,
        Offer(Line(_("Remove")), f"schedule remove {n}")
        if plan.line not in OF_FOLLOWING
        else Offer(Line(_("Stop all")), "unfollow"),
    )


# what went out


def schedule_history(posts: Sequence[Post], older: str = "", line: str = "") -> Document[Line]:
    """What was to be posted in a room, the newest first; `older` is the line that shows what came before."""
    told = [_post_line(post) for post in posts] or [Line(_("nothing yet"))]
    title = Line(_("What “{line}” posted here"), line=line) if line else Line(_("What was posted here by itself"))
    return Document(
        name="history-of-posts",
        title=title,
        sections=(section(Line(_("Newest first")), *told, is_list=bool(posts)),),
        small=(Line(_("“schedule why” with a number tells more of one.")),) if posts else (),
        offers=(*((Offer(Line(_("Older")), older, in_place=True),) if older else ()), _ALL),
    )


def _post_line(post: Post) -> Line:
    holes: dict[str, Hole] = {"n": Text(str(post.number)), "what": what_line(post), "moment": post.planned,
                              "end": _end_line(post)}  # fmt: skip
    return Line(_("No. {n}, planned {moment}, {what}: {end}"), **holes)


def _end_line(post: Post) -> Line:
    """What became of a post, where the moment it was planned for is told already."""
    is_on_time = post.sent and not post.label and post.sent.at - post.planned.at < PROMPT
    return Line(_("sent on time")) if is_on_time else state_line(post)


def what_line(post: Post) -> Line:
    """What a post is: the line that it answers, else what it is called."""
    return post.what or Line(_("“{line}”"), line=post.line)


_LABELS = {"late": _("late"), "may repeat": _("perhaps for the second time")}


def state_line(post: Post) -> Line:
    """What became of a post."""
    match post.state:
        case "sent" if post.sent:
            labels = tuple(Line(_LABELS.get(label, label)) for label in post.label.split(", ") if label)
            if labels:
                return Line(_("sent {moment}, {labels}"), moment=post.sent, labels=Listing(labels))
            return Line(_("sent {moment}"), moment=post.sent)
        case "waiting" if post.why and post.again:
            return Line(_("not sent yet, {why}; tried again {moment}"), why=post.why, moment=post.again)
        case "waiting" if post.again:
            return Line(_("waits for {moment}"), moment=post.again)
        case "taken":
            return Line(_("is being posted"))
        case "skipped":
            return Line(_("not sent by rule: {why}"), why=post.why or "–")
        case "refused":
            return Line(_("refused: {why}"), why=post.why or "–")
        case "failed":
            return Line(_("given up: {why}"), why=post.why or "–")
        case _:
            return Line(_("nobody can tell whether it arrived: {why}"), why=post.why or "–")


# examples

PLAN = Plan(
    number=3,
    line="due within 30d",
    when=Line(_("{days} at {time} {zone}"), days=Line(_("weekdays")), time="07:30", zone="Nairobi"),
    next=tuple(Line("{moment}", moment=Instant(datetime(2026, 11, day, 4, 30, tzinfo=UTC), "Africa/Nairobi")) for day in (23, 24, 25)),
    rules=(Line(_("on a quiet day: {what}"), what=Line(_("nothing"))),),
    counts={"sent": 4, "skipped": 1},
    by="Amina",
    at=Instant(datetime(2026, 11, 16, 6, 12, tzinfo=UTC), "Africa/Nairobi"),
)  # fmt: skip


def _post(state: str, **more: str | int | Instant | Line) -> Post:
    planned = Instant(datetime(2026, 11, 20, 4, 30, tzinfo=UTC), "Africa/Nairobi")
    return Post(number=41, line="digest", planned=planned, state=state, **more)  # type: ignore[arg-type]


_LATER = Instant(datetime(2026, 11, 20, 5, 10, tzinfo=UTC), "Africa/Nairobi")
POSTS = (
    _post("sent", sent=_LATER, attempts=2, label="late"),
    _post("sent", sent=_LATER, attempts=1),
    _post("sent", sent=_LATER, attempts=1, what=Line(_("correction of No. {n}, “{line}”"), n="40", line="digest")),
    _post("skipped", why="there is no news"),
    _post("refused", why="the channel is archived"),
    _post("waiting", again=_LATER),
    _post("waiting", again=_LATER, why="Slack answered 503", attempts=1),
    _post("taken", attempts=1),
    _post("failed", why="Slack answered 503", attempts=40),
    _post("unknown", why="no answer came", attempts=1),
)
PAUSED = Halt("holidays", Instant(datetime(2027, 1, 4, 21, tzinfo=UTC), "Africa/Nairobi"))
EXAMPLES = {
    "all": lambda: schedule_list((PLAN,)),
    "all paused": lambda: schedule_list((PLAN,), PAUSED),
    "one that cannot be read": lambda: schedule_list((PLAN, replace(PLAN, number=4, line="gaps", is_readable=False))),
    "none": lambda: schedule_list(()),
    "one": lambda: schedule_show(PLAN, POSTS[0]),
    "one of many": lambda: schedule_show(PLAN, POSTS[0], under_way=(12, 28)),
    "changed": lambda: schedule_changed(Line(_("“{line}” goes out {when} from now on"), line=PLAN.line, when=PLAN.when), PLAN),
    "ended": lambda: schedule_ended("due within 30d", 'schedule add "due within 30d" mon 09:00 Africa/Nairobi'),
    "room paused": lambda: room_paused(PAUSED),
    "room paused where something waited": lambda: room_paused(PAUSED, 2),
    "room resumed": lambda: room_resumed(True),
    "nothing to post": lambda: nothing_to_post(PLAN, "there is no news"),
    "paused": lambda: paused_already(replace(PLAN, halt=PAUSED)),
    "run": lambda: schedule_run(PLAN),
    "history": lambda: schedule_history(POSTS, "schedule history before 41"),
    "no history": lambda: schedule_history(()),
}  # fmt: skip
