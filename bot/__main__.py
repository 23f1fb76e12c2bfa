"""The program: mss demo, say, init, serve, config, doctor, db, keygen, keys, slack, discord, preview, record, audit."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from adapters.port import Request
from adapters.terminal.files import write
from bot.audits import audit_app
from bot.cli import REFUSED, ConfigOption, Format, FormatOption, console, kindly, note, person_here, show
from bot.databases import db_app
from bot.effective import config_app
from bot.keys import keys_app
from bot.records import record_app
from bot.roles import ALL, Role
from bot.setup import init
from briefings import words
from briefings.document import Said, UserError
from briefings.document import mark as _

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False,
                  help="Brief an international mission, every fact with its source and its dates.")  # fmt: skip
slack_app = typer.Typer(no_args_is_help=True)
discord_app = typer.Typer(no_args_is_help=True)
app.add_typer(record_app, name="record")
app.add_typer(audit_app, name="audit")
app.add_typer(config_app, name="config")
app.add_typer(db_app, name="db")
app.add_typer(keys_app, name="keys")
app.add_typer(slack_app, name="slack")
app.add_typer(discord_app, name="discord")
app.command()(init)


class PreviewPlatform(StrEnum):
    """Where a document is shown."""

    TERMINAL = "terminal"
    SLACK = "slack"
    DISCORD = "discord"


DEMO_STORE = Path("mss-demo.db")


@app.command()
@kindly
async def demo(store: Annotated[Path, typer.Option(help="The file the demo keeps its record in.")] = DEMO_STORE) -> int:
    """Show today's brief of the bundled record, then answer at a prompt. Needs no account and no token."""
    from adapters.terminal.ask import answer, local_request
    from adapters.terminal.prompt import talk
    from bot import app as parts
    from bot.demo import first_screen

    def make(command: str, given: dict[str, str]) -> Request:
        return local_request(command, given, person_here(), parts.now())

    async with parts.local_bot(f"sqlite:///{store}", person_here()) as bot:
        await bot.load_sample()
        screen = console()
        show(await first_screen(bot, _here(store), parts.now().date()), Format.TEXT, screen)
        if sys.stdin.isatty():
            await talk(bot.desk, make, screen)
            return 0
        screen.print()
        document, is_answer = await answer(bot.desk, "due", make)
        show(document, Format.TEXT, screen)
        return 0 if is_answer else REFUSED


@app.command()
@kindly
async def say(
    line: Annotated[str, typer.Argument(help='A line as you would type it in chat, such as "/mss status".')],
    person: Annotated[str | None, typer.Option("--as", help="Ask as this person of the terminal.")] = None,
    today: Annotated[str | None, typer.Option(help="The asker's day, like 2024-11-07.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Say yes at once to what a change asks.")] = False,
    form: FormatOption = Format.TEXT,
    config: ConfigOption = None,
) -> int:
    """Answer one line. Exit code 2 when it was refused."""
    from adapters.terminal.ask import answer, answer_yes, local_request
    from bot import app as parts
    from bot.config import read_settings
    from bot.days import read_day
    from bot.logs import log_to_stderr

    settings = read_settings(config)
    log_to_stderr(settings)
    asked_on: date | None = read_day(today, parts.now().date()) if today else None
    asker = person or person_here()

    def make(command: str, given: dict[str, str]) -> Request:
        return local_request(command, given, asker, parts.now(), asked_on)

    async with parts.local_bot(settings.store_url, asker) as bot:
        if await bot.load_sample():
            note("Nothing was recorded here yet: the bundled record of the MSS in Haiti was loaded as a sample.")
        document, is_answer = await answer(bot.desk, line, make)
        if yes and is_answer:
            document, is_answer = await answer_yes(bot.desk, document, make)
    show(document, form, console(stderr=not is_answer and form is Format.TEXT))
    if document.file and form is Format.TEXT:
        note(str(write(document.file, Path())))
    return 0 if is_answer else REFUSED


@app.command()
@kindly
async def serve(
    role: Annotated[
        list[Role] | None,
        typer.Option(help="web, gateway or worker, once or more often; everything when left out."),
    ] = None,
    config: ConfigOption = None,
) -> int:
    """Serve every platform that is configured, until SIGTERM or Ctrl-C."""
    from bot.config import read_settings
    from bot.logs import log_to_stderr
    from bot.serve import serve as serving

    settings = read_settings(config)
    log_to_stderr(settings)
    await serving(settings, role or ALL)
    return 0


@app.command()
@kindly
async def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="For monitors, as docs/json.md tells.")] = False,
    config: ConfigOption = None,
) -> int:
    """Look whether all is as it must be, and say what to do where it is not. Exit code 1 when something is wrong."""
    from bot.doctor import as_json as drawn
    from bot.doctor import doctor as look
    from bot.doctor import is_well, report

    found = await look(config)
    if as_json:
        console().out(drawn(found), highlight=False)
    else:
        show(words.say(report(found), words.language("en")), Format.TEXT, console())
    return 0 if is_well(found) else 1


@app.command()
@kindly
async def keygen() -> int:
    """Print a new encryption key, for secrets.keys."""
    from store.secrets import new_key

    console().out(new_key(), highlight=False)
    return 0


@slack_app.callback()
def slack() -> None:
    """What Slack is to know of the bot."""


@slack_app.command()
@kindly
async def manifest(
    http: Annotated[str, typer.Option(help="The public address of the bot; without it for Socket Mode.")] = "",
    redirect: Annotated[
        str, typer.Option(help="slack.redirect_url, so that many workspaces can install the app.")
    ] = "",
) -> int:
    """Print the app's manifest, to create it from or to renew it: api.slack.com/apps, “From a manifest”."""
    from adapters.slack.manifest import manifest as of_the_app

    for address in (http, redirect):
        if address and not address.startswith(("https://", "http://")):
            raise UserError(_("“{address}” is no address; write it with https://"), address=address)
    console().out(json.dumps(of_the_app(http, redirect), ensure_ascii=False, indent=2), highlight=False)
    return 0


@discord_app.callback()
def discord() -> None:
    """What Discord is to know of the bot."""


@discord_app.command()
@kindly
async def sync(
    guild: Annotated[
        str, typer.Option(help="The id of one server, to try the commands out there; without it everywhere.")
    ] = "",
    config: ConfigOption = None,
) -> int:
    """Register the commands with Discord, where they changed, and say what was done."""
    from bot.syncing import sync as syncing

    show(await syncing(config, guild), Format.TEXT, console())
    return 0


@app.command()
@kindly
async def preview(
    document: Annotated[str | None, typer.Argument(help="The document's name; every one when left out.")] = None,
    form: FormatOption = Format.TEXT,
    platform: Annotated[
        PreviewPlatform, typer.Option("--as", help="terminal, or slack or discord for an HTML page.")
    ] = PreviewPlatform.TERMINAL,
) -> int:
    """Show documents with their examples, as they will be drawn; for Slack and Discord as an HTML page."""
    from briefings.documents import EXAMPLES

    if document is not None and document not in EXAMPLES:
        raise UserError(
            _("There is no document “{name}”; there is: {known}"), name=document[:60], known=", ".join(EXAMPLES)
        )
    screen, names = console(), list(EXAMPLES) if document is None else [document]
    if platform is not PreviewPlatform.TERMINAL:
        said = [(f"{name}: {title}", words.say(build(), words.language("en")))
                for name in names for title, build in EXAMPLES[name].items()]  # fmt: skip
        screen.out(_page_of(platform)(said), highlight=False)
        return 0
    for name in names:
        for title, build in EXAMPLES[name].items():
            screen.print(f"── {name}: {title} ──", style="dim", soft_wrap=True)
            show(words.say(build(), words.language("en")), form, screen)
            screen.print()
    return 0


def _page_of(platform: PreviewPlatform) -> Callable[[Iterable[tuple[str, Said]]], str]:
    if platform is PreviewPlatform.SLACK:
        from adapters.slack.preview import page as slack_page

        return slack_page
    from adapters.discord.preview import page as discord_page

    return discord_page


def _here(store: Path) -> str:
    return str(store) if store.is_absolute() else f"./{store}"


def main() -> None:
    """The entry point; output survives a terminal that cannot show every letter."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    app()


if __name__ == "__main__":
    main()
