"""Files of facts: every row is shown before anything is stored, then it is all or nothing; and facts leave as files."""

from __future__ import annotations

import csv
import io
import json
import uuid
from collections.abc import AsyncIterator
from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.line import read_line
from adapters.port import Actor, Request, Room
from bot.commands import REGISTRY
from bot.desk import Desk
from briefings.document import File, Said
from briefings.picture import Clocks, Picture
from briefings.record import Record
from store import Store
from store.records import bundled
from tests.briefings.made_up import records
from tests.scene import AMINA, BEN, TODAY, Answer, Scene, answered, at
from tests.stories.changing import audited, confirmed, find, labels, offer, picture
from tests.stories.opened import opened

NEW = """kind;value;from;topic;as-of;source;quote;comment
strength;about 970;;;2025-03;"press briefing, 16 Mar 2025";"about 970 personnel";"'=1+1"
mandate-end;2026-10-02;;;;S2;;
position;oppose;Belize;UN operation;2025-01;S2;;
"""


def request(words: dict[str, str], who: Actor = AMINA, file: bytes | None = None, name: str = "facts.csv") -> Request:
    """A request to import a file that came along, or one that came before."""
    files = (File(name, "text/csv", file),) if file is not None else ()
    given = {**({"file": files[0].digest} if files else {}), **words}
    return Request("mission import", given, who, Room(who.platform, who.tenant, "here"), at(TODAY), TODAY, files=files)


async def sends(scene: Scene, file: str | bytes, who: Actor = AMINA, name: str = "facts.csv", **words: str) -> Answer:
    content = file.encode() if isinstance(file, str) else file
    said = await answered(scene.desk, request(words, who, content, name))
    return Answer(said, is_answer=said.name.startswith("import"))


async def stores(scene: Scene, file: str | bytes, name: str = "facts.csv", **words: str) -> Answer:
    """What comes back when somebody says yes to what a file would do."""
    asked = await sends(scene, file, AMINA, name, **words)
    return await scene.says(offer(asked, "Import"))


async def export(scene: Scene, line: str, who: Actor = AMINA) -> Said:
    out = await scene.says(f"mission export {line}", who)
    assert out.is_answer, out.text
    return out.document


def content(said: Said) -> bytes:
    assert said.file
    return said.file.content


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Scene]:
    async with opened(tmp_path, bundled()) as scene:
        yield scene


@pytest.fixture
async def empty(tmp_path: Path) -> AsyncIterator[Scene]:
    (tmp_path / "empty").mkdir()
    async with opened(tmp_path / "empty") as scene:
        yield scene


# in


async def test_every_row_is_shown_before_anything_is_stored(desk: Scene):
    before = await audited(desk)
    out = await sends(desk, NEW)
    assert out.title == "Import facts.csv into MSS Haiti?"
    assert "3 rows: 3 new, 0 changed, 0 on record already" in out.text
    assert "Row 2, new S3-01: deployed strength, about 970 personnel, Mar 2025, [S3]" in out.section("Rows")
    assert "Belize" in out.section("New names here")
    assert await audited(desk) == before


async def test_yes_stores_all_of_it_at_once_with_one_row_of_the_audit(desk: Scene):
    before = await audited(desk)
    out = await stores(desk, NEW)
    assert out.title == "facts.csv is imported into MSS Haiti"
    (row,) = [row for row in (await audited(desk))[len(before) :] if row.action != "name"]
    assert (row.action, row.details) == ("import", {"added": 3, "changed": 0})
    fact = await find(desk, "S3-01")
    assert fact is not None
    assert (str(fact.value), fact.note, fact.quote) == ("about 970 personnel", "=1+1", "about 970 personnel")


async def test_the_same_file_twice_adds_nothing(desk: Scene):
    await stores(desk, NEW)
    out = await sends(desk, NEW)
    assert out.title == "All of facts.csv is on record in MSS Haiti already: nothing was changed"
    assert labels(out) == []


async def test_a_fact_on_record_changes_only_where_the_file_says_otherwise(desk: Scene):
    was = await find(desk, "S2-21")
    out = await sends(desk, "name,value,comment,quote\nS2-21,about 600 personnel,,none")
    assert "Row 2 changes S2-21: value “about 572 personnel” becomes “about 600 personnel”, quote" in out.section(
        "Rows"
    )
    await desk.says(offer(out, "Import"))
    now = await find(desk, "S2-21")
    assert was
    assert now
    assert (str(now.value), now.quote, now.note, now.dates) == ("about 600 personnel", "", was.note, was.dates)


async def test_with_one_bad_row_nothing_can_be_stored_and_each_fault_is_named(desk: Scene):
    bad = "kind,value,as-of,source,supersedes\nstrength,970,2025-03,S2,\nstrenth,1,,S2,\nstrength,1,15/3/25,S9,S7-77"
    out = await sends(desk, bad)
    assert out.title == "2 rows of facts.csv cannot be imported into MSS Haiti"
    assert "Row 3, kind: “strenth” is no kind of fact. Did you mean “strength”?" in out.text
    assert "Row 4, source: there is no source S9 yet." in out.text
    assert labels(out) == []


async def test_what_was_shown_is_what_is_stored(desk: Scene):
    line = offer(await sends(desk, "name,value\nS2-21,about 600"), "Import")
    await confirmed(desk, 'fact correct S2-21 "about 527" because misread')
    out = await desk.says(line)
    assert "Something changed since you were asked" in out.text
    assert "“about 527" in out.section("Rows")


async def test_nobody_answers_about_a_file_that_somebody_else_sent(desk: Scene):
    line = offer(await sends(desk, NEW), "Import")
    out = await desk.says(line, who=BEN)
    assert not out.is_answer
    assert "send it again" in out.title


async def test_where_a_second_person_sees_every_change_a_file_brings_no_such_fact(desk: Scene):
    await desk.says("mission approval pledge on")
    assert (await sends(desk, NEW)).is_answer
    await desk.says("mission approval mandate on")
    out = await sends(desk, NEW)
    assert "In MSS Haiti a second person sees every change to: mandate" in out.title


async def test_a_reader_imports_nothing(desk: Scene):
    chidi = Actor("elsewhere", AMINA.tenant, "chidi", "Chidi")
    before = await audited(desk)
    assert not (await sends(desk, NEW, who=chidi)).is_answer
    assert await audited(desk) == before


async def test_a_long_file_is_turned_page_by_page(desk: Scene):
    rows = "\n".join(f"strength,{number},2025-03-01,S2,count {number}" for number in range(1, 41))
    out = await sends(desk, f"kind,value,as-of,source,comment\n{rows}")
    assert "page 1 of 3" in out.text
    last = await desk.says(offer(await desk.says(offer(out, "Next page")), "Next page"))
    assert "page 3 of 3" in last.text
    assert (await desk.says(offer(last, "Import"))).title.endswith("is imported into MSS Haiti")


async def test_words_that_would_ping_or_run_stay_plain_text(desk: Scene):
    said = "<!channel> @everyone <@U1> *b* '; DROP TABLE claims; --"
    out = await stores(desk, json.dumps([{"kind": "challenge", "text": said, "source": "S2"}]), "../../x.json")
    assert out.title == "../../x.json is imported into MSS Haiti"
    fact = await find(desk, "S2-25")
    assert fact is not None
    assert fact.text == said


# out, and in again


@pytest.mark.parametrize("form", ["csv", "json", "toml"])
async def test_an_export_into_an_empty_space_gives_an_equal_picture(desk: Scene, empty: Scene, form: str):
    await confirmed(desk, "fact hold S2-21 because digits look transposed") if form != "toml" else None
    said = await export(desk, form)
    assert said.file
    out = await sends(empty, said.file.content, name=said.file.name)
    assert out.title == f"Import {said.file.name} as a new mission, MSS Haiti?"
    await empty.says(offer(out, "Import"))
    assert unstamped(await picture(empty)) == unstamped(await picture(desk))


def unstamped(held: Picture) -> Picture:
    """A picture without the moments at which its facts were recorded."""
    return replace(held, series={key: tuple(replace(claim, recorded_at=None) for claim in claims)
                                 for key, claims in held.series.items()})  # fmt: skip


async def test_facts_as_of_a_day_leave_later_ones_out(scene: Scene):
    rows = json.loads(content(await export(scene, "json as-of 2024-11-10")))
    assert "S1-19" in {row.get("name") for row in rows}
    assert "S2-21" not in {row.get("name") for row in rows}


async def test_every_row_of_an_export_tells_its_source(scene: Scene):
    rows = list(csv.DictReader(io.StringIO(content(await export(scene, "csv")).decode("utf-8-sig"), newline="")))
    assert {row["source-title"] for row in rows if row["name"] == "S2-21"} == {bundled().sources[2].title}


async def test_an_editor_exports_what_was_withdrawn_and_all_that_befell_it(desk: Scene):
    await confirmed(desk, "fact withdraw S2-21 because misread", label="Record")
    rows = {row.get("name"): row for row in json.loads(content(await export(desk, "json all")))}
    assert rows["S2-21"]["standing"] == "withdrawn: misread"
    assert rows["S2-21"]["history"].endswith("withdraw by Amina: misread")
    assert "S2-21" not in {row.get("name") for row in json.loads(content(await export(desk, "json")))}


# any record, on both databases


def seen(value: Any) -> Any:
    """The same with words that people can see and nothing else, as a file from elsewhere must hold them."""
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{part.name: seen(getattr(value, part.name)) for part in fields(value)})
    if isinstance(value, StrEnum):
        return value
    if isinstance(value, str):
        return "".join(filter(str.isprintable, value)).strip()
    if isinstance(value, tuple):
        return tuple(part for part in map(seen, value) if part != "")
    return {key: seen(part) for key, part in value.items()} if isinstance(value, dict) else value


def fit(record: Record) -> Record:
    """A made-up record as one that an import takes: its names are no blanks, an empty value is none."""
    record = seen(record)
    claims = (replace(claim, value=None if claim.value in ("", ()) else claim.value, aspect=claim.aspect or "term",
                      text=claim.text or "words") for claim in record.claims)  # fmt: skip
    return replace(
        record,
        mission=replace(record.mission, name=f"M{record.mission.name}", short=f"S{record.mission.short}"),
        sources=tuple(
            replace(source, title=f"T{source.title}", kind=source.kind or "letter") for source in record.sources
        ),
        claims=tuple(claims),
        choices=tuple(replace(choice, reason=f"for{choice.reason}") for choice in record.choices),
        remarks=tuple(replace(remark, text=f"on{remark.text}") for remark in record.remarks),
    )


@given(records().map(fit), st.sampled_from(["csv", "json", "toml"]))
@settings(deadline=None, max_examples=3, suppress_health_check=list(HealthCheck))
async def test_any_record_comes_back_from_its_file_in_another_space(store: Store, record: Record, form: str):
    first, second = [await _space(store) for _number in range(2)]
    async with store.changing(first[1], None, at(TODAY)) as work:
        await work.missions.load(record)
    given_out = Request(
        "mission export", {"format": form}, first[0], Room("terminal", first[0].tenant, "here"), at(TODAY), TODAY
    )
    desk = Desk(store, REGISTRY)
    file = (await answered(desk, given_out)).file
    assert file
    asked = await answered(desk, request({}, second[0], file.content, file.name))
    (yes,) = [offer.line for offer in asked.offers if "confirm" in offer.line] or [""]
    assert yes, Answer(asked, is_answer=True).text
    await answered(desk, request(dict(read_line(yes, desk.shapes).words), second[0]))
    one, other = [await _picture(store, space) for _actor, space in (first, second)]
    assert unstamped(one) == unstamped(other)


async def _space(store: Store) -> tuple[Actor, int]:
    tenant = uuid.uuid4().hex
    return Actor("terminal", tenant, "amina", "Amina"), await store.open_space("terminal", tenant, "a desk", at(TODAY))


async def _picture(store: Store, space: int) -> Picture:
    async with store.reading(space) as work:
        (mission,) = await work.missions.all()
        return await work.claims.picture(mission, Clocks(TODAY, TODAY))
