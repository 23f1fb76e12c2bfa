"""The status brief: the situation of a mission on a day, short enough for a phone or in full."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from briefings.claims import Claim
from briefings.deadlines import deadlines, mandate, overdue, upcoming
from briefings.document import (
    Document,
    Line,
    Listing,
    Mark,
    Offer,
    Quoted,
    Section,
    When,
    cited,
    plural,
    section,
)
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.bottom_line import BottomLine, bottom_line, recent_changes
from briefings.documents.counts import deployed_sections, disputes, unit_note, why_it_leads
from briefings.documents.header import again, clock_words, header
from briefings.documents.missions import next_steps, quoted
from briefings.documents.movements import movement_sections
from briefings.documents.sentences import (
    due_line,
    in_order,
    overdue_line,
    paragraph,
    settled_line,
    statement,
)
from briefings.documents.stances import latest_vote, position_sections, vote_line
from briefings.gaps import gaps
from briefings.picture import Picture

LOOK_AHEAD = 90
"""Days ahead that a brief looks at."""
MOST_LINES = 5
"""Lines of a list in a brief; the command that shows all is offered."""


def status(picture: Picture, *, full: bool = False, earlier: Picture | None = None) -> Document[Line]:
    """The brief of a Picture: bottom line, what is due, figures; in full also all the rest.

    `earlier` is the last day of the mission before this one, its facts named apart.
    """
    chosen = bottom_line(picture)
    sections = (*(_full(picture, chosen) if full else _short(picture, chosen)), *_earlier(earlier))
    return Document(
        name="status",
        title=chosen.words,
        header=header(picture),
        sections=sections,
        small=_small(picture, chosen, cited(chosen.words, *sections)) if full else (),
        offers=(*_offers(picture, full=full), *_of_earlier(earlier)),
    )


def _short(picture: Picture, chosen: BottomLine) -> Iterator[Section[Line]]:
    yield from _first_steps(picture)
    yield from overdue_section(picture, chosen)
    yield due_section(picture)
    yield from deployed_sections(picture)
    # Changes come before positions; a brief for a phone has room for one of the two.
    yield from movement_sections(picture) or position_sections(picture)


def _earlier(earlier: Picture | None) -> Iterator[Section[Line]]:
    """What the mission before this one last was: its own figures, not this one's."""
    if earlier is None:
        return
    last = [claim for claim in (earlier.headline("strength"), mandate(earlier)) if claim]
    head = Line(_("{mission}, until {day}"), mission=earlier.mission.short, day=When(earlier.day))
    yield section(Line(_("Before it")), head, *(statement(earlier, claim) for claim in last))


def _of_earlier(earlier: Picture | None) -> Iterator[Offer[Line]]:
    if earlier:
        short = quoted(earlier.mission.short)
        yield Offer(
            Line(_("Brief of {mission}"), mission=earlier.mission.short), f"status as-of {earlier.day} in {short}"
        )


def _first_steps(picture: Picture) -> Iterator[Section[Line]]:
    """What to record first, where nothing is."""
    if picture.newest is None and not picture.awaited:
        yield section(Line(_("Next")), *next_steps(picture.mission))


def _full(picture: Picture, chosen: BottomLine) -> Iterator[Section[Line]]:
    yield from _listed(_("Overdue"), [overdue_line(picture, late) for late in overdue(picture)])
    yield due_section(picture)
    yield from _listed(_("Settled"), [settled_line(picture, done) for done in deadlines(picture) if done.is_settled])
    yield from _listed(_("Last 30 days"), [statement(picture, claim) for claim in recent_changes(picture)])
    yield from deployed_sections(picture, short=False)
    yield from _listed(_("Other figures"), _other_figures(picture))
    yield from _listed(_("Mandate"), _mandate_lines(picture))
    yield from position_sections(picture, every=True)
    yield from _listed(_("Disputed"), _disputed(picture))
    yield from _listed(_("Stale"), _stale(picture))
    yield from not_recorded_section(picture)


def _listed(label: str, lines: list[Line], most: int = 2 * MOST_LINES) -> Iterator[Section[Line]]:
    """A section for the lines there are; what is more than fits is counted, never dropped in silence."""
    more = [plural(_("and {n} more"), _("and {n} more"), len(lines) - most)] if len(lines) > most else []
    if lines:
        yield section(Line(label), *lines[:most], *more, is_list=True)


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


def _other_figures(picture: Picture) -> list[Line]:
    """The leading figure of every other series of people and money, ceilings first, then the newest."""
    leading = [picture.leading(claims) for key, claims in picture.series.items()
               if key.split("\x1f")[0] in ("ceiling", "pledge", "strength", "contribution")]  # fmt: skip
    others = [claim for claim in leading if claim and claim is not picture.headline("strength")]
    newest_first = sorted(others, key=picture.counts_from, reverse=True)
    return [statement(picture, claim) for claim in sorted(newest_first, key=lambda claim: claim.kind != "ceiling")]


# mandate, disputes, gaps


def _mandate_lines(picture: Picture) -> list[Line]:
    term = mandate(picture)
    lines = [statement(picture, term)] if term else []
    lines += [vote_line(picture)] if latest_vote(picture) else []
    others = [claim for claim in picture.of_kind("mandate") if claim is not term and claim.aspect != "closure"]
    return lines + [statement(picture, claim) for claim in others]


def _disputed(picture: Picture) -> list[Line]:
    """Rival figures side by side, with the rule that chose the headline one."""
    lines = [_dispute(picture, leading, rivals) for leading, rivals in disputes(picture)]
    units = unit_note(picture)
    return [*lines, units] if units else lines


def _dispute(picture: Picture, leading: Claim, rivals: Sequence[Claim]) -> Line:
    others = Listing(tuple(statement(picture, rival) for rival in rivals))
    return Line(_("{claim}, against {others}: {why}"), claim=statement(picture, leading), others=others,
                why=why_it_leads(picture, leading))  # fmt: skip


def _stale(picture: Picture) -> list[Line]:
    """Figures past their shelf life, but for the leading count, whose age stands beside it."""
    leading = (picture.leading(claims) for claims in picture.series.values())
    stale = [claim for claim in leading if claim and claim.quantity and picture.is_stale(claim)]
    return [statement(picture, claim) for claim in in_order(stale) if claim is not picture.headline("strength")]


def not_recorded_section(picture: Picture) -> Iterator[Section[Line]]:
    """What a desk would look for and the record does not hold."""
    missing = [gap for gap in gaps(picture) if gap.is_core]
    if missing:
        yield section(Line(_("Not recorded")), paragraph([Listing(tuple(gap.line for gap in missing), by_commas=True)]))


# the end of a brief


def _small(picture: Picture, chosen: BottomLine, cited: set[str]) -> tuple[Line, ...]:
    return (
        Line(_("Bottom line by rule: {rule}."), rule=chosen.rule),
        *source_lines(picture, cited),
        *again(picture, "status full"),
    )


def source_lines(picture: Picture, cited: set[str]) -> tuple[Line, ...]:
    """The sources that a document cites, one a line."""
    return tuple(
        Line(_("{mark} {title}, {kind}, {day}"), mark=Mark(source.name), title=Quoted(source.title),
             kind=Quoted(source.kind), day=When(source.published))
        for source in picture.sources.values() if source.name in cited
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
