"""The commands, one file per family. Importing this package fills the registry, in the order of help."""

from bot.command import REGISTRY

from bot.commands import status  # isort: skip
from bot.commands import due  # isort: skip
from bot.commands import source  # isort: skip
from bot.commands import show  # isort: skip
from bot.commands import changed  # isort: skip
from bot.commands import compare  # isort: skip
from bot.commands import search  # isort: skip
from bot.commands import about  # isort: skip
from bot.commands import history  # isort: skip
from bot.commands import mission  # isort: skip
from bot.commands import settings  # isort: skip
from bot.commands import home  # isort: skip
from bot.commands import help  # isort: skip

__all__ = [
    "REGISTRY",
    "about",
    "changed",
    "compare",
    "due",
    "help",
    "history",
    "home",
    "mission",
    "search",
    "settings",
    "show",
    "source",
    "status",
]
