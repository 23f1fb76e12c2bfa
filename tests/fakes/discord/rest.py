"""The door of the REST API: routes, tokens, quotas, refusals, and a record of every call.

https://docs.discord.com/developers/reference#http-api
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.fakes.discord.errors import BAD_JSON, NOT_FOUND, UNAUTHORIZED, Refusal
from tests.fakes.discord.kinds import Json
from tests.fakes.discord.rates import Limit, Verdict

if TYPE_CHECKING:
    from tests.fakes.discord.server import FakeDiscord

Answer = Any
"""JSON, or None for 204."""
COUNTED_AGAINST_YOU = (401, 403, 429)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong on the way: an HTTP status, or with status 0 the connection dies unanswered.

    `times` is how often, `after_accepting` whether the call took effect nevertheless; `delay` is in real seconds.
    """

    status: int = 502
    times: int = 1
    after_accepting: bool = False
    delay: float = 0


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a multipart body."""

    filename: str
    content_type: str
    content: bytes = field(repr=False)


@dataclass
class Call:
    """One request, as recorded and as its route reads it. `files` are by their number in “files[n]”."""

    discord: FakeDiscord
    verb: str
    path: str
    query: dict[str, str]
    token: str = ""
    args: dict[str, str] = field(default_factory=dict)
    body: Any = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)
    route: str = ""
    status: int = 200
    answer: Answer = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def code(self) -> int:
        """Discord's code of a refusal, else 0."""
        return int(self.answer.get("code", 0)) if isinstance(self.answer, dict) and self.status >= 400 else 0

    def asks(self, name: str) -> bool:
        """A boolean of the query: https://docs.discord.com/developers/reference#boolean-query-strings"""
        return self.query.get(name, "").casefold() in ("1", "true")


@dataclass(frozen=True, slots=True)
class Route:
    """One route. `name` is its verb and path with “{}” for what varies; `is_open` needs no bot token."""

    name: str
    verb: str
    pattern: re.Pattern[str]
    run: Callable[[Call], Answer]
    limit: Limit | None
    is_open: bool


ROUTES: list[Route] = []
MAJOR = ("channel", "guild", "webhook_token")
"""What a bucket is counted for besides its route."""

Run = Callable[[Call], Answer]


def route(name: str, *, limit: Limit | None = None, is_open: bool = False) -> Callable[[Run], Run]:
    """Declare a route, such as “GET /channels/{channel}”."""

    def declare(run: Run) -> Run:
        verb, path = name.split(" ")
        pattern = re.compile(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", path))
        ROUTES.append(Route(plain(name), verb, pattern, run, limit, is_open))
        return run

    return declare


def plain(name: str) -> str:
    """A route's name without the names of what varies. Tests may write it either way."""
    return re.sub(r"{\w*}", "{}", name)


async def handle(discord: FakeDiscord, request: web.Request) -> web.StreamResponse:
    """One HTTP request to the API: answered, recorded, or broken as the test wishes."""
    call = Call(discord, request.method, "/" + request.match_info["path"], dict(request.query),
                request.headers.get("Authorization", "").removeprefix("Bot "))  # fmt: skip
    found = _find(call)
    if discord.rates.is_banned:
        return _shut_out(call)
    fault = discord.next_fault(call.route)
    if fault is None or fault.after_accepting:
        await _answer(call, found, request)
    if fault is not None:
        await asyncio.sleep(fault.delay)
        call.status, call.answer = fault.status, {"message": f"{fault.status}: Server Error", "code": 0}
    if not call.status and request.transport:
        request.transport.abort()
    if call.status in COUNTED_AGAINST_YOU and call.headers.get("X-RateLimit-Scope") != "shared":
        discord.rates.note_refusal()
    discord.record(call)
    return _response(call)


def _shut_out(call: Call) -> web.Response:
    """Cloudflare's own page: no JSON, and no Via header."""
    call.status = 429
    call.discord.record(call)
    return web.Response(status=429, text="error code: 1015", content_type="text/plain")


def _find(call: Call) -> Route | None:
    for each in ROUTES:
        found = each.pattern.fullmatch(call.path) if each.verb == call.verb else None
        if found:
            call.args, call.route = found.groupdict(), each.name
            return each
    return None


async def _answer(call: Call, found: Route | None, request: web.Request) -> None:
    try:
        await _read(call, request)
        if found is None:
            raise Refusal(*NOT_FOUND)
        call.answer = _run(call, found)
        call.status = call.status if call.answer is not None else 204
    except Refusal as refusal:
        call.status, call.answer = refusal.status, refusal.body


def _run(call: Call, found: Route) -> Answer:
    rates = call.discord.rates
    if not found.is_open and call.token != call.discord.world.app.token:
        raise Refusal(*UNAUTHORIZED)
    major = "/".join(call.args[name] for name in MAJOR if name in call.args)
    verdict = rates.ask(found.name, major, found.limit, is_bound=not found.is_open)
    call.headers |= verdict.headers
    if verdict.wait:
        raise _limited(rates.retry_after(verdict), verdict, call)
    return found.run(call)


def _limited(seconds: float, verdict: Verdict, call: Call) -> Refusal:
    call.headers["Retry-After"] = str(int(seconds) + 1)
    refusal = Refusal(429, 0, "You are being rate limited.", retry_after=seconds)
    refusal.body |= {"global": verdict.is_global}
    return refusal


def _response(call: Call) -> web.Response:
    """Discord's own answers come with a Via header."""
    headers = {**call.headers, "Via": "1.1 fake"}
    if call.status == 204 or call.answer is None:
        return web.Response(status=call.status or 500, headers=headers)
    body = json.dumps(call.answer).encode()
    return web.Response(body=body, content_type="application/json", status=call.status or 500, headers=headers)


async def _read(call: Call, request: web.Request) -> None:
    """The body: JSON, or a form with `payload_json` and “files[n]”.

    https://docs.discord.com/developers/reference#uploading-files
    """
    if request.content_type == "multipart/form-data":
        form = await request.post()
        told = form.get("payload_json", "{}")
        call.body = _json(told if isinstance(told, (str, bytes, bytearray)) else "")
        for name, part in form.items():
            if isinstance(part, web.FileField):
                number = name.removeprefix("files[").removesuffix("]")
                call.files[number] = Upload(part.filename, part.content_type, part.file.read())
    elif request.can_read_body:
        call.body = _json(await request.text())


def _json(words: str | bytes | bytearray) -> Json:
    try:
        body: Json = json.loads(words)
    except json.JSONDecodeError:
        raise Refusal(*BAD_JSON) from None
    return body
