"""The lines under a bottom line: which day, which clocks, how new the record is."""

from __future__ import annotations

from briefings.dates import RecordedDate
from briefings.document import DayStyle, Instant, Line, Listing, Mark, When
from briefings.document import mark as _
from briefings.picture import Picture


def header(picture: Picture) -> tuple[Line, ...]:
    """The day of the brief, the date of its newest fact when that is old, and every clock that is set."""
    return (_day_line(picture), *_clock_lines(picture))


def newest_date(picture: Picture) -> RecordedDate | None:
    """The date of the newest fact as its source gives it; None for an empty record."""
    newest = picture.newest
    if newest is None:
        return None
    return newest.speaks_of or picture.source(newest).published


def _day_line(picture: Picture) -> Line:
    day, today = (When(moment, DayStyle.WEEKDAY) for moment in (picture.day, picture.clocks.today))
    newest = newest_date(picture)
    if picture.clocks.is_past:
        asked = When(picture.clocks.today)
        if newest and picture.is_old:
            return Line(
                _("As of {day}, asked {today} · newest fact: {newest}"), day=day, today=asked, newest=When(newest)
            )
        return Line(_("As of {day}, asked {today}"), day=day, today=asked)
    if newest and picture.is_old:
        return Line(_("{day} · newest fact: {newest}"), day=today, newest=When(newest))
    return Line("{day}", day=today)


def _clock_lines(picture: Picture) -> tuple[Line, ...]:
    clocks = picture.clocks
    lines = []
    if clocks.published_by:
        lines.append(_published_line(picture, When(clocks.published_by, DayStyle.WEEKDAY)))
    if clocks.known_at:
        lines.append(Line(_("Only what was recorded here by {moment}"), moment=Instant(clocks.known_at)))
    return tuple(lines)


def _published_line(picture: Picture, day: When) -> Line:
    """What could be read by a day; sources of which only the earliest day is known are named."""
    open_ = [source for source in picture.sources.values() if not source.readable_day_is_known]
    if not open_:
        return Line(_("Only what could be read by {day}"), day=day)
    marks = Listing(tuple(Mark(source.name) for source in open_), by_commas=True)
    return Line(_("Only what could be read by {day}, at the earliest: {marks}"), day=day, marks=marks)


def clock_words(picture: Picture) -> str:
    """The clocks as a typed line ends with them: " as-of 2025-01-15"; empty when none is set."""
    clocks = picture.clocks
    words = f" as-of {clocks.as_of}" if clocks.is_past else ""
    words += f" published-by {clocks.published_by}" if clocks.published_by else ""
    return words + (f" known-at {clocks.known_at:%Y-%m-%dT%H:%MZ}" if clocks.known_at else "")


def again(picture: Picture, line: str) -> tuple[Line, ...]:
    """The line that gives the same answer on any later day, for the end of a full form."""
    clocks = picture.clocks
    day = "" if clocks.is_past else f" as-of {clocks.as_of}"
    mission = picture.mission.short
    named = f'in "{mission}"' if " " in mission else f"in {mission}"
    return (Line(_("The same again: {line}"), line=f"{line}{day}{clock_words(picture)} {named}"),)
