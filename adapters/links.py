"""Links that do not lie: only to the web, and beside their host where a label names another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from briefings.document import Span

LONGEST_ADDRESS = 2_000
"""Characters of an address from which on a link is only its label."""


def address(url: str, keeping: str) -> str:
    """An address with its unusual characters in per cent; empty for one that is not of the web or too long to carry.

    `keeping` are the signs that the platform's links can hold as they are.
    """
    try:
        parts = urlsplit(url)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return ""
    quoted = quote(url, safe=keeping)
    return quoted if is_web and len(quoted) <= LONGEST_ADDRESS else ""


def lies(link: Span) -> bool:
    """Whether the label of a link is blank, or names an address that is not the one behind it."""
    true, label = host(link), _visible(link.text)
    return not label.strip() or any(named != true and not true.endswith(f".{named}") for named in _hosts_in(label))


def host(link: Span) -> str:
    """The host that a link leads to."""
    return urlsplit(link.target).hostname or ""


def _visible(text: str) -> str:
    """The text without what takes no room on a screen and could hide a name in it."""
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cf")


def _hosts_in(label: str) -> Iterator[str]:
    for found in re.finditer(r"(?:[\w-]+\.)+[^\W\d_]{2,}", label):
        yield found[0].casefold().removeprefix("www.")
