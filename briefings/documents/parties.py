"""Parties and their names: which there are, who is whom, two names that become one, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from briefings.claims import Claim, Party
from briefings.considering import Effect, effect
from briefings.document import (
    Document,
    Hole,
    Instant,
    Line,
    Listing,
    Offer,
    Section,
    Text,
    UserError,
    plural,
    section,
)
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.page import SIZE, offset, turned_pages
from briefings.documents.recorded import SEE_BRIEF
from briefings.documents.sentences import mission_name
from briefings.documents.turns import moves_of_many
from briefings.picture import Clocks, Picture, picture

MOST_NAMED = 10
"""Facts that are named one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyChange:
    """Two names that become one party, or with `is_split` two again, between two Pictures of one day.

    `claims` are the facts that name another party then; `again` is the line that takes it back.
    """

    one: Party
    into: Party
    claims: Sequence[Claim]
    before: Picture
    after: Picture
    again: str
    is_split: bool = False
    is_new: bool = False


def party_question(change: PartyChange) -> Document[Line]:
    """The question whether two names are one party, or two, with all that follows."""
    holes = {"one": Text(change.one.name), "into": Text(change.into.name)}
    title = _("Are {one} and {into} two after all?") if change.is_split else _("Is {one} the same as {into}?")
    return Document(
        name="party-question",
        title=Line(title, **holes),
        header=(Line(_("Nothing is stored yet.")),),
        sections=(
            section(Line(_("Effect")), *_effects(change)),
            *moves_of_many(_beyond_names(effect(change.before, change.after))),
        ),
    )


def _beyond_names(found: Effect) -> Effect:
    """What leads otherwise, without what only leads under another name."""
    led = {turn.was.name for turn in found.turns if turn.was}
    leads = {turn.now.name for turn in found.turns if turn.now}
    turns = [
        turn for turn in found.turns
        if not (turn.was is None or turn.was.name in leads) or not (turn.now is None or turn.now.name in led)
    ]  # fmt: skip
    return replace(found, turns=tuple(turns), shifts=())


def _effects(change: PartyChange) -> Iterator[Line]:
    one, into = Text(change.one.name), Text(change.into.name)
    named = Listing(tuple(_named(change.claims)))
    if change.is_split:
        yield Line(_("{one} is a party of its own again, and no alias of {into}."), one=one, into=into)
    elif change.is_new:
        yield Line(_("{into} is a new name here; {one} stays as its alias."), one=one, into=into)
    else:
        yield Line(_("{one} becomes an alias of {into}: either name finds both."), one=one, into=into)
    if change.claims:
        yield plural(_("{n} fact names {whom} then: {facts}"), _("{n} facts name {whom} then: {facts}"), len(change.claims),
                     whom=one if change.is_split else into, facts=named)  # fmt: skip
    yield Line(_("History keeps what each of them said."))


def _named(claims: Sequence[Claim]) -> Iterator[Hole]:
    yield from (Text(claim.name) for claim in claims[:MOST_NAMED])
    if len(claims) > MOST_NAMED:
        yield Line(_("{n} more"), n=len(claims) - MOST_NAMED)


def party_changed(change: PartyChange, at: datetime, zone: str) -> Document[Line]:
    """That two names are one party now, or two again. `zone` is the reader's."""
    title = _("{one} and {into} are two again, {moment}") if change.is_split else _("{one} is {into} now, {moment}")
    back = _("Make them one") if change.is_split else _("Take them apart")
    return Document(
        name="party-changed",
        title=Line(title, one=Text(change.one.name), into=Text(change.into.name), moment=Instant(at, zone)),
        offers=(Offer(Line(back), change.again), SEE_BRIEF),
    )


# which there are


def parties(held: Picture, every: Sequence[Party], merged: Sequence[Party], number: int = 1) -> Document[Line]:
    """A page of the parties of a mission, each with its other names."""
    last = max(1, -(-len(every) // SIZE))
    if number > last:
        raise UserError(_("There is no page {n}; the last is page {last}"), n=number, last=last)
    shown = every[offset(number) : offset(number + 1)]
    lines = [_listed(party, [one for one in merged if one.merged_into == party.name]) for party in shown]
    place = Line(_("Page {page} of {pages}"), page=number, pages=last) if last > 1 else None
    return Document(
        name="parties",
        title=plural(_("{mission}: {n} party is named"), _("{mission}: {n} parties are named"), len(every),
                     mission=mission_name(held)),
        sections=(section(place, *lines, is_list=True),) if lines else (),
        offers=(*turned_pages("party show", number, last), SEE_BRIEF),
    )  # fmt: skip


def party(one: Party, merged: Sequence[Party], claims: Sequence[Claim]) -> Document[Line]:
    """A party with its names, what was merged into it, and the facts that name it."""
    lines: list[Section[Line]] = [
        section(Line(_("Names")), Line("{names}", names=Listing(_texts(one.names), by_commas=True)))
    ]
    if merged:
        lines.append(
            section(Line(_("Merged into it")), *(Line("{name}", name=each.name) for each in merged), is_list=True)
        )
    if claims:
        lines.append(section(Line(_("Named by")), Line("{facts}", facts=Listing(tuple(_named(claims))))))
    return Document(
        name="party",
        title=plural(_("{name}: {n} fact names it"), _("{name}: {n} facts name it"), len(claims), name=Text(one.name)),
        sections=tuple(lines),
        offers=(*(Offer(Line(_("Take {name} apart"), name=each.name), f'party split "{each.name}"') for each in merged[:3]),
                Offer(Line(_("All parties")), "party show")),
    )  # fmt: skip


def _texts(names: Sequence[str]) -> tuple[Hole, ...]:
    return tuple(Text(name) for name in dict.fromkeys(names))


def _listed(one: Party, merged: Sequence[Party]) -> Line:
    own = {each.name for each in merged}
    others = [name for name in dict.fromkeys(one.names) if name != one.name and name not in own]
    holes: Mapping[str, Hole] = {
        "name": Text(one.name), "others": Listing(_texts(others), by_commas=True),
        "merged": Listing(_texts([each.name for each in merged]), by_commas=True),
    }  # fmt: skip
    if merged and others:
        return Line(_("{name}, also {others}; merged into it: {merged}"), **holes)
    if merged:
        return Line(_("{name}; merged into it: {merged}"), **holes)
    return Line(_("{name}, also {others}"), **holes) if others else Line("{name}", name=one.name)


# examples

_AT = datetime(2025, 1, 15, 6, 12, tzinfo=UTC)
_ONE, _INTO = Party(name="PRC"), Party(name="China")


def _example(*, is_split: bool = False, is_new: bool = False) -> PartyChange:
    record = examples.record()
    clocks = Clocks(date(2025, 1, 15), date(2025, 1, 15))
    apart = [replace(claim, subject="PRC") if claim.subject == "China" else claim for claim in record.claims]
    sides = [picture(record.mission, clocks, said, record.sources, record.parties) for said in (apart, record.claims)]
    before, after = reversed(sides) if is_split else sides
    named = [claim for claim in record.claims if claim.subject == "China"]
    return PartyChange(one=_ONE, into=_INTO, claims=named, before=before, after=after, is_split=is_split, is_new=is_new,
                       again="party merge PRC into China" if is_split else "party split PRC")  # fmt: skip


EXAMPLES = {
    "to merge": lambda: party_question(_example()),
    "to rename": lambda: party_question(_example(is_new=True)),
    "to split": lambda: party_question(_example(is_split=True)),
    "merged": lambda: party_changed(_example(), _AT, "Africa/Nairobi"),
    "split": lambda: party_changed(_example(is_split=True), _AT, "UTC"),
    "all": lambda: parties(examples.haiti(), examples.haiti().parties, [replace(_ONE, merged_into="China")]),
    "one": lambda: party(_INTO, [replace(_ONE, merged_into="China")], examples.record().claims[:2]),
}
