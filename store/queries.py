"""What the claims of a mission are asked by: queries that leave out what a transaction may not see."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, exists

from store.clearance import is_open
from store.pictures import claim_rows
from store.rows import MissionRef
from store.spells import is_newest
from store.tables import claims
from store.transaction import Transaction

_SEEN = claims.alias("seen")


def of_mission(tx: Transaction, mission: MissionRef, query: Select[Any]) -> Select[Any]:
    """A query over claims, held to those of one mission of the space."""
    ours = (claims.c.space_id == tx.space, claims.c.mission_id == mission)
    return query.where(*ours, *is_open(tx, mission, claims.c.source_id))


def newest_claims(tx: Transaction, mission: MissionRef) -> Select[Any]:
    """The newest version of every claim, withdrawn or not, in the order they were recorded."""
    return of_mission(tx, mission, claim_rows(tx)).where(is_newest()).order_by(claims.c.ordinal)


def is_named_openly(tx: Transaction, mission: MissionRef, name: ColumnElement[str]) -> list[ColumnElement[bool]]:
    """What must hold of a name so that it bears a claim that may be seen."""
    may_be_seen = is_open(tx, mission, _SEEN.c.source_id)
    is_there = exists().where(_SEEN.c.mission_id == mission, _SEEN.c.name == name, *may_be_seen)
    return [is_there] if may_be_seen else []
