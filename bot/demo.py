"""The first screen of the demo."""

from __future__ import annotations

from datetime import date

from bot.app import LocalBot
from briefings import documents, words
from briefings.document import Said
from briefings.picture import Clocks


async def first_screen(bot: LocalBot, place: str, today: date) -> Said:
    """Today's brief of the first mission, with where it is kept and what to try."""
    async with bot.store.reading(bot.space) as work:
        mission = (await work.missions.all())[0]
        picture = await work.claims.picture(mission, Clocks(today, today))
        facts = sum((await work.claims.counts_by_source(mission)).values())
    return words.say(documents.demo(picture, facts, place), words.language("en"))
