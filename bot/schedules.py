"""Schedules as people type them.

    weekdays 07:30 Nairobi        every monday 9am        daily 18:00        mon,wed 8
    first monday 09:00            monthly 1st 07:00       every 2 weeks monday 9am
    0 7 * * 1-5 Nairobi           five fields of cron: minute, hour, day, month, weekday

Without a zone the room's is meant. Capitals, “at”, “on” and the order of days and time make no difference.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import assert_never

from cronsim import CronSim, CronSimError

from adapters.line import shortened
from bot.planner import LAST, Cron, MonthDay, MonthWeekday, Pattern, Weekly
from bot.zones import read_zone
from briefings.document import Line, UserError
from briefings.document import mark as _

WEEKDAYS, WEEKENDS, DAILY = frozenset(range(5)), frozenset({5, 6}), frozenset(range(7))
USUAL = Weekly(time(7, 30), WEEKDAYS)
"""When a room is briefed unless it says otherwise: weekdays at 07:30."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A schedule as it was typed; a zone of None means the room's."""

    pattern: Pattern
    zone: str | None = None


def read_schedule(text: str, today: date) -> Typed:
    """The schedule that a text means; “every 2 weeks” counts from the first of its days that is not past.

    Raises UserError that says what cannot be read and what to write instead.
    """
    text = " ".join(text.split())
    if not text:
        raise UserError(_("When? write it like “weekdays 07:30” or “every monday 9am Nairobi”"))
    return _cron(text.split()) if _is_cron(text) else _in_words(text, today)


def _zone(text: str) -> str | None:
    text = re.sub(r"^[\s,]*(?:(?:in|zone)\s+)?|\s+time$", "", text, flags=re.IGNORECASE)
    return read_zone(text) if text else None


# cron

_FIELDS = (_("minute"), _("hour"), _("day"), _("month"), _("weekday"))
_BAD = {"Bad minute": 0, "Bad hour": 1, "Bad day-of-month": 2, "Bad month": 3, "Bad day-of-week": 4}
"""Which field is bad, by what cronsim says of it."""
_NAME = "sun|mon|tue|wed|thu|fri|sat|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|lw?"
_FIELD = re.compile(rf"(?:[\d*,/#-]|{_NAME})+", re.IGNORECASE)


def _is_cron(text: str) -> bool:
    """Whether a text begins as a cron line does: a number or a star, then more fields, a star among them or five in all."""
    fields = _fields(text.split())
    return text[0] in "0123456789*" and (len(fields) > 4 or (len(fields) > 1 and "*" in "".join(fields)))


def _fields(words: Sequence[str]) -> list[str]:
    """The words at the beginning that can be fields of a cron line."""
    count = next((number for number, word in enumerate(words) if not _FIELD.fullmatch(word)), len(words))
    return list(words[:count])


def _cron(words: Sequence[str]) -> Typed:
    fields = _fields(words)
    line = " ".join(fields)
    if len(fields) != len(_FIELDS):
        raise UserError(_("“{line}” has {n} fields; a cron line has five, minute, hour, day, month and weekday: 0 7 * * 1-5"),
                        line=shortened(line), n=len(fields))  # fmt: skip
    try:
        read = CronSim(line, datetime(2024, 1, 1))  # noqa: DTZ001 - wall time has no zone
    except (CronSimError, ValueError) as error:  # ValueError: a number of thousands of digits
        raise _bad_field(fields, str(error)) from error
    if len(read.minutes) > 1:
        raise UserError(_("“{line}” would post more than once an hour; name one minute: {instead}"),
                        line=shortened(line), instead=shortened(" ".join(["0", *fields[1:]])))  # fmt: skip
    if next(read, None) is None:
        raise UserError(_("“{line}” means a day that never comes"), line=shortened(line))
    return Typed(Cron(line), _zone(" ".join(words[len(fields) :])))


def _bad_field(fields: Sequence[str], said: str) -> UserError:
    """The refusal of a cron line, by its field."""
    number = _BAD.get(said, 0)
    return UserError(_("“{word}” is no {field} of a cron line; one looks like 0 7 * * 1-5"),
                     word=shortened(fields[number]), field=Line(_FIELDS[number]))  # fmt: skip


# in words

Days = Callable[[time], Pattern]
"""Days that were read and wait for their time."""
_DAY = r"(?:mon(?:days?)?|tue(?:s(?:days?)?)?|wed(?:nesdays?)?|thu(?:r(?:s(?:days?)?)?)?|fri(?:days?)?|sat(?:urdays?)?|sun(?:days?)?)\b"
_LIST = rf"{_DAY}(?:(?:\s*(?:-|–|to)\s*|[\s,&+]+(?:and\s+)?){_DAY})*"
_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NUMBERS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": LAST}
_OF_MONTH = r"(?:\s+(?:of|in)\s+(?:the|each|every|a)\s+month)"


def _in_words(text: str, today: date) -> Typed:
    """Days, a time and perhaps a zone; the time may also come first."""
    early = _CLOCK.match(text)
    if early:
        at = _time(early)
        days, rest = _days(text[early.end() :].strip(" ,"), today)
    else:
        days, rest = _days(text, today)
        at, rest = _leading_time(rest, text)
    return Typed(days(at), _zone(rest))


def _days(text: str, today: date) -> tuple[Days, str]:
    """The days that a text begins with, and what follows them. Raises UserError where it begins with none."""
    for form, read in _FORMS:
        found = form.match(text)
        if found:
            return read(found, today), re.sub(r"^(?:[\s,]|at\s|@)+", "", text[found.end() :])
    raise _no_days(text)


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?:(?:on|the|each)\s+)*{pattern}(?=[\s,@]|$)", re.IGNORECASE)


def _some_weeks(found: re.Match[str], today: date) -> Days:
    """Days of every so many weeks; the first week is the one named, else that of the first day not past."""
    days = _listed(found["days"])
    first = _first(found["first"]) if found["first"] else next(
        day for day in (today + timedelta(days=ahead) for ahead in range(7)) if day.weekday() in days
    )  # fmt: skip
    every = int(found["every"] or 2)
    if not every:
        raise UserError(_("“every 0 weeks” is never; write it like “every 2 weeks monday 9am”"))
    return lambda at: Weekly(at, days, every, first) if every > 1 else Weekly(at, days)


def _first(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise UserError(_("There is no such day as {word}; write one like 2024-11-07"), word=written) from error


def _every_week(found: re.Match[str], today: date) -> Days:
    days = _listed(found["days"])
    return lambda at: Weekly(at, days)


def _nth_weekday(found: re.Match[str], today: date) -> Days:
    weekday, number = _weekday(found["day"]), _NUMBERS[found["number"].casefold()]
    return lambda at: MonthWeekday(at, weekday, number)


def _day_of_month(found: re.Match[str], today: date) -> Days:
    number = int(found["number"] or 31)
    if not 1 <= number <= 31:
        raise UserError(_("No month has a day {number}; write it like “monthly 1st 07:00”"), number=number)
    return lambda at: MonthDay(at, number)


def _always(days: frozenset[int]) -> Callable[[re.Match[str], date], Days]:
    return lambda found, today: lambda at: Weekly(at, days)


_WEEKS = rf"(?:every|each)\s+(?:(?P<every>\d{{1,2}})\s+weeks?|other(?:\s+week)?)(?:\s+on)?[\s,]+(?P<days>{_LIST})"
_MONTHLY = r"(?:monthly|every\s+month)(?:\s+on)?(?:\s+the)?\s+"
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Days]], ...] = (
    (_form(r"(?:every\s?day|daily)"), _always(DAILY)),
    (_form(r"(?:every\s+)?(?:week\s?days?|working\s+days?|work\s?days?)"), _always(WEEKDAYS)),
    (_form(r"(?:every\s+)?week\s?ends?"), _always(WEEKENDS)),
    (_form(rf"{_WEEKS}(?:\s+from\s+(?P<first>\d{{4}}-\d\d-\d\d))?"), _some_weeks),
    (
        _form(rf"(?:every\s+(?=first|1st|last))?(?P<number>{'|'.join(_NUMBERS)})\s+(?P<day>{_DAY}){_OF_MONTH}?"),
        _nth_weekday,
    ),
    (_form(rf"{_MONTHLY}(?:last(?:\s+day)?|(?P<number>\d{{1,2}})(?:st|nd|rd|th)?)"), _day_of_month),
    (_form(rf"(?:last\s+day|(?P<number>\d{{1,2}})(?:st|nd|rd|th)){_OF_MONTH}"), _day_of_month),
    (_form(rf"(?:(?:every|weekly|every\s+week)\s+(?:on\s+)?)?(?P<days>{_LIST})"), _every_week),
)
"""How days can be named, and what each way means."""


def read_weekdays(text: str) -> frozenset[int]:
    """The days of the week that a text names, such as weekends, fri or sat-sun; none where it names no such days."""
    if re.fullmatch(r"week\s?ends?", text, re.IGNORECASE):
        return WEEKENDS
    return _listed(text) if re.fullmatch(_LIST, text, re.IGNORECASE) else frozenset()


def _listed(text: str) -> frozenset[int]:
    """The days of a list such as mon,wed or fri-mon; Monday is 0."""
    days: set[int] = set()
    for part in re.findall(rf"{_DAY}(?:\s*(?:-|–|to)\s*{_DAY})?", text, re.IGNORECASE):
        first, *last = re.findall(_DAY, part, re.IGNORECASE)
        begin = _weekday(first)
        length = (_weekday(last[0]) - begin) % 7 if last else 0
        days |= {(begin + ahead) % 7 for ahead in range(length + 1)}
    return frozenset(days)


def _weekday(name: str) -> int:
    return _NAMES.index(name[:3].casefold())


def _no_days(text: str) -> UserError:
    """The refusal of a text that begins with no days, by what it seems to mean."""
    word = re.split(r"[\s,]", re.sub(r"^every\s+", "", text, flags=re.IGNORECASE))[0]
    if re.match(rf"every\s+(?:{'|'.join(_NUMBERS)})\s", text, re.IGNORECASE):
        return UserError(_("“{text}” can be read in two ways; write “every 2 weeks monday” or “second monday”"),
                         text=shortened(text))  # fmt: skip
    if re.match(r"(?:monthly|every\s+month)\b", text, re.IGNORECASE):
        return UserError(_("Which day of the month? write it like “monthly 1st 07:00” or “first monday 07:00”"))
    if re.match(r"(?:weekly|every\s+(?:\d+\s+)?weeks?|every\s+other)\b", text, re.IGNORECASE):
        return UserError(_("Which day of the week? write it like “every monday 9am” or “every 2 weeks monday 9am”"))
    if re.match(r"\d", word) and not _HOUR.match(word):
        return _no_time(word)
    if not word or re.match(r"\d", word):
        return UserError(_("On which days? write it like “weekdays 07:30” or “every monday 9am”"))
    known = ("daily", "weekdays", "weekends", "monthly", "first monday", *_LONG_NAMES)
    near = difflib.get_close_matches(word.casefold(), known, 1)
    if near:
        return UserError(_("“{word}” names no days; did you mean “{near}”?"), word=shortened(word), near=near[0])
    return UserError(_("“{word}” names no days; write weekdays, daily, every monday, mon,wed, first monday or monthly 1st"),
                     word=shortened(word))  # fmt: skip


_LONG_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


# the time of day

_HALF = r"\s*(?P<half{0}>[ap])\.?m\b\.?"
_CLOCK = re.compile(
    rf"(?:at\s+)?(?:(?P<hour>\d{{1,2}})[:.](?P<minute>\d\d)(?:{_HALF.format('')})?|(?P<full>\d{{1,2}}){_HALF.format('_')}"
    r"|(?P<word>noon|midnight))(?=[\s,]|$)",
    re.IGNORECASE,
)
_HOUR = re.compile(r"(?P<full>\d{1,2})(?=[\s,]|$)")


def _leading_time(rest: str, text: str) -> tuple[time, str]:
    """The time that comes after the days, and what follows it. Raises UserError where none comes."""
    found = _CLOCK.match(rest) or _HOUR.match(rest)
    if found:
        return _time(found), rest[found.end() :]
    word = rest.split(" ")[0]
    if re.match(r"\d", word):
        raise _no_time(word)
    raise UserError(_("“{text}” names no time of day; add one, like 07:30"), text=shortened(text))


def _no_time(word: str) -> UserError:
    return UserError(_("“{word}” is no time of day; write it like 08:00 or 8am"), word=shortened(word))


def _time(found: re.Match[str]) -> time:
    """The time of day that was found. Raises UserError for one that no clock shows."""
    said = found.groupdict()
    if said.get("word"):
        return time(12 if said["word"].casefold() == "noon" else 0)
    hour, minute = int(said.get("hour") or said["full"]), int(said.get("minute") or 0)
    half = (said.get("half") or said.get("half_") or "").casefold()
    is_shown = minute < 60 and (1 <= hour <= 12 if half else hour < 24)
    if not is_shown:
        raise UserError(_("No clock shows “{word}”; a day goes from 00:00 to 23:59"), word=found[0].strip())
    return time(hour % 12 + (12 if half == "p" else 0) if half else hour, minute)


# written


def write_schedule(typed: Typed) -> str:
    """The schedule as a line that is read as the same again, on whatever day."""
    return " ".join(part for part in (_written(typed.pattern), typed.zone) if part)


def _written(pattern: Pattern) -> str:
    match pattern:
        case Weekly(at=at, days=days, every=every, first=first):
            names = ",".join(_NAMES[day] for day in sorted(days))
            return f"every {every} weeks {names} from {first} {at:%H:%M}" if every > 1 else f"{names} {at:%H:%M}"
        case MonthDay(at=at, day=day):
            return f"monthly {day} {at:%H:%M}"
        case MonthWeekday(at=at, weekday=weekday, number=number):
            name = next(word for word, meant in _NUMBERS.items() if meant == number)
            return f"{name} {_NAMES[weekday]} {at:%H:%M}"
        case Cron(line):
            return line
        case _:
            assert_never(pattern)
