"""Many people at once: signed slash commands over keep-alive connections, each sent when the one before is answered."""

from __future__ import annotations

import asyncio
import itertools
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from statistics import median
from urllib.parse import urlencode, urlsplit

from tests.fakes.slack.request_url import FORM, signature

_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
_number = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody in a room of a workspace."""

    team: str
    user: str
    channel: str


def command(url: str, secret: str, who: Asker, text: str, name: str = "/mss") -> bytes:
    """A slash command as Slack sends it just now. https://docs.slack.dev/interactivity/implementing-slash-commands"""
    place = urlsplit(url)
    moment = time.time()
    body = urlencode({
        "token": "verification", "team_id": who.team, "team_domain": "desk", "channel_id": who.channel,
        "channel_name": "haiti-desk", "user_id": who.user, "user_name": "ada", "command": name, "text": text,
        "api_app_id": "A1", "is_enterprise_install": "false", "response_url": f"http://{place.netloc}/answers/1",
        "trigger_id": f"{next(_number)}.{moment}.{who.team}",
    })  # fmt: skip
    head = (
        f"POST {place.path} HTTP/1.1", f"Host: {place.netloc}", "User-Agent: Slackbot 1.0 (+https://api.slack.com/robots)",
        "Accept: application/json,*/*", "Accept-Encoding: gzip,deflate", f"Content-Type: {FORM}",
        f"Content-Length: {len(body)}", f"X-Slack-Request-Timestamp: {int(moment)}",
        f"X-Slack-Signature: {signature(secret, str(int(moment)), body)}",
    )  # fmt: skip
    return "\r\n".join((*head, "", body)).encode()


@dataclass(slots=True)
class Load:
    """What was answered: the seconds all of it took, those of each answer, and the last answer's body."""

    seconds: float = 0.0
    each: list[float] = field(default_factory=list)
    last: bytes = b""

    @property
    def a_second(self) -> float:
        return len(self.each) / self.seconds

    @property
    def middle(self) -> float:
        """Half of the answers took no more seconds than this."""
        return median(self.each)


UNWANTED = (b"a lot in a short time", b"went wrong on our side", b"There is no command")
"""What would make a measurement worthless: refusals are quick."""


class _Connection(asyncio.Protocol):
    """Sends one request after the other, as long as there are any."""

    def __init__(self, requests: Iterator[bytes], load: Load, ended: asyncio.Future[None]) -> None:
        self._requests, self._load, self._ended = requests, load, ended
        self._came = b""
        self._asked_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._ask()

    def data_received(self, data: bytes) -> None:
        self._came += data
        end = self._came.find(b"\r\n\r\n") + 4
        length = _LENGTH.search(self._came, 0, end) if end > 3 else None
        if length and len(self._came) >= end + int(length[1]):
            self._answered(self._came, end)

    def connection_lost(self, error: Exception | None) -> None:
        if not self._ended.done():
            self._ended.set_exception(error or ConnectionError("the connection was closed before all was answered"))

    def _answered(self, answer: bytes, end: int) -> None:
        self._load.each.append(time.perf_counter() - self._asked_at)
        self._load.last, self._came = answer[end:], b""
        if not answer.startswith(b"HTTP/1.1 200") or any(words in answer for words in UNWANTED):
            self._ended.set_exception(AssertionError(answer.decode()))
            self._transport.close()
        else:
            self._ask()

    def _ask(self) -> None:
        request = next(self._requests, None)
        if request is None:
            self._ended.set_result(None)
            self._transport.close()
        else:
            self._asked_at = time.perf_counter()
            self._transport.write(request)


async def answered(url: str, requests: Iterable[bytes], connections: int) -> Load:
    """Have requests answered over so many connections. Raises AssertionError for an answer that is none."""
    loop, waiting, load = asyncio.get_running_loop(), iter(requests), Load()
    ends: Sequence[asyncio.Future[None]] = [loop.create_future() for _each in range(connections)]
    host, _colon, port = urlsplit(url).netloc.rpartition(":")
    began = time.perf_counter()
    for ended in ends:
        await loop.create_connection(partial(_Connection, waiting, load, ended), host, int(port))
    await asyncio.gather(*ends)
    load.seconds = time.perf_counter() - began
    return load
