"""An office for stories about rights: one space that a Slack workspace and a Discord server share, and people of all sorts.

Amina owns it, Ben is a member, Dana is Amina in Discord, Gus a guest, Olga of another organisation.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from adapters.port import Actor, Standing
from bot.rights import OWNER, new_setup_code
from store.grants import Holder
from store.records import bundled
from store.work import Store
from tests.copies import made_at
from tests.scene import TODAY, Answer, Scene, at
from tests.stories.opened import long

AMINA = Actor("slack", "T1", "U1AMINA", "Amina", Standing.MEMBER)
BEN = Actor("slack", "T1", "U2BEN", "Ben", Standing.MEMBER)
GUS = Actor("slack", "T1", "U3GUS", "Gus", Standing.GUEST)
OLGA = Actor("slack", "T1", "U4OLGA", "Olga", Standing.STRANGER)
DANA = Actor("discord", "G1", "100000000000000001", "dana", Standing.MEMBER)
ERIN = Actor("discord", "G1", "100000000000000002", "Erin", Standing.MEMBER)
RIVAL = Actor("slack", "T2", "U9RIVAL", "Rival", Standing.MEMBER)
"""Owns a space of their own."""


@asynccontextmanager
async def office(folder: Path) -> AsyncIterator[Scene]:
    """The office in a folder, with the missions MSS Haiti and MSK Karuna; Rival's space is beside it in the store."""
    url = f"sqlite:///{folder}/s.db"
    made = await made_at(url, "office", furnished)
    async with Store(url) as store:
        yield Scene(store, made.space, made.person)


async def furnished(store: Store) -> Scene:
    """The office in a store that was opened and upgraded."""
    space = await opened_by(store, AMINA)
    scene = Scene(store, space, (await known(store, space, AMINA)))
    await scene.holds(bundled())
    await scene.holds(long())
    server = await store.open_space(DANA.platform, DANA.tenant, "server", at(TODAY))
    async with store.changing(server, None, at(TODAY)) as work:
        await work.move_workplace(DANA.platform, DANA.tenant, space)
    await opened_by(store, RIVAL)
    return scene


async def opened_by(store: Store, owner: Actor) -> int:
    """The space of a workplace, with its owner."""
    space = await store.open_space(owner.platform, owner.tenant, owner.tenant, at(TODAY))
    person = await known(store, space, owner)
    async with store.changing(space, person, at(TODAY)) as work:
        await work.grants.give(Holder.person(person), OWNER)
    return space


async def known(store: Store, space: int, who: Actor) -> int:
    """The id of somebody, who is made known."""
    return (await store.identify(space, who.platform, who.tenant, who.id, who.name, at(TODAY))).id


async def setup_code(scene: Scene) -> str:
    return (await new_setup_code(scene.store, at(TODAY))).text


def code_in(answer: Answer) -> str:
    """The code that an answer gives."""
    found = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", answer.title)
    assert found, answer.text
    return found[0]


async def agreed(scene: Scene, line: str, who: Actor) -> Answer:
    """The answer to a line once its question is answered with its first offer."""
    asked = await scene.says(line, who=who)
    assert asked.is_answer, asked.text
    return await scene.says(asked.document.offers[0].line, who=who)


async def actions(scene: Scene, space: int | None = None) -> list[str]:
    """What the audit tells, oldest first."""
    async with scene.store.reading(space or scene.space) as work:
        assert await work.audit.verify() is None
        return [row.action for row in await work.audit.rows(limit=1_000)]
