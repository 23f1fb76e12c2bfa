"""Days and moments as people type them: 2024-11-10, 10 Nov 2024, 2024-11, Nov 2024, yesterday, 3 weeks ago."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from briefings.dates import read_date
from briefings.document import UserError
from briefings.document import mark as _

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
_DAY_MONTH = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?([a-z]{3,9})\.?,?\s+(\d{4})")
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_NUMBERS_ONLY = re.compile(r"\d{1,4}[/.]\d{1,2}[/.]\d{1,4}")
_NAMED = {"today": 0, "now": 0, "yesterday": -1, "tomorrow": 1}
EARLIEST, LATEST = date(1945, 1, 1), date(2100, 12, 31)


def read_day(text: str, today: date) -> date:
    """The day that a text means; a month means its last day, a year its last too.

    Raises UserError for what is no day, for a day that does not exist and for one that two readers would
    read in two ways.
    """
    text = " ".join(text.split()).casefold()
    if text in _NAMED:
        return today + timedelta(days=_NAMED[text])
    if _NUMBERS_ONLY.fullmatch(text):
        raise UserError(_("“{word}” can be read in two ways; write it like 2024-11-07"), word=text)
    found = _calendar(text) or _relative(text, today)
    if found is None:
        raise UserError(_("“{word}” is not a day; write it like 2024-11-07"), word=text[:60])
    if not EARLIEST <= found <= LATEST:
        raise UserError(_("{word} is outside the years this record can hold, 1945 to 2100"), word=text[:60])
    return found


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


def _calendar(text: str) -> date | None:
    """A day of the calendar, however its parts are ordered; None when the text is built otherwise."""
    if re.fullmatch(r"\d{4}", text):
        return _last_day(text)
    if iso := _ISO.fullmatch(text):
        year, month, day = iso.groups()
        return _last_day("-".join([year, month.zfill(2), *([day.zfill(2)] if day else [])]))
    if (words := _DAY_MONTH.fullmatch(text)) and (month := _month(words[2])):
        return _last_day("-".join([words[3], month, *([words[1].zfill(2)] if words[1] else [])]))
    if (words := _MONTH_DAY.fullmatch(text)) and (month := _month(words[1])):
        return _last_day(f"{words[3]}-{month}-{words[2].zfill(2)}")
    return None


def _month(word: str) -> str:
    return f"{_MONTHS.index(word[:3]) + 1:02}" if word[:3] in _MONTHS else ""


def _last_day(written: str) -> date | None:
    try:
        return read_date(written).end
    except ValueError as error:
        raise UserError(_("There is no such day as {word}"), word=written) from error


def _relative(text: str, today: date) -> date | None:
    """What is left to a parser of natural dates; it is slow to import, so only now."""
    if not re.search(r"ago|last|next|in \d", text):
        return None
    import dateparser

    base = datetime.combine(today, time(12))
    found = dateparser.parse(text, languages=["en"], settings={"RELATIVE_BASE": base, "DATE_ORDER": "DMY"})
    return found.date() if found else None
