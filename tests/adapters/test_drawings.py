"""What is posted to many rooms is drawn once, and is what it would be if it were drawn for each of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from adapters.discord import blocks as of_discord
from adapters.drawings import Drawings
from adapters.slack import blocks as of_slack
from briefings.document import Offer, Said, Span, Spans
from briefings.documents.posts import numbered
from tests.adapters.said import EVERY_EXAMPLE, example

WHY: Offer[Spans] = Offer((Span("Why this?"),), "schedule why")
LONG: Offer[Spans] = Offer((Span("More"),), "status " + "x" * 100)


@pytest.mark.parametrize("platform", [of_slack, of_discord])
def test_what_differs_in_its_buttons_only_is_drawn_once_and_right(platform: Any):
    for name, title in EVERY_EXAMPLE:
        drawn: list[Said] = []

        def draw(said: Said, drawn: list[Said] = drawn) -> Any:
            drawn.append(said)
            return platform.draw(said)

        drawings: Drawings[Any] = Drawings(draw, platform.redrawn)
        said = example(name, title)
        said = replace(said, offers=(*said.offers, WHY, LONG))
        for number in (7, 8, 1_000_000):
            assert drawings.of(numbered(said, number)) == platform.draw(numbered(said, number))
        assert len(drawn) == 1


@pytest.mark.parametrize("platform", [of_slack, of_discord])
def test_what_differs_in_its_words_is_drawn_anew(platform: Any):
    drawings: Drawings[Any] = Drawings(platform.draw, platform.redrawn)
    said = example("digest", "with changes")
    for other in (said, replace(said, header=()), replace(said, offers=(WHY,)), replace(said, offers=(LONG,))):
        assert drawings.of(other) == platform.draw(other)
