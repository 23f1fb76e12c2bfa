"""The door of the Web API: tokens, scopes, quotas, errors by Slack's names, and a record of every call.

https://docs.slack.dev/apis/web-api — errors come as HTTP 200 with `ok: false`, quotas as HTTP 429 with Retry-After;
the errors that every method has are told at https://docs.slack.dev/reference/methods.
"""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.fakes.slack.rates import Tier
from tests.fakes.slack.tokens import Token
from tests.fakes.slack.world import Team

if TYPE_CHECKING:
    from tests.fakes.slack.server import FakeSlack

Answer = dict[str, Any]
ARRAYS_AND_OBJECTS = ("attachments", "blocks", "metadata", "view")
"""Arguments that are JSON inside a form: https://docs.slack.dev/apis/web-api#basics"""


class SlackError(Exception):
    """A refusal by Slack: the error's name, and what else stands in the answer."""

    def __init__(self, name: str, messages: list[str] | None = None, **more: Any) -> None:
        super().__init__(name)
        self.name, self.messages, self.more = name, messages or [], more

    def answer(self) -> Answer:
        answer = {"ok": False, "error": self.name, **self.more}
        if self.messages:
            answer["errors"] = self.messages
            answer["response_metadata"] = {"messages": [f"[ERROR] {message}" for message in self.messages]}
        return answer


class RateLimited(Exception):
    """A quota is used up; `seconds` go into Retry-After."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True)
class Fault:
    """Something that goes wrong on the way: an HTTP status, an error, or an answer that never arrives.

    `is_done` tells whether the call took effect nevertheless; `delay` is in real seconds. `text` is what a gateway
    before Slack says in plain text.
    """

    status: int = 200
    error: str = ""
    is_done: bool = False
    has_answer: bool = True
    delay: float = 0
    text: str = ""


@dataclass
class Call:
    """One call of a method, as recorded and as the method reads it."""

    slack: FakeSlack
    method: str
    args: dict[str, Any]
    token: Token | None = None
    client: tuple[str, str] = ("", "")
    verb: str = "POST"
    status: int = 200
    answer: Answer = field(default_factory=dict)

    @property
    def error(self) -> str:
        return str(self.answer.get("error", ""))

    @property
    def team(self) -> Team:
        """The workspace of the token. Only methods that want a bot token ask for it."""
        assert self.token
        return self.slack.world.teams[self.token.team]

    def text(self, name: str, default: str | None = None) -> str:
        """An argument; without a default it is required."""
        value = self.args.get(name, default)
        if value is None:
            raise SlackError("invalid_arguments", [f"missing required field: {name}"])
        return str(value)

    def flag(self, name: str) -> bool:
        return str(self.args.get(name, "")).casefold() in ("1", "true")

    def number(self, name: str, default: int) -> int:
        return int(self.args.get(name, default))


@dataclass(frozen=True)
class Method:
    """What the door asks of a method's caller. `scope` may depend on the call, on the kind of room for one."""

    run: Callable[[Call], Answer]
    scope: str | Callable[[Call], str]
    tier: Tier
    token: str


METHODS: dict[str, Method] = {}


Run = Callable[[Call], Answer]


def method(
    name: str, scope: str | Callable[[Call], str] = "", tier: Tier = Tier.SPECIAL, token: str = "xoxb"
) -> Callable[[Run], Run]:
    """Declare a method; `token` is how its caller's token begins, empty where none is wanted."""

    def declare(run: Run) -> Run:
        METHODS[name] = Method(run, scope, tier, token)
        return run

    return declare


async def handle(slack: FakeSlack, request: web.Request) -> web.StreamResponse:
    """One HTTP request to /api/<method>: answered, recorded, or broken as the test wishes."""
    call = await _read(slack, request)
    fault = slack.next_fault(call.method)
    if fault is None or fault.is_done:
        call.status, call.answer = _answer(call)
    if fault is not None:
        call.status = fault.status
        call.answer = SlackError(fault.error).answer() if fault.error else call.answer
        await asyncio.sleep(fault.delay)
    slack.recorded.append(call)
    if fault is not None and not fault.has_answer and request.transport:
        request.transport.abort()
    if fault is not None and fault.text:
        return web.Response(text=fault.text, status=call.status)
    return web.json_response(call.answer, status=call.status, headers=_headers(call))


def _answer(call: Call) -> tuple[int, Answer]:
    try:
        return 200, {"ok": True, **_run(call)}
    except RateLimited as limited:
        return 429, {"ok": False, "error": "ratelimited", "retry_after": limited.seconds}
    except SlackError as error:
        return 200, error.answer()


def _run(call: Call) -> Answer:
    method = METHODS.get(call.method)
    if method is None:
        raise SlackError("unknown_method", req_method=call.method)
    if method.token:
        _check_token(call, method.token)
    team = call.token.team if call.token else ""
    if seconds := call.slack.rates.of_tier(call.method, team, method.tier):
        raise RateLimited(seconds)
    _check_scope(call, method)
    return method.run(call)


def _check_token(call: Call, prefix: str) -> None:
    """https://docs.slack.dev/reference/methods/auth.test lists the errors."""
    if call.token is None:
        raise SlackError("invalid_auth" if call.args.get("token") else "not_authed")
    if call.token.revoked:
        raise SlackError(call.token.revoked)
    if call.token.expires_at and call.slack.clock.timestamp >= call.token.expires_at:
        raise SlackError("token_expired")
    if not call.token.text.removeprefix("xoxe.").startswith(prefix):
        raise SlackError("not_allowed_token_type")


def _check_scope(call: Call, method: Method) -> None:
    """https://docs.slack.dev/reference/scopes: the answer names the scope needed and those provided."""
    needed = method.scope if isinstance(method.scope, str) else method.scope(call)
    granted = call.token.scopes if call.token else ()
    if needed and not set(needed.split(",")) & set(granted):
        raise SlackError("missing_scope", needed=needed, provided=",".join(granted))


def _headers(call: Call) -> dict[str, str]:
    headers = {"x-oauth-scopes": ",".join(call.token.scopes)} if call.token else {}
    if call.status == 429:
        headers["Retry-After"] = str(call.answer.get("retry_after", 1))
    return headers


# reading a request


async def _read(slack: FakeSlack, request: web.Request) -> Call:
    """The arguments from query, form or JSON. A token in a JSON body does not count: it belongs in the header."""
    args: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        args |= {name: value for name, value in (await request.json()).items() if name != "token"}
    else:
        args |= {name: _inner(name, value) for name, value in (await request.post()).items()}
    header = request.headers.get("Authorization", "")
    if header.startswith("Bearer "):
        args["token"] = header.removeprefix("Bearer ")
    token = slack.tokens.find(str(args.get("token", "")))
    return Call(slack, request.match_info["method"], args, token, _client(header, args), request.method)


def _inner(name: str, value: Any) -> Any:
    if name in ARRAYS_AND_OBJECTS and isinstance(value, str):
        try:
            return json.loads(value)
        except json.JSONDecodeError:
            return value
    return value


def _client(header: str, args: dict[str, Any]) -> tuple[str, str]:
    """Client id and secret, from HTTP Basic or from the arguments."""
    if header.startswith("Basic "):
        id, _colon, secret = base64.b64decode(header.removeprefix("Basic ")).decode().partition(":")
        return id, secret
    return str(args.get("client_id", "")), str(args.get("client_secret", ""))
