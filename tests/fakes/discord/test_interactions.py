"""Interactions of the fake, answered by hand: what they tell, and which answers Discord takes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.fakes.discord import Channel, FakeDiscord, Permission, Person, Seen
from tests.fakes.discord.asking import Api, Reply, asking
from tests.fakes.discord.hearing import Ear, identified
from tests.fakes.discord.interactions import Answer
from tests.fakes.discord.kinds import Flag, Json

PRIVATE = int(Flag.EPHEMERAL)
BUTTON = {"type": 1, "components": [{"type": 2, "style": 1, "custom_id": "full", "label": "Full brief"}]}
FORM = {"title": "Figure", "custom_id": "form",
        "components": [{"type": 18, "label": "Strength", "component": {"type": 4, "custom_id": "n", "style": 1}},
                       {"type": 18, "label": "Quote", "component": {"type": 19, "custom_id": "q"}}]}  # fmt: skip
STATUS = {"type": 1, "name": "status", "description": "x",
          "options": [{"type": 3, "name": "as-of", "description": "x", "autocomplete": True}]}  # fmt: skip
FIGURE = {"type": 2, "name": "figure", "description": "x", "options": [
    {"type": 1, "name": "add", "description": "x", "options": [
        {"type": 4, "name": "count", "description": "x", "required": True, "min_value": 1},
        {"type": 7, "name": "room", "description": "x"}, {"type": 9, "name": "for", "description": "x"}]}]}  # fmt: skip


@dataclass
class Bench:
    """Ada in a room, and the bot's side in the test's own hands."""

    fake: FakeDiscord
    api: Api
    ear: Ear
    ada: Person
    room: Channel

    async def asked(self, line: str = "/mss status", room: Channel | None = None) -> tuple[Json, asyncio.Task[Seen]]:
        """The interaction of a typed command, and what Ada will see of it."""
        seeing = asyncio.create_task(self.ada.types(line, room or self.room))
        return (await self.ear.hears("INTERACTION_CREATE"))["d"], seeing

    async def answer(self, interaction: Json, kind: int, data: Json | None = None) -> Reply:
        path = f"/interactions/{interaction['id']}/{interaction['token']}/callback?with_response=true"
        return await self.api.ask(f"POST {path}", {"type": kind, "data": data or {}})

    async def follow(self, interaction: Json, verb: str = "POST", of: str = "", body: Any = None) -> Reply:
        path = f"/webhooks/{self.fake.application_id}/{interaction['token']}{of}"
        return await self.api.ask(f"{verb} {path}", body)


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    async with await FakeDiscord.start() as fake, asking(fake) as api, identified(fake) as ear:
        server = fake.server("Desk", locale="fr")
        ada = fake.person("Ada", server, locale="en-GB")
        commands = [{"name": "mss", "type": 1, "description": "x", "options": [STATUS, FIGURE]},
                    {"name": "Ask about this", "type": 3}, {"name": "Who is this", "type": 2}]  # fmt: skip
        await api.ask(f"PUT /applications/{fake.application_id}/commands", commands)
        yield Bench(fake, api, ear, ada, server.channel("haiti-desk"))


# what is told


async def test_a_command_in_a_server_tells_who_asks_what_and_where(bench):
    told, seeing = await bench.asked("/mss figure add count:572 room:#haiti-desk for:@Ada")
    await bench.answer(told, Answer.MESSAGE, {"content": "572"})
    await seeing
    add = told["data"]["options"][0]["options"][0]
    assert (told["type"], told["context"], told["version"]) == (2, 0, 1)
    assert (told["locale"], told["guild_locale"]) == ("en-GB", "fr")
    assert told["authorizing_integration_owners"] == {"0": bench.room.home.id}
    assert told["guild_id"] == bench.room.home.id
    assert told["member"]["user"]["id"] == bench.ada.id
    assert int(told["member"]["permissions"]) & Permission.USE_APPLICATION_COMMANDS
    assert int(told["app_permissions"]) & Permission.SEND_MESSAGES
    assert told["data"]["options"][0]["name"] == "figure"
    assert add["options"] == [
        {"name": "count", "type": 4, "value": 572},
        {"name": "room", "type": 7, "value": bench.room.id},
        {"name": "for", "type": 9, "value": bench.ada.id},
    ]
    resolved = told["data"]["resolved"]
    assert (set(resolved["users"]), set(resolved["members"])) == ({bench.ada.id}, {bench.ada.id})
    assert resolved["channels"][bench.room.id]["name"] == "haiti-desk"


async def test_a_command_in_direct_messages_tells_the_user_and_no_server(bench):
    told, seeing = await bench.asked(room=bench.fake.dm(bench.ada))
    await bench.answer(told, Answer.MESSAGE, {"content": "572"})
    await seeing
    assert told["context"] == 1
    assert told["user"]["id"] == bench.ada.id
    assert told["authorizing_integration_owners"] == {"0": "0"}
    assert not {"member", "guild", "guild_id", "guild_locale"} & told.keys()


async def test_with_an_app_of_ones_own_both_installs_are_told_and_private_channels_open(bench):
    ben = bench.fake.person("Ben")
    assert (await bench.ada.types("/mss status", bench.fake.dm(bench.ada, ben))).error
    bench.ada.installs_app()
    told, seeing = await bench.asked()
    await bench.answer(told, Answer.MESSAGE, {"content": "572"})
    await seeing
    assert told["authorizing_integration_owners"] == {"0": bench.room.home.id, "1": bench.ada.id}
    told, seeing = await bench.asked(room=bench.fake.dm(bench.ada, ben))
    await bench.answer(told, Answer.MESSAGE, {"content": "572"})
    await seeing
    assert (told["context"], told["authorizing_integration_owners"]) == (2, {"1": bench.ada.id})


async def test_a_half_typed_command_tells_which_option_is_being_typed(bench):
    suggesting = asyncio.create_task(bench.ada.completes("/mss status as-of:", "2025", bench.room))
    told = (await bench.ear.hears("INTERACTION_CREATE"))["d"]
    await bench.answer(told, Answer.CHOICES, {"choices": [{"name": "15 Jan", "value": "2025-01-15"}]})
    assert told["type"] == 4
    assert told["data"]["options"][0]["options"] == [{"name": "as-of", "type": 3, "value": "2025", "focused": True}]
    assert await suggesting == [("15 Jan", "2025-01-15")]
    told, seeing = await bench.asked("/mss status as-of:15 Jan")
    assert told["data"]["options"][0]["options"][0]["value"] == "2025-01-15"
    await bench.answer(told, Answer.MESSAGE, {"content": "572"})
    await seeing


async def test_menus_of_messages_and_people_tell_their_target(bench):
    said = bench.ada.writes("572?", bench.room)
    for target, name in ((said, "Ask about this"), (bench.ada, "Who is this")):
        using = asyncio.create_task(bench.ada.uses_on(target, name, bench.room))
        told = (await bench.ear.hears("INTERACTION_CREATE"))["d"]
        await bench.answer(told, Answer.MESSAGE, {"content": "this"})
        assert (await using).text == "this"
        assert told["data"]["target_id"] == target.id
    assert told["data"]["resolved"]["users"][bench.ada.id]["username"] == "ada"


async def test_a_pressed_button_tells_its_message_also_a_private_one(bench):
    told, seeing = await bench.asked()
    await bench.answer(told, Answer.MESSAGE, {"content": "572", "flags": PRIVATE, "components": [BUTTON]})
    pressing = asyncio.create_task((await seeing).press("Full brief"))
    pressed = (await bench.ear.hears("INTERACTION_CREATE"))["d"]
    await bench.answer(pressed, Answer.UPDATE, {"content": "572 of 2,500", "components": []})
    assert pressed["type"] == 3
    assert pressed["data"] == {"custom_id": "full", "component_type": 2, "id": 2}
    assert pressed["message"]["content"] == "572"
    assert pressed["message"]["interaction_metadata"]["id"] == told["id"]
    assert (await pressing).text == "572 of 2,500"


async def test_a_submitted_form_tells_its_values_and_files(bench):
    told, seeing = await bench.asked()
    await bench.answer(told, Answer.MODAL, FORM)
    form = (await seeing).modal.fill({"Strength": 572, "Quote": {"quote.txt": b"about 572"}})
    submitting = asyncio.create_task(form.submit())
    submitted = (await bench.ear.hears("INTERACTION_CREATE"))["d"]
    (file,) = submitted["data"]["resolved"]["attachments"].values()
    strength, quote = submitted["data"]["components"]
    assert submitted["type"] == 5
    assert strength == {"type": 18, "id": 1, "component": {"type": 4, "id": 2, "custom_id": "n", "value": "572"}}
    assert quote["component"]["values"] == [file["id"]]
    refused = await bench.answer(submitted, Answer.MODAL, FORM)
    assert refused.errors("type") == ["BASE_TYPE_CHOICES"], "a form cannot be answered with a form"
    await bench.answer(submitted, Answer.MESSAGE, {"content": "recorded"})
    assert (await submitting).text == "recorded"
    assert not form.is_open


# which answers are taken


async def test_an_answer_that_is_refused_can_be_given_again(bench):
    told, seeing = await bench.asked()
    refused = await bench.answer(told, Answer.MESSAGE, {"content": "x" * 2_001})
    assert refused.errors("data.content") == ["BASE_TYPE_MAX_LENGTH"]
    assert (await bench.answer(told, Answer.MESSAGE, {})).code == 50006
    taken = await bench.answer(told, Answer.MESSAGE, {"content": "572", "flags": PRIVATE})
    assert taken.body["interaction"]["response_message_ephemeral"] is True
    assert taken.body["resource"]["message"]["content"] == "572"
    assert (await bench.answer(told, Answer.MESSAGE, {"content": "572"})).code == 40060
    assert (await seeing).private


@pytest.mark.parametrize("kind", [Answer.UPDATE, Answer.DEFERRED_UPDATE, Answer.CHOICES, 1, 99])
async def test_a_command_is_not_answered_like_a_button(bench, kind):
    told, seeing = await bench.asked()
    assert (await bench.answer(told, kind, {"content": "x"})).errors("type") == ["BASE_TYPE_CHOICES"]
    await bench.answer(told, Answer.MESSAGE, {"content": "572"})
    await seeing


async def test_only_privacy_is_settled_when_deferring(bench):
    told, seeing = await bench.asked()
    flags = int(Flag.IS_COMPONENTS_V2)
    refused = await bench.answer(told, Answer.DEFERRED_MESSAGE, {"flags": flags})
    assert refused.errors("data.flags") == ["BITFIELD_TYPE_CHOICES"]
    deferred = await bench.answer(told, Answer.DEFERRED_MESSAGE, {"flags": PRIVATE})
    assert deferred.body["interaction"]["response_message_loading"] is True
    assert (await bench.answer(told, Answer.MODAL, FORM)).code == 40060, "a form is a first answer or none"
    brief = {"flags": flags, "components": [{"type": 10, "content": "572"}]}
    filled = await bench.follow(told, "PATCH", "/messages/@original", brief)
    assert filled.body["flags"] == flags | PRIVATE
    assert (await seeing).text == "572"


async def test_suggestions_are_at_most_twenty_five_of_a_hundred_characters(bench):
    suggesting = asyncio.create_task(bench.ada.completes("/mss status as-of:", "2025", bench.room))
    told = (await bench.ear.hears("INTERACTION_CREATE"))["d"]
    many = [{"name": str(number), "value": str(number)} for number in range(26)]
    assert (await bench.answer(told, Answer.CHOICES, {"choices": many})).errors("data.choices")
    long = [{"name": "x" * 101, "value": "x" * 101}]
    refused = await bench.answer(told, Answer.CHOICES, {"choices": long})
    assert refused.errors("data.choices.0.name") == refused.errors("data.choices.0.value") == ["BASE_TYPE_BAD_LENGTH"]
    assert (await bench.answer(told, Answer.MESSAGE, {"content": "x"})).errors("type")
    await bench.answer(told, Answer.CHOICES, {"choices": []})
    assert await suggesting == []


# through the token


async def test_a_token_is_good_after_the_first_answer_and_for_fifteen_minutes(bench):
    told, seeing = await bench.asked()
    assert (await bench.follow(told, body={"content": "x"})).code == 10015
    await bench.answer(told, Answer.MESSAGE, {"content": "572"})
    await seeing
    original = "/messages/@original"
    assert (await bench.follow(told, "GET", original)).body["content"] == "572"
    more = (await bench.follow(told, body={"content": "more"})).body
    assert (await bench.follow(told, "PATCH", f"/messages/{more['id']}", {"content": "less"})).status == 200
    assert (await bench.follow(told, "DELETE", f"/messages/{more['id']}")).status == 204
    bench.fake.passes(2)
    assert (await bench.follow(told, "GET", f"/messages/{more['id']}")).code == 10008
    assert bench.ada.sees(bench.room) == ["572"]
    bench.fake.passes(900)
    late = await bench.follow(told, "PATCH", original, {"content": "late"})
    assert (late.status, late.code) == (401, 50027)


async def test_private_messages_are_not_found_in_their_channel(bench):
    told, seeing = await bench.asked()
    answered = await bench.answer(told, Answer.MESSAGE, {"content": "572", "flags": PRIVATE})
    id = answered.body["resource"]["message"]["id"]
    await seeing
    for verb in ("GET", "DELETE"):
        assert (await bench.api.ask(f"{verb} /channels/{bench.room.id}/messages/{id}")).code == 10008
    changed = await bench.follow(told, "PATCH", "/messages/@original", {"content": "573"})
    assert changed.body["flags"] == PRIVATE
    assert bench.ada.sees(bench.room) == ["573"]


async def test_answers_ping_users_by_default_and_neither_roles_nor_everyone(bench):
    role = bench.room.home.role("Editors", mentionable=True)
    told, seeing = await bench.asked()
    await bench.answer(told, Answer.MESSAGE, {"content": f"@everyone <@{bench.ada.id}> <@&{role.id}>"})
    assert (await seeing).post.pings == ["@Ada"]


async def test_a_deferred_update_leaves_the_message_until_it_is_edited(bench):
    told, seeing = await bench.asked()
    await bench.answer(told, Answer.MESSAGE, {"content": "572", "components": [BUTTON]})
    pressing = asyncio.create_task((await seeing).press("Full brief"))
    pressed = (await bench.ear.hears("INTERACTION_CREATE"))["d"]
    await bench.answer(pressed, Answer.DEFERRED_UPDATE)
    assert bench.ada.sees(bench.room) == ["572"]
    await bench.follow(pressed, "PATCH", "/messages/@original", {"content": "572 of 2,500"})
    assert (await pressing).text == "572 of 2,500"
    assert bench.ada.sees(bench.room) == ["572 of 2,500"]


async def test_people_are_chosen_from_a_menu_and_come_resolved(bench):
    menu = {"type": 1, "components": [{"type": 5, "custom_id": "who", "placeholder": "Who?"}]}
    told, seeing = await bench.asked()
    await bench.answer(told, Answer.MESSAGE, {"content": "who?", "components": [menu]})
    choosing = asyncio.create_task((await seeing).choose(bench.ada, menu="Who?"))
    chosen = (await bench.ear.hears("INTERACTION_CREATE"))["d"]
    await bench.answer(chosen, Answer.UPDATE, {"content": "Ada", "components": []})
    assert (await choosing).text == "Ada"
    assert (chosen["data"]["component_type"], chosen["data"]["values"]) == (5, [bench.ada.id])
    assert set(chosen["data"]["resolved"]["users"]) == {bench.ada.id}
