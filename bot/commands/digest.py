"""The digest of a room."""

from __future__ import annotations

from typing import Annotated

from bot.arguments import Ask, DayOf, MissionRef, OneWord
from bot.command import command
from bot.planner import leaves_at, next_slot
from bot.planning import is_sure
from bot.rights import Right
from bot.schedule_words import rhythm
from bot.told import told
from briefings import documents
from briefings.document import Document, Line
from briefings.document import mark as _
from briefings.documents.digest import Issue
from briefings.documents.posts import Planned
from briefings.picture import Clocks
from briefings.warnings import warnings
from store.follows import Tells


class _When(OneWord[str]):
    """Days and a time: then the digest of the room is set, by “schedule edit”."""

    typed = "WHEN"
    what = _("sets this room's digest: weekdays 07:30 Nairobi")

    async def one(self, word: str, ask: Ask) -> str:
        return word


@command("digest", right=Right.READ, example="digest on 2025-09-02", words=("bulletin", "morning brief"),
         instead={"when": "schedule edit"})  # fmt: skip
async def digest(
    ask: Ask, mission: MissionRef, when: Annotated[str, _When()] = "", *, on: DayOf = None
) -> Document[Line]:
    """Show the digest that this room would get on a day; typed, it counts for nothing."""
    day = on or ask.today
    picture = await ask.work.claims.picture(mission, Clocks(ask.today, day))
    before = await told(ask, mission, day)
    following = next_slot(before.schedule, before.slot.at)
    issue = Issue(
        number=before.digests + 1,
        planned=Planned(before.slot.at, before.slot.zone),
        next=leaves_at(before.schedule, following) if following else None,
        is_sure=not following or is_sure(before.on_empty, before.schedule, before.slot, following),
        rhythm=rhythm(before.schedule.pattern, before.on_empty),
        tells_changes=before.tells is not Tells.NEVER,
        questioned=before.questioned,
        proposed=before.proposed,
    )
    # A first digest tells all that is due; warnings begin after it.
    warned = before.anew(warnings(picture, before.following), day) if before.last else ()
    return documents.digest(picture, before.last, issue, warned)
