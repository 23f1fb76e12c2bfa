"""What a desk expects to find in a mission's record, and what of it is not recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from briefings.claims import Claim
from briefings.dates import Precision
from briefings.document import Line
from briefings.document import mark as _
from briefings.picture import Picture


@dataclass(frozen=True, slots=True)
class Gap:
    """Something expected that the record may lack.

    `nearest` gives the claims that come closest to it; `is_core` puts it into the short list of a brief.
    """

    label: str
    is_missing: Callable[[Picture], bool]
    nearest: Callable[[Picture], Iterable[Claim]] = lambda picture: ()
    is_core: bool = False

    @property
    def line(self) -> Line:
        return Line(self.label)


def gaps(picture: Picture) -> tuple[Gap, ...]:
    """What is expected and not recorded, in the order a desk asks for it."""
    return tuple(gap for gap in EXPECTED if gap.is_missing(picture))


def _no_detail(kind: str, detail: str) -> Callable[[Picture], bool]:
    return lambda picture: not any(detail in claim.details for claim in picture.of_kind(kind))


def _no_office(picture: Picture) -> bool:
    return not any("commander" in claim.aspect.casefold() for claim in picture.of_kind("role"))


def _no_vote_date(picture: Picture) -> bool:
    votes = [claim for claim in picture.of_kind("vote") if claim.value]
    return not any(vote.speaks_of and vote.speaks_of.precision is Precision.DAY for vote in votes)


def _no_sum(picture: Picture) -> bool:
    return not any(claim.quantity for claim in picture.of_kind("contribution"))


def _no_trust_fund(picture: Picture) -> bool:
    return not any(
        claim.quantity and "trust fund" in claim.aspect.casefold() for claim in picture.of_kind("contribution")
    )


def _no_contingent_sizes(picture: Picture) -> bool:
    counted = (*picture.of_kind("movement"), *(claim for claim in picture.of_kind("strength") if claim.scope))
    return not any(claim.quantity for claim in counted)


def _no_pledge_of_lead(picture: Picture) -> bool:
    lead = picture.headline("profile", aspect="lead nation")
    return lead is None or not any(claim.subject == lead.value for claim in picture.of_kind("pledge"))


def _all(*kinds: str) -> Callable[[Picture], Iterable[Claim]]:
    return lambda picture: [claim for kind in kinds for claim in picture.of_kind(kind)]


EXPECTED = (
    Gap(_("resolution number"), lambda picture: _no_detail("mandate", "instrument")(picture)
        and _no_detail("vote", "instrument")(picture), _all("vote", "mandate"), is_core=True),
    Gap(_("vote date"), _no_vote_date, _all("vote"), is_core=True),
    Gap(_("sums of money"), _no_sum, _all("contribution"), is_core=True),
    Gap(_("trust fund total"), _no_trust_fund, lambda picture: picture.rivals("profile", aspect="funding channels")),
    Gap(_("pledge of the lead nation"), _no_pledge_of_lead, _all("pledge", "announcement")),
    Gap(_("sizes of contingents"), _no_contingent_sizes, _all("movement")),
    Gap(_("authorized ceiling"), lambda picture: not picture.of_kind("ceiling"), _all("target")),
    Gap(_("commander"), _no_office, is_core=True),
    Gap(_("successor"), lambda picture: not picture.rivals("mandate", aspect="succession"), _all("proposal"), is_core=True),
)  # fmt: skip
