"""A small Bolt app that answers, run over either transport: with it the fake proves itself to the real clients."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack.server import FakeSlack


def button(label: str, value: str) -> dict[str, Any]:
    return {"type": "button", "text": {"type": "plain_text", "text": label}, "action_id": value, "value": value}


def blocks(words: str, *buttons: dict[str, Any]) -> list[dict[str, Any]]:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": words}}
    return [section, *([{"type": "actions", "elements": list(buttons)}] if buttons else [])]


def field(label: str, kind: str = "plain_text_input", **more: Any) -> dict[str, Any]:
    return {"type": "input", "block_id": label.casefold(), "label": {"type": "plain_text", "text": label},
            "element": {"type": kind, "action_id": "entered", **more}}  # fmt: skip


def modal(title: str, *parts: dict[str, Any]) -> dict[str, Any]:
    return {"type": "modal", "callback_id": "form", "title": {"type": "plain_text", "text": title},
            "submit": {"type": "plain_text", "text": "Record"}, "blocks": list(parts)}  # fmt: skip


@asynccontextmanager
async def running(slack: FakeSlack, app: AsyncApp) -> AsyncIterator[None]:
    """The app, connected over the fake's transport until the block ends."""
    if slack.transport is slack.http:
        runner = web.AppRunner(app.web_app("/slack/events"), access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        slack.http.url = f"http://{host}:{port}/slack/events"
        try:
            yield
        finally:
            await runner.cleanup()
    else:
        handler = AsyncSocketModeHandler(app, slack.app.app_token, ping_interval=0.2)
        await handler.connect_async()
        await slack.socket.connected()
        try:
            yield
        finally:
            await handler.close_async()


def bare_app(slack: FakeSlack) -> AsyncApp:
    """A Bolt app that knows the fake's addresses and nothing else."""
    client = AsyncWebClient(token=slack.bot_token, base_url=slack.base_url)
    return AsyncApp(client=client, signing_secret=slack.app.signing_secret)


def echo_app(slack: FakeSlack) -> AsyncApp:
    """`/mss <words>` says the words; `slow`, `late`, `form`, `share` and `nothing` do as they are called."""
    app = bare_app(slack)

    @app.command("/mss")
    async def command(ack: Any, command: dict[str, Any], respond: Any, client: AsyncWebClient) -> None:
        match command["text"]:
            case "late":
                await asyncio.sleep(slack.scale * 4)
                await ack("too late")
            case "slow":
                await ack("looking…")
                await asyncio.sleep(0.1)  # Bolt lets an ack leave 10 ms later only: a quick answer would overtake it
                await respond(text="found", response_type="ephemeral", replace_original=True)
            case "form":
                await ack()
                await client.views_open(trigger_id=command["trigger_id"], view=modal("Figure", field("Strength")))
            case "share":
                await ack(text="shared", response_type="in_channel")
            case "nothing":
                await ack()
            case words:
                await ack(text=f"you said {words}", blocks=blocks(f"*{words}*", button("Full brief", "full")))

    @app.action("full")
    async def full(ack: Any, body: dict[str, Any], respond: Any) -> None:
        await ack()
        told = "with" if "message" in body else "without"
        await respond(text=f"in full, {told} the message", replace_original=True)

    @app.view("form")
    async def submitted(ack: Any, body: dict[str, Any], view: dict[str, Any], client: AsyncWebClient) -> None:
        strength = view["state"]["values"]["strength"]["entered"]["value"]
        if not strength.isdigit():
            await ack(response_action="errors", errors={"strength": "Write a number"})
            return
        await ack()
        await client.chat_postMessage(channel=body["user"]["id"], text=f"recorded {strength}")

    @app.event("app_mention")
    async def mentioned(event: dict[str, Any], say: Any) -> None:
        await say(text=f"heard {event['text']}", thread_ts=event.get("thread_ts", event["ts"]))

    @app.event("message")
    async def written(event: dict[str, Any], say: Any) -> None:
        await say(f"read {event['text']}")

    @app.event("app_home_opened")
    async def home(event: dict[str, Any], client: AsyncWebClient) -> None:
        view = {"type": "home", "blocks": blocks("*due*: nothing", button("Full brief", "full"))}
        await client.views_publish(user_id=event["user"], view=view)

    @app.shortcut("ask")
    async def asked(ack: Any, shortcut: dict[str, Any], respond: Any) -> None:
        await ack()
        await respond(f"about {shortcut['message']['text']}")

    return app
