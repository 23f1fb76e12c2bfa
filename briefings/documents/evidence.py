"""What topics share: how sure a claim is, who says so, editors' notes, a page of facts, and "nothing is recorded on"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from briefings import picture as pictures
from briefings.claims import Claim, Mission, Party, Source
from briefings.dates import Basis, Bound, Precision, read_date
from briefings.document import Document, Hole, Line, Offer, Quoted, Section, When, section
from briefings.document import mark as _
from briefings.documents.header import again, clock_words, header
from briefings.documents.page import Page, page_name
from briefings.documents.sentences import mission_name, names, short_name, statement
from briefings.picture import Clocks, Picture
from briefings.values import Qualifier


def dated(picture: Picture, claim: Claim) -> Hole:
    """The day a claim speaks of, and whether it may lie after the day asked for."""
    day = When(picture.spoken_on(claim))
    counts = picture.counts_from(claim) <= picture.day
    if counts and picture.clocks.is_past and claim.speaks_of and picture.may_be_later(claim):
        return Line(_("{day}, may be later than {asked}"), day=day, asked=When(picture.day))
    return day


def who(picture: Picture, claim: Claim) -> Line:
    """Whom a source passes on, or that it speaks for itself."""
    if claim.said_by:
        return Line(_("said by {party}"), party=short_name(picture, claim.said_by))
    return Line(_("said by the source itself"))


def grade(picture: Picture, claim: Claim) -> Line:
    given = claim.grade or picture.source(claim).grade
    return Line(_("grade {grade}"), grade=given) if given else Line(_("not graded"))


_HEDGES = {
    Qualifier.EXACT: _("number given without a hedge"),
    Qualifier.ABOUT: _("number approximate"),
    Qualifier.NEARLY: _("number approximate, a little less"),
    Qualifier.MORE_THAN: _("a number that was exceeded"),
    Qualifier.AT_LEAST: _("a lowest number"),
    Qualifier.LESS_THAN: _("a number that was not reached"),
    Qualifier.UP_TO: _("a highest number"),
}


def how_exact(claim: Claim) -> Line:
    """How exact the number and the day of a claim are, as its source gives them."""
    return Line(_("{number}; {day}"), number=_exact_number(claim), day=_exact_day(claim))


def _exact_number(claim: Claim) -> Line:
    if claim.quantity is None:
        return Line(_("number not recorded"))
    if claim.quantity.high is not None:
        return Line(_("a range"))
    return Line(_HEDGES[claim.quantity.qualifier])


_PRECISIONS = {
    Precision.DAY: _("day given"),
    Precision.MONTH: _("day not given"),
    Precision.YEAR: _("month not given"),
    Precision.UNKNOWN: _("undated"),
}


def _exact_day(claim: Claim) -> Line:
    said = claim.speaks_of
    if said is None:
        return Line(_("undated"))
    if said.bound is not Bound.NONE:
        return Line(_("day known only within bounds"))
    if claim.basis is not Basis.STATED and said.precision is Precision.DAY:
        return Line(_("day inferred"))
    return Line(_PRECISIONS[said.precision])


# parties by name


def named(picture: Picture, name: str) -> Party:
    """The party of that name or alias in any case; an undeclared name stands for itself."""
    folded = name.casefold().strip()
    known = (party for party in picture.parties if folded in (each.casefold() for each in party.names))
    return next(known, Party(name=name))


def is_of(picture: Picture, name: str, party: Party) -> bool:
    """Whether a name in a claim means the party."""
    return bool(name) and named(picture, name).name.casefold() == party.name.casefold()


def shown(party: Party) -> str:
    return party.short or party.name


# claims in series, notes, pages


def leading_claims(picture: Picture, kind: str) -> list[Claim]:
    """The leading claim of every series of a kind, in the order of the series."""
    found = (picture.leading(claims) for key, claims in picture.series.items() if key.split("\x1f")[0] == kind)
    return [claim for claim in found if claim]


def nearest_later(picture: Picture, *kinds: str) -> Claim | None:
    """The first claim of some kinds that counts only after the day."""
    later = [claim for claim in picture.awaited.values() if claim.kind in kinds]
    return min(later, key=picture.counts_from, default=None)


def notes_section(picture: Picture, claims: Iterable[Claim]) -> Iterator[Section[Line]]:
    """What editors noted over any of the claims."""
    about = {claim.name for claim in claims}
    lines = [Line(_("{name}: {text}"), name=remark.name, text=Quoted(remark.text))
             for remark in picture.remarks if about.intersection(remark.claims)]  # fmt: skip
    if lines:
        yield section(Line(_("Editor's notes")), *lines, is_list=True)


def listed(label: str, lines: Sequence[Line], most: int = 0) -> Iterator[Section[Line]]:
    """A list where there is anything to list; beyond `most` lines it says how many more the long form holds."""
    more = len(lines) - most if most else 0
    if more > 1:
        lines = [*lines[:most], Line(_("and {n} more in the long form"), n=more)]
    if lines:
        yield section(Line(label), *lines, is_list=len(lines) > 1)


def fact_list(picture: Picture, page: Page, say: Callable[[Picture, Claim], Line] = statement) -> Section[Line]:
    """A page of facts with their names, by which “source” shows what stands behind them."""
    lines = (Line(_("{name}: {said}"), name=claim.name, said=say(picture, claim)) for claim in page.claims)
    return section(page_name(page), *lines, is_list=True)


def again_of(picture: Picture, page: Page | None, line: str) -> tuple[Line, ...]:
    """The end of a long form: the line that asks for this page again; nothing at the end of a short form."""
    if page is None:
        return ()
    return again(picture, f"{line} page {page.number}" if page.number > 1 else line)


@dataclass(frozen=True, slots=True)
class Nothing:
    """What to say of a party that a topic holds nothing on: the bottom line, and the label over whom it holds."""

    line: str
    label: str


def nothing_on(
    picture: Picture, document: str, words: Nothing, party: Party, recorded: Iterable[str], later: Sequence[Claim]
) -> Document[Line]:
    """That a topic holds nothing on a party, the nearest later fact, and whom it holds something on."""
    others = sorted({short_name(picture, name) for name in recorded if name}, key=str.casefold)
    whom = Line("{parties}", parties=names(others)) if others else Line(_("none on this day"))
    nearest = [section(Line(_("Nearest later")), statement(picture, later[0]))] if later else []
    is_known = party in picture.parties
    message = words.line if is_known else _("{mission}: nothing is recorded on {party}")
    return Document(
        name=document,
        title=Line(message, mission=mission_name(picture), party=shown(party)),
        header=header(picture),
        sections=(*nearest, section(Line(words.label), whom)),
        offers=(Offer(Line(_("All")), f"{document}{clock_words(picture)}"),),
    )


def invented(*claims: Claim) -> Picture:
    """A Picture of a mission that does not exist, for examples of what the example record does not hold."""
    mission = Mission(name="Invented mission", short="Invented mission")
    source = Source(name="S0", title="Invented report", published=read_date("2025-07-31"))
    return pictures.picture(mission, Clocks(date(2025, 8, 15), date(2025, 8, 15)), claims, [source])
