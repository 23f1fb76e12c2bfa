"""Whom somebody means: a person, a user group or role, this room, or all members, guests or strangers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from adapters.discord import PLATFORM as DISCORD
from adapters.line import quoted, shortened, write_line
from adapters.port import Input, Standing
from adapters.terminal import PLATFORM as TERMINAL
from bot.arguments import Ask, OneWord
from briefings.document import Line, Offer, UserError
from briefings.document import mark as _
from briefings.documents.rights import Bearer
from store.grants import Grant, Holder
from store.people import Person


@dataclass(frozen=True, slots=True)
class Whom:
    """Who is meant: as the store names them, and what they are called.

    `account` is the id on the platform of somebody who was mentioned and is not known yet, else empty.
    """

    holder: Holder
    name: str = ""
    account: str = ""

    @property
    def typed(self) -> str:
        """How they can be typed so that nobody else is meant."""
        return quoted(f"{self.holder}|{self.name}" if self.name and self.holder.sort == "group" else self.holder)


def bearer(holder: Holder, name: str) -> Bearer:
    """A holder for people to read."""
    match holder.sort:
        case "group":
            return Bearer("role" if holder.split(":")[1] == DISCORD else "group", name or holder.rpartition(":")[2])
        case "room":
            return Bearer("room", name or holder.rpartition(":")[2])
        case "standing":
            return Bearer(holder.rpartition(":")[2])
    return Bearer("person", name)


async def holder_names(ask: Ask, grants: Sequence[Grant]) -> dict[Holder, str]:
    """What the holders of some grants are called."""
    ids = {grant.holder.person_id for grant in grants} - {None}
    people = {person.id: person.name for person in await ask.work.people.these([id for id in ids if id is not None])}
    return {grant.holder: people.get(grant.holder.person_id or 0, grant.label) for grant in grants}


_STANDINGS = {"members": Standing.MEMBER, "guests": Standing.GUEST, "strangers": Standing.STRANGER}
_ACCOUNT = re.compile(r"@?(?P<id>[A-Za-z0-9_.-]+)\|(?P<name>.+)|@(?P<bare>[UW][A-Z0-9]{7,20}|\d{15,20})")
"""Somebody who was mentioned, as adapters pass it on: their id on the platform and, where they know it, their name."""


class _Whom(OneWord[Whom]):
    """@NAME, @ID|NAME, person:12, group:ID, role:ID, here, members, guests or strangers."""

    typed = "WHOM"
    what = _("@amina, here (this room), members, guests, or a user group or role")
    input = Input.SEARCH

    async def one(self, word: str, ask: Ask) -> Whom:
        word = word.strip()
        name = word.casefold()
        if name in _STANDINGS:
            return Whom(Holder.standing(_STANDINGS[name].value))
        if name == "here":
            return _here(ask)
        if name in ("me", "myself") and ask.person.id:
            return Whom(Holder.person(ask.person.id), ask.person.name)
        sort, colon, rest = word.partition(":")
        match sort.casefold():
            case "person" if colon:
                return _found(await _by_number(rest, ask), word, ask)
            case "group" | "role" if colon:
                return _group(rest, ask)
            case "room" | "standing" if colon:
                return await _granted(word, ask)
        return await _person(word, ask)

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        people = await ask.work.people.beginning(typed.lstrip("@"), limit=20)
        return [*(f"@{person.name}" for person in people), "here", *_STANDINGS]


PERSON = _Whom()
WhomRef = Annotated[Whom, PERSON]


def _here(ask: Ask) -> Whom:
    room = ask.request.room
    if room.is_direct:
        raise UserError(_("Only you are here; name a person, or do it in the channel that is meant"))
    return Whom(Holder.room(room.platform, room.tenant, room.id), room.name)


def _group(rest: str, ask: Ask) -> Whom:
    """A user group or role of the workplace that is asked from, or one of another that is written in full."""
    id, _bar, name = rest.partition("|")
    actor = ask.request.actor
    if id.count(":") == 2:
        return Whom(Holder(f"group:{id}"), name)
    if actor.platform == TERMINAL:
        raise UserError(_("There are no groups at a terminal; grant it on the platform that has them"))
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", id):
        raise UserError(
            _("“{word}” names no group; choose it from what the platform offers behind “@”"), word=shortened(rest)
        )
    return Whom(Holder.group(actor.platform, actor.tenant, id), name)


async def _granted(word: str, ask: Ask) -> Whom:
    """A room or standing as the list of rights names it."""
    holder = Holder(word.partition("|")[0])
    grants = await ask.work.grants.of([holder])
    if not grants:
        raise UserError(
            _("Nothing is granted to “{word}” here; “rights list” shows who holds what"), word=shortened(word)
        )
    return Whom(holder, grants[0].label)


async def _by_number(number: str, ask: Ask) -> list[Person]:
    return await ask.work.people.these([int(number)]) if re.fullmatch(r"[1-9]\d{0,8}", number) else []


async def _person(word: str, ask: Ask) -> Whom:
    """Somebody by their id where they are mentioned, else by their id or name."""
    actor, mentioned = ask.request.actor, _ACCOUNT.fullmatch(word)
    name = (mentioned["name"] if mentioned else "") or word.removeprefix("@").strip()
    id = (mentioned["id"] if mentioned else "") or name
    known = await ask.work.people.find(actor.platform, actor.tenant, id)
    if known is None and mentioned and actor.platform != TERMINAL:
        return Whom(Holder.person(0), name, id)
    return _found([known] if known else await ask.work.people.named(name) if name else [], word, ask)


def _found(people: Sequence[Person], word: str, ask: Ask) -> Whom:
    """The one who is meant. Raises UserError when there is none or a choice to make."""
    if len(people) == 1:
        return Whom(Holder.person(people[0].id), people[0].name)
    if people:
        raise UserError(_("“{word}” fits {n} people; choose one"), word=shortened(word), n=len(people),
                        offers=tuple(_choice(person, word, ask) for person in people[:MOST_CHOICES]))  # fmt: skip
    raise UserError(
        _("Nobody here is known as “{word}”; mention them with “@”, or let them type “settings” once"), word=shortened(word)
    )  # fmt: skip


MOST_CHOICES = 5


def _choice(person: Person, word: str, ask: Ask) -> Offer[Line]:
    """The same line again with one person in the place of the word that fits several."""
    typed = {name: f"person:{person.id}" if said == word else said for name, said in ask.request.words.items()}
    return Offer(
        Line(_("{name} (number {n})"), name=person.name, n=person.id),
        write_line(ask.request.command, typed, ask.shapes),
    )


async def made_known(whom: Whom, ask: Ask) -> Whom:
    """Whoever is meant, made known where they were only mentioned; for what changes something."""
    if not whom.account:
        return whom
    actor = ask.request.actor
    person = await ask.work.people.identify(actor.platform, actor.tenant, whom.account, whom.name)
    return Whom(Holder.person(person.id), person.name)
