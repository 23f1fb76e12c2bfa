"""Settings: a file, the environment over it, and errors that name the key and never the value."""

from __future__ import annotations

import os
import traceback
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.config import Settings, keys, read_settings, variable
from briefings import words
from briefings.document import UserError


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    """An empty folder to be in, and no setting in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.upper().startswith("MSS_"):
            monkeypatch.delenv(name)


def written(text: str, name: str = "config.toml") -> Path:
    path = Path(name)
    path.write_text(text, encoding="utf-8")
    return path


def refused(file: Path | None = None) -> str:
    """The sentence with which the settings are refused."""
    with pytest.raises(UserError) as caught:
        read_settings(file)
    return words.text(caught.value.line)


def test_without_a_file_the_defaults_hold():
    settings = read_settings()
    assert (settings.store_url, settings.log.level) == ("sqlite:///mss.db", "info")


def test_config_toml_in_the_folder_is_read():
    written('[store]\nurl = "sqlite:///here.db"')
    assert read_settings().store_url == "sqlite:///here.db"


def test_a_named_file_goes_before_the_one_in_the_folder():
    written('[store]\nurl = "sqlite:///here.db"')
    assert read_settings(written('[log]\nlevel = "debug"', "other.toml")).store_url == "sqlite:///mss.db"


def test_mss_config_names_the_file(monkeypatch):
    written('[log]\nlevel = "debug"', "other.toml")
    monkeypatch.setenv("MSS_CONFIG", "other.toml")
    assert read_settings().log.level == "debug"


def test_the_environment_wins_over_the_file(monkeypatch):
    written('[store]\nurl = "sqlite:///here.db"\n[log]\nlevel = "error"')
    monkeypatch.setenv("MSS_STORE__URL", "sqlite:///there.db")
    settings = read_settings()
    assert (settings.store_url, settings.log.level) == ("sqlite:///there.db", "error")


def test_an_environment_that_is_handed_over_is_the_one_that_counts():
    assert read_settings(environment={"MSS_STORE__URL": "sqlite:///given.db"}).store_url == "sqlite:///given.db"


@pytest.mark.parametrize(("text", "sentence"), [
    ('[store]\nurll = "x"', "There is no setting store.urll; the nearest is store.url"),
    ('[stor]\nurl = "x"', "There is no setting stor; the nearest is store.url"),
    ('url = "x"', "There is no setting url; the nearest is"),
])  # fmt: skip
def test_an_unknown_key_is_refused_with_the_nearest(text, sentence):
    assert refused(written(text)).startswith(sentence)


@pytest.mark.parametrize(("name", "near"), [("MSS_STORE__URI", "MSS_STORE__URL"), ("MSS_LOGLEVEL", "MSS_LOG__LEVEL"),
                                            ("MSS_CONFG", "MSS_CONFIG"), ("MSS_STORE", "MSS_STORE__URL")])  # fmt: skip
def test_an_unknown_variable_is_refused_with_the_nearest(monkeypatch, name, near):
    monkeypatch.setenv(name, "x")
    assert refused() == f"There is no setting {name}; the nearest is {near}"


def test_an_unknown_variable_in_small_letters_is_refused_too(monkeypatch):
    monkeypatch.setenv("mss_store__uri", "x")
    assert "uri; the nearest is" in refused()


def test_a_wrong_value_is_refused_by_its_key_and_never_shown():
    said = refused(written('[log]\nlevel = "s3cret"'))
    assert said.startswith("The setting log.level is wrong: ")
    assert "s3cret" not in said


@pytest.mark.parametrize("text", ["store = 3", 'store = "sqlite:///x.db"', "log = []"])
def test_a_section_that_is_no_section_is_explained_without_our_class_names(text):
    said = refused(written(text))
    assert said.startswith("The setting ")
    assert "Settings" not in said


def test_a_named_file_that_is_missing_is_an_error():
    assert refused(Path("nope.toml")) == "There is no settings file nope.toml"


@pytest.mark.parametrize("text", ["x =", "[store", '[store]\nurl = "a'])
def test_what_is_no_toml_is_refused_by_the_files_name(text):
    assert refused(written(text)).startswith("The settings file config.toml cannot be read")


def test_a_file_that_is_not_utf8_is_refused_in_words():
    Path("config.toml").write_bytes(b"[store]\nurl = '\xff'")
    said = refused(Path("config.toml"))
    assert said.startswith("The settings file config.toml cannot be read")
    assert "codec" not in said


def test_a_folder_is_no_settings_file(tmp_path):
    assert refused(tmp_path).startswith("There is no settings file")


def test_each_setting_has_a_variable():
    assert {variable(key) for key in keys()} >= {"MSS_STORE__URL", "MSS_LOG__LEVEL"}


# all faults at once


def test_every_fault_is_told_at_once_each_on_its_line(monkeypatch):
    monkeypatch.setenv("MSS_LOG__LEVL", "info")
    file = written('[store]\nurll = "x"\n[log]\nlevel = "loud"\n[http]\nbind = "8080"\n[slack]\nmode = "http"')
    told = refused(file).splitlines()
    assert [line.split(":")[0] for line in told] == [
        "There is no setting MSS_LOG__LEVL; the nearest is MSS_LOG__LEVEL",
        "slack.signing_secret is missing",
        "slack.bot_token is missing",
        "There is no setting store.urll; the nearest is store.url",
        "The setting http.bind is wrong",
        "The setting log.level is wrong",
    ]


@pytest.mark.parametrize(("slack", "missing"), [
    ("", ["slack.app_token", "slack.bot_token"]),
    ('mode = "http"\nbot_token = "xoxb-1"', ["slack.signing_secret"]),
    ('app_token = "xapp-1"\nclient_id = "1.2"', ["slack.client_secret", "secrets.keys"]),
])  # fmt: skip
def test_what_a_section_lacks_is_named_with_where_it_is_found(slack, missing):
    told = refused(written(f"[slack]\n{slack}")).splitlines()
    assert [line.partition(" is missing: ")[0] for line in told] == missing
    assert all("api.slack.com/apps" in line or "mss keygen" in line for line in told)


def test_a_token_in_the_place_of_another_is_named():
    told = refused(written('[slack]\nbot_token = "xapp-s3cret"\napp_token = "xoxb-s3cret"'))
    assert [line.partition(" holds another token")[0] for line in told.splitlines()] == [
        "slack.bot_token",
        "slack.app_token",
    ]
    assert "s3cret" not in told


def test_a_platform_without_a_section_is_off():
    settings = read_settings()
    assert (settings.slack, settings.discord) == (None, None)


def test_a_variable_alone_makes_a_section(monkeypatch):
    monkeypatch.setenv("MSS_DISCORD__TOKEN", "token")
    assert read_settings().discord is not None


@pytest.mark.parametrize(("key", "text", "why"), [
    ("http.bind", "here", "write HOST:PORT"), ("http.bind", "127.0.0.1:70000", "write HOST:PORT"),
    ("slack.base_url", "slack.com/api", "write it with http"), ("secrets.keys", "short", "mss keygen"),
    ("slack.redirect_url", "bot.example.org", "write it with http"),
])  # fmt: skip
def test_a_value_of_the_wrong_form_is_refused_with_the_right_one(monkeypatch, key, text, why):
    monkeypatch.setenv(variable(key), text)
    assert any(line.startswith(f"The setting {key} is wrong: ") and why in line for line in refused().splitlines())


def test_the_web_api_gets_the_slash_it_needs(monkeypatch):
    for name, value in {"BOT_TOKEN": "xoxb-1", "APP_TOKEN": "xapp-1", "BASE_URL": "http://127.0.0.1:1/api"}.items():
        monkeypatch.setenv(f"MSS_SLACK__{name}", value)
    slack = read_settings().slack
    assert slack is not None
    assert slack.base_url == "http://127.0.0.1:1/api/"


# secrets


KEYS = ("k3y" * 14 + "0=", "K3y" * 14 + "1=")


def with_secrets(monkeypatch) -> Settings:
    for name, value in {"SLACK__BOT_TOKEN": "xoxb-s3cret", "SLACK__APP_TOKEN": "xapp-s3cret", "SECRETS__KEYS": KEYS[0],
                        "STORE__URL": "postgresql://desk:s3cret@db/mss"}.items():  # fmt: skip
        monkeypatch.setenv(f"MSS_{name}", value)
    return read_settings()


def test_secrets_stand_in_no_repr_and_no_dump(monkeypatch):
    settings = with_secrets(monkeypatch)
    for told in (repr(settings), str(settings), str(settings.model_dump()), settings.model_dump_json()):
        assert "s3cret" not in told
        assert KEYS[0] not in told


def test_secrets_stand_in_no_traceback(monkeypatch):
    with_secrets(monkeypatch)
    monkeypatch.setenv("MSS_SECRETS__KEYS", "s3cret")
    monkeypatch.setenv("MSS_SLACK__MODE", "s3cret")
    with pytest.raises(UserError) as caught:
        read_settings()
    assert "s3cret" not in "".join(traceback.format_exception(caught.value))


def test_all_secrets_are_known_by_their_values_so_that_a_log_can_hide_them(monkeypatch):
    assert with_secrets(monkeypatch).secret_values() == {"xoxb-s3cret", "xapp-s3cret", "s3cret", KEYS[0]}


@pytest.mark.parametrize(("password", "said"), [
    ("s3/cr@et?#", "s3/cr"), ("s3/cret", "s3/cret"), ("s3%2Fcret", "s3/cret"), ("s3%2Fcret", "s3%2Fcret"), ("s3:c", "s3:c"),
])  # fmt: skip
def test_a_password_is_known_however_it_is_written_in_the_url(password, said):
    settings = read_settings(environment={"MSS_STORE__URL": f"postgresql://desk:{password}@db/mss?sslpassword=sh%21"})
    assert {password, said, "sh!"} <= settings.secret_values()


@pytest.mark.parametrize("url", [
    "postgresql://desk:s3cret@s3cret@db/mss", "postgresql:/desk:s3cret@db/mss", "postgresql//desk:s3cret", "s3cret",
    "postgresql://desk:s3cret@[db/mss", "postgresql://desk:s3cret@db:port/mss", "mysql://desk:s3cret@db/mss",
    "postgresql://desk:s3cret@127.0.0.1:9/mss?password=s3cret", "sqlite:///?s3cret",
])  # fmt: skip
@pytest.mark.parametrize("command", ["doctor", "db check", "config show"])
def test_a_url_that_is_wrong_is_never_shown_with_its_password(monkeypatch, url, command):
    monkeypatch.setenv("MSS_STORE__URL", url)
    out = CliRunner().invoke(app, command.split())
    assert "s3cret" not in out.stdout + out.stderr
    assert out.exception is None or isinstance(out.exception, SystemExit)


@pytest.mark.parametrize("between", [",", ", ", "\n", " "])
def test_several_keys_come_as_one_text(monkeypatch, between):
    monkeypatch.setenv("MSS_SECRETS__KEYS", between.join(KEYS))
    assert read_settings().store_keys == KEYS


def test_several_keys_come_as_a_list():
    assert read_settings(written(f"[secrets]\nkeys = {list(KEYS)}")).store_keys == KEYS


def test_a_secret_comes_from_a_file_that_the_settings_name():
    Path("url").write_text("sqlite:///hidden.db\n", encoding="utf-8")
    assert read_settings(written('[store]\nurl_file = "url"')).store_url == "sqlite:///hidden.db"


def test_a_secret_file_that_is_missing_is_told_by_its_setting():
    assert refused(written('[store]\nurl_file = "nope"')) == (
        "The file that store.url_file names cannot be read: No such file or directory"
    )


def test_a_secret_is_given_in_one_way_only():
    Path("url").write_text("sqlite:///hidden.db", encoding="utf-8")
    assert refused(written('[store]\nurl_file = "url"\nurl = "x"')) == "Give store.url or store.url_file, not both"


def test_a_secret_file_in_the_environment_wins_over_a_value_in_the_file(monkeypatch):
    Path("url").write_text("sqlite:///hidden.db", encoding="utf-8")
    monkeypatch.setenv("MSS_STORE__URL_FILE", "url")
    assert read_settings(written('[store]\nurl = "sqlite:///plain.db"')).store_url == "sqlite:///hidden.db"


def test_what_is_no_secret_has_no_file():
    assert refused(written('[log]\nlevel_file = "x"')) == "There is no setting log.level_file; the nearest is log.level"
