"""Run the benchmarks and print their tables."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from pathlib import Path

from tests.bench import ledger
from tests.bench.pictures import measure, table
from tests.postgres import new_database, postgres_server


async def main(most: int, messages: int) -> None:
    sizes = [size for size in (1_000, 10_000, 100_000, 1_000_000) if size <= most]
    one = [size for size in (10_000, 100_000) if size <= most]
    with tempfile.TemporaryDirectory() as folder, postgres_server() as base:
        rows = await measure("SQLite", f"sqlite:///{Path(folder) / 'bench.db'}", sizes, one)
        rows += await measure("PostgreSQL", new_database(base), sizes, one)
        taken = await ledger.measure(new_database(base), messages)
    print(table(rows))
    print(ledger.table([taken]))


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--most", type=int, default=10_000, help="claims in the largest store")
    arguments.add_argument("--messages", type=int, default=5_000, help="deliveries that the ledger gives out a round")
    given = arguments.parse_args()
    asyncio.run(main(given.most, given.messages))
