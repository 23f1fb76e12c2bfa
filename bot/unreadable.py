"""Rows of the store that cannot be read: each is told, and keeps no other from being read."""

from __future__ import annotations

from briefings import words
from briefings.document import UserError

UNREADABLE = (ArithmeticError, AttributeError, LookupError, TypeError, UserError, ValueError)
"""What a row raises that holds something else than was written. What the database itself does not do is none of these."""


def why(error: Exception) -> str:
    """What is wrong with a row, for its operator."""
    if isinstance(error, UserError):
        return words.text(error.line)
    return f"{type(error).__name__}: {error}"
