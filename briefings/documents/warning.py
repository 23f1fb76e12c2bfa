"""A warning: what comes due or has passed, what stands around it, when the next one comes and by which rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from briefings.claims import Claim
from briefings.dates import Precision
from briefings.deadlines import Deadline, overdue
from briefings.document import (
    DayStyle,
    Document,
    Hole,
    Line,
    Offer,
    Person,
    Quoted,
    Section,
    Text,
    When,
    plural,
    section,
)
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.bottom_line import current_target
from briefings.documents.header import clock_words, header, newest_date
from briefings.documents.posts import Planned, full_brief, late_lines, sources
from briefings.documents.sentences import (
    days,
    days_ago,
    days_left,
    figure,
    in_order,
    mark_of,
    mission_name,
    months,
    overdue_line,
    rival_dates,
    statement,
    what_is_due,
    when,
)
from briefings.documents.stances import speakers
from briefings.picture import Picture
from briefings.warnings import AFTERWARDS, DueWarning, Following, NextStep, coming, ladder_of, warnings


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Somebody's answer to the warnings of a deadline: who, when and why, and the post that was answered.

    `until` is the day up to which there is silence, None where later steps come below the post; `is_due` whether one of
    them is due on the day that is asked about.
    """

    deadline: Deadline
    person: str
    on: date
    reason: str = ""
    post: int = 0
    until: date | None = None
    is_due: bool = False


def warning(
    picture: Picture, found: Sequence[DueWarning], planned: Planned, answered: Sequence[Answered] = ()
) -> Document[Line]:
    """The post of all that a room is warned of at once; the first heads it. `found` holds one at least."""
    first, *others = found
    also = [section(Line(_("Also")), *(heading(picture, other) for other in others), is_list=True)] if others else []
    return Document(
        name="warning",
        title=heading(picture, first),
        header=(*state_lines(picture, first.deadline), *late_lines(planned)),
        sections=(*warning_sections(picture, first), *also, *_answered(answered)),
        small=(*next_lines(first), rule_line(picture, first.deadline.claim.kind, first.ladder, planned)),
        offers=(full_brief(picture), Offer(Line(_("Due")), f"due{clock_words(picture)}"), sources(picture)),
    )


def no_warning(picture: Picture, following: Following, answered: Sequence[Answered] = ()) -> Document[Line]:
    """That a room is warned of nothing on a day: what it will be warned of next, and what is overdue."""
    ahead = coming(picture, following)
    kinds = {deadline.claim.kind: ladder_of(deadline, following) for deadline, _step in ahead}
    message = (
        _("{mission}: nothing is warned of anew on {day}; what is due was answered")
        if any(answer.is_due for answer in answered)
        else _("{mission}: no warning on {day}")
    )
    return Document(
        name="warning",
        title=Line(message, mission=mission_name(picture), day=When(picture.day, DayStyle.WEEKDAY)),
        header=header(picture),
        sections=(*_answered(answered), *_ahead_and_overdue(picture, ahead)),
        small=tuple(rule_line(picture, kind, ladder) for kind, ladder in kinds.items()),
        offers=(Offer(Line(_("Due")), f"due{clock_words(picture)}"), full_brief(picture)),
    )  # fmt: skip


_ANSWERED = {
    (False, False): _("{what}, {day} {mark}: acknowledged by {person}, {on}; its steps come below post No. {post}"),
    (False, True): _(
        "{what}, {day} {mark}: acknowledged by {person}, {on}; that day's step comes below post No. {post}"
    ),
    (True, False): _("{what}, {day} {mark}: silent until {until}, as {person} wants it"),
    (True, True): _("{what}, {day} {mark}: silent until {until}, as {person} wants it; that day's step is told then"),
}
"""By whether silence is wanted, and whether a step is due on the day."""


def _answered(answered: Sequence[Answered]) -> Iterator[Section[Line]]:
    """What was answered before: who wants it so, and what becomes of the steps."""
    if answered:
        yield section(Line(_("Answered")), *map(_answer_line, answered), is_list=True)


def _answer_line(answer: Answered) -> Line:
    claim, who = answer.deadline.claim, Person(answer.person) if answer.person else Line(_("somebody"))
    holes: dict[str, Hole] = {
        "what": Line(_("end of the mandate")) if claim.kind == "mandate" else _what(answer.deadline),
        "day": When(answer.deadline.shown),
        "mark": mark_of(claim),
        "person": Line(_("{person} (“{reason}”)"), person=who, reason=Quoted(answer.reason)) if answer.reason else who,
        "on": When(answer.on, DayStyle.WEEKDAY),
        "post": Text(str(answer.post)),
    }
    if answer.until:
        holes["until"] = When(answer.until, DayStyle.WEEKDAY)
    return Line(_ANSWERED[answer.until is not None, answer.is_due], **holes)


def _ahead_and_overdue(picture: Picture, ahead: Sequence[tuple[Deadline, NextStep]]) -> Iterator[Section[Line]]:
    lines = [_coming_line(deadline, step) for deadline, step in ahead]
    label = Line(_("Next warnings"))
    yield section(label, *lines, is_list=True) if lines else section(label, Line(_("none by today's record")))
    late = [overdue_line(picture, deadline) for deadline in overdue(picture)]
    if late:
        yield section(Line(_("Overdue")), *late, is_list=True)


def _coming_line(deadline: Deadline, step: NextStep) -> Line:
    holes: dict[str, Hole] = {"on": When(step.on, DayStyle.WEEKDAY), "left": _left_on(deadline, step.on),
                              "day": When(deadline.shown), "mark": mark_of(deadline.claim)}  # fmt: skip
    if deadline.claim.kind == "mandate":
        return Line(_("{on} ({left}): end of the mandate, {day} {mark}"), **holes)
    return Line(_("{on} ({left}): {what}, {day} {mark}"), what=_what(deadline), **holes)


# the heading


def heading(picture: Picture, found: DueWarning) -> Line:
    """The days left or past, what is due and when, in one sentence."""
    deadline = found.deadline
    left = deadline.days_left(picture.day)
    style = DayStyle.WEEKDAY if left >= 0 else DayStyle.PLAIN
    holes: dict[str, Hole] = {"mission": mission_name(picture), "mark": mark_of(deadline.claim),
                              "day": When(deadline.due, style), "left": days_left(left), "ago": days_ago(-left)}  # fmt: skip
    if deadline.claim.kind == "mandate":
        return Line(_MANDATE[_sign(left)], **holes)
    return Line(_OTHERS[_sign(left)], what=_what(deadline), **holes)


_MANDATE = {
    1: _("{left}: {mission} mandate ends {day} {mark}"),
    0: _("Last day: {mission} mandate ends today, {day} {mark}"),
    -1: _("{mission}: mandate ended {day}, {ago} {mark}"),
}
_OTHERS = {
    1: _("{left}: {mission}, {what}, due {day} {mark}"),
    0: _("Last day: {mission}, {what}, due today, {day} {mark}"),
    -1: _("{mission}: {what} was due {day}, {ago} {mark}"),
}
"""A heading before the day, on it and after it."""


def _sign(left: int) -> int:
    return (left > 0) - (left < 0)


def _what(deadline: Deadline) -> Hole:
    claim = deadline.claim
    if claim.kind != "target":
        return what_is_due(deadline)
    if claim.scope:
        return Line(_("target of {count} for {scope}"), count=figure(claim), scope=claim.scope)
    return Line(_("target of {count}"), count=figure(claim))


def state_lines(picture: Picture, deadline: Deadline) -> tuple[Line, ...]:
    """What the record does not hold that would settle a deadline."""
    match deadline.claim.kind:
        case "mandate":
            after = picture.headline("mandate", aspect="succession")
            if after:
                return (
                    Line(
                        _("No renewal or closure is recorded; of a successor: {what}."), what=statement(picture, after)
                    ),
                )
            return (Line(_("No renewal, closure or successor is recorded.")),)
        case "target":
            return (Line(_("No count that reaches it is recorded.")),)
        case _:
            return (Line(_("No report recorded.")),)


# what stands around it


def warning_sections(picture: Picture, found: DueWarning, *, figures: bool = True) -> Iterator[Section[Line]]:
    """What a desk should weigh before it acts; the count too, unless it is shown elsewhere."""
    deadline = found.deadline
    is_past = deadline.due < picture.day
    if found.recorded_on:
        yield section(Line(_("Told late")), _recorded_late(picture.day, found.recorded_on, deadline))
    if is_past:
        yield from _check_first(picture, deadline)
    else:
        yield from _last_day(deadline)
        yield from _other_dates(deadline)
    if deadline.claim.kind == "mandate" and not is_past:
        yield from _debated(picture)
    if figures and deadline.claim.kind != "obligation" and not (is_past and deadline.claim.kind == "mandate"):
        yield from _deployed(picture, deadline)


def _recorded_late(day: date, recorded_on: date, deadline: Deadline) -> Line:
    recorded = When(recorded_on, DayStyle.WEEKDAY)
    is_end = deadline.claim.kind == "mandate"
    if recorded_on == day:
        return Line(_("The end date was recorded only today, {day}.") if is_end
                    else _("The date was recorded only today, {day}."), day=recorded)  # fmt: skip
    return Line(_("The end date was recorded only on {day}.") if is_end
                else _("The date was recorded only on {day}."), day=recorded)  # fmt: skip


_LATER = {
    "mandate": _("The newest fact here is from {day} {mark}; a later renewal would not be in this record."),
    "target": _("The newest fact here is from {day} {mark}; a later count would not be in this record."),
    "obligation": _("The newest fact here is from {day} {mark}; a later report would not be in this record."),
}


def _check_first(picture: Picture, deadline: Deadline) -> Iterator[Section[Line]]:
    """That what is missed may only be missing here, where the record is old."""
    newest = newest_date(picture)
    if picture.newest and newest and picture.is_old:
        line = Line(_LATER[deadline.claim.kind], day=When(newest), mark=mark_of(picture.newest))
        yield section(Line(_("Check first")), line)


def _last_day(deadline: Deadline) -> Iterator[Section[Line]]:
    """Which day is taken for the last one, where the source leaves that open."""
    last = When(deadline.due, DayStyle.OF_YEAR)
    if deadline.shown.precision is not Precision.DAY:
        line = Line(_("The source says {shown}; that is counted to {day}."), shown=When(deadline.shown), day=last)
        yield section(Line(_("Last day")), line)
    elif deadline.claim.kind == "mandate":
        yield section(Line(_("Last day")), Line(_("{day} is counted as in force; the source does not say."), day=last))


def _other_dates(deadline: Deadline) -> Iterator[Section[Line]]:
    rivals = rival_dates(deadline)
    if rivals:
        yield section(Line(_("Other dates")), Line("{dates}", dates=rivals))


def _deployed(picture: Picture, deadline: Deadline) -> Iterator[Section[Line]]:
    """The count that a deadline is judged by, with its age where it is stale."""
    scope = deadline.claim.scope
    count = picture.headline("strength", scope=scope)
    if count is None:
        yield section(Line(_("Deployed")), Line(_("no count recorded")))
        return
    target = deadline.claim if deadline.claim.kind == "target" else current_target(picture)
    holes: dict[str, Hole] = {"count": figure(count, unit=target is None), "day": when(picture, count),
                              "mark": mark_of(count), "age": months(picture.months_old(count))}  # fmt: skip
    is_stale = picture.is_stale(count)
    if target and target.quantity:
        message = (
            _("{count} of {target}, {day} {mark}, {age}.") if is_stale else _("{count} of {target}, {day} {mark}.")
        )
        yield section(Line(_("Deployed")), Line(message, target=figure(target, unit=False), **holes))
        return
    message = _("{count}, {day} {mark}, {age}.") if is_stale else _("{count}, {day} {mark}.")
    yield section(Line(_("Deployed")), Line(message, **holes))


# what is proposed instead

_PENDING = {
    "proposed": _("Proposed"),
    "under debate": _("Under debate"),
    "conditional": _("Possible on conditions"),
    "draft": _("In draft"),
    "in blue": _("In blue"),
}
_SIDES = {"oppose": _("{parties} against, {day} {mark}"), "support": _("{parties} for, {day} {mark}")}


def _debated(picture: Picture) -> Iterator[Section[Line]]:
    """The newest proposal that is not settled, and who is against it and for it."""
    leading = [picture.leading(claims) for key, claims in picture.series.items() if key.startswith("proposal\x1f")]
    pending = [claim for claim in leading if claim and claim.value in _PENDING]
    if not pending:
        return
    newest = max(pending, key=picture.counts_from)
    holes: dict[str, Hole] = {"what": Quoted(newest.text or newest.aspect), "day": when(picture, newest),
                              "mark": mark_of(newest)}  # fmt: skip
    sides = _sides(picture, newest.aspect)
    line = (Line(_("{what}, {day} {mark}: {sides}."), sides=_one_after_the_other(sides), **holes) if sides
            else Line(_("{what}, {day} {mark}."), **holes))  # fmt: skip
    yield section(Line(_PENDING[str(newest.value)]), line)


def _sides(picture: Picture, topic: str) -> list[Line]:
    """Who is against a proposal, then who is for it, those of one date and source together."""
    series = [claims for key, claims in picture.series.items() if key.startswith("position\x1f")]
    taken = [claim for claims in series if (claim := picture.leading(claims)) and claim.aspect == topic]
    groups: dict[tuple[str, Hole, str], list[Claim]] = {}
    for claim in sorted(in_order(taken), key=lambda claim: -picture.counts_from(claim).toordinal()):
        groups.setdefault((str(claim.value), when(picture, claim), claim.source), []).append(claim)
    return [Line(message, parties=speakers(picture, claims), day=day, mark=mark_of(*claims))
            for side, message in _SIDES.items() for (stance, day, _source), claims in groups.items() if stance == side]  # fmt: skip


def _one_after_the_other(lines: Sequence[Line]) -> Line:
    holes: dict[str, Hole] = {f"s{number}": line for number, line in enumerate(lines)}
    return Line("; ".join(f"{{{name}}}" for name in holes), **holes)


# what comes next, and by which rule

_NEXT = {
    "mandate": _("Next warning {day} ({left}), unless a renewal is recorded."),
    "target": _("Next warning {day} ({left}), unless a count that reaches it is recorded."),
    "obligation": _("Next warning {day} ({left}), unless a report is recorded."),
}


def next_lines(found: DueWarning) -> Iterator[Line]:
    """The warnings that a late one leaves out, and the day of the next."""
    passed = found.passed if found.recorded_on else ()
    if len(passed) > 1:
        yield Line(_("The steps from {first} to {last} days are past and will not be sent."), first=passed[0],
                   last=passed[-1])  # fmt: skip
    elif passed:
        yield plural(_("The step of {n} day is past and will not be sent."),
                     _("The step of {n} days is past and will not be sent."), passed[0])  # fmt: skip
    if found.next:
        yield Line(_NEXT[found.deadline.claim.kind], day=When(found.next.on, DayStyle.WEEKDAY),
                   left=_left_on(found.deadline, found.next.on))  # fmt: skip
    elif not passed:
        yield Line(_("This is the last warning of it; from now on it stands in the digest."))


def _left_on(deadline: Deadline, day: date) -> Line:
    """How far a deadline will be from a day."""
    left = deadline.days_left(day)
    if left < 0:
        return plural(_("{n} day past"), _("{n} days past"), -left)
    return days(left) if left else Line(_("the last day"))


_KINDS = {"mandate": _("mandate"), "target": _("target"), "obligation": _("report")}


def rule_line(picture: Picture, kind: str, ladder: Sequence[int], planned: Planned | None = None) -> Line:
    """The rule by which a warning comes, whose it is, and the time it was planned for."""
    own = picture.mission.ladders.get(kind)
    if own and {*own, *AFTERWARDS} == {*ladder}:
        return _own_rule_line(picture, kind, ladder, planned)
    holes: dict[str, Hole] = {"kind": Line(_KINDS[kind]), "days": _rule_days(ladder)}
    if planned is None:
        return Line(_("Rule: {kind}, {days}."), **holes)
    return Line(_("Rule: {kind}, {days}. {moment}."), moment=planned.moment, **holes)


def _own_rule_line(picture: Picture, kind: str, ladder: Sequence[int], planned: Planned | None) -> Line:
    holes: dict[str, Hole] = {
        "kind": Line(_KINDS[kind]),
        "mission": Text(picture.mission.short),
        "days": _rule_days(ladder),
    }
    if planned is None:
        return Line(_("Rule of {mission}: {kind}, {days}."), **holes)
    return Line(_("Rule of {mission}: {kind}, {days}. {moment}."), moment=planned.moment, **holes)


def _rule_days(ladder: Sequence[int]) -> Line:
    """The steps of a rule; a room may have wished for none before the day."""
    before = steps(ladder)
    return Line(_("{steps} days"), steps=before) if before.text else Line(_("only after its day"))


def steps(ladder: Sequence[int]) -> Text:
    """The days before a deadline on which a room is warned: "90 60 30 0"."""
    return Text(" ".join(str(rung) for rung in ladder if rung >= 0))


def _example(day: str, *, recorded: str = "") -> Document[Line]:
    """What a room is told on a day, at 07:30 in Nairobi; `recorded` is the day on which all was recorded."""
    picture = examples.haiti(day)
    if recorded:
        at = datetime.combine(date.fromisoformat(recorded), time(), UTC)
        recorded_then = {key: tuple(replace(claim, recorded_at=at) for claim in claims)
                         for key, claims in picture.series.items()}  # fmt: skip
        picture = replace(picture, series=recorded_then)
    following = Following(since=picture.day - timedelta(days=1))
    found = warnings(picture, following)
    planned = Planned(datetime.combine(picture.day, time(4, 30), UTC), "Africa/Nairobi")
    return warning(picture, found, planned) if found else no_warning(picture, following)


def _with_answers(day: str) -> Document[Line]:
    picture = examples.haiti(day)
    following = Following(since=picture.day - timedelta(days=1))
    ahead = [deadline for deadline, _step in coming(picture, following)][:1]
    seen = [Answered(deadline=one, person="Amina", on=date(2025, 9, 25), reason="New York is on it", post=41, is_due=True)
            for one in ahead]  # fmt: skip
    silent = [Answered(deadline=one, person="Ben", on=date(2025, 9, 25), until=date(2025, 9, 30)) for one in ahead]
    return no_warning(picture, following, (*seen, *silent))


EXAMPLES = {
    "30 days left": lambda: _example("2025-09-02"),
    "the last day": lambda: _example("2025-10-02"),
    "the day after": lambda: _example("2025-10-03"),
    "told late": lambda: _example("2026-11-22", recorded="2026-11-22"),
    "a target": lambda: _example("2025-01-17"),
    "a target that was missed": lambda: _example("2025-02-01"),
    "with answers": lambda: _with_answers("2025-09-29"),
    "no warning": lambda: _example("2025-09-05"),
    "nothing left to warn of": lambda: _example("2026-11-22"),
}
