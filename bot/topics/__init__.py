"""The topics of `show`, one file per family; importing this package fills the table, in the order of help."""

from bot.topics.topic import TOPICS

from bot.topics import mandate  # isort: skip
from bot.topics import figures  # isort: skip
from bot.topics import council  # isort: skip
from bot.topics import events  # isort: skip
from bot.topics import mission  # isort: skip
from bot.topics import health  # isort: skip

__all__ = ["TOPICS", "council", "events", "figures", "health", "mandate", "mission"]
