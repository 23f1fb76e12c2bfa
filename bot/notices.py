"""Telling people something privately, wherever they talk with the bot: what waits for them, and what became of it.

A notice is a delivery to a person: it goes into the ledger with the change that it tells of, and is put into words when
it leaves, as things stand then. Nobody is told of what they did themselves, and nobody twice on two platforms.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from adapters.terminal import PLATFORM as TERMINAL
from bot.arguments import Ask
from bot.proposals import REMINDS_AFTER, approvers, editors
from store.deliveries import DeliveryKind, NewDelivery
from store.proposals import Proposed
from store.rows import MissionRow
from store.work import Work

ABOUT = "about"
"""What a notice is about: the key in its details."""
FLAG, PROPOSAL, DECISION, ESCALATION = "flag", "proposal", "decision", "escalation"


async def tell_editors(ask: Ask, mission: MissionRow, claim: str, reason: str) -> int:
    """Tell those who edit a mission that a fact looks wrong to the asker, and once more a day later; how many there are."""
    people = await editors(ask.work, mission)
    about = {ABOUT: FLAG, "claim": claim, "by": ask.person.id, "reason": reason}
    occasion = f"flag {mission.ref} {claim} {ask.now.isoformat()}"
    await _tell(ask, mission, people, f"{occasion} again", {**about, "again": True}, REMINDS_AFTER)
    return await _tell(ask, mission, people, occasion, about)


async def tell_approvers(ask: Ask, mission: MissionRow, proposed: Proposed) -> int:
    """Tell those who can decide that a proposal waits, and once more a day later; how many there are to tell."""
    people = await approvers(ask.work, mission)
    about = {ABOUT: PROPOSAL, "number": proposed.number}
    await _tell(ask, mission, people, f"proposal {proposed.number} again", {**about, "again": True}, REMINDS_AFTER)
    return await _tell(ask, mission, people, f"proposal {proposed.number}", about)


async def tell_proposer(ask: Ask, mission: MissionRow, proposed: Proposed) -> int:
    """Tell whoever proposed a change how it was decided; 0 where they cannot be reached."""
    person = await ask.work.accounts.person_of(proposed.person)
    about = {ABOUT: DECISION, "number": proposed.number}
    return await _tell(ask, mission, [person], f"decision {proposed.number}", about)


async def _tell(
    ask: Ask, mission: MissionRow, people: Iterable[int], occasion: str, about: Mapping[str, Any],
    later: timedelta = timedelta(),
) -> int:  # fmt: skip
    me = await ask.work.accounts.person_of(ask.person.id)
    told = 0
    for person in dict.fromkeys(people):
        told += person != me and await _tell_one(ask, mission, person, occasion, about, later)
    return told


async def _tell_one(
    ask: Ask, mission: MissionRow, person: int, occasion: str, about: Mapping[str, Any], later: timedelta
) -> bool:
    """Tell one person, in the room that is theirs; False for somebody who is only at a terminal."""
    account = await account_of(ask.work, person, ask.request.actor.platform, ask.request.actor.tenant)
    if account is None:
        return False
    platform, tenant, id = account
    room = await ask.work.rooms.open(platform, tenant, id)
    at = ask.now + later
    await ask.work.deliveries.add(NewDelivery(
        space=ask.work.space, room=room.id, platform=platform, occasion=f"{occasion} to {person}", subject=occasion,
        kind=DeliveryKind.NOTICE, line="", planned_at=at, due_at=at, mission=mission.ref, details={"to": id, "person": person, **about},
    ))  # fmt: skip
    return True


async def account_of(work: Work, person: int, platform: str, tenant: str) -> tuple[str, str, str] | None:
    """Where somebody is spoken to: in this workplace if they are there, else where they were met first; None for nowhere.

    That is their platform, their workspace or server there, and their id.
    """
    accounts = [one for one in await work.accounts.of(person) if one[0] != TERMINAL]
    for account in sorted(accounts, key=lambda one: one != (platform, tenant)):
        id = await work.people.account(person, *account)
        if id:
            return *account, id
    return None
