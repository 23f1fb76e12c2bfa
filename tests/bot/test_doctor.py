"""mss doctor: what is wrong comes first, with what to do; a monitor reads its exit code."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from adapters.slack.manifest import SCOPES
from bot.__main__ import app
from bot.config import read_settings
from bot.doctor import apart, doctor, is_well, report
from briefings import words
from briefings.document import plain
from store.secrets import new_key
from store.work import Store
from tests.fakes.slack import App, Clock, FakeSlack, Fault
from tests.scene import lines

NOW = datetime.now(UTC)
"""The doctor looks at the real clock, and compares it with Slack's."""
ABOUT = (
    "settings",
    "clock",
    "keys",
    "database",
    "slack",
    "discord",
    "schedules",
    "rooms",
    "deliveries",
    "facts",
    "proposals",
)


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    """An empty folder to be in, and no setting in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("MSS_")]:
        monkeypatch.delenv(name)


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with await FakeSlack.start(app=App(scopes=SCOPES), clock=Clock(NOW)) as slack:
        yield slack


@pytest.fixture
def one(slack: FakeSlack, monkeypatch) -> FakeSlack:
    """A bot with the token of one workspace, over Socket Mode, whose store is there."""
    given(monkeypatch, BOT_TOKEN=slack.bot_token, APP_TOKEN=slack.app.app_token, BASE_URL=slack.base_url)
    return slack


@pytest.fixture
def many(slack: FakeSlack, monkeypatch) -> FakeSlack:
    """A bot that workspaces install themselves, over HTTP."""
    monkeypatch.setenv("MSS_SECRETS__KEYS", new_key())
    given(monkeypatch, MODE="http", SIGNING_SECRET="shh", CLIENT_ID=slack.app.client_id,
          CLIENT_SECRET=slack.app.client_secret, BASE_URL=slack.base_url)  # fmt: skip
    return slack


def given(monkeypatch, **slack: str) -> None:
    for name, value in slack.items():
        monkeypatch.setenv(f"MSS_SLACK__{name}", value)


def own_store() -> Store:
    settings = read_settings()
    return Store(settings.store_url, settings.store_keys)


async def upgraded() -> None:
    async with own_store() as opened:
        await opened.upgrade()


async def looked() -> tuple[str, dict[str, list[str]], bool]:
    """The bottom line, the sentences below each label, and whether all is well."""
    found = await doctor(None)
    said = words.say(report(found), words.language("en"))
    assert all(one.about for one in found)
    parts = {plain(part.label or ()): [plain(block) for block in part.blocks if isinstance(block, tuple)]
             for part in said.sections}  # fmt: skip
    assert len(lines(said)) == 1 + sum(1 + len(part) for part in parts.values())
    return plain(said.title), parts, is_well(found)


async def test_all_is_well_with_a_bot_as_it_should_be(one):
    await upgraded()
    title, parts, is_well = await looked()
    assert (title, is_well) == ("All is well", True)
    assert "To mend" not in parts
    assert {"The database can be reached and written, and is up to date", "Slack opens a socket for slack.app_token",
            "Slack knows the bot in the workspace Desk"} <= set(parts["Well"])  # fmt: skip


async def test_before_the_first_start_the_database_is_new_and_the_tokens_are_looked_at(one):
    title, parts, is_well = await looked()
    assert (title, is_well) == ("All is well", True)
    assert any(line.startswith("The database is new") for line in parts["To know"])
    assert "Slack knows the bot in the workspace Desk" in parts["Well"]


async def test_a_token_that_slack_refuses_is_named_with_where_to_get_another(one, monkeypatch):
    given(monkeypatch, BOT_TOKEN="xoxb-wrong")
    title, parts, is_well = await looked()
    assert (title, is_well) == ("1 thing needs you", False)
    assert parts["To mend"] == [
        "Slack refuses slack.bot_token: invalid_auth. "
        "Copy the bot token again from the app's page “OAuth & Permissions”."
    ]


async def test_an_app_that_was_removed_is_told(one):
    await one.uninstall(one.team)
    _title, parts, _is_well = await looked()
    assert parts["To mend"][0].startswith("Slack refuses slack.bot_token: account_inactive. ")


async def test_scopes_that_were_not_granted_are_named(monkeypatch):
    few = tuple(scope for scope in SCOPES if scope not in ("im:history", "users:read"))
    async with await FakeSlack.start(app=App(scopes=few), clock=Clock(NOW)) as slack:
        given(monkeypatch, BOT_TOKEN=slack.bot_token, APP_TOKEN=slack.app.app_token, BASE_URL=slack.base_url)
        _title, parts, is_well = await looked()
    assert not is_well
    assert parts["To mend"][0].startswith("The bot lacks these scopes in Desk: im:history, users:read. Put what ")


async def test_an_app_token_that_opens_no_socket_is_named(one, monkeypatch):
    given(monkeypatch, APP_TOKEN="xapp-wrong")
    _title, parts, _is_well = await looked()
    assert parts["To mend"][0].startswith("Slack opens no socket for slack.app_token: invalid_auth. Switch on ")


async def test_a_slack_out_of_reach_is_told_with_its_address(one, monkeypatch):
    given(monkeypatch, BASE_URL="http://127.0.0.1:9/api/")
    _title, parts, is_well = await looked()
    assert not is_well
    (told,) = parts["To mend"]
    assert told.startswith("Slack cannot be reached at http://127.0.0.1:9/api/: ")


async def test_a_connection_that_is_lost_again_and_again_is_told(one):
    one.breaks("auth.test", *[Fault(has_answer=False)] * 2)
    _title, parts, _is_well = await looked()
    assert parts["To mend"][0].startswith("Slack cannot be reached at ")


async def test_a_clock_that_is_wrong_is_told(one):
    from adapters.slack.checkup import examine
    from bot.serve import access

    slack = read_settings().slack
    assert slack
    found = await examine(access(slack), None, lambda: datetime.now(UTC) + timedelta(minutes=7))
    (wrong,) = (one for one in found if one.fix)
    assert wrong.says.number in range(415, 426)


async def test_workspaces_that_are_there_and_that_ended_are_told_with_why_and_when(many):
    await upgraded()
    async with own_store() as opened:
        for number, name in enumerate(("Desk", "Mission")):
            team = many.team if not number else many.workspace(name)
            kept = {"name": name, "token": many.token_of(team), "bot_user": "U1", "bot": "B1", "expires_at": 0,
                    "refresh_token": ""}  # fmt: skip
            await opened.installations.save("slack", team.id, kept, NOW)
        await opened.installations.end("slack", team.id, "app_uninstalled", datetime(2025, 1, 17, 9, tzinfo=UTC))
    title, parts, is_well = await looked()
    assert (title, is_well) == ("All is well", True)
    assert "Slack knows the bot in the workspace Desk" in parts["Well"]
    assert parts["To know"] == ["Mission ended on Fri 17 Jan 2025, 09:00 UTC: app_uninstalled"]


async def test_tokens_that_no_key_opens_are_told(many, monkeypatch):
    await upgraded()
    async with own_store() as opened:
        await opened.installations.save("slack", "T1", {"name": "Desk", "token": "xoxb-1"}, NOW)
    monkeypatch.setenv("MSS_SECRETS__KEYS", new_key())
    _title, parts, is_well = await looked()
    assert not is_well
    assert parts["To mend"][0].startswith(
        "No key that is given opens the tokens of 1 installation: slack T1 (Desk). Put"
    )
    assert parts["To mend"][1].startswith("The installation of slack T1 cannot be read: no key given fits.")


async def test_a_bot_that_nobody_installed_says_where_that_begins(many):
    await upgraded()
    _title, parts, is_well = await looked()
    assert is_well
    assert parts["To know"] == ["No workspace has the app; it is installed from /slack/install"]


async def test_a_database_out_of_reach_is_told(one, monkeypatch):
    monkeypatch.setenv("MSS_STORE__URL", "sqlite:///no/such/a.db")
    _title, parts, is_well = await looked()
    assert not is_well
    assert parts["To mend"][0].startswith("The database sqlite:///no/such/a.db cannot be reached: ")


async def test_a_database_that_takes_nothing_is_told(one):
    await upgraded()
    with sqlite3.connect("mss.db") as connection:
        connection.execute("create trigger full before insert on notes begin select raise(fail, 'disk is full'); end")
    connection.close()
    _title, parts, is_well = await looked()
    assert not is_well
    assert parts["To mend"][0].startswith("The database sqlite:///mss.db cannot be written: disk is full")


# the program


def test_without_a_platform_the_exit_code_says_so():
    out = CliRunner().invoke(app, ["doctor"])
    assert (out.exit_code, out.stderr) == (1, "")
    assert "No platform is configured. `mss init` sets one up." in out.stdout


def test_wrong_settings_are_things_to_mend():
    Path("config.toml").write_text('[log]\nlevel = "loud"\n[stor]\n', encoding="utf-8")
    out = CliRunner().invoke(app, ["doctor"])
    assert out.exit_code == 1
    assert out.stdout.startswith("2 things need you\n")


def test_monitors_read_the_same_as_json_and_a_warning_is_no_alarm():
    out = CliRunner().invoke(app, ["doctor", "--json"])
    told = json.loads(out.stdout)
    assert (out.exit_code, told["version"], told["well"], told["wrong"]) == (1, 1, False, 1)
    assert {one["about"]: one["verdict"] for one in told["findings"]} == {
        "clock": "well", "keys": "warning", "database": "warning", "settings": "wrong",
    }  # fmt: skip
    (wrong,) = (one for one in told["findings"] if one["verdict"] == "wrong")
    assert (wrong["says"], wrong["fix"]) == ("No platform is configured", "`mss init` sets one up.")
    assert told["warnings"] == 2
    documented = (Path(__file__).parents[2] / "docs" / "json.md").read_text(encoding="utf-8")
    assert [name for name in (*told, *told["findings"][0], *ABOUT) if f"`{name}`" not in documented] == []


# the database's clock


async def test_the_database_tells_its_clock_where_it_has_one_of_its_own(store: Store, engine: str):
    clock = await store.clock()
    assert (clock is None) == (engine == "sqlite")
    assert apart(clock, datetime.now(UTC)) == []


def test_a_clock_that_is_far_from_the_databases_is_told():
    (wrong,) = apart(NOW, NOW - timedelta(seconds=31))
    assert words.text(wrong.says) == "The clock of this machine is 31 seconds away from the database's"
