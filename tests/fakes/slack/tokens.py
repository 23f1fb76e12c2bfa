"""Tokens, authorization codes and refresh tokens.

https://docs.slack.dev/authentication/installing-with-oauth and https://docs.slack.dev/authentication/using-token-rotation
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count

TWELVE_HOURS = 43_200
CODE_LIFE = 600
"""Seconds in which an authorization code must be exchanged."""


@dataclass
class Token:
    """An access token. `revoked` is the error that it is refused with, once it is."""

    text: str
    team: str
    scopes: tuple[str, ...]
    expires_at: float = 0
    revoked: str = ""
    installer: str = ""


@dataclass
class Code:
    """What a person allowed, to be exchanged once."""

    team: str
    installer: str
    scopes: tuple[str, ...]
    redirect_uri: str
    until: float


@dataclass
class Tokens:
    """Every token that was ever given out."""

    access: dict[str, Token] = field(default_factory=dict)
    refresh: dict[str, Token] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    _numbers: count[int] = field(default_factory=lambda: count(1))

    def find(self, text: str) -> Token | None:
        return self.access.get(text)

    def bot(self, team: str, scopes: tuple[str, ...], installer: str = "", expires_at: float = 0) -> Token:
        """A new bot token; an expiring one begins with xoxe."""
        prefix = "xoxe.xoxb-1" if expires_at else "xoxb"
        return self.add(Token(f"{prefix}-{team}-{next(self._numbers)}", team, scopes, expires_at, "", installer))

    def add(self, token: Token) -> Token:
        self.access[token.text] = token
        return token

    def refresh_for(self, token: Token) -> str:
        """A new refresh token, good for one exchange."""
        text = f"xoxe-1-{token.team}-{next(self._numbers)}"
        self.refresh[text] = token
        return text

    def code(self, code: Code) -> str:
        text = f"{code.team}.{next(self._numbers)}.code"
        self.codes[text] = code
        return text

    def revoke(self, team: str) -> None:
        """Uninstalled: bot tokens are refused as account_inactive. https://docs.slack.dev/reference/methods/auth.test"""
        for token in self.access.values():
            if token.team == team and "xoxb" in token.text:
                token.revoked = "account_inactive"
        self.refresh = {text: token for text, token in self.refresh.items() if token.team != team}
