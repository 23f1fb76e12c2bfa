"""The app as Slack is to know it: what the code calls, hears and offers, as a manifest to create the app from.

https://docs.slack.dev/reference/app-manifest
"""

from __future__ import annotations

from typing import Any

COMMAND = "/mss"
SHORTCUT = "ask_about_this"
"""The message shortcut, by its callback id."""
EVENTS_PATH = "/slack/events"
"""Where Slack's requests arrive in HTTP mode: commands, events and interactions alike."""
REDIRECT_PATH = "/slack/oauth_redirect"
"""Where a workspace comes back to after it installed the app."""

METHODS = {
    "apps.connections.open": "",
    "auth.revoke": "",
    "auth.test": "",
    "chat.delete": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "conversations.history": "",
    "conversations.info": "im:read",
    "conversations.replies": "",
    "files.completeUploadExternal": "files:write",
    "files.getUploadURLExternal": "files:write",
    "files.info": "files:read",
    "oauth.v2.access": "",
    "usergroups.list": "usergroups:read",
    "users.info": "users:read",
    "views.open": "",
    "views.publish": "",
    "views.push": "",
    "views.update": "",
}
"""Every method of the Web API that the code calls, with the scope its bot token needs.

https://docs.slack.dev/reference/methods. Socket Mode opens connections with the app-level token, which has a scope
of its own: connections:write. Nobody is asked for channels:history and groups:history: where a workspace grants them
besides, a post of which it is not known whether it arrived is looked for in its channel; elsewhere it is sent once more
after an hour, with a label that says so.
"""
EVENTS = {
    "app_home_opened": "",
    "app_mention": "app_mentions:read",
    "app_uninstalled": "",
    "message.im": "im:history",
    "tokens_revoked": "",
    "user_change": "users:read",
}
"""Every event that the code hears, with the scope it needs. https://docs.slack.dev/reference/events"""
SCOPES = tuple(sorted({"commands", *METHODS.values(), *EVENTS.values()} - {""}))
"""What the bot may do in a workspace, and no more."""


def manifest(url: str = "", redirect_url: str = "") -> dict[str, Any]:
    """The app for Socket Mode, or with the public `url` of the bot for HTTP.

    A `redirect_url` lets many workspaces install it; their tokens are then renewed every twelve hours.
    """
    request = {"request_url": url.rstrip("/") + EVENTS_PATH} if url else {}
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "Mission Briefings",
            "description": "Briefs your desk on an international mission: every figure with its date and its source.",
            "long_description": _LONG,
            "background_color": "#1d3557",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Mission Briefings", "always_online": True},
            "shortcuts": [
                {
                    "name": "Ask about this",
                    "type": "message",
                    "callback_id": SHORTCUT,
                    "description": "Ask the bot about a message, or about what it says of a figure.",
                }
            ],
            "slash_commands": [
                {
                    "command": COMMAND,
                    "description": "Brief me on the mission: strength, mandate, money and what is due.",
                    "usage_hint": "status · due · source 572 · help",
                    "should_escape": True,
                    **({"url": request["request_url"]} if url else {}),
                }
            ],
        },
        "oauth_config": {
            **({"redirect_urls": [redirect_url]} if redirect_url else {}),
            "scopes": {"bot": list(SCOPES)},
        },
        "settings": {
            "event_subscriptions": {**request, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **request},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not url,
            "token_rotation_enabled": bool(redirect_url),
        },
    }


_LONG = (
    "Your desk follows an international mission. This app keeps the mission's facts, each with its source, its date "
    "and a short quotation, and answers for today or for any day in the past: strength against target, mandate and "
    "deadlines, money, votes and what is not recorded. Rival figures stand side by side; nothing is ever guessed. "
    "Type /mss status, mention the app in a channel or a thread, write to it alone, or open its home."
)
"""At least 175 characters, as Slack demands."""
