"""Settings: a file, the environment over it, and errors that name the key and never the value."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.config import keys, read_settings, variable
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
    assert (settings.store.url, settings.log.level) == ("sqlite:///mss.db", "warning")


def test_config_toml_in_the_folder_is_read():
    written('[store]\nurl = "sqlite:///here.db"')
    assert read_settings().store.url == "sqlite:///here.db"


def test_a_named_file_goes_before_the_one_in_the_folder():
    written('[store]\nurl = "sqlite:///here.db"')
    assert read_settings(written('[log]\nlevel = "debug"', "other.toml")).store.url == "sqlite:///mss.db"


def test_mss_config_names_the_file(monkeypatch):
    written('[log]\nlevel = "debug"', "other.toml")
    monkeypatch.setenv("MSS_CONFIG", "other.toml")
    assert read_settings().log.level == "debug"


def test_the_environment_wins_over_the_file(monkeypatch):
    written('[store]\nurl = "sqlite:///here.db"\n[log]\nlevel = "error"')
    monkeypatch.setenv("MSS_STORE__URL", "sqlite:///there.db")
    settings = read_settings()
    assert (settings.store.url, settings.log.level) == ("sqlite:///there.db", "error")


def test_an_environment_that_is_handed_over_is_the_one_that_counts():
    assert read_settings(environment={"MSS_STORE__URL": "sqlite:///given.db"}).store.url == "sqlite:///given.db"


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
