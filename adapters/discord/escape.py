"""Words as Discord's markdown: what a fact says is shown as it is, formats nothing, calls nobody and links nowhere.

Discord reads a backslash before a sign as the sign itself, and names for its own use what stands between < and >
(https://docs.discord.com/developers/reference#message-formatting). Its server calls people without reading
backslashes, so a zero-width space parts @ from a name, beside `AllowedMentions.none()` on every message.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

from adapters.links import address, host, lies
from adapters.plain import BREAKING
from briefings.document import Look, Span, Spans

_TURNING = "[\u202a-\u202e\u2066-\u2069]"  # what could turn the direction of the words after a fact
_CALLING = r"@(?=everyone|here|[!&]?\d|$)"
_PICTURE = r":(?=[\w+'-]+:)(?!\d\d:)"  # :smile: would become a picture, 07:30:45 would not
_ADDRESS = r":(?=//)"
_LINKING = r"\[(?!\w+\])|(?:^|(?<=\]))\("  # a mark such as [S1] is no link unless a ( follows it
_SPECIAL = re.compile(rf"[\\*_~|`<]|{_LINKING}|{_PICTURE}|{_ADDRESS}|{_CALLING}|{_TURNING}|{BREAKING}", re.IGNORECASE)
_STARTING = re.compile(r"^(\s*(?:\d+(?=\.\s))?)([#>+.-])")
_IN_A_LINK = "!#$%&+,-./:;=?[]~"
_UNMASKED = re.compile(r"[\[\]]|://")


def markdown(spans: Spans) -> str:
    """Some words of a line as markdown, what is strong in them bold."""
    drawn = ((span.strong, words) for span in spans if (words := _span(span)))
    runs = ((strong, "".join(words for _, words in run)) for strong, run in groupby(drawn, key=itemgetter(0)))
    return "".join(_bold(words) if strong else words for strong, words in runs)


def bold(spans: Spans) -> str:
    """Words in bold; the source marks at their end stay plain."""
    end = len(spans)
    while end and _ends_a_line(spans[end - 1]):
        end -= 1
    end = next((place for place in range(end, len(spans)) if spans[place].look is Look.MARK), len(spans))
    return _bold(_drawn(spans[:end])) + _drawn(spans[end:])


def heading(spans: Spans) -> str:
    """Words as a heading, which is bold as a whole; nothing for blank words."""
    words = _drawn(spans).strip()
    return f"### {at_start(words)}" if words else ""


def bullet(spans: Spans) -> str:
    """Words as an item of a list."""
    return f"- {at_start(markdown(spans))}"


def small(words: str) -> str:
    """A line of markdown as small print; nothing for a blank one."""
    return f"-# {at_start(words)}" if words.strip() else ""


def at_start(line: str) -> str:
    """Some markdown that begins no heading, list or quotation: Discord looks for one at the start of bold words too."""
    return _STARTING.sub(r"\1\\\2", line)


def _ends_a_line(span: Span) -> bool:
    """A source mark, or signs and digits beside one."""
    return span.look is Look.MARK or (span.look is Look.PLAIN and not re.search(r"[^\W\d]", span.text))


def _bold(words: str) -> str:
    """Words between stars; blanks stay outside them."""
    core = words.strip()
    if not core:
        return words
    return f"{words[: len(words) - len(words.lstrip())]}**{at_start(core)}**{words[len(words.rstrip()) :]}"


# spans


def _drawn(spans: Iterable[Span]) -> str:
    return "".join(_span(span) for span in spans)


def _span(span: Span) -> str:
    match span.look:
        case Look.INSTANT if span.at:
            return f"<t:{int(span.at.timestamp())}:F>"
        case Look.LINK:
            return _link(span)
        case _:
            return _literal(span.text)


def _literal(text: str) -> str:
    return _SPECIAL.sub(_harmless, text)


def _harmless(found: re.Match[str]) -> str:
    sign = found[0]
    if sign == "@":
        return "@\u200b"
    if re.match(_TURNING, sign):
        return ""
    return " " if re.match(BREAKING, sign) else f"\\{sign}"


def _link(span: Span) -> str:
    """A link without a preview; its host stands beside a label that could lie or that Discord takes for no label."""
    url, label = address(span.target, _IN_A_LINK), _literal(span.text)
    if not url:
        return label
    if lies(span) or _UNMASKED.search(span.text):
        return f"{label} ([{_literal(host(span))}](<{url}>))"
    return f"[{at_start(label)}](<{url}>)"
