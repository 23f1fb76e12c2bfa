"""Who holds which office on a day. A nomination replaces nobody; whoever left is followed by nobody until said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefings.claims import Claim
from briefings.picture import Picture


@dataclass(frozen=True, slots=True)
class Office:
    """An office on the day of a Picture.

    `holder` is the claim of who holds it or acts in it, None when nobody is on record; `left` the newest claim
    that someone left it, where that made it vacant; `nominees` who was named for it since; `earlier` all other
    claims, newest first.
    """

    name: str
    holder: Claim | None
    left: Claim | None
    nominees: tuple[Claim, ...]
    earlier: tuple[Claim, ...]

    @property
    def claims(self) -> tuple[Claim, ...]:
        """What tells how it stands now."""
        return tuple(claim for claim in (self.holder, self.left, *self.nominees) if claim)


def offices(picture: Picture) -> tuple[Office, ...]:
    """Every office on record on the day, by name."""
    series = [claims for key, claims in picture.series.items() if key.split("\x1f")[0] == "role" and claims]
    return tuple(sorted((_office(picture, claims) for claims in series), key=lambda office: office.name.casefold()))


def commanders(picture: Picture) -> tuple[Office, ...]:
    """The offices of command that somebody holds on the day."""
    return tuple(office for office in offices(picture) if office.holder and "commander" in office.name.casefold())


def _office(picture: Picture, claims: Sequence[Claim]) -> Office:
    """How an office stands, read from its claims, the newest first."""
    settled = [claim for claim in claims if claim.value != "nominated"]
    taken = next((claim for claim in settled if claim.value != "left"), None)
    since = settled[: settled.index(taken)] if taken else settled
    left = next((claim for claim in since if taken is None or _same(picture, claim, taken)), None)
    nominees = tuple(
        claim
        for claim in claims
        if claim.value == "nominated" and (not taken or picture.counts_from(claim) >= picture.counts_from(taken))
        and not (taken and _same(picture, claim, taken))
    )  # fmt: skip
    holder = None if left else taken
    now = {claim.name for claim in (holder, left, *nominees) if claim}
    return Office(claims[0].aspect, holder, left, nominees, tuple(claim for claim in claims if claim.name not in now))


def _same(picture: Picture, one: Claim, other: Claim) -> bool:
    return picture.party(one.subject).name == picture.party(other.subject).name
