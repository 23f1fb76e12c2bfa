"""A person's own page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from adapters.port import SHARE, OptionShape
from bot.arguments import MISSION, Ask, OneWord, in_use
from bot.command import command
from bot.commands.settings import around_of, wishes_of
from bot.rights import Right
from briefings import documents
from briefings.document import Document, Line
from briefings.documents.home import MOST_MISSIONS, Mine
from briefings.picture import Clocks
from store.rows import MissionRow


class _MyMission(OneWord[MissionRow]):
    """The mission named by “in NAME”, else the room's, the person's, the only one; nothing where several could be meant."""

    def options(self, name: str, *, is_positional: bool, is_required: bool) -> tuple[OptionShape, ...]:
        return MISSION.options(name, is_positional=is_positional, is_required=is_required)

    async def read(self, name: str, words: Mapping[str, str], ask: Ask) -> MissionRow | None:
        return await super().read("in", words, ask) or await MISSION.default(await ask.work.missions.all(), ask)

    async def one(self, word: str, ask: Ask) -> MissionRow:
        return await MISSION.one(word, ask)

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        return await MISSION.suggest(name, typed, ask)


MyMission = Annotated[MissionRow | None, _MyMission()]


@command("home", right=Right.READ, example="home", words=("start", "my page", "dashboard"))
async def home(ask: Ask, mission: MyMission = None) -> Document[Line]:
    """Show your page: what is due, the figures of your missions, your settings."""
    missions = in_use(await ask.work.missions.all())
    shown = [mission] if mission else missions[:MOST_MISSIONS]
    pictures = [await ask.work.claims.picture(row, Clocks(ask.today, ask.today)) for row in shown]
    mine = None if SHARE in ask.request.words else Mine(wishes_of(ask.person, missions), await around_of(ask, missions))
    samples = [row.mission.short for row in shown if row.is_sample]
    return documents.home(pictures, len(missions), mine, samples=samples)
