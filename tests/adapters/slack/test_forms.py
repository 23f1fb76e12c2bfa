"""Forms as Slack modals: drawn from a command's own declaration, read back as its words, nothing lost between."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.port import Field, Form, Input, OptionShape, Refused, Request, Room
from adapters.slack import forms
from bot.command import Command
from bot.commands import REGISTRY
from bot.desk import Desk
from briefings import documents
from briefings.document import Line, Quoted
from tests.adapters.said import in_english
from tests.fakes.slack import FakeSlack, Modal
from tests.fakes.slack.echo import bare_app, running
from tests.fakes.slack.elements import option_problems
from tests.fakes.slack.limits import view_is_too_large, view_problems
from tests.scene import AMINA, TODAY, at

PLACE = '{"team": "T1", "channel": "C1"}'


def notice(sentence: str) -> Any:
    return in_english(documents.notice(Line("{sentence}", sentence=Quoted(sentence))))


def field(
    name: str,
    input: Input,
    value: str = "",
    *,
    hint: str = "a hint",
    choices: tuple[str, ...] = (),
    needed: bool = False,
) -> Field:
    option = OptionShape(name, name.upper(), hint, input, is_required=needed, choices=choices)
    return Field(option, name.capitalize(), hint, value)


def form(*fields: Field, title: str = "Compare", what: str = "Put two days side by side.") -> Form:
    return Form("compare", title, what, fields, notice("no forms here"), "Ask")


def element(one: Field) -> dict[str, Any]:
    """How a question is asked."""
    return dict(forms.view(form(one), PLACE)["blocks"][1]["element"])


EVERY = form(
    field("day", Input.DAY, needed=True),
    field("party", Input.SEARCH),
    field("kind", Input.CHOICE, choices=("mandate", "strength")),
    field("page", Input.NUMBER),
    field("text", Input.LONG_TEXT),
    field("quote", Input.TEXT),
    field("full", Input.FLAG, hint="the long form"),
)
"""A field of every kind."""


# as Slack shows them


def test_a_form_has_what_slack_wants_of_a_modal():
    view = forms.view(EVERY, PLACE)
    assert view_problems(view) == []
    assert (view["title"]["text"], view["submit"]["text"]) == ("Compare", "Ask")
    assert view["blocks"][0]["elements"][0]["text"] == "Put two days side by side."


def test_each_kind_of_question_has_its_own_element():
    kinds = [block["element"]["type"] for block in forms.view(EVERY, PLACE)["blocks"][1:]]
    assert kinds == ["datepicker", "external_select", "static_select", "number_input", "plain_text_input",
                     "plain_text_input", "checkboxes"]  # fmt: skip


def test_only_what_is_needed_has_to_be_filled_in():
    optional = {block["block_id"]: block["optional"] for block in forms.view(EVERY, PLACE)["blocks"][1:]}
    assert [name for name, may_be_empty in optional.items() if not may_be_empty] == ["day"]


def test_a_hint_stands_under_its_field_and_beside_a_box():
    blocks = {block["block_id"]: block for block in forms.view(EVERY, PLACE)["blocks"][1:]}
    assert blocks["day"]["hint"]["text"] == "A hint"
    assert "hint" not in blocks["full"]
    assert blocks["full"]["element"]["options"][0]["text"]["text"] == "The long form"


def test_a_hint_too_long_for_a_box_stands_under_it_in_full():
    long = "show the answer to everyone who is in this room, and to those who will come to it later on"
    block = forms.view(form(field("share", Input.FLAG, hint=long)), PLACE)["blocks"][1]
    assert block["hint"]["text"] == f"S{long[1:]}"
    assert (
        block["element"]["options"][0]["text"]["text"]
        == "Show the answer to everyone who is in this room, and to those who will…"
    )


@pytest.mark.parametrize(("one", "expected"), [
    (field("day", Input.DAY, "2025-01-15"), {"type": "datepicker", "initial_date": "2025-01-15"}),
    (field("page", Input.NUMBER, "12"), {"type": "number_input", "is_decimal_allowed": False, "initial_value": "12"}),
    (field("text", Input.LONG_TEXT, "long"), {"type": "plain_text_input", "multiline": True, "initial_value": "long"}),
])  # fmt: skip
def test_what_was_typed_already_is_filled_in(one, expected):
    assert element(one) == {**expected, "action_id": "value"}


def test_a_choice_and_a_search_begin_with_what_was_typed():
    kind = element(field("kind", Input.CHOICE, "strength", choices=("mandate", "strength")))
    assert kind["initial_option"] in kind["options"]
    assert element(field("party", Input.SEARCH, "El Salvador"))["initial_option"]["value"] == "El Salvador"
    assert element(field("full", Input.FLAG, "yes"))["initial_options"][0]["value"] == "yes"


@pytest.mark.parametrize("one", [
    field("day", Input.DAY, "2024-11"), field("day", Input.DAY, "end of November"), field("day", Input.DAY, "2025-02-30"),
    field("day", Input.DAY, "20250115"), field("page", Input.NUMBER, "two"), field("party", Input.SEARCH, "x" * 151),
    field("kind", Input.CHOICE, "y" * 151, choices=("mandate",)),
])  # fmt: skip
def test_what_a_calendar_or_a_menu_cannot_show_becomes_a_text_field_so_that_it_is_kept(one):
    asked = element(one)
    assert (asked["type"], asked["initial_value"]) == ("plain_text_input", one.value)
    assert view_problems(forms.view(form(one), PLACE)) == []


def test_another_word_for_a_choice_is_kept_among_the_choices():
    asked = element(field("setting", Input.CHOICE, "timezone", choices=("zone", "language")))
    assert [option["value"] for option in asked["options"]] == ["timezone", "zone", "language"]


def test_more_choices_than_a_menu_holds_are_searched_for():
    choices = tuple(f"choice {number}" for number in range(101))
    assert element(field("kind", Input.CHOICE, choices=choices))["type"] == "external_select"


def test_long_words_are_cut_after_a_whole_word():
    view = forms.view(form(title="Compare the situation of two days", what="word " * 900), PLACE)
    assert view["title"]["text"] == "Compare the situation…"
    assert view_problems(view) == []


HOSTILE = st.one_of(
    st.text(max_size=60), st.sampled_from(["x" * 3_100, "🏴" * 1_600, "\n", "<!channel>", "*b*", "\x00", " "])
)


@given(st.sampled_from(list(Input)), HOSTILE, HOSTILE.filter(str.strip), st.booleans())
def test_hostile_words_break_no_limit(input, value, hint, needed):
    one = field("option", input, value, hint=f"h{hint}", choices=("a", "b"), needed=needed)
    view = forms.view(form(one, title=f"T{hint}", what=f"W{hint}"), PLACE)
    assert view_problems(view) == []
    assert not view_is_too_large(view)


# the forms there are


@pytest.fixture
def desk(scene) -> Desk:
    return Desk(scene.store, REGISTRY, for_rooms=True)


WITH_FORMS = [command for command in REGISTRY.values() if command.parameters]


@pytest.mark.parametrize("command", WITH_FORMS, ids=lambda command: command.name)
@pytest.mark.parametrize("value", ["", "2025-01-15", "strength", "x" * 200])
async def test_the_form_of_every_command_is_one_that_slack_takes(desk: Desk, command: Command, value: str):
    words = {option.name: value for option in command.shape.options} if value else {}
    asked = Request(command.name, {**words, "form": "yes"}, AMINA, Room("terminal", "local", "here"), at(TODAY), TODAY)
    taken = await desk.take(asked)
    assert isinstance(taken, Form)
    view = forms.view(taken, PLACE)
    assert view_problems(view) == []
    named = next((other for option, other in command.instead.items() if option in words), command.name)
    assert forms.command_of(view) == named
    assert [block["block_id"] for block in view["blocks"][1:]] == [field.option.name for field in taken.fields]


# filled in


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with await FakeSlack.start() as slack:
        yield slack


async def opened(slack: FakeSlack, asked: Form) -> Modal:
    """A form on the screen of somebody."""
    ada, api = slack.person("Ada"), AsyncWebClient(token=slack.bot_token, base_url=slack.base_url)
    await api.views_open(trigger_id=slack.delivery._trigger(ada.user, slack.team), view=dict(forms.view(asked, PLACE)))
    return Modal(ada, ada.screen.modals[-1])


def listening(slack: FakeSlack, refused: Refused | None = None) -> tuple[AsyncApp, list[dict[str, Any]]]:
    """An app that notes the views it gets, offers parties, and refuses them where it is told to."""
    app, views = bare_app(slack), []

    @app.view("form:compare")
    async def submitted(ack: Any, view: dict[str, Any]) -> None:
        views.append(view)
        await (ack(response_action="errors", errors=forms.errors(view, refused)) if refused else ack())

    @app.options(forms.VALUE)
    async def search(ack: Any, body: dict[str, Any]) -> None:
        assert (forms.command_of(body["view"]), body["block_id"]) == ("compare", "party")
        await ack(**forms.options(["Kenya", "El Salvador"], body["value"]))

    return app, views


async def test_what_is_filled_in_comes_back_as_the_words_of_the_command(slack):
    app, views = listening(slack)
    async with running(slack, app):
        modal = await opened(slack, EVERY)
        await modal.suggestions("Party", "El")
        await modal.fill(
            day="2025-01-15", party="El Salvador", kind="mandate", page=2, text="two\nlines ", full=["yes"]
        ).submit()
    assert not modal.is_open
    assert forms.words_of(views[0]) == {
        "day": "2025-01-15", "party": "El Salvador", "kind": "mandate", "page": "2", "text": "two lines", "full": "yes",
    }  # fmt: skip
    assert (forms.command_of(views[0]), forms.place_of(views[0])) == ("compare", PLACE)


async def test_what_was_filled_in_from_the_start_comes_back_untouched(slack):
    app, views = listening(slack)
    typed = form(
        field("day", Input.DAY, "2024-11"), field("party", Input.SEARCH, "Kenya"), field("full", Input.FLAG, "yes")
    )
    async with running(slack, app):
        await (await opened(slack, typed)).submit()
    assert forms.words_of(views[0]) == {"day": "2024-11", "party": "Kenya", "full": "yes"}


async def test_words_that_nobody_suggested_can_be_chosen(slack):
    app, views = listening(slack)
    async with running(slack, app):
        modal = await opened(slack, form(field("party", Input.SEARCH)))
        assert await modal.suggestions("Party", "Ken") == ["Ken", "Kenya", "El Salvador"]
        await modal.fill(party="Ken").submit()
    assert forms.words_of(views[0]) == {"party": "Ken"}


async def test_an_empty_form_has_no_words(slack):
    app, views = listening(slack)
    async with running(slack, app):
        await (await opened(slack, form(field("party", Input.SEARCH), field("full", Input.FLAG)))).submit()
    assert forms.words_of(views[0]) == {}


# what was wrong


@pytest.mark.parametrize(("option", "label"), [("party", "Party"), ("", "Day"), ("in", "Day")])
async def test_an_error_stands_at_its_field_or_at_the_first_and_what_was_filled_in_stays(slack, option, label):
    app, _views = listening(slack, Refused(notice("There is no party “Kenia”; did you mean “Kenya”?"), option))
    async with running(slack, app):
        modal = await opened(slack, EVERY)
        await modal.fill(day="2025-01-15", quote="kept").submit()
    assert modal.errors == {label: "There is no party “Kenia”; did you mean “Kenya”?"}
    assert modal.value("Quote") == "kept"
    assert modal.is_open


# what a menu offers


def test_what_was_typed_is_offered_first_and_nothing_twice():
    offered = forms.options(["Kenya", "El Salvador"], " Kenya ")["options"]
    assert [option["value"] for option in offered] == ["Kenya", "El Salvador"]


def test_nothing_typed_offers_what_was_found():
    assert [option["value"] for option in forms.options(["Kenya"], "")["options"]] == ["Kenya"]


def test_an_option_too_long_to_be_shown_is_shown_in_short_and_stands_for_all_of_it():
    name = "a fact with a name that is a good deal longer than what a menu of Slack can show"
    option = forms.options([name], "")["options"][0]
    assert option["value"] == name
    assert option["text"]["text"].endswith("…")


@given(st.lists(HOSTILE, max_size=120), HOSTILE)
def test_slack_takes_whatever_is_offered(found, typed):
    offered = forms.options(found, typed)["options"]
    assert len(offered) <= 100
    assert [problem for option in offered for problem in option_problems(option, "")] == []
    values = [option["value"] for option in offered]
    assert len(values) == len(set(values))
