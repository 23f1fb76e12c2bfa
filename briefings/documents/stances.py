"""Where parties stand on a proposal, and how votes went."""

from __future__ import annotations

from itertools import groupby

from briefings.claims import Claim, Relation
from briefings.dates import Precision, RecordedDate
from briefings.document import Count, Hole, Line, Listing, Quoted, Section, When, section
from briefings.document import mark as _
from briefings.documents.sentences import in_order, mark_of, names, paragraph, short_name, statement, when
from briefings.picture import Picture

_SIDES = {
    "oppose": _("{parties} against"),
    "support": _("{parties} for"),
    "open": _("{parties} open to it"),
    "proposed and withdrew": _("{parties} proposed it, then withdrew"),
    "withdrew": _("{parties} withdrew"),
    "abstain": _("{parties} abstaining"),
    "neutral": _("{parties} neutral"),
}


def position_sections(picture: Picture, *, every: bool = False) -> list[Section[Line]]:
    """Who stands where on each proposal: for and against, in full every stance."""
    leading = [picture.leading(claims) for key, claims in picture.series.items() if key.startswith("position\x1f")]
    taken = [claim for claim in leading if claim and (every or claim.value in ("oppose", "support"))]
    topics = list(dict.fromkeys(claim.aspect for claim in in_order(taken)))
    return [section(Line(_("{topic}?"), topic=Quoted(topic)), _sides(picture, [c for c in taken if c.aspect == topic]))
            for topic in topics]  # fmt: skip


def _sides(picture: Picture, claims: list[Claim]) -> Line:
    """The stances in groups of one date and source, the newest first, undated ones last."""
    groups: dict[tuple[RecordedDate, str], list[Claim]] = {}
    for claim in sorted(in_order(claims), key=lambda claim: _undated_last(picture, claim)):
        groups.setdefault((_without_anchor(picture.spoken_on(claim)), claim.source), []).append(claim)
    return paragraph([_side(picture, day, group) for (day, _source), group in groups.items()])


def _undated_last(picture: Picture, claim: Claim) -> tuple[bool, int]:
    return claim.speaks_of is None, -picture.counts_from(claim).toordinal()


def _without_anchor(day: RecordedDate) -> RecordedDate:
    return day if day.is_known else RecordedDate(None, Precision.UNKNOWN)


def _side(picture: Picture, day: RecordedDate, claims: list[Claim]) -> Line:
    ordered = sorted(claims, key=lambda claim: list(_SIDES).index(stance_of(picture, claim)))
    by_stance = groupby(ordered, key=lambda claim: stance_of(picture, claim))
    stances = [Line(_SIDES[stance], parties=speakers(picture, list(group))) for stance, group in by_stance]
    sides = Line("; ".join(f"{{s{number}}}" for number in range(len(stances))),
                 **{f"s{number}": stance for number, stance in enumerate(stances)})  # fmt: skip
    if not day.is_known:
        return Line(_("Undated {mark}: {sides}."), mark=mark_of(*claims), sides=sides)
    return Line(_("{day} {mark}: {sides}."), day=When(day), mark=mark_of(*claims), sides=sides)


def stance_of(picture: Picture, claim: Claim) -> str:
    """The stance of a position; a party that withdrew is told apart from one that withdrew its own proposal."""
    own = any(made.subject == claim.subject for made in picture.rivals("proposal", aspect=claim.aspect))
    return "proposed and withdrew" if claim.value == "withdrew" and own else str(claim.value)


def speakers(picture: Picture, claims: list[Claim]) -> Listing:
    """The parties in alphabetical order; one that is part of another present is spoken for by it."""
    parties = {claim.subject: picture.party(claim.subject) for claim in claims}
    spoken_for = {name for name, party in parties.items() if party.part_of in parties}
    return names(sorted(party.short or party.name for name, party in parties.items() if name not in spoken_for))


_ON_THE_MANDATE = ("authorization", "extension")


def latest_vote(picture: Picture) -> Claim | None:
    """The newest vote with a result on the mandate itself, else the newest on anything."""
    votes = [claim for claim in picture.of_kind("vote") if claim.value]
    return next((vote for vote in votes if vote.aspect in _ON_THE_MANDATE), votes[0] if votes else None)


_TALLIES = {
    "adopted": _("{text}: adopted, {yes} for, {no} against, {abstained} abstaining, {day} {mark}"),
    "unanimous": _("{text}: unanimous, {yes} for, {no} against, {abstained} abstaining, {day} {mark}"),
    "rejected": _("{text}: rejected, {yes} for, {no} against, {abstained} abstaining, {day} {mark}"),
    "vetoed": _("{text}: vetoed, {yes} for, {no} against, {abstained} abstaining, {day} {mark}"),
}


def vote_line(picture: Picture) -> Line:
    """How the newest vote went and who led it."""
    vote = latest_vote(picture)
    if vote is None:
        return Line(_("no vote recorded"))
    leaders = _led_by(picture, vote)
    holes: dict[str, Hole] = {"day": when(picture, vote), "mark": mark_of(vote)}
    unanimous = vote.value == "unanimous"
    if vote.aspect == "extension" and unanimous and leaders:
        return Line(_("extended by a unanimous vote, led by {parties}, {day} {mark}"), parties=names(leaders), **holes)
    if vote.aspect == "extension" and unanimous:
        return Line(_("extended by a unanimous vote, {day} {mark}"), **holes)
    if {"yes", "no", "abstained"} <= vote.details.keys():
        tally = {name: Count(int(str(vote.details[name]))) for name in ("yes", "no", "abstained")}
        return Line(_TALLIES[str(vote.value)],
                    text=Quoted(vote.text or vote.aspect), **tally, **holes)  # fmt: skip
    return statement(picture, vote)


def _led_by(picture: Picture, vote: Claim) -> list[str]:
    parts = (vote, *(claim for claim in picture.of_kind("vote") if vote.name in claim.linked(Relation.PART_OF)))
    found = [name for part in parts for name in _listed_names(part.details.get("led_by"))]
    return [short_name(picture, name) for name in found]


def _listed_names(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
