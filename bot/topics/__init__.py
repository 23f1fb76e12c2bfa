"""The topics of `show`, one file per family; importing this package fills the table, in the order of help."""

from bot.topics.topic import TOPICS

from bot.topics import mandate  # isort: skip

__all__ = ["TOPICS", "mandate"]
