"""The kinds of fact, each declared once: what it holds, how long it keeps, what it warns of, who leads.

To add a kind, add an entry. Record files, checks, forms, help and the Picture are drawn from this table.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from briefings.claims import Claim
from briefings.dates import Role
from briefings.document import mark as _


class ValueType(StrEnum):
    """What the value of a kind is."""

    COUNT = "a number of people"
    MONEY = "a sum of money"
    DURATION = "a length of time"
    CHOICE = "one of a set"
    PARTY = "a party"
    LIST = "a list"
    WORDS = "words"


class Rule(StrEnum):
    """Which of several rival claims leads when no editor has chosen.

    The latest; the one that ends last, since an exact day beats a vague phrase; the latest who is in office,
    since a nomination replaces nobody.
    """

    LATEST = "latest"
    LATEST_END = "latest end"
    IN_OFFICE = "latest in office"


@dataclass(frozen=True, slots=True)
class DetailField:
    """Something only one kind of fact has."""

    name: str
    label: str
    type: type = str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactKind:
    """How facts of one kind are held and read.

    `series` names the parts of a claim that make two claims rivals; `keeps` is how many of each series a
    Picture holds; `shelf_days` is the age in days from which a figure is stale, None for never;
    `ladder` the days before a deadline (negative: after) on which to warn; `is_event` tells what
    happened from what holds. `needs` are the parts of a claim without which one cannot be recorded in chat;
    a value that is needed is needed in a file, too. `unit` is what a bare number counts.
    """

    name: str
    label: str
    value: ValueType
    words: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    details: tuple[DetailField, ...] = ()
    roles: tuple[Role, ...] = (Role.OCCURRED, Role.AS_OF, Role.REPORTED_ON)
    series: tuple[str, ...] = ()
    keeps: int = 8
    shelf_days: int | None = None
    ladder: tuple[int, ...] = ()
    rule: Rule = Rule.LATEST
    is_event: bool = False
    needs: tuple[str, ...] = ()
    unit: str = ""


MANDATE_LADDER = (90, 60, 30, 14, 7, 3, 1, 0, -1)
TARGET_LADDER = (60, 30, 14, 7, 1, 0, -1)
OBLIGATION_LADDER = (30, 14, 7, 1, 0, -1)
_PAST = (Role.OCCURRED, Role.AS_OF, Role.REPORTED_ON)
PEOPLE = "personnel"
"""The field's word for people of any category."""

_TABLE = (
    FactKind(
        name="mandate", label=_("Mandate"), value=ValueType.DURATION, series=("aspect",),
        words=("authorization", "authorisation", "expiry"), rule=Rule.LATEST_END, ladder=MANDATE_LADDER, keeps=16,
        roles=(*_PAST, Role.VALID_TO),
        details=(
            DetailField("instrument", _("Legal instrument")),
            DetailField("change", _("Change")),
            DetailField("starts_on", _("Starts on"), date),
            DetailField("penholders", _("Penholders"), tuple),
            DetailField("previous_end", _("Previous end, derived"), date),
        ),
    ),
    FactKind(
        name="ceiling", label=_("Authorized ceiling"), value=ValueType.COUNT, series=("scope",),
        words=("authorized", "authorised"), unit=PEOPLE, details=(DetailField("instrument", _("Legal instrument")),),
    ),
    FactKind(
        name="target", label=_("Target"), value=ValueType.COUNT, series=("scope",), words=("planned",),
        unit=PEOPLE, ladder=TARGET_LADDER, roles=(*_PAST, Role.DEADLINE), keeps=16,
    ),
    FactKind(
        name="pledge", label=_("Pledged strength"), value=ValueType.COUNT, series=("subject", "scope"),
        words=("pledged",), unit=PEOPLE,
    ),
    FactKind(
        name="strength", label=_("Deployed strength"), value=ValueType.COUNT, series=("scope",), keeps=16,
        words=("deployed", "deployment", "numbers", "troops", "police"), shelf_days=90, unit=PEOPLE,
        details=(DetailField("category", _("Personnel category")),),
    ),
    FactKind(
        name="movement", label=_("Contingent movement"), value=ValueType.COUNT, series=("subject",), is_event=True,
        words=("arrival", "contingent", "contingents", "countries"), needs=("subject",), unit=PEOPLE,
        details=(DetailField("movement", _("Movement")), DetailField("category", _("Personnel category"))),
    ),
    FactKind(
        name="proposal", label=_("Proposal"), value=ValueType.CHOICE, series=("aspect",), shelf_days=180,
        words=("transition",), needs=("aspect", "value"),
        choices=("proposed", "under debate", "withdrawn", "conditional", "draft", "in blue", "adopted", "rejected"),
        details=(DetailField("reasons", _("Reasons"), tuple),),
    ),
    FactKind(
        name="position", label=_("Position"), value=ValueType.CHOICE, series=("aspect", "subject"), shelf_days=180,
        choices=("support", "open", "oppose", "withdrew", "abstain", "neutral"), keeps=4, needs=("subject", "aspect", "value"),
        details=(DetailField("condition", _("Condition")), DetailField("reason", _("Reason"))),
    ),
    FactKind(
        name="vote", label=_("Vote"), value=ValueType.CHOICE, is_event=True, keeps=12,
        choices=("unanimous", "adopted", "rejected", "vetoed"),
        details=(
            DetailField("yes", _("In favour"), int), DetailField("no", _("Against"), int),
            DetailField("abstained", _("Abstained"), int), DetailField("instrument", _("Legal instrument")),
            DetailField("led_by", _("Led by"), tuple), DetailField("extends_until", _("Extends until"), date),
        ),
    ),
    FactKind(
        name="engagement", label=_("Engagement"), value=ValueType.WORDS, is_event=True, keeps=12,
        words=("meeting", "meetings"),
        details=(DetailField("place", _("Place")), DetailField("mode", _("Mode"))),
    ),
    FactKind(
        name="announcement", label=_("Announcement"), value=ValueType.COUNT, is_event=True, keeps=6,
    ),
    FactKind(
        name="statement", label=_("Statement"), value=ValueType.WORDS, is_event=True, keeps=6,
        details=(DetailField("topic", _("Topic")), DetailField("form", _("Form"))),
    ),
    FactKind(
        name="contribution", label=_("Contribution"), value=ValueType.MONEY,
        series=("subject", "aspect", "stage", "currency"),
        words=("funding", "money"),
        details=(
            DetailField("stage", _("Stage")), DetailField("in_kind", _("In kind"), bool),
            DetailField("channel", _("Channel")),
        ),
    ),
    FactKind(
        name="challenge", label=_("Challenge"), value=ValueType.WORDS, words=("problem", "problems"), keeps=12,
        shelf_days=180,
    ),
    FactKind(
        name="role", label=_("Office or role"), value=ValueType.CHOICE, series=("aspect",), words=("appointment",),
        choices=("holds", "nominated", "acting", "left"), shelf_days=365, keeps=6, rule=Rule.IN_OFFICE,
        needs=("subject", "aspect", "value"),
    ),
    FactKind(
        name="profile", label=_("Mission profile"), value=ValueType.WORDS, series=("aspect",), words=("about",),
        keeps=6, needs=("aspect",),
    ),
    FactKind(
        name="obligation", label=_("Obligation"), value=ValueType.WORDS, series=("aspect",), ladder=OBLIGATION_LADDER,
        roles=(*_PAST, Role.DEADLINE), words=("report", "review"), needs=("aspect",),
        details=(
            DetailField("rule", _("Rule")), DetailField("instrument", _("Legal instrument")),
            DetailField("outcome", _("Outcome")),
        ),
    ),
    FactKind(
        name="assessment", label=_("Assessment"), value=ValueType.CHOICE, shelf_days=90,
        choices=("better", "same", "worse"),
    ),
    FactKind(name="note", label=_("Unsourced note"), value=ValueType.WORDS, is_event=True, keeps=6),
)  # fmt: skip

KINDS: dict[str, FactKind] = {kind.name: kind for kind in _TABLE}


def kind_of(claim: Claim) -> FactKind:
    return KINDS[claim.kind]


def series_of(claim: Claim) -> str:
    """The name of the series a claim belongs to: claims in one series are rivals or successive counts."""
    return "\x1f".join((claim.kind, *(_part(claim, part).casefold() for part in KINDS[claim.kind].series)))


def _part(claim: Claim, part: str) -> str:
    """A part of a series' name: a field of the claim, its currency, or a detail."""
    if part == "currency":
        return claim.quantity.currency if claim.quantity else ""
    return str(getattr(claim, part, claim.details.get(part, "")))


def find_kind(word: str) -> FactKind | None:
    """The kind that a word names, by its own name or another that people use; None for no kind."""
    word = word.casefold()
    if word in KINDS:
        return KINDS[word]
    return next((kind for kind in _TABLE if word in kind.words), None)


def kinds_like(typed: str) -> list[str]:
    """One word for each kind of which a word begins so: its own name where that fits."""
    start = typed.casefold()
    words = (next((word for word in (kind.name, *kind.words) if word.startswith(start)), "") for kind in _TABLE)
    return [word for word in words if word]


def kind_words() -> Iterable[str]:
    """Every word that names a kind."""
    for kind in _TABLE:
        yield from (kind.name, *kind.words)
