"""Bolt as it comes, in a process of its own, with a constant reply to /mss: the floor of what a command can cost.

The settings come as one line of JSON: the token, the secret, the Web API's address and the reply. Its own address is
printed.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from aiohttp import web
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient


def app(settings: dict[str, Any]) -> AsyncApp:
    """The smallest app that answers."""
    bolt = AsyncApp(
        client=AsyncWebClient(settings["token"], base_url=settings["base_url"]), signing_secret=settings["secret"]
    )

    @bolt.command("/mss")
    async def constant(ack: AsyncAck) -> None:
        await ack(**settings["reply"])

    return bolt


async def main() -> None:
    bolt = app(json.loads(sys.stdin.readline()))
    runner = web.AppRunner(bolt.web_app(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
