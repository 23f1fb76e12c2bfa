"""What Slack refuses in messages and views, each with the words it uses."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.slack.echo import blocks, button, field, modal
from tests.fakes.slack.limits import message_problems, view_problems

PLAIN = {"type": "plain_text", "text": "x"}


def section(words: str, **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": words}, **more}


def table(*rows: list[str], **more: Any) -> dict[str, Any]:
    cells = [[{"type": "raw_text", "text": cell} for cell in row] for row in rows]
    return {"type": "data_table", "caption": "Counts", "rows": cells, **more}


def chart(points: int = 4, **more: Any) -> dict[str, Any]:
    labels = [f"day {number}" for number in range(points)]
    data = [{"label": label, "value": number} for number, label in enumerate(labels)]
    lines = {"type": "line", "series": [{"name": "Deployed", "data": data}], "axis_config": {"categories": labels}}
    return {"type": "data_visualization", "title": "Deployed", "chart": {**lines, **more}}


def test_a_rich_brief_passes():
    brief = [
        {"type": "header", "text": PLAIN},
        *blocks("*Deployed* about 572", button("Full brief", "full"), button("Sources", "sources")),
        {"type": "section", "fields": [{"type": "mrkdwn", "text": "*Due*"}], "accessory": button("Why?", "why")},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "S1"}]},
        {"type": "divider"},
        table(["Day", "Count"], ["7 Nov 2024", "400"]),
        chart(),
    ]
    assert message_problems(brief) == []
    assert view_problems({"type": "home", "blocks": brief}) == []


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        (section("x" * 3_001), "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
        (section(""), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
        ({"type": "section"}, "missing required field: text or fields [json-pointer:/blocks/0]"),
        ({"type": "section", "fields": [PLAIN] * 11}, "no more than 10 items allowed [json-pointer:/blocks/0/fields]"),
        (
            {"type": "section", "fields": [{"type": "mrkdwn", "text": "x" * 2_001}]},
            "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
        ),
        (
            {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}},
            "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
        ),
        (
            {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
            "must be a valid enum value [json-pointer:/blocks/0/text/type]",
        ),
        (
            {"type": "context", "elements": [PLAIN] * 11},
            "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
        ),
        (
            {"type": "actions", "elements": [button("x" * 76, "a")]},
            "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
        ),
        (
            {"type": "actions", "elements": [{**button("x", "a"), "value": "v" * 2_001}]},
            "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
        ),
        (
            {"type": "actions", "elements": [button("x", "a"), button("y", "a")]},
            "`action_id` `a` already exists [json-pointer:/blocks/0/elements]",
        ),
        (
            {"type": "actions", "elements": [button("x", str(n)) for n in range(26)]},
            "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
        ),
        (section("x", block_id="b" * 256), "must be less than 256 characters [json-pointer:/blocks/0/block_id]"),
        ({"type": "banner"}, "unsupported type: banner [json-pointer:/blocks/0/type]"),
        ({"type": "alert", "text": PLAIN}, "unsupported type: alert [json-pointer:/blocks/0/type]"),
        (table(["Day"]), "no fewer than 2 items allowed [json-pointer:/blocks/0/rows]"),
        (table(["Day"], *[["x"]] * 101), "no more than 101 items allowed [json-pointer:/blocks/0/rows]"),
        (table(["Day"], ["a", "b"]), "all rows must have the same number of cells [json-pointer:/blocks/0/rows]"),
        (table(["Day"], [""]), "must be more than 0 characters [json-pointer:/blocks/0/rows/1/0/text]"),
        (table(["Day"], ["x"], caption=""), "must be more than 0 characters [json-pointer:/blocks/0/caption]"),
        (
            table(["Day"], ["x" * 10_000]),
            "must be less than 10001 characters in all table cells [json-pointer:/blocks]",
        ),
        (chart(21), "no more than 20 items allowed [json-pointer:/blocks/0/chart/series/0/data]"),
        (
            chart(axis_config={"categories": ["other"]}),
            "labels must match the categories [json-pointer:/blocks/0/chart/series/0/data]",
        ),
    ],
)
def test_a_block_over_a_limit_is_named(block, problem):
    assert problem in message_problems([block])


def test_a_message_holds_fifty_blocks_and_two_charts():
    assert message_problems([{"type": "divider"}] * 51) == ["no more than 50 items allowed [json-pointer:/blocks]"]
    assert message_problems([chart()] * 3) == [
        "no more than 2 data_visualization blocks allowed [json-pointer:/blocks]"
    ]
    assert message_problems([section("x", block_id="b")] * 2) == ["block_id already exists: b [json-pointer:/blocks]"]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"title": {"type": "plain_text", "text": "x" * 25}}, "must be less than 25 characters"),
        ({"private_metadata": "x" * 3_001}, "must be less than 3001 characters [json-pointer:/view/private_metadata]"),
        ({"callback_id": "x" * 256}, "must be less than 256 characters [json-pointer:/view/callback_id]"),
        ({"blocks": [{"type": "divider"}] * 101}, "no more than 100 items allowed [json-pointer:/view/blocks]"),
        ({"blocks": [field("Party", "static_select", options=[])]}, "no fewer than 1 items allowed"),
        (
            {"blocks": [field("Party", "static_select", options=[{"text": PLAIN, "value": "v" * 151}])]},
            "must be less than 151 characters [json-pointer:/view/blocks/0/element/options/0/value]",
        ),
    ],
)
def test_a_view_over_a_limit_is_named(change, problem):
    assert problem in "\n".join(view_problems({**modal("Figure", field("Strength")), **change}))


def test_a_modal_with_fields_needs_a_submit_button():
    view = modal("Figure", field("Strength"))
    assert view_problems(view) == []
    del view["submit"]
    assert view_problems(view) == ["missing required field: submit [json-pointer:/view]"]
