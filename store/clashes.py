"""Names that a record file brings for one thing and that somebody gave to another thing in chat meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import select

from briefings.claims import Claim, Source
from briefings.document import Line, Listing, Quoted, UserError, plural
from briefings.document import mark as _
from briefings.kinds import series_of
from briefings.record import Record
from store.entries import SOURCES, bodies
from store.recording import known_claims, next_name, next_source
from store.rows import MissionRow, folded
from store.tables import audit
from store.transaction import Transaction

MOST_NAMED = 10
"""Clashes that a refusal lists."""


async def check_names(tx: Transaction, row: MissionRow, record: Record) -> None:
    """Raise UserError with the list where names of a record stand for something else here.

    A name that was loaded, or that stands for the same source or fact, is only brought up to date.
    """
    ours = await _named_in_chat(tx, row)
    brought = [claim.name for claim in record.claims if claim.name in ours]
    if not ours or not (brought or any(source.name in ours for source in record.sources)):
        return
    sources = {entry.name: SOURCES.read(entry.body) for entry in await tx.all(bodies(tx, SOURCES, row.ref))}
    claims = await known_claims(tx, row, brought)
    found = [
        *_sources(record, {name: source for name, source in sources.items() if name in ours}),
        *_facts(record, claims),
    ]
    if found:
        more = (
            [plural(_("and {n} more"), _("and {n} more"), len(found) - MOST_NAMED)] if len(found) > MOST_NAMED else []
        )
        raise UserError(
            _("Nothing is loaded: these names stand for something else here, recorded in chat: {names}. Give them names in the file that are free; the next are {source} and {fact}"),
            names=Listing((*found[:MOST_NAMED], *more), by_commas=True), source=await next_source(tx, row),
            fact=await next_name(tx, row),
        )  # fmt: skip


async def _named_in_chat(tx: Transaction, row: MissionRow) -> set[str]:
    """The names of the sources and facts that were recorded one by one."""
    subject = f"mission:{row.ref} "
    query = select(audit.c.subject).where(
        audit.c.space_id == tx.space,
        audit.c.action.in_(("record", "record source")),
        audit.c.subject.startswith(subject),
    )
    return {one.subject.removeprefix(subject) for one in await tx.all(query)}


def _sources(record: Record, known: Mapping[str, Source]) -> Iterator[Line]:
    for source in record.sources:
        here = known.get(source.name)
        if here and not _is_same_source(here, source):
            yield Line(_("{name} (here {here}, in the file {there})"), name=source.name, here=Quoted(here.title),
                       there=Quoted(source.title))  # fmt: skip


def _facts(record: Record, known: Mapping[str, Claim]) -> Iterator[Line]:
    for claim in record.claims:
        here = known.get(claim.name)
        if here and not _is_same_fact(here, claim):
            yield Line(_("{name} (here {here}, in the file {there})"), name=claim.name, here=Quoted(_said(here)),
                       there=Quoted(_said(claim)))  # fmt: skip


def _is_same_source(one: Source, other: Source) -> bool:
    return folded(one.title) == folded(other.title) or (one.link != "" and one.link == other.link)


def _is_same_fact(one: Claim, other: Claim) -> bool:
    """Whether two facts of one name are one, perhaps corrected: of one source and series, with one thing said alike."""
    alike = ((one.value, other.value), (one.quote, other.quote), (one.text, other.text))
    return (one.source, series_of(one)) == (other.source, series_of(other)) and any(
        mine == theirs and mine not in (None, "") for mine, theirs in alike
    )


def _said(claim: Claim) -> str:
    return f"{claim.kind}: {claim.value or claim.text or claim.quote or claim.aspect}"
