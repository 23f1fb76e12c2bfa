"""The web server: what it lets through to a platform, what it refuses, and how it tells that all is well."""

from __future__ import annotations

import asyncio
import io
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from adapters.port import Health, Poster, WebAnswer, WebRequest
from bot.metrics import Metrics
from bot.web import LARGEST, STOPPING, Web
from briefings import words
from briefings.document import UserError
from store.engine import StoreError

NOW = datetime(2025, 1, 17, 9, tzinfo=UTC)


@dataclass
class Echo:
    """A platform that answers what it is told, at its own path."""

    name: str = "echo"
    state: Health = field(default_factory=lambda: Health(True, NOW - timedelta(seconds=90)))
    heard: list[WebRequest] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    waits: asyncio.Event | None = None

    @property
    def routes(self) -> Mapping[str, Callable[[WebRequest], Awaitable[WebAnswer]]]:
        return {"/echo": self.answer}

    @property
    def posts(self) -> Poster:
        raise AssertionError("the web server posts nothing")

    async def answer(self, request: WebRequest) -> WebAnswer:
        self.heard.append(request)
        self.arrived.set()
        if self.waits:
            await self.waits.wait()
        if request.query == "forged":
            return WebAnswer(401)
        return WebAnswer(200, request.body, {"X-Told": "yes"})

    async def start(self, *, hears: bool = True) -> None: ...
    async def stop(self) -> None: ...

    def health(self, now: datetime) -> Health:
        return self.state


async def well() -> None:
    """A look at a database that answers."""


async def gone() -> None:
    """A look at a database that does not."""
    raise StoreError("The database cannot be reached")


@asynccontextmanager
async def serving(platform: Echo, look: Callable[[], Awaitable[None]] = well) -> AsyncIterator[tuple[Web, str]]:
    web = Web("127.0.0.1:0", [platform], lambda: NOW, look, Metrics())
    url = await web.start()
    web.busy_with = ""
    try:
        yield web, url
    finally:
        await web.stop()


async def asked(url: str, method: str = "GET", **more: Any) -> tuple[int, str]:
    async with aiohttp.ClientSession() as browser, browser.request(method, url, **more) as page:
        return page.status, await page.text()


async def ready(url: str) -> tuple[int, list[str]]:
    async with aiohttp.ClientSession() as browser, browser.get(f"{url}/readyz") as page:
        return page.status, (await page.json())["why"]


async def health(url: str) -> tuple[int, dict[str, Any]]:
    async with aiohttp.ClientSession() as browser, browser.get(f"{url}/healthz") as page:
        return page.status, await page.json()


async def test_a_platform_gets_a_request_as_it_came_and_its_answer_leaves_as_it_is():
    platform = Echo()
    async with (
        serving(platform) as (_web, url),
        aiohttp.ClientSession() as browser,
        browser.post(f"{url}/echo?a=1&b=%26", data=b"\xffbody", headers={"X-Signed": "v0"}) as page,
    ):
        assert (page.status, await page.read(), page.headers["X-Told"]) == (200, b"\xffbody", "yes")
    (request,) = platform.heard
    assert (request.method, request.path, request.query, request.body) == ("POST", "/echo", "a=1&b=%26", b"\xffbody")
    assert request.headers["x-signed"] == "v0"


async def test_a_body_beyond_the_limit_never_reaches_the_platform():
    platform = Echo()
    async with serving(platform) as (_web, url):
        status, _text = await asked(f"{url}/echo", "POST", data=io.BytesIO(b"x" * (LARGEST + 1)))
    assert (status, platform.heard) == (413, [])


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
async def test_methods_that_nobody_needs_are_refused(method):
    platform = Echo()
    async with serving(platform) as (_web, url):
        status, _text = await asked(f"{url}/echo", method)
    assert (status, platform.heard) == (405, [])


async def test_what_is_nobodys_is_not_found():
    async with serving(Echo()) as (_web, url):
        assert (await asked(f"{url}/admin"))[0] == 404


async def test_refusals_are_counted_by_their_status():
    async with serving(Echo()) as (_web, url):
        for _time in range(2):
            await asked(f"{url}/echo?forged")
        await asked(f"{url}/echo", "PUT")
        _status, told = await health(url)
    assert told["refused"] == {"401": 2, "405": 1}


async def test_healthz_tells_how_old_the_last_event_is():
    async with serving(Echo()) as (_web, url):
        assert await health(url) == (
            200,
            {"well": True, "platforms": {"echo": {"well": True, "seconds_since_last_event": 90.0}}, "refused": {}},
        )


async def test_healthz_says_why_a_platform_is_not_well():
    async with serving(Echo(state=Health(False, None, "the socket is not open"))) as (_web, url):
        status, told = await health(url)
    assert (status, told["well"]) == (200, False)
    assert told["platforms"]["echo"] == {
        "well": False, "seconds_since_last_event": None, "why": "the socket is not open",
    }  # fmt: skip


async def test_readyz_says_all_that_is_in_the_way():
    unwell = Echo(state=Health(False, None, "the socket is not open"))
    async with serving(unwell, gone) as (web, url):
        web.busy_with = STOPPING
        assert await ready(url) == (
            503,
            ["it is stopping", "the database does not answer", "echo: the socket is not open"],
        )
        unwell.state = Health(True, NOW)
        web.busy_with = ""
        assert await ready(url) == (503, ["the database does not answer"])
    async with serving(Echo()) as (_web, url):
        assert await ready(url) == (200, [])


async def test_a_look_that_hangs_is_not_begun_twice(monkeypatch):
    monkeypatch.setattr("bot.web.LOOKS_WITHIN", 0.05)
    answers, looks = asyncio.Event(), []

    async def slow() -> None:
        looks.append(1)
        await answers.wait()

    async with serving(Echo(), slow) as (_web, url):
        for _time in range(2):
            assert await ready(url) == (503, ["the database does not answer"])
        assert looks == [1]
        answers.set()
        assert await ready(url) == (200, [])


async def test_metrics_tell_of_platforms_and_refusals_also_without_the_database():
    async with serving(Echo(), gone) as (_web, url):
        await asked(f"{url}/echo?forged")
        status, page = await asked(f"{url}/metrics")
    assert status == 200
    for line in ('mss_platform_well{platform="echo"} 1.0', 'mss_last_event_age_seconds{platform="echo"} 90.0',
                 'mss_http_requests_refused{status="401"} 1.0'):  # fmt: skip
        assert line in page


async def test_a_stop_lets_an_answer_finish_and_takes_nothing_new():
    platform = Echo(waits=asyncio.Event())
    async with serving(platform) as (web, url):
        asking = asyncio.create_task(asked(f"{url}/echo", "POST", data="last"))
        await platform.arrived.wait()
        stopping = asyncio.create_task(web.stop())
        await asyncio.sleep(0)
        with pytest.raises(aiohttp.ClientConnectionError):
            await asked(f"{url}/echo")
        assert platform.waits
        platform.waits.set()
        assert await asking == (200, "last")
        await stopping


async def test_an_address_that_is_taken_is_named():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(UserError) as caught:
            await Web(address, [], lambda: NOW, well, Metrics()).start()
    assert words.text(caught.value.line).startswith(f"Nothing can listen on http.bind {address}: ")
