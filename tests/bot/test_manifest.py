"""The manifest of the Slack app: what the code uses, no more and no less, in the form that Slack takes."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from typer.testing import CliRunner

from adapters.slack import listeners
from adapters.slack.manifest import COMMAND, EVENTS, METHODS, SCOPES, SHORTCUT, manifest
from bot.__main__ import app

CODE = sorted(Path(listeners.__file__).parent.glob("*.py"))
OF_THE_CLIENT = {name for name in vars(AsyncWebClient) if "_" in name.strip("_") and not name.startswith("_")} - {
    "api_call"
}
"""The methods of the Web API, as slack_sdk calls them: chat_postMessage."""
ADDRESS, BACK = "https://bot.example.org", "https://bot.example.org/slack/oauth_redirect"
ALL = [manifest(), manifest(ADDRESS), manifest(redirect_url=BACK), manifest(ADDRESS, BACK)]

each = pytest.mark.parametrize("app_manifest", ALL, ids=["socket", "http", "socket, many", "http, many"])


# what the code uses


def used(path: Path) -> Iterator[str]:
    """The methods of the Web API that a file of the adapter names."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr in OF_THE_CLIENT:
            yield node.attr.replace("_", ".")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "api_call":
            (name,) = (argument.value for argument in node.args if isinstance(argument, ast.Constant))
            yield str(name)


def test_the_methods_are_those_the_code_calls():
    assert {name for path in CODE for name in used(path)} == set(METHODS)


def test_the_events_are_those_the_code_hears():
    heard = {name.partition(".")[0] for name in EVENTS}
    tables = [
        {key.value for key in node.keys if isinstance(key, ast.Constant)}
        for node in ast.walk(ast.parse(Path(listeners.__file__).read_text("utf-8")))
        if isinstance(node, ast.Dict)
    ]
    assert heard in tables


def test_the_scopes_are_those_of_methods_events_and_commands():
    assert set(SCOPES) == {"commands", *filter(None, METHODS.values()), *filter(None, EVENTS.values())}


@each
def test_the_manifest_asks_for_just_that(app_manifest):
    assert app_manifest["oauth_config"]["scopes"] == {"bot": list(SCOPES)}
    assert app_manifest["settings"]["event_subscriptions"]["bot_events"] == list(EVENTS)
    assert [each["command"] for each in app_manifest["features"]["slash_commands"]] == [COMMAND]
    assert [each["callback_id"] for each in app_manifest["features"]["shortcuts"]] == [SHORTCUT]


# what is different


def test_over_a_socket_no_address_is_named():
    assert ALL[0]["settings"]["socket_mode_enabled"] is True
    assert not re.search(r'"(request_)?url"', json.dumps(ALL[0]))


def test_over_http_all_comes_to_one_address():
    told = ALL[1]
    assert told["settings"]["socket_mode_enabled"] is False
    assert {
        told["settings"]["event_subscriptions"]["request_url"],
        told["settings"]["interactivity"]["request_url"],
        told["features"]["slash_commands"][0]["url"],
    } == {"https://bot.example.org/slack/events"}


@pytest.mark.parametrize("app_manifest", ALL[:2])
def test_one_workspace_keeps_the_token_it_was_given(app_manifest):
    assert app_manifest["settings"]["token_rotation_enabled"] is False
    assert "redirect_urls" not in app_manifest["oauth_config"]


@pytest.mark.parametrize("app_manifest", ALL[2:])
def test_many_workspaces_come_back_and_get_tokens_that_are_renewed(app_manifest):
    assert app_manifest["settings"]["token_rotation_enabled"] is True
    assert app_manifest["oauth_config"]["redirect_urls"] == [BACK]


@each
def test_what_is_typed_comes_with_people_and_rooms_as_their_ids(app_manifest):
    assert [command["should_escape"] for command in app_manifest["features"]["slash_commands"]] == [True]


@each
def test_people_can_write_to_the_bot_and_open_its_home(app_manifest):
    assert app_manifest["features"]["app_home"] == {
        "home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False,
    }  # fmt: skip
    assert app_manifest["features"]["bot_user"]["always_online"] is True


# Slack's rules: https://docs.slack.dev/reference/app-manifest and the schema at
# https://github.com/slackapi/manifest-schema (version 2): for each value its type, and how long or how many.


URL = re.compile(r"https?://.{1,2992}")
RULES: dict[str, Any] = {
    "_metadata.major_version": {2},
    "_metadata.minor_version": {1},
    "display_information.name": (1, 35),
    "display_information.description": (1, 140),
    "display_information.long_description": (175, 4000),
    "display_information.background_color": re.compile(r"#[0-9a-fA-F]{6}|#[0-9a-fA-F]{3}"),
    "features.app_home.home_tab_enabled": {True, False},
    "features.app_home.messages_tab_enabled": {True, False},
    "features.app_home.messages_tab_read_only_enabled": {True, False},
    "features.bot_user.display_name": (1, 80),
    "features.bot_user.always_online": {True, False},
    "features.shortcuts": (1, 10),
    "features.shortcuts.name": (1, 24),
    "features.shortcuts.type": {"message", "global"},
    "features.shortcuts.callback_id": (1, 255),
    "features.shortcuts.description": (1, 150),
    "features.slash_commands": (1, 50),
    "features.slash_commands.command": re.compile(r"/.{1,31}"),
    "features.slash_commands.description": (1, 2000),
    "features.slash_commands.usage_hint": (1, 1000),
    "features.slash_commands.should_escape": {True, False},
    "features.slash_commands.url": URL,
    "oauth_config.redirect_urls": (0, 1000),
    "oauth_config.redirect_urls.": re.compile(r".{1,2500}"),
    "oauth_config.scopes.bot": (0, 255),
    "oauth_config.scopes.bot.": (1, 50),
    "settings.event_subscriptions.request_url": URL,
    "settings.event_subscriptions.bot_events": (0, 100),
    "settings.event_subscriptions.bot_events.": (1, 50),
    "settings.interactivity.is_enabled": {True, False},
    "settings.interactivity.request_url": URL,
    "settings.org_deploy_enabled": {True, False},
    "settings.socket_mode_enabled": {True, False},
    "settings.token_rotation_enabled": {True, False},
}
REQUIRED = {"display_information.name", "features.bot_user.display_name", "features.slash_commands.command",
            "features.slash_commands.description", "features.shortcuts.name", "features.shortcuts.type",
            "features.shortcuts.callback_id", "features.shortcuts.description", "settings.interactivity.is_enabled"}  # fmt: skip


def values(part: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value with its path; those in a list of plain values have a path that ends in a dot."""
    if isinstance(part, dict):
        for name, inner in part.items():
            yield from values(inner, f"{path}.{name}".lstrip("."))
    elif isinstance(part, list):
        yield path, part
        for inner in part:
            yield from values(inner, path if isinstance(inner, dict) else f"{path}.")
    else:
        yield path, part


def keeps(rule: Any, value: Any) -> bool:
    if isinstance(rule, re.Pattern):
        return rule.fullmatch(value) is not None
    return value in rule if isinstance(rule, set) else rule[0] <= len(value) <= rule[1]


@each
def test_every_value_is_one_that_slack_knows_and_within_its_limits(app_manifest):
    assert [
        (path, value) for path, value in values(app_manifest) if path not in RULES or not keeps(RULES[path], value)
    ] == []
    assert {path for path, _value in values(app_manifest)} >= REQUIRED


# mss slack manifest


def printed(*options: str) -> Any:
    out = CliRunner().invoke(app, ["slack", "manifest", *options])
    assert (out.exit_code, out.stderr) == (0, "")
    return json.loads(out.stdout)


def test_the_program_prints_it():
    assert printed() == ALL[0]
    assert printed("--http", ADDRESS) == printed("--http", f"{ADDRESS}/") == ALL[1]
    assert printed("--http", ADDRESS, "--redirect", BACK) == ALL[3]


def test_an_address_that_is_none_is_refused():
    out = CliRunner().invoke(app, ["slack", "manifest", "--http", "bot.example.org"])
    assert (out.exit_code, out.stdout) == (2, "")
    assert out.stderr == "“bot.example.org” is no address; write it with https://\n"
