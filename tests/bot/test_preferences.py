"""What a person prefers holds for their answers: the day where they are, their language, their mission."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from adapters.port import Actor, Request, Room
from bot.arguments import Ask
from bot.command import command
from bot.commands import REGISTRY
from bot.desk import Desk
from bot.rights import Right
from bot.zones import read_zone, zones_beginning
from briefings import words
from briefings.document import Document, Line, UserError, plain
from briefings.documents import notice
from store import StoreError
from store.records import bundled
from tests.scene import AMINA, BEN, CHIDI, Scene, answered, lines
from tests.stories.opened import opened

EVENING = datetime(2025, 1, 17, 22, 30, tzinfo=UTC)
"""Half past ten in the evening UTC: the next day in Nairobi, still the afternoon in Haiti."""

FRENCH = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Deployed"
msgstr "Déployés"

msgid "“{word}” is no zone; name a large city like Nairobi, or a zone like Africa/Nairobi"
msgstr "« {word} » n’est pas un fuseau"

msgid "Your {setting} is now {value}"
msgstr "Votre {setting} : {value}"

msgid "language"
msgstr "langue"
"""


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Scene]:
    async with opened(tmp_path, bundled()) as scene:
        yield scene


@pytest.fixture
def french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A language that says a few sentences."""
    folder = tmp_path / "languages" / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "mss.po").write_text(FRENCH, "utf-8")
    monkeypatch.setattr(words, "LANGUAGES", tmp_path / "languages")
    words.language.cache_clear()


def asked(
    command: str, who: Actor = AMINA, /, *, today: date | None = None, language: str = "", **given: str
) -> Request:
    given_ = {name.replace("_", "-"): word for name, word in given.items()}
    return Request(command, given_, who, Room(who.platform, who.tenant, "here"), EVENING, today, language)


async def text(desk: Desk, request: Request) -> str:
    return "\n".join(plain(line) for line in lines(await answered(desk, request)))


async def choose(scene: Scene, name: str, value: str) -> None:
    await answered(scene.desk, asked("settings", name=name, value=value))


# the day


async def test_without_a_zone_today_is_the_day_in_utc(desk):
    assert "Fri 17 Jan 2025" in await text(desk.desk, asked("status"))


@pytest.mark.parametrize(("city", "day"), [("Nairobi", "Sat 18 Jan 2025"), ("Port-au-Prince", "Fri 17 Jan 2025")])
async def test_today_is_the_day_where_the_reader_is(desk, city, day):
    await choose(desk, "zone", city)
    assert day in await text(desk.desk, asked("status"))


async def test_the_days_left_are_counted_from_the_readers_day(desk):
    assert "14 days before the target date" in await text(desk.desk, asked("status"))
    await choose(desk, "zone", "Nairobi")
    assert "13 days before the target date" in await text(desk.desk, asked("status"))


async def test_yesterday_is_the_day_before_the_readers_own(desk):
    await choose(desk, "zone", "Nairobi")
    assert "As of Fri 17 Jan 2025" in await text(desk.desk, asked("status", as_of="yesterday"))


async def test_a_day_that_the_request_names_goes_first(desk):
    await choose(desk, "zone", "Nairobi")
    assert "Wed 1 Jan 2025" in await text(desk.desk, asked("status", today=date(2025, 1, 1)))


async def test_the_zone_of_one_moves_nobody_elses_day(desk):
    await choose(desk, "zone", "Nairobi")
    assert "Fri 17 Jan 2025" in await text(desk.desk, asked("status", BEN))


# the language


async def test_an_answer_is_in_the_language_one_chose(desk, french):
    await choose(desk, "language", "français")
    found = await text(desk.desk, asked("status"))
    assert "Déployés" in found
    assert "Overdue" not in found


async def test_the_choice_is_confirmed_in_the_language_chosen(desk, french):
    assert "Votre langue : français" in await text(desk.desk, asked("settings", name="language", value="fr"))


async def test_a_refusal_is_in_the_language_one_chose(desk, french):
    await choose(desk, "language", "fr")
    assert await text(desk.desk, asked("settings", name="zone", value="xyzzy")) == "« xyzzy » n’est pas un fuseau"


async def test_the_platforms_language_counts_while_none_is_chosen(desk, french):
    assert "Déployés" in await text(desk.desk, asked("status", language="fr"))


async def test_ones_own_choice_goes_before_the_platforms_language(desk, french):
    await choose(desk, "language", "fr")
    assert "Déployés" in await text(desk.desk, asked("status", language="en"))


async def test_a_language_nobody_speaks_here_is_answered_in_english(desk):
    assert "Deployed" in await text(desk.desk, asked("status", language="tlh"))


# commands that change something


def a_desk_with(scene: Scene, handler: Callable[..., object], *, changes: bool) -> Desk:
    """A desk with one more command, “try”, that does what the handler does."""
    registry = dict(REGISTRY)
    command("try", right=Right.READ, example="try", changes=changes)(handler)  # type: ignore[arg-type]
    registry["try"] = REGISTRY.pop("try")
    return Desk(scene.store, registry)


async def writes(ask: Ask) -> Document[Line]:
    """Set the asker's zone."""
    await ask.work.people.prefer(ask.person.id, zone="Africa/Nairobi")
    return notice(Line("done"))


async def test_a_command_that_changes_something_writes_as_the_person_who_asked(desk):
    assert await text(a_desk_with(desk, writes, changes=True), asked("try", BEN)) == "done"
    async with desk.store.reading(desk.space) as work:
        ben = await work.people.find(BEN.platform, BEN.tenant, BEN.id)
        last = (await work.audit.rows(limit=500))[-1]
    assert ben
    assert ben.zone == "Africa/Nairobi"
    assert (last.action, last.person) == ("prefer", ben.id)


async def test_a_command_that_did_not_say_so_cannot_write(desk, caplog):
    assert "nothing was changed" in await text(a_desk_with(desk, writes, changes=False), asked("try"))
    assert isinstance(caplog.records[0].exc_info[1], StoreError)


async def test_a_refusal_leaves_nothing_of_what_was_written(desk):
    async def breaks_off(ask: Ask) -> Document[Line]:
        """Set the zone, then refuse."""
        await ask.work.people.prefer(ask.person.id, zone="Africa/Nairobi")
        raise UserError("no")

    assert await text(a_desk_with(desk, breaks_off, changes=True), asked("try")) == "no"
    assert "Fri 17 Jan 2025" in await text(desk.desk, asked("status"))


async def test_somebody_without_rights_is_not_made_known(desk):
    await answered(desk.desk, asked("settings", CHIDI, name="zone", value="Nairobi"))
    async with desk.store.reading(desk.space) as work:
        assert await work.people.find(CHIDI.platform, CHIDI.tenant, CHIDI.id) is None


# zones


def test_completion_offers_cities_and_zones():
    assert "Nairobi" in zones_beginning("nai")
    assert "Africa/Nairobi" in zones_beginning("africa/nai")
    assert len(zones_beginning("")) == 25


def test_every_city_we_know_means_a_zone_there_is():
    assert all(read_zone(name) for name in zones_beginning("") + zones_beginning("g"))


async def test_settings_complete_their_values(desk):
    assert "Nairobi" in await desk.desk.suggest(asked("settings"), "value", "Nai")
    assert await desk.desk.suggest(asked("settings"), "name", "") == ["zone", "language", "mission", "forget"]
