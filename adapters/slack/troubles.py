"""What Slack refuses, in words for the person who asked: what is wrong and what they can do."""

from __future__ import annotations

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError

from adapters.port import DeliveryError, Room
from briefings.document import Line, UserError
from briefings.document import mark as _

GONE = frozenset({"expired_url", "used_url", "invalid_url", "no_service",
                  "expired_trigger_id", "trigger_expired", "exchanged_trigger_id", "trigger_exchanged"})  # fmt: skip
"""Slack's words for an address that takes no answer any more."""
UNREACHED = (ClientError, OSError, TimeoutError)
"""What a call ends in when Slack cannot be reached."""
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


# https://docs.slack.dev/reference/methods/chat.postMessage, “Errors”
_OF_ROOM = {
    "not_in_channel": _("I am not in #{room} any more; type “/invite @” and my name there"),
    "channel_not_found": _("I cannot see #{room} any more; type “/invite @” and my name there, if it still exists"),
    "is_archived": _("#{room} is archived, so nothing can be posted in it; unarchive it, or have it posted elsewhere"),
    "is_inactive": _("#{room} is archived, so nothing can be posted in it; unarchive it, or have it posted elsewhere"),
    "restricted_action": _("This workspace does not let me post in #{room}; an owner of the workspace can allow it"),
    "user_not_found": _("The person #{room} is not there any more"),
    "missing_scope": _("The app may not post in #{room}; whoever installed it has to install it again"),
} | dict.fromkeys(ENDED, _("Slack takes no posts from me for #{room}: the app has to be installed again"))  # fmt: skip
_PERHAPS_DONE = frozenset({"fatal_error", "internal_error", "unknown"})
"""Slack's words for a failure before which a part of the call may have been done, and those of a gateway before it."""
_PASSING = frozenset({"service_unavailable", "request_timeout", "team_added_to_org", "accesslimited", "rollup_error"})
"""Slack's words for what is over after a while."""


def undelivered(error: SlackApiError, room: Room) -> DeliveryError:
    """Why a post did not reach its room: whether that is for good, until when, and whether it may be there after all."""
    said, name = word(error), room.name or room.id
    if _status(error) == 429 or said == "ratelimited":
        return DeliveryError(Line(_("Slack asks me to wait before I post in #{room} again"), room=name),
                             retry_after=_retry_after(error))  # fmt: skip
    sentence = _OF_ROOM.get("restricted_action" if said.startswith("restricted_action") else said)
    if sentence:
        return DeliveryError(Line(sentence, room=name), permanent=True)
    why = Line(_("Slack did not take the post for #{room}: {why}"), room=name, why=said)
    if said in _PERHAPS_DONE or _status(error) >= 500:
        return DeliveryError(why, may_have_arrived=True)
    return DeliveryError(why, permanent=said not in _PASSING, of_document=True)


def _status(error: SlackApiError) -> int:
    """The HTTP status of an answer; 200 where the error does not tell it."""
    return int(getattr(error.response, "status_code", getattr(error.response, "status", 200)))


def _retry_after(error: SlackApiError) -> float:
    """Seconds to wait. https://docs.slack.dev/apis/web-api/rate-limits"""
    headers = getattr(error.response, "headers", {})
    found = next((value for name, value in headers.items() if name.casefold() == "retry-after"), 1)
    return float(found)
