"""Messages as discord.py sends them. Its own items and its store of views are not used: what is pressed is a line
to ask, and one listener hears of every press, after a restart too."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import discord
from discord.ui import LayoutView, Modal

from adapters.discord.limits import Message


class Drawn(LayoutView):
    """A message that is drawn already, as a view that discord.py sends and then forgets."""

    def __init__(self, message: Message) -> None:
        super().__init__(timeout=None)
        self._message = message

    def to_components(self) -> list[dict[str, Any]]:
        return [dict(component) for component in self._message.components]

    def has_components_v2(self) -> bool:
        return True

    def is_finished(self) -> bool:
        """Finished from the start: discord.py keeps no view that is."""
        return True


class Opened(Modal):
    """A modal that is drawn already, as one that discord.py opens and then forgets."""

    def __init__(self, modal: dict[str, Any]) -> None:
        super().__init__(title=modal["title"], custom_id=modal["custom_id"])
        self._modal = modal

    def to_dict(self) -> dict[str, Any]:
        return self._modal

    def is_finished(self) -> bool:
        return True


def posting(message: Message) -> dict[str, Any]:
    """The arguments of every way to post a message in discord.py; its files can be sent once."""
    return {"view": Drawn(message), "files": _files(message), "allowed_mentions": discord.AllowedMentions.none()}


def editing(message: Message) -> dict[str, Any]:
    """The arguments of every way to edit a message into this one; pictures of the earlier one go."""
    return {"view": Drawn(message), "attachments": _files(message), "allowed_mentions": discord.AllowedMentions.none()}


def _files(message: Message) -> list[discord.File]:
    return [
        discord.File(BytesIO(file.content), file.name, description=file.description or None) for file in message.files
    ]
