"""An upgrade under way: processes of the program before go on with the new tables, start on them, and stand beside new ones."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path

import pytest

from store.version import HEAD
from tests.fakes.slack import Person
from tests.postgres import new_database
from tests.served import ROOT, mss, serving, settings, started

pytestmark = pytest.mark.long

MIGRATIONS = "store/migrations/versions"


def git(*words: str) -> bytes:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, check=False).stdout


@pytest.fixture
def program_before(tmp_path: Path) -> Path:
    """A folder with the program as it was before the newest migration, from the history of this checkout."""
    added = git("log", "--format=%H", "--diff-filter=A", "--", f"{MIGRATIONS}/{HEAD}*").decode().split()
    whole = git("archive", f"{added[-1]}^") if added else b""
    if not whole:
        pytest.skip("there is no history here to take the program before from")
    folder = tmp_path / "before"
    with tarfile.open(fileobj=io.BytesIO(whole)) as files:
        files.extractall(folder, filter="data")
    return folder


async def told(ada: Person, line: str) -> str:
    return (await ada.types(line)).text


async def test_replicas_of_the_program_before_go_on_while_the_tables_are_upgraded(
    postgres: str, tmp_path: Path, program_before: Path
):
    async with started("socket") as slack:
        ada = slack.person("Ada")
        new = settings(slack, tmp_path, MSS_STORE__URL=new_database(postgres))
        old = {**new, "PYTHONPATH": str(program_before)}
        async with serving(tmp_path, old) as replica:
            await replica.is_ready()
            assert (await told(ada, "/mss status")).startswith("MSS Haiti")
            assert f"to {HEAD}" in await mss(new, "db", "upgrade")
            assert (await told(ada, "/mss due")).startswith("MSS Haiti")
            assert "Nairobi" in await told(ada, "/mss settings zone Nairobi")
            await replica.stops()
            assert "Traceback" not in replica.told
        async with serving(tmp_path, old) as replica:
            await replica.is_ready()
            assert (await told(ada, "/mss status")).startswith("MSS Haiti")
            async with serving(tmp_path, new) as beside:
                await beside.is_ready()
                await replica.stops()
                assert "Nairobi" in await told(ada, "/mss settings")
                await beside.stops()
        assert "Traceback" not in replica.told
