"""A topic is one function: what `show` answers under a name, and the words people use for it.

@topic("strength", words=("deployment", "deployed", "numbers", "troops", "police"))
async def strength(ask: Ask, asked: Asked) -> Document[Line]:
    \"\"\"How many were deployed, how sure that is, and how far it is from the target.\"\"\"
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date

from adapters.line import quoted
from bot.arguments import Ask
from briefings.document import Document, Line
from briefings.documents.header import clock_words
from briefings.documents.page import Page, offset
from briefings.picture import Picture
from store.rows import MissionRow


@dataclass(frozen=True, slots=True)
class Asked:
    """What a topic is asked for: the Picture, whom or what it narrows to, the days, the page, the form."""

    mission: MissionRow
    picture: Picture
    about: str = ""
    from_day: date | None = None
    to_day: date | None = None
    page: int = 1
    full: bool = False

    def line(self, topic: str) -> str:
        """The typed line that asks for this again, without its page."""
        about = f" {quoted(self.about)}" if self.about else ""
        days = (f" from {self.from_day}" if self.from_day else "") + (f" to {self.to_day}" if self.to_day else "")
        return f"{topic}{about}{days}{clock_words(self.picture)}{' full' if self.full else ''}"


Build = Callable[[Ask, Asked], Awaitable[Document[Line]]]


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic of `show`. `narrows` says what the words after it may name; empty when it takes none."""

    name: str
    what: str
    words: tuple[str, ...]
    narrows: str
    takes_days: bool
    build: Build


TOPICS: dict[str, Topic] = {}
"""Every topic by its name, in the order of help."""


def topic(
    name: str, *, words: tuple[str, ...] = (), narrows: str = "", takes_days: bool = False
) -> Callable[[Build], Build]:
    """Declare a topic; the docstring is its line in help."""

    def declare(build: Build) -> Build:
        what = (inspect.getdoc(build) or "").partition("\n")[0]
        TOPICS[name] = Topic(name, what, words, narrows, takes_days, build)
        return build

    return declare


async def page_of(ask: Ask, asked: Asked, kinds: tuple[str, ...], *, newest_first: bool = True) -> Page:
    """The page that was asked for of the claims of some kinds that count on the day, narrowed to a party and days."""
    claims, total = await ask.work.claims.in_order(
        asked.mission, kinds, clocks=asked.picture.clocks, party=asked.about, from_day=asked.from_day, to_day=asked.to_day,
        newest_first=newest_first, offset=offset(asked.page), limit=Page((), 0).size,
    )  # fmt: skip
    return Page(claims, total, asked.page)
