"""Made-up records of any size for measuring: the same mix of kinds, and a few series that grow with the record."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from briefings.claims import Claim, Mission, Party, Source
from briefings.dates import Precision, RecordedDate, Role
from briefings.record import Record
from briefings.values import Qualifier, Quantity

FIRST_DAY = date(2015, 1, 1)
LAST_DAY = date(2025, 1, 17)
COUNTRIES = 5
SOURCES = 25


def record_of(claims: int, name: str = "Bench") -> Record:
    """A record of so many claims, spread evenly over ten years."""
    return Record(
        mission=Mission(name=f"{name} mission", short=name),
        sources=tuple(
            Source(name=f"S{n}", title=f"Report {n}", published=RecordedDate(FIRST_DAY)) for n in range(SOURCES)
        ),
        parties=tuple(Party(name=f"State {n}") for n in range(COUNTRIES)),
        claims=tuple(_claim(n, _day(n, claims)) for n in range(claims)),
    )


def _day(number: int, of: int) -> date:
    return FIRST_DAY + timedelta(days=(LAST_DAY - FIRST_DAY).days * number // of)


def _claim(number: int, day: date) -> Claim:
    """One claim; ten in a row are a strength, a contingent's strength, a movement, a target, a position, and so on."""
    country = f"State {number // 10 % COUNTRIES}"
    on = {Role.AS_OF: RecordedDate(day)}
    happened = {Role.OCCURRED: RecordedDate(day)}
    count = Quantity(Decimal(400 + number % 2_000), qualifier=Qualifier.ABOUT, unit="personnel")
    made: list[dict[str, object]] = [
        {"kind": "strength", "value": count, "dates": on},
        {"kind": "strength", "value": count, "scope": country, "dates": on},
        {"kind": "movement", "subject": country, "text": "a rotation", "dates": happened, "details": {"movement": "rotated"}},
        {"kind": "target", "value": Quantity(Decimal(2_500 + number), unit="personnel"),
         "dates": {Role.DEADLINE: RecordedDate(day.replace(day=1), Precision.MONTH), **on}},
        {"kind": "position", "subject": country, "aspect": "UN operation", "value": "support", "dates": on},
        {"kind": "statement", "subject": country, "text": f"statement number {number}", "dates": happened},
        {"kind": "engagement", "actors": (country,), "text": f"meeting number {number}", "dates": happened},
        {"kind": "contribution", "subject": country, "value": Quantity(Decimal(10_000_000), currency="USD"),
         "dates": on, "details": {"stage": "paid"}},
        {"kind": "mandate", "aspect": "term", "dates": {Role.VALID_TO: RecordedDate(day + timedelta(days=365)), **happened}},
        {"kind": "vote", "value": "adopted", "text": "an extension", "dates": happened},
    ]  # fmt: skip
    return Claim(name=f"F{number + 1}", source=f"S{number % SOURCES}", quote="a short quotation", **made[number % 10])  # type: ignore[arg-type]
