"""Both fake platforms in a process of their own, so that what they cost is not counted with what is measured.

python -m tests.bench.platforms N    one room for each of N posts on each; its addresses as a line of JSON; until its input ends
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from tests.fakes.discord import FakeDiscord
from tests.fakes.slack import FakeSlack


async def main(rooms: int) -> None:
    async with await FakeSlack.start() as slack, await FakeDiscord.start() as discord:
        slack.rates.is_enforced = discord.rates.is_enforced = False
        server = discord.server("Desk")
        told = {
            "slack": {"url": slack.base_url, "token": slack.bot_token, "tenant": slack.team.id,
                      "rooms": [slack.channel(f"room-{number}").id for number in range(rooms)]},
            "discord": {"url": discord.api_url, "token": discord.token, "tenant": server.id,
                        "rooms": [server.channel(f"room-{number}").id for number in range(rooms)]},
        }  # fmt: skip
        print(json.dumps(told), flush=True)
        await asyncio.to_thread(sys.stdin.read)


@asynccontextmanager
async def elsewhere(rooms: int) -> AsyncIterator[Mapping[str, Any]]:
    """The platforms in another process, as long as a block lasts; where they are and what rooms there are."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, str(rooms), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=2**20
    )  # fmt: skip
    assert process.stdin
    assert process.stdout
    try:
        yield json.loads(await process.stdout.readline())
    finally:
        process.stdin.close()
        await process.wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
