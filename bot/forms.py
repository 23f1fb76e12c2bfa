"""A command as a form: its options as questions, with what was typed filled in."""

from __future__ import annotations

from adapters.port import CONFIRM, FORM, SHARE, CommandShape, Field, Form, OptionShape, Request
from briefings import words
from briefings.document import Line, Said
from briefings.document import mark as _
from briefings.words import Language

_LABELS = {"in": _("Mission"), "day": _("Day"), "as-of": _("As of"), SHARE: _("Share")}
"""What stands above a question where its keyword alone would not say it."""


def filled_in(shape: CommandShape, request: Request, language: Language, instead: Said) -> Form:
    """The form of a command; nobody is asked to share where only they are, to confirm what they have not seen or to turn pages."""
    left_out = {FORM, CONFIRM, "page"} | ({SHARE} if request.room.is_direct else set())
    asked = sorted((option for option in shape.options if option.name not in left_out), key=_order)
    return Form(
        command=shape.name,
        title=shape.name.capitalize(),
        what=words.text(Line(shape.what), language),
        fields=tuple(_field(option, request, language) for option in asked),
        instead=instead,
        submit=words.text(Line(_("Ask")), language),
    )


def _order(option: OptionShape) -> tuple[bool, bool]:
    """What is required first, then what is typed without a keyword."""
    return not option.is_required, not option.is_positional


def _field(option: OptionShape, request: Request, language: Language) -> Field:
    label = _LABELS.get(option.name) or option.name.replace("-", " ").capitalize()
    hint = words.text(Line(option.what), language)
    return Field(option, words.text(Line(label), language), hint, request.words.get(option.name, ""))
