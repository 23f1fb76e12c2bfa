"""mss config show: the settings that count, and where each of them comes from. Secrets stay hidden."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import SecretStr

from bot.cli import ConfigOption, Format, console, kindly, show
from bot.config import (
    FROM_FILE,
    Settings,
    chosen,
    from_environment,
    from_file,
    read_settings,
    sections,
    variable,
)
from briefings import words
from briefings.document import Document, Line, Rows, Section, plural, section
from briefings.document import mark as _

config_app = typer.Typer(no_args_is_help=True)


@config_app.callback()
def config() -> None:
    """Look at the settings."""


@config_app.command("show")
@kindly
async def show_config(
    as_json: Annotated[bool, typer.Option("--json", help="For programs, as docs/json.md tells.")] = False,
    config: ConfigOption = None,
) -> int:
    """Print the settings that count, with where each comes from. Secrets stay hidden."""
    document = report(read_settings(config), origins(config, os.environ))
    show(words.say(document, words.language("en")), Format.JSON if as_json else Format.TEXT, console())
    return 0


# where from


def origins(file: Path | None, environment: Mapping[str, str]) -> dict[str, Line]:
    """Where the value of each setting comes from that is no default, by its key; the environment goes over the file."""
    file = chosen(file, environment)
    found = _of(from_file(file), lambda key: _in_file(file, key)) if file else {}
    return found | _of(from_environment(environment), lambda key: Line("{name}", name=variable(key)))


def _of(values: Mapping[str, Any], told: Any) -> dict[str, Line]:
    """Where some values are, by the keys of their settings; for a secret in a file of its own, which file that is."""
    found = {}
    for section_name, given in values.items():
        for name, value in given.items():
            key = f"{section_name}.{name}"
            found[key.removesuffix(FROM_FILE)] = (
                Line(_("{file}, which {name} names"), file=str(value), name=told(key))
                if name.endswith(FROM_FILE)
                else told(key)
            )
    return found


def _in_file(file: Path, key: str) -> Line:
    number = line_of(file.read_text(encoding="utf-8"), key)
    return (
        Line(_("{file}, line {number}"), file=str(file), number=str(number))
        if number
        else Line("{file}", file=str(file))
    )


def line_of(text: str, key: str) -> int | None:
    """The line of a TOML text that sets section.key; None when it is written in another way."""
    section_name, _dot, name = key.partition(".")
    here = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[\s*(\w+)\s*\]", line):
            here = header[1]
        elif here == section_name and re.match(rf"\s*{name}\s*=", line):
            return number
    return None


# as a document


def report(settings: Settings, origins: Mapping[str, Line]) -> Document[Line]:
    """Every setting by section, with its value and where that comes from."""
    return Document("config", Line(_("These settings count")),
                    sections=tuple(_section(settings, name, origins) for name in sections()))  # fmt: skip


def _section(settings: Settings, name: str, origins: Mapping[str, Line]) -> Section[Line]:
    label, values = Line("{name}", name=f"[{name}]"), getattr(settings, name)
    if values is None:
        return section(label, Line(_("Switched off: there is no section {name}"), name=f"[{name}]"))
    rows = tuple((Line("{name}", name=key), shown(value), origins.get(f"{name}.{key}", Line(_("default"))))
                 for key, value in values)  # fmt: skip
    head = (Line(_("setting")), Line(_("value")), Line(_("from")))
    return section(label, Rows(Line(_("The settings of {name}"), name=f"[{name}]"), head, rows))


def shown(value: Any) -> Line:
    """A value for everybody's eyes: of a secret only that it is there, of a URL all but its password."""
    text = value.get_secret_value() if isinstance(value, SecretStr) else value
    if text in ("", ()):
        return Line(_("none"))
    if isinstance(value, tuple):
        return plural(_("{n} key, hidden"), _("{n} keys, hidden"), len(value))
    if isinstance(value, SecretStr) and "://" not in text:
        return Line(_("hidden"))
    return Line("{value}", value=_without_password(text) if isinstance(value, SecretStr) else str(text))


def _without_password(url: str) -> str:
    """A URL without what may be secret in it: the password, also one with a slash or an @ in it, and what is asked."""
    return re.sub(r"\?.*", "?…", re.sub(r"(://[^:@/]*):.*@", r"\1:…@", url))
