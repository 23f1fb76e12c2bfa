"""Days and moments as people type them: 2024-11-10, 10 Nov 2024, 2024-11, Nov 2024, yesterday, 3 weeks ago."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from briefings.dates import RecordedDate, read_date
from briefings.document import UserError
from briefings.document import mark as _

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
_DAY_MONTH = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?([a-z]{3,9})\.?,?\s+(\d{4})")
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_NUMBERS_ONLY = re.compile(r"(\d{1,4})[/.](\d{1,2})[/.](\d{1,4})")
_NAMED = {"today": 0, "now": 0, "yesterday": -1, "tomorrow": 1}
EARLIEST, LATEST = date(1945, 1, 1), date(2100, 12, 31)


def read_day(text: str, today: date) -> date:
    """The day that a text means; a month means its last day, a year its last too.

    Raises UserError for what is no day, for a day that does not exist and for one that two readers would
    read in two ways.
    """
    return _within_years(_period(text, today).end, text)


def read_first_day(text: str, today: date) -> date:
    """The day that a text means where something begins: a month means its first day, a year its first too.

    Raises UserError as `read_day` does.
    """
    return _within_years(_period(text, today).start, text)


def _within_years(found: date | None, text: str) -> date:
    if found is None:
        raise UserError(_("“{word}” is not a day; write it like 2024-11-07"), word=text[:60])
    if not EARLIEST <= found <= LATEST:
        raise UserError(_("{word} is outside the years this record can hold, 1945 to 2100"), word=text[:60])
    return found


def _period(text: str, today: date) -> RecordedDate:
    """The day, month or year that a text means; a date of no day for a text that means none."""
    text = " ".join(text.split()).casefold()
    if text in _NAMED:
        return RecordedDate(today + timedelta(days=_NAMED[text]))
    if numbers := _NUMBERS_ONLY.fullmatch(text):
        return _of_numbers(numbers[1], numbers[2], numbers[3], text)
    return _calendar(text) or RecordedDate(_relative(text, today))


def read_recorded(text: str, today: date) -> RecordedDate:
    """The date that a text means as a source gives it: its precision stays, and its bounds.

    Besides the notation of `briefings.dates` the ways in which people type days: about Sep 2024, 7 Nov 2024 or later,
    before January 2025, yesterday. Raises UserError as `read_day` does.
    """
    text = " ".join(text.split())
    try:
        found = read_date(text)
    except ValueError:
        found = _bounded(text, today)
    for day in (found.start, found.until):
        if day:
            _within_years(day, text)
    return found


def _bounded(text: str, today: date) -> RecordedDate:
    """A date whose day, month or year is typed in words, with what stands before and after it."""
    before, middle, after = _BOUNDS.fullmatch(text.casefold()).groups()  # type: ignore[union-attr]
    first, _to, last = middle.partition(" to ")
    period = _period(first, today)
    until = _period(last, today).end if last else None
    if not period.is_known or (last and until is None):
        raise UserError(_("“{word}” is not a day; write it like 2024-11-07"), word=text[:60])
    told = f"{_ABOUT.get(before, before or '')} {period} {f'to {until}' if until else after or ''}"
    try:
        return read_date(told)
    except ValueError as error:
        raise UserError(_("“{word}” is not a day; write it like 2024-11-07"), word=text[:60]) from error


_BOUNDS = re.compile(r"(?:(about|around|circa|by|before)\s+)?(.*?)(?:\s+(or later))?", re.DOTALL)
_ABOUT = {"around": "about", "circa": "about"}


def read_moment(text: str, today: date) -> datetime:
    """The moment that a text means: a day means its last second, UTC. Raises UserError as `read_day` does."""
    text = " ".join(text.split())
    stamped = re.fullmatch(r"(.*\d)[T\s](\d{1,2}):(\d{2})\s*(?:Z|UTC)?", text, re.IGNORECASE)
    if not stamped:
        return datetime.combine(read_day(text, today), time(23, 59, 59), UTC)
    try:
        clock = time(int(stamped[2]), int(stamped[3]))
    except ValueError as error:
        raise UserError(_("“{word}” is no time of day; write it like 2024-11-07 14:30"), word=text[:60]) from error
    return datetime.combine(read_day(stamped[1], today), clock, UTC)


def _of_numbers(first: str, middle: str, last: str, text: str) -> RecordedDate:
    """A day of three numbers that can be read in one way only: the year first, or one number past twelve."""
    if len(first) == 4 and len(last) < 3:
        return _written(f"{first}-{middle:0>2}-{last:0>2}")
    if len(last) == 4 and len(first) < 3 and (first == middle or max(int(first), int(middle)) > 12):
        month, day = sorted((int(first), int(middle)))
        return _written(f"{last}-{month:02}-{day:02}")
    raise UserError(_("“{word}” can be read in two ways; write it like 2024-11-07"), word=text)


def _calendar(text: str) -> RecordedDate | None:
    """A day, month or year of the calendar, however its parts are ordered; None when the text is built otherwise."""
    if re.fullmatch(r"\d{4}", text):
        return _written(text)
    if iso := _ISO.fullmatch(text):
        year, month, day = iso.groups()
        return _written("-".join([year, month.zfill(2), *([day.zfill(2)] if day else [])]))
    if (words := _DAY_MONTH.fullmatch(text)) and (month := _month(words[2])):
        return _written("-".join([words[3], month, *([words[1].zfill(2)] if words[1] else [])]))
    if (words := _MONTH_DAY.fullmatch(text)) and (month := _month(words[1])):
        return _written(f"{words[3]}-{month}-{words[2].zfill(2)}")
    return None


def _month(word: str) -> str:
    """The number of a month by its name or the beginning of it, such as sept; empty for another word."""
    found = [number for number, name in enumerate(_MONTHS, 1) if len(word) > 2 and name.startswith(word)]
    return f"{found[0]:02}" if found else ""


def _written(written: str) -> RecordedDate:
    try:
        return read_date(written)
    except ValueError as error:
        raise UserError(_("There is no such day as {word}; write one like 2024-11-07"), word=written) from error


def _relative(text: str, today: date) -> date | None:
    """What is left to a parser of natural dates; it is slow to import, so only now."""
    if not re.search(r"ago|last|next|in \d", text):
        return None
    import dateparser

    base = datetime.combine(today, time(12))
    found = dateparser.parse(text, languages=["en"], settings={"RELATIVE_BASE": base, "DATE_ORDER": "DMY"})
    return found.date() if found else None
