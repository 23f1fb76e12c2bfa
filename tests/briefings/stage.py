"""What the stories of the engine stand on: the three record files, small made-up missions, documents as plain words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from briefings import words
from briefings.claims import Choice, Claim, Link, Mission, Party, Relation, Source, Standing
from briefings.dates import Basis, Role, read_date
from briefings.document import Document, Line, Section, plain
from briefings.kinds import KINDS
from briefings.picture import Clocks, Picture, picture
from briefings.record import Record, read_record
from briefings.record.keys import value_key

TODAY = date(2026, 11, 22)
ROOT = Path(__file__).parents[2]
FILES = {
    "haiti": ROOT / "store/records/haiti-mss.toml",
    "long": ROOT / "tests/records/long.toml",
    "successor": ROOT / "tests/records/successor.toml",
}
ENGLISH = words.language("en")


@cache
def record(name: str) -> Record:
    """The record of a file: haiti, long or successor."""
    return read_record(FILES[name].read_text("utf-8"))


@cache
def facts(name: str) -> dict[str, Claim]:
    return {claim.name: claim for claim in record(name).claims}


def on(name: str, day: str, *, today: date = TODAY, published_by: str = "") -> Picture:
    """The Picture of a recorded mission on a day."""
    held = record(name)
    read_by = date.fromisoformat(published_by) if published_by else None
    clocks = Clocks(today, date.fromisoformat(day), read_by)
    return picture(held.mission, clocks, held.claims, held.sources, held.parties, held.choices, held.remarks)


# small made-up missions

MADE_UP = Mission(name="Mission of the story", short="Story")


def fact(
    name: str, kind: str, value: Any = None, *, source: str = "", links: dict[str, str] | None = None, **rest: Any
) -> Claim:
    """A claim as a record file would write it: dates and values in their notation, details by name.

    Its source is the one its name begins with: S1-01 is from S1.
    """
    roles = [role.value for role in Role if role.value in rest]
    details = [detail.name for detail in KINDS[kind].details if detail.name in rest]
    return Claim(
        name=name,
        kind=kind,
        source=source or name.split("-")[0],
        value=None if value is None else value_key(KINDS[kind]).read(value),
        dates={Role(role): read_date(rest.pop(role)) for role in roles},
        details={detail: rest.pop(detail) for detail in details},
        basis=rest.pop("basis", Basis.STATED),
        standing=rest.pop("standing", Standing.LIVE),
        links=tuple(Link(Relation(relation), to) for relation, to in (links or {}).items()),
        **rest,
    )


def source(name: str, published: str = "unknown") -> Source:
    return Source(name=name, title=f"Source {name}", published=read_date(published))


def story(
    day: str,
    *claims: Claim,
    today: str = "",
    sources: Iterable[Source] = (),
    choices: Iterable[Choice] = (),
    parties: Iterable[Party] = (),
    published_by: str = "",
    known_at: datetime | None = None,
) -> Picture:
    """The Picture of a few claims on a day; a source nobody describes was published on 1 January 2020."""
    described = {found.name: found for found in sources}
    every = {claim.source: described.get(claim.source, source(claim.source, "2020-01-01")) for claim in claims}
    asked = date.fromisoformat(day)
    clocks = Clocks(
        date.fromisoformat(today) if today else asked,
        asked,
        date.fromisoformat(published_by) if published_by else None,
        known_at,
    )
    return picture(MADE_UP, clocks, claims, every.values(), parties, choices)


def shown(found: Picture) -> set[str]:
    """The names of all claims that a Picture holds as the situation of its day."""
    return {claim.name for claims in found.series.values() for claim in claims}


# documents as plain words


def lines(document: Document[Line]) -> list[str]:
    """Every sentence of a document as plain words, in reading order."""
    said: list[str] = []
    words.say(document, ENGLISH).over(lambda spans: said.append(plain(spans)))
    return said


def title(document: Document[Line]) -> str:
    return words.text(document.title)


def header(document: Document[Line]) -> list[str]:
    return [words.text(line) for line in document.header]


def small(document: Document[Line]) -> list[str]:
    return [words.text(line) for line in document.small]


def labels(document: Document[Line]) -> list[str]:
    return [words.text(part.label) for part in document.sections if part.label]


def section(document: Document[Line], label: str) -> list[str]:
    """The sentences of the sections with a label; empty when there is none."""
    found = [part for part in document.sections if part.label and words.text(part.label) == label]
    return [sentence for part in found for sentence in sentences(part)[1:]]


def sentences(part: Section[Line]) -> list[str]:
    """Every sentence of a section, its label first."""
    return lines(Document("one section", Line(""), sections=(part,)))[1:]
