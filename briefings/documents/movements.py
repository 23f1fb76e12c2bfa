"""Movements of contingents in a brief: who came and went in the 30 days before the day."""

from __future__ import annotations

from collections.abc import Mapping

from briefings.claims import Claim
from briefings.dates import Precision
from briefings.document import Hole, Line, Listing, Section, Text, When, section
from briefings.document import mark as _
from briefings.documents.bottom_line import recent_changes
from briefings.documents.sentences import figure, in_order, mark_of, short_name
from briefings.picture import Picture

MOST_LINES = 5


def movement_sections(picture: Picture) -> list[Section[Line]]:
    arrived = [claim for claim in recent_changes(picture) if claim.kind == "movement" and claim.subject]
    groups: dict[object, list[Claim]] = {}
    for claim in in_order(arrived):
        groups.setdefault(
            (picture.spoken_on(claim), claim.source, claim.quantity, claim.details.get("movement")), []
        ).append(claim)
    lines: dict[str, list[Line]] = {}
    for claims in groups.values():
        lines.setdefault(_MOVEMENTS.get(str(claims[0].details.get("movement")), _("Moved")), []).append(
            _arrival(picture, claims)
        )
    return [section(Line(label), *said[:MOST_LINES]) for label, said in lines.items()]


_MOVEMENTS = {
    "arrived": _("Arrived"),
    "advance party": _("Advance party"),
    "rotated": _("Rotated"),
    "left home": _("Left home"),
    "withdrew": _("Withdrew"),
    "repatriated": _("Repatriated"),
}


def _arrival(picture: Picture, claims: list[Claim]) -> Line:
    day = picture.spoken_on(claims[0])
    parties = Listing(tuple(Text(short_name(picture, claim.subject)) for claim in claims), by_commas=True)
    holes: Mapping[str, Hole] = {"parties": parties, "day": When(day), "mark": mark_of(*claims)}
    if claims[0].quantity:
        return Line(_("{parties}: {count}, {day} {mark}"), count=figure(claims[0]), **holes)
    if day.precision is Precision.DAY:
        return Line(_("{parties}: {day}, numbers not recorded {mark}"), **holes)
    return Line(_("{parties}: {day}, day and numbers not recorded {mark}"), **holes)
