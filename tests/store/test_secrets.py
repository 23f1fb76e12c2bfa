"""What is sealed opens with its key only, and shows nowhere."""

from __future__ import annotations

import pytest

from store import StoreError
from store.secrets import Keyring, Secret, new_key
from tests.conftest import NOW

TOKEN = {"bot_token": "xoxb-very-secret", "scopes": ["commands"], "team": {"name": "Équipe"}}


def test_what_is_sealed_says_the_same_when_it_is_opened():
    keys = Keyring([new_key()])
    assert keys.open(keys.seal(TOKEN, NOW), "It") == TOKEN


def test_the_same_secret_is_never_sealed_the_same_way():
    keys = Keyring([new_key()])
    assert keys.seal(TOKEN, NOW) != keys.seal(TOKEN, NOW)


def test_the_first_key_seals_and_every_key_opens():
    old, new = new_key(), new_key()
    both = Keyring([new, old])
    assert both.open(Keyring([old]).seal(TOKEN, NOW), "It") == TOKEN
    assert Keyring([new]).open(both.seal(TOKEN, NOW), "It") == TOKEN


def test_what_was_changed_by_a_single_letter_cannot_be_opened():
    keys = Keyring([new_key()])
    sealed = keys.seal(TOKEN, NOW)
    changed = sealed[:40] + ("A" if sealed[40] != "A" else "B") + sealed[41:]
    with pytest.raises(StoreError, match="It cannot be read"):
        keys.open(changed, "It")


@pytest.mark.parametrize("key", ["", "not a key", "c2hvcnQ=", "clé secrète"])
def test_what_is_no_key_is_refused_by_its_number_without_being_shown(key: str):
    with pytest.raises(StoreError, match=r"Key number 2 .* `mss keygen`") as told:
        Keyring([new_key(), key])
    assert not key or key not in str(told.value)


def test_a_secret_shows_what_it_holds_but_not_what_that_is():
    shown = f"{Secret(TOKEN)} {Secret(TOKEN)!r} {[Secret(TOKEN)]}"
    assert "bot_token" in shown
    assert "xoxb-" not in shown
