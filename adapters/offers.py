"""Buttons on every platform: what one carries, and what is written on it."""

from __future__ import annotations

from hashlib import blake2b

from adapters.plain import one_line, shortened
from briefings.document import Offer, Said, Spans, plain

LONGEST_ID = 90
"""Bytes of a line up to which it is its own id, on every platform."""


def offer_id(line: str) -> str:
    """The id of a button's line: the line itself up to 90 bytes, else the name under which it is to be stored."""
    if len(line.encode()) <= LONGEST_ID:
        return line
    return "#" + blake2b(line.encode(), digest_size=16).hexdigest()


def every_offer(document: Said) -> tuple[Offer[Spans], ...]:
    """Everything that can be pressed or chosen under a document."""
    return (*document.offers, *(document.evidence.offers if document.evidence else ()))


def long_lines(document: Said) -> dict[str, str]:
    """The lines of a document that are too long to be an id, by the ids that stand for them."""
    lines = (offer.line for offer in every_offer(document))
    return {offer_id(line): line for line in lines if offer_id(line) != line}


def words_on(offer: Offer[Spans], most: int) -> str:
    """What is written on a button; words longer than so many characters end in an ellipsis."""
    return shortened(one_line(plain(offer.label)).strip() or offer.line, most)
