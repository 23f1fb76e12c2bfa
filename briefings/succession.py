"""Two missions in one history: the facts of one beside those of another, with nothing mixed up.

Names such as S2 and S2-21 are a mission's own. Beside another mission's they say whose they are: “S2 in MSK Karuna”.
"""

from __future__ import annotations

from dataclasses import replace

from briefings.claims import Choice, Claim, Link, Remark
from briefings.picture import Picture


def named_apart(picture: Picture) -> Picture:
    """The same Picture, in which every fact and source says of which mission it is, as it can be typed."""
    short = picture.mission.short
    of_mission = f' in "{short}"' if " " in short else f" in {short}"

    def fact(claim: Claim) -> Claim:
        links = tuple(Link(link.relation, link.to + of_mission) for link in claim.links)
        return replace(claim, name=claim.name + of_mission, source=f"{claim.source} in {short}", links=links)

    return replace(
        picture,
        series={key: tuple(map(fact, claims)) for key, claims in picture.series.items()},
        awaited={key: fact(claim) for key, claim in picture.awaited.items()},
        reached={name + of_mission: fact(claim) for name, claim in picture.reached.items()},
        sources={f"{name} in {short}": replace(source, name=f"{name} in {short}") for name, source in picture.sources.items()},
        choices=tuple(Choice(choice.claim + of_mission, choice.reason) for choice in picture.choices),
        remarks=tuple(Remark(remark.name, remark.kind, tuple(name + of_mission for name in remark.claims), remark.text)
                      for remark in picture.remarks),
    )  # fmt: skip
