"""What a post by schedule says of itself: when it was planned, that it is late; and what can be pressed under it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from briefings.document import Instant, Line, Offer
from briefings.document import mark as _
from briefings.documents.header import clock_words
from briefings.picture import Picture


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


# Buttons whose commands are still to be written; each joins its document's offers together with its command.
RECORD_RENEWAL = Offer(Line(_("Record a renewal")), "fact add mandate form")
RECORD_CLOSURE = Offer(Line(_("Record a closure")), "fact add closure form")
ACKNOWLEDGE = Offer(Line(_("Acknowledge")), "acknowledge")
WHY = Offer(Line(_("Why this?")), "why")
CHANGE_RULE = Offer(Line(_("Change rule")), "schedule edit warnings")
CHANGE_DIGEST = Offer(Line(_("Change digest")), "schedule edit digest")
