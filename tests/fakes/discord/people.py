"""The people in the fake Discord, and what they do, in their own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.fakes.discord import lines, objects
from tests.fakes.discord.commands import ON_MESSAGE, ON_USER, SLASH
from tests.fakes.discord.interactions import FAILED, Interaction, Kind
from tests.fakes.discord.kinds import Json
from tests.fakes.discord.lines import Desktop, NotSent
from tests.fakes.discord.resolved import resolved
from tests.fakes.discord.screens import Post, Seen
from tests.fakes.discord.things import Channel, Message, User
from tests.fakes.discord.visibility import usable
from tests.fakes.discord.world import Screen

if TYPE_CHECKING:
    from tests.fakes.discord.server import FakeDiscord


class Choice(NamedTuple):
    """A suggestion while typing: what is shown, and what is sent when it is taken."""

    name: str
    value: Any


class Person:
    """Someone at their Discord client."""

    def __init__(self, discord: FakeDiscord, user: User) -> None:
        self.discord, self.user = discord, user
        self._offered: dict[tuple[str, ...], dict[str, Any]] = {}

    @property
    def id(self) -> str:
        return self.user.id

    @property
    def name(self) -> str:
        return self.user.name

    @property
    def screen(self) -> Screen:
        return self.discord.world.screens[self.id]

    async def types(
        self,
        line: str,
        room: Channel | None = None,
        *,
        files: Mapping[str, bytes] | None = None,
        payload: Json | None = None,
        waits: bool = True,
    ) -> Seen:
        """Type a slash command into a room, or into the direct messages with the bot.

        Options go as the client writes them, “/mss status as-of:2025-01-15”; a file goes by its name in `files`.
        `payload` is sent instead of what the line means, as no client would. Without `waits`, “is thinking” is enough.
        """
        place = room or self.discord.dm(self)
        try:
            owners, data = self._read(line, place, files or {})
        except NotSent as refused:
            if payload is None:
                return Seen(self, str(refused))
            owners, data = self.discord.interactions.owners(self.user, place), payload
        data = data if payload is None else payload
        return await self.interacts(Kind.COMMAND, data, place, owners=owners, waits=waits)

    async def completes(self, line: str, typed: str, room: Channel | None = None) -> list[Choice]:
        """Type into the option that a line ends with, and see what is suggested.

        Taking one by its name in the next command sends its value. Raises AssertionError when nothing answered.
        """
        place = room or self.discord.dm(self)
        commands = _slashes(usable(self.discord, self.user, place))
        found = lines.find(line, [command for command, _owners in commands.values()], self.user.locale)
        data = lines.half_filled_in(found, typed, self._desktop(place, {}))
        owners = commands[found.command["id"]][1]
        interaction = await self._sends(Kind.AUTOCOMPLETE, data, place, owners, None)
        assert interaction.answer, FAILED[Kind.AUTOCOMPLETE]
        choices = [Choice(_shown_name(each, self.user.locale), each["value"]) for each in interaction.choices]
        self._offered[lines.focused_option(found, self.user.locale)] = dict(choices)
        return choices

    async def uses_on(self, target: Message | Person, name: str, room: Channel | None = None) -> Seen:
        """Use a command from the “Apps” menu of a message, or of someone in a room."""
        place = target.channel if isinstance(target, Message) else room or self.discord.dm(self)
        kind = ON_MESSAGE if isinstance(target, Message) else ON_USER
        for command, owners in usable(self.discord, self.user, place):
            if (command["type"], command["name"]) == (kind, name):
                about = {"target_id": target.id, "resolved": self._resolved(target, place)}
                data = {"id": command["id"], "name": name, "type": kind, **about}
                return await self.interacts(Kind.COMMAND, data, place, owners=owners)
        return Seen(self, f"No command “{name}” is registered for this menu")

    def writes(self, text: str, room: Channel | None = None) -> Message:
        """Write an ordinary message."""
        world = self.discord.world
        message = Message(world.snowflake(), room or self.discord.dm(self), self.user, world.clock.now, text)
        return world.post(message)

    def looks_at(self, message: Message) -> Post:
        """A message that is on the screen, to press its buttons."""
        assert self.discord.world.can_see(message, self.id), f"{self.name} cannot see it"
        return Post(self, message)

    def sees(self, room: Channel) -> list[str]:
        """The words of all messages in a room that this person sees now."""
        there = [one for one in room.messages if not one.is_gone and self.discord.world.can_see(one, self.id)]
        return [Post(self, message).text for message in there]

    def reloads(self) -> None:
        """Reload the client: private answers are gone for good."""
        for sight in self.screen.log:
            if isinstance(sight.what, Message) and sight.what.only_for == self.id:
                sight.what.is_gone = True

    def installs_app(self) -> None:
        """Add the app to one's own account, to use it everywhere."""
        self.user.has_app = True

    def removes_app(self) -> None:
        self.user.has_app = False

    def blocks_messages(self) -> None:
        """Take no direct messages from the bot any more."""
        self.user.accepts_dms = False

    # what screens use

    async def interacts(
        self,
        kind: Kind,
        data: Json,
        place: Channel,
        *,
        owners: Json,
        message: Message | None = None,
        waits: bool = True,
    ) -> Seen:
        """Interact, and wait until something is seen of it."""
        seen = Seen(self)
        seen.interaction = await self._sends(kind, data, place, owners, message)
        if seen.interaction.answer is None:
            seen.error = FAILED[kind]
        return await seen.arrives(waits=waits)

    async def _sends(
        self, kind: Kind, data: Json, place: Channel, owners: Json, message: Message | None
    ) -> Interaction:
        assert not place.server or self.id in place.server.members, f"{self.name} is not in {place.server.name}"
        send = self.discord.interactions.send
        return await send(kind, self.user, place, data, owners=owners, message=message)

    def _read(self, line: str, place: Channel, files: Mapping[str, bytes]) -> tuple[Json, Json]:
        """Through whom a typed command may be used, and its data. Raises NotSent."""
        commands = _slashes(usable(self.discord, self.user, place))
        found = lines.find(line, [command for command, _owners in commands.values()], self.user.locale)
        data = lines.filled_in(found, self._desktop(place, files))
        return commands[found.command["id"]][1], data

    def _desktop(self, place: Channel, files: Mapping[str, bytes]) -> Desktop:
        return Desktop(self.discord.world, self.discord.cdn, place, self.user.locale, files, self._offered)

    def _resolved(self, target: Message | Person, place: Channel) -> Json:
        if isinstance(target, Message):
            return {"messages": {target.id: objects.message_data(target)}}
        return resolved(self.discord.world, place, [target.id])


def _slashes(found: list[tuple[Json, Json]]) -> dict[str, tuple[Json, Json]]:
    return {command["id"]: (command, owners) for command, owners in found if command["type"] == SLASH}


def _shown_name(choice: Json, locale: str) -> str:
    return str((choice.get("name_localizations") or {}).get(locale) or choice["name"])
