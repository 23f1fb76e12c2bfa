"""Run benchmarks and print one table of them in Markdown."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from platform import python_version

from tests.bench import commands, discord_commands, fanout, ledger, moment, pictures, processes, registered, senders
from tests.bench.rounds import Bench, Row, Size, machine, table

BENCHES: Mapping[str, Bench] = {
    "commands": commands.measure,
    "registered": registered.measure,
    "discord": discord_commands.measure,
    "pictures": pictures.measure,
    "moment": moment.measure,
    "fanout": fanout.measure,
    "ledger": ledger.rows,
    "senders": senders.measure,
    "processes": processes.measure,
}
"""Every benchmark by its name."""
NAMED = ("aiohttp", "discord.py", "slack-bolt", "sqlalchemy")
"""Packages whose versions matter to the figures."""


async def measured(names: Sequence[str], size: Size) -> list[Row]:
    return [row for name in names for row in await BENCHES[name](size)]


def main() -> None:
    usual = Size()
    arguments = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    arguments.add_argument("names", nargs="*", choices=[[], *BENCHES], help="which; all of them when left out")
    arguments.add_argument("--claims", type=int, default=usual.claims, help="claims in the largest store")
    arguments.add_argument("--rounds", type=int, default=usual.rounds)
    arguments.add_argument("--requests", type=int, default=usual.requests, help="of one side in a round")
    arguments.add_argument("--commands", type=int, default=usual.commands, help="before memory is looked at again")
    arguments.add_argument("--posts", type=int, default=usual.posts, help="before memory is looked at again")
    arguments.add_argument("--deliveries", type=int, default=usual.deliveries, help="that the ledger gives out a round")
    arguments.add_argument("--day", default="", help="the day to write above the table")
    given = vars(arguments.parse_args())
    names, day = given.pop("names") or list(BENCHES), given.pop("day")
    packages = {"Python": python_version(), **{name: version(name) for name in NAMED}}
    print(f"{f'{day}, ' if day else ''}{machine(packages)}; medians of {given['rounds']} rounds\n")
    print(table(asyncio.run(measured(names, Size(**given)))))


if __name__ == "__main__":
    main()
