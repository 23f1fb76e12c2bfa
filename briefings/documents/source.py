"""What stands behind a figure: the quotation, the source, how sure its date is, and who says otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from briefings.claims import Claim, Relation, Source, Standing
from briefings.dates import Basis, Role, read_date
from briefings.document import (
    Document,
    Hole,
    Instant,
    Line,
    Link,
    Listing,
    Mark,
    Offer,
    Quoted,
    Section,
    Text,
    UserError,
    When,
    plural,
    section,
)
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.header import clock_words, header
from briefings.documents.page import SIZE, Page, offset, page_name, page_offers, turned_pages
from briefings.documents.sentences import mission_name, statement
from briefings.kinds import Rule, kind_of
from briefings.picture import Picture

Related = Sequence[tuple[Relation, bool, Claim]]
"""Claims linked to one: the relation, whether it starts from the one asked for, and the other claim."""


def source_of_fact(picture: Picture, claim: Claim, related: Related = ()) -> Document[Line]:
    """The evidence of one claim. `picture` gives its source and its rivals."""
    return Document(
        name="source",
        title=Line(_("{name}: {statement}"), name=claim.name, statement=statement(picture, claim)),
        header=(
            Line(_("{kind} · {mission}"), kind=Line(kind_of(claim).label), mission=picture.mission.short),
            *_clocks(picture),
        ),
        sections=tuple(_fact_sections(picture, claim, related)),
        small=_recorded(claim, picture.source(claim)),
        offers=(
            Offer(Line(_("All from {source}"), source=claim.source), f"source {claim.source}"),
            Offer(Line(_("Brief")), f"status{clock_words(picture)}"),
        ),
    )


def _clocks(picture: Picture) -> tuple[Line, ...]:
    """The clocks that are set; the evidence of a fact is otherwise the same on every day."""
    return header(picture) if clock_words(picture) else ()


def _fact_sections(picture: Picture, claim: Claim, related: Related) -> Iterator[Section[Line]]:
    quotation = Line(_("“{quote}”"), quote=Quoted(claim.quote)) if claim.quote else Line(_("no quotation recorded"))
    yield section(Line(_("Quotation")), quotation)
    yield section(
        Line(_("Said by")), Line("{party}", party=claim.said_by) if claim.said_by else Line(_("the source itself"))
    )
    yield section(Line(_("Date")), *_date_lines(claim))
    yield section(Line(_("Source")), *_source_lines(picture.source(claim)))
    yield section(Line(_("Grade")), Line("{grade}", grade=claim.grade or picture.source(claim).grade)
                  if claim.grade or picture.source(claim).grade else Line(_("not graded")))  # fmt: skip
    yield from _details(claim)
    if claim.doubt:
        yield section(Line(_("Doubt")), Line(_("the source seems to err: {doubt}"), doubt=Quoted(claim.doubt)))
    if claim.note:
        yield section(Line(_("Note")), Line("{note}", note=Quoted(claim.note)))
    yield from _beside_it(picture, claim, related)


_ROLES = {
    Role.OCCURRED: _("{day}, when it happened; {basis}"),
    Role.AS_OF: _("{day}, the day it speaks of; {basis}"),
    Role.REPORTED_ON: _("{day}, when it was reported; {basis}"),
    Role.DEADLINE: _("{day}, the deadline; {basis}"),
    Role.VALID_TO: _("{day}, the last day it holds; {basis}"),
}
_BASES = {
    Basis.STATED: (_("stated by the source"), _("stated by the source: {note}")),
    Basis.INFERRED: (_("inferred"), _("inferred: {note}")),
    Basis.RELATIVE: (_("relative to another day"), _("relative to another day: {note}")),
}


def _date_lines(claim: Claim) -> list[Line]:
    """Each date with what it says and how it is known."""
    known = {role: said for role, said in claim.dates.items() if said.is_known}
    lines = [Line(_ROLES[role], day=When(said), basis=_basis(claim)) for role, said in known.items()]
    return lines or [Line(_("not given by the source; it counts from the day the source could be read"))]


def _basis(claim: Claim) -> Line:
    bare, noted = _BASES[claim.basis]
    return Line(noted, note=Quoted(claim.basis_note)) if claim.basis_note else Line(bare)


def _source_lines(source: Source) -> list[Line]:
    """Title and kind, then what is known and not known of its publication."""
    title = Link(source.title, source.link) if source.link else Quoted(source.title)
    return [
        Line(_("{mark} {title}, {kind}"), mark=Mark(source.name), title=title, kind=Quoted(source.kind)),
        _published(source),
        *unrecorded(source),
    ]


def _published(source: Source) -> Line:
    if not source.published.is_known:
        return Line(_("publication day not recorded"))
    if source.published_basis:
        return Line(_("published {day}; {why}"), day=When(source.published), why=Quoted(source.published_basis))
    return Line(_("published {day}"), day=When(source.published))


def unrecorded(source: Source) -> list[Line]:
    """What is and is not recorded of who published a source and where it can be read."""
    publisher = [Line(_("publisher: {name}"), name=source.publisher)] if source.publisher else []
    match bool(source.publisher), bool(source.link):
        case False, False:
            return [Line(_("publisher and link not recorded"))]
        case False, True:
            return [Line(_("publisher not recorded"))]
        case True, False:
            return [*publisher, Line(_("link not recorded"))]
    return publisher


def _details(claim: Claim) -> Iterator[Section[Line]]:
    """What only this kind has, and the words of the claim where its value does not say them."""
    if claim.text:
        yield section(Line(_("In our words")), Line("{text}", text=Quoted(claim.text)))
    for detail in kind_of(claim).details:
        value = claim.details.get(detail.name)
        if value is not None:
            shown = When(read_date(str(value))) if detail.type is date else _detail(value)
            yield section(Line(detail.label), Line("{value}", value=shown))


def _detail(value: object) -> Hole:
    if isinstance(value, tuple):
        return Listing(tuple(Quoted(str(part)) for part in value))
    if isinstance(value, bool):
        return Line(_("yes")) if value else Line(_("no"))
    return Quoted(str(value))


_LINKS = {
    (Relation.RESTATES, True): _("Restates"),
    (Relation.RESTATES, False): _("Restated by"),
    (Relation.CONTRADICTS, True): _("Contradicts"),
    (Relation.CONTRADICTS, False): _("Contradicted by"),
    (Relation.SUPERSEDES, True): _("Supersedes"),
    (Relation.SUPERSEDES, False): _("Superseded by"),
    (Relation.PART_OF, True): _("Part of"),
    (Relation.PART_OF, False): _("Parts"),
}


def _beside_it(picture: Picture, claim: Claim, related: Related) -> Iterator[Section[Line]]:
    """Linked claims, rivals, the rule that chose the headline, and editors' remarks."""
    for (relation, outward), label in _LINKS.items():
        others = [other for link, is_outward, other in related if (link, is_outward) == (relation, outward)]
        if others:
            yield section(Line(label), *(_named(picture, other) for other in others), is_list=True)
    yield from _leads(picture, claim)
    remarks = [remark for remark in picture.remarks if claim.name in remark.claims]
    if remarks:
        yield section(Line(_("Remarks")), *(Line(_("{name}, {kind}: {text}"), name=remark.name, kind=Quoted(remark.kind),
                      text=Quoted(remark.text)) for remark in remarks), is_list=True)  # fmt: skip


_BY_RULE = {
    Rule.LATEST: _("{name} leads as the latest"),
    Rule.LATEST_END: _("{name} leads as the one that ends last"),
    Rule.IN_OFFICE: _("{name} leads as the latest in office"),
}


def _leads(picture: Picture, claim: Claim) -> Iterator[Section[Line]]:
    rivals = [rival for rival in picture.rivals(claim.kind, aspect=claim.aspect, subject=claim.subject, scope=claim.scope)
              if rival.name != claim.name]  # fmt: skip
    if kind_of(claim).is_event or not rivals:
        return
    yield section(Line(_("Beside it")), *(_named(picture, rival) for rival in rivals), is_list=True)
    leading = picture.headline(claim.kind, aspect=claim.aspect, subject=claim.subject, scope=claim.scope)
    if leading:
        reason = picture.why_it_leads(leading)
        why = (Line(_("{name} leads by an editor's choice: {reason}"), name=leading.name, reason=Quoted(reason)) if reason
               else Line(_BY_RULE[kind_of(leading).rule], name=leading.name))  # fmt: skip
        yield section(Line(_("Headline")), why)


def _named(picture: Picture, claim: Claim) -> Line:
    return Line(_("{name}: {statement}"), name=claim.name, statement=statement(picture, claim))


def _recorded(claim: Claim, source: Source) -> tuple[Line, ...]:
    lines = []
    if claim.recorded_at:
        lines.append(Line(_("Recorded here {moment}."), moment=Instant(claim.recorded_at)))
    if claim.beside:
        lines.append(Line(_("Not about the mission itself: kept, but no part of its brief.")))
    if claim.standing is Standing.WITHDRAWN:
        lines.append(Line(_("Withdrawn: it no longer counts.")))
    if claim.standing is Standing.HELD:
        lines.append(Line(_("Under review.")))
    return (*lines, *_stands(source))


def _stands(source: Source) -> tuple[Line, ...]:
    """That a source was retracted, or that it is internal."""
    lines = []
    if source.retracted:
        lines.append(Line(_("{source} was retracted, so nothing of it counts: {reason}"), source=source.name,
                          reason=Quoted(source.retracted)))  # fmt: skip
    if source.internal:
        lines.append(
            Line(_("{source} is internal: only rooms cleared for it see what rests on it."), source=source.name)
        )
    return tuple(lines)


# one source, and all of them


def source_page(picture: Picture, source: Source, page: Page) -> Document[Line]:
    """A source and one page of what was recorded from it."""
    return Document(
        name="source-page",
        title=Line(_("{mark} {title}: {facts} recorded"), mark=Mark(source.name), title=Quoted(source.title),
                   facts=_facts(page.total)),
        header=(*_source_lines(source)[1:], *_clocks(picture)),
        sections=(section(page_name(page), *(_named(picture, claim) for claim in page.claims), is_list=True),),
        small=(Line(_("Grade: {grade}"), grade=source.grade) if source.grade else Line(_("Not graded.")), *_stands(source)),
        offers=(*page_offers(page, f"source {source.name}"), Offer(Line(_("All sources")), "source")),
    )  # fmt: skip


def sources(picture: Picture, counts: Mapping[str, int], number: int = 1) -> Document[Line]:
    """A page of the sources of a mission, each with its publication day and how many facts were recorded from it."""
    every = list(picture.sources.values())
    shown = every[offset(number) : offset(number + 1)]
    last = max(1, -(-len(every) // SIZE))
    if number > last:
        raise UserError(_("There is no page {n}; the last is page {last}"), n=number, last=last)
    return Document(
        name="sources",
        title=Line(_("{mission}: {facts} from {sources}"), mission=mission_name(picture), facts=_facts(sum(counts.values())),
                   sources=plural(_("{n} source"), _("{n} sources"), len(every))),
        header=header(picture),
        sections=(section(_place(number, last), *(_listed(source, counts) for source in shown), is_list=True),) if shown else (),
        offers=(*turned_pages("source", number, last), Offer(Line(_("Brief")), f"status{clock_words(picture)}")),
    )  # fmt: skip


def _place(number: int, last: int) -> Line | None:
    return Line(_("Page {page} of {pages}"), page=number, pages=last) if last > 1 else None


def _listed(source: Source, counts: Mapping[str, int]) -> Line:
    """A source in one line, with its publisher and grade where they are recorded."""
    of = [Text(said) for said in (source.publisher, source.grade) if said]
    kind = Listing((Quoted(source.kind), *of), by_commas=True)
    said = Line(_("{mark} {title}, {kind}, {day}: {facts}"), mark=Mark(source.name), title=Quoted(source.title), kind=kind,
                day=When(source.published), facts=_facts(counts.get(source.name, 0)))  # fmt: skip
    if source.retracted:
        return Line(_("{source}; retracted, so none counts"), source=said)
    return Line(_("{source}; internal"), source=said) if source.internal else said


def _facts(number: int) -> Line:
    return plural(_("{n} fact"), _("{n} facts"), number)


def _example_fact(name: str) -> Document[Line]:
    held = examples.haiti()
    claims = {claim.name: claim for claim in examples.record().claims}
    related = ((Relation.CONTRADICTS, True, claims["S0-15"]),) if name == "S2-18" else ()
    return source_of_fact(held, claims[name], related)


def _example_page() -> Document[Line]:
    claims = [claim for claim in examples.record().claims if claim.source == "S2"]
    held = examples.haiti()
    return source_page(held, held.sources["S2"], Page(claims[:3], len(claims), size=3))


EXAMPLES = {
    "a count": lambda: _example_fact("S2-21"),
    "a rival date": lambda: _example_fact("S2-18"),
    "one source": _example_page,
    "all sources": lambda: sources(examples.haiti(), {"S0": 1, "S1": 4, "S2": 6}),
}
