"""“That looks wrong”: what any reader can say of a fact."""

from __future__ import annotations

from bot.arguments import Ask, MissionRef
from bot.changing import meant, now
from bot.command import command
from bot.entry.stated import Because
from bot.facts import FactWord
from bot.notices import tell_editors
from bot.rights import Right
from briefings import documents
from briefings.document import Document, Line


@command("wrong", right=Right.READ, changes=True, words=("looks wrong", "flag"),
         example="wrong S2-21 because the digits look transposed")  # fmt: skip
async def wrong(ask: Ask, mission: MissionRef, fact: FactWord, *, because: Because = "") -> Document[Line]:
    """Tell editors that a fact looks wrong; it stands until one of them decides."""
    picture, claim = await now(ask, mission), await meant(ask, mission, fact)
    said = [
        flag for flag in await ask.work.claims.flags(mission) if (flag.name, flag.by) == (claim.name, ask.person.id)
    ]
    mine = [flag for flag in said if flag.reason == because]
    if not mine:
        await ask.work.claims.flag(mission, claim.name, because)
        await tell_editors(ask, mission, claim.name, because)
    return documents.flag_noted(picture, claim, is_new=not mine)
