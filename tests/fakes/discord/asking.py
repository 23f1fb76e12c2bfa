"""A bare HTTP client: it asks the fake for what discord.py would not send, and does not wait or repeat."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.fakes.discord.server import FakeDiscord


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. `body` is JSON, else text."""

    status: int
    body: Any
    headers: Mapping[str, str]

    @property
    def code(self) -> int:
        return int(self.body["code"])

    def errors(self, path: str) -> list[str]:
        """The codes at the path of a form's field, such as “embeds.0.title”."""
        branch = self.body["errors"]
        for step in path.split(".") if path else []:
            branch = branch[step]
        return [each["code"] for each in branch["_errors"]]


class Api:
    """The API of a fake, asked with its bot token or another."""

    def __init__(self, fake: FakeDiscord, session: aiohttp.ClientSession, token: str) -> None:
        self._fake, self._session, self._token = fake, session, token

    async def ask(self, route: str, body: Any = None, files: Mapping[str, bytes] | None = None) -> Reply:
        """One request, such as “GET /users/@me”; files go as multipart, in their order."""
        verb, path = route.split(" ")
        headers = {"Authorization": f"Bot {self._token}"}
        sent: dict[str, Any] = {"data": _form(body, files)} if files else {"json": body} if body is not None else {}
        async with self._session.request(verb, self._fake.api_url + path, headers=headers, **sent) as reply:
            is_json = reply.content_type == "application/json"
            words = await reply.json() if is_json else await reply.text()
            return Reply(reply.status, words, dict(reply.headers))


@asynccontextmanager
async def asking(fake: FakeDiscord, token: str = "") -> AsyncIterator[Api]:
    async with aiohttp.ClientSession() as session:
        yield Api(fake, session, token or fake.token)


def _form(body: Any, files: Mapping[str, bytes]) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("payload_json", json.dumps(body or {}), content_type="application/json")
    for number, (name, content) in enumerate(files.items()):
        form.add_field(f"files[{number}]", io.BytesIO(content), filename=name, content_type="application/octet-stream")
    return form
