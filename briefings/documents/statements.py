"""What was said: by whom, when, and in which wordings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefings.claims import Claim, Relation
from briefings.document import Document, Hole, Line, Listing, Offer, Quoted, Section, Text, When, section
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.entries import (
    MOST,
    Entry,
    Narrowed,
    Nearest,
    Nothing,
    also,
    days_asked,
    entries,
    known_as,
    left_out,
    may_be_later,
    nothing,
    same_again,
)
from briefings.documents.header import clock_words, header
from briefings.documents.page import Page, page_offers
from briefings.documents.sentences import mark_of, mission_name, paragraph, short_name
from briefings.documents.timeline import Sort, counted, list_label, newest_of
from briefings.picture import Picture

STATEMENTS = Sort(
    "statements", ("statement",),
    _("{n} statement"), _("{n} statements"), _("{n} fact on what was said"), _("{n} facts on what was said"),
    Nothing(
        by_day=(_("{mission}: no statement is recorded by {day}"),
                _("{mission}: no statement by or to {party} is recorded by {day}")),
        since=(_("{mission}: no statement is recorded from {first} on"),
               _("{mission}: no statement by or to {party} is recorded from {first} on")),
        between=(_("{mission}: no statement is recorded from {first} to {day}"),
                 _("{mission}: no statement by or to {party} is recorded from {first} to {day}")),
    ),
)  # fmt: skip


def statements(picture: Picture, page: Page, narrowed: Narrowed, *, full: bool = False) -> Document[Line]:
    """A page of what was said, the undated last; short, only the first few of it."""
    found = _own_first(picture, entries(page.claims), narrowed)
    whole = full or page.number > 1
    shown = found if whole else found[:MOST]
    return Document(
        name="statements",
        title=_title(picture, page, found, narrowed),
        header=(*header(picture), *days_asked(narrowed)),
        sections=tuple(_sections(picture, page, found, shown, narrowed, full=whole)),
        small=same_again(picture, narrowed) if full else (),
        offers=(
            *(() if whole else (Offer(Line(_("In full")), f"{narrowed.line} full"),)),
            *(page_offers(page, narrowed.line) if whole else ()),
            Offer(Line(_("Meetings")), f"meetings{clock_words(picture)}"),
        ),
    )


def no_statements(picture: Picture, narrowed: Narrowed, nearest: Nearest) -> Document[Line]:
    """That no statement fits, and the nearest that is recorded."""
    return nothing(picture, "statements", STATEMENTS.nothing, narrowed, nearest)


def _own_first(picture: Picture, found: Sequence[Entry], narrowed: Narrowed) -> list[Entry]:
    """What the party itself said, then what only names it."""
    return sorted(found, key=lambda entry: not _is_by(picture, entry, narrowed.about))


def _is_by(picture: Picture, entry: Entry, about: str) -> bool:
    return not about or known_as(picture, entry.claim.subject) == known_as(picture, about)


def _title(picture: Picture, page: Page, found: Sequence[Entry], narrowed: Narrowed) -> Line:
    """How many, by whom, and of which day the newest is."""
    own = [entry for entry in found if _is_by(picture, entry, narrowed.about)]
    is_by = bool(narrowed.about and own and page.is_whole)
    holes: dict[str, Hole] = {
        "mission": mission_name(picture), "count": counted(page, own if is_by else found, STATEMENTS),
        "party": Text(known_as(picture, narrowed.about)),
    }  # fmt: skip
    newest = newest_of(picture, page, own if is_by else found)
    if newest:
        holes |= {"day": When(picture.spoken_on(newest)), "mark": mark_of(newest)}
    if is_by:
        return Line(_("{mission}: {count} by {party} recorded, the newest {day} {mark}") if newest
                    else _("{mission}: {count} by {party} recorded, undated"), **holes)  # fmt: skip
    if narrowed.about:
        return Line(_("{mission}: {count} recorded that name {party}"), **holes)
    return Line(
        _("{mission}: {count} recorded, the newest {day} {mark}") if newest else _("{mission}: {count} recorded"),
        **holes,
    )


def _sections(
    picture: Picture, page: Page, found: Sequence[Entry], shown: Sequence[Entry], narrowed: Narrowed, *, full: bool
) -> Iterator[Section[Line]]:
    groups: dict[tuple[bool, bool], list[Line]] = {}
    for entry in shown:
        key = _is_by(picture, entry, narrowed.about), entry.claim.speaks_of is not None
        groups.setdefault(key, []).append(entry_line(picture, entry, full=full))
    for number, ((is_by, is_dated), lines) in enumerate(groups.items(), 1):
        more = left_out(page, found, shown) if number == len(groups) and not full else []
        yield section(
            _label(picture, page, narrowed, is_by=is_by, is_dated=is_dated, full=full), *lines, *more, is_list=True
        )
    yield from (section(None, line) for line in may_be_later(picture, [entry.claim for entry in shown]))


def _label(picture: Picture, page: Page, narrowed: Narrowed, *, is_by: bool, is_dated: bool, full: bool) -> Line:
    if not is_by:
        party = known_as(picture, narrowed.about)
        return Line(_("To {party}"), party=party) if is_dated else Line(_("To {party}, undated"), party=party)
    return list_label(page, narrowed, full=full) if is_dated else Line(_("Undated"))


# one entry


def entry_line(picture: Picture, entry: Entry, *, full: bool) -> Line:
    """Who said what and when; the wordings side by side where sources differ, in full wherever there are several."""
    side_by_side = wordings(entry) if full or _differ(entry) else None
    head = _head_line(picture, entry.claim, quoted=full and not side_by_side, full=full)
    told = side_by_side or also(entry)
    return paragraph([head, told] if told else [head])


def _head_line(picture: Picture, claim: Claim, *, quoted: bool, full: bool) -> Line:
    who = _speaker(picture, claim)
    holes: dict[str, Hole] = {"who": who, "text": Quoted(claim.text.removesuffix(".")), "mark": mark_of(claim), "name": Text(claim.name),
                              "quote": Quoted(claim.quote)}  # fmt: skip
    if full and "form" in claim.details:
        holes["who"] = Line(_("{who} ({form})"), who=who, form=Quoted(str(claim.details["form"])))
    if claim.speaks_of:
        holes["day"] = When(claim.speaks_of)
    dated, undated = _HEADS[2 if quoted and claim.quote else 1 if full else 0]
    return Line(dated if claim.speaks_of else undated, **holes)


_HEADS = (
    (_("{day}, {who}: {text} {mark}."), _("{who}: {text} {mark}.")),
    (_("{day}, {who}: {text} {mark} ({name})."), _("{who}: {text} {mark} ({name}).")),
    (_("{day}, {who}: {text}. “{quote}” {mark} ({name})."), _("{who}: {text}. “{quote}” {mark} ({name}).")),
)
"""A statement in short, with its name, and with its quotation too; dated and undated."""


def _speaker(picture: Picture, claim: Claim) -> Hole:
    speaker = claim.subject or claim.said_by
    return Text(short_name(picture, speaker)) if speaker else Line(_("speaker not named"))


def _differ(entry: Entry) -> bool:
    """Whether some of the tellings contradict one another."""
    return any(claim.linked(Relation.CONTRADICTS) for claim in entry.claims)


def wordings(entry: Entry) -> Line | None:
    """The quotations of all tellings side by side; None when there is only one telling."""
    if not entry.again:
        return None
    told = Listing(tuple(_wording(claim) for claim in (entry.claim, *entry.again)))
    if _differ(entry):
        return Line(_("The sources differ: {wordings}."), wordings=told)
    return Line(_("In several wordings: {wordings}."), wordings=told)


def _wording(claim: Claim) -> Line:
    words = Quoted(claim.quote or claim.text)
    return Line(_("“{words}” {mark} ({name})"), words=words, mark=mark_of(claim), name=claim.name)


def _example(*, full: bool) -> Document[Line]:
    claims = [claim for claim in examples.record().claims if claim.kind == "statement"]
    return statements(
        examples.haiti(), Page(claims, len(claims)), Narrowed("statements full" if full else "statements"), full=full
    )


EXAMPLES = {
    "what was said": lambda: _example(full=False),
    "in full": lambda: _example(full=True),
    "nothing said": lambda: no_statements(examples.haiti(), Narrowed("statements France", "France"), Nearest()),
}
