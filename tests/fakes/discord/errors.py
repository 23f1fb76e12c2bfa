"""Refusals as Discord words them: a code and a sentence, and for a form the path to each field that is wrong.

https://docs.discord.com/developers/reference#error-messages and …/topics/opcodes-and-status-codes#json. The codes of
single fields are not listed there: “a complete list of errors is not feasible”; they are as bots have met them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field of a form."""

    path: Path
    code: str
    message: str


Problems = Iterator[Problem]


class Refusal(Exception):
    """An answer other than success: HTTP status, Discord's code and sentence, and what else stands in the body."""

    def __init__(self, status: int, code: int, message: str, **more: Any) -> None:
        super().__init__(f"{code}: {message}")
        self.status = status
        self.body = {"message": message, "code": code, **more}

    def inside(self, name: str) -> Refusal:
        """The same, with every path one step deeper."""
        if "errors" in self.body:
            self.body["errors"] = {name: self.body["errors"]}
        return self


NOT_FOUND = (404, 0, "404: Not Found")
UNAUTHORIZED = (401, 0, "401: Unauthorized")
UNKNOWN_CHANNEL = (404, 10003, "Unknown Channel")
UNKNOWN_SERVER = (404, 10004, "Unknown Guild")
UNKNOWN_MEMBER = (404, 10007, "Unknown Member")
UNKNOWN_MESSAGE = (404, 10008, "Unknown Message")
UNKNOWN_USER = (404, 10013, "Unknown User")
UNKNOWN_WEBHOOK = (404, 10015, "Unknown Webhook")
UNKNOWN_INTERACTION = (404, 10062, "Unknown interaction")
UNKNOWN_COMMAND = (404, 10063, "Unknown application command")
UNKNOWN_COMMAND_PERMISSIONS = (404, 10066, "Unknown application command permissions")
NOT_FOR_BOTS = (403, 20001, "Bots cannot use this endpoint")
NOT_YOUR_APP = (403, 20012, "You are not authorized to perform this action on this application")
DAILY_CREATES = (400, 30034, "Max number of daily application command creates has been reached (200)")
TOO_LARGE = (413, 40005, "Request entity too large")
ALREADY_ANSWERED = (400, 40060, "Interaction has already been acknowledged.")
FOLLOWUPS_USED = (400, 40094, "This interaction has hit the maximum number of follow up messages")
NO_ACCESS = (403, 50001, "Missing Access")
NOT_YOUR_MESSAGE = (403, 50005, "Cannot edit a message authored by another user")
EMPTY_MESSAGE = (400, 50006, "Cannot send an empty message")
CANNOT_DM = (403, 50007, "Cannot send messages to this user")
NO_PERMISSION = (403, 50013, "Missing Permissions")
TOKEN_EXPIRED = (401, 50027, "Invalid Webhook Token")
BAD_RECIPIENT = (400, 50033, "Invalid Recipient(s)")
THREAD_ARCHIVED = (400, 50083, "Thread is archived")
BAD_JSON = (400, 50109, "The request body contains invalid JSON.")
NO_HISTORY = (403, 160002, "You cannot reply without permission to read message history")


def form(problems: Iterable[Problem]) -> Refusal:
    """50035, with every problem at its path."""
    tree: dict[str, Any] = {}
    for problem in problems:
        branch = tree
        for step in problem.path:
            branch = branch.setdefault(str(step), {})
        branch.setdefault("_errors", []).append({"code": problem.code, "message": problem.message})
    return Refusal(400, 50035, "Invalid Form Body", errors=tree)


# what is often wrong with a field


def missing(at: Path) -> Problem:
    return Problem(at, "BASE_TYPE_REQUIRED", "This field is required")


def text(part: dict[str, Any], name: str, most: int, at: Path, *, least: int = 0, required: bool = False) -> Problems:
    """A string of an allowed length."""
    value = part.get(name)
    here = (*at, name)
    if value is None or value == "":
        yield from [missing(here)] if required else []
    elif not isinstance(value, str):
        yield Problem(here, "STRING_TYPE_CONVERT", "Could not interpret as string.")
    elif least and not least <= len(value) <= most:
        yield Problem(here, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
    elif len(value) > most:
        yield Problem(here, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")


def count(items: Any, most: int, at: Path, *, least: int = 0) -> Problems:
    """A list of an allowed length."""
    if not isinstance(items, list):
        yield Problem(at, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
    elif least and not least <= len(items) <= most:
        yield Problem(at, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
    elif len(items) > most:
        yield Problem(at, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")


def number(part: dict[str, Any], name: str, least: int, most: int, at: Path) -> Problems:
    """A whole number in an allowed range; it may be absent."""
    value = part.get(name)
    if value is not None and not least <= value <= most:
        yield Problem((*at, name), "NUMBER_TYPE_RANGE", f"Value must be between {least} and {most}.")


def one_of(value: Any, allowed: Iterable[Any], at: Path) -> Problems:
    choices = tuple(allowed)
    if value not in choices:
        yield Problem(at, "BASE_TYPE_CHOICES", f"Value must be one of {choices!r}.")


def address(value: Any, at: Path, schemes: tuple[str, ...] = ("http", "https"), most: int = 2_048) -> Problems:
    """A URL with an allowed scheme."""
    if not isinstance(value, str) or "://" not in value:
        yield Problem(at, "URL_TYPE_INVALID_URL", "Not a well formed URL.")
    elif value.partition("://")[0].casefold() not in schemes:
        scheme = value.partition("://")[0]
        yield Problem(
            at, "URL_TYPE_INVALID_SCHEME", f'Scheme "{scheme}" is not supported. Scheme must be one of {schemes!r}.'
        )
    elif len(value) > most:
        yield Problem(at, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
