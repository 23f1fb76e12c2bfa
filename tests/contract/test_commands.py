"""What is true of every command."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from inspect import getdoc
from itertools import chain, cycle, islice, product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from adapters.discord.commands import WHAT, menu_of
from adapters.port import Request, Room
from bot.command import Command
from bot.commands import REGISTRY
from briefings.document import plain
from briefings.record import Record
from store import Store
from store.audit import AuditRow
from store.records import bundled
from tests.scene import AMINA, TODAY, Scene, answered, at, scene_in
from tests.stories.opened import opened

LONGEST_TEXT = 100
"""Characters that a description may have: Discord's limit."""
MOST_OPTIONS = 25
MOST_NAMES = 20

each_command = pytest.mark.parametrize("command", REGISTRY.values(), ids=lambda command: command.name)


@pytest.fixture(scope="module")
async def scene(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    """The bundled record, which Amina means when she names none, and two made-up missions."""
    async with opened(tmp_path_factory.mktemp("commands")) as bare:
        yield await _filled(bare.store)


@pytest.fixture(scope="module")
async def either(store: Store) -> Scene:
    """The same on SQLite and on PostgreSQL, for what depends on the database."""
    return await _filled(store)


async def _filled(store: Store) -> Scene:
    made_up = (replace(bundled().mission, short=short, name=short, aliases=()) for short in ("OMT", "PFT"))
    scene = await scene_in(store, bundled(), *(Record(mission, (), (), ()) for mission in made_up))
    await scene.says('settings mission "MSS Haiti"')
    await scene.says("settings zone Nairobi")
    return scene


async def audit(scene: Scene) -> list[AuditRow]:
    """The last rows of the audit."""
    async with scene.store.reading(scene.space) as work:
        rows: list[AuditRow] = []
        while page := await work.audit.rows(after=rows[-1].seq if rows else 0, limit=500):
            rows += page
        return rows


# declared


@each_command
def test_what_it_does_is_one_short_sentence(command: Command):
    assert command.what == getdoc(command.handler)
    assert command.what.endswith(".")
    assert not re.search(r"[.!?\n] ?.", command.what)
    assert len(command.what) <= LONGEST_TEXT


@each_command
def test_each_option_says_what_it_is_in_a_few_words(command: Command):
    for option in command.shape.options:
        assert 0 < len(option.what) <= LONGEST_TEXT, option.name
        assert not option.what.endswith("."), option.name


@each_command
def test_it_has_no_more_options_than_a_menu_can_show(command: Command):
    assert len(command.shape.options) <= MOST_OPTIONS


@each_command
def test_its_names_and_options_can_be_typed_on_every_platform(command: Command):
    for name in (*command.name.split(), *(option.name for option in command.shape.options)):
        assert re.fullmatch(r"[a-z][a-z-]{0,31}", name)


@each_command
def test_no_option_is_named_twice(command: Command):
    names = [option.name for option in command.shape.options]
    assert len(names) == len(set(names))


@each_command
def test_what_it_needs_stands_before_what_it_may_be_given(command: Command):
    positional = [option for option in command.shape.options if option.is_positional]
    assert [option.is_required for option in positional] == sorted(
        (option.is_required for option in positional), reverse=True
    )


def test_no_word_stands_for_two_commands():
    words = Counter(chain.from_iterable((c.name, *c.words, *c.shape.short_forms) for c in REGISTRY.values()))
    assert [word for word, times in words.items() if times > 1] == []


def test_no_command_is_called_like_a_keyword_of_the_brief():
    keywords = {option.name for option in REGISTRY["status"].shape.options}
    assert not keywords & set(chain.from_iterable((c.name, *c.words, *c.shape.short_forms) for c in REGISTRY.values()))


@pytest.mark.parametrize("menu", WHAT)
def test_all_commands_fit_into_their_menu(menu: str):
    names = [command.name for command in REGISTRY.values() if menu_of(command.shape) == menu]
    assert len({name.split()[0] for name in names}) <= MOST_NAMES


# asked


@each_command
async def test_its_example_is_answered(either: Scene, command: Command):
    out = await either.says(command.example)
    assert out.is_answer, out.text


@each_command
async def test_every_offer_of_its_answer_is_answered(scene: Scene, command: Command):
    for offer in (await scene.says(command.example)).document.offers:
        out = await scene.says(offer.line)
        assert out.is_answer, (offer.line, out.text)


@each_command
async def test_its_help_names_every_option_and_other_word(scene: Scene, command: Command):
    out = await scene.says(f"help {command.name}")
    assert out.is_answer
    assert command.what in out.title
    assert command.example in out.text
    for option in command.shape.options:
        assert (option.typed if option.is_positional else option.name) in out.section("Options")
    for word in command.words:
        assert word in out.section("Also")


@each_command
async def test_words_that_it_does_not_know_are_refused_with_the_next_step(scene: Scene, command: Command):
    if any(option.is_positional for option in command.shape.options):
        return
    before = await audit(scene)
    out = await scene.says(f"{command.name} xyzzy")
    assert not out.is_answer
    assert "“xyzzy”" in out.title
    assert await audit(scene) == before


@each_command
async def test_a_keyword_without_a_value_is_refused_with_what_it_wants(scene: Scene, command: Command):
    for option in command.shape.options:
        if not option.is_flag and not option.is_positional:
            out = await scene.says(f"{command.name} {option.name}")
            assert not out.is_answer
            assert f"“{option.name}” wants {option.typed}" in out.title


@each_command
async def test_its_example_changes_nothing_on_record(scene: Scene, command: Command):
    before = await audit(scene)
    await scene.says(command.example)
    if not command.changes:
        assert await audit(scene) == before


# hostile words

BEYOND_STORING = [
    "\0",
    "\ud800",
    "a\0b",
    "9" * 400,
    "9" * 19,
    "1e309",
    "\\",
    "%",
    "'; DROP TABLE claims; --",
    "x" * 2_000,
]
"""Words that a database may choke on."""
HOSTILE = [
    *BEYOND_STORING, "*bold* _soft_ `code` <b>html</b> [x](https://evil.example) | &amp; <!channel> <@U1> @everyone", "../../etc/passwd",
    "=cmd|' /C calc'!A0", "{0} {name} %s", "\u202eneddih", "a\u200bb", "\ufeff", "👩‍👩‍👧 🇭🇹", "\x1b[31m", "\r\n", "", " ", "--", "-1", "²", "٣",
    "99999y", "2024-02-30", "0000-00-00", "99999-01-01", "in 99999999999 years", "2024-11-07 99:99", "as-of",
]  # fmt: skip
MOST_WORDS = 8
"""Hostile words that each command is asked with; every word comes to many commands."""
hostile_words = st.sampled_from(HOSTILE) | st.text(max_size=40)


class Bugs(logging.Handler):
    """What the desk logs as a bug of ours."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.seen.append(f"{record.getMessage()}: {record.exc_info[1]!r}" if record.exc_info else record.getMessage())


@pytest.fixture(scope="module")
def bugs() -> Iterator[Bugs]:
    """Everything the desk takes for a bug while the tests of this file run."""
    handler, log = Bugs(), logging.getLogger("mss.desk")
    log.addHandler(handler)
    yield handler
    log.removeHandler(handler)


def request(command: Command, words: dict[str, str]) -> Request:
    return Request(command.name, words, AMINA, Room(AMINA.platform, AMINA.tenant, "here"), at(TODAY), TODAY)


async def asked(scene: Scene, filled_in: Request) -> str:
    """The bottom line of what comes back to a request that no line could spell, as a form can send it."""
    return plain((await answered(scene.desk, filled_in)).title)


@each_command
async def test_hostile_words_are_refused_or_answered(either: Scene, bugs: Bugs, command: Command, engine: str):
    bugs.seen.clear()
    before = await audit(either)
    # What no database can hold goes into each option; of the rest, some into each command, so that all have their turn.
    worst = product(command.shape.options, BEYOND_STORING[:2])
    rest = HOSTILE[2:] if engine == "sqlite" else BEYOND_STORING[2:]
    first = list(REGISTRY).index(command.name) * MOST_WORDS
    in_turns = zip(cycle(command.shape.options), islice(cycle(rest), first, first + MOST_WORDS), strict=False)
    for option, word in chain(worst, in_turns):
        said = await asked(either, request(command, {option.name: word}))
        assert not bugs.seen, (option.name, word, bugs.seen)
        assert 0 < len(said) < 2_500
    if not command.changes:
        assert await audit(either) == before


@given(st.sampled_from(list(REGISTRY.values())), st.data())
@settings(deadline=None, max_examples=20)
async def test_any_words_in_any_options_are_refused_or_answered(
    either: Scene, bugs: Bugs, command: Command, data: st.DataObject
):
    names = [option.name for option in command.shape.options] or ["nonsense"]
    words = data.draw(st.dictionaries(st.sampled_from(names), hostile_words, min_size=1))
    bugs.seen.clear()
    assert await asked(either, request(command, words))
    assert bugs.seen == []


@given(st.sampled_from(list(REGISTRY)), st.lists(hostile_words, max_size=4), st.sampled_from(["", "/mss "]))
@example("status", ["as-of", "\0"], "")
@example("source", ["\0"], "")
@settings(deadline=None, max_examples=25)
async def test_any_typed_line_is_refused_or_answered(
    either: Scene, bugs: Bugs, command: str, words: list[str], prefix: str
):
    bugs.seen.clear()
    out = await either.says(" ".join([f"{prefix}{command}", *words]))
    assert bugs.seen == []
    assert out.title.strip()


@each_command
async def test_hostile_words_get_no_suggestion_and_no_bug(scene: Scene, bugs: Bugs, command: Command):
    bugs.seen.clear()
    for option, word in product(command.shape.options, BEYOND_STORING[:2]):
        assert isinstance(await scene.desk.suggest(request(command, {}), option.name, word), list)
        assert not bugs.seen, (option.name, word, bugs.seen)
