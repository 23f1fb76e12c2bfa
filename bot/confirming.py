"""Seeing before storing: a change is made, shown, and undone again unless the person has seen exactly this.

    once_seen(ask, question, confirm)   goes on only when `confirm` is the code of this very question

There is no draft: the question's first offer is the same line with `confirm CODE`, so it works on every platform and
after a restart. Where something changed meanwhile the question is another one, its code does not fit, and it is asked
anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Annotated

from adapters.line import LONGEST, as_typed, write_line
from adapters.port import CONFIRM, FORM, OptionShape, Request
from bot.arguments import Ask, OneWord
from briefings import words
from briefings.document import Document, Line, Offer, Said, UserError, plain
from briefings.document import mark as _
from briefings.documents.confirmation import TOLD_TO

BECAUSE = "because"


class Unconfirmed(Exception):
    """What a change would do, for the person to see first. Raised inside the change, it undoes all of it."""

    def __init__(self, document: Document[Line]) -> None:
        super().__init__(document.name)
        self.document = document
        self.said: Said | None = None


class _Confirm(OneWord[str]):
    """The code of a question; the button under it fills it in."""

    typed = "CODE"
    what = _("code of the question")

    def options(self, name: str, *, is_positional: bool, is_required: bool) -> tuple[OptionShape, ...]:
        return (OptionShape(CONFIRM, self.typed, self.what, self.input),)

    async def one(self, word: str, ask: Ask) -> str:
        return word


Confirm = Annotated[str, _Confirm()]


@dataclass(frozen=True, slots=True)
class Answers:
    """What can be answered: yes, no with the line that no asks for, and whether the words can be changed in a form."""

    yes: str = _("Record")
    no: str = _("Drop")
    instead: str = "fact drop"
    by_form: bool = True


RECORD = Answers()


def once_seen(
    ask: Ask, question: Document[Line], confirm: str, reasons: Sequence[str] = (), answers: Answers = RECORD
) -> None:
    """Go on when the person has seen exactly this question. Raises Unconfirmed with it otherwise.

    A change that wants a reason names the common ones: while none is given, each is offered as a way to say yes.
    """
    code = code_of(ask.request, question)
    if confirm == code and (not reasons or BECAUSE in ask.request.words):
        return
    if confirm:
        asked_anew = Line(_("Something changed since you were asked: look again. Nothing is stored yet."))
        question = replace(question, header=(asked_anew, *question.header[1:]))
    raise Unconfirmed(question.with_offers(*_offers(ask, code, reasons, answers)))


def code_of(request: Request, question: Document[Line]) -> str:
    """A short hash of what is asked and of every word that is shown for it.

    The reason for a change is no part of it, and nor is when rooms will hear of it.
    """
    asked = sorted((name, word) for name, word in request.words.items() if name not in (CONFIRM, BECAUSE))
    shown: list[str] = []
    of_change = tuple(part for part in question.sections if not _is_beside(part.label))
    words.say(replace(question, sections=of_change), words.language("en")).over(
        lambda spans: shown.append(plain(spans))
    )
    # What was filled into a form comes back as a typed line, with other quotation marks: these make no difference.
    told = "\n".join(as_typed(text) for text in (request.command, *(" ".join(pair) for pair in asked), *shown))
    return blake2b(told.encode(), digest_size=4).hexdigest()


def _is_beside(label: Line | None) -> bool:
    return label is not None and label.message in (REASON, TOLD_TO)


REASON = _("Reason")
"""The label of the section that says why."""


def _offers(ask: Ask, code: str, reasons: Sequence[str], answers: Answers) -> Iterator[Offer[Line]]:
    """Yes, for each of the common reasons where one is wanted; the form again, where there are forms; and no."""
    asked = {name: word for name, word in ask.request.words.items() if name != CONFIRM}
    if reasons and BECAUSE not in asked:
        for reason in reasons:
            yield Offer(Line(reason), _line(ask, {**asked, BECAUSE: reason, CONFIRM: code}), in_place=True)
    else:
        yield Offer(Line(answers.yes), _line(ask, {**asked, CONFIRM: code}), in_place=True)
    shape = next((shape for shape in ask.shapes if shape.name == ask.request.command), None)
    if answers.by_form and shape and shape.option(FORM):
        yield Offer(Line(_("Change")), _line(ask, {**asked, FORM: "yes"}))
    yield Offer(Line(answers.no), answers.instead, in_place=True)


def _line(ask: Ask, given: Mapping[str, str]) -> str:
    """The line that asks again. Raises UserError for one that nobody could type."""
    line = write_line(ask.request.command, {name: as_typed(word) for name, word in given.items()}, ask.shapes)
    if len(line) > LONGEST:
        raise UserError(_("This is too long to be kept: {n} characters in all; {most} is the most. Shorten the texts"),
                        n=len(line), most=LONGEST)  # fmt: skip
    return line
