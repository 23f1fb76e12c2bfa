"""What a post by schedule says of itself: when it was planned, that it is late; and what can be pressed under it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from briefings.document import Instant, Line, Offer, Said
from briefings.document import mark as _
from briefings.documents.header import clock_words
from briefings.picture import Picture
from briefings.warnings import DueWarning


@dataclass(frozen=True, slots=True)
class Planned:
    """When a post was planned, in the zone of its room; `sent` where it goes out late, else None."""

    at: datetime
    zone: str
    sent: datetime | None = None

    @property
    def moment(self) -> Instant:
        return Instant(self.at, self.zone)


def late_lines(planned: Planned) -> tuple[Line, ...]:
    """That a post is late, with both times; nothing for one on time."""
    if planned.sent is None:
        return ()
    sent = Instant(planned.sent, planned.zone)
    return (Line(_("Late: planned for {planned}, sent {sent}."), planned=planned.moment, sent=sent),)


def full_brief(picture: Picture) -> Offer[Line]:
    return Offer(Line(_("Full brief")), f"status full{clock_words(picture)}")


def sources(picture: Picture) -> Offer[Line]:
    return Offer(Line(_("Sources")), f"source{clock_words(picture)}")


# what can be pressed under a post

RECORD_RENEWAL = Offer(Line(_("Record a renewal")), "fact add renewal form")
RECORD_CLOSURE = Offer(Line(_("Record a closure")), "fact add closure form")
ACKNOWLEDGE = Offer(Line(_("Acknowledge")), "acknowledge")
SNOOZE = Offer(Line(_("Snooze")), "snooze")
WHY = Offer(Line(_("Why this?")), "schedule why")
CHANGE_RULE = Offer(Line(_("Change rule")), "schedule edit warnings")
CHANGE_DIGEST = Offer(Line(_("Change digest")), "schedule edit digest")
OF_ONE_POST = (ACKNOWLEDGE.line, SNOOZE.line, WHY.line)
"""Lines that are about the post they stand under: its number stands behind them."""
ANSWERED_FROM = 7
"""Days before a deadline from which its warnings can be acknowledged."""


def under_warnings(picture: Picture, warned: Sequence[DueWarning], *, is_answered: bool) -> tuple[Offer[Line], ...]:
    """What can be done about the deadlines that a post warns of; what `is_answered` already is not to be answered again.

    What else there is to see and to change stands behind “Why this?”: who has ten seconds needs few buttons.
    """
    answers = () if is_answered or all(found.rung > ANSWERED_FROM for found in warned) else (ACKNOWLEDGE, SNOOZE)
    change = () if is_answered else (CHANGE_RULE,)
    return (*to_record(warned, picture.day), *answers, full_brief(picture), WHY, *change)


def to_record(warned: Sequence[DueWarning], day: date) -> Iterator[Offer[Line]]:
    """What would settle the deadlines that a post warns of."""
    if any(found.deadline.claim.kind == "mandate" for found in warned):
        yield RECORD_RENEWAL
    if any(found.deadline.claim.kind == "mandate" and found.deadline.due < day for found in warned):
        yield RECORD_CLOSURE


def under_digest(offers: Sequence[Offer[Line]]) -> tuple[Offer[Line], ...]:
    """What can be done under a digest without a warning, beside what it offers itself."""
    return (*offers, WHY, CHANGE_DIGEST)


def numbered(said: Said, number: int) -> Said:
    """A post whose buttons know which post they stand under."""
    if not any(offer.line in OF_ONE_POST for offer in said.offers):
        return said
    offers = tuple(
        replace(offer, line=f"{offer.line} {number}") if offer.line in OF_ONE_POST else offer for offer in said.offers
    )
    return replace(said, offers=offers)
