"""One topic of a mission's record."""

from __future__ import annotations

from bot.arguments import About, Ask, Clocks, DayOf, Full, MissionRef, PageNumber, TopicName
from bot.command import command
from bot.rights import Right
from bot.topics import TOPICS
from bot.topics.topic import Asked
from briefings.document import Document, Line, UserError
from briefings.document import mark as _

SHORT_FORMS = {word: name for name, topic in TOPICS.items() for word in (name, *topic.words)}
"""Every word that stands for a topic: “troops” alone means “show strength”."""


@command("show", right=Right.READ, example="show strength", short_forms=SHORT_FORMS)
async def show(
    ask: Ask, mission: MissionRef, clocks: Clocks, topic: TopicName, about: About = "", *,
    from_: DayOf = None, to: DayOf = None, page: PageNumber = 1, full: Full = False,
) -> Document[Line]:  # fmt: skip
    """Show one topic: mandate, strength, contingents, positions, votes, funding and more."""
    chosen = TOPICS[topic]
    if about and not chosen.narrows:
        raise UserError(_("“{topic}” takes no “{words}” after it"), topic=topic, words=about[:60])
    if (from_ or to) and not chosen.takes_days:
        raise UserError(
            _("“{topic}” takes no “from” and “to”; for another day write “{topic} as-of 2025-01-15”"), topic=topic
        )
    picture = await ask.work.claims.picture(mission, clocks)
    return await chosen.build(ask, Asked(mission, picture, about, from_, to, page, full))
