"""How soon the program is there, and how much it keeps in memory, against a process that imports the same libraries."""

from __future__ import annotations

import asyncio
import json
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from adapters.slack import PLATFORM
from store import Store
from store.deliveries import DeliveryKind, NewDelivery
from tests.bench.commands import askers_of, fill
from tests.bench.load import Asker, answered, command
from tests.bench.rounds import Row, Size, at_most, resident, spread
from tests.fakes.discord import FakeDiscord
from tests.fakes.slack import FakeSlack
from tests.served import served, settings, started

OURS = ("adapters", "bot", "briefings", "store", "tests", "__main__", "__mp_main__")
IMPORTS = """
import contextlib, importlib, sys
for name in sys.argv[1:]:
    with contextlib.suppress(ImportError):  # such as one that only its own package makes
        importlib.import_module(name)
"""
SAID = ("say", "/mss status")
LISTENING = re.compile(rb"listening on (http://[\d.:]+)")
WATCHED = """
import atexit, json, os, runpy, sys
file = sys.argv.pop(1)
atexit.register(lambda: open(file, "w").write(json.dumps(list(sys.modules))))
runpy.run_module("bot", run_name="__main__", alter_sys=True)
"""
"""Runs the program and writes down, at its end, what it had imported."""
KEPT = IMPORTS + "print('imported', flush=True)\nsys.stdin.read()\n"


async def measure(size: Size) -> list[Row]:
    """Rows 11 and 12."""
    async with started("http") as slack, await FakeDiscord.start() as discord:
        slack.rates.is_enforced = False
        askers = askers_of(slack, size)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            await fill(folder, slack, askers, size.claims)
            chat = _discord_settings(discord)
            serving = {**settings(slack, folder), **chat}
            of_serve, of_say = await _imported(folder, serving, "serve"), await _imported(folder, serving, *SAID)
            return [
                await _first_ack(size, slack, serving, of_serve),
                await _say(size, folder, serving, of_say),
                Row(
                    12, "libraries of Slack and Discord that `mss say` imports", [float(len(_chat(of_say)))], at_most(0)
                ),
                *await _memory(size, slack, folder, chat, of_serve),
            ]


def _discord_settings(discord: FakeDiscord) -> dict[str, str]:
    return {
        "MSS_DISCORD__TOKEN": discord.token, "MSS_DISCORD__APPLICATION_ID": discord.application_id,
        "MSS_DISCORD__API_URL": discord.api_url, "MSS_DISCORD__GATEWAY_URL": discord.gateway_url,
    }  # fmt: skip


async def _imported(folder: Path, env: dict[str, str], *arguments: str) -> list[str]:
    """The modules of others that the program has imported at its end; a server is asked to end once it listens."""
    file = folder / "modules.json"
    process = await _python(env, folder, "-c", WATCHED, str(file), *arguments)
    if arguments == ("serve",):
        await _tells(process, LISTENING)
        await _tells(process, re.compile(b"connected to discord"))
        process.terminate()
    await process.communicate()
    names = json.loads(file.read_text())
    return [name for name in names if name.partition(".")[0] not in OURS]


def _chat(modules: Sequence[str]) -> list[str]:
    return [name for name in modules if name.partition(".")[0] in ("slack_bolt", "slack_sdk", "discord")]


async def _python(env: dict[str, str], folder: Path, *arguments: str) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=folder, env=env, stdin=pipe, stdout=pipe, stderr=pipe, limit=2**20
    )


async def _tells(process: asyncio.subprocess.Process, words: re.Pattern[bytes]) -> re.Match[bytes]:
    """Wait until a process tells something on standard error."""
    assert process.stderr
    while line := await process.stderr.readline():
        if found := words.search(line):
            return found
    raise AssertionError(f"it ended without {words.pattern!r}")


# how soon it is there


async def _first_ack(size: Size, slack: FakeSlack, env: dict[str, str], modules: Sequence[str]) -> Row:
    who = askers_of(slack, Size(people=1, requests=1))[0]
    ratios, seen = list[float](), list[float]()
    for _round in range(size.rounds):
        floor = await _seconds(env, *_importing(modules))
        began = time.perf_counter()
        process = await _python(env, Path(env["HOME"]), "-m", "bot", "serve")
        url = f"{(await _tells(process, LISTENING))[1].decode()}/slack/events"
        await answered(url, [command(url, slack.app.signing_secret, who, "status")], 1)
        seen.append(time.perf_counter() - began)
        ratios.append(seen[-1] / floor)
        process.kill()
        await process.communicate()
    return Row(12, "`mss serve` from its start to the first ack", ratios, at_most(1.3), f"{spread(seen)} s")


async def _say(size: Size, folder: Path, env: dict[str, str], modules: Sequence[str]) -> Row:
    alone = {name: value for name, value in env.items() if not name.startswith(("MSS_SLACK", "MSS_DISCORD"))}
    alone["MSS_STORE__URL"] = f"sqlite:///{folder}/say.db"
    await _seconds(alone, "-m", "bot", *SAID)
    ratios, seen = list[float](), list[float]()
    for _round in range(size.rounds):
        floor = await _seconds(alone, *_importing(modules))
        seen.append(await _seconds(alone, "-m", "bot", *SAID))
        ratios.append(seen[-1] / floor)
    return Row(12, '`mss say "/mss status"` from its start to its end', ratios, at_most(1.3), f"{spread(seen)} s")


def _importing(modules: Sequence[str]) -> tuple[str, ...]:
    return "-c", IMPORTS, *modules


async def _seconds(env: dict[str, str], *arguments: str) -> float:
    """Seconds from the start of a process to its end."""
    began = time.perf_counter()
    process = await _python(env, Path(env["HOME"]), *arguments)
    _out, told = await process.communicate()
    assert process.returncode == 0, told.decode()
    return time.perf_counter() - began


# how much it keeps in memory


async def _memory(
    size: Size, slack: FakeSlack, folder: Path, chat: dict[str, str], modules: Sequence[str]
) -> list[Row]:
    floor = await _imported_memory(settings(slack, folder), folder, modules)
    askers = askers_of(slack, size)
    async with served(slack, folder, **chat) as bot:
        await bot.tells("connected to discord")
        await asyncio.sleep(1)
        idle = resident(bot.process.pid)
        await _busy(size, slack, folder, askers)
        after = resident(bot.process.pid)
    return [
        Row(11, "`mss serve` idle with Slack and Discord: resident memory", [idle / floor], at_most(1.3),
            f"{idle:.0f} MB, the libraries {floor:.0f} MB"),
        Row(11, f"after {size.commands:,} commands and {size.posts:,} deliveries, against idle", [after / idle],
            at_most(1.05), f"{after:.0f} MB"),
    ]  # fmt: skip


async def _busy(size: Size, slack: FakeSlack, folder: Path, askers: Sequence[Asker]) -> None:
    """Let many commands be answered and many posts be made."""
    url, secret = slack.http.url, slack.app.signing_secret
    for first in range(0, size.commands, 1_000):
        part = [askers[number % len(askers)] for number in range(first, min(first + 1_000, size.commands))]
        await answered(url, [command(url, secret, who, "status") for who in part], size.connections)
    await _posts(size.posts, slack, folder, [asker.channel for asker in askers])
    await answered(url, [command(url, secret, askers[0], "wrong F1 because it is old")], 1)  # a change wakes the clock
    await _all_posted(folder)


async def _imported_memory(env: dict[str, str], folder: Path, modules: Sequence[str]) -> float:
    process = await _python(env, folder, "-c", KEPT, *modules)
    assert process.stdout
    assert await process.stdout.readline() == b"imported\n"
    found = resident(process.pid)
    await process.communicate()
    return found


async def _posts(number: int, slack: FakeSlack, folder: Path, channels: Sequence[str]) -> None:
    """Let the brief be due so many times, in all rooms in turn."""
    at = datetime.now(UTC)
    async with Store(f"sqlite:///{folder}/mss.db") as store:
        space = await store.space_of(PLATFORM, slack.team.id)
        assert space
        async with store.reading(space) as work:
            found = [await work.rooms.find(PLATFORM, slack.team.id, channel) for channel in dict.fromkeys(channels)]
        rooms = [room.id for room in found if room]
        await store.ledger.plan([
            NewDelivery(space, rooms[each % len(rooms)], PLATFORM, f"bench {each}", "", DeliveryKind.COMMAND, "status", at, at)
            for each in range(number)
        ])  # fmt: skip


async def _all_posted(folder: Path) -> None:
    async with Store(f"sqlite:///{folder}/mss.db") as store:
        while await store.ledger.waiting():  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.2)
