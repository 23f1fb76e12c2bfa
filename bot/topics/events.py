"""What happened and what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.arguments import Ask
from bot.topics.topic import Asked, page_of, topic
from briefings import documents
from briefings.claims import Claim
from briefings.document import Document, Line, UserError, When
from briefings.document import mark as _
from briefings.documents.entries import Narrowed, Nearest, existing
from briefings.documents.statements import STATEMENTS
from briefings.documents.timeline import EVENTS, MEETINGS, Sort
from briefings.picture import Picture

_NARROWS = _("a country, person or body")


@topic("timeline", words=("events",), narrows=_NARROWS, takes_days=True)
async def timeline(ask: Ask, asked: Asked) -> Document[Line]:
    """What happened and when: meetings, announcements, movements and votes."""
    return await _happened(ask, asked, EVENTS)


@topic("meetings", words=("meeting", "engagements", "engagement"), narrows=_NARROWS, takes_days=True)
async def meetings(ask: Ask, asked: Asked) -> Document[Line]:
    """Which meetings took place, and what they were about."""
    return await _happened(ask, asked, MEETINGS)


@topic("statements", words=("statement", "quotes", "quote", "said"), narrows=_NARROWS, takes_days=True)
async def statements(ask: Ask, asked: Asked) -> Document[Line]:
    """What was said, by whom and when, in every wording that is recorded."""
    _check_days(asked)
    page = existing(await page_of(ask, asked, STATEMENTS.kinds, newest_first=asked.from_day is None))
    picture, narrowed = await _with_sources(ask, asked), _narrowed(asked, STATEMENTS)
    if not page.total:
        return documents.no_statements(picture, narrowed, await _nearest(ask, asked, STATEMENTS))
    return documents.statements(picture, page, narrowed, full=asked.full)


async def _happened(ask: Ask, asked: Asked, sort: Sort) -> Document[Line]:
    _check_days(asked)
    page = existing(await page_of(ask, asked, sort.kinds, newest_first=asked.from_day is None))
    picture, narrowed = await _with_sources(ask, asked), _narrowed(asked, sort)
    if not page.total:
        return documents.no_timeline(picture, narrowed, await _nearest(ask, asked, sort), sort)
    return documents.timeline(picture, page, narrowed, sort=sort, full=asked.full)


def _check_days(asked: Asked) -> None:
    """Raises UserError when the last day comes before the first."""
    first, last = asked.from_day, asked.to_day
    if first and last and last < first:
        raise UserError(
            _("“from” {first} comes after “to” {last}; turn them round"), first=When(first), last=When(last)
        )


def _narrowed(asked: Asked, sort: Sort) -> Narrowed:
    return Narrowed(asked.line(sort.name), asked.about, asked.from_day, asked.to_day)


async def _with_sources(ask: Ask, asked: Asked) -> Picture:
    """The Picture with every source: a page may hold claims that the Picture does not."""
    sources = await ask.work.claims.sources(asked.mission, asked.picture.clocks)
    return replace(asked.picture, sources={source.name: source for source in sources})


async def _nearest(ask: Ask, asked: Asked, sort: Sort) -> Nearest:
    """The facts of the sort next to the days that were asked for; whom the list names where it was narrowed to one."""
    clocks = asked.picture.clocks
    later = replace(asked, picture=replace(asked.picture, clocks=replace(clocks, as_of=date.max)), page=1)
    end = min(asked.to_day or clocks.as_of, clocks.as_of)
    after = await page_of(
        ask, replace(later, from_day=end + timedelta(days=1), to_day=None), sort.kinds, newest_first=False
    )
    before: Sequence[Claim] = ()
    if asked.from_day:
        earlier = replace(asked, from_day=None, to_day=asked.from_day - timedelta(days=1), page=1)
        before = (await page_of(ask, earlier, sort.kinds)).claims
    everyone = replace(asked, about="", from_day=None, to_day=None, page=1)
    at_large = await page_of(ask, everyone, sort.kinds) if asked.about else None
    return Nearest(before[0] if before else None, after.claims[0] if after.claims else None, at_large)
