"""mss config show: what counts, where it comes from, and nothing that is secret."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner, Result

from bot.__main__ import app
from bot.effective import line_of, shown
from briefings import words

FILE = """\
[store]
url = "postgresql://mss:pa/ss@w@database/mss?sslpassword=s3cret"

[log]
level = "error"
format = "json"

[slack]
app_token = "xapp-s3cret"
bot_token_file = "token"
"""
KEYS = ",".join(("k3y" * 14 + "0=", "k4y" * 14 + "0="))


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    """A folder with a settings file and the file of a secret, and no setting in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("MSS_")]:
        monkeypatch.delenv(name)
    Path("config.toml").write_text(FILE, encoding="utf-8")
    Path("token").write_text("xoxb-s3cret\n", encoding="utf-8")


def mss(*line: str, **environment: str) -> Result:
    return CliRunner().invoke(app, ["config", "show", *line], env={"COLUMNS": "200", **environment})


def told(out: Result) -> dict[str, tuple[str, str]]:
    """What stands in the answer: the value and where it is from, by setting."""
    found = {}
    for section in json.loads(out.stdout)["sections"]:
        for block in (block for block in section["blocks"] if block["type"] == "rows"):
            for key, value, place in ([cell["text"] for cell in row] for row in block["rows"]):
                found[f"{section['label'].strip('[]')}.{key}"] = (value, place)
    return found


def test_each_setting_is_told_with_where_it_comes_from():
    found = told(mss("--json", MSS_LOG__FORMAT="text", MSS_SECRETS__KEYS=KEYS))
    assert found["store.url"] == ("postgresql://mss:…@database/mss?…", "config.toml, line 2")
    assert found["log.level"] == ("error", "config.toml, line 5")
    assert found["log.format"] == ("text", "MSS_LOG__FORMAT")
    assert found["secrets.keys"] == ("2 keys, hidden", "MSS_SECRETS__KEYS")
    assert found["slack.bot_token"] == ("hidden", "token, which config.toml, line 10 names")
    assert found["slack.mode"] == ("socket", "default")
    assert found["slack.client_secret"] == ("none", "default")
    assert found["http.drain"] == ("0", "default")


def test_no_secret_is_shown_and_a_platform_that_is_off_is_told():
    out = mss(MSS_SECRETS__KEYS=KEYS)
    assert (out.exit_code, out.stderr) == (0, "")
    assert [secret for secret in ("s3cret", "pa/ss", "ss@w", "k3y", "k4y") if secret in out.stdout] == []
    assert "Switched off: there is no section [discord]" in out.stdout


def test_a_secret_from_a_file_that_the_environment_names_is_told_by_both():
    found = told(mss("--json", MSS_SLACK__BOT_TOKEN_FILE="token"))
    assert found["slack.bot_token"] == ("hidden", "token, which MSS_SLACK__BOT_TOKEN_FILE names")


def test_wrong_settings_are_refused_with_every_fault():
    out = mss(MSS_LOG__LEVEL="loud", MSS_LOGLEVEL="x")
    assert (out.exit_code, len(out.stderr.splitlines())) == (2, 2)


def test_a_line_is_found_in_its_section_only():
    text = "[a]\nurl = 1\n [b] # here\n  url=2\n"
    assert [line_of(text, key) for key in ("a.url", "b.url", "b.url_file", "c.url")] == [2, 4, None, None]


def test_a_plain_address_is_shown_whole():
    said = words.text(shown(SecretStr("sqlite:////var/lib/mss/mss.db")))
    assert said == "sqlite:////var/lib/mss/mss.db"
