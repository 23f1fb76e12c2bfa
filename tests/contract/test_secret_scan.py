"""The scan for secrets finds what it should in a file, says where, and lets examples be."""

from __future__ import annotations

import base64
import importlib.util
import os
import secrets
import string
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
LETTERS = string.ascii_letters + string.digits


@pytest.fixture(scope="module")
def scan() -> ModuleType:
    spec = importlib.util.spec_from_file_location("scan", ROOT / ".ci" / "leaks.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def some(length: int) -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(length))


MADE = {
    "a Slack token": lambda: f"xo{'xb'}-{some(12)}-{some(24)}",
    "a Discord token": lambda: f"{some(26)}.{some(6)}.{some(38)}",
    "a private key": lambda: f"-----BEGIN {'PRIVATE'} KEY-----",
    "an encryption key": lambda: base64.urlsafe_b64encode(os.urandom(32)).decode(),
    "a GitHub token": lambda: f"gh{'p'}_{some(36)}",
    "a password in a URL": lambda: f"postgresql://mss:1{some(19)}@database/mss",
}  # fmt: skip


@pytest.mark.parametrize("what", MADE)
def test_a_secret_in_a_file_is_found_with_its_line(scan, what, tmp_path):
    file = tmp_path / "config.toml"
    file.write_text(f"# settings\nvalue = {MADE[what]()!r}\n", encoding="utf-8")
    assert list(scan.secrets_in(file)) == [(2, what)]


@pytest.mark.parametrize("example", [
    "xoxb-…", "xoxb-very-secret", "postgresql://USER:PASSWORD@HOST/DATABASE", "postgresql://mss:THAT-PASSWORD@database/mss",
    "a sha256 " + "0123456789abcdef" * 4, "https://example.org/a.long-address.with-parts", "AAAA" * 10 + "AAA=",
])  # fmt: skip
def test_an_example_is_no_secret(scan, example, tmp_path):
    file = tmp_path / "page.md"
    file.write_text(example, encoding="utf-8")
    assert list(scan.secrets_in(file)) == []


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="what git knows is what is looked at")
def test_there_is_no_secret_in_this_repository(scan):
    assert "pyproject.toml" in scan.tracked()
    assert [(path, found) for path in scan.tracked() for found in scan.secrets_in(ROOT / path)] == []


def test_the_scan_runs_before_a_change_goes_in():
    assert ".ci/leaks.py" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
