"""The digest of a room: what is due, what changed since its last digest, the key figures; the full brief one press away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from briefings.changes import changes
from briefings.claims import Source
from briefings.dates import Bound, RecordedDate
from briefings.deadlines import Deadline, closure, overdue, upcoming
from briefings.document import (
    Count,
    Document,
    Hole,
    Instant,
    Line,
    Offer,
    Section,
    Share,
    Text,
    When,
    cited,
    plural,
    section,
)
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.bottom_line import bottom_line, current_target
from briefings.documents.counts import no_count_line
from briefings.documents.header import clock_words, newest_date
from briefings.documents.news import news
from briefings.documents.posts import Planned, full_brief, late_lines, sources
from briefings.documents.sentences import (
    deployed_line,
    due_line,
    figure,
    mark_of,
    overdue_line,
)
from briefings.documents.status import LOOK_AHEAD, not_recorded_section
from briefings.documents.warning import heading, next_lines, rule_line, state_lines, warning_sections
from briefings.picture import Picture, progress
from briefings.warnings import DueWarning, Following, identity, warnings

MOST_DUE = 5
"""Deadlines of a list."""
MOST_NEWS = 8
"""Changes that a digest tells one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A digest's own particulars: its number in the room, when it was planned, when the next one is and how often.

    `next` is None where there is none, and `is_sure` whether that one comes without news too; `rhythm` says on which
    days: "weekdays with news, and every Monday".
    `tells_changes` is whether the room wants to hear what was changed on record; `questioned` counts the facts that
    look wrong to somebody and wait for an editor, `proposed` the changes that wait for a second person, where those who
    read can be that.
    """

    number: int
    planned: Planned
    next: datetime | None = None
    is_sure: bool = True
    rhythm: Line | None = None
    tells_changes: bool = True
    questioned: int = 0
    proposed: int = 0


def digest(picture: Picture, since: Picture | None, issue: Issue, warned: Sequence[DueWarning] = ()) -> Document[Line]:
    """The digest of a day; a warning of the same hour heads it, and a day without news is told in one line.

    `since` is what our own store held at the room's last digest, None for its first.
    """
    lines = news(changes(since, picture, since), of_record=issue.tells_changes) if since else []
    if since and not lines and not warned:
        return _quiet(picture, since, issue)
    first = warned[0] if warned else None
    sections = (*_sections(picture, since, lines, warned), *_waiting(issue))
    return Document(
        name="digest",
        title=heading(picture, first) if first else bottom_line(picture).words,
        header=(
            _masthead(picture, issue),
            *late_lines(issue.planned),
            *(state_lines(picture, first.deadline) if first else ()),
        ),
        sections=sections,
        small=(
            *(_of_warning(picture, first) if first else ()),
            *_source_line(picture, cited(*sections)),
            *_next_line(issue),
        ),
        offers=(full_brief(picture), *(_every_change(picture, since) if since and lines else ()), sources(picture)),
    )


def is_quiet(picture: Picture, since: Picture | None, *, tells_changes: bool = True) -> bool:
    """Whether nothing changed since a room's last digest; a first digest is always news."""
    return since is not None and not news(changes(since, picture, since), of_record=tells_changes)


def _quiet(picture: Picture, since: Picture, issue: Issue) -> Document[Line]:
    """A day without news, in one line that says all the same where the mission stands."""
    return Document(
        name="digest",
        title=Line(_("Nothing new since the digest of {day} – {bottom_line}"), day=When(since.day),
                   bottom_line=bottom_line(picture).words),
        header=(_masthead(picture, issue), *late_lines(issue.planned)),
        sections=tuple(_waiting(issue)),
        small=_next_line(issue),
        offers=(full_brief(picture), sources(picture)),
    )  # fmt: skip


def _masthead(picture: Picture, issue: Issue) -> Line:
    newest = newest_date(picture)
    holes: dict[str, Hole] = {"n": Text(str(issue.number)), "moment": issue.planned.moment}
    if picture.newest and newest and picture.is_old:
        return Line(_("Digest {n} · {moment} · newest fact: {newest} {mark}"), newest=When(newest),
                    mark=mark_of(picture.newest), **holes)  # fmt: skip
    return Line(_("Digest {n} · {moment}"), **holes)


def _sections(
    picture: Picture, since: Picture | None, lines: Sequence[Line], warned: Sequence[DueWarning]
) -> Iterator[Section[Line]]:
    if warned:
        yield from warning_sections(picture, warned[0], figures=False)
    if warned[1:]:
        yield section(Line(_("Also")), *(heading(picture, other) for other in warned[1:]), is_list=True)
    yield from _overdue(picture, warned)
    yield _ahead(picture, warned)
    yield _changed(since, lines)
    yield section(Line(_("Figures")), *_figures(picture), is_list=True)
    yield from not_recorded_section(picture)


def _waiting(issue: Issue) -> Iterator[Section[Line]]:
    """What waits for an editor: a digest is where a desk is reminded of it."""
    lines = []
    if issue.proposed:
        lines.append(plural(_("{n} change waits for a second person: “pending list”."),
                            _("{n} changes wait for a second person: “pending list”."), issue.proposed))  # fmt: skip
    if issue.questioned:
        lines.append(plural(_("{n} fact looks wrong to somebody; an editor decides: “fact flagged”."),
                            _("{n} facts look wrong to somebody; an editor decides: “fact flagged”."), issue.questioned))  # fmt: skip
    if lines:
        yield section(Line(_("Waiting")), *lines, is_list=len(lines) > 1)


def _overdue(picture: Picture, warned: Sequence[DueWarning]) -> Iterator[Section[Line]]:
    """What is past its day, without what other sources say of the date: the full brief has that."""
    untold = _untold(overdue(picture), warned)
    late = [overdue_line(picture, replace(deadline, rivals=())) for deadline in untold]
    if late:
        yield section(Line(_("Overdue")), *_most(late, MOST_DUE), is_list=True)


def _ahead(picture: Picture, warned: Sequence[DueWarning]) -> Section[Line]:
    label = Line(_("Next {n} days, to {day}"), n=LOOK_AHEAD, day=When(picture.day + timedelta(days=LOOK_AHEAD)))
    due = upcoming(picture, LOOK_AHEAD)
    ahead = [due_line(picture, deadline) for deadline in _untold(due, warned)]
    if ahead:
        return section(label, *_most(ahead, MOST_DUE), is_list=True)
    return section(label, Line(_("Nothing else recorded.") if due else _("Nothing recorded.")))


def _untold(found: Sequence[Deadline], warned: Sequence[DueWarning]) -> list[Deadline]:
    """Deadlines without those of which the warnings above tell."""
    told = {(identity(warning.deadline), warning.deadline.due) for warning in warned}
    return [deadline for deadline in found if (identity(deadline), deadline.due) not in told]


def _changed(since: Picture | None, lines: Sequence[Line]) -> Section[Line]:
    if since is None:
        return section(Line(_("Changed")), Line(_("First digest here; from the next one on, only what is new.")))
    label = Line(_("Changed since {day}"), day=When(since.day))
    if not lines:
        return section(label, Line(_("Nothing.")))
    return section(label, *_most(lines, MOST_NEWS), is_list=True)


def _most(lines: Sequence[Line], most: int) -> list[Line]:
    """As many lines as fit, and how many more there are."""
    left = len(lines) - most
    return [*lines[:most], *([plural(_("and {n} more"), _("and {n} more"), left)] if left > 0 else [])]


def _figures(picture: Picture) -> Iterator[Line]:
    """The count, and the target with what is missing."""
    count = picture.headline("strength")
    target = None if closure(picture) else current_target(picture)
    said = deployed_line(picture, count, short=False) if count else no_count_line(picture)
    yield Line(_("Deployed: {count}"), count=said)
    if target is None or target.due is None:
        return
    holes: dict[str, Hole] = {"target": figure(target, unit=count is None), "day": When(target.due),
                              "mark": mark_of(target)}  # fmt: skip
    made = progress(count, target) if count else None
    if made is None:
        yield Line(_("Target: {target} by {day} {mark}"), **holes)
    elif made.is_reached:
        yield Line(_("Target: {target} by {day} {mark}; reached"), **holes)
    else:
        yield Line(_("Target: {target} by {day} {mark}; {missing} short, {share} reached"), missing=Count(made.missing),
                   share=Share(made.share, made.is_about), **holes)  # fmt: skip


# the end


def _of_warning(picture: Picture, first: DueWarning) -> Iterator[Line]:
    yield from next_lines(first)
    yield rule_line(picture, first.deadline.claim.kind, first.ladder)


def _every_change(picture: Picture, since: Picture) -> Iterator[Offer[Line]]:
    yield Offer(Line(_("What changed")), f"changed since {since.day}{clock_words(picture)}")


def _source_line(picture: Picture, names: set[str]) -> Iterator[Line]:
    """The sources that are cited, by their kind where all are of one, each with its day."""
    used = [source for source in picture.sources.values() if source.name in names]
    if used:
        days = {f"s{number}": _dated(source) for number, source in enumerate(used)}
        row = Line(" · ".join(f"{{{name}}}" for name in days), **days)
        is_press = {source.kind for source in used} == {"news article"}
        yield (plural(_("{n} news article: {sources}"), _("{n} news articles: {sources}"), len(used), sources=row) if is_press
               else plural(_("{n} source: {sources}"), _("{n} sources: {sources}"), len(used), sources=row))  # fmt: skip


def _dated(source: Source) -> Line:
    """A source with its day; of two bounds the earlier, which is when it could first be read."""
    published = source.published
    if published.bound is Bound.BETWEEN:
        published = RecordedDate(published.start, published.precision, Bound.OR_LATER, published.part)
    return Line("{name} {day}", name=source.name, day=When(published))


def _next_line(issue: Issue) -> tuple[Line, ...]:
    if issue.next is None:
        return ()
    moment = Instant(issue.next, issue.planned.zone)
    if issue.rhythm is None:
        return (Line(_("Next: {moment}"), moment=moment),)
    if not issue.is_sure:
        return (Line(_("Next, if there is news: {moment}; then {rhythm}"), moment=moment, rhythm=issue.rhythm),)
    return (Line(_("Next: {moment}; then {rhythm}"), moment=moment, rhythm=issue.rhythm),)


def _issue(day: datetime, number: int = 1, **rest: datetime) -> Issue:
    """An issue at 07:30 in Nairobi, which is 04:30 UTC; the next one a day later."""
    planned = Planned(day.replace(hour=4, minute=30), "Africa/Nairobi", rest.get("sent"))
    rhythm = Line(_("{days} with news, and every {weekday}"), days=Line(_("weekdays")), weekday=Line(_("Monday")))
    return Issue(number=number, planned=planned, next=planned.at + timedelta(days=1), rhythm=rhythm)


def _later(since: str, day: str, **rest: datetime) -> Document[Line]:
    """The second issue of a room, warnings of that day included."""
    picture = examples.haiti(day)
    moment = datetime.combine(picture.day, time(), UTC)
    warned = warnings(picture, Following(since=picture.day - timedelta(days=1)))
    return digest(picture, examples.haiti(since), _issue(moment, 2, **rest), warned)


EXAMPLES = {
    "first issue": lambda: digest(examples.haiti(), None, _issue(datetime(2026, 11, 22, tzinfo=UTC))),
    "with changes": lambda: _later("2024-11-10", "2025-01-15"),
    "headed by a warning": lambda: _later("2025-09-01", "2025-09-02"),
    "a deadline passed": lambda: _later("2025-01-30", "2025-02-03"),
    "with something waiting": lambda: digest(
        examples.haiti(), None, replace(_issue(datetime(2026, 11, 22, tzinfo=UTC)), questioned=2, proposed=1)
    ),
    "quiet, with something waiting": lambda: digest(
        examples.haiti(),
        examples.haiti("2026-11-20"),
        replace(_issue(datetime(2026, 11, 22, tzinfo=UTC), 2), proposed=1),
    ),
    "quiet": lambda: _later("2026-11-20", "2026-11-22"),
    "late": lambda: _later("2024-11-10", "2025-01-15", sent=datetime(2025, 1, 15, 9, 12, tzinfo=UTC)),
}
