"""“What can I ask?” Help, and the way back from a mistake."""

from __future__ import annotations

import pytest

from adapters.port import Request, Room
from adapters.terminal.ask import answer
from bot.commands import REGISTRY
from bot.desk import Desk
from bot.topics import TOPICS
from briefings.document import plain
from store.records import bundled
from tests.scene import AMINA, TODAY, at, lines
from tests.stories.opened import opened


async def test_help_names_the_first_commands_with_what_they_do(scene):
    commands = (await scene.says("help")).section("Commands")
    assert "/mss status · Brief a mission: strength, mandate, money and what is due." in commands
    assert "/mss due · What is overdue, and what comes next." in commands


async def test_help_names_six_commands_at_most(scene):
    assert len((await scene.says("help")).section("Commands").splitlines()) <= 6


async def test_the_six_first_commands_are_those_a_desk_needs_first_and_the_others_follow(scene):
    out = await scene.says("help")
    first = [line.split(" · ")[0].removeprefix("/mss ") for line in out.section("Commands").splitlines()]
    assert first == ["status", "due", "source", "show", "changed", "help"]
    more = out.section("More")
    assert all(
        name in more for name in ("compare · search", "settings", "mission list, show, add", "fact add, correct")
    )


async def test_help_on_show_lists_every_topic_with_what_it_tells(scene):
    topics = (await scene.says("help show")).section("Topics")
    assert [name for name in TOPICS if f"{name} · {TOPICS[name].what}" not in topics.splitlines()] == []


@pytest.mark.parametrize("name", ["strength", "troops"])
async def test_help_explains_a_topic_by_any_of_its_words(scene, name):
    out = await scene.says(f"help {name}")
    assert out.title.startswith("/mss strength · ")
    assert "troops" in out.section("Also")
    assert "/mss strength full · the long form" in out.section("Type")


@pytest.mark.parametrize("name", TOPICS)
async def test_every_topic_is_explained_and_its_offers_are_answered(scene, name):
    for offer in (await scene.says(f"help {name}")).document.offers:
        assert (await scene.says(offer.line)).is_answer, offer.line


async def test_help_is_in_the_form_of_the_readers_platform(scene):
    desk = Desk(scene.store, REGISTRY, prefix="!mss ")
    document, _is_answer = await answer(desk, "help", lambda command, words: request_of(command, words))
    assert "!mss status · " in "\n".join(plain(line) for line in lines(document))


def request_of(command: str, words: dict[str, str]) -> Request:
    return Request(command, words, AMINA, Room(AMINA.platform, AMINA.tenant, "here"), at(TODAY), TODAY)


async def test_all_of_help_names_every_command(scene):
    text = (await scene.says("help all")).text
    assert [shape.name for shape in scene.desk.shapes if f"/mss {shape.name} ·" not in text] == []


async def test_help_says_how_to_ask_for_another_day(scene):
    assert "as-of 2025-01-15" in (await scene.says("help")).section("Any day")


async def test_help_of_a_command_shows_an_example_and_its_options(scene):
    out = await scene.says("help status")
    assert out.title == "/mss status · Brief a mission: strength, mandate, money and what is due."
    assert out.section("Example") == "/mss status as-of 2025-01-15"
    assert "as-of DAY · the situation on that day" in out.section("Options")


async def test_help_of_a_command_names_the_other_words_it_answers_to(scene):
    assert "overdue" in (await scene.says("help due")).section("Also")


async def test_help_finds_a_command_by_its_other_words(scene):
    assert (await scene.says("help overdue")).title == (await scene.says("help due")).title


@pytest.mark.parametrize("line", ["?", "commands", "/mss help", "HELP"])
async def test_other_words_ask_for_help_too(scene, line):
    assert (await scene.says(line)).title == (await scene.says("help")).title


@pytest.mark.parametrize("line", ["help /mss status", "help mss status", "help “status”", "help STATUS"])
async def test_a_command_may_be_named_in_help_as_it_is_typed(scene, line):
    assert (await scene.says(line)).title == (await scene.says("help status")).title


async def test_what_a_command_needs_stands_before_what_it_may_be_given(scene):
    assert (await scene.says("help source")).section("Options").splitlines()[0].startswith("FACT|SOURCE")


async def test_every_offer_of_help_is_answered(tmp_path):
    async with opened(tmp_path, bundled()) as scene:
        for line in ("help", "help all", "help show"):
            for offer in (await scene.says(line)).document.offers:
                assert (await scene.says(offer.line)).is_answer


# mistakes


async def test_a_near_miss_gets_did_you_mean_and_one_press_mends_it(scene):
    out = await scene.says("statsu")
    assert not out.is_answer
    assert [offer.line for offer in out.document.offers] == ["status"]


async def test_a_near_miss_in_help_gets_did_you_mean(scene):
    assert (await scene.says("help statsu")).title == "There is no command “statsu”; did you mean “status”?"


@pytest.mark.parametrize(("line", "sentence"), [
    ("status as-of 2025-02-30", "There is no such day as 2025-02-30"),
    ("status in Haity", "did you mean “Haiti”?"),
    ("status 2024-11-10", "for another day write “status as-of 2024-11-10”"),
    ("status as-of", "“as-of” wants DAY after it"),
    ("due within banana", "write it like 90d, 6 weeks or 1 year"),
    ('source "572', "A quotation mark is missing"),
    ("x" * 10_000, "is the most I read"),
    ("status \x1b[31m", "invisible character"),
    ("status \u202etneserp", "invisible character"),
])  # fmt: skip
async def test_a_mistake_gets_one_clear_sentence(scene, line, sentence):
    out = await scene.says(line)
    assert not out.is_answer
    assert sentence in out.title
    assert (out.document.header, out.document.sections, out.document.small) == ((), (), ())


@pytest.mark.parametrize(
    "line", ["status as-of 2025-02-30", "status as-of banana", "status in Atlantis", "source nonsense"]
)
async def test_a_refusal_names_or_offers_the_next_step(scene, line):
    out = await scene.says(line)
    assert out.document.offers or "write" in out.title or "there is: " in out.title or "lists" in out.title


@pytest.mark.parametrize("line", ["statsu", "status in Haity", "help statsu"])
async def test_every_did_you_mean_can_be_pressed(scene, line):
    out = await scene.says(line)
    (offer,) = out.document.offers
    assert plain(offer.label)
    assert (await scene.says(offer.line)).is_answer
