"""The bridge to discord.py: what was drawn is what is sent, and nothing of it is kept."""

from __future__ import annotations

import json
from typing import Any

import discord
from discord.http import handle_message_parameters
from discord.ui.view import ViewStore

from adapters.discord.blocks import draw
from adapters.discord.limits import Message
from adapters.discord.view import Drawn, editing, posting
from briefings.document import Offer, Span
from tests.adapters.slack.test_blocks import history

PNG = b"\x89PNG"


def message() -> Message:
    (drawn,) = draw(history().with_offers(Offer((Span("Full brief"),), "status full")))
    return drawn


def payload(arguments: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
    """What discord.py would send: the message and its files."""
    with handle_message_parameters(**arguments) as parameters:
        parts = {part["name"]: part["value"] for part in parameters.multipart or ()}
        text = parts.pop("payload_json")
        return json.loads(text), [file.read() for file in parts.values()]


def test_what_is_drawn_is_what_is_sent():
    sent, files = payload(posting(message()))
    assert sent["components"] == json.loads(json.dumps(message().components))
    assert sent["flags"] == discord.MessageFlags(components_v2=True).value
    assert "content" not in sent
    assert "embeds" not in sent
    assert [file[:4] for file in files] == [PNG]


def test_a_picture_goes_under_the_name_that_the_card_shows_and_with_its_alt_text():
    sent, _ = payload(posting(message()))
    (attachment,) = sent["attachments"]
    (file,) = message().files
    assert (attachment["filename"], attachment["description"]) == (file.name, file.description)


def test_nobody_is_ever_called():
    for arguments in (posting(message()), editing(message())):
        sent, _ = payload(arguments)
        assert sent["allowed_mentions"] == {"parse": []}


def test_an_edit_replaces_the_pictures_of_the_earlier_message():
    (without,) = draw(history(("Jan 2025",)))
    with handle_message_parameters(**editing(without)) as parameters:
        assert (parameters.payload or {})["attachments"] == []


async def test_discord_py_keeps_nothing_of_it():
    view = Drawn(message())
    assert view.is_finished()
    assert not view.is_dispatchable()
    store = ViewStore(state=None)  # type: ignore[arg-type]
    store.add_view(view, message_id=1)
    assert not store.persistent_views
    assert not store._views
    assert not store._synced_message_views


def test_the_same_message_can_be_sent_to_many_rooms():
    one, two = payload(posting(message())), payload(posting(message()))
    assert one == two
