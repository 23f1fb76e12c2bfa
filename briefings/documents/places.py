"""Where people are, as they call it."""

from __future__ import annotations

from briefings.document import Line
from briefings.document import mark as _

_PLACES = {"slack": _("in Slack"), "discord": _("in Discord"), "terminal": _("at the terminal")}


def place(platform: str) -> Line:
    """A platform as a place in a sentence."""
    return Line(_PLACES[platform]) if platform in _PLACES else Line(_("in {platform}"), platform=platform or "–")
