"""Fails when a file of the repository holds what looks like a real token, key or password."""

import math
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
LARGEST = 2**20
"""Bytes of a file that is looked at: what is larger is a picture or a font."""

# How they look: https://docs.slack.dev/authentication/tokens, https://discord.com/developers/docs/reference,
# https://github.com/fernet/spec/blob/master/Spec.md, https://www.rfc-editor.org/rfc/rfc7468
LOOKS = {
    "a Slack token": r"\bx(?:ox[abeprs]|app)-[\w-]{20,}",
    "a Slack webhook": r"hooks\.slack\.com/services/T\w+/B\w+/\w+",
    "a Discord token": r"\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}",
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    "an encryption key": r"(?<![\w/+=-])[\w-]{43}=(?![\w=])",
    "a cloud key": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "a GitHub token": r"\bgh[opsur]_\w{36,}|\bgithub_pat_\w{22,}",
    "a password in a URL": r"\b[a-z][a-z0-9+]*://[^\s:/@\"'<>]+:(?=[^@\s]*\d)([^\s/@\"'<>{}]{12,})@[\w.-]+",
}
RANDOM = 3.0
"""Bits per letter; an example that a person made up has less."""


def main() -> int:
    """Print every place; 1 if there is one."""
    found = [f"{path}:{line}: {what}" for path in tracked() for line, what in secrets_in(ROOT / path)]
    print("\n".join(found) or "no secret in any file")
    return 1 if found else 0


def tracked() -> list[str]:
    """Every file that git knows, or would take."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    told = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    return [path for path in told.stdout.split("\0") if path and (ROOT / path).is_file()]


def secrets_in(path: Path) -> Iterator[tuple[int, str]]:
    """The number of each line of a file that holds a secret, and what it looks like."""
    if path.stat().st_size > LARGEST:
        return
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        yield from ((number, what) for what in looks_like(line))


def looks_like(line: str) -> list[str]:
    """What secrets a line seems to hold."""
    return [what for what, look in LOOKS.items() if any(is_random(found) for found in re.findall(look, line))]


def is_random(text: str) -> bool:
    """Whether no person would make that up as an example: its letters hardly repeat, or it is a key's own first line."""
    if text.startswith("-----BEGIN"):
        return True
    counts = Counter(text)
    return -sum(n / len(text) * math.log2(n / len(text)) for n in counts.values()) > RANDOM


if __name__ == "__main__":
    sys.exit(main())
