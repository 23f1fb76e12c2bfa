"""A claim is one statement by one source, with its value, its dates and its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from briefings.dates import Basis, Bound, Precision, RecordedDate, Role
from briefings.values import Duration, Quantity

Value = Quantity | Duration | str | tuple[str, ...] | None
"""What is claimed; None where the source gives no number."""

Detail = str | int | bool | tuple[str, ...]


EVERY_KIND = "all"
"""Stands for every kind of fact, those to come included."""


class MissionKind(StrEnum):
    """What a mission is in law: the Council may authorize one without running it."""

    AUTHORIZED = "authorized_multinational"
    UN_PEACEKEEPING = "un_peacekeeping"
    SPECIAL_POLITICAL = "special_political"


class MandateBasis(StrEnum):
    """What ends: the Council's authorization of others, or a mandate of the UN's own."""

    AUTHORIZATION = "authorization"
    MANDATE = "mandate"


class Relation(StrEnum):
    """How one claim leans on another. Both sides are kept, whatever the relation."""

    RESTATES = "restates"
    CONTRADICTS = "contradicts"
    SUPERSEDES = "supersedes"
    PART_OF = "part_of"


class Standing(StrEnum):
    """Whether a recorded claim counts."""

    LIVE = "live"
    HELD = "held"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mission:
    """A mission as a desk names it; `short` fits into a headline.

    `succeeded_by` and `preceded_by` name the missions after and before it. `ladders` are its own steps of warning, by
    kind of fact. `archived` is why it is out of use, empty while it is in use.
    `two_for` are the kinds of facts of which every change waits for a second person, or EVERY_KIND.
    """

    name: str
    short: str
    kind: MissionKind = MissionKind.AUTHORIZED
    basis: MandateBasis = MandateBasis.AUTHORIZATION
    host_state: str = ""
    aliases: tuple[str, ...] = ()
    succeeded_by: str = ""
    preceded_by: str = ""
    ladders: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    archived: str = ""
    two_for: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.short, self.name, *self.aliases)

    def wants_two(self, kind: str) -> bool:
        """Whether a change to a fact of that kind waits for a second person."""
        return kind in self.two_for or EVERY_KIND in self.two_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A state, body or person; `part_of` names the party that speaks for it in a short brief.

    One that was `merged_into` another is no party of its own any more: its names are aliases of that one.
    """

    name: str
    kind: str = "state"
    short: str = ""
    aliases: tuple[str, ...] = ()
    part_of: str = ""
    merged_into: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name in (self.name, self.short, *self.aliases) if name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a claim was read. `grade` is the Admiralty grade of source and item, such as B2.

    `internal` keeps what rests on it to the rooms that are cleared for it. `retracted` is the reason why nothing of it
    counts any more; empty while it stands.
    """

    name: str
    title: str
    kind: str = "news article"
    publisher: str = ""
    link: str = ""
    published: RecordedDate = field(default_factory=lambda: RecordedDate(None, Precision.UNKNOWN))
    published_basis: str = ""
    grade: str = ""
    note: str = ""
    internal: bool = False
    retracted: str = ""

    @property
    def readable_from(self) -> date | None:
        """The day it was published, else the earliest day it can have been; None if that is open."""
        return self.published.start

    @property
    def readable_day_is_known(self) -> bool:
        return self.published.bound is Bound.NONE and self.published.precision is Precision.DAY


@dataclass(frozen=True, slots=True)
class Link:
    """This claim's relation to another, by name."""

    relation: Relation
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One statement by one source.

    `aspect` tells statements of one kind apart (which office, which proposal, which part of a profile);
    `scope` is empty for the whole mission, else a country or component. `text` is the statement in our
    words, `quote` the evidence in the source's. `doubt` says why the source seems to err.
    `beside` marks what the source says of other matters: kept, but no part of the mission's brief.
    """

    name: str
    kind: str
    source: str
    subject: str = ""
    aspect: str = ""
    scope: str = ""
    value: Value = None
    text: str = ""
    dates: Mapping[Role, RecordedDate] = field(default_factory=dict)
    basis: Basis = Basis.STATED
    basis_note: str = ""
    said_by: str = ""
    actors: tuple[str, ...] = ()
    quote: str = ""
    doubt: str = ""
    note: str = ""
    grade: str = ""
    beside: bool = False
    links: tuple[Link, ...] = ()
    details: Mapping[str, Detail] = field(default_factory=dict)
    standing: Standing = Standing.LIVE
    recorded_at: datetime | None = None

    @property
    def quantity(self) -> Quantity | None:
        return self.value if isinstance(self.value, Quantity) else None

    @property
    def speaks_of(self) -> RecordedDate | None:
        """The date it speaks of or was reported on; None when the source gives neither."""
        for role in (Role.OCCURRED, Role.AS_OF, Role.REPORTED_ON):
            said = self.dates.get(role)
            if said and said.is_known:
                return said
        return None

    @property
    def due(self) -> RecordedDate | None:
        """The deadline or the end it sets; None when it sets none."""
        said = self.dates.get(Role.DEADLINE) or self.dates.get(Role.VALID_TO)
        return said if said and said.is_known else None

    def linked(self, relation: Relation) -> tuple[str, ...]:
        return tuple(link.to for link in self.links if link.relation is relation)


def counts_from(claim: Claim, source: Source, recorded_on: date) -> date:
    """The first day whose situation a claim is part of.

    The day it speaks of, else the day it was reported, else the earliest day its source can have been
    published, else the day we recorded it.
    """
    said = claim.speaks_of
    first = said.first_possible if said else source.readable_from
    return first or recorded_on


def certain_from(claim: Claim, source: Source) -> date | None:
    """The first day on which a claim surely counts; before it "may be later". None when that is open."""
    said = claim.speaks_of
    if said is None:
        return source.published.last_possible
    if said.bound is Bound.OR_LATER and said.until is None:
        return source.published.last_possible
    return said.last_possible


@dataclass(frozen=True, slots=True)
class Remark:
    """An editor's note over several claims that belong side by side: rivals, variants, a trap."""

    name: str
    kind: str
    claims: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """An editor's choice of the claim that leads among its rivals, with the reason."""

    claim: str
    reason: str
