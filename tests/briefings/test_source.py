"""What stands behind a figure, in words."""

from __future__ import annotations

from briefings.claims import Claim, Relation
from briefings.document import Document, Line
from briefings.documents import source_of_fact, source_page, sources
from briefings.documents.page import Page
from tests.briefings.stage import facts, header, labels, lines, on, record, section, small, title

NOW = "2026-11-22"


def behind(name: str, record_name: str = "haiti", *related: tuple[Relation, bool, Claim]) -> Document[Line]:
    return source_of_fact(on(record_name, NOW), facts(record_name)[name], related)


def test_behind_the_572_stands_its_quotation():
    page = behind("S2-21")
    assert title(page) == "S2-21: about 572 personnel deployed, Jan 2025 [S2]"
    assert header(page) == ["Deployed strength · MSS Haiti"]
    assert section(page, "Quotation") == ["“only about 572 personnel out of the 2,500 pledged have been deployed”"]
    assert section(page, "Said by") == ["the source itself"]
    assert section(page, "Date") == ["Jan 2025, the day it speaks of; stated by the source"]


def test_the_source_says_what_is_not_recorded_of_it():
    assert section(behind("S2-21"), "Source") == [
        "[S2] Rubio praises the Kenyan force in Haiti, news article",
        "published Jan 2025; no date of its own; it reports “as of January 2025”",
        "publisher and link not recorded",
    ]
    assert section(behind("S2-21"), "Grade") == ["not graded"]


def test_an_inferred_date_tells_its_basis():
    [dated] = section(behind("S1-23"), "Date")
    assert (
        dated
        == "7 Nov 2024 or later, the day it speaks of; inferred: “currently”, in an article of 7 November 2024 or later"
    )


def test_an_undated_fact_says_from_when_it_counts():
    [dated] = section(behind("S1-09"), "Date")
    assert dated == "not given by the source; it counts from the day the source could be read"


def test_both_dates_of_a_target_are_told():
    assert section(behind("S0-15"), "Date") == [
        "26 Sep 2024, when it was reported; stated by the source",
        "Jan 2025, the deadline; stated by the source",
    ]


def test_who_is_passed_on_is_named():
    assert section(behind("S0-12"), "Said by") == ["William Ruto"]


def test_rivals_stand_beside_it_with_the_rule_that_chose():
    page = behind("S2-18")
    assert {line.split(":")[0] for line in section(page, "Beside it")} == {"S0-15", "S1-25"}
    [why] = section(page, "Headline")
    assert why.startswith("S0-15 leads by an editor's choice: Two sources say “by January”")


def test_linked_facts_are_named_with_the_relation():
    known = facts("haiti")
    page = behind(
        "S2-18", "haiti", (Relation.CONTRADICTS, True, known["S0-15"]), (Relation.RESTATES, False, known["S2-22"])
    )
    assert section(page, "Contradicts")[0].startswith("S0-15: target of 2,500 officers")
    assert section(page, "Restated by")[0].startswith("S2-22: ")


def test_the_conflicts_of_the_record_are_remarks():
    remarks = section(behind("S2-18"), "Remarks")
    assert [line.split(",")[0] for line in remarks] == ["C2", "C3", "C11"]


def test_a_doubt_is_told():
    [doubt] = section(behind("S2-03"), "Doubt")
    assert doubt.startswith("the source seems to err: If the article came out before 20 January 2025")


def test_what_is_not_about_the_mission_says_so():
    assert any("Not about the mission itself" in line for line in small(behind("S0-13")))


def test_the_mandate_shows_what_only_a_mandate_has():
    page = behind("S14-01", "long")
    assert section(page, "Legal instrument") == ["S/RES/9078 (2022)"]
    assert section(page, "Penholders") == ["Orrenmark and Kesterway"]


def test_a_day_among_the_details_is_written_as_a_day():
    assert section(behind("S1-19"), "Previous end, derived") == ["2 Oct 2024"]


def test_a_link_and_a_grade_are_shown():
    page = behind("S19-02", "long")
    assert "[S19] Report of the Secretary-General on the mission in Karuna (S/2023/9051), UN report" in section(
        page, "Source"
    )
    assert "publisher: United Nations" in section(page, "Source")
    assert section(page, "Grade") == ["A1"]


def test_the_leading_mandate_is_not_said_to_lead_as_the_latest():
    """Its kind has another rule: the one that ends last."""
    said = section(behind("S2-10"), "Headline")
    assert said
    assert not any("as the latest" in line for line in said)


def test_a_source_lists_what_was_recorded_from_it():
    held = on("haiti", NOW)
    claims = tuple(claim for claim in record("haiti").claims if claim.source == "S2")
    page = source_page(held, held.sources["S2"], Page(claims[:20], len(claims), size=20))
    assert title(page) == "[S2] Rubio praises the Kenyan force in Haiti: 24 facts recorded"
    assert any(
        line.startswith("S2-14: Kenya: first group of Kenyan security forces, 25 Jun 2024") for line in lines(page)
    )


def test_every_source_is_listed_with_its_day_and_its_facts():
    page = sources(on("haiti", NOW), {"S0": 26, "S1": 28, "S2": 24})
    assert title(page) == "MSS Haiti: 78 facts from 3 sources"
    assert "[S2] Rubio praises the Kenyan force in Haiti, news article, Jan 2025: 24 facts" in lines(page)


def test_one_fact_is_one_fact():
    assert title(sources(on("haiti", NOW), {"S0": 1})).startswith("MSS Haiti: 1 fact from")


def test_the_labels_of_a_fact_stand_in_one_order():
    assert labels(behind("S2-21"))[:5] == ["Quotation", "Said by", "Date", "Source", "Grade"]
