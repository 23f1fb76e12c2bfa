"""What Slack refuses, in words for the person who asked: what is wrong and what they can do."""

from __future__ import annotations

from slack_sdk.errors import SlackApiError

from briefings.document import UserError
from briefings.document import mark as _

GONE = frozenset({"expired_url", "used_url", "invalid_url", "no_service", "expired_trigger_id", "trigger_expired"})
"""Slack's words for an address that takes no answer any more."""
DRESS = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
"""Slack's words for blocks it does not take."""
ENDED = frozenset(
    {"account_inactive", "token_revoked", "token_expired", "invalid_auth", "app_uninstalled", "not_authed"}
)
"""Slack's words for a token that works no more."""

_SENTENCES = {
    "not_in_channel": _("I am not in this channel; type “/invite @” and my name there, then ask again"),
    "channel_not_found": _("I cannot see this channel; type “/invite @” and my name there, then ask again"),
    "user_not_in_channel": _("You are not in this channel, so I cannot answer you there; join it, or ask me in a direct message"),
    "is_archived": _("This channel is archived, so nothing can be posted in it; unarchive it, or ask elsewhere"),
    "is_inactive": _("This channel is archived, so nothing can be posted in it; unarchive it, or ask elsewhere"),
    "restricted_action": _("This workspace does not let me post here; an owner of the workspace can allow it"),
    "ratelimited": _("Slack asks me to wait; ask again in a minute"),
}  # fmt: skip


def word(error: SlackApiError) -> str:
    """Slack's word for what went wrong, such as not_in_channel; unknown where its answer is not one of Slack's."""
    answer = getattr(error.response, "data", error.response)
    return str(answer.get("error") or "unknown") if isinstance(answer, dict) else "unknown"


def kindly(error: SlackApiError) -> UserError | None:
    """What to tell the person who asked; None for what is a fault of ours."""
    said = word(error)
    if said == "missing_scope":
        return UserError(_("The app lacks the Slack scope “{scope}”; whoever installed it has to install it again"),
                         scope=str(error.response.get("needed") or ""))  # fmt: skip
    sentence = _SENTENCES.get(said.replace("channel_is_archived", "is_archived"))
    return UserError(sentence) if sentence else None
