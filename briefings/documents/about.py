"""What the record says about a text: its figures beside those on record, the facts it names, those that say most of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from briefings.claims import Claim
from briefings.document import Document, Line, Offer, Quoted, Section, Strong, Text, plural, section
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.header import clock_words, header
from briefings.documents.search import found_line
from briefings.documents.sentences import mission_name, statement
from briefings.documents.status import source_lines
from briefings.kinds import kind_of, series_of
from briefings.mentions import Figure, mentions
from briefings.picture import Picture
from briefings.values import Qualifier, Quantity

SHOWN = 2
"""Facts that are shown of one figure."""
ECHO = 200
"""Characters of the text that are said back."""
NEAR = Decimal("0.25")
"""How far from a figure of the text, as a part of it, a figure on record may be to be called near."""


@dataclass(frozen=True, slots=True)
class Given:
    """A figure of a text, and the facts that give its number, those that lead first."""

    figure: Figure
    claims: Sequence[Claim] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What the record holds of a text: its figures, the facts and sources it names, and the facts that say most of it.

    `terms` are its parties and words that are on record, the rarest first; `superseded` the names of facts that are.
    """

    figures: Sequence[Given] = ()
    facts: Sequence[Claim] = ()
    sources: Sequence[str] = ()
    closest: Sequence[Claim] = ()
    terms: Sequence[str] = ()
    superseded: Sequence[str] = ()

    @property
    def claims(self) -> list[Claim]:
        """Every fact that is shown, each once."""
        of_figures = (claim for given in self.figures for claim in given.claims[:SHOWN])
        return list({claim.name: claim for claim in (*of_figures, *self.facts, *self.closest)}.values())

    @property
    def number(self) -> int:
        """How many entries of the record that is, with the facts of a figure that are only counted."""
        of_figures = (claim for given in self.figures for claim in given.claims)
        return len({claim.name for claim in (*of_figures, *self.facts, *self.closest)}) + len(self.sources)


def about(picture: Picture, text: str, found: Found) -> Document[Line]:
    """What the record says about a text, and what it does not."""
    return Document(
        name="about",
        title=_title(picture, found),
        header=(*header(picture), Line(_("Asked about: “{text}”"), text=Quoted(_echo(text)))),
        sections=tuple(_sections(picture, found)),
        small=_how_found(found),
        offers=_offers(picture, found),
    )


def _title(picture: Picture, found: Found) -> Line:
    if not found.number:
        return Line(_("{mission}: the record has nothing on this"), mission=mission_name(picture))
    if found.sources:
        return plural(_("{mission}: the record has {n} entry on this"), _("{mission}: the record has {n} entries on this"),
                      found.number, mission=mission_name(picture))  # fmt: skip
    return plural(_("{mission}: the record has {n} fact on this"), _("{mission}: the record has {n} facts on this"),
                  found.number, mission=mission_name(picture))  # fmt: skip


def _how_found(found: Found) -> tuple[Line, ...]:
    if not found.claims:
        return ()
    return (Line(_("Found by figures, names and words; whether they bear the text out is for its reader to judge.")),)


def _echo(text: str) -> str:
    return text if len(text) <= ECHO else f"{text[: ECHO - 1].rstrip()}…"


def _sections(picture: Picture, found: Found) -> Iterator[Section[Line]]:
    figures = [line for given in found.figures for line in _given(picture, given, found.superseded)]
    if figures:
        yield section(Line(_("Figures")), *figures, is_list=True)
    named = [*source_lines(picture, set(found.sources)), *(_fact(picture, claim, found) for claim in found.facts)]
    if named:
        yield section(Line(_("Named")), *named, is_list=True)
    if found.closest:
        yield section(
            Line(_("Same names or words")), *(_fact(picture, claim, found) for claim in found.closest), is_list=True
        )
    if not (figures or named or found.closest):
        yield section(Line(_("Try")), Line(_("a figure, the name of a party, or words that the record itself uses")))


def _fact(picture: Picture, claim: Claim, found: Found) -> Line:
    return found_line(
        picture, claim, [term.casefold() for term in found.terms], is_superseded=claim.name in found.superseded
    )


# figures


def _given(picture: Picture, given: Given, superseded: Sequence[str]) -> Iterator[Line]:
    """A figure of the text with the facts that give its number, or with the nearest on record."""
    words = Strong(Quoted(given.figure.words))
    for claim in given.claims[:SHOWN]:
        said = found_line(picture, claim, (), is_superseded=claim.name in superseded)
        yield Line(_("{figure}: {said}"), figure=words, said=_compared(picture, given.figure, claim, said))
    more = len(given.claims) - SHOWN
    if more > 0:
        yield plural(_("{figure}: and {n} more fact"), _("{figure}: and {n} more facts"), more, figure=words)
    if not given.claims:
        yield _not_on_record(picture, given.figure, words)


def _compared(picture: Picture, figure: Figure, claim: Claim, said: Line) -> Line:
    """The fact with what differs from the text: how exact it is, what it counts, and whether another figure leads."""
    theirs, ours = figure.quantity, claim.quantity
    if ours is None:
        return said
    if theirs.qualifier is Qualifier.EXACT and not ours.is_exact:
        said = Line(_("{said}; on record it is not exact"), said=said)
    elif theirs.qualifier is not Qualifier.EXACT and ours.is_exact:
        said = Line(_("{said}; on record it is exact"), said=said)
    if theirs.unit and ours.unit and not _is_same_unit(theirs.unit, ours.unit):
        said = Line(_("{said}; the text counts {theirs}, the record {ours}"), said=said, theirs=Quoted(theirs.unit),
                    ours=Quoted(ours.unit))  # fmt: skip
    leading = leader(picture, claim)
    if leading and leading.quantity and not _is_same_number(leading.quantity, ours):
        said = Line(_("{said}; the leading figure is {leading}"), said=said, leading=statement(picture, leading))
    return said


def gives(quantity: Quantity, figure: Figure) -> bool:
    """Whether a quantity on record is the number, or the range, that a text gives, in its currency."""
    return _is_same_number(quantity, figure.quantity)


def _is_same_number(one: Quantity, other: Quantity) -> bool:
    return (one.low, one.high, one.currency) == (other.low, other.high, other.currency)


def _is_same_unit(one: str, other: str) -> bool:
    """Whether one unit names the other: officers are police officers, as far as the words tell."""
    ones, others = set(one.casefold().split()), set(other.casefold().split())
    return ones <= others or others <= ones


def leader(picture: Picture, claim: Claim) -> Claim | None:
    """The claim that leads where this one is only a rival or an earlier one; None where none does."""
    if kind_of(claim).is_event:
        return None
    leading = picture.leading(picture.series.get(series_of(claim), ()))
    return leading if leading and leading.name != claim.name else None


def _not_on_record(picture: Picture, figure: Figure, words: Strong) -> Line:
    nearest = _nearest(picture, figure)
    if nearest is None:
        return Line(_("{figure}: no fact gives this number"), figure=words)
    return Line(_("{figure}: no fact gives this number; the nearest is {name}, {statement}"), figure=words, name=nearest.name,
                statement=statement(picture, nearest))  # fmt: skip


def _nearest(picture: Picture, figure: Figure) -> Claim | None:
    """The fact whose number is nearest, within a quarter; of several the newest."""
    wanted = figure.quantity.middle
    near = [
        (abs(claim.quantity.middle - wanted), -picture.counts_from(claim).toordinal(), claim.name, claim)
        for claims in picture.series.values()
        for claim in claims
        if claim.quantity and claim.quantity.currency == figure.quantity.currency
        and abs(claim.quantity.middle - wanted) <= NEAR * wanted
    ]  # fmt: skip
    return min(near)[-1] if near else None


# offers


def _offers(picture: Picture, found: Found) -> tuple[Offer[Line], ...]:
    """What stands behind the facts, the others that give a figure, and searches for the words."""
    clocks = clock_words(picture)
    behind = [
        Offer(Line(_("Source of {name}"), name=claim.name), f"source {claim.name}{clocks}")
        for claim in found.claims[:2]
    ]
    others = [Offer(Line(_("All with {figure}"), figure=Text(given.figure.words)), f"source {given.figure.quantity.low:f}{clocks}")
              for given in found.figures if len(given.claims) > SHOWN]  # fmt: skip
    searches = [
        Offer(Line(_("Search {word}"), word=Text(term)), f'search "{term}"{clocks}') for term in found.terms[:2]
    ]
    brief = Offer(Line(_("Brief")), f"status{clocks}")
    missing = (
        ()
        if found.claims
        else (Offer(Line(_("Sources")), f"source{clocks}"), Offer(Line(_("Not recorded")), f"gaps{clocks}"))
    )
    return (*behind, *others[:2], *searches, brief, *missing)


def _example(text: str, closest: Sequence[str] = (), terms: Sequence[str] = (), as_of: str = "") -> Document[Line]:
    picture = examples.haiti(as_of)
    claims = {claim.name: claim for claim in examples.record().claims}
    named = mentions(text, picture)
    given = [Given(figure, _giving(figure)) for figure in named.figures]
    facts = [claims[name] for name in named.names if name in claims]
    sources = [name for name in named.names if name in picture.sources]
    return about(picture, text, Found(given, facts, sources, [claims[name] for name in closest], terms))


def _giving(figure: Figure) -> list[Claim]:
    return [claim for claim in examples.record().claims if claim.quantity and gives(claim.quantity, figure)]


EXAMPLES = {
    "a figure": lambda: _example("only 572 officers have arrived", ["S2-23", "S2-24"], ["arrived"]),
    "another number": lambda: _example("They now have 600 police officers on the ground, of 2,500."),
    "an earlier figure": lambda: _example("400 police officers are deployed, says S1", as_of="2025-01-15"),
    "parties": lambda: _example("China and Russia are against it (S2-12)", ["S2-13"], ["China", "Russia"]),
    "nothing": lambda: _example("Lunch is at noon."),
}
