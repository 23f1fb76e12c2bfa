"""What sources tell differently: side by side, with the rule that chose; and where a source seems to err."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefings.claims import Claim, Relation, Standing
from briefings.deadlines import deadlines
from briefings.document import Document, Hole, Line, Listing, Offer, Quoted, Section, Text, When, plural, section
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.counts import is_rival
from briefings.documents.entries import Narrowed, existing, same_again
from briefings.documents.header import clock_words, header
from briefings.documents.page import Page, offset, page_offers
from briefings.documents.sentences import in_order, mark_of, mission_name, paragraph, short_name, statement
from briefings.kinds import Rule, kind_of, series_of
from briefings.picture import Picture

MOST = 3
"""Disputes in a short form."""
_FIGURES = ("strength", "ceiling", "pledge", "contribution", "position", "assessment")


@dataclass(frozen=True, slots=True)
class Dispute:
    """Facts that say different things of the same; `leads` tells whether the first leads by choice or rule."""

    first: Claim
    others: tuple[Claim, ...]
    leads: bool = True

    @property
    def claims(self) -> tuple[Claim, ...]:
        return (self.first, *self.others)


Known = Mapping[str, Claim]
"""Facts by name beyond those of the Picture: what remarks are about, and what a fact contradicts."""


def disputed(
    picture: Picture, narrowed: Narrowed, known: Known, *, number: int = 1, full: bool = False
) -> Document[Line]:
    """A page of what is disputed on the day; in full also what editors remarked."""
    found, doubted = disputes(picture, known), doubts(picture, known)
    lines = [_dispute_line(picture, dispute, full=full) for dispute in found]
    whole = full or number > 1
    firsts = [dispute.first for dispute in found]
    page = existing(Page(firsts[offset(number) : offset(number + 1)], len(found), number))
    shown = lines[offset(number) : offset(number + 1)] if whole else lines[:MOST]
    rest = Rest(doubted, _remarks(picture, known) if full else [], len(found) - len(shown) if not whole else 0)
    return Document(
        name="disputed",
        title=_title(picture, found, doubted),
        header=header(picture),
        sections=tuple(_sections(picture, shown, rest, full=full)),
        small=same_again(picture, narrowed) if full else (),
        offers=(
            *(() if whole or not (found or doubted) else (Offer(Line(_("In full")), f"{narrowed.line} full"),)),
            *(page_offers(page, narrowed.line) if whole else ()),
            Offer(Line(_("Sources")), f"source{clock_words(picture)}"),
        ),
    )


def disputes(picture: Picture, known: Known) -> list[Dispute]:
    """Rival deadlines, then rival figures, then whatever else one fact says against another."""
    found = [*_rival_days(picture), *_rival_figures(picture)]
    told = [{claim.name for claim in dispute.claims} for dispute in found]
    return [*found, *(pair for pair in _contradictions(picture, known) if not _is_told(pair, told))]


def _is_told(pair: Dispute, told: Sequence[set[str]]) -> bool:
    """Whether a dispute that is told already sets the contradicting fact against one of the others."""
    *others, claim = pair.claims
    return any(claim.name in names and any(other.name in names for other in others) for names in told)


def _rival_days(picture: Picture) -> Iterator[Dispute]:
    for deadline in deadlines(picture):
        if deadline.rivals:
            yield Dispute(deadline.claim, deadline.rivals)


def _rival_figures(picture: Picture) -> Iterator[Dispute]:
    for key, claims in picture.series.items():
        leading = picture.leading(claims) if key.split("\x1f")[0] in _FIGURES else None
        others = tuple(claim for claim in claims if is_rival(picture, leading, claim)) if leading else ()
        if leading and others:
            yield Dispute(leading, others)


def _contradictions(picture: Picture, known: Known) -> Iterator[Dispute]:
    """What a fact says against others that count, each fact with all it contradicts."""
    here = {**{claim.name: claim for claim in held(picture)}, **known}
    for claim in in_order(here.values()):
        against = tuple(here[name] for name in claim.linked(Relation.CONTRADICTS) if name in here)
        against = tuple(other for other in against if counts(picture, other))
        if against and counts(picture, claim):
            yield Dispute(against[0], (*against[1:], claim), leads=False)


def doubts(picture: Picture, known: Known) -> list[Claim]:
    """The facts of which an editor says that the source seems to err."""
    here = {**{claim.name: claim for claim in held(picture)}, **known}
    return in_order(claim for claim in here.values() if claim.doubt and counts(picture, claim))


def held(picture: Picture) -> Iterator[Claim]:
    for claims in picture.series.values():
        yield from claims


def counts(picture: Picture, claim: Claim) -> bool:
    """Whether a fact counts under the clocks: it stands, could be read and known, and its day has come."""
    known_at = picture.clocks.known_at
    return (
        claim.standing is not Standing.WITHDRAWN
        and claim.source in picture.sources
        and picture.counts_from(claim) <= picture.day
        and not (known_at and claim.recorded_at and claim.recorded_at > known_at)
    )


# words


def _title(picture: Picture, found: Sequence[Dispute], doubted: Sequence[Claim]) -> Line:
    holes: dict[str, Hole] = {
        "mission": mission_name(picture),
        "doubted": plural(_("{n} fact"), _("{n} facts"), len(doubted)),
        "disputed": plural(_("{n} point"), _("{n} points"), len(found)),
        "day": When(picture.day),
    }
    match bool(found), bool(doubted):
        case True, True:
            return Line(_("{mission}: sources differ on {disputed}; {doubted} doubted by an editor"), **holes)
        case True, False:
            return Line(_("{mission}: sources differ on {disputed}"), **holes)
        case False, True:
            return Line(_("{mission}: sources differ on nothing; {doubted} doubted by an editor"), **holes)
    return Line(_("{mission}: nothing on record is disputed on {day}"), **holes)


@dataclass(frozen=True, slots=True)
class Rest:
    """What follows the disputes: doubted facts, remarks, and how many disputes a short form left out."""

    doubted: Sequence[Claim]
    remarks: Sequence[Line]
    left_out: int


def _sections(picture: Picture, lines: Sequence[Line], rest: Rest, *, full: bool) -> Iterator[Section[Line]]:
    more = [plural(_("and {n} more"), _("and {n} more"), rest.left_out)] if rest.left_out else []
    if lines:
        yield section(Line(_("Disputed")), *lines, *more, is_list=True)
    if rest.doubted:
        yield section(Line(_("Doubted")), *_doubt_lines(picture, rest.doubted, full=full), is_list=True)
    if rest.remarks:
        yield section(Line(_("Remarks")), *rest.remarks, is_list=True)


def _doubt_lines(picture: Picture, doubted: Sequence[Claim], *, full: bool) -> Iterator[Line]:
    for claim in doubted if full else doubted[:MOST]:
        if full:
            yield Line(
                _("{said}; the source seems to err: {doubt}"), said=statement(picture, claim), doubt=Quoted(claim.doubt)
            )
        else:
            yield Line("{said}", said=statement(picture, claim))
    if len(doubted) > MOST and not full:
        yield plural(_("and {n} more"), _("and {n} more"), len(doubted) - MOST)


def _dispute_line(picture: Picture, dispute: Dispute, *, full: bool) -> Line:
    """What leads, what stands against it, and why the first leads."""
    if dispute.first.kind == "statement":
        return _wordings(picture, dispute)
    others = Listing(tuple(statement(picture, claim) for claim in dispute.others))
    first = Line(_("{claim}; against it: {others}."), claim=statement(picture, dispute.first), others=others)
    return paragraph([first, _why(picture, dispute, full=full), *(_quotations(dispute) if full else ())])


def _quotations(dispute: Dispute) -> Iterator[Line]:
    """What each source says in its own words, as far as quotations are recorded."""
    words = [_quotation(claim) for claim in dispute.claims if claim.quote]
    if words:
        yield Line(_("In their words: {words}."), words=Listing(tuple(words)))


def _quotation(claim: Claim) -> Line:
    return Line(_("“{quote}” {mark} ({name})"), quote=Quoted(claim.quote), mark=mark_of(claim), name=claim.name)


def _wordings(picture: Picture, dispute: Dispute) -> Line:
    """One statement in the wordings of several sources."""
    words = Listing(tuple(Line(_("“{quote}” {mark}"), quote=Quoted(claim.quote or claim.text), mark=mark_of(claim))
                          for claim in dispute.claims))  # fmt: skip
    who = Text(short_name(picture, dispute.first.subject)) if dispute.first.subject else Line(_("speaker not named"))
    return Line(_("{who}, {day}, in several wordings: {words}. All are kept."), who=who, words=words,
                day=When(picture.spoken_on(dispute.first)))  # fmt: skip


_RULES = {
    Rule.LATEST: _("The first leads as the latest."),
    Rule.LATEST_END: _("The first leads: it ends last, and an exact day beats a vague one."),
    Rule.IN_OFFICE: _("The first leads as the latest in office."),
}


def _why(picture: Picture, dispute: Dispute, *, full: bool) -> Line:
    """Which rule chose the first, or that nothing leads."""
    if not dispute.leads:
        return (
            Line(_("All are kept; none leads."))
            if len(dispute.claims) > 2
            else Line(_("Both are kept; neither leads."))
        )
    reason = picture.why_it_leads(dispute.first)
    if reason and full:
        return Line(_("The first leads by an editor's choice: {reason}."), reason=Quoted(reason.removesuffix(".")))
    if reason:
        return Line(_("The first leads by an editor's choice."))
    newest = picture.series.get(series_of(dispute.first), (dispute.first,))[0]
    if newest.doubt and newest is not dispute.first:
        return Line(_("The first leads as the latest that is not doubted."))
    rule, first = kind_of(dispute.first).rule, picture.counts_from(dispute.first)
    if rule is Rule.LATEST and any(picture.counts_from(claim) == first for claim in dispute.others):
        return Line(_("The first leads as the last recorded of that day."))
    return Line(_RULES[rule])


def _remarks(picture: Picture, known: Known) -> list[Line]:
    """What editors remarked on two facts or more that count on the day."""
    here = {**{claim.name: claim for claim in held(picture)}, **known}
    lines = []
    for remark in picture.remarks:
        about = [here[name] for name in remark.claims if name in here and counts(picture, here[name])]
        if len(about) > 1:
            facts = Listing(tuple(Text(claim.name) for claim in about), by_commas=True)
            lines.append(Line(_("{text} ({kind}: {facts})"), kind=Quoted(remark.kind), facts=facts,
                              text=Quoted(remark.text)))  # fmt: skip
    return lines


def _example(day: str = "", *, full: bool = False) -> Document[Line]:
    known = {claim.name: claim for claim in examples.record().claims}
    return disputed(examples.haiti(day), Narrowed("disputed full" if full else "disputed"), known, full=full)


_BuildExample = Callable[[], Document[Line]]
EXAMPLES: Mapping[str, _BuildExample] = {
    "today": _example,
    "in full": lambda: _example(full=True),
    "nothing disputed": lambda: _example("2023-01-01"),
}
