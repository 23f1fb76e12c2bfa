"""What of a record may be seen in rooms that are not cleared for internal sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from briefings.claims import Claim
from briefings.record import Record


def open_part(record: Record) -> Record:
    """A record as if nothing of its internal sources had ever been recorded.

    Remarks over such facts go with them, and names that nothing else says.
    """
    internal = {source.name for source in record.sources if source.internal}
    seen = [claim for claim in record.claims if claim.source not in internal]
    names, unseen = {claim.name for claim in seen}, {claim.name for claim in record.claims if claim.source in internal}
    unnamed = _parties(claim for claim in record.claims if claim.source in internal) - _parties(seen)
    return replace(
        record,
        sources=tuple(source for source in record.sources if not source.internal),
        claims=tuple(seen),
        parties=tuple(
            party for party in record.parties
            if not unnamed.intersection(map(str.casefold, party.names))
            or _parties(seen).intersection(map(str.casefold, party.names))
        ),
        choices=tuple(choice for choice in record.choices if choice.claim in names),
        remarks=tuple(remark for remark in record.remarks if not unseen.intersection(remark.claims)),
    )  # fmt: skip


def _parties(claims: Iterable[Claim]) -> set[str]:
    """Every name that claims say, in small letters."""
    return {
        name.casefold()
        for claim in claims
        for name in (claim.subject, claim.scope, claim.said_by, *claim.actors)
        if name
    }
