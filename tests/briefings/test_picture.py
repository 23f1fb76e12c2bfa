"""The situation of a mission on a day: three clocks, supersession, who leads, what is stale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.claims import Choice, Claim, Link, Relation, Source, Standing
from briefings.dates import Precision, RecordedDate, Role
from briefings.picture import Clocks, Picture, picture, progress
from tests.briefings.made_up import NEAR_DATE, NEAR_DAY, QUICK
from tests.briefings.stage import MADE_UP, fact, on, shown, source, story

# made-up missions of a few claims: fewer than a Picture holds of any series, so that nothing is crowded out

_KINDS = ("strength", "target", "mandate", "position", "movement", "obligation")
_VALUES = {"strength": "about 400", "target": "2,500 officers", "mandate": "1 year", "position": "support"}
_ROLES = (Role.OCCURRED, Role.AS_OF, Role.REPORTED_ON)
_SOURCES = st.tuples(
    *(st.builds(Source, name=st.just(f"S{n}"), title=st.just("t"), published=NEAR_DATE) for n in range(3))
)


@st.composite
def missions(draw: st.DrawFn, *, superseding: bool = False) -> tuple[tuple[Claim, ...], tuple[Source, ...]]:
    sources = draw(_SOURCES)
    claims: list[Claim] = []
    for number in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(_KINDS))
        claim = fact(f"S{draw(st.integers(0, 2))}-0{number}", kind, _VALUES.get(kind), aspect="a")
        dates: dict[Role, RecordedDate] = draw(st.dictionaries(st.sampled_from(_ROLES), NEAR_DATE, max_size=2))
        due = {"target": Role.DEADLINE, "mandate": Role.VALID_TO, "obligation": Role.DEADLINE}.get(kind)
        if due and draw(st.booleans()):
            dates[due] = draw(NEAR_DATE)
        is_better = superseding and claims and draw(st.booleans())
        links = (Link(Relation.SUPERSEDES, claims[-1].name),) if is_better else ()
        recorded = datetime.combine(draw(NEAR_DAY), datetime.min.time(), UTC)
        standing = draw(st.sampled_from([Standing.LIVE, Standing.LIVE, Standing.WITHDRAWN]))
        claims.append(replace(claim, dates=dates, links=links, recorded_at=recorded, standing=standing))
    return tuple(claims), sources


def at(
    mission: tuple[Sequence[Claim], Sequence[Source]], day: date, *, published_by: date | None = None,
    known_at: datetime | None = None,
) -> Picture:  # fmt: skip
    return picture(MADE_UP, Clocks(day, day, published_by, known_at), *mission)


def held(found: Picture) -> set[str]:
    """All that a Picture tells: what counts, and what it awaits."""
    return shown(found) | {claim.name for claim in found.awaited.values()}


@QUICK
@given(missions(), NEAR_DAY, NEAR_DAY)
def test_published_by_only_takes_claims_away(mission, day, read_by):
    assert shown(at(mission, day, published_by=read_by)) <= shown(at(mission, day))


@QUICK
@given(missions(), NEAR_DAY, st.datetimes(datetime(2020, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_known_at_only_takes_claims_away(mission, day, moment):
    assert shown(at(mission, day, known_at=moment)) <= shown(at(mission, day))


@QUICK
@given(missions(superseding=True), NEAR_DAY)
def test_as_of_shows_no_claim_whose_first_day_is_later(mission, day):
    found = at(mission, day)
    assert all(found.counts_from(claim) <= day for claims in found.series.values() for claim in claims)


@QUICK
@given(missions(superseding=True), NEAR_DAY, st.integers(0, 3_000))
def test_a_later_day_loses_no_claim(mission, day, days):
    assert shown(at(mission, day)) <= shown(at(mission, day + timedelta(days=days)))


@QUICK
@given(missions(superseding=True), NEAR_DAY)
def test_a_superseded_claim_counts_only_while_no_live_claim_supersedes_it(mission, day):
    claims, _sources = mission
    last_day = at(mission, date(2030, 1, 1))
    live = [claim for claim in claims if claim.standing is not Standing.WITHDRAWN]
    superseded = {name for claim in live for name in claim.linked(Relation.SUPERSEDES)}
    assert shown(last_day) == {claim.name for claim in live} - superseded
    assert held(at(mission, day)).isdisjoint(superseded)


@QUICK
@given(missions(), NEAR_DAY)
def test_what_is_awaited_is_the_nearest_later_claim_of_a_series_that_has_none_yet(mission, day):
    found = at(mission, day)
    every = at(mission, date(2030, 1, 1))
    for key, awaited in found.awaited.items():
        later = [every.counts_from(claim) for claim in every.series[key]]
        assert key not in found.series
        assert day < found.counts_from(awaited) == min(later)
    assert found.series.keys() | found.awaited.keys() == every.series.keys()


@QUICK
@given(missions(superseding=True), NEAR_DAY)
def test_the_newest_claim_of_a_series_stands_first(mission, day):
    found = at(mission, day)
    for claims in found.series.values():
        first_days = [found.counts_from(claim) for claim in claims]
        assert first_days == sorted(first_days, reverse=True)


@QUICK
@given(missions(), NEAR_DAY)
def test_the_tally_counts_what_counts(mission, day):
    found = at(mission, day)
    claims = [claim for group in found.series.values() for claim in group]
    assert (found.tally.claims, found.tally.sources) == (len(claims), len({claim.source for claim in claims}))


@QUICK
@given(NEAR_DATE, NEAR_DAY)
def test_deadlines_and_ends_never_filter(due, day):
    """What is awaited is known from the day it was said."""
    target = fact("S0-01", "target", "2,500 officers", reported_on="2020-01-01")
    term = fact("S0-02", "mandate", "1 year", aspect="term", occurred="2020-01-01")
    target, term = (replace(claim, dates={**claim.dates, role: due})
                    for claim, role in ((target, Role.DEADLINE), (term, Role.VALID_TO)))  # fmt: skip
    assert shown(story(str(day), target, term)) == {"S0-01", "S0-02"}


# how each date counts


@pytest.mark.parametrize(
    ("written", "from_", "surely_from"),
    [
        ("2025-01-15", "2025-01-15", "2025-01-15"),
        ("2025-01", "2025-01-01", "2025-01-31"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("mid 2025", "2025-05-01", "2025-08-31"),
        ("about 2025-01", "2025-01-01", "2025-01-31"),
        ("2025-01-10 to 2025-02-20", "2025-01-10", "2025-02-20"),
        ("by late 2024", "2024-12-31", "2024-12-31"),
        ("before 2025-01", "2024-12-31", "2024-12-31"),
    ],
)
def test_a_claim_counts_from_its_first_day_and_may_be_later_exactly_while_its_date_is_open(written, from_, surely_from):
    count = fact("S0-01", "strength", "about 572", as_of=written)
    first, sure = date.fromisoformat(from_), date.fromisoformat(surely_from)
    assert shown(story(str(first - timedelta(days=1)), count)) == set()
    for day in (first + timedelta(days=n) for n in range((sure - first).days + 3)):
        found = story(str(day), count)
        assert shown(found) == {"S0-01"}
        assert found.may_be_later(count) == (day < sure)


def test_a_lower_bound_may_be_later_until_its_source_was_surely_out():
    count = fact("S1-01", "strength", "about 400", as_of="2024-11-07 or later")
    out = [source("S1", "2024-11-07 to 2025-01-31")]
    assert story("2025-01-30", count, sources=out).may_be_later(count)
    assert not story("2025-01-31", count, sources=out).may_be_later(count)


def test_a_lower_bound_from_a_source_that_may_be_from_any_day_is_open_for_ever():
    count = fact("S1-01", "strength", "about 400", as_of="2024-11-07 or later")
    assert story("2026-11-22", count, sources=[source("S1", "2024-11-07 or later")]).may_be_later(count)


def test_the_day_it_speaks_of_goes_before_the_day_it_was_reported():
    count = fact("S0-01", "strength", "about 400", as_of="2024-11-07", reported_on="2024-12-01")
    assert shown(story("2024-11-07", count)) == {"S0-01"}


def test_an_undated_claim_counts_from_the_earliest_day_of_its_source():
    stance = fact("S1-09", "position", "support", subject="Haiti", as_of="unknown, near 2024-10-01")
    out = [source("S1", "2024-11-07 to 2025-01-31")]
    assert shown(story("2024-11-06", stance, sources=out)) == set()
    assert shown(story("2024-11-07", stance, sources=out)) == {"S1-09"}


def test_an_undated_claim_of_an_undated_source_counts_from_the_day_we_recorded_it():
    stance = fact("S1-09", "position", "support", recorded_at=datetime(2025, 3, 1, 8, tzinfo=UTC))
    assert shown(story("2025-02-28", stance, sources=[source("S1")])) == set()
    assert shown(story("2025-03-01", stance, sources=[source("S1")])) == {"S1-09"}


# the other two clocks

JANUARY = fact("S2-21", "strength", "about 572 personnel", as_of="2025-01")
NOVEMBER = fact("S1-23", "strength", "about 400 police officers", as_of="2024-11-07 or later")


def test_what_could_not_yet_be_read_is_left_out():
    late = [source("S2", "2025-02-10")]
    assert shown(story("2025-01-31", NOVEMBER, JANUARY, sources=late)) == {"S1-23", "S2-21"}
    assert shown(story("2025-01-31", NOVEMBER, JANUARY, sources=late, published_by="2025-02-09")) == {"S1-23"}
    assert shown(story("2025-01-31", NOVEMBER, JANUARY, sources=late, published_by="2025-02-10")) == {"S1-23", "S2-21"}


def test_a_source_of_a_month_can_be_read_from_its_first_day():
    month = [source("S2", "2025-02")]
    assert "S2-21" in shown(story("2025-02-01", JANUARY, sources=month, published_by="2025-02-01"))


def test_a_correction_that_could_not_yet_be_read_leaves_the_old_figure_standing():
    """As the record tells it the count was 1,360; whoever read by March 2022 could only know 1,306."""
    assert {"S10-01", "S13-01"} & shown(on("long", "2021-07-05")) == {"S13-01"}
    assert {"S10-01", "S13-01"} & shown(on("long", "2021-07-05", published_by="2022-03-01")) == {"S10-01"}


def test_what_was_not_yet_recorded_is_left_out():
    nine = datetime(2025, 1, 20, 9, tzinfo=UTC)
    later = replace(JANUARY, recorded_at=nine)
    assert shown(story("2025-01-31", later, known_at=nine - timedelta(seconds=1))) == set()
    assert shown(story("2025-01-31", later, known_at=nine)) == {"S2-21"}


def test_the_clocks_combine():
    early, late = datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 6, 1, tzinfo=UTC)
    recorded = (replace(NOVEMBER, recorded_at=early), replace(JANUARY, recorded_at=late))
    sources = [source("S1", "2024-11-07"), source("S2", "2025-01-10")]
    found = story("2025-03-01", *recorded, sources=sources, published_by="2025-01-09", known_at=late)
    assert shown(found) == {"S1-23"}
    assert shown(story("2025-03-01", *recorded, sources=sources, published_by="2025-01-10", known_at=early)) == {
        "S1-23"
    }


# standing


def test_a_withdrawn_claim_does_not_count():
    assert shown(story("2025-02-01", NOVEMBER, replace(JANUARY, standing=Standing.WITHDRAWN))) == {"S1-23"}


def test_a_claim_returns_when_the_one_that_supersedes_it_is_withdrawn():
    better = fact("S3-01", "strength", "580 personnel", as_of="2025-01", links={"supersedes": "S2-21"})
    assert shown(story("2025-02-01", JANUARY, better)) == {"S3-01"}
    assert shown(story("2025-02-01", JANUARY, replace(better, standing=Standing.WITHDRAWN))) == {"S2-21"}


def test_a_contradicted_claim_stays_beside_its_rival():
    rival = fact("S3-01", "strength", "600", as_of="2025-01", links={"contradicts": "S2-21"})
    assert shown(story("2025-02-01", JANUARY, rival)) == {"S2-21", "S3-01"}


def test_what_is_beside_the_mission_is_no_part_of_its_picture():
    aside = fact("S0-13", "statement", text="thanks for help elsewhere", occurred="2024-09-26", beside=True)
    found = story("2025-01-01", aside)
    assert held(found) == set()
    assert found.tally.claims == 0


# who leads


def test_the_latest_count_leads():
    assert story("2025-02-01", JANUARY, NOVEMBER).headline("strength") == JANUARY


def test_of_counts_of_one_day_an_editors_choice_leads():
    rivals = (
        fact("S1-01", "strength", "2,640", as_of="2023-03-31"),
        fact("S2-01", "strength", "2,890", as_of="2023-03-31"),
    )
    assert story("2023-04-01", *rivals, choices=[Choice("S1-01", "It counts beds.")]).headline("strength") == rivals[0]


def test_a_chosen_count_gives_way_to_one_of_a_later_day():
    assert story("2025-02-01", NOVEMBER, JANUARY, choices=[Choice("S1-23", "…")]).headline("strength") == JANUARY


def test_a_choice_gives_its_reason():
    found = story("2025-02-01", JANUARY, choices=[Choice("S2-21", "It is signed.")])
    assert found.why_it_leads(JANUARY) == "It is signed."


def test_a_count_that_its_source_seems_to_have_wrong_does_not_lead_a_sound_one_of_its_time():
    """Six counts speak of March 2023 as a whole; the anonymous “up to 4,000” is the last one in the file."""
    leading = on("long", "2023-03-05").headline("strength")
    assert leading is not None
    assert not leading.doubt


def test_of_mandates_the_one_that_ends_last_leads_and_an_exact_day_beats_a_vague_phrase():
    exact = fact("S1-19", "mandate", "1 year", aspect="term", valid_to="2025-10-02")
    vague = fact("S2-10", "mandate", "1 year", aspect="term", valid_to="2025-10", occurred="2024-12")
    phrase = fact("S2-11", "mandate", "1 year", aspect="term", occurred="2024-12-20")
    older = fact("S0-01", "mandate", "1 year", aspect="term", valid_to="2024-10-02")
    assert story("2025-01-01", exact, vague, phrase, older).headline("mandate", aspect="term") == exact


def test_a_nominee_replaces_nobody():
    holds = fact("S0-26", "role", "holds", subject="Blinken", aspect="US Secretary of State", reported_on="2024-09-26")
    nominee = fact("S2-02", "role", "nominated", subject="Rubio", aspect="US Secretary of State", reported_on="2025-01")
    assert story("2025-02-01", holds, nominee).headline("role", aspect="US Secretary of State") == holds


@pytest.mark.parametrize(
    ("day", "commander", "how"),
    [("2020-06-10", "Oduya Ferrant", "holds"), ("2021-10-30", "Oduya Ferrant", "holds"), ("2021-10-31", "Oduya Ferrant", "left"),
     ("2021-11-01", "Ilse Korvath", "acting"), ("2022-01-10", "Ilse Korvath", "holds"), ("2023-03-28", "Ilse Korvath", "holds"),
     ("2023-06-30", "Ilse Korvath", "left"), ("2023-07-01", "Yara Quillon", "holds"), ("2024-06-30", "Yara Quillon", "left")],
)  # fmt: skip
def test_the_commander_of_a_day_is_the_one_in_office(day, commander, how):
    leading = on("long", day).headline("role", aspect="force commander")
    assert leading is not None
    assert (leading.subject, leading.value) == (commander, how)


@pytest.mark.parametrize(
    ("day", "lead"), [("2020-10-15", "Velmara"), ("2023-06-30", "Velmara"), ("2023-07-01", "Brandovia")]
)
def test_the_lead_nation_of_a_day_is_the_latest(day, lead):
    leading = on("long", day).headline("profile", aspect="lead nation")
    assert leading is not None
    assert leading.value == lead


def test_series_of_other_scopes_and_subjects_are_no_rivals():
    part = fact("S2-02", "strength", "150 police officers", as_of="2025-01", scope="police component")
    found = story("2025-02-01", JANUARY, part)
    assert found.rivals("strength") == (JANUARY,)
    assert found.rivals("strength", scope="Police Component") == (part,)


# age


def test_a_brief_says_how_new_its_newest_fact_is_once_that_is_over_60_days_old():
    assert not story("2025-04-01", JANUARY).is_old
    assert story("2025-04-02", JANUARY).is_old  # 61 days since 31 January


@pytest.mark.parametrize(("day", "is_stale"), [("2025-01-15", False), ("2025-05-01", False), ("2025-05-02", True)])
def test_a_count_is_stale_when_over_90_days_have_passed_since_the_last_day_it_can_mean(day, is_stale):
    assert story(day, JANUARY).is_stale(JANUARY) == is_stale


def test_what_never_spoils_is_never_stale():
    term = fact("S1-19", "mandate", "1 year", aspect="term", occurred="2000-01-01", valid_to="2001-01-01")
    assert not story("2026-11-22", term).is_stale(term)


def test_the_newest_fact_is_one_that_says_its_own_day_where_several_share_it():
    stance = fact("S2-09", "position", "support", subject="Haiti")
    found = story("2025-02-01", stance, JANUARY, sources=[source("S2", "2025-01")])
    assert found.newest == JANUARY


def test_the_undated_are_shown_as_undated():
    stance = fact("S1-09", "position", "support", as_of="unknown, near 2024-11-07")
    assert story("2025-01-01", stance).spoken_on(stance) == RecordedDate(None, Precision.UNKNOWN)


# figures against figures


def share(count: str, target: str) -> tuple[str, str, bool, bool]:
    made = progress(fact("S0-01", "strength", count), fact("S0-02", "target", target))
    assert made is not None
    return f"{float(made.share):.3f}", str(made.missing), made.is_about, made.is_reached


def test_a_count_against_a_target_gives_share_and_shortfall():
    assert share("about 572 personnel", "2,500 officers") == ("0.229", "about 1,928", True, False)
    assert share("1,140", "3,000") == ("0.380", "1,860", False, False)
    assert share("2,530", "2,500") == ("1.012", "30", False, True)


@pytest.mark.parametrize("count", ["up to 4,000", "less than 2,600", "nearly 2,500", "2,400-2,700"])
def test_a_count_that_may_lie_below_the_target_has_not_reached_it(count):
    """As for outcomes: “up to 4,000” is no 2,500."""
    assert not share(count, "2,500")[3]


def test_without_a_number_there_is_no_share():
    assert progress(fact("S0-01", "strength", "unknown"), fact("S0-02", "target", "2,500")) is None
    assert progress(fact("S0-01", "strength", "5"), fact("S0-02", "target", "0")) is None


@QUICK
@given(st.dates(date(2020, 1, 1), date(2026, 12, 31)), st.sampled_from(["haiti", "long", "successor"]))
def test_on_any_day_the_real_records_keep_the_rules_too(day, name):
    found = on(name, str(day))
    assert all(found.counts_from(claim) <= day for claims in found.series.values() for claim in claims)
    assert all(found.counts_from(claim) > day for claim in found.awaited.values())
    assert not any(claim.beside for claims in found.series.values() for claim in claims)
