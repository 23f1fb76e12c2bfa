"""What a notice says to the person it is for, as things stand when it leaves; nothing where it is settled by then."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from adapters.discord import PLATFORM as DISCORD
from adapters.discord.commands import FACTS, READ
from bot.made import Made, Withheld
from bot.notices import ABOUT, DECISION, FLAG, PROPOSAL
from bot.proposals import approvers, as_pending, decision, editors
from briefings import documents, words
from briefings.document import Document, Line
from briefings.documents.told import Told
from briefings.picture import Clocks, Picture
from store.deliveries import Delivery, DeliveryState
from store.people import Person
from store.rows import MissionRow
from store.work import Work

SETTLED = "it was settled meanwhile"
NOT_THEIRS = "they may not decide it any more"


async def notice_of(delivery: Delivery, work: Work, at: datetime) -> Made | Withheld:
    """The document of a notice, in the words and the zone of whoever it is for."""
    mission = await work.missions.get(delivery.mission) if delivery.mission else None
    person = await work.people.get(delivery.details["person"])
    if mission is None or person is None:
        return Withheld(DeliveryState.SKIPPED, "its mission or its reader is not there any more")
    work = work.for_room(is_cleared=person.id in await editors(work, mission))
    zone = person.zone or "UTC"
    today = at.astimezone(ZoneInfo(zone)).date()
    picture = await work.claims.picture(mission, Clocks(today, today))
    # A button in a direct message of Discord asks of a space of the person's own: see adapters/discord/places.py.
    is_discord = delivery.room.platform == DISCORD
    how = Told(has_buttons=not is_discord, mission=mission.mission.short, prefix=f"/{FACTS if is_discord else READ} ")
    document = await _document(delivery, work, mission, person, picture, how)
    if isinstance(document, str):
        return Withheld(DeliveryState.SKIPPED, document)
    return Made(words.say(document, words.language(_language(person))))


async def _document(
    delivery: Delivery, work: Work, mission: MissionRow, person: Person, picture: Picture, how: Told
) -> Document[Line] | str:
    """What is to be said; else why nothing is."""
    details, zone = delivery.details, person.zone or "UTC"
    if details[ABOUT] == FLAG:
        return await _flag(delivery, work, mission, person, picture, how)
    proposed = await work.proposals.get(details["number"])
    if proposed is None or proposed.is_waiting is not (details[ABOUT] == PROPOSAL):
        return SETTLED
    waiting = await as_pending(work, mission, proposed)
    if details[ABOUT] == DECISION:
        return documents.told_of_decision(picture, waiting, await decision(work, proposed), zone, how)
    if person.id not in await approvers(work, mission):
        return NOT_THEIRS
    return documents.told_of_proposal(picture, waiting, zone, how, again=details.get("again", False))


async def _flag(
    delivery: Delivery, work: Work, mission: MissionRow, person: Person, picture: Picture, how: Told
) -> Document[Line] | str:
    details = delivery.details
    claim = await work.claims.find(mission, details["claim"])
    by = await work.people.get(details["by"])
    if claim is None or by is None or claim.name not in {flag.name for flag in await work.claims.flags(mission)}:
        return SETTLED
    if person.id not in await editors(work, mission):
        return NOT_THEIRS
    return documents.told_of_flag(picture, claim, by.name, details["reason"], how, again=details.get("again", False))


def _language(person: Person) -> str:
    return person.language if person.language in words.languages() else "en"
