"""Files of facts, in and out: what an import would do row by row, that it was done, and what an export holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from briefings.claims import Claim, Standing
from briefings.document import (
    Count,
    Document,
    File,
    Hole,
    Line,
    Listing,
    Offer,
    Quoted,
    Section,
    Text,
    When,
    plural,
    section,
)
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.sentences import KIND_IN_A_SENTENCE
from briefings.kinds import kind_of
from briefings.record import Record
from briefings.table import COLUMNS, MEDIA_TYPES, RowFault, rows_of, template, written
from briefings.table.columns import MISSION, PARTY, REMARK, SOURCE, Of

REFUSED = "import-refused"
"""The name of the document that says what cannot be imported."""
SIZE = 15
"""Rows on a page."""
SHOWN = 100
"""Characters of a text that are shown in a row, at most."""


class Fate(StrEnum):
    """What becomes of a row, in the order in which rows are shown."""

    CANNOT = "cannot"
    CHANGES = "changes"
    NEW = "new"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What would become of a row: `name` is that of the fact, party, source, remark or mission it is about, `sort` which.

    `changes` are its columns that say something else, each with what it was and what it becomes.
    """

    row: int
    fate: Fate
    name: str = ""
    sort: str = "fact"
    claim: Claim | None = None
    changes: tuple[tuple[str, str, str], ...] = ()
    faults: tuple[RowFault, ...] = ()


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file would bring: the verdict of every row, and the names that nobody used before.

    `check` is a short hash of all of it; `is_new_mission` says that the mission begins with it.
    """

    mission: str
    file: str
    size: int
    check: str
    verdicts: Sequence[Verdict]
    new_names: tuple[str, ...] = ()
    is_new_mission: bool = False

    def count(self, fate: Fate) -> int:
        return sum(verdict.fate is fate for verdict in self.verdicts)


# what an import would do


def import_question(brought: Brought, line: str = "", page: int = 1) -> Document[Line]:
    """What a file would change, to be seen first; with rows that cannot be read nothing of it can be stored."""
    cannot = brought.count(Fate.CANNOT)
    nothing = not cannot and brought.count(Fate.SAME) == len(brought.verdicts)
    return Document(
        name=REFUSED if cannot else "import",
        title=_title(brought),
        header=(Line(_UNSTORED[bool(cannot), nothing]), _counts(brought)),
        sections=(
            section(
                Line(_("Rows")), *(line for verdict in _page(brought, page) for line in _row(verdict)), is_list=True
            ),
            *_names(brought),
        ),
        small=(*_place(brought, page), _file(brought)),
        offers=tuple(_turns(brought, line, page)),
    )


def _title(brought: Brought) -> Line:
    if brought.count(Fate.CANNOT):
        return plural(_("{n} row of {file} cannot be imported into {mission}"),
                      _("{n} rows of {file} cannot be imported into {mission}"), brought.count(Fate.CANNOT),
                      file=Quoted(brought.file), mission=brought.mission)  # fmt: skip
    if brought.is_new_mission:
        return Line(_("Import {file} as a new mission, {mission}?"), file=Quoted(brought.file), mission=brought.mission)
    return Line(_("Import {file} into {mission}?"), file=Quoted(brought.file), mission=brought.mission)


_UNSTORED = {
    (True, False): _(
        "Nothing is stored: mend these rows and send the file again. It is taken as a whole or not at all."
    ),
    (False, True): _("Nothing would change: all of it is on record already."),
    (False, False): _("Nothing is stored yet. It is taken as a whole or not at all."),
}


def _counts(brought: Brought) -> Line:
    return Line(_("{rows}: {new} new, {changed} changed, {same} on record already, {cannot} that cannot be read"),
                rows=plural(_("{n} row"), _("{n} rows"), len(brought.verdicts)), new=brought.count(Fate.NEW),
                changed=brought.count(Fate.CHANGES), same=brought.count(Fate.SAME), cannot=brought.count(Fate.CANNOT))  # fmt: skip


def _file(brought: Brought) -> Line:
    return Line(_("File of {n} kB, check {check}."), n=-(-brought.size // 1_000), check=Text(brought.check))


def _in_order(brought: Brought) -> list[Verdict]:
    return sorted(brought.verdicts, key=lambda verdict: (list(Fate).index(verdict.fate), verdict.row))


def _page(brought: Brought, page: int) -> list[Verdict]:
    return _in_order(brought)[(page - 1) * SIZE : page * SIZE]


def pages(brought: Brought) -> int:
    return max(1, -(-len(brought.verdicts) // SIZE))


def _place(brought: Brought, page: int) -> Iterator[Line]:
    if pages(brought) > 1:
        yield Line(_("Rows {first} to {last} of {n}, page {page} of {pages}; what cannot be read stands first, then what changes."),
                   first=(page - 1) * SIZE + 1, last=min(page * SIZE, len(brought.verdicts)), n=len(brought.verdicts),
                   page=page, pages=pages(brought))  # fmt: skip


def _turns(brought: Brought, line: str, page: int) -> Iterator[Offer[Line]]:
    if line and page < pages(brought):
        yield Offer(Line(_("Next page")), f"{line} page {page + 1}", in_place=True)
    if line and page > 1:
        yield Offer(Line(_("Previous page")), f"{line} page {page - 1}", in_place=True)


def _names(brought: Brought) -> Iterator[Section[Line]]:
    if brought.new_names:
        shown = tuple(Text(name) for name in brought.new_names[:SIZE])
        line = Line(_("{names}; check their spelling"), names=Listing(shown, by_commas=True))
        more = len(brought.new_names) - len(shown)
        rest = (plural(_("and {n} more"), _("and {n} more"), more),) if more else ()
        yield section(Line(_("New names here")), line, *rest)


# one row


def _row(verdict: Verdict) -> Iterator[Line]:
    """What becomes of a row, in a line; of one that cannot be read a line for each thing to mend."""
    name = Text(verdict.name or "–")
    match verdict.fate:
        case Fate.CANNOT:
            yield from (_fault(verdict.row, fault) for fault in verdict.faults)
        case Fate.CHANGES:
            changes = Listing(tuple(_change(*change) for change in verdict.changes), by_commas=True)
            said = changes if verdict.changes else Line(_SORTS[verdict.sort])
            yield Line(_("Row {row} changes {name}: {changes}"), row=verdict.row, name=name, changes=said)
        case Fate.NEW:
            yield Line(_("Row {row}, new {name}: {said}"), row=verdict.row, name=name, said=_said(verdict))
        case Fate.SAME:
            yield Line(_("Row {row}: {name} is on record already"), row=verdict.row, name=name)


def _change(column: str, was: str, now: str) -> Line:
    return Line(_("{column} “{was}” becomes “{now}”"), column=column, was=Quoted(_short(was) or "–"),
                now=Quoted(_short(now) or "–"))  # fmt: skip


def _fault(row: int, fault: RowFault) -> Line:
    if fault.column:
        return Line(
            _("Row {row}, {column}: {what} {fix}"), row=row, column=fault.column, what=fault.what, fix=fault.fix
        )
    return Line(_("Row {row}: {what} {fix}"), row=row, what=fault.what, fix=fault.fix)


_SORTS = {PARTY: _("a party"), SOURCE: _("a source"), REMARK: _("a remark on several facts"), MISSION: _("the mission")}


def _said(verdict: Verdict) -> Line:
    """What a new row says, in short; its value, its words, its day and its source."""
    claim = verdict.claim
    if claim is None:
        return Line(_SORTS[verdict.sort])
    parts: list[Hole] = [Line(KIND_IN_A_SENTENCE[claim.kind])]
    parts += [Text(claim.subject)] if claim.subject else []
    parts += [Quoted(claim.aspect)] if claim.aspect else []
    if claim.quantity:
        parts.append(Count(claim.quantity))
    elif isinstance(claim.value, tuple):
        parts.append(Quoted(_short(", ".join(claim.value))))
    elif claim.value is not None or claim.text:
        parts.append(Quoted(_short(str(claim.value or claim.text))))
    elif kind_of(claim).unit:
        parts.append(Line(_("number not recorded")))
    parts += [When(said) for said in list(claim.dates.values())[:1]]
    parts.append(Text(f"[{claim.source}]"))
    parts += [Text(claim.standing.value)] if claim.standing is not Standing.LIVE else []
    return Line("{said}", said=Listing(tuple(parts), by_commas=True))


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


# that it was done


def imported(brought: Brought, offers: tuple[Offer[Line], ...] = ()) -> Document[Line]:
    """That a file was imported, or that nothing of it was new."""
    if brought.count(Fate.SAME) == len(brought.verdicts):
        title = Line(_("All of {file} is on record in {mission} already: nothing was changed"), file=Quoted(brought.file),
                     mission=brought.mission)  # fmt: skip
    else:
        title = Line(_("{file} is imported into {mission}"), file=Quoted(brought.file), mission=brought.mission)
    return Document(name="imported", title=title, header=(_counts(brought),), small=(_file(brought),), offers=offers)


def how_to_import(prefix: str = "") -> Document[Line]:
    """How a file of facts is made, with an empty one to begin with."""
    told = [
        Line("{column}: {what}", column=column.name, what=Line(column.what))
        for column in COLUMNS
        if column.of is not Of.STORE
    ]
    return Document(
        name="import-how-to",
        title=Line(_("Send a CSV or JSON file with one fact a row; nothing is stored before you have seen what it would do")),
        header=(
            Line(_("At the terminal: “mss record import FILE”. In Discord: “{prefix}mission import” with the file. In Slack: “{prefix}import” opens a form."), prefix=prefix or "/mss "),
            Line(_("Every fact wants a kind and a source. An empty cell says nothing; “none” empties a cell of a fact on record.")),
        ),
        sections=(section(Line(_("Columns")), *told, is_list=True),),
        file=File("facts.csv", MEDIA_TYPES["csv"], template()),
    )  # fmt: skip


# an export


def exported(file: File, mission: str, facts: int, sources: int, clock: tuple[Line, ...] = ()) -> Document[Line]:
    """A file of facts, and what it holds."""
    counts = Line(_("{facts} from {sources}"), facts=plural(_("{n} fact"), _("{n} facts"), facts),
                  sources=plural(_("{n} source"), _("{n} sources"), sources))  # fmt: skip
    return Document(
        name="export",
        title=Line(_("{mission}, exported: {counts}"), mission=mission, counts=counts),
        header=clock,
        sections=(section(Line(_("File")), Line(_("{name}, {n} kB"), name=Quoted(file.name), n=-(-len(file.content) // 1_000))),),
        small=(Line(_("“mission import” takes it back; in a CSV an apostrophe keeps a spreadsheet from running a cell.")),),
        file=file,
    )  # fmt: skip


# examples


def _brought(*verdicts: Verdict, names: tuple[str, ...] = ()) -> Brought:
    return Brought("MSS Haiti", "facts.csv", 4_210, "1f2e3d4c", verdicts, names)


def _verdicts() -> tuple[Verdict, ...]:
    claims = {claim.name: claim for claim in examples.record().claims}
    return (
        Verdict(2, Fate.NEW, "S2-34", claim=claims["S2-21"]),
        Verdict(3, Fate.CHANGES, "S2-07", changes=(("value", "about 400", "about 410"), ("comment", "", "second count"))),
        Verdict(4, Fate.SAME, "S1-02"),
        Verdict(5, Fate.NEW, "Belize", PARTY),
    )  # fmt: skip


def _fault_of(column: str, value: str, fix: str) -> RowFault:
    what = Line(_("“{value}” cannot be read as {column}."), value=value, column=column)
    return RowFault(column, what, Line(_("Write it like {example}."), example=fix))


def _whole(form: str) -> Document[Line]:
    record: Record = examples.record()
    file = File(f"mss-haiti-2025-01-17.{form}", MEDIA_TYPES[form], written(rows_of(record), form))
    return exported(file, record.mission.short, len(record.claims), len(record.sources))


EXAMPLES = {
    "a question": lambda: import_question(_brought(*_verdicts(), names=("Belize",)), "mission import 0f"),
    "rows that cannot be read": lambda: import_question(
        _brought(
            Verdict(6, Fate.CANNOT, faults=(_fault_of("value", "85,5 million", "USD 85.5 million"),)), *_verdicts()
        )
    ),
    "many rows": lambda: import_question(
        _brought(*(Verdict(row, Fate.SAME, f"S2-{row:02}") for row in range(2, 42))), "mission import 0f", 2
    ),
    "imported": lambda: imported(_brought(*_verdicts())),
    "nothing new": lambda: imported(_brought(Verdict(2, Fate.SAME, "S2-21"))),
    "how to": how_to_import,
    "an export": lambda: _whole("csv"),
}
