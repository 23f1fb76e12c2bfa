"""What a process of mss serve is there for."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """A part of the work. A process does all of it unless it is told otherwise."""

    WEB = "web"
    """Answers over HTTP: Slack's events, and the pages to install from."""
    GATEWAY = "gateway"
    """Holds the connections that the bot opens itself: Slack's socket and the shards of Discord."""
    WORKER = "worker"
    """Plans, posts and tidies up."""


ALL = frozenset(Role)
