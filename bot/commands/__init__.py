"""The commands, one file per family. Importing this package fills the registry, in the order of help."""

from bot.command import REGISTRY

from bot.commands import status  # isort: skip
from bot.commands import due  # isort: skip
from bot.commands import source  # isort: skip
from bot.commands import show  # isort: skip
from bot.commands import help  # isort: skip

__all__ = ["REGISTRY", "due", "help", "show", "source", "status"]
