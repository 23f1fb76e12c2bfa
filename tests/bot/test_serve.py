"""mss serve in a process of its own, before a fake Slack: it starts, answers, tells how it does, and ends."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from typer.testing import CliRunner, Result

from adapters.slack.manifest import EVENTS, SCOPES
from bot.__main__ import app
from store.work import Store
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.rest import Fault as DiscordFault
from tests.fakes.slack import App, FakeSlack, Fault
from tests.postgres import new_database

ROOT = Path(__file__).parents[2]
MOMENT = datetime(2026, 1, 19, 6, tzinfo=UTC)
LIMIT = 30
"""Real seconds in which a process starts, or ends, on a busy machine."""


@dataclass
class Served:
    """A bot in a process, and what it has told on standard error so far."""

    process: asyncio.subprocess.Process
    told: str = ""

    @property
    def url(self) -> str:
        found = re.search(r"listening on (http://[\d.:]+)", self.told)
        assert found, self.told
        return found[1]

    async def tells(self, words: str) -> None:
        """Wait until it says so. Raises AssertionError with what it says when it ends before."""
        assert self.process.stderr
        async with asyncio.timeout(LIMIT):
            while words not in self.told:
                line = await self.process.stderr.readline()
                assert line, self.told
                self.told += line.decode()

    async def ends(self) -> int:
        """Wait for its end, and give its exit code."""
        assert self.process.stderr
        async with asyncio.timeout(LIMIT):
            self.told += (await self.process.stderr.read()).decode()
            return await self.process.wait()

    async def health(self) -> tuple[int, dict[str, Any]]:
        async with aiohttp.ClientSession() as browser, browser.get(f"{self.url}/healthz") as page:
            return page.status, await page.json()

    async def page(self, path: str) -> str:
        async with aiohttp.ClientSession() as browser, browser.get(f"{self.url}{path}") as page:
            return await page.text()


def settings(slack: FakeSlack, folder: Path, **more: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8",
        "MSS_STORE__URL": f"sqlite:///{folder}/mss.db", "MSS_HTTP__BIND": "127.0.0.1:0",
        "MSS_SLACK__MODE": "socket" if slack.transport is slack.socket else "http",
        "MSS_SLACK__BOT_TOKEN": slack.bot_token, "MSS_SLACK__APP_TOKEN": slack.app.app_token,
        "MSS_SLACK__SIGNING_SECRET": slack.app.signing_secret, "MSS_SLACK__BASE_URL": slack.base_url, **more,
    }  # fmt: skip


@asynccontextmanager
async def served(slack: FakeSlack, folder: Path, roles: Sequence[str] = (), **more: str) -> AsyncIterator[Served]:
    """`mss serve`, connected; it is killed when it still runs at the end of the block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "serve", *(f"--role={role}" for role in roles), cwd=folder, env=settings(slack, folder, **more),
        stdin=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    bot = Served(process)
    try:
        await bot.tells("connected to slack")
        slack.http.url = slack.http.url if roles and "web" not in roles else f"{bot.url}/slack/events"
        yield bot
    finally:
        if process.returncode is None:
            process.kill()
            await bot.ends()


@pytest.fixture(params=["socket", "http"])
async def slack(request: pytest.FixtureRequest) -> AsyncIterator[FakeSlack]:
    async with started(request.param) as slack:
        yield slack


@asynccontextmanager
async def started(transport: Any) -> AsyncIterator[FakeSlack]:
    """A Slack that has the app as our manifest makes it."""
    async with await FakeSlack.start(app=App(scopes=SCOPES, events=tuple(EVENTS)), transport=transport) as slack:
        slack.patience = 5
        yield slack


async def test_the_bot_starts_answers_tells_how_it_does_and_stops_when_told(slack, tmp_path):
    ada = slack.person("Ada")
    async with served(slack, tmp_path) as bot:
        status, health = await bot.health()
        assert (status, health["platforms"]["slack"]) == (200, {"well": True, "seconds_since_last_event": None})

        seen = await ada.types("/mss status", slack.channel("haiti-desk"))
        assert seen.private
        assert seen.text.startswith("MSS Haiti: mandate ended 2 Oct 2025")

        _status, health = await bot.health()
        assert 0 <= health["platforms"]["slack"]["seconds_since_last_event"] < LIMIT

        assert await bot.page("/readyz") == '{\n  "ready": true,\n  "why": []\n}'
        page = await bot.page("/metrics")
        assert 'mss_commands_total{command="status",outcome="answered"} 1.0' in page
        assert 'mss_deliveries_waiting{platform="slack",state="waiting"} 0.0' in page
        assert "haiti" not in page.lower()

        bot.process.terminate()
        assert await bot.ends() == 0
    assert "Traceback" not in bot.told
    assert [
        secret for secret in (slack.bot_token, slack.app.app_token, slack.app.signing_secret) if secret in bot.told
    ] == []


async def test_on_postgresql_web_and_worker_are_processes_of_their_own(postgres, tmp_path):
    store = {"MSS_STORE__URL": new_database(postgres)}
    async with (
        started("http") as slack,
        served(slack, tmp_path, ["web"], **store) as web,
        served(slack, tmp_path, ["worker", "gateway"], **store) as worker,
    ):
        seen = await slack.person("Ada").types("/mss status", slack.channel("haiti-desk"))
        assert seen.text.startswith("MSS Haiti: mandate ended 2 Oct 2025")
        for bot in (web, worker):
            assert '"ready": true' in await bot.page("/readyz")
        assert "404" in await worker.page("/slack/events")
        for bot in (web, worker):
            bot.process.terminate()
            assert await bot.ends() == 0


async def test_what_was_acked_is_answered_before_the_end(tmp_path):
    async with started("http") as slack, served(slack, tmp_path) as bot:
        ada = slack.person("Ada")
        slack.breaks("users.info", Fault(delay=4, is_done=True))
        seen = await ada.types("/mss status", slack.channel("haiti-desk"))
        assert [post.text for post in seen.posts] == ["Looking it up…"]
        bot.process.terminate()
        await seen.more()
        assert seen.text.startswith("MSS Haiti: mandate ended")
        assert await bot.ends() == 0


async def test_after_a_kill_a_new_start_answers_and_old_buttons_work(tmp_path):
    async with started("socket") as slack:
        ada = slack.person("Ada")
        async with served(slack, tmp_path) as bot:
            seen = await ada.types("/mss status", slack.channel("haiti-desk"))
            bot.process.send_signal(signal.SIGKILL)
            await bot.ends()
        async with served(slack, tmp_path):
            full = await seen.press("Full brief")
            assert "Disputed" in full.words


async def test_a_token_that_slack_refuses_ends_the_start_with_a_sentence(tmp_path):
    async with started("socket") as slack:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "serve", cwd=tmp_path, stderr=asyncio.subprocess.PIPE,
            env=settings(slack, tmp_path, MSS_SLACK__BOT_TOKEN="xoxb-wrong"),
        )  # fmt: skip
        bot = Served(process)
        assert await bot.ends() == 2
    assert "Slack refuses slack.bot_token: invalid_auth." in bot.told
    assert "Traceback" not in bot.told
    assert "xoxb-wrong" not in bot.told


async def test_a_second_process_on_one_sqlite_file_is_refused_and_everything_else_goes_on(tmp_path):
    async with started("socket") as slack, served(slack, tmp_path) as bot:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "serve", cwd=tmp_path, stderr=asyncio.subprocess.PIPE, env=settings(slack, tmp_path)
        )  # fmt: skip
        second = Served(process)
        assert await second.ends() == 2
        assert f"is served already, by process {bot.process.pid} on " in second.told
        assert "let store.url name PostgreSQL" in second.told
        async with Store(f"sqlite:///{tmp_path}/mss.db") as store:
            await store.try_writing(MOMENT)
            await store.backup(tmp_path / "all.zip", MOMENT)
        bot.process.kill()
        await bot.ends()
        async with served(slack, tmp_path) as again:
            assert '"ready": true' in await again.page("/readyz")


# a start that cannot be


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    """An empty folder to be in, and no setting in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("MSS_")]:
        monkeypatch.delenv(name)


def serve() -> Result:
    return CliRunner().invoke(app, ["serve"])


def test_without_a_platform_the_start_ends_with_what_to_do():
    out = serve()
    assert (out.exit_code, out.stdout) == (2, "")
    assert out.stderr == "No platform is configured: `mss init` sets one up, `mss demo` shows the bot without any\n"
    assert not Path("mss.db").exists()


def test_a_start_with_wrong_settings_ends_at_once_with_all_faults():
    Path("config.toml").write_text('[slack]\nmode = "http"\n[log]\nlevel = "loud"\n[stor]\n', encoding="utf-8")
    out = serve()
    assert (out.exit_code, out.stdout) == (2, "")
    assert len(out.stderr.splitlines()) == 4
    assert not Path("mss.db").exists()


def test_on_sqlite_the_work_is_not_parted(monkeypatch):
    for name, value in {"SLACK__BOT_TOKEN": "xoxb-1", "SLACK__APP_TOKEN": "xapp-1"}.items():
        monkeypatch.setenv(f"MSS_{name}", value)
    out = CliRunner().invoke(app, ["serve", "--role", "web"])
    assert out.exit_code == 2
    assert out.stderr.startswith("SQLite is for one process that does everything: leave out --role")
    assert not Path("mss.db").exists()


def test_a_start_without_its_database_ends_with_a_sentence(monkeypatch):
    for name, value in {
        "SLACK__BOT_TOKEN": "xoxb-1",
        "SLACK__APP_TOKEN": "xapp-1",
        "STORE__URL": "sqlite:///no/such/a.db",
    }.items():
        monkeypatch.setenv(f"MSS_{name}", value)
    out = serve()
    assert out.exit_code == 2
    assert out.stderr.startswith("The database sqlite:///no/such/a.db cannot be reached: ")


async def test_a_platform_out_of_reach_at_the_start_is_told_and_connected_to_once_it_answers(tmp_path):
    async with started("http") as slack, await FakeDiscord.start() as discord:
        discord.breaks("GET /users/@me", DiscordFault(status=0, times=3))
        there = {"MSS_DISCORD__TOKEN": discord.token, "MSS_DISCORD__API_URL": discord.api_url,
                 "MSS_DISCORD__GATEWAY_URL": discord.gateway_url}  # fmt: skip
        async with served(slack, tmp_path, **there) as bot:
            await bot.tells("Discord cannot be reached: ")
            assert "discord: Discord cannot be reached: " in await bot.page("/readyz")
            assert (await slack.person("Ada").types("/mss status", slack.channel("haiti-desk"))).private
            await bot.tells("connected to discord")
            async with asyncio.timeout(LIMIT):
                while '"ready": true' not in await bot.page("/readyz"):  # noqa: ASYNC110 - nothing tells of it
                    await asyncio.sleep(0.1)
            bot.process.terminate()
            assert await bot.ends() == 0
        assert "Traceback" not in bot.told


def test_a_terminal_needs_no_library_of_any_platform(tmp_path):
    asked = "import sys; from bot.__main__ import app; app(['say', 'status'], standalone_mode=False); " \
            "print(sorted({'slack_bolt', 'slack_sdk', 'discord', 'aiohttp'} & sys.modules.keys()), file=sys.stderr)"  # fmt: skip
    run = subprocess.run([sys.executable, "-c", asked], cwd=tmp_path, capture_output=True, text=True, timeout=LIMIT,
                         env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}, check=False)  # fmt: skip
    assert run.stderr.endswith("\n[]\n"), run.stderr
