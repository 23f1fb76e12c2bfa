"""What is proposed for the mission: how far it has come, who proposed and withdrew it, who is for and against."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefings.claims import Claim
from briefings.document import Document, Hole, Line, Listing, Offer, Quoted, Section, When, plural, section
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.evidence import (
    again_of,
    dated,
    fact_list,
    leading_claims,
    nearest_later,
    notes_section,
)
from briefings.documents.header import clock_words, header
from briefings.documents.page import Page, page_offers
from briefings.documents.positions import newest_topic, numbers, position_fact, side_sections, sides_section
from briefings.documents.sentences import mark_of, mission_name, names, short_name, statement
from briefings.picture import Picture


def transition(picture: Picture, *, page: Page | None = None, line: str = "transition") -> Document[Line]:
    """Proposals and positions together; with a page of both the long form. `line` asks for it again."""
    sections = _sections(picture, full=page is not None) if page is None or page.number == 1 else iter(())
    clocks = clock_words(picture)
    turning = page_offers(page, f"{line}{clocks}") if page else (Offer(Line(_("In full")), f"transition full{clocks}"),)
    return Document(
        name="transition",
        title=_title(picture),
        header=header(picture),
        sections=(*sections, *((fact_list(picture, page, position_fact),) if page and page.total else ())),
        small=again_of(picture, page, line),
        offers=(
            *turning,
            Offer(Line(_("Positions")), f"positions{clocks}"),
            Offer(Line(_("Votes")), f"votes{clocks}"),
        ),
    )


_STAGES = {
    "proposed": _("{topic} proposed, {day}"),
    "under debate": _("{topic} under debate, {day}"),
    "withdrawn": _("{topic} withdrawn, {day}"),
    "conditional": _("{topic} possible on conditions, {day}"),
    "draft": _("{topic} in draft, {day}"),
    "in blue": _("{topic} in blue, {day}"),
    "adopted": _("{topic} adopted, {day}"),
    "rejected": _("{topic} rejected, {day}"),
}


def _title(picture: Picture) -> Line:
    proposals, taken = leading_claims(picture, "proposal"), leading_claims(picture, "position")
    topic = newest_topic(picture, proposals or taken)
    if not topic:
        return _nothing(picture)
    mine = [claim for claim in taken if claim.aspect == topic]
    proposal = picture.headline("proposal", aspect=topic)
    holes: dict[str, Hole] = {"mission": mission_name(picture), "sides": numbers(picture, mine)}
    if proposal is None:
        return Line(_("{mission}: {topic}: {sides}"), topic=Quoted(topic), **holes)
    if not mine:
        return Line(_("{mission}: {stage} {mark}; no position is recorded"), mission=mission_name(picture),
                    stage=_stage(picture, proposal), mark=mark_of(proposal))  # fmt: skip
    return Line(
        _("{mission}: {stage} {mark}: {sides}"), stage=_stage(picture, proposal), mark=mark_of(proposal), **holes
    )


def _stage(picture: Picture, proposal: Claim) -> Line:
    return Line(_STAGES[str(proposal.value)], topic=Quoted(proposal.aspect), day=dated(picture, proposal))


def _nothing(picture: Picture) -> Line:
    later = nearest_later(picture, "proposal", "position")
    if later is None:
        return Line(_("{mission}: no proposal for its future is recorded"), mission=mission_name(picture))
    return Line(_("{mission}: no proposal recorded by {day}; the nearest later fact: {later}"),
                mission=mission_name(picture), day=When(picture.day), later=statement(picture, later))  # fmt: skip


def _sections(picture: Picture, *, full: bool) -> Iterator[Section[Line]]:
    proposals, taken = leading_claims(picture, "proposal"), leading_claims(picture, "position")
    first = newest_topic(picture, proposals or taken)
    topics = sorted({claim.aspect for claim in (*proposals, *taken)}, key=lambda topic: (topic != first, topic))
    for topic in topics:
        mine = [claim for claim in taken if claim.aspect == topic]
        stages = picture.rivals("proposal", aspect=topic)
        yield from _stages(picture, topic, stages, full=full or topic != first)
        yield from _positions(picture, mine, "" if topic == first else topic, full=full)
    if full:
        yield from notes_section(picture, (*picture.of_kind("proposal"), *picture.of_kind("position")))


def _positions(picture: Picture, taken: Sequence[Claim], topic: str, *, full: bool) -> Iterator[Section[Line]]:
    """Who stands where on a proposal; one that stands below another is named."""
    if full:
        return side_sections(picture, taken, full=True, topic=topic)
    label = Line(_("Positions, “{topic}”"), topic=Quoted(topic)) if topic else Line(_("Positions"))
    return sides_section(picture, taken, label)


def _stages(picture: Picture, topic: str, stages: Sequence[Claim], *, full: bool) -> Iterator[Section[Line]]:
    """What is proposed and how it came to where it is, the newest first; in short where it is now."""
    lines = [_stage_line(picture, claim) for claim in stages]
    if not full and len(lines) > 1:
        earlier = plural(
            _("{n} earlier stage in the long form"), _("{n} earlier stages in the long form"), len(lines) - 1
        )
        lines = [lines[0], earlier]
    if lines:
        yield section(Line("{topic}", topic=Quoted(topic)), *lines, is_list=len(lines) > 1)


_STAGE_LINES = {
    "proposed": _("proposed, {day} {mark}: {text}"),
    "under debate": _("under debate, {day} {mark}: {text}"),
    "withdrawn": _("withdrawn, {day} {mark}: {text}"),
    "conditional": _("possible on conditions, {day} {mark}: {text}"),
    "draft": _("in draft, {day} {mark}: {text}"),
    "in blue": _("in blue, {day} {mark}: {text}"),
    "adopted": _("adopted, {day} {mark}: {text}"),
    "rejected": _("rejected, {day} {mark}: {text}"),
}


def _stage_line(picture: Picture, claim: Claim) -> Line:
    line = Line(_STAGE_LINES[str(claim.value)], day=dated(picture, claim), mark=mark_of(claim),
                text=Quoted(claim.text or claim.aspect))  # fmt: skip
    behind = list(dict.fromkeys(short_name(picture, name) for name in (claim.subject, *claim.actors) if name))
    if behind:
        line = Line(_("{line} ({parties})"), line=line, parties=names(behind))
    reasons = claim.details.get("reasons")
    if isinstance(reasons, tuple):
        given = Listing(tuple(Quoted(reason) for reason in reasons), by_commas=True)
        line = Line(_("{line}; reasons given: {reasons}"), line=line, reasons=given)
    return line


def _example_full() -> Document[Line]:
    held = examples.haiti("2025-01-15")
    claims = held.of_kind("position")
    return transition(held, page=Page(claims, len(claims)), line="transition full")


EXAMPLES = {
    "today": lambda: transition(examples.haiti()),
    "in full": _example_full,
    "before anything": lambda: transition(examples.haiti("2024-01-01")),
}
