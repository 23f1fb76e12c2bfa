"""Messages of the fake: what may be posted where, by whom it is seen, whom it notifies."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.fakes.discord import App, FakeDiscord, Fault, Intent, Permission
from tests.fakes.discord.asking import Api, asking
from tests.fakes.discord.kinds import Flag
from tests.fakes.discord.permissions import OF_A_BOT, in_channel
from tests.fakes.discord.things import Channel

V2 = int(Flag.IS_COMPONENTS_V2)


@pytest.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    async with await FakeDiscord.start() as fake:
        fake.rates.is_enforced = False
        yield fake


@pytest.fixture
async def api(fake: FakeDiscord) -> AsyncIterator[Api]:
    async with asking(fake) as api:
        yield api


@pytest.fixture
def room(fake: FakeDiscord) -> Channel:
    return fake.server("Desk").channel("haiti-desk")


async def test_a_wrong_token_and_an_unknown_route_are_refused(fake):
    async with asking(fake, "wrong") as stranger:
        assert (await stranger.ask("GET /users/@me")).status == 401
    async with asking(fake) as api:
        assert (await api.ask("GET /users/@me")).body["username"] == "briefings"
        assert (await api.ask("GET /nothing")).body == {"message": "404: Not Found", "code": 0}
    assert fake.refused == 1


async def test_a_message_is_posted_read_changed_and_deleted(fake, api, room):
    posted = (await api.ask(f"POST /channels/{room.id}/messages", {"content": " 572 "})).body
    path = f"/channels/{room.id}/messages/{posted['id']}"
    assert posted["content"] == "572"
    assert (await api.ask(f"PATCH {path}", {"content": "573"})).body["edited_timestamp"]
    assert (await api.ask(f"GET {path}")).body["content"] == "573"
    assert [one["content"] for one in (await api.ask(f"GET /channels/{room.id}/messages")).body] == ["573"]
    assert (await api.ask(f"DELETE {path}")).status == 204
    assert (await api.ask(f"GET {path}")).code == 10008


@pytest.mark.parametrize("body", [{}, {"content": "   "}, {"content": "", "embeds": []}])
async def test_an_empty_message_is_refused(api, room, body):
    assert (await api.ask(f"POST /channels/{room.id}/messages", body)).code == 50006


async def test_a_refused_form_names_each_field(api, room):
    body = {"content": "x" * 2_001, "embeds": [{"title": "x" * 257}]}
    refused = await api.ask(f"POST /channels/{room.id}/messages", body)
    assert (refused.status, refused.code) == (400, 50035)
    assert refused.errors("content") == refused.errors("embeds.0.title") == ["BASE_TYPE_MAX_LENGTH"]


async def test_a_file_comes_back_from_the_cdn_with_its_alt_text(fake, api, room):
    body = {"embeds": [{"image": {"url": "attachment://chart.png"}}],
            "attachments": [{"id": 0, "description": "572 of 2,500"}]}  # fmt: skip
    posted = (await api.ask(f"POST /channels/{room.id}/messages", body, {"chart.png": b"PNG"})).body
    assert posted["attachments"][0]["description"] == "572 of 2,500"
    assert posted["embeds"][0]["image"]["url"] == posted["attachments"][0]["url"]
    file = fake.posts(room)[0].attachments[0]
    assert (file.content, file.content_type) == (b"PNG", "image/png")


async def test_files_that_an_edit_does_not_name_are_gone(fake, api, room):
    two = {"a.txt": b"a", "b.txt": b"b"}
    posted = (await api.ask(f"POST /channels/{room.id}/messages", {}, two)).body
    kept = {"attachments": [{"id": posted["attachments"][1]["id"]}, {"id": 0, "filename": "c.txt"}]}
    await api.ask(f"PATCH /channels/{room.id}/messages/{posted['id']}", kept, {"c.txt": b"c"})
    assert [file.filename for file in fake.posts(room)[0].attachments] == ["b.txt", "c.txt"]


async def test_a_file_above_ten_mebibytes_is_refused(api, room):
    large = {"large.bin": b"x" * (10 * 1024 * 1024 + 1)}
    refused = await api.ask(f"POST /channels/{room.id}/messages", {"content": "x"}, large)
    assert (refused.status, refused.code) == (413, 40005)


async def test_a_message_of_components_stays_one(fake, api, room):
    body = {"flags": V2, "components": [{"type": 10, "content": "572"}]}
    posted = (await api.ask(f"POST /channels/{room.id}/messages", body)).body
    path = f"/channels/{room.id}/messages/{posted['id']}"
    assert (await api.ask(f"PATCH {path}", {"content": "x"})).errors("content") == [
        "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
    ]
    changed = await api.ask(f"PATCH {path}", {"components": [{"type": 10, "content": "573"}]})
    assert (changed.status, changed.body["flags"]) == (200, V2)
    as_older = {"flags": 0, "components": [{"type": 10, "content": "574"}]}
    assert (await api.ask(f"PATCH {path}", as_older)).errors("components.0.type") == ["UNION_TYPE_CHOICES"]


async def test_a_message_becomes_one_of_components_only_when_its_content_is_emptied(api, room):
    posted = (await api.ask(f"POST /channels/{room.id}/messages", {"content": "572"})).body
    path = f"/channels/{room.id}/messages/{posted['id']}"
    body = {"flags": V2, "components": [{"type": 10, "content": "572"}]}
    assert (await api.ask(f"PATCH {path}", body)).code == 50035
    assert (await api.ask(f"PATCH {path}", {**body, "content": None})).status == 200


async def test_a_message_of_a_channel_is_never_private(fake, api, room):
    posted = await api.ask(f"POST /channels/{room.id}/messages", {"content": "572", "flags": int(Flag.EPHEMERAL)})
    assert posted.body["flags"] == 0
    assert (await api.ask(f"POST /channels/{room.id}/messages")).code == 50006


async def test_embeds_are_left_out_where_they_are_suppressed(api, room):
    body = {"content": "x", "embeds": [{"title": "x"}], "flags": int(Flag.SUPPRESS_EMBEDS)}
    assert (await api.ask(f"POST /channels/{room.id}/messages", body)).body["embeds"] == []


async def test_whom_a_message_pings_is_told_by_content_and_by_components(fake, api):
    server = fake.server("Desk", permission=OF_A_BOT | Permission.MENTION_EVERYONE)
    ada, room, editors = fake.person("Ada", server), server.channel("haiti-desk"), server.role("Editors")
    words = f"@everyone <@{ada.id}> <@&{editors.id}> <@1>"
    for body in ({"content": words}, {"flags": V2, "components": [{"type": 10, "content": words}]}):
        await api.ask(f"POST /channels/{room.id}/messages", body)
        await api.ask(f"POST /channels/{room.id}/messages", {**body, "allowed_mentions": {"parse": []}})
    await api.ask(f"POST /channels/{room.id}/messages", {"embeds": [{"title": words}]})
    some = {"parse": ["roles"], "users": [ada.id]}
    await api.ask(f"POST /channels/{room.id}/messages", {"content": words, "allowed_mentions": some})
    everyone = ["@everyone", "@Editors", "@Ada"]
    assert [one.pings for one in fake.posts(room)] == [everyone, [], everyone, [], [], ["@Editors", "@Ada"]]


async def test_without_the_permission_nobody_can_ping_everyone_or_roles_that_are_not_mentionable(fake, api, room):
    roles = [room.home.role("Editors"), room.home.role("Readers", mentionable=True)]
    words = "@here " + " ".join(f"<@&{role.id}>" for role in roles)
    await api.ask(f"POST /channels/{room.id}/messages", {"content": words})
    assert fake.posts(room)[0].pings == ["@Readers"]


async def test_a_reply_names_its_message_and_an_unknown_one_is_refused(fake, api, room):
    asked = fake.person("Ada", room.home).writes("572?", room)
    reply = {"content": "572", "message_reference": {"message_id": asked.id}}
    told = (await api.ask(f"POST /channels/{room.id}/messages", reply)).body
    assert told["referenced_message"]["id"] == asked.id
    unknown = {"content": "572", "message_reference": {"message_id": "1"}}
    refused = await api.ask(f"POST /channels/{room.id}/messages", unknown)
    assert refused.errors("message_reference") == ["REPLIES_UNKNOWN_MESSAGE"]
    lenient = {"content": "572", "message_reference": {"message_id": "1", "fail_if_not_exists": False}}
    assert (await api.ask(f"POST /channels/{room.id}/messages", lenient)).status == 200
    room.denies(Permission.READ_MESSAGE_HISTORY)
    assert (await api.ask(f"POST /channels/{room.id}/messages", reply)).code == 160002


async def test_what_others_write_is_read_only_with_the_message_content_intent(fake, api, room):
    ada = fake.person("Ada", room.home)
    said = [ada.writes("572?", room), ada.writes(f"<@{fake.world.bot.id}> 572?", room), ada.writes("572?")]
    read = [(await api.ask(f"GET /channels/{one.channel.id}/messages/{one.id}")).body["content"] for one in said]
    assert read == ["", f"<@{fake.world.bot.id}> 572?", "572?"]
    fake.world.app.privileged = Intent.MESSAGE_CONTENT
    assert (await api.ask(f"GET /channels/{room.id}/messages/{said[0].id}")).body["content"] == "572?"


async def test_missing_permissions_are_told_apart(fake, api, room):
    path = f"POST /channels/{room.id}/messages"
    room.denies(Permission.ATTACH_FILES | Permission.EMBED_LINKS)
    assert (await api.ask(path, {"content": "x"}, {"a.txt": b"a"})).code == 50013
    assert (await api.ask(path, {"embeds": [{"title": "x"}]})).code == 50013
    assert (await api.ask(path, {"content": "x"})).status == 200
    room.denies(Permission.SEND_MESSAGES)
    assert (await api.ask(path, {"content": "x"})).code == 50013
    room.denies(Permission.VIEW_CHANNEL)
    assert (await api.ask(path, {"content": "x"})).code == 50001
    assert (await api.ask("GET /channels/1")).code == 10003


async def test_overwrites_of_roles_add_up_and_a_members_own_come_last(fake):
    server = fake.server("Desk")
    room, editors = server.channel("haiti-desk"), server.role("Editors")
    ada = fake.person("Ada")
    server.join(ada, roles=(editors,))
    room.denies(Permission.SEND_MESSAGES, server.roles[server.id])
    assert not in_channel(room, ada.id) & Permission.SEND_MESSAGES
    room.allows(Permission.SEND_MESSAGES, editors)
    assert in_channel(room, ada.id) & Permission.SEND_MESSAGES
    room.denies(Permission.SEND_MESSAGES, ada)
    assert not in_channel(room, ada.id) & Permission.SEND_MESSAGES
    server.owner = ada.id
    assert in_channel(room, ada.id) & Permission.SEND_MESSAGES


async def test_threads_have_their_own_permission_and_may_be_locked(api, room):
    thread = room.home.thread("572", room)
    room.denies(Permission.SEND_MESSAGES)
    posted = await api.ask(f"POST /channels/{thread.id}/messages", {"content": "x"})
    assert posted.status == 200
    thread.is_archived = True
    path = f"/channels/{thread.id}/messages"
    assert (await api.ask(f"PATCH {path}/{posted.body['id']}", {"content": "y"})).code == 50083
    assert (await api.ask(f"POST {path}", {"content": "y"})).status == 200
    assert not thread.is_archived, "writing opens it again"
    thread.is_locked = True
    assert (await api.ask(f"POST {path}", {"content": "z"})).code == 50083
    room.denies(Permission.SEND_MESSAGES_IN_THREADS)
    assert (await api.ask(f"POST {path}", {"content": "z"})).code == 50013


async def test_only_ones_own_messages_can_be_changed(fake, api, room):
    said = fake.person("Ada", room.home).writes("572?", room)
    assert (await api.ask(f"PATCH /channels/{room.id}/messages/{said.id}", {"content": "x"})).code == 50005
    assert (await api.ask(f"DELETE /channels/{room.id}/messages/{said.id}")).code == 50013


async def test_only_people_who_share_a_server_or_have_the_app_can_be_written_to(fake, api):
    chidi = fake.person("Chidi")
    direct = (await api.ask("POST /users/@me/channels", {"recipient_id": chidi.id})).body["id"]
    assert direct == (await api.ask("POST /users/@me/channels", {"recipient_id": chidi.id})).body["id"]
    assert (await api.ask(f"POST /channels/{direct}/messages", {"content": "x"})).code == 50007
    chidi.installs_app()
    assert (await api.ask(f"POST /channels/{direct}/messages", {"content": "x"})).status == 200
    assert (await api.ask("POST /users/@me/channels", {"recipient_id": "1"})).code == 50033


async def test_a_nonce_counts_only_when_it_is_enforced(fake, api, room):
    path = f"POST /channels/{room.id}/messages"
    plain = [(await api.ask(path, {"content": "x", "nonce": "1"})).body["id"] for _time in range(2)]
    enforced = (await api.ask(path, {"content": "x", "nonce": "1", "enforce_nonce": True})).body["id"]
    assert plain[0] != plain[1]
    assert enforced in plain
    assert len(fake.posts(room)) == 2


async def test_a_broken_route_fails_as_often_as_it_is_told(fake, api, room):
    path = f"POST /channels/{room.id}/messages"
    fake.breaks("POST /channels/{channel}/messages", Fault(502, times=2), Fault(503, after_accepting=True))
    assert [(await api.ask(path, {"content": str(n)})).status for n in range(4)] == [502, 502, 503, 200]
    assert [message.content for message in fake.posts(room)] == ["2", "3"]
    with pytest.raises(KeyError):
        fake.breaks("POST /channel/{}/messages", Fault())


async def test_a_thread_is_started_from_a_message(fake, api):
    server = fake.server("Desk", permission=OF_A_BOT | Permission.CREATE_PUBLIC_THREADS)
    room = server.channel("haiti-desk")
    posted = (await api.ask(f"POST /channels/{room.id}/messages", {"content": "warning"})).body
    path = f"POST /channels/{room.id}/messages/{posted['id']}/threads"
    started = await api.ask(path, {"name": "follow-ups"})
    assert (started.status, started.body["parent_id"]) == (201, room.id)
    assert (await api.ask(f"POST /channels/{started.body['id']}/messages", {"content": "x"})).status == 200


async def test_recommended_shards_and_starts_left_are_told():
    async with await FakeDiscord.start(app=App(shards=3)) as fake, asking(fake) as api:
        told = (await api.ask("GET /gateway/bot")).body
        assert (told["shards"], told["session_start_limit"]["remaining"]) == (3, 1_000)
        assert (await api.ask("GET /gateway")).body == {"url": fake.gateway_url}
