"""The records that come with the bot, as files that people can read and correct."""

from pathlib import Path

from briefings.record import Record, read_record

HAITI = "haiti-mss"


def bundled(name: str = HAITI) -> Record:
    """A record that comes with the bot."""
    return read_record((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))
