"""Every document the bot can say: one file each, with its examples."""

from collections.abc import Callable, Mapping

from briefings.document import Document, Line
from briefings.documents import demo as _demo
from briefings.documents import due as _due
from briefings.documents import help as _help
from briefings.documents import mandate as _mandate
from briefings.documents import notice as _notice
from briefings.documents import source as _source
from briefings.documents import status as _status
from briefings.documents.demo import demo
from briefings.documents.due import due
from briefings.documents.help import CommandHelp, OptionHelp, help_command, help_page
from briefings.documents.mandate import mandate
from briefings.documents.notice import notice, which_fact
from briefings.documents.source import source_of_fact, source_page, sources
from briefings.documents.status import status

EXAMPLES: Mapping[str, Mapping[str, Callable[[], Document[Line]]]] = {
    "status": _status.EXAMPLES,
    "due": _due.EXAMPLES,
    "source": _source.EXAMPLES,
    "mandate": _mandate.EXAMPLES,
    "help": _help.EXAMPLES,
    "notice": _notice.EXAMPLES,
    "demo": _demo.EXAMPLES,
}
"""The examples of each document, by its file's name: what `mss preview` shows and the contract tests walk."""

__all__ = [
    "EXAMPLES", "CommandHelp", "OptionHelp", "demo", "due", "help_command", "help_page", "mandate", "notice", "source_of_fact",
    "source_page", "sources", "status", "which_fact",
]  # fmt: skip
