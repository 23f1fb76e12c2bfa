"""What happened: meetings with what they were about, announcements, movements and votes, by their days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefings.claims import Claim
from briefings.document import Count, Document, Hole, Line, Offer, Quoted, Section, Text, When, plural, section
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
from briefings.documents.page import Page, page_name, page_offers
from briefings.documents.sentences import figure, mark_of, mission_name, names, paragraph, short_name
from briefings.picture import Picture


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of list: all that happened, or the meetings alone."""

    name: str
    kinds: tuple[str, ...]
    one: str
    many: str
    fact: str
    facts: str
    nothing: Nothing


EVENTS = Sort(
    "timeline", ("engagement", "announcement", "movement", "vote"),
    _("{n} event"), _("{n} events"), _("{n} fact on events"), _("{n} facts on events"),
    Nothing(
        by_day=(_("{mission}: no event is recorded by {day}"),
                _("{mission}: no event that names {party} is recorded by {day}")),
        since=(_("{mission}: no event is recorded from {first} on"),
               _("{mission}: no event that names {party} is recorded from {first} on")),
        between=(_("{mission}: no event is recorded from {first} to {day}"),
                 _("{mission}: no event that names {party} is recorded from {first} to {day}")),
    ),
)  # fmt: skip
MEETINGS = Sort(
    "meetings", ("engagement",),
    _("{n} meeting"), _("{n} meetings"), _("{n} fact on meetings"), _("{n} facts on meetings"),
    Nothing(
        by_day=(_("{mission}: no meeting is recorded by {day}"),
                _("{mission}: no meeting with {party} is recorded by {day}")),
        since=(_("{mission}: no meeting is recorded from {first} on"),
               _("{mission}: no meeting with {party} is recorded from {first} on")),
        between=(_("{mission}: no meeting is recorded from {first} to {day}"),
                 _("{mission}: no meeting with {party} is recorded from {first} to {day}")),
    ),
)  # fmt: skip


def timeline(
    picture: Picture, page: Page, narrowed: Narrowed, *, sort: Sort = EVENTS, full: bool = False
) -> Document[Line]:
    """A page of what happened, the undated last; short, only the first few of it."""
    found = entries(page.claims)
    whole = full or page.number > 1
    shown = found if whole else found[:MOST]
    return Document(
        name=sort.name,
        title=_title(picture, page, found, narrowed, sort),
        header=(*header(picture), *days_asked(narrowed)),
        sections=tuple(_sections(picture, page, found, shown, narrowed, full=whole)),
        small=same_again(picture, narrowed) if full else (),
        offers=(
            *(() if whole else (Offer(Line(_("In full")), f"{narrowed.line} full"),)),
            *(page_offers(page, narrowed.line) if whole else ()),
            Offer(Line(_("Statements")), f"statements{clock_words(picture)}"),
        ),
    )


def no_timeline(picture: Picture, narrowed: Narrowed, nearest: Nearest, sort: Sort = EVENTS) -> Document[Line]:
    """That nothing of the sort is recorded, and the nearest that is."""
    return nothing(picture, sort.name, sort.nothing, narrowed, nearest)


def _title(picture: Picture, page: Page, found: Sequence[Entry], narrowed: Narrowed, sort: Sort) -> Line:
    """How many, and of which day the newest is."""
    holes: dict[str, Hole] = {"mission": mission_name(picture), "count": counted(page, found, sort)}
    if narrowed.about:
        holes["party"] = Text(known_as(picture, narrowed.about))
    newest = newest_of(picture, page, found)
    if newest is None:
        return Line(_("{mission}: {count} recorded that name {party}") if narrowed.about else _("{mission}: {count} recorded"),
                    **holes)  # fmt: skip
    message = (_("{mission}: {count} recorded that name {party}, the newest {day} {mark}") if narrowed.about
               else _("{mission}: {count} recorded, the newest {day} {mark}"))  # fmt: skip
    return Line(message, day=When(picture.spoken_on(newest)), mark=mark_of(newest), **holes)


def counted(page: Page, found: Sequence[Entry], sort: Sort) -> Line:
    """How many there are: entries where the page holds all of them, else facts."""
    if page.is_whole:
        return plural(sort.one, sort.many, len(found))
    return plural(sort.fact, sort.facts, page.total)


def newest_of(picture: Picture, page: Page, found: Sequence[Entry]) -> Claim | None:
    """The newest dated entry; None where none is dated, or where it may stand on another page."""
    dated = [entry.claim for entry in found if entry.claim.speaks_of]
    if not dated or not (page.is_whole or (page.number == 1 and _falls(picture, dated))):
        return None
    return max(dated, key=picture.counts_from)


def _falls(picture: Picture, claims: Sequence[Claim]) -> bool:
    return picture.counts_from(claims[0]) > picture.counts_from(claims[-1])


def _sections(
    picture: Picture, page: Page, found: Sequence[Entry], shown: Sequence[Entry], narrowed: Narrowed, *, full: bool
) -> Iterator[Section[Line]]:
    dated = [entry_line(picture, entry, full=full) for entry in shown if entry.claim.speaks_of]
    undated = [entry_line(picture, entry, full=full) for entry in shown if not entry.claim.speaks_of]
    more = left_out(page, found, shown) if not full else []
    if dated:
        yield section(list_label(page, narrowed, full=full), *dated, *([] if undated else more), is_list=True)
    if undated:
        yield section(Line(_("Undated")), *undated, *more, is_list=True)
    yield from (section(None, line) for line in may_be_later(picture, [entry.claim for entry in shown]))


def list_label(page: Page, narrowed: Narrowed, *, full: bool) -> Line:
    """In which order a list stands, or which page of a longer one this is."""
    if full and not page.is_whole:
        return page_name(page)
    return Line(_("In order")) if narrowed.from_day else Line(_("Newest first"))


# one entry


def entry_line(picture: Picture, entry: Entry, *, full: bool) -> Line:
    """What happened and when, what it was about, and in full who took part."""
    sentences: list[Line] = [_head_line(picture, entry.claim, full=full)]
    sentences += [_part_line(picture, entry.claim, part) for part in entry.parts]
    if full and entry.claim.kind == "engagement" and entry.claim.actors:
        sentences.append(
            Line(_("Took part: {parties}."), parties=names(short_name(picture, name) for name in entry.claim.actors))
        )
    told = also(entry)
    return paragraph([*sentences, told] if told else sentences)


def _head_line(picture: Picture, claim: Claim, *, full: bool) -> Line:
    holes: dict[str, Hole] = {"what": _what(picture, claim), "mark": mark_of(claim)}
    if claim.speaks_of:
        holes["day"] = When(claim.speaks_of)
    if full:
        message = _("{day}: {what} {mark} ({name}).") if claim.speaks_of else _("{what} {mark} ({name}).")
        return Line(message, name=claim.name, **holes)
    return Line(_("{day}: {what} {mark}.") if claim.speaks_of else _("{what} {mark}."), **holes)


def _part_line(picture: Picture, head: Claim, part: Claim) -> Line:
    """What a part adds, under its own word: "Topic: …"; the mark only where another source says it."""
    listed = part.details.get(part.aspect.replace(" ", "_"))
    text: Hole = Quoted(part.text or str(part.value or part.aspect))
    if isinstance(listed, tuple):
        text = names(short_name(picture, name) for name in listed)
    aspect = Quoted((part.aspect or part.kind).capitalize())
    if part.source == head.source:
        return Line(_("{aspect}: {text}."), aspect=aspect, text=text)
    return Line(_("{aspect}: {text} {mark}."), aspect=aspect, text=text, mark=mark_of(part))


def _what(picture: Picture, claim: Claim) -> Line:
    match claim.kind:
        case "movement":
            return _movement(picture, claim)
        case "vote" if claim.value:
            return _vote(claim)
        case "announcement":
            return _announcement(picture, claim)
    return _meeting(claim)


def _meeting(claim: Claim) -> Line:
    """A meeting with its place and mode, as far as recorded; no place where its words name it already."""
    text, place, mode = (claim.text or str(claim.value or claim.aspect), *_where(claim))
    holes: dict[str, Hole] = {"text": Quoted(text), "place": Quoted(place), "mode": Quoted(mode)}
    if claim.kind != "engagement" or (place and place.casefold() in text.casefold()):
        return Line("{text}", **holes)
    messages = {
        (True, True): _("{text}, {place}, {mode}"), (True, False): _("{text}, {place}"),
        (False, True): _("{text}, {mode}, place not recorded"), (False, False): _("{text}, place not recorded"),
    }  # fmt: skip
    return Line(messages[bool(place), bool(mode)], **holes)


def _where(claim: Claim) -> tuple[str, str]:
    return str(claim.details.get("place", "")), str(claim.details.get("mode", ""))


_MOVED = {
    "arrived": (_("{count} arrived"), _("{text} (arrived, number not recorded)")),
    "advance party": (_("advance party of {count}"), _("{text} (advance party, number not recorded)")),
    "rotated": (_("{count} rotated"), _("{text} (rotated, number not recorded)")),
    "left home": (_("{count} left home"), _("{text} (left home, number not recorded)")),
    "withdrew": (_("{count} withdrew"), _("{text} (withdrew, number not recorded)")),
    "repatriated": (_("{count} went home"), _("{text} (went home, number not recorded)")),
    "": (_("{count} moved"), _("{text} (number not recorded)")),
}


def _movement(picture: Picture, claim: Claim) -> Line:
    """How many of whom came or went; without a number in the words of the fact."""
    counted, uncounted = _MOVED.get(str(claim.details.get("movement")), _MOVED[""])
    what = Line(counted, count=figure(claim)) if claim.quantity else Line(uncounted, text=_text(claim))
    return Line(_("{party}: {what}"), party=short_name(picture, claim.subject), what=what) if claim.subject else what


_RESULTS = {
    "unanimous": (_("{text}: adopted by a unanimous vote"), _("{text}: adopted by a unanimous vote")),
    "adopted": (_("{text}: adopted"), _("{text}: adopted, {yes} for, {no} against, {abstained} abstaining")),
    "rejected": (_("{text}: rejected"), _("{text}: rejected, {yes} for, {no} against, {abstained} abstaining")),
    "vetoed": (_("{text}: vetoed"), _("{text}: vetoed, {yes} for, {no} against, {abstained} abstaining")),
}


def _vote(claim: Claim) -> Line:
    bare, tallied = _RESULTS[str(claim.value)]
    sides = ("yes", "no", "abstained")
    if not claim.details.keys() >= set(sides):
        return Line(bare, text=_text(claim))
    tally = {side: Count(int(str(claim.details[side])), of=claim.name) for side in sides}
    return Line(tallied, text=_text(claim), **tally)


def _announcement(picture: Picture, claim: Claim) -> Line:
    party = short_name(picture, claim.subject) if claim.subject else picture.mission.short
    if claim.quantity:
        return Line(_("{party} announced {count}: {text}"), party=party, count=figure(claim), text=_text(claim))
    return Line(_("{party} announced: {text}"), party=party, text=_text(claim))


def _text(claim: Claim) -> Quoted:
    if claim.kind == "vote":
        return Quoted(claim.text or claim.aspect)
    return Quoted(claim.text or str(claim.value or claim.aspect))


def _example(sort: Sort, *, full: bool) -> Document[Line]:
    picture = examples.haiti()
    claims = [claim for claim in examples.record().claims if claim.kind in sort.kinds]
    claims.sort(key=picture.counts_from, reverse=True)
    narrowed = Narrowed(f"{sort.name} full" if full else sort.name)
    return timeline(picture, Page(claims, len(claims)), narrowed, sort=sort, full=full)


EXAMPLES = {
    "events": lambda: _example(EVENTS, full=False),
    "in full": lambda: _example(EVENTS, full=True),
    "meetings": lambda: _example(MEETINGS, full=False),
    "no meeting": lambda: no_timeline(examples.haiti(), Narrowed("meetings"), Nearest(), MEETINGS),
}
