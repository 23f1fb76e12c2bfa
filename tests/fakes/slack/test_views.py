"""Modals and the home tab: what the views methods allow, and what a person can do in a view."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import FakeSlack, Modal
from tests.fakes.slack.echo import bare_app, blocks, button, field, modal, running
from tests.fakes.slack.screens import TROUBLE

KENYA: dict[str, Any] = {"text": {"type": "plain_text", "text": "Kenya"}, "value": "KE"}
HAITI: dict[str, Any] = {"text": {"type": "plain_text", "text": "Haiti"}, "value": "HT"}


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with await FakeSlack.start() as slack:
        yield slack


def _app(slack: FakeSlack, *parts: dict[str, Any], answer: dict[str, Any] | None = None) -> tuple[AsyncApp, list[Any]]:
    """An app that opens a form of these fields, notes every interaction and answers submissions as told."""
    app, noted = bare_app(slack), []

    @app.command("/mss")
    async def form(ack: Any, command: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=command["trigger_id"], view=modal("Figure", *parts))

    @app.view("form")
    async def submitted(ack: Any, body: dict[str, Any]) -> None:
        noted.append(body)
        await ack(**(answer or {}))

    @app.options("entered")
    async def search(ack: Any, body: dict[str, Any]) -> None:
        await ack(options=[one for one in (KENYA, HAITI) if body["value"].casefold() in one["value"].casefold()])

    return app, noted


async def _error(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


def _trigger(slack: FakeSlack, user: Any) -> str:
    return slack.delivery._trigger(user.user, slack.team)


async def test_every_kind_of_field_tells_what_was_entered(slack):
    app, noted = _app(
        slack,
        field("Strength", "number_input", is_decimal_allowed=False),
        field("Day", "datepicker", initial_date="2025-01-15"),
        field("Country", "static_select", options=[KENYA, HAITI]),
        field("Also", "checkboxes", options=[KENYA, HAITI]),
        field("Party", "external_select", min_query_length=1),
    )
    async with running(slack, app):
        form = (await slack.person("Ada").types("/mss form")).modal
        assert await form.suggestions("Party", "ke") == ["Kenya"]
        await form.fill(strength=572, country="Haiti", also=["HT"], party="Kenya").submit()
    entered = {name: values["entered"] for name, values in noted[0]["view"]["state"]["values"].items()}
    assert entered == {
        "strength": {"type": "number_input", "value": "572"},
        "day": {"type": "datepicker", "selected_date": "2025-01-15"},
        "country": {"type": "static_select", "selected_option": HAITI},
        "also": {"type": "checkboxes", "selected_options": [HAITI]},
        "party": {"type": "external_select", "selected_option": KENYA},
    }


async def test_an_update_keeps_what_was_filled_in_and_a_bad_one_is_trouble(slack):
    better = {"response_action": "update", "view": modal("Check", field("Strength"), field("Source"))}
    app, _noted = _app(slack, field("Strength"), answer=better)
    async with running(slack, app):
        form = (await slack.person("Ada").types("/mss form")).modal
        await form.fill(strength="572").submit()
        assert (form.title, form.fields, form.value("Strength")) == ("Check", ["Strength", "Source"], "572")
        better["view"] = modal("x" * 25, field("Strength"))
        assert (await form.fill(source="S2").submit()).error == TROUBLE
        assert form.is_open


async def test_a_view_that_changed_meanwhile_is_not_overwritten(slack):
    ada, api = slack.person("Ada"), AsyncWebClient(token=slack.bot_token, base_url=slack.base_url)
    view = {"type": "home", "blocks": blocks("first")}
    first = (await api.views_publish(user_id=ada.id, view=view))["view"]
    await api.views_publish(user_id=ada.id, view=view, hash=first["hash"])
    assert await _error(api.views_publish(user_id=ada.id, view=view, hash=first["hash"])) == "hash_conflict"
    assert await _error(api.views_update(view_id="V404", view=modal("x", field("A")))) == "not_found"
    slack.app.has_home = False
    assert await _error(api.views_publish(user_id=ada.id, view=view)) == "not_enabled"


async def test_views_are_pushed_three_deep_by_triggers_of_their_own(slack):
    ada, api = slack.person("Ada"), AsyncWebClient(token=slack.bot_token, base_url=slack.base_url)
    view = modal("x", field("A"))
    assert await _error(api.views_push(trigger_id=_trigger(slack, ada), view=view)) == "not_found"
    await api.views_open(trigger_id=_trigger(slack, ada), view=view)
    for _ in range(2):
        await api.views_push(trigger_id=_trigger(slack, ada), view=view)
    assert await _error(api.views_push(trigger_id=_trigger(slack, ada), view=view)) == "push_limit_reached"
    assert await _error(api.views_open(trigger_id="1.2.x", view=view)) == "invalid_trigger_id"


async def test_buttons_in_a_view_tell_of_the_view(slack):
    ada, app, noted = slack.person("Ada"), bare_app(slack), []

    @app.action("full")
    async def full(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        noted.append(body)
        await client.views_open(trigger_id=body["trigger_id"], view=modal("Full", field("A")))

    api = AsyncWebClient(token=slack.bot_token, base_url=slack.base_url)
    await api.views_publish(
        user_id=ada.id, view={"type": "home", "blocks": blocks("due", button("Full brief", "full"))}
    )
    async with running(slack, app):
        seen = await ada.home.press("Full brief")
    assert isinstance(seen.modal, Modal)
    assert noted[0]["container"]["type"] == noted[0]["view"]["type"].replace("home", "view")
    assert "response_url" not in noted[0]


async def test_a_cancelled_form_is_told_only_when_asked_for(slack):
    ada, api = slack.person("Ada"), AsyncWebClient(token=slack.bot_token, base_url=slack.base_url)
    for asked in (False, True):
        view = {**modal("x", field("A")), "notify_on_close": asked}
        await api.views_open(trigger_id=_trigger(slack, ada), view=view)
        told = await Modal(ada, ada.screen.modals[-1]).close()
        assert (told is not None) == asked
        assert ada.screen.modals == []
