"""The status brief: the situation of a mission on a day, short enough for a phone or in full."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import groupby

from briefings.claims import Claim, Relation
from briefings.dates import Precision, RecordedDate
from briefings.deadlines import deadlines, mandate, overdue, upcoming
from briefings.document import (
    Count,
    Document,
    Hole,
    Line,
    Listing,
    Mark,
    Meter,
    Offer,
    Quoted,
    Section,
    Text,
    When,
    section,
)
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.bottom_line import BottomLine, bottom_line, current_target, recent_changes
from briefings.documents.header import clock_words, header
from briefings.documents.sentences import (
    deployed_line,
    due_line,
    figure,
    in_order,
    mark_of,
    names,
    overdue_line,
    paragraph,
    progress_line,
    settled_line,
    short_name,
    statement,
    when,
)
from briefings.gaps import gaps
from briefings.picture import Picture, same_unit

LOOK_AHEAD = 90
"""Days ahead that a brief looks at."""
MOST_LINES = 5
"""Lines of a list in a brief; the command that shows all is offered."""


def status(picture: Picture, *, full: bool = False) -> Document[Line]:
    """The brief of a Picture: bottom line, what is due, figures; in full also all the rest."""
    chosen = bottom_line(picture)
    sections = _full(picture, chosen) if full else _short(picture, chosen)
    return Document(
        name="status",
        title=chosen.words,
        header=header(picture),
        sections=tuple(sections),
        small=_small(picture, chosen) if full else (),
        offers=_offers(picture, full=full),
    )


def _short(picture: Picture, chosen: BottomLine) -> Iterator[Section[Line]]:
    yield from overdue_section(picture, chosen)
    yield due_section(picture)
    yield from deployed_sections(picture)
    # Changes come before positions; a brief for a phone has room for one of the two.
    yield from _arrivals(picture) or _positions(picture)


def _full(picture: Picture, chosen: BottomLine) -> Iterator[Section[Line]]:
    yield from _listed(_("Overdue"), [overdue_line(picture, late) for late in overdue(picture)])
    yield due_section(picture)
    yield from _listed(_("Settled"), [settled_line(picture, done) for done in deadlines(picture) if done.is_settled])
    yield from _listed(_("Last 30 days"), [statement(picture, claim) for claim in recent_changes(picture)[:MOST_LINES]])
    yield from deployed_sections(picture, short=False)
    yield from _listed(_("Other figures"), _other_figures(picture))
    yield from _listed(_("Mandate"), _mandate_lines(picture))
    yield from _positions(picture, every=True)
    yield from _listed(_("Disputed"), _disputed(picture))
    yield from _listed(_("Stale"), _stale(picture))
    yield from not_recorded_section(picture)


def _listed(label: str, lines: list[Line]) -> Iterator[Section[Line]]:
    if lines:
        yield section(Line(label), *lines, is_list=True)


# what is due


def overdue_section(picture: Picture, chosen: BottomLine) -> Iterator[Section[Line]]:
    """What is past its day and unsettled; the mandate only where the bottom line does not say so already."""
    late = [deadline for deadline in overdue(picture) if not (chosen.is_mandate and deadline.claim.kind == "mandate")]
    if late:
        yield section(Line(_("Overdue")), *(overdue_line(picture, deadline) for deadline in late[:MOST_LINES]))


def due_section(picture: Picture) -> Section[Line]:
    """What is still to come, or that nothing is recorded for the next 90 days."""
    ahead = upcoming(picture)
    if not ahead:
        return section(Line(_("Next {n} days"), n=LOOK_AHEAD), Line(_("nothing recorded")))
    return section(Line(_("Due")), *(due_line(picture, deadline) for deadline in ahead[:MOST_LINES]))


# counts


def deployed_sections(picture: Picture, *, short: bool = True) -> list[Section[Line]]:
    """The leading count against the target, and the count before it."""
    count = picture.headline("strength")
    if count is None:
        return [section(Line(_("Deployed")), no_count_line(picture))]
    blocks: list[Line | Meter[Line]] = [deployed_line(picture, count, short=short)]
    target = current_target(picture)
    made = progress_line(picture, count, target) if target else None
    if made:
        blocks.append(Meter(made[0].share, made[1]))
    sections = [section(Line(_("Deployed")), *blocks)]
    before = earlier_count(picture, count)
    if before:
        sections.append(section(Line(_("Earlier")), earlier_line(picture, before)))
    return sections


def earlier_count(picture: Picture, count: Claim) -> Claim | None:
    """The newest count of an earlier day than the leading one."""
    leads_from = picture.counts_from(count)
    return next((rival for rival in picture.rivals("strength") if picture.counts_from(rival) < leads_from), None)


def earlier_line(picture: Picture, before: Claim) -> Line:
    return Line(_("{count}, {day} {mark}"), count=figure(before), day=when(picture, before), mark=mark_of(before))


def no_count_line(picture: Picture) -> Line:
    """That no count is recorded for the day, with the nearest later one where there is one."""
    later = picture.awaited.get("strength\x1f")
    if later is None:
        return Line(_("no count recorded"))
    return Line(_("no count recorded by {day}; the nearest later one: {count}, {later} {mark}"), day=When(picture.day),
                count=figure(later), later=when(picture, later), mark=mark_of(later))  # fmt: skip


def _other_figures(picture: Picture) -> list[Line]:
    leading = [picture.leading(claims) for key, claims in picture.series.items()
               if key.split("\x1f")[0] in ("ceiling", "pledge", "strength", "contribution")]  # fmt: skip
    whole = picture.headline("strength")
    return [statement(picture, claim) for claim in in_order(claim for claim in leading if claim)
            if claim is not whole][: 2 * MOST_LINES]  # fmt: skip


# what changed and who stands where


def _arrivals(picture: Picture) -> list[Section[Line]]:
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


_SIDES = {
    "oppose": _("{parties} against"),
    "support": _("{parties} for"),
    "open": _("{parties} open to it"),
    "withdrew": _("{parties} proposed it, then withdrew"),
    "abstain": _("{parties} abstaining"),
    "neutral": _("{parties} neutral"),
}


def _positions(picture: Picture, *, every: bool = False) -> list[Section[Line]]:
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
    by_stance = groupby(
        sorted(claims, key=lambda claim: list(_SIDES).index(str(claim.value))), key=lambda claim: str(claim.value)
    )
    stances = [Line(_SIDES[stance], parties=_speakers(picture, list(group))) for stance, group in by_stance]
    sides = Line("; ".join(f"{{s{number}}}" for number in range(len(stances))),
                 **{f"s{number}": stance for number, stance in enumerate(stances)})  # fmt: skip
    if not day.is_known:
        return Line(_("Undated {mark}: {sides}."), mark=mark_of(*claims), sides=sides)
    return Line(_("{day} {mark}: {sides}."), day=When(day), mark=mark_of(*claims), sides=sides)


def _speakers(picture: Picture, claims: list[Claim]) -> Listing:
    """The parties in alphabetical order; one that is part of another present is spoken for by it."""
    parties = {claim.subject: picture.party(claim.subject) for claim in claims}
    spoken_for = {name for name, party in parties.items() if party.part_of in parties}
    return names(sorted(party.short or party.name for name, party in parties.items() if name not in spoken_for))


# mandate, disputes, gaps


def _mandate_lines(picture: Picture) -> list[Line]:
    term = mandate(picture)
    lines = [statement(picture, term)] if term else []
    others = [
        claim for claim in in_order(picture.of_kind("mandate")) if claim is not term and claim.aspect != "closure"
    ]
    lines += [statement(picture, claim) for claim in others[:MOST_LINES]]
    lines += [vote_line(picture)] if latest_vote(picture) else []
    return lines


def latest_vote(picture: Picture) -> Claim | None:
    """The newest vote with a result."""
    return next((claim for claim in picture.of_kind("vote") if claim.value), None)


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
        return Line(_("vote on {text}: {yes} for, {no} against, {abstained} abstaining, {day} {mark}"),
                    text=Quoted(vote.text or vote.aspect), **tally, **holes)  # fmt: skip
    return statement(picture, vote)


def _led_by(picture: Picture, vote: Claim) -> list[str]:
    parts = (vote, *(claim for claim in picture.of_kind("vote") if vote.name in claim.linked(Relation.PART_OF)))
    found = [name for part in parts for name in _listed_names(part.details.get("led_by"))]
    return [short_name(picture, name) for name in found]


def _listed_names(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _disputed(picture: Picture) -> list[Line]:
    """Rival figures side by side, with the rule that chose the headline one."""
    lines = []
    for kind in ("strength", "target", "ceiling"):
        leading = picture.headline(kind)
        rivals = (
            [] if leading is None else [claim for claim in picture.rivals(kind) if is_rival(picture, leading, claim)]
        )
        if leading and rivals:
            others = Listing(tuple(statement(picture, rival) for rival in rivals[:MOST_LINES]))
            lines.append(Line(_("{claim}, against {others}: {why}"), claim=statement(picture, leading), others=others,
                              why=why_it_leads(picture, leading)))  # fmt: skip
    units = _unit_note(picture)
    return [*lines, units] if units else lines


def is_rival(picture: Picture, leading: Claim, claim: Claim) -> bool:
    """Whether another claim says something else of the same: another number for its day, another day for it."""
    if claim is leading:
        return False
    if leading.kind == "target":
        return claim.due != leading.due
    return picture.counts_from(claim) == picture.counts_from(leading) and claim.value != leading.value


def why_it_leads(picture: Picture, leading: Claim) -> Line:
    reason = picture.why_it_leads(leading)
    if reason:
        return Line(_("the first leads by an editor's choice: {reason}"), reason=Quoted(reason))
    return Line(_("the first leads as the latest"))


def _unit_note(picture: Picture) -> Line | None:
    count = picture.headline("strength")
    before = earlier_count(picture, count) if count else None
    if not count or not before or same_unit(count, before) or not (count.quantity and before.quantity):
        return None
    return Line(_("{count} and {before} do not count one unit: {one} {mark}, {other} {other_mark}"),
                count=figure(count, unit=False), before=figure(before, unit=False), one=Quoted(count.quantity.unit),
                other=Quoted(before.quantity.unit), mark=mark_of(count), other_mark=mark_of(before))  # fmt: skip


def _stale(picture: Picture) -> list[Line]:
    leading = (picture.leading(claims) for claims in picture.series.values())
    stale = [claim for claim in leading if claim and claim.quantity and picture.is_stale(claim)]
    return [deployed_line(picture, claim, short=False) if claim.kind == "strength" and not claim.scope
            else statement(picture, claim) for claim in in_order(stale)[:MOST_LINES]]  # fmt: skip


def not_recorded_section(picture: Picture) -> Iterator[Section[Line]]:
    """What a desk would look for and the record does not hold."""
    missing = [gap for gap in gaps(picture) if gap.is_core]
    if missing:
        yield section(Line(_("Not recorded")), paragraph([Listing(tuple(gap.line for gap in missing), by_commas=True)]))


# the end of a brief


def _small(picture: Picture, chosen: BottomLine) -> tuple[Line, ...]:
    return (
        Line(_("Bottom line by rule: {rule}."), rule=chosen.rule),
        *source_lines(picture),
    )


def source_lines(picture: Picture) -> tuple[Line, ...]:
    """The sources behind the record, one a line."""
    return tuple(
        Line(_("{mark} {title}, {kind}, {day}"), mark=Mark(source.name), title=Quoted(source.title),
             kind=Quoted(source.kind), day=When(source.published))
        for source in picture.sources.values()
    )  # fmt: skip


def _offers(picture: Picture, *, full: bool) -> tuple[Offer[Line], ...]:
    clocks = clock_words(picture)
    offers = [] if full else [Offer(Line(_("Full brief")), f"status full{clocks}")]
    offers.append(Offer(Line(_("Sources")), f"source{clocks}"))
    if picture.clocks.is_past:
        offers.append(Offer(Line(_("Today")), "status"))
    return tuple(offers)


_BuildExample = Callable[[], Document[Line]]
EXAMPLES: Mapping[str, _BuildExample] = {
    "today": lambda: status(examples.haiti()),
    "on an earlier day": lambda: status(examples.haiti("2025-01-15")),
    "in full": lambda: status(examples.haiti(), full=True),
    "before anything": lambda: status(examples.haiti("2023-01-01")),
    "mandate about to end": lambda: status(examples.haiti("2025-09-02")),
}
