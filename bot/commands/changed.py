"""What changed since a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot.arguments import Ask, Clocks, Full, MissionRef, PageNumber, Since
from bot.command import command
from bot.rights import Right
from briefings import documents
from briefings import picture as pictures
from briefings.changes import Changes, Recorded, changes, first_recorded
from briefings.document import Document, Line, UserError, When
from briefings.document import mark as _
from briefings.documents.page import SIZE, Page, offset
from briefings.picture import Picture
from store.rows import MissionRow

USUAL = timedelta(days=30)
"""How far back to look when no day is named."""


@command("changed", right=Right.READ, example="changed since 2024-11-10", words=("changes", "new", "news", "whatsnew"))
async def changed(
    ask: Ask, mission: MissionRef, clocks: Clocks, since: Since = None, *, full: Full = False, page: PageNumber = 1
) -> Document[Line]:
    """Say what changed since a day: figures, deadlines, new facts, corrections."""
    day = since or clocks.as_of - USUAL
    if day >= clocks.as_of:
        raise UserError(
            _("Changes are counted from a day before {until}; {day} is not"), until=When(clocks.as_of), day=When(day)
        )
    after = await ask.work.claims.picture(mission, _known_on(clocks.as_of, clocks) if clocks.is_past else clocks)
    before = await ask.work.claims.picture(mission, _known_on(day, clocks))
    held, recorded = await _recorded(ask, mission, before, after)
    found = changes(before, after, held)
    new = await _new(ask, mission, found, page if full else 1)
    return documents.changed(
        found, new, replace(recorded, older=await _older(ask, mission, found, held, recorded, new)), full=full
    )


def _known_on(day: date, clocks: pictures.Clocks) -> pictures.Clocks:
    """The clocks of what could be known on an earlier day: later articles about that day are left out."""
    return replace(clocks, as_of=day, published_by=min(day, clocks.published_by or day))


async def _recorded(ask: Ask, mission: MissionRow, before: Picture, after: Picture) -> tuple[Picture | None, Recorded]:
    """What our store said at the end of the earlier day, or just after its first load where that came later."""
    evening = datetime.combine(before.day, time(23, 59, 59), UTC)
    first = first_recorded(after)
    if first is None or (after.clocks.known_at and after.clocks.known_at <= max(evening, first)):
        return None, Recorded()
    held = await ask.work.claims.picture(mission, replace(after.clocks, known_at=evening))
    if held.tally.claims:
        return held, Recorded()
    counts = await ask.work.claims.counts_by_source(mission)
    loaded = await ask.work.claims.picture(mission, replace(after.clocks, known_at=first))
    return loaded, Recorded(first, sum(counts.values()), len(counts))


async def _new(ask: Ask, mission: MissionRow, found: Changes, number: int) -> Page:
    """A page of the facts that count from a day after the earlier one, newest first."""
    claims, total = await ask.work.claims.in_order(
        mission, clocks=found.after.clocks, from_day=found.since + timedelta(days=1), newest_first=True,
        offset=offset(number), limit=SIZE,
    )  # fmt: skip
    found_page = Page(claims, total, number)
    if number > found_page.pages:
        raise UserError(_("There is no page {page} of changes; the last is {last}"), page=number, last=found_page.pages)
    return found_page


async def _older(
    ask: Ask, mission: MissionRow, found: Changes, held: Picture | None, recorded: Recorded, new: Page
) -> int:
    """How many more facts of the earlier day or before are known now than were then."""
    old_now = found.after.tally.claims - new.total
    if held is None or recorded.first_load:
        return max(0, old_now - found.before.tally.claims)
    _claims, new_then = await ask.work.claims.in_order(
        mission, clocks=held.clocks, from_day=found.since + timedelta(days=1), limit=1
    )
    return max(0, old_now - (held.tally.claims - new_then))
