"""A small discord.py bot that answers: with it the fake proves itself to the real client."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import discord
import yarl
from discord import app_commands, ui
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.fakes.discord.server import FakeDiscord

FACTS = ("S2-21 about 572 personnel", "S1-03 about 400 police officers", "S0-07 2,500 officers")


@contextmanager
def pointed_at(fake: FakeDiscord) -> Iterator[None]:
    """Let discord.py speak to the fake."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = fake.api_url, yarl.URL(fake.gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


@asynccontextmanager
async def logged_in(fake: FakeDiscord, client: discord.Client | None = None) -> AsyncIterator[discord.Client]:
    """A client that speaks to the API alone."""
    client = client or discord.Client(intents=discord.Intents.none())
    with pointed_at(fake):
        async with client:
            await client.login(fake.token)
            yield client


@asynccontextmanager
async def running(fake: FakeDiscord, client: discord.Client | None = None) -> AsyncIterator[discord.Client]:
    """A client with its gateway open until the block ends; the echo bot with its commands synced, if none is given."""
    bot = client or EchoBot(fake)
    async with logged_in(fake, bot):
        if isinstance(bot, EchoBot):
            await bot.tree.sync()
        connection = asyncio.create_task(bot.connect())
        try:
            await asyncio.wait_for(bot.wait_until_ready(), 5)
            yield bot
        finally:
            await bot.close()
            await asyncio.gather(connection, return_exceptions=True)


class Full(ui.DynamicItem[ui.Button[Any]], template=r"full:(?P<mission>\w+)"):
    """A button that works after a restart, since all it needs stands in its id."""

    def __init__(self, mission: str) -> None:
        super().__init__(ui.Button(label="Full brief", custom_id=f"full:{mission}"))
        self.mission = mission

    @classmethod
    async def from_custom_id(cls, interaction: Any, item: Any, match: re.Match[str], /) -> Full:
        return cls(match["mission"])

    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.edit_message(content=f"{self.mission} in full", view=None)


class Figure(ui.Modal, title="Figure"):
    strength: ui.Label[Any] = ui.Label(text="Strength", component=ui.TextInput(max_length=10))
    grade: ui.Label[Any] = ui.Label(
        text="Grade",
        component=ui.Select(options=[discord.SelectOption(label=each) for each in "AB"], required=False),
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        chosen = "".join(self.grade.component.values)  # type: ignore[attr-defined]
        words = f"recorded {self.strength.component.value} {chosen}"  # type: ignore[attr-defined]
        await interaction.response.send_message(words.strip(), ephemeral=True)


class Menu(ui.View):
    def __init__(self) -> None:
        super().__init__(timeout=None)

    @ui.select(custom_id="mission", placeholder="Mission",
               options=[discord.SelectOption(label="MSS Haiti", value="mss"), discord.SelectOption(label="AUSSOM")])  # fmt: skip
    async def chosen(self, interaction: discord.Interaction, select: Any) -> None:
        await interaction.response.edit_message(content=f"you chose {select.values[0]}", view=None)


class ShardedBot(discord.AutoShardedClient):
    """`/shard` notes which shard heard it."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True), guild_ready_timeout=0.01)
        self.heard: list[int] = []
        self.tree = app_commands.CommandTree(self)
        self.tree.command(name="shard", description="Which shard?")(self._note)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Does not wait between two shards, as EchoBot does."""

    async def _note(self, interaction: discord.Interaction) -> None:
        assert interaction.guild
        self.heard.append(interaction.guild.shard_id)
        await interaction.response.send_message("here")


class EchoBot(discord.Client):
    """`/mss status` says its words; `slow`, `late`, `share`, `form`, `menu`, `layout` and `source` do as they are called."""

    def __init__(self, fake: FakeDiscord, **options: Any) -> None:
        super().__init__(intents=discord.Intents(guilds=True), guild_ready_timeout=0.01, **options)
        self.fake = fake
        self.heard = 0
        self.tree = app_commands.CommandTree(self)
        self.tree.add_command(Mss(self))
        self.tree.add_command(app_commands.ContextMenu(name="Ask about this", callback=ask_about))

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """discord.py waits five real seconds here before it begins a session anew; ours are Discord's."""
        await asyncio.sleep(0 if initial else 5 * self.fake.scale)

    async def setup_hook(self) -> None:
        self.add_dynamic_items(Full)
        self.add_view(Menu())


class Mss(app_commands.Group):
    """Brief a mission."""

    def __init__(self, bot: EchoBot) -> None:
        super().__init__(name="mss", description="Brief a mission",
                         allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
                         allowed_installs=app_commands.AppInstallationType(guild=True, user=True))  # fmt: skip
        self.bot = bot

    @app_commands.command(description="Say the situation on a day")
    @app_commands.rename(as_of="as-of")
    @app_commands.describe(as_of="A day", share="For everyone to see")
    async def status(self, interaction: discord.Interaction, as_of: str = "today", share: bool = False) -> None:
        self.bot.heard += 1
        view = ui.View(timeout=None)
        view.add_item(Full("mss"))
        await interaction.response.send_message(f"status of {as_of}", view=view, ephemeral=not share)

    @app_commands.command(description="Think first")
    async def slow(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.edit_original_response(content="found")
        await interaction.followup.send("and more", ephemeral=False)

    @app_commands.command(description="Think for too long")
    async def late(self, interaction: discord.Interaction) -> None:
        await asyncio.sleep(self.bot.fake.scale * 4)
        await interaction.response.send_message("too late")

    @app_commands.command(description="Ask for a figure")
    async def form(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Figure())

    @app_commands.command(description="Offer missions")
    async def menu(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message("which?", view=Menu(), ephemeral=True)

    @app_commands.command(description="Say it in components, with a picture")
    async def layout(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        view = ui.LayoutView(timeout=None)
        picture = discord.MediaGalleryItem("attachment://chart.png", description="572 of 2,500")
        row: ui.ActionRow[Any] = ui.ActionRow(Full("mss"))
        view.add_item(ui.Container(ui.TextDisplay("# MSS Haiti"), ui.MediaGallery(picture), row))
        await interaction.edit_original_response(view=view, attachments=[discord.File(_png(), "chart.png")])

    @app_commands.command(description="Show a fact's source")
    @app_commands.describe(fact="A fact", quote="A file with the quotation", who="Who asked")
    async def source(
        self,
        interaction: discord.Interaction,
        fact: str,
        quote: discord.Attachment | None = None,
        who: discord.User | None = None,
    ) -> None:
        words = (await quote.read()).decode() if quote else "no quotation"
        asked = f", for {who.display_name}" if who else ""
        await interaction.response.send_message(f"{fact}: {words}{asked}", ephemeral=True)

    @source.autocomplete("fact")
    async def facts(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        found = [fact for fact in FACTS if typed in fact]
        return [app_commands.Choice(name=fact, value=fact.split()[0]) for fact in found]


async def ask_about(interaction: discord.Interaction, message: discord.Message) -> None:
    await interaction.response.send_message(f"about {message.content}", ephemeral=True)


def _png() -> Any:
    return io.BytesIO(b"\x89PNG\r\n\x1a\n")
