"""The first screen of the demo: today's brief for a newcomer, and what to try."""

from __future__ import annotations

from collections.abc import Iterator

from briefings.deadlines import overdue, upcoming
from briefings.document import DayStyle, Document, Line, Listing, Section, Text, When, plural, section
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.bottom_line import bottom_line
from briefings.documents.counts import deployed_sections
from briefings.documents.header import newest_date
from briefings.documents.sentences import overdue_line
from briefings.documents.stances import latest_vote, vote_line
from briefings.documents.status import LOOK_AHEAD, due_section
from briefings.gaps import gaps
from briefings.picture import Picture

TRY = ("source 572", "status as-of 2025-01-15", "due", "digest", "fact add", "help")
GUIDES = ("docs/slack.md", "docs/discord.md")
"""What tells how to bring the bot into a channel."""


def demo(picture: Picture, facts: int, place: str, tries: tuple[str, ...] = TRY) -> Document[Line]:
    """Today's brief with where it is kept (`place`), how many facts are held and what to type next."""
    chosen = bottom_line(picture)
    return Document(
        name="demo",
        title=chosen.words,
        header=(_header(picture),),
        sections=tuple(_sections(picture, is_mandate=chosen.is_mandate)),
        small=(
            Line(_("{facts} from {sources}, kept in {place}. No account, nothing sent."), facts=_facts(facts),
                 sources=_sources(picture), place=place),
            Line(_("Try   {commands}"), commands=" · ".join(tries)),
            Line(_("Next  put it into a channel: {guides}"), guides=Listing(tuple(map(Text, GUIDES)), by_commas=True)),
        ),
    )  # fmt: skip


def _header(picture: Picture) -> Line:
    day = When(picture.day, DayStyle.WEEKDAY)
    newest = newest_date(picture)
    if newest is None:
        return Line("{day}", day=day)
    return Line(_("{day} · newest fact: {newest}; anything later is not in this record"), day=day, newest=When(newest))


def _sections(picture: Picture, *, is_mandate: bool) -> Iterator[Section[Line]]:
    late = [deadline for deadline in overdue(picture) if not (is_mandate and deadline.claim.kind == "mandate")]
    if late:
        yield section(Line(_("Overdue")), *(overdue_line(picture, deadline, short=True) for deadline in late))
    if upcoming(picture):
        yield due_section(picture)
    else:
        yield section(Line(_("Due")), Line(_("nothing recorded for the next {n} days"), n=LOOK_AHEAD))
    yield from deployed_sections(picture, short=False)
    if latest_vote(picture):
        yield section(Line(_("Mandate")), vote_line(picture))
    missing = [gap.line for gap in gaps(picture) if gap.is_core]
    if missing:
        yield section(Line(_("No record")), Line("{gaps}", gaps=Listing(tuple(missing), by_commas=True)))


def _facts(number: int) -> Line:
    return plural(_("{n} fact"), _("{n} facts"), number)


def _sources(picture: Picture) -> Line:
    """The sources by their kind when all are of one: "3 news articles"."""
    kinds = {source.kind for source in picture.sources.values()}
    if kinds == {"news article"}:
        return plural(_("{n} news article"), _("{n} news articles"), len(picture.sources))
    return plural(_("{n} source"), _("{n} sources"), len(picture.sources))


EXAMPLES = {"first screen": lambda: demo(examples.haiti(), 11, "./mss-demo.db")}
