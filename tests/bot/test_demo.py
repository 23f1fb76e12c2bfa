"""`mss demo` on a real terminal: a screen, a prompt, Tab, colour, and a way out."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.bot.test_cli import environment

PATIENCE = 30
"""Seconds to wait for what must come on the screen."""


class Terminal:
    """A program on a terminal of its own: keys go in, and what it shows is kept."""

    def __init__(self, folder: Path, columns: int, **more: str) -> None:
        self._fd, other_end = pty.openpty()
        fcntl.ioctl(other_end, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        self.program = subprocess.Popen([sys.executable, "-m", "bot", "demo"], cwd=folder,
                                        env=environment(folder, **{"TERM": "xterm-256color", **more}),
                                        stdin=other_end, stdout=other_end, stderr=other_end, start_new_session=True)  # fmt: skip
        os.close(other_end)
        self.raw = ""

    @property
    def shown(self) -> str:
        """All that was shown, without escape sequences."""
        return re.sub(r"\x1b(\[[\d;?]*[a-zA-Z]|[=>]|\][^\x07]*\x07)", "", self.raw).replace("\r", "")

    def types(self, keys: str) -> None:
        os.write(self._fd, keys.encode())

    def shows(self, text: str, *, after: int = 0) -> bool:
        """Whether a text comes on the screen, beyond the first `after` characters shown."""
        until = time.monotonic() + PATIENCE
        while text not in self.shown[after:] and time.monotonic() < until and self._reads():
            pass
        return text in self.shown[after:]

    def _reads(self) -> bool:
        ready, _writable, _broken = select.select([self._fd], [], [], 0.2)
        if not ready:
            return self.program.poll() is None
        try:
            seen = os.read(self._fd, 65_536).decode(errors="replace")
        except OSError:  # the program has closed its end
            return False
        self.raw += seen
        if "\x1b[6n" in seen:  # it asks where the cursor stands
            self.types("\x1b[1;1R")
        return bool(seen)

    def ends(self) -> int:
        """The exit code, once the program has ended by itself."""
        while self._reads():
            pass
        return self.program.wait(PATIENCE)

    def close(self) -> None:
        if self.program.poll() is None:
            self.program.kill()
            self.program.wait()
        os.close(self._fd)


@contextmanager
def demo(folder: Path, columns: int = 80, **more: str) -> Iterator[Terminal]:
    """The demo on a terminal, its prompt shown."""
    terminal = Terminal(folder, columns, **more)
    try:
        assert terminal.shows("mss>"), terminal.shown
        yield terminal
    finally:
        terminal.close()


def test_a_newcomer_reads_the_brief_asks_with_tab_and_leaves(tmp_path):
    with demo(tmp_path) as terminal:
        assert "MSS HAITI: mandate ended 2 Oct 2025" in terminal.shown
        assert "\x1b[36m[S1]" in terminal.raw
        terminal.types("stat\t")
        # “status”: its end is drawn with its beginning, or by itself when Tab comes later
        assert terminal.shows("us", after=len(terminal.shown.partition("mss>")[0]))
        terminal.types(" as-of 2025-01-15\r")
        assert terminal.shows("16 days before the target date")
        terminal.types("source 572\r")
        assert terminal.shows("“only about 572 personnel out of the 2,500 pledged")
        terminal.types("exit\r")
        assert terminal.ends() == 0


def test_a_narrow_terminal_without_colour_is_served_as_well(tmp_path):
    with demo(tmp_path, columns=40, NO_COLOR="1") as terminal:
        first = terminal.shown.partition("mss>")[0]
        assert max(map(len, first.splitlines())) <= 40
        assert re.findall(r"\x1b\[[\d;]*3[0-7]m", terminal.raw.partition("mss>")[0]) == []
        terminal.types("\x04")
        assert terminal.ends() == 0


@pytest.mark.parametrize("term", ["dumb"])
def test_a_dumb_terminal_gets_plain_text_and_a_prompt(tmp_path, term):
    with demo(tmp_path, TERM=term) as terminal:
        terminal.types("due\r")
        assert terminal.shows("2 overdue")
        terminal.types("exit\r")
        assert terminal.ends() == 0
        assert "\x1b[3" not in terminal.raw
