"""The Web API of the fake, asked by the real slack_sdk client."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import FileInstallationStore
from slack_sdk.oauth.state_store import FileOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import App, FakeSlack, Fault
from tests.fakes.slack.echo import bare_app, blocks, running
from tests.fakes.slack.tokens import CODE_LIFE, Code

METADATA = {"event_type": "digest", "event_payload": {"slot": "2025-01-17T07:30"}}

BASIC_AUTH = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
"""slack_sdk 3.47 exchanges codes in a way that aiohttp 3.14 warns of."""


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with await FakeSlack.start() as slack:
        yield slack


def client(slack: FakeSlack, token: str = "") -> AsyncWebClient:
    return AsyncWebClient(token=token or slack.bot_token, base_url=slack.base_url, retry_handlers=[])


async def refusal(call: Any) -> dict[str, Any]:
    """The answer that a call is refused with."""
    with pytest.raises(SlackApiError) as caught:
        await call
    return dict(caught.value.response.data)


async def test_a_token_opens_the_door_and_a_wrong_one_does_not(slack):
    told = await client(slack).auth_test()
    assert (told["team_id"], told["user_id"]) == (slack.team.id, slack.team.bot.id)
    assert (await refusal(client(slack, "xoxb-wrong").auth_test()))["error"] == "invalid_auth"
    assert (await refusal(client(slack, slack.app.app_token).auth_test()))["error"] == "not_allowed_token_type"
    assert (await refusal(client(slack).api_call("chat.whisper")))["error"] == "unknown_method"


async def test_a_missing_scope_is_named():
    async with await FakeSlack.start(app=App(scopes=("commands", "users:read"))) as slack:
        room = slack.channel("haiti-desk", private=True)
        posted = await refusal(client(slack).chat_postMessage(channel=room.id, text="x"))
        read = await refusal(client(slack).conversations_info(channel=room.id))
    assert posted == {"ok": False, "error": "missing_scope", "needed": "chat:write", "provided": "commands,users:read"}
    assert read["needed"] == "groups:read"


async def test_a_message_is_posted_recorded_changed_and_deleted(slack):
    room, api = slack.channel("haiti-desk"), client(slack)
    posted = await api.chat_postMessage(channel=room.id, text="572", blocks=blocks("*572*"), unfurl_links=False)
    changed = await api.chat_update(channel=room.id, ts=posted["ts"], text="573")
    assert slack.calls("chat.postMessage")[0].args["unfurl_links"] is False
    assert "blocks" not in changed["message"], "text without blocks takes them away"
    assert (await api.conversations_history(channel=room.id))["messages"][0]["text"] == "573"
    await api.chat_delete(channel=room.id, ts=posted["ts"])
    assert (await refusal(api.chat_update(channel=room.id, ts=posted["ts"], text="x")))["error"] == "message_not_found"


async def test_ephemeral_messages_cannot_be_found_or_changed(slack):
    ada = slack.person("Ada")
    room, api = slack.channel("haiti-desk", ada), client(slack)
    sent = await api.chat_postEphemeral(channel=room.id, user=ada.id, text="only you")
    assert ada.sees(room) == ["only you"]
    assert (await api.conversations_history(channel=room.id))["messages"] == []
    changed = await refusal(api.chat_update(channel=room.id, ts=sent["message_ts"], text="x"))
    assert changed["error"] == "message_not_found"
    stranger = slack.person("Ben")
    refused = await refusal(api.chat_postEphemeral(channel=room.id, user=stranger.id, text="x"))
    assert refused["error"] == "user_not_in_channel"


async def test_messages_of_others_cannot_be_changed(slack):
    ada, room = slack.person("Ada"), slack.channel("haiti-desk")
    await ada.writes("mine", room)
    changed = client(slack).chat_update(channel=room.id, ts=room.messages[0].ts, text="yours")
    assert (await refusal(changed))["error"] == "cant_update_message"


@pytest.mark.parametrize(
    ("room", "error"),
    [
        ({"bot": False}, "not_in_channel"),
        ({"archived": True}, "is_archived"),
        ({"private": True, "bot": False}, "channel_not_found"),
    ],
)
async def test_a_room_that_takes_no_post_says_why(slack, room, error):
    channel = slack.channel("haiti-desk", **room)
    assert (await refusal(client(slack).chat_postMessage(channel=channel.id, text="x")))["error"] == error
    assert (await refusal(client(slack).chat_postMessage(channel="C404", text="x")))["error"] == "channel_not_found"


async def test_content_over_the_limits_is_refused_by_slacks_names(slack):
    room, api = slack.channel("haiti-desk"), client(slack)
    long = await refusal(api.chat_postMessage(channel=room.id, text="x", blocks=blocks("x" * 3_001)))
    assert long["error"] == "invalid_blocks"
    assert long["response_metadata"]["messages"] == [
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    ]
    much = await refusal(api.chat_postMessage(channel=room.id, text="x", blocks=blocks("x" * 2_900) * 4))
    assert much["error"] == "msg_blocks_too_long"
    assert (await refusal(api.api_call("chat.postMessage", json={"channel": room.id})))["error"] == "no_text"
    cut = await api.chat_postMessage(channel=room.id, text="x" * 40_001)
    assert cut["response_metadata"]["warnings"] == ["message_truncated"]
    assert len(room.messages[0].text) == 40_000
    updated = await refusal(api.chat_update(channel=room.id, ts=cut["ts"], text="x" * 4_001))
    assert updated["error"] == "msg_too_long"


async def test_a_room_takes_a_short_burst_and_then_one_message_a_second(slack):
    room, other, api = slack.channel("one"), slack.channel("two"), client(slack)
    for number in range(slack.rates.burst):
        await api.chat_postMessage(channel=room.id, text=str(number))
    with pytest.raises(SlackApiError) as caught:
        await api.chat_postMessage(channel=room.id, text="too soon")
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "1"
    await api.chat_postMessage(channel=other.id, text="elsewhere")
    slack.clock.advance(1)
    await api.chat_postMessage(channel=room.id, text="now")
    assert [message.text for message in room.messages] == ["0", "1", "2", "now"]
    assert slack.rates.refused == {"chat.postMessage": 1}


async def test_every_method_has_the_quota_of_its_tier(slack):
    api = client(slack)
    for _ in range(20):
        await api.users_list()
    assert (await refusal(api.users_list()))["error"] == "ratelimited"
    slack.clock.advance(60)
    await api.users_list()


async def test_history_is_cut_for_a_distributed_app():
    async with await FakeSlack.start(app=App(is_restricted=True)) as slack:
        room, api = slack.channel("haiti-desk"), client(slack)
        for number in range(20):
            slack.world.post(room, slack.team.bot.id, str(number), metadata=METADATA)
        page = await api.conversations_history(channel=room.id, limit=100, include_all_metadata=True)
        assert (len(page["messages"]), page["has_more"]) == (15, True)
        assert page["messages"][0]["metadata"] == METADATA
        assert (await refusal(api.conversations_history(channel=room.id)))["error"] == "ratelimited"
        slack.clock.advance(60)
        rest = await api.conversations_history(channel=room.id, cursor=page["response_metadata"]["next_cursor"])
        assert [message["text"] for message in rest["messages"]] == ["4", "3", "2", "1", "0"]


async def test_people_are_told_with_zone_and_standing(slack):
    api = client(slack)
    ada = slack.person("Ada", zone="Africa/Nairobi", locale="fr-FR")
    guest, gone = slack.person("Gil", is_single_channel_guest=True), slack.person("Del", is_deleted=True)
    omar, pia = slack.person("Omar", org="T0ELSEWHERE"), slack.person("Pia", org="T0ELSEWHERE")
    slack.channel("shared", pia, shared=True)
    told = {who.id: (await api.users_info(user=who.id, include_locale=True))["user"]
            for who in (ada, guest, gone, omar, pia)}  # fmt: skip
    assert (told[ada.id]["tz"], told[ada.id]["tz_offset"], told[ada.id]["locale"]) == (
        "Africa/Nairobi",
        10_800,
        "fr-FR",
    )
    assert told[guest.id]["is_restricted"]
    assert told[guest.id]["is_ultra_restricted"]
    assert told[gone.id]["deleted"]
    assert told[omar.id]["is_stranger"]
    assert (told[pia.id]["is_stranger"], told[pia.id]["team_id"]) == (False, "T0ELSEWHERE")
    assert (await refusal(api.users_info(user="U404")))["error"] == "user_not_found"


async def test_a_direct_message_is_opened_once(slack):
    ada, api = slack.person("Ada"), client(slack)
    opened = [(await api.conversations_open(users=[ada.id]))["channel"]["id"] for _ in range(2)]
    await api.chat_postMessage(channel=ada.id, text="hello")
    assert opened[0] == opened[1] == (await api.conversations_info(channel=opened[0]))["channel"]["id"]
    assert ada.sees(slack.team.channels[opened[0]]) == ["hello"]


async def test_calls_go_wrong_as_the_test_wishes(slack):
    room, api = slack.channel("haiti-desk"), client(slack)
    slack.breaks("chat.postMessage", Fault(status=503, error="service_unavailable"),
                 Fault(is_done=True, has_answer=False))  # fmt: skip
    assert (await refusal(api.chat_postMessage(channel=room.id, text="lost")))["error"] == "service_unavailable"
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await api.chat_postMessage(channel=room.id, text="unknown outcome")
    assert [message.text for message in room.messages] == ["unknown outcome"]


# installing


@BASIC_AUTH
async def test_a_person_installs_the_app_into_a_second_workspace(tmp_path):
    async with await FakeSlack.start(transport="http") as slack, running(slack, _distributed(slack, tmp_path)):
        second = slack.workspace("Second desk", installed=False)
        bea = slack.person("Bea", team=second)
        assert "not a valid command" in (await bea.types("/mss status")).error
        page = await bea.installs(_install_page(slack))
        assert (page.status, slack.scopes(second)) == (200, ("commands", "chat:write"))
        assert (await bea.types("/mss status")).text == "hello Second desk"


async def test_a_person_who_does_not_allow_it_installs_nothing(tmp_path):
    async with await FakeSlack.start(transport="http") as slack, running(slack, _distributed(slack, tmp_path)):
        second = slack.workspace("Second desk", installed=False)
        page = await slack.person("Bea", team=second).installs(_install_page(slack), allows=False)
        assert "access_denied" in page.text
        assert slack.scopes(second) == ()


def _install_page(slack: FakeSlack) -> str:
    """The bot's page with “Add to Slack”; its redirect URL is made known to Slack."""
    slack.app.redirect_urls = (slack.http.url.replace("/events", "/oauth_redirect"),)
    return slack.http.url.replace("/events", "/install")


def _distributed(slack: FakeSlack, folder: Path) -> AsyncApp:
    """An app for many workspaces, with Bolt's own way of installing."""
    settings = AsyncOAuthSettings(
        client_id=slack.app.client_id, client_secret=slack.app.client_secret, scopes=["commands", "chat:write"],
        authorization_url=slack.authorize_url, state_store=FileOAuthStateStore(expiration_seconds=60, base_dir=str(folder)),
        installation_store=FileInstallationStore(base_dir=str(folder)))  # fmt: skip
    app = AsyncApp(signing_secret=slack.app.signing_secret, oauth_settings=settings,
                   client=AsyncWebClient(base_url=slack.base_url))  # fmt: skip

    @app.command("/mss")
    async def answer(ack: Any, client: AsyncWebClient) -> None:
        await ack(f"hello {(await client.auth_test())['team']}")

    return app


@BASIC_AUTH
async def test_a_code_is_exchanged_once_and_a_refresh_token_once():
    async with await FakeSlack.start(app=App(rotates=True)) as slack:
        api, id, secret = AsyncWebClient(base_url=slack.base_url), slack.app.client_id, slack.app.client_secret
        second = slack.workspace("Second", installed=False)
        code = slack.tokens.code(Code(second.id, "U1", ("commands",), "", slack.clock.timestamp + CODE_LIFE))
        assert (await refusal(api.oauth_v2_access(client_id=id, client_secret="x", code=code)))["error"] == (
            "bad_client_secret"
        )
        first = await api.oauth_v2_access(client_id=id, client_secret=secret, code=code)
        again = await refusal(api.oauth_v2_access(client_id=id, client_secret=secret, code=code))
        assert again["error"] == "invalid_code"
        assert (first["expires_in"], first["scope"], first["team"]["name"]) == (43_200, "commands", "Second")

        async def rotate(refresh: str) -> Any:
            return await api.oauth_v2_access(
                client_id=id, client_secret=secret, grant_type="refresh_token", refresh_token=refresh
            )

        second = await rotate(first["refresh_token"])
        assert (await refusal(rotate(first["refresh_token"])))["error"] == "invalid_refresh_token"
        slack.clock.advance(43_200)
        assert (await refusal(client(slack, second["access_token"]).auth_test()))["error"] == "token_expired"


async def test_a_long_lived_token_is_exchanged_once():
    async with await FakeSlack.start(app=App(rotates=True)) as slack:
        api, old = client(slack), slack.bot_token
        known = {"client_id": slack.app.client_id, "client_secret": slack.app.client_secret}
        new = await api.oauth_v2_exchange(token=old, **known)
        assert (await client(slack, new["access_token"]).auth_test())["ok"]
        assert (await refusal(api.oauth_v2_exchange(token=old, **known)))["error"] == "token_already_exchanged"


async def test_removing_the_app_ends_its_token_and_is_told(slack):
    told: asyncio.Queue[str] = asyncio.Queue()
    app, token = bare_app(slack), slack.bot_token

    @app.event("app_uninstalled")
    @app.event("tokens_revoked")
    async def note(event: dict[str, Any]) -> None:
        told.put_nowait(event["type"])

    async with running(slack, app), asyncio.timeout(2):
        await client(slack).apps_uninstall(client_id=slack.app.client_id, client_secret=slack.app.client_secret)
        heard = [await told.get(), await told.get()]
    assert sorted(heard) == ["app_uninstalled", "tokens_revoked"]
    assert (await refusal(client(slack, token).auth_test()))["error"] == "account_inactive"
