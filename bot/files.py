"""Files that people send: kept for an hour under their digest, so that a question about one can be answered."""

from __future__ import annotations

import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from hashlib import blake2b
from typing import Annotated

from adapters.port import FORM, LARGEST_FILE, Drafts, Input, OptionShape, Request
from bot.arguments import Argument, Ask, Missing
from briefings.document import File, UserError
from briefings.document import mark as _

KEPT = timedelta(hours=1)
"""How long a file is there to be asked about again."""


class Files:
    """Keeps what people sent, each for whoever sent it."""

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts

    async def keep(self, request: Request) -> None:
        """Keep the files that came along with a request. Raises UserError for one that is too large."""
        for file in request.files:
            if len(file.content) > LARGEST_FILE:
                raise too_large()
            packed = b64encode(zlib.compress(file.content)).decode()
            body = {"name": file.name, "media_type": file.media_type, "content": packed}
            await self._drafts.save(_id(request, file.digest), body, request.at + KEPT)

    async def beside(self, request: Request, options: Mapping[str, OptionShape]) -> Request:
        """The request with the files that its words mean and that came before."""
        meant = [word for name, word in request.words.items() if name in options and options[name].input is Input.FILE]
        found = [
            await self._found(request, word) for word in meant if word not in {file.digest for file in request.files}
        ]
        return replace(request, files=(*request.files, *filter(None, found))) if any(found) else request

    async def _found(self, request: Request, word: str) -> File | None:
        body = await self._drafts.find(_id(request, word), request.at)
        return File(body["name"], body["media_type"], zlib.decompress(b64decode(body["content"]))) if body else None


def _id(request: Request, digest: str) -> str:
    """Where a file is kept: nobody finds that of somebody else."""
    whose = "\x1f".join((request.actor.platform, request.actor.tenant, request.actor.id, digest))
    return f"file {blake2b(whose.encode('utf-8', 'surrogatepass'), digest_size=16).hexdigest()}"


def too_large() -> UserError:
    """That a file is larger than any that is taken."""
    return UserError(_("This file is larger than the {n} MB I take; divide it"), n=LARGEST_FILE // 1_000_000)


class _File(Argument[File]):
    """A file that came along, or that came before and is asked about again."""

    typed = "FILE"
    what = _("a CSV, JSON or TOML file of facts")
    input = Input.FILE

    def options(self, name: str, *, is_positional: bool, is_required: bool) -> tuple[OptionShape, ...]:
        return (OptionShape(name, self.typed, self.what, self.input, is_positional, is_required=True),)

    async def read(self, name: str, words: Mapping[str, str], ask: Ask) -> File | None:
        """The file; None where none is named and there is no form to choose one in."""
        if name not in words:
            if any(shape.option(FORM) for shape in ask.shapes if shape.name == ask.request.command):
                raise Missing(_("Which file? Choose a CSV, JSON or TOML file of facts"))
            return None
        found = next((file for file in ask.request.files if file.digest == words[name]), None)
        if found is None:
            raise UserError(_("I have no such file; send it again"))
        return found


FileSent = Annotated[File | None, _File()]
