"""The commands, one file per family. Importing this package fills the registry, in the order of help."""

from bot.command import REGISTRY

from bot.commands import status  # isort: skip
from bot.commands import due  # isort: skip
from bot.commands import digest  # isort: skip
from bot.commands import warnings  # isort: skip
from bot.commands import source  # isort: skip
from bot.commands import show  # isort: skip
from bot.commands import changed  # isort: skip
from bot.commands import compare  # isort: skip
from bot.commands import search  # isort: skip
from bot.commands import about  # isort: skip
from bot.commands import history  # isort: skip
from bot.commands import mission  # isort: skip
from bot.commands import mission_changes  # isort: skip
from bot.commands import bulk  # isort: skip
from bot.commands import mission_approval  # isort: skip
from bot.commands import fact  # isort: skip
from bot.commands import fact_standing  # isort: skip
from bot.commands import sources  # isort: skip
from bot.commands import party  # isort: skip
from bot.commands import undo  # isort: skip
from bot.commands import wrong  # isort: skip
from bot.commands import follow  # isort: skip
from bot.commands import schedule  # isort: skip
from bot.commands import schedule_set  # isort: skip
from bot.commands import pending  # isort: skip
from bot.commands import acknowledge  # isort: skip
from bot.commands import settings  # isort: skip
from bot.commands import rights  # isort: skip
from bot.commands import setup  # isort: skip
from bot.commands import audit  # isort: skip
from bot.commands import home  # isort: skip
from bot.commands import help  # isort: skip

__all__ = [
    "REGISTRY",
    "about",
    "acknowledge",
    "audit",
    "bulk",
    "changed",
    "compare",
    "digest",
    "due",
    "fact",
    "fact_standing",
    "follow",
    "help",
    "history",
    "home",
    "mission",
    "mission_approval",
    "mission_changes",
    "party",
    "pending",
    "rights",
    "schedule",
    "schedule_set",
    "search",
    "settings",
    "setup",
    "show",
    "source",
    "sources",
    "status",
    "undo",
    "warnings",
    "wrong",
]
