"""mss init: the settings file of a new bot, from a few questions."""

from __future__ import annotations

import json
import os
import secrets
import sys
import tomllib
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli import ConfigOption, Format, console, kindly, note, show
from bot.tokens import BEGINNINGS, WHERE, is_misplaced, needed
from briefings import words
from briefings.document import Document, Line, Said, UserError, section
from briefings.document import mark as _

PLATFORMS = ("slack", "discord")
Values = dict[str, Any]
"""Settings by section and key, as a file holds them."""


def _option(setting: str, what: str) -> Any:
    """An option that can also be given by the setting's own variable."""
    return typer.Option(envvar=f"MSS_{setting.upper().replace('.', '__')}", help=what)


@kindly
async def init(
    mode: Annotated[str, _option("slack.mode", "How Slack reaches the bot: socket or http.")] = "",
    bot_token: Annotated[str, _option("slack.bot_token", "The bot token of your workspace.")] = "",
    app_token: Annotated[str, _option("slack.app_token", "The app-level token, for socket.")] = "",
    signing_secret: Annotated[str, _option("slack.signing_secret", "The signing secret, for http.")] = "",
    client_id: Annotated[str, _option("slack.client_id", "For many workspaces, instead of a bot token.")] = "",
    client_secret: Annotated[str, _option("slack.client_secret", "For many workspaces.")] = "",
    redirect_url: Annotated[str, _option("slack.redirect_url", "For many: https://HOST/slack/oauth_redirect")] = "",
    discord_token: Annotated[str, _option("discord.token", "The token of your Discord bot.")] = "",
    store: Annotated[str, _option("store.url", "sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE")] = "",
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    config: ConfigOption = None,
) -> int:
    """Ask for the tokens of Slack, of Discord or of both, and write the settings file, readable by its owner only."""
    from bot.config import DEFAULT_FILE, FILE_VARIABLE, checked, with_secrets

    file = config or Path(os.environ.get(FILE_VARIABLE, DEFAULT_FILE))
    if file.exists() and not force and not _agreed(file):
        return 1
    given = {"slack.mode": mode, "slack.bot_token": bot_token, "slack.app_token": app_token, "store.url": store,
             "slack.signing_secret": signing_secret, "slack.client_id": client_id, "slack.client_secret": client_secret,
             "slack.redirect_url": redirect_url, "discord.token": discord_token}  # fmt: skip
    values = answered(held(file), given, prompted, chosen)
    faults: list[Line] = []
    checked(with_secrets(deepcopy(values), faults), faults)
    save(file, as_toml(values))
    code = await _setup_code(file)
    show(next_steps(file, code, values), Format.TEXT, console())
    return 0


async def _setup_code(file: Path) -> str:
    """A code for the first owner, kept in the store; empty, with a note that says why, while that cannot be had."""
    from bot.app import now
    from bot.config import read_settings
    from bot.rights import new_setup_code
    from store.engine import StoreError
    from store.work import Store

    settings = read_settings(file)
    try:
        async with Store(settings.store_url, settings.store_keys) as store:
            await store.upgrade()
            return (await new_setup_code(store, now())).text
    except StoreError as error:
        note(str(error))
        note(words.text(Line(_("No code for the first owner yet: type “mss init” again once the database is there"))))
        return ""


def answered(
    values: Values, given: Mapping[str, str], ask: Callable[[str], str], choose: Callable[[], Sequence[str]]
) -> Values:
    """The settings a file holds, with what is given over them and what is still needed asked for; a key is made.

    Where neither Slack nor Discord is named yet, `choose` says which are meant.
    """
    from store.secrets import new_key

    for key, told in given.items():
        if told:
            _put(values, key, told)
    if not any(platform in values for platform in PLATFORMS):
        values |= {platform: {} for platform in choose()}
    usual: dict[str, object] = {"store.url": "sqlite:///mss.db", "secrets.keys": [new_key()]}
    for key, value in {**({"slack.mode": "socket"} if "slack" in values else {}), **usual}.items():
        if not _holds(values, key):
            _put(values, key, value)
    for key in needed(values):
        if not _holds(values, key):
            _put(values, key, ask(key))
    return values


def _holds(values: Values, key: str) -> bool:
    """Whether there is a value, or a file that has it."""
    section, _dot, name = key.partition(".")
    return any(values.get(section, {}).get(each) for each in (name, f"{name}_file"))


def _put(values: Values, key: str, value: object) -> None:
    """Set a value, in the place of a file that had it."""
    section, _dot, name = key.partition(".")
    found = values.setdefault(section, {})
    found.pop(f"{name}_file", None)
    found[name] = value


# asking


def prompted(key: str) -> str:
    """Ask for a setting at the terminal, unseen where it is a secret, until it is not another token than was meant."""
    note(words.text(Line(_("{name}: {where}"), name=key, where=Line(WHERE[key]))))
    is_secret = key != "slack.client_id"
    while True:
        value: str = typer.prompt(key, hide_input=is_secret and sys.stdin.isatty()).strip()
        if not is_misplaced(key, value):
            return value
        note(words.text(Line(_("This is another token; the one meant begins with {beginning}"), beginning=BEGINNINGS[key][0])))  # fmt: skip


def chosen() -> list[str]:
    """Ask which platforms are meant."""
    question = words.text(Line(_("Slack, Discord or both")))
    while True:
        said: str = typer.prompt(question, default="slack").strip().casefold()
        if said in (*PLATFORMS, "both"):
            return [platform for platform in PLATFORMS if said in (platform, "both")]
        note(words.text(Line(_("Type slack, discord or both"))))


def _agreed(file: Path) -> bool:
    question = Line(_("{file} is there. Change it, and keep what else it holds?"), file=str(file))
    return typer.confirm(words.text(question))


# the file


def held(file: Path) -> Values:
    """What a settings file holds; nothing when there is none. Raises UserError when it cannot be read."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    except (OSError, ValueError) as error:
        raise UserError(_("The settings file {file} cannot be read: {why}"), file=str(file), why=str(error)) from error


def as_toml(values: Values) -> str:
    """Settings as a file. Texts and lists of texts are written in JSON the way they are in TOML."""
    parts = [_PREFACE]
    for name, settings in values.items():
        lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in settings.items()]
        parts.append("\n".join((f"[{name}]", *lines)))
    return "\n\n".join(parts) + "\n"


_PREFACE = """\
# Written by `mss init`. config.example.toml tells every setting.
# Keep secrets.keys: without them the tokens of installed workspaces cannot be read any more."""


_GUIDES = {"slack": _("docs/slack.md tells every click."), "discord": _("docs/discord.md tells every click.")}


def save(file: Path, text: str) -> None:
    """Write a file in one step, for its owner's eyes only. Raises UserError when it cannot be written."""
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        draft.replace(file)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise UserError(
            _("{file} cannot be written: {why}"), file=str(file), why=error.strerror or str(error)
        ) from error


def next_steps(file: Path, code: str, values: Values) -> Said:
    """What was done, and what to do now; `code` makes whoever types it an owner."""
    steps = [Line(_("mss doctor: see whether the tokens are taken")), Line(_("mss serve: start"))]
    if values.get("slack", {}).get("mode") == "http":
        steps.insert(0, Line(_("mss slack manifest --http https://YOUR-HOST: tell Slack where you are, on the app's page “App Manifest”")))  # fmt: skip
    if "discord" in values:
        steps.insert(0, Line(_("mss discord sync: register the commands with Discord")))
    if code:
        steps.append(
            Line(_("/mss setup {code}: in chat, to own the bot there; the code works once, within 7 days"), code=code)
        )
    document = Document(
        name="init",
        title=Line(_("{file} is written; only you can read it"), file=str(file)),
        sections=(section(Line(_("Next")), *steps, is_list=True),),
        small=tuple(Line(_GUIDES[platform]) for platform in PLATFORMS if platform in values),
    )
    return words.say(document, words.language("en"))
