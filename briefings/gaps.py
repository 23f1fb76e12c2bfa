"""What a desk expects to find in a mission's record, and what of it is not recorded on the day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from briefings.claims import Claim
from briefings.dates import Precision
from briefings.deadlines import closure
from briefings.document import Line
from briefings.document import mark as _
from briefings.kinds import series_of
from briefings.offices import commanders, offices
from briefings.picture import Picture

Claims = Callable[[Picture], Iterable[Claim]]


@dataclass(frozen=True, slots=True)
class Gap:
    """Something expected that the record may lack.

    `nearest` gives the claims that come closest to it on the day, `fills` those that would fill it or come closest
    of all that counts only later; `is_core` puts it into the short list of a brief. `says` is the sentence that
    names what is missing with what comes nearest, of which a short brief shows `most`.
    """

    label: str
    is_missing: Callable[[Picture], bool]
    nearest: Claims = lambda picture: ()
    later: Claims = lambda picture: ()
    is_core: bool = False
    says: str = _("{what}; the nearest recorded: {nearest}")
    most: int = 1

    @property
    def line(self) -> Line:
        return Line(self.label)


def gaps(picture: Picture) -> tuple[Gap, ...]:
    """What is expected and not recorded, in the order a desk asks for it."""
    return tuple(gap for gap in EXPECTED if gap.is_missing(picture))


def is_missing(label: str, picture: Picture) -> bool:
    """Whether the gap of that label is one on the day."""
    return any(gap.label == label for gap in gaps(picture))


# what is missing


def _no_instrument(picture: Picture) -> bool:
    return not any("instrument" in claim.details for kind in ("mandate", "vote") for claim in picture.of_kind(kind))


def _no_vote_date(picture: Picture) -> bool:
    votes = [claim for claim in picture.of_kind("vote") if claim.value]
    return not any(vote.speaks_of and vote.speaks_of.precision is Precision.DAY for vote in votes)


def _no_sum(picture: Picture) -> bool:
    return not any(claim.quantity for claim in picture.of_kind("contribution"))


def _no_trust_fund(picture: Picture) -> bool:
    return not any(claim.quantity for claim in _in_trust_fund(picture))


def _no_contingent_sizes(picture: Picture) -> bool:
    counted = (*picture.of_kind("movement"), *(claim for claim in picture.of_kind("strength") if claim.scope))
    return not any(claim.quantity for claim in counted)


def _no_pledge_of_lead(picture: Picture) -> bool:
    lead = picture.headline("profile", aspect="lead nation")
    pledges = [claim for claim in picture.of_kind("pledge") if claim.quantity]
    return lead is None or not any(_is_of(picture, claim, str(lead.value)) for claim in pledges)


def _no_commander(picture: Picture) -> bool:
    """Nobody commands on the day; a mission that is closed needs nobody."""
    return not commanders(picture) and not closure(picture)


# what comes nearest


def _all(*kinds: str) -> Claims:
    return lambda picture: [claim for kind in kinds for claim in picture.of_kind(kind)]


def _awaited(*kinds: str) -> Claims:
    """The nearest later claims of series that have none yet."""
    return lambda picture: [claim for kind in kinds for claim in picture.awaited.values() if claim.kind == kind]


def _near_vote(picture: Picture) -> list[Claim]:
    """The votes with a result, else what is recorded of the mandate."""
    return [claim for claim in picture.of_kind("vote") if claim.value] or list(picture.of_kind("mandate"))


def _in_trust_fund(picture: Picture) -> list[Claim]:
    return [claim for claim in picture.of_kind("contribution") if "trust fund" in claim.aspect.casefold()]


def _near_trust_fund(picture: Picture) -> list[Claim]:
    return [*_in_trust_fund(picture), *picture.rivals("profile", aspect="funding channels")]


def _near_pledge(picture: Picture) -> list[Claim]:
    """What the lead nation announced, then pledges at large."""
    lead = picture.headline("profile", aspect="lead nation")
    announced = [claim for claim in picture.of_kind("announcement") if lead and _is_of(picture, claim, str(lead.value))]
    return [*announced, *picture.of_kind("pledge")]


def _is_of(picture: Picture, claim: Claim, party: str) -> bool:
    return picture.party(claim.subject).name == picture.party(party).name


def _offices_held(picture: Picture) -> list[Claim]:
    return [claim for office in offices(picture) for claim in (office.holder or office.left,) if claim]


def _targets(picture: Picture) -> list[Claim]:
    """The targets, the leading one first."""
    leading = picture.headline("target")
    others = [claim for claim in picture.of_kind("target") if claim is not leading]
    return [*((leading,) if leading else ()), *others]


def _succession(picture: Picture) -> list[Claim]:
    proposals = {series_of(claim): claim for claim in reversed(picture.of_kind("proposal"))}
    return list(proposals.values())


EXPECTED = (
    Gap(_("resolution number"), _no_instrument, _near_vote, _awaited("vote", "mandate"), is_core=True),
    Gap(_("vote date"), _no_vote_date, _near_vote, _awaited("vote"), is_core=True),
    Gap(_("sums of money"), _no_sum, _all("contribution"), _awaited("contribution"), is_core=True),
    Gap(_("trust fund total"), _no_trust_fund, _near_trust_fund, _awaited("contribution")),
    Gap(_("pledge of the lead nation"), _no_pledge_of_lead, _near_pledge, _awaited("pledge", "announcement")),
    Gap(_("sizes of contingents"), _no_contingent_sizes, _all("movement"), _awaited("movement")),
    Gap(_("authorized ceiling"), lambda picture: not picture.of_kind("ceiling"), _targets,
        _awaited("ceiling", "target")),
    Gap(_("commander"), _no_commander, _offices_held, _awaited("role"), is_core=True,
        says=_("{what}; offices on record: {nearest}"), most=3),
    Gap(_("successor"), lambda picture: not picture.rivals("mandate", aspect="succession"), _succession,
        _awaited("proposal"), is_core=True),
)  # fmt: skip
