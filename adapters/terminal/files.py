"""Files at the terminal: a path that was typed is read, and what an answer brings is written beside the person."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

from adapters.port import LARGEST_FILE, CommandShape, Input, Request
from briefings.document import File, UserError
from briefings.document import mark as _

_DIGEST = re.compile(r"[0-9a-f]{32}")


def with_files(request: Request, shapes: Sequence[CommandShape]) -> Request:
    """The request with the files that its words name. Raises UserError for one that is not there or too large."""
    options = next((shape.options for shape in shapes if shape.name == request.command), ())
    names = [option.name for option in options if option.input is Input.FILE and option.name in request.words]
    for name in names:
        file = _read(request.words[name])
        if file:
            request = replace(request, words={**request.words, name: file.digest}, files=(*request.files, file))
    return request


def _read(path: str) -> File | None:
    """The file at a path; None where the words name one that was sent before."""
    try:
        size = Path(path).expanduser().stat().st_size
        if size > LARGEST_FILE:
            raise UserError(
                _("{file} is larger than the {n} MB I take; divide it"), file=path, n=LARGEST_FILE // 1_000_000
            )
        content = Path(path).expanduser().read_bytes()
    except (OSError, ValueError, RuntimeError) as error:
        if _DIGEST.fullmatch(path):
            return None
        why = getattr(error, "strerror", None) or str(error)
        raise UserError(_("{file} cannot be read: {why}"), file=path[:200], why=why) from error
    return File(Path(path).name, mimetypes.guess_type(path)[0] or "application/octet-stream", content)


def write(file: File, folder: Path) -> Path:
    """Write a file into a folder under its own name, or with a number behind it: nothing there is overwritten."""
    name = Path(file.name).name
    stem, suffix = Path(name).stem, Path(name).suffix
    for number in count(1):
        path = folder / (name if number == 1 else f"{stem}-{number}{suffix}")
        try:
            with path.open("xb") as out:
                out.write(file.content)
        except FileExistsError:
            continue
        break
    return path
