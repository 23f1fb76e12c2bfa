"""One process serves a database in SQLite: a second one is told who does, by whatever name it calls the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.alone import alone
from store.engine import StoreError


def test_a_second_one_is_refused_by_any_name_of_the_file_until_the_first_is_over(tmp_path: Path):
    (tmp_path / "link").symlink_to(tmp_path)
    with alone(f"sqlite:///{tmp_path}/mss.db"):
        served = pytest.raises(StoreError, match=r"is served already, by process \d+ on .+: stop that one first")
        with served, alone(f"sqlite:///{tmp_path}/link/mss.db"):
            pass
        with alone(f"sqlite:///{tmp_path}/other.db"):
            pass
    with alone(f"sqlite:///{tmp_path}/mss.db"):
        pass


def test_a_folder_that_is_not_there_or_takes_no_file_is_named(tmp_path: Path):
    with pytest.raises(StoreError, match="there is no folder"), alone(f"sqlite:///{tmp_path}/no/mss.db"):
        pass
    (tmp_path / "mss.db.serving").mkdir()
    with pytest.raises(StoreError, match="SQLite writes files beside it"), alone(f"sqlite:///{tmp_path}/mss.db"):
        pass


def test_postgresql_is_for_any_number():
    with alone("postgresql://desk:word@db/mss"), alone("postgresql://desk:word@db/mss"):
        pass
