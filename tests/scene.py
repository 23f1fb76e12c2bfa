"""A scene for stories: a real store with the bundled record, the desk over it, and people who type.

Amina edits, Ben reads, Chidi is a stranger. It is 17 January 2025 unless a story says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from adapters.port import Actor, Form, Refused, Request, Room
from adapters.terminal import PLATFORM
from adapters.terminal.ask import answer
from adapters.terminal.text import draw
from bot.app import LOCAL
from bot.commands import REGISTRY
from bot.desk import Desk
from briefings.document import Chart, Look, Meter, Rows, Said, Spans, plain
from briefings.record import Record
from store.work import Store

TODAY = date(2025, 1, 17)
AMINA = Actor(PLATFORM, LOCAL, "amina", "Amina")
BEN = Actor(PLATFORM, LOCAL, "ben", "Ben")
CHIDI = Actor("elsewhere", LOCAL, "chidi", "Chidi")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the document, and whether it was an answer or a refusal."""

    document: Said
    is_answer: bool

    @property
    def title(self) -> str:
        return plain(self.document.title)

    @property
    def text(self) -> str:
        """The whole answer as a person reads it, one sentence a line."""
        return "\n".join(plain(line) for line in lines(self.document))

    def section(self, label: str) -> str:
        """The words of a section, one sentence a line; empty when there is no such section."""
        found = (part for part in self.document.sections if part.label and plain(part.label).startswith(label))
        return "\n".join(plain(line) for part in found for block in part.blocks for line in lines_of(block))

    def drawn(self, width: int = 80) -> str:
        return draw(self.document, width)


def lines(document: Said) -> list[Spans]:
    """Every sentence of a document in reading order."""
    found = [document.title, *document.header]
    for part in document.sections:
        found += [part.label] if part.label else []
        found += [line for block in part.blocks for line in lines_of(block)]
    return [*found, *document.small]


def lines_of(block: Spans | Meter[Spans] | Rows[Spans] | Chart[Spans]) -> list[Spans]:
    if isinstance(block, Meter):
        return [block.words]
    if isinstance(block, Rows):
        return [block.caption, *(tuple(span for cell in row for span in cell) for row in (block.head, *block.rows))]
    if isinstance(block, Chart):
        return [block.caption, *(line for point in block.points for line in (point.label, point.words))]
    return [block]


def figures(spans: Spans) -> list[str]:
    return [span.text for span in spans if span.look is Look.FIGURE]


class Scene:
    """One store, one space, one desk."""

    def __init__(self, store: Store, space: int, person: int) -> None:
        self.store = store
        self.space = space
        self.person = person
        self.desk = Desk(store, REGISTRY)

    async def holds(self, record: Record) -> None:
        """Load a record into the space."""
        async with self.store.changing(self.space, self.person, at(TODAY)) as work:
            await work.missions.load(record)

    async def says(self, line: str, who: Actor = AMINA, today: date = TODAY) -> Answer:
        """What the bot answers to a typed line."""

        def make(command: str, words: dict[str, str]) -> Request:
            return Request(command, words, who, Room(who.platform, who.tenant, "here"), at(today), today)

        return Answer(*await answer(self.desk, line, make))


async def scene_in(store: Store, *records: Record) -> Scene:
    """A scene over a store that was opened and upgraded, holding the records."""
    space = await store.open_space(PLATFORM, LOCAL, "terminal", at(TODAY))
    person = await store.identify(space, PLATFORM, LOCAL, AMINA.id, AMINA.name, at(TODAY))
    scene = Scene(store, space, person.id)
    for record in records:
        await scene.holds(record)
    return scene


async def answered(desk: Desk, request: Request) -> Said:
    """What comes back for a request: its answer, or the refusal."""
    taken = await desk.take(request)
    if isinstance(taken, Form):
        return taken.instead
    found = taken if isinstance(taken, Refused) else await taken.answer()
    return found.document if isinstance(found, Refused) else found


def at(day: date) -> datetime:
    return datetime.combine(day, time(9), UTC)
