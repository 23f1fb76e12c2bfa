"""The columns of the table of facts, each declared once: CSV, JSON, the template and the words of help are drawn from here.

A column is named as chat names it; a record file's own word for it is understood as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from briefings.claims import Relation
from briefings.document import mark as _


class Holds(StrEnum):
    """What the cells of a column hold. Several things in one cell are divided by “;”; “\\;” is a semicolon itself."""

    TEXT = "text"
    LIST = "list"
    DETAILS = "details"
    FLAG = "flag"


class Of(StrEnum):
    """What a column tells of: the fact, its source, or what became of the fact here."""

    FACT = "fact"
    SOURCE = "source"
    STORE = "store"
    """Written for readers, and left alone when it is read."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `key` is the word for it in a record file, `words` are others that people use for it."""

    name: str
    key: str
    what: str
    of: Of = Of.FACT
    holds: Holds = Holds.TEXT
    words: tuple[str, ...] = ()


COLUMNS: tuple[Column, ...] = (
    Column("name", "name", _("its permanent name, like S2-21; empty for a new fact"), words=("id", "fact")),
    Column("kind", "kind", _("strength, target, mandate-end, paid, note and others"), words=("type",)),
    Column("value", "value", _("number, sum, length of time or words; “unknown” for no number"),
           words=("amount", "number", "figure")),
    Column("text", "text", _("what it says, in our words")),
    Column("from", "subject", _("state, body or person it is about"), words=("party", "country")),
    Column("topic", "aspect", _("which office, proposal or report")),
    Column("for", "scope", _("a country or component; empty for the whole mission")),
    Column("on", "occurred", _("day it happened"), words=("date", "day")),
    Column("as-of", "as_of", _("day it speaks of, like 2025-03")),
    Column("reported", "reported_on", _("day it was reported")),
    Column("by", "deadline", _("deadline")),
    Column("until", "valid_to", _("last day it holds")),
    Column("basis", "basis", _("how its dates are known: stated, inferred or relative; a colon and the reason may follow")),
    Column("said-by", "said_by", _("whom the source passes on")),
    Column("with", "actors", _("who else took part"), holds=Holds.LIST),
    Column("details", "details", _("what only its kind has, like “instrument=S/RES/2699; change=renewal”"),
           holds=Holds.DETAILS),
    Column("quote", "quote", _("its source's own words, 12 at most"), words=("quotation", "evidence")),
    Column("grade", "grade", _("grade of source and item, like B2")),
    Column("doubt", "doubt", _("why the source seems to err")),
    Column("comment", "note", _("a note for readers"), words=("remark", "comments")),
    Column("beside", "beside", _("yes: not about the mission itself"), holds=Holds.FLAG),
    *(Column(relation.value.replace("_", "-"), relation.value, _("facts it leans on so, by their names"), holds=Holds.LIST)
      for relation in Relation),
    Column("headline", "headline", _("why it leads among rivals, where an editor chose it")),
    Column("standing", "standing", _("live, held or withdrawn; a colon and the reason may follow")),
    Column("source", "source", _("S2, a link or a title")),
    Column("source-title", "title", _("the title of its source"), Of.SOURCE, words=("title",)),
    Column("source-kind", "kind", _("news article, resolution, letter and so on"), Of.SOURCE),
    Column("publisher", "publisher", _("who published the source"), Of.SOURCE),
    Column("link", "link", _("where the source can be read"), Of.SOURCE, words=("url",)),
    Column("published", "published", _("day the source was published, as far as known"), Of.SOURCE),
    Column("published-basis", "published_basis", _("how that day is known"), Of.SOURCE),
    Column("source-grade", "grade", _("grade of the source"), Of.SOURCE),
    Column("source-comment", "note", _("a note on the source"), Of.SOURCE),
    Column("internal", "internal", _("yes: kept to rooms that are cleared for it"), Of.SOURCE, Holds.FLAG),
    Column("retracted", "retracted", _("why nothing of the source counts any more"), Of.SOURCE),
    Column("recorded", "recorded", _("when it was recorded here"), Of.STORE),
    Column("history", "history", _("all that befell it here"), Of.STORE),
)  # fmt: skip
BY_NAME = {column.name: column for column in COLUMNS}
OF_SOURCES = tuple(column for column in COLUMNS if column.of is Of.SOURCE)
MISSION, PARTY, REMARK, SOURCE = "mission", "party", "remark", "source"
OTHERS = (MISSION, PARTY, REMARK, SOURCE)
"""Kinds of rows that are no facts, for what facts lean on; an export writes them, nobody has to."""


def find(header: str) -> Column | None:
    """The column that a header names, in any case, with blanks or dashes; None for none."""
    wanted = _plain(header)
    return _BY_WORD.get(wanted)


def known_words() -> tuple[str, ...]:
    """Every word that names a column."""
    return tuple(_BY_WORD)


def _plain(word: str) -> str:
    return "-".join(word.casefold().replace("_", " ").replace("-", " ").split())


_BY_WORD: dict[str, Column] = {}
for _column in COLUMNS:
    for _word in (_column.name, *(() if _column.of is Of.SOURCE else (_column.key,)), *_column.words):
        _BY_WORD.setdefault(_plain(_word), _column)
