"""The sources that the rows of a file name and describe."""

from __future__ import annotations

import re
from collections.abc import Iterable

from adapters.line import shortened
from bot.entry.source import NOTES
from bot.importing.found import Found
from briefings.claims import Claim, Source
from briefings.document import Line
from briefings.document import mark as _
from briefings.table import Cells, Row, read_parts, source_cells
from briefings.table.columns import OF_SOURCES
from briefings.table.facts import SOURCE_PARTS
from store.rows import folded

_SOURCE_NAME = re.compile(r"\[?(S\d{1,6})\]?", re.IGNORECASE)
_LINK = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


class Sources:
    """The sources that rows name: by S2, by a link or by a title; each may be described in any of its rows."""

    def __init__(self, held: Iterable[Source]) -> None:
        self.all = {source.name: source for source in held}
        self.held = frozenset(self.all)
        self.changed: dict[str, Source] = {}
        self._by_words = {folded(word): name for name, source in self.all.items()
                          for word in (source.title, source.link) if word}  # fmt: skip
        self._told: dict[tuple[str, str], tuple[str, int]] = {}
        self._seen: set[tuple[str, ...]] = set()
        self._last = max((int(name[1:]) for name in self.all if name[1:].isdigit()), default=-1)

    def of(self, row: Row, found: Found, there: Claim | None = None, *, is_note: bool = False) -> str:
        """The name of the source that a row is from; what it tells of it is kept. Faults go to the row."""
        told = {column.name: row.cells.get(column.name, "") for column in OF_SOURCES}
        said = row.cells.get("source", "") or (told["link"] or told["source-title"] if there is None else there.source)
        name = self._name(said, told, found, is_note=is_note)
        key = (name, *told.values())
        if not found.faults and key not in self._seen:
            self._seen.add(key)
            self._tell(name, {column: word for column, word in told.items() if word}, row.number, found)
        return name

    def _name(self, said: str, told: Cells, found: Found, *, is_note: bool) -> str:
        named = _SOURCE_NAME.fullmatch(said.strip())
        if named:
            name = named[1].upper()
            if name not in self.all and not told["source-title"]:
                found.wrong("source", Line(_("there is no source {name} yet."), name=name),
                            Line(_("Name a new one by its link or its title, or fill in “source-title”.")))  # fmt: skip
            return name
        if not said and is_note:
            return self._of_notes()
        if not said:
            found.wrong("source", Line(_("where was this read?")),
                        Line(_("Write S2, a link or a title; what has no source can only be a note.")))  # fmt: skip
            return ""
        return self._by_words.get(folded(said)) or self._new(said, told)

    def _new(self, said: str, told: Cells) -> str:
        self._last += 1
        name = f"S{self._last}"
        while name in self.all:
            self._last += 1
            name = f"S{self._last}"
        is_link = bool(_LINK.fullmatch(said))
        title = told["source-title"] or (shortened(re.sub(r"^https?://", "", said), 80) if is_link else said)
        self._keep(
            Source(name=name, title=title, kind="web page" if is_link else "document", link=said if is_link else "")
        )
        self._by_words[folded(said)] = name
        return name

    def _of_notes(self) -> str:
        known = next((source.name for source in self.all.values() if source.kind == NOTES), None)
        if known is None:
            self._last += 1
            known = f"S{self._last}"
            self._keep(Source(name=known, title=_("Notes without a source"), kind=NOTES))
        return known

    def _tell(self, name: str, told: Cells, row: int, found: Found) -> None:
        """Keep what a row tells of a source; rows that tell otherwise of one source are faults."""
        for column, word in told.items():
            first, at = self._told.setdefault((name, column), (word, row))
            if first != word:
                found.wrong(column, Line(_("{name} is described otherwise in row {row}."), name=name, row=at),
                            Line(_("Say the same of a source in all its rows, or say it once.")))  # fmt: skip
        there = self.all.get(name)
        parts = read_parts({"source": name, **(source_cells(there) if there else {}), **told}, SOURCE_PARTS)
        found.faults += parts.faults
        if not parts.faults and not found.faults:
            source = Source(**parts.read) if "kind" in parts.read else Source(**{**parts.read, "kind": "document"})
            if source != there:
                self._keep(source)

    def _keep(self, source: Source) -> None:
        self.all[source.name] = self.changed[source.name] = source
        for word in (source.title, source.link):
            self._by_words.setdefault(folded(word), source.name) if word else None
        if source.name[1:].isdigit():
            self._last = max(self._last, int(source.name[1:]))
