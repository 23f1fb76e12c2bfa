"""Bodies: what is said, as JSON from which an equal value can be made again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from briefings.claims import (
    Claim,
    Link,
    MandateBasis,
    Mission,
    MissionKind,
    Party,
    Relation,
    Remark,
    Source,
    Standing,
    Value,
)
from briefings.dates import Basis, RecordedDate, Role, read_date
from briefings.values import Duration, Qualifier, Quantity

Body = dict[str, Any]
_date = lru_cache(10_000)(read_date)

_PLAIN = ("name", "kind", "source", "subject", "aspect", "scope", "text", "basis_note", "said_by",
          "quote", "doubt", "note", "grade", "beside")  # fmt: skip


def claim_body(claim: Claim) -> Body:
    """All that a claim says; its standing and the moment it was recorded are not its own words."""
    body: Body = {key: said for key in _PLAIN if (said := getattr(claim, key))}
    body["value"] = _value_body(claim.value)
    body["dates"] = {role.value: str(said) for role, said in claim.dates.items()}
    body["basis"] = claim.basis.value
    body["actors"] = list(claim.actors)
    body["links"] = [[link.relation.value, link.to] for link in claim.links]
    body["details"] = {key: list(said) if isinstance(said, tuple) else said for key, said in claim.details.items()}
    return {key: said for key, said in body.items() if said not in (None, [], {}, Basis.STATED.value)}


def claim_of(body: Mapping[str, Any], standing: Standing = Standing.LIVE, recorded_at: datetime | None = None) -> Claim:
    """The claim that a body was made from."""
    return Claim(
        **{key: body[key] for key in _PLAIN if key in body},
        value=_value(body.get("value")),
        dates={Role(role): _date(said) for role, said in body.get("dates", {}).items()},
        basis=Basis(body.get("basis", Basis.STATED)),
        actors=tuple(body.get("actors", ())),
        links=tuple(Link(Relation(relation), to) for relation, to in body.get("links", ())),
        details={key: tuple(said) if isinstance(said, list) else said for key, said in body.get("details", {}).items()},
        standing=standing,
        recorded_at=recorded_at,
    )


def _value_body(value: Value) -> Any:
    match value:
        case Quantity(low, high, qualifier, unit, currency):
            return {"low": str(low), "high": None if high is None else str(high),
                    "qualifier": qualifier.value, "unit": unit, "currency": currency}  # fmt: skip
        case Duration(number, unit):
            return {"number": number, "unit": unit}
        case tuple():
            return list(value)
        case _:
            return value


def _value(body: Any) -> Value:
    match body:
        case {"low": low, "high": high, "qualifier": qualifier, "unit": unit, "currency": currency}:
            return Quantity(Decimal(low), Decimal(high) if high else None, Qualifier(qualifier), unit, currency)
        case {"number": number, "unit": unit}:
            return Duration(number, unit)
        case list():
            return tuple(body)
        case None | str():
            return body
        case _:
            raise ValueError(body)


Entry = Mission | Source | Party | Remark

_READERS: dict[str, Any] = {
    "published": _date, "basis": MandateBasis, "aliases": tuple, "claims": tuple, "two_for": tuple,
    "ladders": lambda said: {kind: tuple(rungs) for kind, rungs in said.items()},
}  # fmt: skip


def entry_body(entry: Entry) -> Body:
    """All that a mission, source, party or remark says."""
    said = {part.name: getattr(entry, part.name) for part in fields(entry)}
    return {key: _plain(value) for key, value in said.items() if value not in ("", (), {}, False)}


def _plain(value: Any) -> Any:
    if isinstance(value, RecordedDate):
        return str(value)
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    return list(value) if isinstance(value, tuple) else value


def mission_of(body: Body) -> Mission:
    return Mission(**_read(body) | {"kind": MissionKind(body["kind"])})


def source_of(body: Body) -> Source:
    return Source(**_read(body))


def party_of(body: Body) -> Party:
    return Party(**_read(body))


def remark_of(body: Body) -> Remark:
    return Remark(**{"kind": "", "claims": (), "text": ""} | _read(body))


def _read(body: Body) -> dict[str, Any]:
    return {key: _READERS[key](said) if key in _READERS else said for key, said in body.items()}
