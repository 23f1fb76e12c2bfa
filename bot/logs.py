"""What the bot tells its operator: one line for each thing that happens, on standard error, and never a secret."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from adapters.port import REQUEST
from bot.config import Settings

OURS = "mss"
"""What the names of our own loggers begin with."""
HIDDEN = "•••"


def log_to_stderr(settings: Settings) -> None:
    """Log in the form that the settings ask for. Of the libraries only warnings and errors are told: they say too much."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter(settings.log.format == "json", settings.secret_values()))
    level = logging.getLevelNamesMapping()[settings.log.level.upper()]
    logging.basicConfig(handlers=[handler], level=max(level, logging.WARNING))
    logging.getLogger(OURS).setLevel(level)


def formatter(is_json: bool, secrets: Iterable[str]) -> logging.Formatter:
    """Draws lines of the log for programs or for people, without the secrets."""
    before: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        _of_request,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    drawn: list[Processor] = [
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
    if not is_json:
        # Its own way to show an error prints local variables, and with them secrets.
        plain = structlog.dev.plain_traceback
        drawn = [structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0, exception_formatter=plain)]
    hide = _hiding(secrets)
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=before,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *drawn, hide],
    )


def _of_request(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """A line with the request that it is of."""
    if REQUEST.get():
        line["request"] = REQUEST.get()
    return line


def _hiding(secrets: Iterable[str]) -> Processor:
    """Takes every secret out of a line that is ready to be written."""
    known = sorted(secrets, key=len, reverse=True)

    def hide(_logger: WrappedLogger, _method: str, line: EventDict) -> str:
        text = str(line)
        for secret in known:
            text = text.replace(secret, HIDDEN)
        return text

    return hide
