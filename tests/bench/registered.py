"""What it costs a command that all the others are registered too: a signed request to the ack, without a network."""

from __future__ import annotations

import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from adapters.port import WebRequest
from adapters.slack import PLATFORM
from adapters.slack.manifest import EVENTS_PATH
from adapters.slack.platform import Slack
from bot.app import now
from bot.command import REGISTRY, Command
from bot.desk import Desk
from store import Store
from store.secrets import new_key
from tests.bench.load import Asker, command
from tests.bench.rounds import Row, Size, at_least, spread
from tests.fakes.slack import FakeSlack
from tests.stories.slack.stage import access, app


async def measure(size: Size) -> list[Row]:
    """Row 3."""
    async with AsyncExitStack() as open_:
        slack = await open_.enter_async_context(await FakeSlack.start(app=app(), transport="http"))
        folder = Path(open_.enter_context(tempfile.TemporaryDirectory()))
        who = Asker(slack.team.id, slack.person("Ada").id, slack.channel("haiti-desk").id)
        one = await open_.enter_async_context(_bot(slack, folder / "one.db", {"status": REGISTRY["status"]}))
        whole = await open_.enter_async_context(_bot(slack, folder / "all.db", REGISTRY))
        ratios, micros = list[float](), list[float]()
        number = max(20, size.requests // 8)
        for bot in (one, whole):
            await _seconds(bot, slack, who, 10)
        for _round in range(size.rounds):
            alone = await _seconds(one, slack, who, number)
            among_all = await _seconds(whole, slack, who, number)
            ratios.append(alone / among_all)
            micros.append(among_all / number * 1e6)
    return [Row(3, f"{len(REGISTRY)} commands registered, against one: commands a CPU-second", ratios, at_least(0.97),
                f"{spread(micros)} µs a command")]  # fmt: skip


@asynccontextmanager
async def _bot(slack: FakeSlack, file: Path, registry: Mapping[str, Command]) -> AsyncIterator[Slack]:
    async with Store(f"sqlite:///{file}", keys=(new_key(),)) as store:
        await store.upgrade()
        desk = Desk(store, registry, for_rooms=True)
        await desk.welcome(PLATFORM, slack.team.id, "bench", now())
        bot = Slack(access(slack, "http"), desk, store, now, patience=60)
        await bot.start()
        try:
            yield bot
        finally:
            await bot.stop()


async def _seconds(bot: Slack, slack: FakeSlack, who: Asker, number: int) -> float:
    """Seconds of CPU in which so many commands are answered."""
    requests = [_asked(slack, who) for _each in range(number)]
    handle = bot.routes[EVENTS_PATH]
    began = time.process_time()
    for request in requests:
        answer = await handle(request)
        assert answer.status == 200
    return time.process_time() - began


def _asked(slack: FakeSlack, who: Asker) -> WebRequest:
    head, _blank, body = command(f"{slack.root}{EVENTS_PATH}", slack.app.signing_secret, who, "status").partition(
        b"\r\n\r\n"
    )
    pairs = (line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
    return WebRequest("POST", EVENTS_PATH, "", {name.casefold(): value for name, value in pairs}, body)
