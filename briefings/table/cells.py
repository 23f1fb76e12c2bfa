"""What stands in the cells of the table: made of claims and sources, and taken apart again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefings.claims import Claim, Mission, Party, Relation, Remark, Source, Standing, Value
from briefings.dates import Basis, Role
from briefings.ladders import write_ladder
from briefings.record import Record
from briefings.table.columns import MISSION, OF_SOURCES, PARTY, REMARK, SOURCE

Cells = dict[str, str]
"""What a row says, by the names of its columns; a column that is not there says nothing of it."""

DATES = {"on": Role.OCCURRED, "as-of": Role.AS_OF, "reported": Role.REPORTED_ON, "by": Role.DEADLINE,
         "until": Role.VALID_TO}  # fmt: skip
RELATIONS = {relation.value.replace("_", "-"): relation for relation in Relation}
YES = "yes"


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its number in the file, as whoever looks at it counts: the header is row 1."""

    number: int
    cells: Cells


@dataclass(frozen=True, slots=True)
class Extras:
    """What the store tells of a claim besides: its standing with the reason, when it was recorded, what befell it."""

    standing: str = ""
    recorded: str = ""
    history: str = ""


# several things in one cell


def joined(parts: Iterable[str]) -> str:
    """Several things in one cell; one alone is followed by a “;”, so that it stays a list."""
    written = [part.replace("\\", "\\\\").replace(";", "\\;") for part in parts]
    return f"{written[0]};" if len(written) == 1 else "; ".join(written)


def divided(cell: str) -> tuple[str, ...]:
    """The things in one cell, without blanks around them; empty ones are left out."""
    parts = (part.strip() for part in re.findall(r"((?:\\.|[^;\\])*(?:\\$)?)(?:;|$)", cell, re.DOTALL))
    return tuple(unescaped(part) for part in parts if part)


def is_list(cell: str) -> bool:
    """Whether a cell holds several things, or one that is a list."""
    return bool(re.search(r"(?<!\\)(?:\\\\)*;", cell))


def escaped(text: str) -> str:
    """A text as it stands in a cell that could hold several."""
    return text.replace("\\", "\\\\").replace(";", "\\;")


def unescaped(text: str) -> str:
    return re.sub(r"\\([;\\])", r"\1", text)


# a claim and a source as cells


def claim_cells(claim: Claim, headline: str = "", extras: Extras | None = None) -> Cells:
    """A claim as a row; `headline` is an editor's reason for choosing it. Its source's own columns are not among them."""
    basis = claim.basis.value + (f": {claim.basis_note}" if claim.basis_note else "")
    cells = {
        "name": claim.name, "kind": claim.kind, "value": _value(claim.value), "text": claim.text,
        "from": claim.subject, "topic": claim.aspect, "for": claim.scope,
        **{column: str(claim.dates[role]) if role in claim.dates else "" for column, role in DATES.items()},
        "basis": "" if basis == Basis.STATED else basis, "said-by": claim.said_by, "with": _names(claim.actors),
        "details": _details(claim), "quote": claim.quote, "grade": claim.grade, "doubt": claim.doubt,
        "comment": claim.note, "beside": YES if claim.beside else "",
        **{column: _names(claim.linked(relation)) for column, relation in RELATIONS.items()},
        "headline": headline, "standing": "", "source": claim.source,
    }  # fmt: skip
    if extras:
        cells |= {"standing": extras.standing, "recorded": extras.recorded, "history": extras.history}
    elif claim.standing is not Standing.LIVE:
        cells["standing"] = claim.standing.value
    return cells


def source_cells(source: Source) -> Cells:
    """What a row tells of the source of its fact."""
    unknown = Source(name="", title="").published
    said = {column.name: getattr(source, column.key) for column in OF_SOURCES}
    return {name: "" if value in (unknown, False) else YES if value is True else str(value)
            for name, value in said.items()}  # fmt: skip


def _names(names: Sequence[str]) -> str:
    return "; ".join(escaped(name) for name in names)


def _value(value: Value) -> str:
    if isinstance(value, tuple):
        return joined(value) or ";"
    return "" if value is None else escaped(value) if isinstance(value, str) else str(value)


def _details(claim: Claim) -> str:
    return "; ".join(escaped(f"{name}={_detail(value)}") for name, value in claim.details.items())


def _detail(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(part).replace(",", "\\,") for part in value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def names_in(text: str) -> list[str]:
    """The names in a detail that holds several."""
    parts = (part.strip() for part in re.split(r"(?<!\\),", text))
    return [part.replace("\\,", ",") for part in parts if part]


# a whole record


def rows_of(record: Record, extras: Mapping[str, Extras] | None = None) -> Iterator[Cells]:
    """A record as rows: its facts, each with its source, then what else they lean on."""
    sources = {source.name: source for source in record.sources}
    chosen = {choice.claim: choice.reason for choice in record.choices}
    for claim in record.claims:
        cells = claim_cells(claim, chosen.get(claim.name, ""), extras.get(claim.name) if extras else None)
        yield {**cells, **(source_cells(sources[claim.source]) if claim.source in sources else {})}
    used = {claim.source for claim in record.claims}
    yield from (
        {"kind": SOURCE, "source": name, **source_cells(source)} for name, source in sources.items() if name not in used
    )
    yield from map(_party, record.parties)
    yield from map(_remark, record.remarks)
    yield _mission(record.mission)


def _party(party: Party) -> Cells:
    return {"kind": PARTY, "name": party.name, "value": party.kind, "text": party.short,
            "from": party.part_of, "with": _names(party.aliases)}  # fmt: skip


def _remark(remark: Remark) -> Cells:
    return {"kind": REMARK, "name": remark.name, "value": remark.kind, "text": remark.text,
            "with": _names(remark.claims)}  # fmt: skip


def _mission(mission: Mission) -> Cells:
    ladders = ", ".join(write_ladder(kind, rungs) for kind, rungs in mission.ladders.items())
    more = [("preceded_by", mission.preceded_by), ("archived", mission.archived), ("ladders", ladders)]
    return {"kind": MISSION, "name": mission.name, "text": mission.short, "value": mission.kind.value,
            "topic": mission.basis.value, "from": mission.host_state, "with": _names(mission.aliases),
            "for": mission.succeeded_by, "details": _names([f"{name}={said}" for name, said in more if said])}  # fmt: skip
