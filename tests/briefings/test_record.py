"""Record files: every fault at once, nothing lost between file and record, and what the bundled one says."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings import words
from briefings.claims import Relation
from briefings.dates import Role
from briefings.document import UserError
from briefings.record import Fault, check_record, read_record, write_record
from tests.briefings.made_up import QUICK, records
from tests.briefings.stage import FILES, facts, record

GOOD = """\
format = 1

[mission]
name = "Mission of the test"
short = "Test"
aliases = ["MT"]

[[source]]
name = "S0"
title = "A report"
published = "2024-09-26 or later"
grade = "B2"
link = "https://example.org/a"

[[party]]
name = "Kenya"

[[party]]
name = "United States"
short = "US"
aliases = ["USA"]

[[fact]]
name = "S0-01"
kind = "strength"
source = "S0"
value = "about 400 police officers"
as_of = "2024-11-07 or later"
basis = "inferred: “currently”"
quote = "has approximately 400 police officers deployed"

[[fact]]
name = "S0-02"
kind = "vote"
source = "S0"
subject = "Kenya"
value = "adopted"
occurred = 2024-11-08
yes = 12
led_by = ["United States", "Kenya"]
restates = ["S0-01"]

[[fact]]
name = "S0-03"
kind = "obligation"
source = "S0"
text = "a report"
rule = "report 30 days before end"

[[headline]]
fact = "S0-01"
reason = "It is the only one."

[[remark]]
name = "C1"
kind = "trap"
facts = ["S0-01"]
text = "One count."
"""


def said(fault: Fault) -> str:
    return f"{words.text(fault.what)} {words.text(fault.fix)}"


def faults(text: str) -> list[tuple[int, str]]:
    return [(fault.line, said(fault)) for fault in check_record(text)]


def test_a_good_file_has_no_fault():
    assert faults(GOOD) == []


# each case: what is changed into what, the line the fault is on, and words of the fault and of its fix
ONE_FAULT = {
    "an unknown key": ('value = "about', 'valeu = "about', "valeu", "“valeu” has no meaning", "mean “value”"),
    "a key of another kind": ("yes = 12", "place = 12", "place", "“place” has no meaning here", "Take it out, or use one of"),
    "a date another kind has": ("text = \"a report\"", "valid_to = \"2024\"", "valid_to", "“valid_to” has no meaning", "use one of"),
    "an unknown table": ("[[remark]]", "[[remarks]]", "[[remarks]]", "“remarks” has no meaning", "mean “remark”"),
    "an unknown kind": ('kind = "vote"', 'kind = "votes"', '"votes"', "“votes” is none of the words", "mandate, ceiling"),
    "a word outside the set": ('"adopted"', '"carried"', '"carried"', "“carried” is none of the words", "unanimous, adopted"),
    "a number without quotation marks": ('"about 400 police officers"', "400", "value = 400", "“400” cannot be read as value", "about 572 personnel"),
    "a number nobody can read": ("about 400", "2.500", "2.500", "cannot be read as value", "about 572 personnel"),
    "a day that does not exist": ('"2024-11-07 or later"', '"2024-13-07"', "2024-13-07", "cannot be read as as_of", "2024-11-07"),
    "a moment for a day": ("2024-11-08", "2024-11-08T10:00:00", "occurred", "cannot be read as occurred", "2024-11-07"),
    "a basis that is none": ("inferred:", "guessed:", "guessed", "“guessed” is not a basis", "stated, inferred or relative"),
    "a long quotation": ("has approximately", "a b c d e f g h has approximately", "quote", "has 14 words", "Keep the 12 words"),
    "a grade that is none": ('"B2"', '"G7"', "G7", "“G7” cannot be read as grade", "B2"),
    "a link that leads nowhere": ("https://", "javascript://", "javascript", "cannot be read as link", "https://"),
    "a rule nobody can reckon": ("30 days before end", "soon", "report soon", "cannot be read as rule", "30 days before end"),
    "a fact's name of another form": ('name = "S0-03"', 'name = "three"', "three", "cannot be read as name", "S2-21"),
    "a fact named after another source": ('name = "S0-03"', 'name = "S1-03"', "[[fact]]\nname = \"S1-03\"|source", "S1-03 is named after another source", "S0-…"),
    "a fact without a name": ('name = "S0-03"\n', "", "[[fact]]\nkind = \"obligation\"", "“name” is missing", "name ="),
    "a position without a side": ('kind = "obligation"\nsource = "S0"\ntext = "a report"\nrule = "report 30 days before end"', 'kind = "position"\nsource = "S0"', "[[fact]]\nname = \"S0-03\"", "“value” is missing", 'value = "support"'),
    "a source without a title": ('title = "A report"\n', "", "[[source]]", "“title” is missing", "title ="),
    "a mission without a short name": ('short = "Test"\n', "", "[mission]", "“short” is missing", "short ="),
    "a fact that is there twice": ('name = "S0-03"', 'name = "S0-02"', "[[fact]]\nname = \"S0-02\"\nkind = \"obl", "“S0-02” is here twice", "first on line"),
    "a party of two names": ('aliases = ["USA"]', 'aliases = ["Kenya"]', "[[party]]\nname = \"United", "“Kenya” is here twice", "keep one"),
    "a source nobody knows": ('name = "S0-02"\nkind = "vote"\nsource = "S0"', 'name = "F2"\nkind = "vote"\nsource = "S9"', "S9", "no source “S9”", "[[source]]"),
    "a party nobody knows": ('subject = "Kenya"', 'subject = "Kenia"', "Kenia", "no party “Kenia”", "mean “Kenya”"),
    "one unknown leader of two": ('["United States", "Kenya"]', '["United States", "Mars"]', "led_by", "no party “Mars”", "[[party]]"),
    "a link to no fact": ('restates = ["S0-01"]', 'restates = ["S0-91"]', "restates", "no fact “S0-91”", "mean “S0-"),
    "a fact leaning on itself": ('restates = ["S0-01"]', 'restates = ["S0-02"]', "restates", "leans on itself", "Take its own name out"),
    "a choice of no fact": ('fact = "S0-01"', 'fact = "S7-77"', "S7-77", "no fact “S7-77”", "fact"),
    "a remark on no fact": ('facts = ["S0-01"]', 'facts = ["S7-77"]', "S7-77", "no fact “S7-77”", "fact"),
    "no format": ("format = 1\n", "\n", "", "which format", "format = 1"),
    "a table that stands once": ('[[headline]]', '[headline]', "[headline]", "a table of its own each time", "Write [[headline]]"),
    "a flag in words": ("yes = 12", 'beside = "yes"', "beside", "“yes” cannot be read as beside", "true"),
    "a tally in words": ("yes = 12", 'yes = "twelve"', "twelve", "“twelve” cannot be read as yes", "12"),
    "a truth for a tally": ("yes = 12", "yes = true", "yes =", "cannot be read as yes", "12"),
    "one name for a list": ('aliases = ["MT"]', 'aliases = "MT"', "aliases", "“MT” cannot be read as aliases", "[\"first\""),
    "not TOML": ('title = "A report"', 'title = "A report', "title", "not TOML", "quotation mark"),
    "a key that is there twice": ('grade = "B2"', 'title = "B2"', 'title = "B2"', "not TOML", "Look for"),
}  # fmt: skip


@pytest.mark.parametrize("case", ONE_FAULT)
def test_a_fault_is_named_with_its_line_and_its_fix(case):
    old, new, at, what, fix = ONE_FAULT[case]
    text = GOOD.replace(old, new, 1)
    where, _bar, key = at.partition("|")
    position = text.index(where) + (text[text.index(where) :].index(key) if key else 0)
    [(line, words_)] = faults(text)
    assert (what in words_, fix in words_) == (True, True), words_
    assert line == text.count("\n", 0, position) + 1


def test_every_fault_is_named_at_once_in_the_order_of_the_lines():
    text = (
        GOOD.replace('"B2"', '"G7"')
        .replace("about 400", "2.500")
        .replace('"adopted"', '"carried"')
        .replace('"S0-03"', '"x"')
    )
    found = faults(text)
    assert [words_.split("”")[0] for _line, words_ in found] == ["“G7", "“2.500 police officers", "“carried", "“x"]
    assert [line for line, _words in found] == sorted(line for line, _words in found)


def test_one_fault_brings_no_others():
    """A fact with a bad value is still there for those who lean on it."""
    assert len(faults(GOOD.replace("about 400", "2.500"))) == 1


def test_the_fault_of_a_line_without_quotation_marks_is_the_file_not_being_toml():
    [(line, words_)] = faults(GOOD.replace('short = "Test"', "short = Test"))
    assert line == 5
    assert "not TOML" in words_


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment"])
def test_an_empty_file_lacks_its_format_and_its_mission(text):
    found = [words_ for _line, words_ in faults(text)]
    assert len(found) == 2
    assert "format" in found[0]
    assert "[mission]" in found[1]


def test_a_file_of_another_format_is_told_so():
    [(line, words_)] = faults(GOOD.replace("format = 1", "format = 2"))
    assert line == 1
    assert "does not say" not in words_


def test_a_mission_in_double_brackets_is_told_to_take_one_pair():
    found = faults(GOOD.replace("[mission]", "[[mission]]"))
    assert any("Write [mission]" in words_ for _line, words_ in found)


WRONG = [
    "5",
    "true",
    "1.5",
    '"x"',
    "[]",
    "[1]",
    '["x"]',
    '[["x"]]',
    "{}",
    "{ a = 1 }",
    "[{ a = 1 }]",
    "2024-11-07",
    "10:00:00",
]


@pytest.mark.parametrize("table", ["format", "mission", "source", "party", "fact", "headline", "remark", "surprise"])
@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_thing_for_a_table_is_a_fault_and_no_crash(table, wrong):
    kept = GOOD.split("\n\n")
    rest = "\n\n".join(block for block in kept if not block.strip().startswith((f"[[{table}]]", f"[{table}]", table)))
    assert faults(f"{table} = {wrong}\n{rest}") or (table, wrong) in {
        ("party", "[]"),
        ("headline", "[]"),
        ("remark", "[]"),
    }


@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_things_everywhere_are_faults_and_no_crash(wrong):
    mutated = "\n".join(f"{line.split(' = ')[0]} = {wrong}" if " = " in line else line for line in GOOD.split("\n"))
    assert len(faults(mutated)) > 5
    with pytest.raises(UserError):
        read_record(mutated)


HOSTILE = {
    "a thousand brackets": "a = " + "[" * 3_000,
    "a number of 5,000 digits": "a = " + "9" * 5_000,
    "a large hexadecimal number": GOOD.replace('"about 400 police officers"', "0x" + "f" * 5_000),
    "a zero byte": GOOD + "\x00",
    "a mark of byte order": "\ufeff" + GOOD,
    "one huge line": "a" * 1_000_000,
    "old line ends": GOOD.replace("\n", "\r"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_files_are_faults_and_no_crash(case):
    for fault in check_record(HOSTILE[case]):
        assert said(fault)


def test_facts_that_supersede_each_other_are_a_fault():
    """Otherwise both would silently drop out of every brief."""
    text = GOOD.replace('rule = "report', 'supersedes = ["S0-02"]\nrule = "report').replace(
        'restates = ["S0-01"]', 'supersedes = ["S0-03"]'
    )
    assert any("supersede" in words_ for _line, words_ in faults(text))


def test_windows_line_ends_are_no_fault():
    assert faults(GOOD.replace("\n", "\r\n")) == []


_TOMLISH = st.lists(
    st.sampled_from(["[[fact]]", "[fact]", "[mission]", "[[source]]", "name", "kind", "value", "format", " = ", "\n", '"', "1",
                     "S0-01", "strength", "[", "]", "{", "}", ",", "#", "'''", "2024-11-07", "\\", "é", "restates", "."]),
    max_size=40,
).map("".join)  # fmt: skip


@QUICK
@given(_TOMLISH | st.text())
def test_no_text_makes_the_check_crash(text):
    for fault in check_record(text):
        assert fault.line >= 1
        assert said(fault)


@QUICK
@given(st.data())
def test_no_mutation_of_a_real_file_makes_the_check_crash(data):
    """Lines taken out, doubled, cut or put elsewhere."""
    lines = record_text("successor").split("\n")
    for _change in range(data.draw(st.integers(1, 6))):
        here = data.draw(st.integers(0, len(lines) - 1))
        there = data.draw(st.integers(0, len(lines) - 1))
        lines[here] = data.draw(
            st.sampled_from([lines[there], lines[here][:-1], lines[here].replace('"', "", 1), "", "x = 1"])
        )
    for fault in check_record("\n".join(lines)):
        assert 1 <= fault.line <= len(lines)
        assert said(fault)


def record_text(name: str) -> str:
    return FILES[name].read_text("utf-8")


# files and records


@pytest.mark.parametrize("name", FILES)
def test_a_real_file_is_written_again_byte_for_byte(name):
    assert write_record(read_record(record_text(name))) == record_text(name)


@settings(deadline=None, max_examples=20)
@given(records())
def test_a_record_written_and_read_is_the_same_record(made_up):
    assert read_record(write_record(made_up)) == made_up


def test_reading_a_file_with_faults_names_the_first_and_the_command_that_lists_all():
    with pytest.raises(UserError) as refusal:
        read_record(GOOD.replace('"B2"', '"G7"'))
    assert "“G7”" in words.text(refusal.value.line)
    assert "mss record check" in words.text(refusal.value.line)


# what the bundled record says


def test_the_bundled_record_holds_78_facts_from_3_sources():
    held = record("haiti")
    assert [source.name for source in held.sources] == ["S0", "S1", "S2"]
    expected = [f"S{source}-{n:02}" for source, last in enumerate((26, 28, 24)) for n in range(1, last + 1)]
    assert [claim.name for claim in held.claims] == expected
    assert len(held.claims) == 78


def test_every_fact_of_the_bundled_record_has_its_evidence_in_12_words_at_most():
    assert all(0 < len(claim.quote.split()) <= 12 for claim in record("haiti").claims)


@pytest.mark.parametrize(
    ("source", "published"),
    [("S0", "2024-09-26 or later"), ("S1", "2024-11-07 to 2025-01-31"), ("S2", "2025-01")],
)
def test_no_bundled_source_has_a_day_of_publication(source, published):
    [found] = [one for one in record("haiti").sources if one.name == source]
    assert str(found.published) == published
    assert not found.readable_day_is_known
    assert (found.publisher, found.link, found.grade) == ("", "", "")


# name, kind, subject, value, its dates, how they are known
TELLING = [
    ("S0-01", "engagement", "", None, {"occurred": "2024-09-26"}, "inferred"),
    ("S0-06", "engagement", "", None, {"occurred": "about 2024-09"}, "relative"),
    ("S0-12", "contribution", "United States", None, {"reported_on": "2024-09-26"}, "stated"),
    ("S0-14", "announcement", "Kenya", None, {"occurred": "2024-09-26"}, "inferred"),
    ("S0-15", "target", "", "2,500 officers", {"reported_on": "2024-09-26", "deadline": "2025-01"}, "stated"),
    ("S0-22", "profile", "", "Kenya", {"reported_on": "2024-09-26"}, "stated"),
    ("S0-24", "profile", "", "peacekeeping mission", {"reported_on": "2024-09-26"}, "stated"),
    ("S0-25", "role", "William Ruto", "holds", {"reported_on": "2024-09-26"}, "stated"),
    ("S0-26", "role", "Antony Blinken", "holds", {"reported_on": "2024-09-26"}, "stated"),
    ("S1-01", "engagement", "", None, {"occurred": "2024-11-07"}, "inferred"),
    ("S1-06", "engagement", "", None, {"occurred": "2024-09"}, "stated"),
    ("S1-07", "position", "Kenya", "open", {"occurred": "2024-09"}, "stated"),
    ("S1-09", "position", "Haitian government", "support", {"as_of": "unknown, near 2024-11-07"}, "stated"),
    ("S1-10", "position", "Transitional Presidential Council", "support", {"as_of": "unknown, near 2024-11-07"}, "stated"),
    ("S1-12", "proposal", "United States", "withdrawn", {"occurred": "unknown, near 2024-11-07"}, "stated"),
    ("S1-13", "position", "United States", "withdrew", {"as_of": "unknown, near 2024-11-07"}, "stated"),
    ("S1-14", "position", "China", "oppose", {"as_of": "unknown, near 2024-11-07"}, "stated"),
    ("S1-15", "position", "Russia", "oppose", {"as_of": "unknown, near 2024-11-07"}, "stated"),
    ("S1-17", "profile", "", "voluntary contributions", {"reported_on": "2024-11-07 or later"}, "inferred"),
    ("S1-18", "vote", "UN Security Council", "unanimous", {"occurred": "unknown, near 2024-11-07"}, "stated"),
    ("S1-19", "mandate", "", "1 year", {"valid_to": "2025-10-02"}, "stated"),
    ("S1-22", "mandate", "", None, {"occurred": "unknown, near 2024-11-07"}, "stated"),
    ("S1-23", "strength", "", "about 400 police officers", {"as_of": "2024-11-07 or later"}, "inferred"),
    ("S1-25", "target", "", "2,500 officers", {"deadline": "2025-01"}, "inferred"),
    ("S2-02", "role", "Marco Rubio", "nominated", {"reported_on": "2025-01"}, "inferred"),
    ("S2-03", "role", "Donald Trump", "holds", {"reported_on": "2025-01"}, "inferred"),
    ("S2-04", "challenge", "", ("outgunned", "outnumbered"), {"occurred": "2025-01"}, "inferred"),
    ("S2-08", "movement", "", None, {"occurred": "2025-01"}, "relative"),
    ("S2-10", "mandate", "", "1 year", {"occurred": "by late 2024"}, "stated"),
    ("S2-11", "proposal", "", "under debate", {"as_of": "2025-01"}, "stated"),
    ("S2-12", "position", "Russia", "oppose", {"as_of": "2025-01"}, "stated"),
    ("S2-13", "position", "China", "oppose", {"as_of": "2025-01"}, "stated"),
    ("S2-14", "movement", "Kenya", None, {"occurred": "2024-06-25"}, "stated"),
    ("S2-15", "challenge", "", "understaffed", {"as_of": "2025-01"}, "stated"),
    ("S2-18", "target", "", "2,500 MSS officers", {"deadline": "before 2025-01"}, "stated"),
    ("S2-21", "strength", "", "about 572 personnel", {"as_of": "2025-01"}, "stated"),
    ("S2-22", "pledge", "", "2,500 personnel", {"as_of": "2025-01"}, "stated"),
    ("S2-23", "movement", "Guatemala", None, {"occurred": "2025-01"}, "relative"),
    ("S2-24", "movement", "El Salvador", None, {"occurred": "2025-01"}, "relative"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind", "subject", "value", "dates", "basis"), TELLING)
def test_a_bundled_fact_says_what_its_source_says(name, kind, subject, value, dates, basis):
    claim = facts("haiti")[name]
    assert (claim.kind, claim.subject, claim.basis.value) == (kind, subject, basis)
    assert (claim.value if isinstance(claim.value, tuple | None) else str(claim.value)) == value
    assert {role.value: str(said) for role, said in claim.dates.items()} == dates
    assert claim.scope == ""  # no source speaks of a part of the mission


@pytest.mark.parametrize(
    ("name", "details"),
    [
        ("S0-01", {"place": "New York, USA", "mode": "in person"}),
        ("S0-12", {"stage": "paid", "in_kind": True}),
        ("S1-07", {"condition": "if the UN Security Council wants it"}),
        ("S1-13", {"reason": "opposition from China and Russia"}),
        ("S1-18", {}),  # no tally, no resolution number
        ("S1-19", {"change": "extended", "previous_end": "2024-10-02"}),
        ("S1-21", {"led_by": ("United States", "Ecuador")}),
        ("S2-11", {"reasons": ("more stable funding", "broader support")}),
        ("S2-14", {"movement": "arrived"}),
    ],
)
def test_a_bundled_fact_has_the_details_of_its_source_and_no_more(name, details):
    assert facts("haiti")[name].details == details


def test_the_bundled_facts_lean_on_each_other_as_the_sources_do():
    found = {(claim.name, link.relation.value, link.to) for claim in record("haiti").claims for link in claim.links}
    restates = {
        ("S0-05", "S0-03"), ("S0-19", "S0-14"), ("S0-20", "S0-15"), ("S1-25", "S0-15"), ("S1-26", "S0-20"),
        ("S1-27", "S0-22"), ("S2-10", "S1-19"), ("S2-11", "S1-12"), ("S2-12", "S1-15"), ("S2-13", "S1-14"),
        ("S2-18", "S0-15"), ("S2-19", "S0-20"), ("S2-19", "S1-26"), ("S2-20", "S0-21"), ("S2-22", "S0-15"),
    }  # fmt: skip
    assert {(name, to) for name, relation, to in found if relation == "restates"} == restates
    contradicts = {("S2-18", "S0-15"), ("S2-18", "S1-25"), ("S2-20", "S0-21")}
    assert {(name, to) for name, relation, to in found if relation == "contradicts"} == contradicts
    part_of = {("S0-02", "S0-01"), ("S1-02", "S1-01"), ("S1-20", "S1-18"), ("S1-21", "S1-18")}
    assert {(name, to) for name, relation, to in found if relation == "part_of"} == part_of


def test_no_bundled_fact_supersedes_another():
    """A nomination replaces nobody, and both sides of each conflict are kept."""
    assert not any(claim.linked(Relation.SUPERSEDES) for claim in record("haiti").claims)


@pytest.mark.parametrize(
    ("name", "about"),
    [("C1", "S1-23 S2-21"), ("C2", "S0-15 S1-25 S2-18"), ("C3", "S0-15 S1-25 S2-18 S2-22"), ("C4", "S1-19 S2-10"),
     ("C5", "S0-21 S2-20"), ("C6", "S0-20 S1-26 S2-19"), ("C7", "S1-12 S1-13 S1-02"), ("C8", "S0-24 S1-07 S2-11"),
     ("C9", "S0-26 S2-02"), ("C10", "S0-15 S2-21"), ("C11", "S0-20 S2-18"), ("C12", "S2-08 S2-23 S2-24")],
)  # fmt: skip
def test_each_conflict_stands_beside_its_facts(name, about):
    [remark] = [remark for remark in record("haiti").remarks if remark.name == name]
    assert " ".join(remark.claims) == about


def test_the_editors_choice_is_the_target_that_two_sources_date_alike():
    [choice] = record("haiti").choices
    assert choice.claim == "S0-15"
    assert "by January" in choice.reason


def test_five_bundled_facts_are_not_about_the_mission():
    beside = [claim.name for claim in record("haiti").claims if claim.beside]
    assert beside == ["S0-04", "S0-09", "S0-10", "S0-13", "S1-05"]


def test_where_a_source_passes_somebody_on_that_person_is_named():
    said_by = {claim.name: claim.said_by for claim in record("haiti").claims if claim.said_by}
    assert said_by == {
        "S0-02": "US Department of State", "S0-06": "Antony Blinken", "S0-12": "William Ruto", "S0-18": "William Ruto",
        "S1-02": "William Ruto", "S1-07": "William Ruto", "S1-25": "William Ruto", "S2-04": "Marco Rubio, as reported",
        "S2-08": "Marco Rubio",
    }  # fmt: skip


def test_where_a_source_seems_to_err_the_doubt_is_kept():
    assert [claim.name for claim in record("haiti").claims if claim.doubt] == ["S0-24", "S2-03"]


def test_the_bundled_record_says_nothing_that_came_later():
    """The Gang Suppression Force, its resolution and its ceiling are not in the three sources."""
    text = record_text("haiti")
    assert not any(word in text for word in ("Gang Suppression", "2793", "5,550", "2699", "2751"))
    assert not any(claim.kind == "ceiling" or "instrument" in claim.details for claim in record("haiti").claims)


def test_a_fact_has_no_date_that_its_kind_does_not_have():
    """A mandate ends, a target and an obligation fall due; no other fact of the bundled record does."""
    waits = {claim.kind for claim in record("haiti").claims if {Role.DEADLINE, Role.VALID_TO} & claim.dates.keys()}
    assert waits == {"mandate", "target"}
