"""The tokens and secrets of the platforms: which of them are needed, how they look and where they are found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from briefings.document import Line
from briefings.document import mark as _

WHERE = {
    "slack.bot_token": _("copy the “Bot User OAuth Token” (xoxb-…) from the page “OAuth & Permissions” of your app at https://api.slack.com/apps"),
    "slack.app_token": _("make an app-level token (xapp-…) with the scope connections:write on the page “Basic Information” of your app at https://api.slack.com/apps"),
    "slack.signing_secret": _("copy the “Signing Secret” from the page “Basic Information” of your app at https://api.slack.com/apps"),
    "slack.client_id": _("copy the “Client ID” from the page “Basic Information” of your app at https://api.slack.com/apps"),
    "slack.client_secret": _("copy the “Client Secret” from the page “Basic Information” of your app at https://api.slack.com/apps"),
    "secrets.keys": _("`mss keygen` makes one; it keeps the tokens of workspaces unreadable in the store"),
    "discord.token": _("copy the token from the page “Bot” of your application at https://discord.com/developers/applications"),
}  # fmt: skip
"""Where each setting is found that a platform cannot do without."""

BEGINNINGS = {"slack.bot_token": ("xoxb-", "xoxe.xoxb-"), "slack.app_token": ("xapp-",)}
"""How tokens begin. https://docs.slack.dev/authentication/tokens"""

Values = Mapping[str, Any]
"""Settings as they were written, by section and key: nobody has looked at them yet."""


def incomplete(values: Values) -> Iterator[Line]:
    """What is missing in the sections that are there, and what stands in the place of something else."""
    for key in needed(values):
        if not _value(values, key):
            yield Line(_("{name} is missing: {where}"), name=key, where=Line(WHERE[key]))
    for key in BEGINNINGS:
        if is_misplaced(key, _value(values, key)):
            yield Line(_("{name} holds another token: {where}"), name=key, where=Line(WHERE[key]))


def needed(values: Values) -> Iterator[str]:
    """The settings that the sections which are there cannot do without."""
    if isinstance(values.get("slack"), Mapping):
        yield "slack.signing_secret" if _value(values, "slack.mode") == "http" else "slack.app_token"
        if _value(values, "slack.client_id") or _value(values, "slack.client_secret"):
            yield from ("slack.client_id", "slack.client_secret", "secrets.keys")
        else:
            yield "slack.bot_token"
    if isinstance(values.get("discord"), Mapping):
        yield "discord.token"


def is_misplaced(key: str, value: object) -> bool:
    """Whether a value is a token of Slack, but not the one that is meant."""
    is_token = isinstance(value, str) and value.startswith(("xox", "xapp-"))
    return is_token and key in BEGINNINGS and not str(value).startswith(BEGINNINGS[key])


def _value(values: Values, key: str) -> Any:
    """What was written for a setting; None where nothing was."""
    section, _dot, name = key.partition(".")
    found = values.get(section)
    return found.get(name) if isinstance(found, Mapping) else None
