"""A message over a limit is named before Slack refuses it."""

from __future__ import annotations

import pytest

from adapters.slack.limits import Block, Message, check


def section(length: int) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": "x" * length}}


def button(**fields: str) -> Block:
    return {"type": "button", "text": {"type": "plain_text", "text": fields.pop("label", "Brief")}, **fields}


def chart(points: int = 4, title: str = "Over time", name: str = "MSS") -> Block:
    days = [str(number) for number in range(points)]
    series = [{"name": name, "data": [{"label": day, "value": 1} for day in days]}]
    return {"type": "data_visualization", "title": title,
            "chart": {"type": "line", "series": series, "axis_config": {"categories": days}}}  # fmt: skip


def table(rows: int, columns: int, text: str = "x") -> Block:
    return {"type": "data_table", "caption": "c", "rows": [[{"type": "raw_text", "text": text}] * columns] * rows}


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


BROKEN = [
    ([section(3_001)], "characters of a section: 3,001, 3,000 at most"),
    ([section(1)] * 51, "blocks: 51, 50 at most"),
    ([section(2_900)] * 4, "characters of all blocks: 11,600, 11,000 at most"),
    ([{"type": "section", "fields": [{"text": "x"}] * 11}], "fields of a section: 11, 10 at most"),
    ([{"type": "section", "fields": [{"text": "x" * 2_001}]}], "characters of a field: 2,001, 2,000 at most"),
    ([{"type": "header", "text": {"text": "x" * 151}}], "characters of a header: 151, 150 at most"),
    ([{"type": "context", "elements": [{"text": "x"}] * 11}], "elements of a context: 11, 10 at most"),
    ([actions(*[button()] * 26)], "elements of actions: 26, 25 at most"),
    ([actions(button(label="x" * 76))], "characters on a button: 76, 75 at most"),
    ([actions(button(value="x" * 2_001))], "characters of a button's value: 2,001, 2,000 at most"),
    ([actions(button(action_id="x" * 256))], "characters of an action_id: 256, 255 at most"),
    ([table(102, 2)], "rows of a table: 101, 100 at most"),
    ([table(3, 21)], "columns of a table: 21, 20 at most"),
    ([table(30, 4, "x" * 90)], "characters of all tables: 10,800, 10,000 at most"),
    ([chart(), chart(), chart()], "charts: 3, 2 at most"),
    ([chart(points=21)], "points of a chart: 21, 20 at most"),
    ([chart(title="x" * 51)], "characters of a chart's title: 51, 50 at most"),
    ([chart(name="x" * 21)], "characters of a chart's label: 21, 20 at most"),
]  # fmt: skip


@pytest.mark.parametrize(("blocks", "named"), BROKEN, ids=[named.partition(":")[0] for _, named in BROKEN])
def test_a_broken_limit_is_named(blocks, named):
    assert named in check(Message("text", tuple(blocks)))


def test_a_text_that_could_not_be_updated_is_named():
    assert check(Message("x" * 4_001, ())) == ("characters of text: 4,001, 4,000 at most",)


def test_a_letter_beyond_the_basic_plane_counts_twice():
    assert check(Message("𝔐" * 2_001, ())) == ("characters of text: 4,002, 4,000 at most",)


def test_a_message_within_every_limit_breaks_none():
    assert check(Message("text", (section(3_000), actions(button(value="x")), table(3, 2), chart()))) == ()


def test_a_message_never_unfurls_what_it_links():
    call = Message("text", (section(1),)).as_call()
    assert call == {"text": "text", "blocks": [section(1)], "unfurl_links": False, "unfurl_media": False}
