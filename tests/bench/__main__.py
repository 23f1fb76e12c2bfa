"""Run the benchmarks and print their tables."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from pathlib import Path

from tests.bench.pictures import measure, table
from tests.postgres import new_database, postgres_server


async def main(most: int) -> None:
    sizes = [size for size in (1_000, 10_000, 100_000, 1_000_000) if size <= most]
    one = [size for size in (10_000, 100_000) if size <= most]
    with tempfile.TemporaryDirectory() as folder, postgres_server() as base:
        rows = await measure("SQLite", f"sqlite:///{Path(folder) / 'bench.db'}", sizes, one)
        rows += await measure("PostgreSQL", new_database(base), sizes, one)
    print(table(rows))


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--most", type=int, default=10_000, help="claims in the largest store")
    asyncio.run(main(arguments.parse_args().most))
