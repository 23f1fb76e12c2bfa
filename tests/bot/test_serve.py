"""mss serve in a process of its own, before a fake Slack: it starts, answers, tells how it does, and ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app
from store.work import Store
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.rest import Fault as DiscordFault
from tests.fakes.slack import FakeSlack, Fault
from tests.postgres import new_database
from tests.served import LIMIT, ROOT, discord_settings, served, serving, settings, started

MOMENT = datetime(2026, 1, 19, 6, tzinfo=UTC)


@pytest.fixture(params=["socket", "http"])
async def slack(request: pytest.FixtureRequest) -> AsyncIterator[FakeSlack]:
    async with started(request.param) as slack:
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

        await bot.stops()
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
            await bot.stops()


async def test_what_was_acked_is_answered_before_the_end(tmp_path):
    async with started("http") as slack, served(slack, tmp_path, MSS_HTTP__DRAIN="1") as bot:
        ada = slack.person("Ada")
        slack.breaks("users.info", Fault(delay=4, is_done=True))
        seen = await ada.types("/mss status", slack.channel("haiti-desk"))
        assert [post.text for post in seen.posts] == ["Looking it up…"]
        bot.process.terminate()
        await bot.tells("stopping, as SIGTERM asks")
        assert "it is stopping" in await bot.page("/readyz")
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
    async with (
        started("socket") as slack,
        serving(tmp_path, settings(slack, tmp_path, MSS_SLACK__BOT_TOKEN="xoxb-wrong")) as bot,
    ):
        assert await bot.ends() == 2
    assert "Slack refuses slack.bot_token: invalid_auth." in bot.told
    assert "Traceback" not in bot.told
    assert "xoxb-wrong" not in bot.told


async def test_a_second_process_on_one_sqlite_file_is_refused_and_everything_else_goes_on(tmp_path):
    async with started("socket") as slack, served(slack, tmp_path) as bot:
        async with serving(tmp_path, settings(slack, tmp_path)) as second:
            assert await second.ends() == 2
        assert f"is served already, by process {bot.process.pid} on " in second.told
        assert "let store.url name PostgreSQL" in second.told
        async with Store(f"sqlite:///{tmp_path}/mss.db") as store:
            await store.try_writing(MOMENT)
            await store.backup(tmp_path / "all.zip", MOMENT)
            await store.leases.take("discord shard 0", "who is killed now", MOMENT, MOMENT.replace(year=2100))
            bot.process.kill()
            await bot.ends()
            async with served(slack, tmp_path) as again:
                assert '"ready": true' in await again.page("/readyz")
                assert await store.leases.holder("discord shard 0", MOMENT) is None


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
        async with served(slack, tmp_path, **discord_settings(discord)) as bot:
            await bot.tells("Discord cannot be reached: ")
            assert "discord: Discord cannot be reached: " in await bot.page("/readyz")
            assert (await slack.person("Ada").types("/mss status", slack.channel("haiti-desk"))).private
            await bot.tells("connected to discord")
            await bot.is_ready()
            await bot.stops()
        assert not [word for word in ("Traceback", "voice") if word in bot.told]


def test_a_terminal_needs_no_library_of_any_platform(tmp_path):
    asked = "import sys; from bot.__main__ import app; app(['say', 'status'], standalone_mode=False); " \
            "print(sorted({'slack_bolt', 'slack_sdk', 'discord', 'aiohttp'} & sys.modules.keys()), file=sys.stderr)"  # fmt: skip
    run = subprocess.run([sys.executable, "-c", asked], cwd=tmp_path, capture_output=True, text=True, timeout=LIMIT,
                         env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}, check=False)  # fmt: skip
    assert run.stderr.endswith("\n[]\n"), run.stderr
