"""Registering commands with the fake, and what Discord refuses there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.asking import Api, asking
from tests.fakes.discord.commands import CREATES_A_DAY, is_name, size
from tests.fakes.discord.kinds import Json


@pytest.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    async with await FakeDiscord.start() as fake:
        fake.rates.is_enforced = False
        yield fake


@pytest.fixture
async def api(fake: FakeDiscord) -> AsyncIterator[Api]:
    async with asking(fake) as api:
        yield api


def part(name: str = "status", kind: int = 3, **more: Any) -> Json:
    return {"name": name, "type": kind, "description": "x", **more}


def command(*options: Json, name: str = "mss", **more: Any) -> Json:
    return {"name": name, "type": 1, "description": "Brief a mission", "options": list(options), **more}


def path(fake: FakeDiscord) -> str:
    return f"/applications/{fake.application_id}/commands"


async def test_a_command_is_created_overwritten_changed_and_deleted(fake, api):
    created = await api.ask(f"POST {path(fake)}", command())
    again = await api.ask(f"POST {path(fake)}", command(part()))
    assert (created.status, again.status) == (201, 200)
    assert created.body["id"] == again.body["id"]
    one = f"{path(fake)}/{created.body['id']}"
    assert (await api.ask(f"PATCH {one}", {"description": "y"})).body["description"] == "y"
    assert (await api.ask(f"GET {one}")).body["options"] == [part()]
    assert (await api.ask(f"DELETE {one}")).status == 204
    assert (await api.ask(f"GET {one}")).code == 10063


async def test_all_commands_are_put_at_once_and_keep_their_ids(fake, api):
    first = (await api.ask(f"PUT {path(fake)}", [command(), command(name="old")])).body
    second = (await api.ask(f"PUT {path(fake)}", [command(part()), command(name="new")])).body
    assert [one["name"] for one in second] == ["mss", "new"]
    assert second[0]["id"] == first[0]["id"]
    assert second[0]["version"] != first[0]["version"]


async def test_commands_of_a_server_are_kept_apart(fake, api):
    server, elsewhere = fake.server("Desk"), fake.server("Elsewhere", installed=False)
    of = f"/applications/{fake.application_id}/guilds"
    await api.ask(f"PUT {of}/{server.id}/commands", [command()])
    assert (await api.ask(f"GET {path(fake)}")).body == []
    assert [one["guild_id"] for one in (await api.ask(f"GET {of}/{server.id}/commands")).body] == [server.id]
    assert (await api.ask(f"PUT {of}/{elsewhere.id}/commands", [command()])).code == 50001
    assert (await api.ask("GET /applications/1/commands")).code == 20012


async def test_two_hundred_commands_a_day_can_be_created_and_no_more(fake, api):
    for number in range(CREATES_A_DAY):
        await api.ask(f"PUT {path(fake)}", [command(name=f"c{number}")])
    refused = await api.ask(f"PUT {path(fake)}", [command(name="mss")])
    assert (refused.status, refused.code) == (400, 30034)
    assert (await api.ask(f"PUT {path(fake)}", [command(part(), name="c199")])).status == 200, "an update is free"
    fake.passes(86_400)
    assert (await api.ask(f"PUT {path(fake)}", [command(name="mss")])).status == 200


@pytest.mark.parametrize(
    ("wrong", "at", "code"),
    [
        (command(name="Mss"), "0.name", "APPLICATION_COMMAND_INVALID_NAME"),
        (command(name="x" * 33), "0.name", "BASE_TYPE_BAD_LENGTH"),
        (command(description="x" * 101), "0.description", "BASE_TYPE_BAD_LENGTH"),
        (command(description=""), "0.description", "BASE_TYPE_REQUIRED"),
        (command(*(part(f"o{n}") for n in range(26))), "0.options", "BASE_TYPE_MAX_LENGTH"),
        (command(part("as of")), "0.options.0.name", "APPLICATION_COMMAND_INVALID_NAME"),
        (command(part(), part()), "0.options.1.name", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS"),
        (
            command(part("a"), part("b", required=True)),
            "0.options.1",
            "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
        ),
        (command(part("a", 1), part("b")), "0.options", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"),
        (
            command(part("a", 1, options=[part("b", 1)])),
            "0.options.0.options",
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
        ),
        (
            command(part("a", 2, options=[part("b", 2)])),
            "0.options.0.options.0.type",
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
        ),
        (
            command(part(choices=[{"name": "x", "value": str(n)} for n in range(26)])),
            "0.options.0.choices",
            "BASE_TYPE_MAX_LENGTH",
        ),
        (
            command(part(choices=[{"name": "x" * 101, "value": "x"}])),
            "0.options.0.choices.0.name",
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            command(part(choices=[{"name": "x", "value": "x"}], autocomplete=True)),
            "0.options.0.autocomplete",
            "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID",
        ),
        (command(name_localizations={"ht": "mss"}), "0.name_localizations.ht", "BASE_TYPE_CHOICES"),
        (
            command(name_localizations={"fr": "État"}),
            "0.name_localizations.fr",
            "APPLICATION_COMMAND_INVALID_NAME",
        ),
        (command(contexts=[3]), "0.contexts.0", "BASE_TYPE_CHOICES"),
        (command(integration_types=[2]), "0.integration_types.0", "BASE_TYPE_CHOICES"),
        (command(default_member_permissions="all"), "0.default_member_permissions", "BITFIELD_TYPE_CONVERT"),
        (
            command(
                *(part(f"o{n}", 1, options=[part(f"p{m}", description="x" * 100) for m in range(4)]) for n in range(20))
            ),
            "0",
            "APPLICATION_COMMAND_TOO_LARGE",
        ),
        ({"name": "Ask", "type": 3, "description": "x"}, "0", "APPLICATION_COMMAND_CONTEXT_MENU_FIELDS"),
    ],
)
async def test_a_command_that_discord_refuses(fake, api, wrong, at, code):
    refused = await api.ask(f"PUT {path(fake)}", [wrong])
    assert code in refused.errors(at)
    assert fake.commands.of("") == [], "all are refused together"


async def test_two_commands_of_one_name_are_refused(fake, api):
    refused = await api.ask(f"PUT {path(fake)}", [command(), command()])
    assert refused.errors("1") == ["APPLICATION_COMMANDS_DUPLICATE_NAME"]
    both_kinds = await api.ask(f"PUT {path(fake)}", [command(), {"name": "mss", "type": 3}])
    assert both_kinds.status == 200


def test_only_the_longest_language_of_each_field_counts():
    localized = part("jour", description="x" * 10, description_localizations={"fr": "y" * 30, "de": "z" * 20})
    assert size(localized) == len("jour") + 30
    assert size(command(localized)) == len("mss") + len("Brief a mission") + len("jour") + 30


def test_names_are_lower_case_where_there_is_one():
    assert all(map(is_name, ("mss", "as-of", "état", "हैती", "ไทย", "海地", "o'clock", "s2_21")))
    assert not any(map(is_name, ("Mss", "as of", "", "x" * 33, "a/b", "É")))


async def test_languages_are_told_in_full_only_when_asked_for(fake, api):
    await api.ask(f"PUT {path(fake)}", [command(name_localizations={"fr": "mission"})])
    short = (await api.ask(f"GET {path(fake)}")).body[0]
    whole = (await api.ask(f"GET {path(fake)}?with_localizations=true")).body[0]
    assert "name_localizations" not in short
    assert whole["name_localizations"] == {"fr": "mission"}


async def test_what_admins_decided_can_be_read_and_not_written(fake, api):
    server = fake.server("Desk")
    ada = fake.person("Ada", server)
    created = (await api.ask(f"POST {path(fake)}", command())).body
    of = f"/applications/{fake.application_id}/guilds/{server.id}/commands"
    assert (await api.ask(f"GET {of}/{created['id']}/permissions")).code == 10066
    fake.decides(server, "mss", ada, allowed=False)
    told = (await api.ask(f"GET {of}/{created['id']}/permissions")).body
    assert told["permissions"] == [{"id": ada.id, "type": 2, "permission": False}]
    assert (await api.ask(f"GET {of}/permissions")).body == [told]
    assert (await api.ask(f"PUT {of}/{created['id']}/permissions", {})).code == 20001
