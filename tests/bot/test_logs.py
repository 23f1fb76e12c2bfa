"""What is written to standard error: for people or for programs, and never a secret."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr

import pytest
import structlog

from bot.config import read_settings
from bot.logs import log_to_stderr

SECRETS = {"MSS_SLACK__BOT_TOKEN": "xoxb-s3cret", "MSS_SLACK__APP_TOKEN": "xapp-s3cret",
           "MSS_STORE__URL": "postgresql://desk:s3cret-word@db/mss"}  # fmt: skip


@contextmanager
def logged(level: str = "info", form: str = "text") -> Iterator[io.StringIO]:
    """What comes to standard error within the block; afterwards all is as before."""
    root, ours = logging.getLogger(), logging.getLogger("mss")
    handlers, levels = root.handlers[:], (root.level, ours.level)
    root.handlers.clear()  # pytest's own
    with redirect_stderr(io.StringIO()) as told:
        try:
            log_to_stderr(read_settings(environment={**SECRETS, "MSS_LOG__LEVEL": level, "MSS_LOG__FORMAT": form}))
            yield told
        finally:
            root.handlers[:] = handlers
            root.setLevel(levels[0])
            ours.setLevel(levels[1])


def test_a_line_for_people_says_when_how_grave_and_where_from():
    with logged() as told:
        logging.getLogger("mss.serve").info("listening on %s", "here")
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT[\d:.]+Z \[info +\] listening on here \[mss\.serve\]\n", told.getvalue())


def test_a_line_for_programs_is_an_object():
    with logged(form="json") as told:
        logging.getLogger("mss.serve").warning("“%s”", "so")
    line = json.loads(told.getvalue())
    assert {name: line[name] for name in ("event", "level", "logger")} == {
        "event": "“so”", "level": "warning", "logger": "mss.serve",
    }  # fmt: skip


def test_what_is_bound_to_a_request_stands_in_its_lines():
    with logged(form="json") as told, structlog.contextvars.bound_contextvars(request="a1"):
        logging.getLogger("mss.desk").info("asked")
    assert json.loads(told.getvalue())["request"] == "a1"


def test_libraries_are_heard_from_warnings_on_only():
    with logged("debug") as told:
        logging.getLogger("aiohttp").info("chatter")
        logging.getLogger("aiohttp").warning("trouble")
        logging.getLogger("mss.serve").debug("detail")
    assert [word for word in ("chatter", "trouble", "detail") if word in told.getvalue()] == ["trouble", "detail"]


def test_a_level_silences_what_is_below_it():
    with logged("error") as told:
        logging.getLogger("mss.serve").warning("trouble")
    assert told.getvalue() == ""


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_secret_is_written_not_even_in_a_traceback(form):
    with logged(form=form) as told:
        try:
            raise ValueError(f"Slack refuses {SECRETS['MSS_SLACK__BOT_TOKEN']}")
        except ValueError:
            logging.getLogger("mss.slack").exception("with %s", "s3cret-word")
    assert "ValueError: Slack refuses •••" in told.getvalue()
    assert "s3cret" not in told.getvalue()


def test_a_traceback_shows_no_values_of_variables():
    with logged() as told:
        private = "-".join(("words", "of", "a", "person"))
        try:
            raise ValueError
        except ValueError:
            logging.getLogger("mss.slack").exception("trouble")
    assert "ValueError" in told.getvalue()
    assert private not in told.getvalue()
