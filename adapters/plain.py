"""Words as plain text, the same for every platform: how long they are, and on one line."""

from __future__ import annotations

import re

BREAKING = r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+"
"""Line breaks and control characters, as a regular expression."""

_BREAKS = re.compile(BREAKING)


def size(text: str) -> int:
    """The characters of a text as JavaScript counts them: no platform says how it counts; none counts more."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def one_line(text: str) -> str:
    """Line breaks and control characters become blanks: a fact's words never begin a line of their own."""
    return _BREAKS.sub(" ", text)


def shortened(text: str, most: int) -> str:
    """The text, or as much of it as so many characters hold with an ellipsis at its end."""
    if size(text) <= most:
        return text
    text = text[: most - 1]
    while size(text) >= most:
        text = text[:-1]
    return f"{text}…"
