"""What changed since a room's last digest, one sentence each: what a desk must hear first."""

from __future__ import annotations

from collections.abc import Iterator

from briefings.changes import Changes
from briefings.claims import Claim
from briefings.document import Line
from briefings.document import mark as _
from briefings.documents.moves import is_whole_count, moved_line, new_end, turned_line
from briefings.documents.sentences import deployed_line, overdue_line, settled_line, statement


def news(found: Changes, *, of_record: bool = True) -> list[Line]:
    """A sentence for every change between two digests, the weightiest first; none on a quiet day.

    Without those `of_record` only what passed, ended, came out or grew stale is told. The earlier Picture is what our own store held at the last digest, so what is recorded since is news,
    whatever day it speaks of. Days that count down are none.
    """
    if not of_record:
        return [*_passed(found), *_aged(found)]
    return [*_passed(found), *_moved(found), *_new(found), *_aged(found), *_put_right(found)]


def _passed(found: Changes) -> Iterator[Line]:
    """The mission closed, the mandate's new end, deadlines that passed or came out."""
    after = found.after
    if found.closed:
        yield Line(_("Closed: {statement}"), statement=statement(after, found.closed))
    if found.mandate:
        yield Line(_("Mandate: {end}"), end=new_end(found.mandate))
    for late in found.passed:
        yield Line(_("Now overdue: {what}"), what=overdue_line(after, late, short=True))
    for done in found.settled:
        yield Line(_("Settled: {what}"), what=settled_line(after, done))


def _moved(found: Changes) -> Iterator[Line]:
    """Figures and words that lead otherwise now."""
    for move in found.figures:
        line = moved_line(found, move)
        yield Line(_("Deployed: {line}"), line=line) if is_whole_count(move.after) else line
    for move in found.stances:
        yield turned_line(found, move)


def _new(found: Changes) -> Iterator[Line]:
    """New facts, then those of an earlier day that were recorded since."""
    told = found.told | {move.after.name for move in (*found.corrected, *found.superseded)}
    for claim in found.new:
        if claim.name not in told:
            yield Line(_("New: {statement}"), statement=statement(found.after, claim))
    names = told | {claim.name for claim in found.new}
    for claim in _recorded_since(found):
        if claim.name not in names:
            yield Line(_("Recorded since: {statement}"), statement=statement(found.after, claim))


def _recorded_since(found: Changes) -> Iterator[Claim]:
    """What our store took in since; what was corrected and put back again was there all along."""
    moment = found.before.clocks.known_at
    known = {claim.name for claims in found.before.series.values() for claim in claims}
    for claims in found.after.series.values():
        yield from (claim for claim in claims
                    if moment and claim.recorded_at and claim.recorded_at > moment and claim.name not in known)  # fmt: skip


def _aged(found: Changes) -> Iterator[Line]:
    for claim in found.stale:
        line = (deployed_line(found.after, claim, short=False) if is_whole_count(claim)
                else statement(found.after, claim))  # fmt: skip
        yield Line(_("Grown stale: {line}"), line=line)


def _put_right(found: Changes) -> Iterator[Line]:
    for move in found.corrected:
        yield Line(_("Corrected, {name}: {now}; before: {was}"), name=move.after.name,
                   now=statement(found.after, move.after), was=statement(found.before, move.before))  # fmt: skip
    for move in found.superseded:
        yield Line(_("Replaced, {name}: {was}; now: {now}"), name=move.before.name,
                   now=statement(found.after, move.after), was=statement(found.before, move.before))  # fmt: skip
    for claim in found.withdrawn:
        yield Line(_("Withdrawn, {name}: {was}"), name=claim.name, was=statement(found.before, claim))
