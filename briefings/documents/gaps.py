"""What is not recorded, said plainly, each with the nearest that is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from briefings.claims import Claim
from briefings.document import Document, Hole, Line, Listing, Offer, Section, plural, section
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.entries import Narrowed, same_again
from briefings.documents.header import clock_words, header
from briefings.documents.sentences import mission_name, statement
from briefings.gaps import EXPECTED, Gap
from briefings.gaps import gaps as gaps_in
from briefings.picture import Picture

NEAREST_IN_FULL = 3
"""How many of the nearest facts a gap names in full."""


def gaps(picture: Picture, narrowed: Narrowed, *, full: bool = False) -> Document[Line]:
    """What a desk expects and a Picture lacks; short, the core of it with the nearest fact, the rest by name."""
    missing = gaps_in(picture)
    core = [gap for gap in missing if gap.is_core]
    return Document(
        name="gaps",
        title=_title(picture, missing, core),
        header=header(picture),
        sections=tuple(_sections(picture, missing if full or not core else core, missing, full=full)),
        small=same_again(picture, narrowed) if full else (),
        offers=(
            *(() if full else (Offer(Line(_("In full")), f"{narrowed.line} full"),)),
            Offer(Line(_("Stale")), f"stale{clock_words(picture)}"),
            Offer(Line(_("Disputed")), f"disputed{clock_words(picture)}"),
        ),
    )


def _title(picture: Picture, missing: Sequence[Gap], core: Sequence[Gap]) -> Line:
    holes: dict[str, Hole] = {"mission": mission_name(picture)}
    if not missing:
        count = plural(_("the {n} thing"), _("the {n} things"), len(EXPECTED))
        return Line(_("{mission}: nothing is missing of {count} a desk expects"), count=count, **holes)
    named = core or missing
    holes["gaps"] = Listing(tuple(gap.line for gap in named), by_commas=True)
    more = len(missing) - len(named)
    if not more:
        return Line(_("{mission}: not recorded: {gaps}"), **holes)
    return plural(_("{mission}: not recorded: {gaps}, and {n} more"), _("{mission}: not recorded: {gaps}, and {n} more"),
                  more, **holes)  # fmt: skip


def _sections(picture: Picture, shown: Sequence[Gap], missing: Sequence[Gap], *, full: bool) -> Iterable[Section[Line]]:
    lines = [_line(picture, group, full=full) for group in _alike(picture, shown)]
    if lines:
        yield section(Line(_("Not recorded")), *lines, is_list=True)
    others = [gap.line for gap in missing if gap not in shown]
    if others:
        yield section(Line(_("Nor")), Line("{gaps}", gaps=Listing(tuple(others), by_commas=True)))
    there = [gap.line for gap in EXPECTED if gap not in missing]
    if full and there:
        yield section(Line(_("Recorded")), Line("{gaps}", gaps=Listing(tuple(there), by_commas=True)))


def _alike(picture: Picture, shown: Sequence[Gap]) -> list[list[Gap]]:
    """The gaps in groups that the same facts come nearest to."""
    groups: dict[tuple[str, tuple[str, ...]], list[Gap]] = {}
    for number, gap in enumerate(shown):
        near = tuple(claim.name for claim in gap.nearest(picture))
        first = _first_later(picture, gap)
        groups.setdefault((gap.says, near or ((first.name,) if first else (str(number),))), []).append(gap)
    return list(groups.values())


def _first_later(picture: Picture, gap: Gap) -> Claim | None:
    """The nearest fact that counts only after the day; None when there is none."""
    return min(gap.later(picture), key=picture.counts_from, default=None)


def _line(picture: Picture, group: Sequence[Gap], *, full: bool) -> Line:
    what = Listing(tuple(gap.line for gap in group))
    near = list(group[0].nearest(picture))
    if near:
        return Line(
            group[0].says, what=what, nearest=_nearest(picture, near, NEAREST_IN_FULL if full else group[0].most)
        )
    first = _first_later(picture, group[0])
    if first:
        return Line(_("{what}; the nearest later: {later}"), what=what, later=statement(picture, first))
    return Line(_("{what}; nothing near it is recorded"), what=what)


def _nearest(picture: Picture, near: Sequence[Claim], most: int) -> Listing:
    said: list[Hole] = [statement(picture, claim) for claim in near[:most]]
    more = len(near) - most
    if more > 0:
        said.append(plural(_("{n} more"), _("{n} more"), more))
    return Listing(tuple(said))


EXAMPLES = {
    "today": lambda: gaps(examples.haiti(), Narrowed("gaps")),
    "in full": lambda: gaps(examples.haiti(), Narrowed("gaps full"), full=True),
    "before anything": lambda: gaps(examples.haiti("2023-01-01"), Narrowed("gaps as-of 2023-01-01")),
}
