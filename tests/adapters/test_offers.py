"""A button carries the line it asks, or a name under which a longer one is kept."""

from __future__ import annotations

from adapters.offers import offer_id, words_on
from briefings.document import Offer, Span


def test_a_short_line_is_its_own_id_and_a_long_one_has_a_stored_name():
    assert offer_id("status") == "status"
    assert offer_id("é" * 45) == "é" * 45
    assert offer_id("é" * 46).startswith("#")
    assert offer_id("x" * 91) == offer_id("x" * 91) != offer_id("y" * 91)


def test_a_button_without_a_label_shows_its_line():
    assert words_on(Offer((Span(" \n"),), "status"), 80) == "status"


def test_words_longer_than_a_button_end_in_an_ellipsis():
    assert words_on(Offer((Span("x" * 80),), "status"), 80) == "x" * 80
    assert words_on(Offer((Span("x" * 81),), "status"), 80) == "x" * 79 + "…"


def test_a_letter_beyond_the_basic_plane_counts_twice_on_a_button():
    assert words_on(Offer((Span("𝔐" * 41),), "status"), 80) == "𝔐" * 39 + "…"
