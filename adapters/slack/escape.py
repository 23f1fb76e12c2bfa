"""Words as Slack's mrkdwn: what a fact says is shown as it is, formats nothing, calls nobody and links nowhere.

Slack has three control characters, & < >, and no way to escape its marks of format
(https://docs.slack.dev/messaging/formatting-message-text). A fallback text of a date that cannot be formatted is
always shown as plain text; jsx-slack found that and has long relied on it
(https://github.com/yhatt/jsx-slack/blob/main/docs/about-escape-and-exact-mode.md). A zero-width space would not do:
beside a mark it makes Slack format what it else would not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from adapters.links import address, host, lies
from adapters.plain import BREAKING, one_line
from briefings.document import Look, Span, Spans

INSTANT = "{date_short}, {time}"
"""How a moment is shown, in the reader's own zone and manner: "Jan 15, 2025, 9:12 AM"."""

_FORMAT = "*_~`＊＿｀"
_CALLING = r"@(?=(?:here|channel|everyone|group)\b)"
_PICTURE = r":(?=[\w+'-]+:)(?!\d\d:)"  # :smile: would become a picture, 07:30:45 would not
_SPECIAL = re.compile(rf"[&<>{_FORMAT}]|{_PICTURE}|{_CALLING}|{BREAKING}", re.IGNORECASE)
_CONTROL = re.compile(rf"[&<>]|{_CALLING}|{BREAKING}", re.IGNORECASE)
_IN_A_LINK = "!#$%&'()*+,/:;=?@[]~"
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "@\u2060"}
_BOUNDARY = "\u200b"
_SOFT_HYPHEN = "\u00ad"


def escaped(text: str) -> str:
    """Text for a message's top-level `text`: & < > as entities, @here and its like no longer one word."""
    return _CONTROL.sub(_entity, text)


def mrkdwn(spans: Spans) -> str:
    """Some words of a line as mrkdwn, what is strong in them bold."""
    text = ""
    for strong, run in groupby(spans, key=lambda span: span.strong):
        words = "".join(_span(span) for span in run)
        text += _bold_after(text, words) if strong else _after_bold(text, words)
    return text


def unquoted(text: str) -> str:
    """A line of mrkdwn that does not begin a block quote: a soft hyphen stands before its sign, as in jsx-slack."""
    return _SOFT_HYPHEN + text if text.startswith(("&gt;", "＞")) else text


def bold(spans: Spans) -> str:
    """Words in bold; the source marks at their end stay plain."""
    end = len(spans)
    while end and _ends_a_line(spans[end - 1]):
        end -= 1
    end = next((place for place in range(end, len(spans)) if spans[place].look is Look.MARK), len(spans))
    core = "".join(_span(span) for span in spans[:end])
    return _bold_after("", core) + "".join(_span(span) for span in spans[end:])


def _ends_a_line(span: Span) -> bool:
    """A source mark, or signs and digits beside one."""
    return span.look is Look.MARK or (span.look is Look.PLAIN and not re.search(r"[^\W\d]", span.text))


def _bold_after(before: str, words: str) -> str:
    """Words between stars; blanks stay outside them, and a letter before them is kept apart."""
    core = words.strip()
    if not core:
        return words
    blank = words[: len(words) - len(words.lstrip())]
    apart = _BOUNDARY if before[-1:].isalnum() and not blank else ""
    return f"{blank}{apart}*{core}*{words[len(words.rstrip()) :]}"


def _after_bold(before: str, words: str) -> str:
    return _BOUNDARY + words if before.endswith("*") and words[:1].isalnum() else words


# spans


def _span(span: Span) -> str:
    match span.look:
        case Look.INSTANT if span.at:
            return f"<!date^{int(span.at.timestamp())}^{INSTANT}|{_fallback(span.text)}>"
        case Look.LINK:
            return _link(span)
        case _:
            return _literal(span.text)


def _literal(text: str) -> str:
    return _SPECIAL.sub(_harmless, text)


def _harmless(found: re.Match[str]) -> str:
    character = found[0]
    return f"<!date^0^{{_}}|{character}>" if character in _FORMAT or character == ":" else _entity(found)


def _entity(found: re.Match[str]) -> str:
    return _ENTITIES.get(found[0], " ")


def _fallback(text: str) -> str:
    """What a date shows where it cannot be formatted; Slack reads no entities there."""
    return re.sub(r"[&<>|]", "", one_line(text))


# links


def _link(span: Span) -> str:
    """A link; its host stands beside a label that could lie about it or that Slack would format."""
    url, label = address(span.target, _IN_A_LINK).replace("&", "&amp;"), _literal(span.text)
    if not url:
        return label
    if "<" in label or lies(span):
        return f"{label} (<{url}|{_fallback(host(span))}>)"
    return f"<{url}|{label}>"


# rich text, which Slack takes in the cells of a table


def rich(spans: Spans) -> list[dict[str, Any]]:
    """Words as elements of rich text: nothing in them is read as format (blocks/rich-text-block)."""
    return [element for span in spans if span.text for element in _elements(span)]


def _elements(span: Span) -> Iterator[dict[str, Any]]:
    style = {"style": {"bold": True}} if span.strong else {}
    text = one_line(span.text)
    url = address(span.target, _IN_A_LINK) if span.look is Look.LINK else ""
    if span.look is Look.INSTANT and span.at:
        moment = int(span.at.timestamp())
        yield {"type": "date", "timestamp": moment, "format": INSTANT, "fallback": text, **style}
    elif url and not lies(span):
        yield {"type": "link", "url": url, "text": text, **style}
    else:
        yield {"type": "text", "text": text, **style}
    if url and lies(span):
        yield {"type": "text", "text": " ("}
        yield {"type": "link", "url": url, "text": host(span)}
        yield {"type": "text", "text": ")"}
