"""Answers to a warning: that it was seen, or that it is to be silent until a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from briefings.document import DayStyle, Document, Line, Offer, Person, Quoted, When, section
from briefings.document import mark as _


def acknowledged(warned: Sequence[Line], until: date | None = None, reason: str = "") -> Document[Line]:
    """What the answer to a warning means from now on, for whoever gave it."""
    title = (Line(_("You hear of it again on {day}"), day=When(until, DayStyle.WEEKDAY)) if until
             else Line(_("Acknowledged, under your name")))  # fmt: skip
    then = (Line(_("Until then this room is not warned of it; it stands in the digest all the same.")) if until
            else Line(_("Its later steps come below that warning, not anew. A date that moves is warned of afresh.")))  # fmt: skip
    return Document(
        name="acknowledged",
        title=title,
        sections=(
            section(Line(_("Warned of")), *warned, is_list=True),
            *((section(Line(_("Reason")), Line("{reason}", reason=Quoted(reason))),) if reason else ()),
            section(Line(_("From now on")), then),
        ),
        offers=(Offer(Line(_("Next warnings")), "warnings"), Offer(Line(_("History")), "schedule history")),
    )


def answered_below(person: str, until: date | None = None, reason: str = "") -> Document[Line]:
    """Who answered a warning, for all who read it; the person is empty where nobody knows them any more."""
    who = Person(person) if person else Line(_("somebody"))
    title = (Line(_("Silent until {day}, as {person} wants it"), day=When(until, DayStyle.WEEKDAY), person=who) if until
             else Line(_("Acknowledged by {person}"), person=who))  # fmt: skip
    because = (Line(_("Because: {reason}"), reason=Quoted(reason)),) if reason else ()
    return Document(name="acknowledged", title=title, header=because)


def nothing_to_acknowledge() -> Document[Line]:
    """That a post warns of nothing, or that this room was not warned yet."""
    return Document(
        name="acknowledged",
        title=Line(_("There is no warning here to answer")),
        offers=(Offer(Line(_("Next warnings")), "warnings"),),
    )


_WARNED = (Line(_("{what}{subject}, {day}: the step of {n} days"), what=Line(_("end of a mandate")), subject="",
                day=When(date(2025, 10, 2)), n=7),)  # fmt: skip
EXAMPLES = {
    "acknowledged": lambda: acknowledged(_WARNED, reason="the ministry asks in New York"),
    "snoozed": lambda: acknowledged(_WARNED, date(2025, 9, 29)),
    "for all": lambda: answered_below("Amina", reason="the ministry asks in New York"),
    "silence for all": lambda: answered_below("", date(2025, 9, 29)),
    "nothing": lambda: nothing_to_acknowledge(),
}
