"""Keys: which are in use, how they are changed while the bot serves, and what is affected when one is lost."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from adapters.checkup import Verdict
from bot.__main__ import app
from bot.keys import keys_report
from briefings import words
from store.secrets import new_key
from store.work import Store
from tests.conftest import NOW

ROOT = Path(__file__).parents[2]
OLD, NEW = new_key(), new_key()
SECRET = {"name": "Desk", "bot_token": "xoxb-1"}


@pytest.fixture
async def url(tmp_path: Path) -> str:
    """A store with two installations, sealed with the old key."""
    place = f"sqlite:///{tmp_path}/mss.db"
    async with Store(place, [OLD]) as store:
        await store.upgrade()
        for tenant in ("T1", "T2"):
            await store.installations.save("slack", tenant, SECRET, NOW)
    return place


async def mss(url: str, *words: str, key: str) -> Result:
    """`mss keys …` in this process."""
    given = {"COLUMNS": "300", "MSS_STORE__URL": url, "MSS_SECRETS__KEYS": key}
    return await asyncio.to_thread(CliRunner().invoke, app, ["keys", *words], env=given)


async def run(url: str, *command: str, keys: tuple[str, ...]) -> tuple[int | None, str, str]:
    """`mss keys …` in a process of its own."""
    environment = {
        "COLUMNS": "300",
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "MSS_STORE__URL": url,
        "MSS_SECRETS__KEYS": ",".join(keys),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "keys", *command, env=environment, cwd=Path(url.removeprefix("sqlite:///")).parent,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    said, told = await process.communicate()
    return process.returncode, said.decode(), told.decode()


async def report(url: str, *keys: str) -> list[tuple[Verdict, str]]:
    async with Store(url, keys) as store:
        return [(one.verdict, words.text(one.says)) for one in await keys_report(store)]


async def test_keys_are_rotated_while_the_bot_serves(url):
    """The new key is given second everywhere, then first everywhere; then all is sealed anew. No reader ever fails."""
    rotated = asyncio.Event()

    async def serve(store: Store, tenant: str) -> int:
        served = 0
        while not rotated.is_set() or served < 20:
            await store.installations.save("slack", tenant, SECRET | {"bot_token": f"xoxb-{served}"}, NOW)
            assert await store.installations.find("slack", "T1")
            found = await store.installations.find("slack", tenant)
            assert found
            assert found["bot_token"] == f"xoxb-{served}"
            served += 1
        return served

    async with Store(url, [OLD, NEW]) as not_yet, Store(url, [NEW, OLD]) as already:
        serving = asyncio.gather(serve(not_yet, "T3"), serve(already, "T4"))
        code, said, told = await run(url, "rotate", keys=(NEW, OLD))
        rotated.set()
        await serving
        await already.installations.rotate()
    assert (code, told) == (0, "")
    assert "sealed with the first key; the other keys can be taken out of secrets.keys" in said
    assert await report(url, NEW) == [(Verdict.WELL, "The tokens of 4 installations are sealed with the first key")]


async def test_an_older_key_that_is_still_needed_is_told(url):
    (one,) = await report(url, NEW, OLD)
    assert one == (Verdict.WORTH_KNOWING, "The tokens of 2 installations are still sealed with key number 2")


async def test_a_lost_key_names_what_is_affected_and_what_to_do(url):
    async with Store(url, [NEW]) as store:
        await store.installations.save("slack", "T1", SECRET, NOW)
    out = await mss(url, "check", key=NEW)
    assert out.exit_code == 1
    assert "No key that is given opens the tokens of 1 installation: slack T2 (Desk)" in out.stdout
    assert "back into secrets.keys" in out.stdout
    assert "slack T1" not in out.stdout


async def test_what_no_key_opens_can_be_ended_so_that_the_rest_is_rotated(url):
    async with Store(url, [NEW]) as store:
        await store.installations.save("slack", "T1", SECRET, NOW)
    out = await mss(url, "rotate", key=NEW)
    assert (out.exit_code, "slack T2 cannot be read" in out.stderr) == (2, True)
    out = await mss(url, "rotate", "--end-lost", key=NEW)
    assert (out.exit_code, "slack T2 (Desk) was ended" in out.stdout) == (0, True)
    async with Store(url, [NEW]) as store:
        assert await store.installations.find("slack", "T1") == SECRET
        assert [one.why for one in await store.installations.every("slack")] == ["", "the key of its tokens was lost"]


@pytest.mark.parametrize("command", ["check", "rotate"])
async def test_a_database_without_our_tables_is_named_with_what_to_do(tmp_path, command):
    out = await mss(f"sqlite:///{tmp_path}/new.db", command, key=NEW)
    assert (out.exit_code, out.stdout) == (2, "")
    assert "new.db is new or of another version: `mss db upgrade` brings it up to date" in out.stderr
