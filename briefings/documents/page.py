"""Pages: a long list is given a page at a time; each names itself and offers the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefings.claims import Claim
from briefings.document import Line, Offer
from briefings.document import mark as _

SIZE = 20
"""Facts on a page."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list of claims: `number` counts from 1, `total` is the length of the whole list."""

    claims: Sequence[Claim]
    total: int
    number: int = 1
    size: int = SIZE

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def is_whole(self) -> bool:
        return self.pages == 1


def offset(number: int, size: int = SIZE) -> int:
    """How many facts stand before a page."""
    return (number - 1) * size


def page_name(page: Page) -> Line:
    """Which facts of how many a page holds: "Facts 21 to 24 of 24, page 2 of 2"."""
    first = min(offset(page.number, page.size) + 1, page.total)
    last = min(offset(page.number, page.size) + len(page.claims), page.total)
    if page.is_whole:
        return Line(_("Facts, {n} in all"), n=page.total)
    return Line(_("Facts {first} to {last} of {n}, page {page} of {pages}"), first=first, last=last, n=page.total,
                page=page.number, pages=page.pages)  # fmt: skip


def page_offers(page: Page, line: str) -> tuple[Offer[Line], ...]:
    """The next page and the one before, for a list that `line` asks for."""
    return turned_pages(line, page.number, page.pages)


def turned_pages(line: str, number: int, last: int) -> tuple[Offer[Line], ...]:
    """The page after one and the one before, of so many."""
    offers = []
    if number < last:
        offers.append(Offer(Line(_("Next page")), f"{line} page {number + 1}", in_place=True))
    if number > 1:
        offers.append(Offer(Line(_("Previous page")), f"{line} page {number - 1}", in_place=True))
    return tuple(offers)
