"""The fact that a kind, a value and what is said of it make; or what a fact on record says after a correction."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from adapters.line import shortened
from bot.arguments import Ask, Missing
from bot.entry.kind import Sort, find_sort, sort_of
from bot.entry.stated import ROLES, Stated
from bot.entry.value import Read, read_value
from briefings.claims import Claim, Detail, Party, Source
from briefings.considering import shortened_quote
from briefings.dates import RecordedDate, Role
from briefings.document import Line, UserError
from briefings.document import mark as _
from briefings.documents.sentences import KIND_IN_A_SENTENCE
from briefings.kinds import DetailField, FactKind, ValueType, kind_of
from briefings.record.keys import Unfit, fact_keys
from briefings.values import Quantity, read_quantity
from store.rows import MissionRow, folded


@dataclass(frozen=True, slots=True)
class Names:
    """The parties of a mission by any of their names, and those that were named for the first time."""

    known: tuple[Party, ...]

    def name(self, said: str) -> str:
        """The name under which a party is on record; what is typed for one that is not."""
        wanted = folded(said)
        found = next((party for party in self.known if wanted in map(folded, party.names)), None)
        return found.name if found else " ".join(said.split())

    def new(self, claim: Claim) -> tuple[str, ...]:
        """The parties of a claim that are on record under no name."""
        known = {name for party in self.known for name in party.names}
        return tuple(dict.fromkeys(name for name in (claim.subject, *claim.actors) if name and name not in known))


async def names_of(ask: Ask, mission: MissionRow) -> Names:
    """The parties of a mission, itself among them."""
    itself = Party(name=mission.mission.name, short=mission.mission.short, aliases=mission.mission.aliases)
    return Names((*await ask.work.claims.parties(mission), itself))


def claim_of(read: Read, stated: Stated, source: Source, names: Names) -> Claim:
    """A new fact, without a name yet. Raises UserError for what its kind cannot do without, or cannot have."""
    sort, kind = read.sort, read.sort.kind
    _refuse_unfit(kind, stated)
    dates = _dates(kind, {**read.dates, **stated.dates})
    claim = Claim(
        name="",
        kind=kind.name,
        source=source.name,
        subject=names.name(stated.party or ""),
        aspect=stated.topic or sort.aspect,
        scope=names.name(stated.scope or ""),
        value=read.value,
        text=stated.text or read.text,
        dates=dates,
        said_by=names.name(stated.said_by or ""),
        actors=tuple(names.name(each) for each in stated.with_ or ()),
        quote=shortened_quote(stated.quote or ""),
        note=stated.comment or "",
        grade=stated.grade or "",
        details={**sort.details, **_details(kind, stated.details or "")},
    )
    check_whole(claim, kind, source)
    return claim


def corrected(claim: Claim, value: str, stated: Stated, source: Source, names: Names, ask: Ask) -> Claim:
    """A fact on record with what is said otherwise now; source, dates and quotation stay unless they are named."""
    read = (
        read_value(_sort_of(claim), _completed(claim, value), ask.today)
        if value
        else Read(_sort_of(claim), claim.value)
    )
    kind = read.sort.kind
    if kind.name != claim.kind:
        raise UserError(_("{name} is a {kind}; for another kind of fact, withdraw it and add a new one"), name=claim.name,
                        kind=Line(KIND_IN_A_SENTENCE[claim.kind]))  # fmt: skip
    said: dict[str, Any] = {
        "said_by": stated.said_by and names.name(stated.said_by),
        "scope": stated.scope and names.name(stated.scope),
        "quote": stated.quote and shortened_quote(stated.quote),
        "grade": stated.grade,
        "note": stated.comment,
    }
    return replace(
        claim,
        value=claim.value if read.dates else read.value,
        text=read.text or claim.text,
        source=source.name,
        dates=_dates(kind, {**claim.dates, **read.dates, **stated.dates}),
        **{part: words for part, words in said.items() if words is not None},
    )


def _sort_of(claim: Claim) -> Sort:
    """What a fact on record began with: a closure is one by its aspect."""
    closure = find_sort("closure") if claim.aspect == "closure" else None
    stage = str(claim.details.get("stage", ""))
    return closure or replace(sort_of(kind_of(claim)), details={"stage": stage} if stage else {}, money="")


def _completed(claim: Claim, typed: str) -> str:
    """A number as typed, with the unit and the currency of the one on record where it brings none of its own."""
    try:
        quantity = read_quantity(typed)
    except ValueError:
        return typed
    was = claim.quantity or Quantity(quantity.low)
    return str(replace(quantity, unit=quantity.unit or was.unit, currency=quantity.currency or was.currency))


# dates and details


def _dates(kind: FactKind, said: Mapping[Role, RecordedDate]) -> dict[Role, RecordedDate]:
    """The dates of a fact in the order of their roles. Raises UserError for one that its kind cannot have."""
    unfit = next((option for option, role in ROLES.items() if role in said and role not in kind.roles), None)
    if unfit:
        fit = ", ".join(option for option, role in ROLES.items() if role in kind.roles)
        error = UserError(_("“{option}” says nothing of this kind of fact ({kind}); its dates are: {fit}"), kind=Line(KIND_IN_A_SENTENCE[kind.name]),
                          option=unfit, fit=fit)  # fmt: skip
        error.option = unfit
        raise error
    return {role: said[role] for role in Role if role in said}


def _details(kind: FactKind, typed: str) -> dict[str, Detail]:
    """What only a kind has, typed as “instrument=S/RES/2699; change=renewal”."""
    found: dict[str, Detail] = {}
    for part in filter(None, (part.strip() for part in re.split(r"[;\n]", typed))):
        name, value = (word.strip() for word in (*re.split(r"[=:]", part, maxsplit=1), "")[:2])
        field = _field(kind, name)
        if not value:
            raise _unfit_detail(_("“{word}” wants a value after it, like {name}=…"), word=name, name=field.name)
        found[field.name] = _detail(kind, field, value)
    return found


def _field(kind: FactKind, name: str) -> DetailField:
    wanted = folded(name).replace(" ", "_").replace("-", "_")
    known = {field.name: field for field in kind.details}
    if wanted in known:
        return known[wanted]
    near = difflib.get_close_matches(wanted, list(known), 1)
    if near:
        raise _unfit_detail(_("There is no detail “{word}” here; did you mean “{name}”?"), word=name, name=near[0])
    raise _unfit_detail(
        _("There is no detail “{word}” here; there is: {name}"), word=name, name=", ".join(known) or "–"
    )


def _detail(kind: FactKind, field: DetailField, typed: str) -> Detail:
    raw: Any = typed
    if field.type is int and re.fullmatch(r"\d{1,9}", typed):
        raw = int(typed)
    elif field.type is bool:
        raw = {"yes": True, "true": True, "no": False, "false": False}.get(typed.casefold(), typed)
    elif field.type is tuple:
        raw = [name.strip() for name in typed.split(",") if name.strip()]
    key = fact_keys(kind)[field.name]
    try:
        return key.read(raw)  # type: ignore[no-any-return]
    except Unfit as unfit:
        raise _unfit_detail(
            _("“{word}” cannot be the {name}: {fix}"), word=typed, name=field.name, fix=unfit.fix
        ) from unfit
    except ValueError as error:
        raise _unfit_detail(_("“{word}” cannot be the {name}; write it like {example}"), word=typed, name=field.name,
                            example=key.example) from error  # fmt: skip


def _unfit_detail(message: str, **holes: Any) -> UserError:
    shown: dict[str, Any] = {name: shortened(hole) if isinstance(hole, str) else hole for name, hole in holes.items()}
    error = UserError(message, **shown)
    error.option = "details"
    return error


# what a kind cannot have, and cannot do without


def _refuse_unfit(kind: FactKind, stated: Stated) -> None:
    """Raises UserError for what a kind has not: mostly a small word of a sentence that was taken for a keyword."""
    unfit = {"for": stated.scope if "scope" not in kind.series else None}
    if kind.name == "note":
        unfit |= {"from": stated.party, "with": ", ".join(stated.with_ or ()) or None, "topic": stated.topic}
    keyword, word = next(((name, said) for name, said in unfit.items() if said), ("", ""))
    if keyword:
        error = UserError(
            _("“{keyword} {word}” says nothing of this kind of fact ({kind}). Put quotation marks around words that belong "
              'together: “fact add {name} "…"”'), kind=Line(KIND_IN_A_SENTENCE[kind.name]), keyword=keyword, word=shortened(str(word)), name=kind.name,
        )  # fmt: skip
        error.option = keyword
        raise error


_NEEDS = {
    "subject": ("from", _("Whom is it about? Add “from” and a state, body or person, like {example}"), "from Kenya"),
    "aspect": ("topic", _("Which one? Add “topic” and its name, like {example}"), "topic \"UN operation\""),
}  # fmt: skip


def check_whole(claim: Claim, kind: FactKind, source: Source) -> None:
    """Raises Missing for the first thing that a new fact lacks."""
    if kind.value is ValueType.CHOICE and claim.value is None:
        raise _missing("value", _("Which is it? Say one of: {known}"), known=", ".join(kind.choices))
    if kind.value is ValueType.WORDS and not (claim.value or claim.text):
        raise _missing("value", _("What does it say? Write it after the kind"))
    if kind.name == "mandate" and not (claim.value or claim.due or claim.speaks_of):
        raise _missing("value", _("Until when, or for how long? Write it like 2025-10-02 or “1 year”"))
    for need in kind.needs:
        if not getattr(claim, need):
            option, message, example = _NEEDS[need]
            raise _missing(option, message, example=example)
    if claim.quantity and not claim.dates and not source.published.is_known:
        raise _missing("as-of", _("Of which day is this number? Add “as-of” and a day like {example}; “as-of unknown” if "
                                  "the source does not say"), example="2025-01-15")  # fmt: skip


def _missing(option: str, message: str, **holes: Any) -> Missing:
    error = Missing(message, **holes)
    error.option = option
    return error
