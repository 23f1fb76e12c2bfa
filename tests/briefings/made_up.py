"""Made-up dates, values, claims and records, for hypothesis."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import settings
from hypothesis import strategies as st

from briefings.claims import Choice, Claim, Link, Mission, Party, Relation, Remark, Source
from briefings.dates import Basis, Bound, Part, Precision, RecordedDate
from briefings.kinds import KINDS, FactKind, ValueType
from briefings.ladders import LADDER_KINDS, MOST_RUNGS, WIDEST, ladder
from briefings.record import Record
from briefings.values import Duration, Qualifier, Quantity

QUICK = settings(deadline=None, max_examples=30)
"""Enough examples for each run of all tests; no time limit, since machines are shared."""

_PERIODS = {Part.WHOLE: 1, Part.EARLY: 1, Part.MID: 5, Part.LATE: 9}


def periods(days: st.SearchStrategy[date]) -> st.SearchStrategy[tuple[date, Precision, Part]]:
    """A day, a month, a year or a third of one, as a source may name it."""
    return st.one_of(
        days.map(lambda day: (day, Precision.DAY, Part.WHOLE)),
        days.map(lambda day: (day.replace(day=1), Precision.MONTH, Part.WHOLE)),
        st.builds(
            lambda day, part: (day.replace(month=_PERIODS[part], day=1), Precision.YEAR, part),
            days,
            st.sampled_from(Part),
        ),
    )


def known_dates(days: st.SearchStrategy[date]) -> st.SearchStrategy[RecordedDate]:
    """Every date that says something: plain, hedged, bounded on one side or both."""
    simple = st.sampled_from([bound for bound in Bound if bound is not Bound.BETWEEN])
    return st.one_of(
        st.builds(lambda period, bound: RecordedDate(period[0], period[1], bound, period[2]), periods(days), simple),
        st.builds(_between, periods(days), st.integers(0, 400)),
    )


def _between(period: tuple[date, Precision, Part], length: int) -> RecordedDate:
    start, precision, part = period
    last = start + timedelta(days=min(length, (date.max - start).days))
    return RecordedDate(start, precision, Bound.BETWEEN, part, until=last)


ANY_DAY = st.dates()
NEAR_DAY = st.dates(date(2020, 1, 1), date(2026, 12, 31))
UNKNOWN_DATES = st.none() | NEAR_DAY
ANY_DATE = known_dates(ANY_DAY) | UNKNOWN_DATES.map(lambda near: RecordedDate(None, Precision.UNKNOWN, near=near))
NEAR_DATE = known_dates(NEAR_DAY) | UNKNOWN_DATES.map(lambda near: RecordedDate(None, Precision.UNKNOWN, near=near))

NUMBERS = st.integers(0, 10**15 - 1).map(Decimal) | st.decimals(0, 10**9, places=2)
UNITS = st.sampled_from(["", "personnel", "police officers", "MSS officers", "to be confirmed", "ÉLITE (civilian)"])


@st.composite
def quantities(draw: st.DrawFn, *, is_money: bool = False) -> Quantity:
    """Any count or sum that the notation can write."""
    low = draw(NUMBERS)
    high = draw(st.none() | NUMBERS.filter(lambda number: number >= low))
    currency = draw(st.sampled_from(["USD", "EUR", "TVF"])) if is_money else ""
    return Quantity(low, high, draw(st.sampled_from(Qualifier)), draw(UNITS), currency)


DURATIONS = st.builds(Duration, st.integers(0, 9999), st.sampled_from(["day", "month", "year"]))

# records

_TEXT = st.text(max_size=30)
_FILLED = st.text(min_size=1, max_size=30)
_WORDS = st.lists(_FILLED, max_size=3).map(tuple)
_PARTIES = ("Amina", "Ben", "Chidi", "Tamsin & Ardo", "N'Karo")
_SOURCES = ("S0", "S1", "S20")
_LADDERS = st.dictionaries(
    st.sampled_from(LADDER_KINDS), st.lists(st.integers(0, WIDEST), min_size=1, max_size=MOST_RUNGS).map(ladder)
)
_QUOTE = st.lists(st.text("abcé'“\"\\<*", min_size=1, max_size=6), max_size=12).map(" ".join)
_GRADE = st.sampled_from(["", "A1", "F6"])


def records() -> st.SearchStrategy[Record]:
    """Any record that a file could hold."""
    return st.builds(
        _record,
        st.builds(
            Mission,
            name=_FILLED,
            short=_FILLED,
            host_state=_TEXT,
            aliases=_WORDS,
            succeeded_by=_TEXT,
            preceded_by=_TEXT,
            ladders=_LADDERS,
            archived=_TEXT,
        ),
        st.tuples(*(_source(name) for name in _SOURCES)),
        st.lists(st.sampled_from(sorted(KINDS)), max_size=6).flatmap(lambda kinds: st.tuples(*map(_claim, kinds))),
        _FILLED,
    )


def _record(mission: Mission, sources: tuple[Source, ...], claims: tuple[Claim, ...], reason: str) -> Record:
    parties = tuple(Party(name=name, kind="body", part_of="Amina" if name == "Ben" else "") for name in _PARTIES)
    named = tuple(_linked(number, claim) for number, claim in enumerate(claims))
    some = tuple(claim.name for claim in named[:2])
    choices = tuple(Choice(name, reason) for name in some)
    return Record(mission, sources, parties, named, choices, (Remark("C1", "rivals", some, reason),) if some else ())


def _linked(number: int, claim: Claim) -> Claim:
    """The claim under a name of its own, leaning on the ones before it."""
    relations = list(Relation)[: number % 3]
    links = tuple(Link(relation, f"F{before}") for relation in relations for before in range(number))
    return Claim(**{**{key: getattr(claim, key) for key in claim.__slots__}, "name": f"F{number}", "links": links})


def _source(name: str) -> st.SearchStrategy[Source]:
    return st.builds(
        Source, name=st.just(name), title=_FILLED, kind=_TEXT, publisher=_TEXT, published=ANY_DATE, grade=_GRADE,
        link=st.sampled_from(["", "https://example.org/a?b=c&d=é"]), published_basis=_TEXT, note=_TEXT,
    )  # fmt: skip


def _claim(kind: str) -> st.SearchStrategy[Claim]:
    declared = KINDS[kind]
    return st.builds(
        Claim, name=st.just(""), kind=st.just(kind), source=st.sampled_from(_SOURCES),
        subject=st.sampled_from(("", *_PARTIES)), aspect=_TEXT, scope=_TEXT, value=_value(declared), text=_TEXT,
        dates=st.dictionaries(st.sampled_from(declared.roles), ANY_DATE), basis=st.sampled_from(Basis),
        basis_note=_TEXT.map(str.strip), said_by=_TEXT, actors=st.lists(st.sampled_from(_PARTIES)).map(tuple),
        quote=_QUOTE, doubt=_TEXT, note=_TEXT, grade=_GRADE, beside=st.booleans(), details=_details(declared),
    )  # fmt: skip


def _value(kind: FactKind) -> st.SearchStrategy[object]:
    match kind.value:
        case ValueType.COUNT | ValueType.MONEY:
            return st.none() | quantities(is_money=kind.value is ValueType.MONEY)
        case ValueType.DURATION:
            return st.none() | DURATIONS
        case ValueType.CHOICE:
            return st.sampled_from(kind.choices if "value" in kind.needs else (None, *kind.choices))
        case _:
            return st.none() | _TEXT | _WORDS


def _details(kind: FactKind) -> st.SearchStrategy[dict[str, object]]:
    days = ("starts_on", "previous_end", "extends_until")
    of_type = {str: _TEXT, int: st.integers(-(10**6), 10**6), bool: st.booleans(),
               tuple: st.lists(st.sampled_from(_PARTIES)).map(tuple)}  # fmt: skip
    each = {detail.name: ANY_DATE.map(str) if detail.name in days else of_type[detail.type] for detail in kind.details}
    if "rule" in each:
        each["rule"] = st.sampled_from(["report 30 days before end", "review 9 months after start"])
    return st.fixed_dictionaries({}, optional=each)
