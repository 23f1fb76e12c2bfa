"""What of a post is not so any more: the lines that are put above it, or below it where it cannot be edited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from briefings.claims import Claim, Source, Standing
from briefings.document import Document, Hole, Line, Offer, When, section
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.sentences import figure, mark_of, statement
from briefings.documents.status import status
from briefings.picture import Picture
from briefings.values import read_quantity


@dataclass(frozen=True, slots=True)
class Correction:
    """A fact as a post used it, as it stands now, and the day on which it was changed."""

    was: Claim
    now: Claim
    on: date

    @property
    def is_one(self) -> bool:
        """Whether readers of the post have to know: its words, its date or its standing are others now."""
        return _shown(self.was) != _shown(self.now)


def correction(picture: Picture, found: Sequence[Correction], sources: Mapping[str, Source]) -> Document[Line]:
    """What was corrected in a post, to stand below it or instead of it."""
    first, *others = correction_lines(picture, found, sources)
    names = [each.now.name for each in found]
    return Document(
        name="correction",
        title=first,
        sections=(section(None, *others),) if others else (),
        offers=(Offer(Line(_("History")), f"history {names[0]}"), Offer(Line(_("See brief")), "status")),
    )


def correction_lines(picture: Picture, found: Sequence[Correction], sources: Mapping[str, Source]) -> Iterator[Line]:
    """What was corrected, one fact a line; `sources` are those of the facts."""
    with_sources = replace(picture, sources={**picture.sources, **sources})
    for each in found:
        yield _line(with_sources, each)


def _line(picture: Picture, found: Correction) -> Line:
    was, now = found.was, found.now
    holes: dict[str, Hole] = {"day": When(found.on), "mark": mark_of(now)}
    if now.standing is Standing.WITHDRAWN and was.standing is not Standing.WITHDRAWN:
        return Line(_("Withdrawn {day}, it counts no longer: {was}"), was=statement(picture, was), **holes)
    if _is_of_number(was, now):
        return Line(_("Corrected {day}: was {was}, is {now} {mark}"), was=figure(was), now=figure(now), **holes)
    if not _says_the_same(was, now):
        return Line(_("Corrected {day}: {now}; before: {was}"), now=statement(picture, now),
                    was=statement(picture, was), **holes)  # fmt: skip
    if now.standing is Standing.HELD:
        return Line(_("Under review since {day}: {now}"), now=statement(picture, now), **holes)
    return Line(_("Review ended {day}: {now}"), now=statement(picture, now), **holes)


def _says_the_same(was: Claim, now: Claim) -> bool:
    return _shown(replace(was, standing=now.standing)) == _shown(now)


def _shown(claim: Claim) -> Claim:
    """A claim without what no post shows of it."""
    return replace(claim, quote="", note="", grade="", doubt="", basis_note="", links=(), recorded_at=None)


def _is_of_number(was: Claim, now: Claim) -> bool:
    """Whether the number alone is another one."""
    return (
        was.quantity != now.quantity
        and bool(was.quantity and now.quantity)
        and was.dates == now.dates
        and was.text == now.text
    )


def _example(**said: object) -> tuple[Picture, list[Correction], Mapping[str, Source]]:
    picture = examples.haiti("2025-01-20")
    was = next(claim for claim in examples.record().claims if claim.name == "S2-21")
    now = replace(was, **said)  # type: ignore[arg-type]
    return picture, [Correction(was, now, date(2025, 1, 20))], picture.sources


def _example_below(**said: object) -> Document[Line]:
    return correction(*_example(**said))


def _example_above() -> Document[Line]:
    picture, found, sources = _example(value=read_quantity("about 527 personnel"))
    return replace(status(picture), header=tuple(correction_lines(picture, found, sources)))


EXAMPLES = {
    "above a post": _example_above,
    "a number": lambda: _example_below(value=read_quantity("about 527 personnel")),
    "other words": lambda: _example_below(text="said otherwise", value=read_quantity("about 527 personnel")),
    "withdrawn": lambda: _example_below(standing=Standing.WITHDRAWN),
    "under review": lambda: _example_below(standing=Standing.HELD),
}
