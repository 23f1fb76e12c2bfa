"""Every word we say is in the catalogue; what is not ours (names, quotations, figures, days) never is."""

from __future__ import annotations

import re
from gettext import NullTranslations
from string import Formatter

import pytest
from babel import Locale

from briefings import words
from briefings.document import Line, Look, Spans
from briefings.words import Language
from tests.contract.catalogue import TEMPLATE, messages, template
from tests.contract.documents import spans_of, unsaid

OURS = messages()
SINGLE = {part for message in OURS for part in ([message] if isinstance(message, str) else message)}
NOT_OURS = (Look.NAME, Look.QUOTED, Look.FIGURE, Look.DAY, Look.INSTANT, Look.MARK, Look.LINK)


class Pseudo(NullTranslations):
    """A language that wraps the words of every message of the catalogue as ⟦…⟧ and leaves its holes outside."""

    def gettext(self, message: str) -> str:
        return _wrapped(message) if message in SINGLE else message

    def ngettext(self, one: str, many: str, number: int) -> str:
        message = one if number == 1 else many
        return _wrapped(message) if (one, many) in OURS else message


def _wrapped(message: str) -> str:
    pieces = []
    for text, name, spec, _conversion in Formatter().parse(message):
        pieces += [f"⟦{text}⟧" if text else "", f"{{{name}{':' if spec else ''}{spec}}}" if name is not None else ""]
    return "".join(pieces)


PSEUDO = Language("en", Pseudo(), Locale.parse("en"))


def escaped(spans: Spans) -> list[str]:
    """Letters of our own that no message of the catalogue holds."""
    ours = "".join(span.text if span.look not in NOT_OURS else " " for span in spans)
    return re.findall(r"[^\W\d_]+", re.sub(r"⟦[^⟧]*⟧", "", ours))


@pytest.mark.parametrize("group", ["status", "due", "source", "mandate", "help", ""])
def test_nothing_escapes_the_catalogue(group):
    found = {
        (" ".join(letters), name.split(" of ")[0])
        for name, document in unsaid().items()
        if name.startswith(group)
        for spans in spans_of(words.say(document, PSEUDO))
        if (letters := escaped(spans))
    }
    assert found == set()


def test_a_sentence_outside_the_catalogue_would_be_found():
    line = Line("Made on the spot, {x}", x=Line("undated"))
    assert escaped(words.say_line(line, PSEUDO)) == ["Made", "on", "the", "spot"]


def test_no_name_is_a_sentence_of_ours():
    """A name is printed as it is in every language; our own sentences must not hide in one."""
    hidden = {
        span.text
        for document in unsaid().values()
        for spans in spans_of(words.say(document, words.language("en")))
        for span in spans
        if span.look is Look.NAME and span.text in SINGLE and " " in span.text
    }
    assert hidden == set()


def test_every_hole_of_a_plural_stands_in_both_its_forms():
    for message in OURS:
        if isinstance(message, tuple):
            one, many = ({name for _text, name, *_rest in Formatter().parse(form) if name} for form in message)
            assert one == many, message


def test_the_template_for_translators_is_up_to_date():
    assert TEMPLATE.read_text("utf-8") == template(), "write it anew: python -m tests.contract.catalogue"


def test_the_template_changes_only_when_a_message_does():
    assert not re.search(r"^#:|POT-Creation-Date", template(), re.MULTILINE)
