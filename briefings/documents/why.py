"""Why something was posted in a room, or nothing was: the rule, the slot, the row of the ledger, what was tried, what is next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from briefings.document import Document, Hole, Line, Offer, Section, Text, plural, section
from briefings.document import mark as _
from briefings.documents import schedules
from briefings.documents.schedules import Halt, Plan, Post, state_line, what_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A post, the schedule it is of (None for what no schedule made), and what it warned of, a sentence each.

    `because` is why it was posted where no schedule made it, `told_on` who is told where nobody acknowledges it.
    `reached` is how many rooms have what goes to many, and of how many, None for what goes to one.
    """

    post: Post
    plan: Plan | None = None
    warned: Sequence[Line] = ()
    because: Line | None = None
    told_on: Sequence[Line] = ()
    reached: tuple[int, int] | None = None


def why_post(cause: Cause) -> Document[Line]:
    """Why one post is there, or is not."""
    post, plan = cause.post, cause.plan
    return Document(
        name="why",
        title=_title(cause),
        sections=(
            *_rule(plan),
            *((section(Line(_("Rule")), cause.because),) if cause.because else ()),
            section(Line(_("Planned")), Line("{moment}", moment=post.planned)),
            section(Line(_("Ledger")), *_row(post), *_reached(cause)),
            *((section(Line(_("Warned of")), *cause.warned, is_list=True),) if cause.warned else ()),
            *((section(Line(_("Told on")), *cause.told_on, is_list=True),) if cause.told_on else ()),
            *_next(plan),
        ),
        offers=(*(_of_plan(plan) if plan and not plan.is_over else ()), _HISTORY, *(_BESIDE if cause.warned else ())),
    )


def _title(cause: Cause) -> Line:
    post, end = cause.post, state_line(cause.post)
    if cause.plan and not cause.plan.is_over and not post.what:
        return Line(_("“{line}” goes out here {when}: {end}"), line=post.line, when=cause.plan.when, end=end)
    return Line(_("{what}: {end}"), what=what_line(post), end=end)


def _rule(plan: Plan | None) -> Iterator[Section[Line]]:
    if plan is None:
        return
    holes: dict[str, Hole] = {"n": Text(str(plan.number)), "line": Text(plan.line), "when": plan.when}
    yield section(Line(_("Rule")), Line(_("schedule No. {n}, “{line}”, {when}"), **holes), *plan.rules, is_list=True)


def _row(post: Post) -> Iterator[Line]:
    holes: dict[str, Hole] = {"row": Text(str(post.number)), "end": state_line(post)}
    if post.attempts:
        yield plural(
            _("No. {row}: {end}; tried {n} time"), _("No. {row}: {end}; tried {n} times"), post.attempts, **holes
        )
    else:
        yield Line(_("No. {row}: {end}"), **holes)


def _reached(cause: Cause) -> Iterator[Line]:
    if cause.reached:
        sent, rooms = cause.reached
        yield plural(_("{sent} of {n} room that is told of it has it so far"),
                     _("{sent} of {n} rooms that are told of it have it so far"), rooms, sent=Text(str(sent)))  # fmt: skip


def _next(plan: Plan | None) -> Iterator[Section[Line]]:
    if plan and plan.is_over:
        yield section(Line(_("Next")), Line(_("nothing: this schedule was ended")))
    elif plan and plan.halt:
        yield section(Line(_("Next")), schedules.halted(plan.halt))
    elif plan:
        yield section(Line(_("Next")), *(plan.next[:1] or [Line(_("never again"))]))


def _of_plan(plan: Plan) -> tuple[Offer[Line], ...]:
    return (
        Offer(Line(_("Change")), f"schedule edit {plan.number}"),
        Offer(Line(_("Preview")), f"schedule preview {plan.number}"),
    )


_HISTORY = Offer(Line(_("History")), "schedule history")
_BESIDE = (Offer(Line(_("Next warnings")), "warnings"), Offer(Line(_("Sources")), "source"))
"""What a warning had no room for."""


def why_here(last: Cause | None, plans: Sequence[Plan], halt: Halt | None = None) -> Document[Line]:
    """What a room got last and gets next, and what keeps it from getting more."""
    ahead = [plan for plan in plans if plan.next and not plan.halt]
    if not plans and last is None:
        return schedules.schedule_list(())
    return Document(
        name="why",
        title=Line(_("This room, last: {last}"), last=_brief(last)) if last else Line(_("Nothing has been posted here yet")),
        header=(schedules.halted_room(halt),) if halt else (),
        sections=(
            *(_of_last(last) if last else ()),
            section(Line(_("Next")), *(_ahead(ahead) if ahead and not halt else [Line(_("nothing"))]), is_list=bool(ahead and not halt)),
        ),
        offers=(*((Offer(Line(_("Why the last")), f"schedule why {last.post.number}"),) if last else ()), _HISTORY,
                Offer(Line(_("All that is posted here")), "schedule list")),
    )  # fmt: skip


def _of_last(cause: Cause) -> Iterator[Section[Line]]:
    """By which rule the last one came, and its row; what became of it is said above."""
    post, plan = cause.post, cause.plan
    if plan:
        holes: dict[str, Hole] = {"n": Text(str(plan.number)), "line": Text(plan.line), "when": plan.when}
        yield section(Line(_("Rule")), Line(_("schedule No. {n}, “{line}”, {when}"), **holes))
    row: dict[str, Hole] = {"row": Text(str(post.number)), "moment": post.planned}
    if post.attempts:
        yield section(Line(_("Ledger")), plural(_("No. {row}, planned {moment}, tried {n} time"),
                                                _("No. {row}, planned {moment}, tried {n} times"), post.attempts, **row))  # fmt: skip
    else:
        yield section(Line(_("Ledger")), Line(_("No. {row}, planned {moment}"), **row))


def _brief(cause: Cause) -> Line:
    return Line(_("{what}, {end}"), what=what_line(cause.post), end=state_line(cause.post))


def _ahead(plans: Sequence[Plan]) -> Iterator[Line]:
    for plan in plans:
        yield Line(_("“{line}”, {moment}"), line=plan.line, moment=plan.next[0])


def no_such_post(number: int) -> Document[Line]:
    """That a number is of no post in this room."""
    return Document(
        name="why",
        title=Line(_("There is no post No. {n} of this room"), n=Text(str(number))),
        offers=(_HISTORY,),
    )


_CAUSE = Cause(post=schedules.POSTS[0], plan=schedules.PLAN)
_WARNED = Cause(
    post=schedules.POSTS[1], plan=schedules.PLAN,
    warned=(Line(_("{what}, due {day}: the step of {n} days"), what="mandate", day="2 Oct 2025", n=30),),
)  # fmt: skip
_TOLD_ON = Cause(
    post=schedules.POSTS[1], warned=_WARNED.warned,
    because=Line(_("nobody in #{room} acknowledged its warning No. {n} within a day, and it names this room for that"),
                 room="haiti-desk", n=41),
)  # fmt: skip
EXAMPLES = {
    "a post": lambda: why_post(_CAUSE),
    "a warning": lambda: why_post(_WARNED),
    "a warning that is told on": lambda: why_post(
        replace(_WARNED, told_on=(Line(_("{who}: {end}"), who="#duty-desk", end=state_line(schedules.POSTS[5])),))
    ),
    "a change that goes to many": lambda: why_post(Cause(post=schedules.POSTS[7], reached=(12, 40))),
    "what was told on": lambda: why_post(_TOLD_ON),
    "a silence": lambda: why_post(Cause(post=schedules.POSTS[3], plan=schedules.PLAN)),
    "a post of no schedule": lambda: why_post(Cause(post=schedules.POSTS[1])),
    "a room": lambda: why_here(_CAUSE, (schedules.PLAN,)),
    "a room that is paused": lambda: why_here(_CAUSE, (schedules.PLAN,), schedules.PAUSED),
    "a room that had nothing yet": lambda: why_here(None, (schedules.PLAN,)),
    "no such post": lambda: no_such_post(99),
}
