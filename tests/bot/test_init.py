"""mss init: a settings file from a few questions, which nobody else can read."""

from __future__ import annotations

import os
import pty
import re
import stat
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app
from bot.config import read_settings

ROOT = Path(__file__).parents[2]
SOCKET = ("--bot-token", "xoxb-1", "--app-token", "xapp-1")


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    """An empty folder to be in, and no setting in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("MSS_")]:
        monkeypatch.delenv(name)


def init(*options: str, typed: str = "", **environment: str) -> Result:
    return CliRunner().invoke(app, ["init", *options], input=typed, env=environment)


def written(file: str = "config.toml") -> dict[str, Any]:
    return tomllib.loads(Path(file).read_text(encoding="utf-8"))


def test_what_is_given_is_written_and_is_complete():
    out = init(*SOCKET)
    assert (out.exit_code, out.stderr) == (0, "")
    settings = read_settings()
    assert settings.slack is not None
    assert (settings.slack.mode, settings.slack.bot_token.get_secret_value()) == ("socket", "xoxb-1")


def test_only_its_owner_can_read_the_file():
    old = os.umask(0)
    try:
        init(*SOCKET)
    finally:
        os.umask(old)
    assert stat.S_IMODE(Path("config.toml").stat().st_mode) == 0o600


def test_nothing_but_the_file_and_the_store_is_left_behind():
    init(*SOCKET)
    assert {path.name for path in Path().iterdir()} == {"config.toml", "mss.db"}


def test_a_code_for_the_first_owner_is_told():
    codes = [
        re.search(r"/mss setup ([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})", init("--force", *SOCKET).stdout)
        for _ in range(2)
    ]
    assert all(codes)
    assert len({code[1] for code in codes if code}) == 2


def test_a_store_that_cannot_be_had_yet_stops_nothing():
    out = init(*SOCKET, "--store", "postgresql://mss:secret@127.0.0.1:1/mss")
    assert out.exit_code == 0
    assert "mss setup" not in out.stdout
    assert "No code for the first owner yet" in out.stderr
    assert "secret" not in out.stderr


def test_a_new_key_is_made_each_time(tmp_path):
    found = []
    for name in ("one.toml", "two.toml"):
        init(*SOCKET, "--config", name)
        found += written(name)["secrets"]["keys"]
    assert len(set(found)) == 2
    assert read_settings(Path("one.toml")).store_keys == (found[0],)


def test_what_comes_next_is_told():
    told = init(*SOCKET).stdout
    assert "config.toml is written; only you can read it" in told
    assert [step for step in ("mss doctor", "mss serve", "docs/slack.md") if step not in told] == []


def test_over_http_the_next_step_is_to_tell_slack_the_address():
    told = init("--mode", "http", "--bot-token", "xoxb-1", "--signing-secret", "shh").stdout
    assert "mss slack manifest --http" in told
    assert written()["slack"] == {"mode": "http", "bot_token": "xoxb-1", "signing_secret": "shh"}


def test_what_is_not_given_is_asked_for_with_where_it_is_found():
    out = init(typed="\nxapp-1\nxoxb-1\n")  # the first answer, Slack, is the usual one
    assert out.exit_code == 0
    assert "Bot User OAuth Token" in out.stderr
    assert (written()["slack"]["app_token"], written()["slack"]["bot_token"]) == ("xapp-1", "xoxb-1")


def test_a_token_that_is_another_one_is_asked_for_again():
    out = init("--bot-token", "xoxb-1", typed="xoxb-1\nxapp-1\n")
    assert out.exit_code == 0
    assert "This is another token; the one meant begins with xapp-" in out.stderr
    assert written()["slack"]["app_token"] == "xapp-1"


def test_tokens_can_come_from_the_environment():
    out = init(MSS_SLACK__BOT_TOKEN="xoxb-1", MSS_SLACK__APP_TOKEN="xapp-1")
    assert out.exit_code == 0
    assert written()["slack"]["bot_token"] == "xoxb-1"


def test_many_workspaces_need_no_bot_token():
    out = init("--client-id", "1.2", "--client-secret", "shh", "--app-token", "xapp-1")
    assert out.exit_code == 0
    assert "bot_token" not in written()["slack"]


def test_when_nobody_answers_nothing_is_written():
    out = init()
    assert out.exit_code == 1
    assert list(Path().iterdir()) == []


def test_what_is_wrong_is_told_and_not_written():
    out = init("--bot-token", "xapp-1", "--app-token", "xoxb-1", "--mode", "pigeon")
    assert out.exit_code == 2
    assert len(out.stderr.splitlines()) == 3
    assert list(Path().iterdir()) == []


def test_a_file_that_is_there_is_not_changed_without_a_yes():
    Path("config.toml").write_text("[store]\nurl = 'sqlite:///mine.db'\n", encoding="utf-8")
    for typed in ("n\n", ""):
        assert init(*SOCKET, typed=typed).exit_code == 1
    assert written() == {"store": {"url": "sqlite:///mine.db"}}


@pytest.mark.parametrize(("options", "typed"), [((), "y\n"), (("--force",), "")])
def test_a_change_keeps_what_else_a_file_holds_its_keys_above_all(options, typed):
    init(*SOCKET, "--store", "sqlite:///mine.db")
    before = written()
    assert init("--bot-token", "xoxb-2", *options, typed=typed).exit_code == 0
    assert written() == {**before, "slack": {**before["slack"], "bot_token": "xoxb-2"}}


def test_a_secret_that_has_a_file_of_its_own_is_not_asked_for():
    Path("token").write_text("xapp-1\n", encoding="utf-8")
    Path("config.toml").write_text('[slack]\napp_token_file = "token"\n', encoding="utf-8")
    assert init("--bot-token", "xoxb-1", "--force").exit_code == 0
    assert written()["slack"] == {"app_token_file": "token", "bot_token": "xoxb-1", "mode": "socket"}


def test_a_file_that_cannot_be_read_is_left_alone():
    Path("config.toml").write_text("[store", encoding="utf-8")
    out = init(*SOCKET, "--force")
    assert out.exit_code == 2
    assert "config.toml cannot be read" in out.stderr
    assert Path("config.toml").read_text(encoding="utf-8") == "[store"


def test_a_place_that_cannot_be_written_is_named():
    out = init(*SOCKET, "--config", "no/such/config.toml")
    assert (out.exit_code, out.stderr) == (2, "no/such/config.toml cannot be written: No such file or directory\n")


def test_mss_config_names_the_file():
    assert init(*SOCKET, MSS_CONFIG="other.toml").exit_code == 0
    assert set(Path().iterdir()) == {Path("other.toml"), Path("mss.db")}


def test_odd_letters_arrive_as_they_are():
    init(*SOCKET, "--store", 'sqlite:///“a\\b" é😀.db')
    assert written()["store"]["url"] == 'sqlite:///“a\\b" é😀.db'


def test_at_a_terminal_secrets_are_not_shown_while_they_are_typed(tmp_path):
    ours, theirs = pty.openpty()
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
    with subprocess.Popen([sys.executable, "-m", "bot", "init"], stdin=theirs, stdout=theirs, stderr=theirs,
                          env=environment, start_new_session=True) as process:  # fmt: skip
        os.close(theirs)
        seen = b""
        for key, token in (
            (b"both [slack]: ", b""),
            (b"slack.app_token: ", b"xapp-s3cret"),
            (b"slack.bot_token: ", b"xoxb-s3cret"),
        ):
            while not seen.endswith(key):
                seen += os.read(ours, 1024)
            os.write(ours, token + b"\n")
        while b"mss serve" not in seen:
            seen += os.read(ours, 1024)
        assert process.wait(30) == 0
    os.close(ours)
    assert b"s3cret" not in seen
    assert written()["slack"]["bot_token"] == "xoxb-s3cret"


def test_a_key_is_printed_by_itself():
    out = CliRunner().invoke(app, ["keygen"])
    assert out.exit_code == 0
    assert read_settings(environment={"MSS_SECRETS__KEYS": out.stdout}).store_keys == (out.stdout.strip(),)


# Discord


def test_discord_alone_needs_its_token_only():
    out = init(typed="discord\ntoken-of-a-bot\n")
    assert (out.exit_code, written()["discord"]) == (0, {"token": "token-of-a-bot"})
    assert "slack" not in written()
    assert "mss discord sync" in out.stdout
    assert "docs/discord.md" in out.stdout


def test_both_platforms_can_be_set_up_at_once():
    init(*SOCKET, "--discord-token", "token-of-a-bot")
    settings = read_settings()
    assert settings.slack is not None
    assert settings.discord is not None


def test_what_is_neither_is_asked_again():
    out = init(typed="teams\nslack\nxapp-1\nxoxb-1\n")
    assert out.exit_code == 0
    assert "Type slack, discord or both" in out.stderr
