"""The program away from its checkout: what is packed is all that it opens, be it a record, a migration, a font or words."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
LIMIT = 120
"""Seconds for a process, on a busy machine."""


def run(folder: Path, code: Path, *words: str) -> str:
    """What the program says with no other code of ours than that, in a folder of its own."""
    done = subprocess.run([sys.executable, "-P", "-m", "bot", *words], cwd=folder, text=True, timeout=LIMIT, check=False,
                          capture_output=True, env={"PATH": os.environ["PATH"], "PYTHONPATH": str(code)})  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def files_of(root: Path) -> set[str]:
    """Every file of ours in the packages, without what Python makes of them."""
    return {path.relative_to(root).as_posix() for package in PACKAGES for path in (root / package).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts}  # fmt: skip


@pytest.mark.long
def test_nothing_outside_the_packages_is_opened(tmp_path):
    """A record and migrations are read for the first answer, words for every one, the font for a chart in Discord."""
    code, here = tmp_path / "code", tmp_path / "here"
    here.mkdir()
    for package in PACKAGES:
        shutil.copytree(ROOT / package, code / package, ignore=shutil.ignore_patterns("__pycache__"))
    assert run(here, code, "say", "status").startswith("MSS H")
    assert "data:image/png" in run(here, code, "preview", "strength", "--as", "discord")


@pytest.mark.long
def test_a_wheel_holds_every_file_and_runs_by_itself(tmp_path):
    uv = os.environ.get("UV") or shutil.which("uv") or str(ROOT / ".uv" / "bin" / "uv")
    subprocess.run([uv, "build", "--wheel", "--quiet", "--out-dir", tmp_path, ROOT], check=True, timeout=LIMIT)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = {name for name in packed.namelist() if ".dist-info/" not in name}
        packed.extractall(tmp_path / "code")
    assert names == files_of(ROOT)
    assert (
        tmp_path / "code" / f"mission_briefing_bot-{PROJECT['project']['version']}.dist-info" / "entry_points.txt"
    ).is_file()
    assert run(tmp_path, tmp_path / "code", "say", "status").startswith("MSS H")
    run(tmp_path, tmp_path / "code", "db", "backup", "kept.zip")
