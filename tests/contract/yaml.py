"""As much YAML as our files for containers use, so that tests can read them. It refuses the rest.

Mappings, lists, plain and quoted words, lists in brackets, `---`, an anchor on a mapping and its merge by `<<`.
https://yaml.org/spec/1.2.2/
"""

from __future__ import annotations

import json
import re
from typing import Any

Lines = list[tuple[int, str]]


def documents(text: str) -> list[Any]:
    """Every document of a file. Raises ValueError for what is no YAML, or more of it than we use."""
    parts = re.split(r"^---$", text, flags=re.MULTILINE)
    return [_Reader(lines).document() for part in parts if (lines := _lines(part))]


def _lines(text: str) -> Lines:
    told = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if odd := [line for line in told if "\t" in line or line != line.rstrip() or " #" in line]:
        raise ValueError(f"not in our YAML: {odd[0]!r}")
    return [(len(line) - len(line.lstrip()), line.lstrip()) for line in told]


class _Reader:
    """Reads the lines of one document from the first to the last."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._anchors: dict[str, Any] = {}

    def document(self) -> Any:
        found = self._block(self._lines[0][0])
        if self._lines:
            raise ValueError(f"out of its place: {self._lines[0][1]!r}")
        return found

    def _block(self, depth: int) -> Any:
        return self._list(depth) if self._lines[0][1].startswith("- ") else self._mapping(depth)

    def _list(self, depth: int) -> list[Any]:
        found = []
        while self._lines and self._lines[0][0] == depth and self._lines[0][1].startswith("- "):
            content = self._lines[0][1][2:]
            if _is_pair(content):
                self._lines[0] = (depth + 2, content)
                found.append(self._mapping(depth + 2))
            else:
                self._lines.pop(0)
                found.append(_scalar(content))
        return found

    def _mapping(self, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while self._lines and self._lines[0][0] == depth and _is_pair(self._lines[0][1]):
            key, _colon, rest = self._lines.pop(0)[1].partition(":")
            if key == "<<":
                found = self._anchors[rest.strip().removeprefix("*")] | found
            elif key in found:
                raise ValueError(f"said twice: {key}")
            else:
                found[key] = self._value(depth, rest.strip())
        return found

    def _value(self, depth: int, said: str) -> Any:
        if said and not said.startswith("&"):
            return _scalar(said)
        below = self._lines[0][0] if self._lines else -1
        found = self._block(below) if below > depth else None
        if said:
            self._anchors[said.removeprefix("&")] = found
        return found


def _is_pair(content: str) -> bool:
    return re.match(r"[\w.<-]+:( |$)", content) is not None


def _scalar(said: str) -> Any:
    if said[0] in '"[':
        return json.loads(said)
    if said[0] in "'{*&!|>%@`":
        raise ValueError(f"not in our YAML: {said!r}")
    return {"true": True, "false": False}.get(said, int(said) if re.fullmatch(r"0|[1-9]\d*", said) else said)
