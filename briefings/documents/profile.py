"""What the mission is, who leads it, and who held which office on the day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefings.claims import Claim, MissionKind
from briefings.document import Document, Hole, Line, Listing, Offer, Quoted, Section, Text, When, plural, section
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.entries import Narrowed, may_be_later, same_again
from briefings.documents.header import clock_words, header
from briefings.documents.sentences import (
    in_order,
    mark_of,
    mission_name,
    months,
    names,
    paragraph,
    plain_statement,
    short_name,
    statement,
)
from briefings.gaps import is_missing
from briefings.kinds import KINDS
from briefings.offices import Office, offices
from briefings.picture import Picture

MOST_PARTS, MOST_OFFICES = 2, 3
"""Parts of the profile, and offices, in a short form."""
_ORDER = (
    "lead nation",
    "goal",
    "mandate tasks",
    "described as",
    "task",
    "funding model",
    "funding",
    "funding channels",
)
LEAD = "lead nation"


@dataclass(frozen=True, slots=True)
class Part:
    """One aspect of the profile: what leads, what says the same once more, and what else was said."""

    name: str
    leading: Claim
    same: tuple[Claim, ...] = ()
    other: tuple[Claim, ...] = ()


def profile(picture: Picture, narrowed: Narrowed, *, full: bool = False) -> Document[Line]:
    """The profile of a Picture, or the office, part or person it is narrowed to."""
    about = narrowed.about.casefold()
    parts = [part for part in profile_parts(picture) if _fits_part(part, about)]
    held = [office for office in offices(picture) if _fits_office(picture, office, about)]
    whole = full or bool(about)
    return Document(
        name="profile",
        title=_narrow_title(picture, narrowed, parts, held) if about else _title(picture),
        header=header(picture),
        sections=tuple(_nothing(picture, about) if about and not (parts or held) else
                       _sections(picture, parts, held, narrowed=bool(about), full=whole)),
        small=(*(_kind(picture) if not about else ()), *same_again(picture, narrowed)) if full else (),
        offers=(
            *(() if full or not (parts or held) else (Offer(Line(_("In full")), f"{narrowed.line} full"),)),
            Offer(Line(_("Mandate")), f"mandate{clock_words(picture)}"),
        ),
    )  # fmt: skip


def profile_parts(picture: Picture) -> list[Part]:
    """Every aspect of the profile that counts on the day: the lead and what it is for come first."""
    series = [claims for key, claims in picture.series.items() if key.split("\x1f")[0] == "profile"]
    found = [_part(picture, claims, leading) for claims in series if (leading := picture.leading(claims))]
    place = {name: number for number, name in enumerate(_ORDER)}
    return sorted(found, key=lambda part: (place.get(part.name.casefold(), len(place)), part.name))


def _part(picture: Picture, claims: Sequence[Claim], leading: Claim) -> Part:
    others = [claim for claim in claims if claim is not leading]
    same = tuple(claim for claim in others if claim.value == leading.value)
    return Part(leading.aspect, leading, same, tuple(claim for claim in others if claim not in same))


def _fits_part(part: Part, about: str) -> bool:
    return about in part.name.casefold() or about in str(part.leading.value).casefold()


def _fits_office(picture: Picture, office: Office, about: str) -> bool:
    """Whether an office is meant: by its own name, or by a name of someone who holds, held or may hold it."""
    people = {claim.subject for claim in (*office.claims, *office.earlier)}
    known = {name.casefold() for person in people for name in (person, *picture.party(person).names)}
    return about in office.name.casefold() or about in known


# bottom lines


def _title(picture: Picture) -> Line:
    lead = picture.headline("profile", aspect=LEAD)
    if lead:
        return Line(_("{mission}: led by {lead}, {day} {mark}"), mission=mission_name(picture),
                    lead=_lead_name(picture, lead), day=When(picture.spoken_on(lead)), mark=mark_of(lead))  # fmt: skip
    later = picture.awaited.get(f"profile\x1f{LEAD}")
    holes: dict[str, Hole] = {"mission": mission_name(picture), "day": When(picture.day)}
    if later is None:
        return Line(_("{mission}: no lead nation is recorded by {day}"), **holes)
    return Line(_("{mission}: no lead nation is recorded by {day}; the nearest later: {lead}, {later} {mark}"),
                lead=_lead_name(picture, later), later=When(picture.spoken_on(later)), mark=mark_of(later), **holes)  # fmt: skip


def _lead_name(picture: Picture, lead: Claim) -> Hole:
    return Text(short_name(picture, str(lead.value or lead.text)))


def _narrow_title(picture: Picture, narrowed: Narrowed, parts: Sequence[Part], held: Sequence[Office]) -> Line:
    if held:
        return Line(
            _("{mission}: {office}"), mission=mission_name(picture), office=office_line(picture, held[0], aged=True)
        )
    if parts:
        return Line(_("{mission}: {part}"), mission=mission_name(picture), part=statement(picture, parts[0].leading))
    return Line(_("{mission}: no {about} is recorded by {day}"), mission=mission_name(picture), about=narrowed.about,
                day=When(picture.day))  # fmt: skip


def _nothing(picture: Picture, about: str) -> Iterator[Section[Line]]:
    """What is recorded where nothing fits: later facts that would, then every office and part there is."""
    later = [claim for key, claim in picture.awaited.items()
             if key.split("\x1f")[0] in ("role", "profile") and about in claim.aspect.casefold()]  # fmt: skip
    if later:
        yield section(Line(_("Later")), *(statement(picture, claim) for claim in later), is_list=True)
    held, parts = offices(picture), profile_parts(picture)
    if held:
        yield section(Line(_("Offices")), *(office_line(picture, office) for office in held), is_list=True)
    if parts:
        listed = Listing(tuple(Quoted(part.name) for part in parts), by_commas=True)
        yield section(Line(_("Also recorded")), Line("{parts}", parts=listed))


# sections


def _sections(
    picture: Picture, parts: Sequence[Part], held: Sequence[Office], *, narrowed: bool, full: bool
) -> Iterator[Section[Line]]:
    short = [part for part in parts if part.name.casefold() != LEAD or part.other]
    shown = parts if full else short[:MOST_PARTS]
    for part in shown:
        if narrowed and len(shown) == 1 and not (part.same or part.other or part.leading.doubt):
            continue  # the bottom line says it all
        yield section(Line("{part}", part=Quoted(part.name.capitalize())), part_line(picture, part, full=full))
    yield from _offices(picture, held, narrowed=narrowed, full=full)
    now = [claim for office in held for claim in office.claims]
    yield from (section(None, line) for line in may_be_later(picture, [*(part.leading for part in shown), *now]))


def _offices(picture: Picture, held: Sequence[Office], *, narrowed: bool, full: bool) -> Iterator[Section[Line]]:
    """Who holds what; narrowed to one office, what the bottom line does not say already."""
    lines = [office_line(picture, office, full=full) for office in (held if full else held[:MOST_OFFICES])]
    if narrowed:
        lines = [line for office in held for line in _earlier(picture, office)] if len(held) == 1 else lines
        if lines:
            yield section(Line(_("Before")) if len(held) == 1 else Line(_("Offices")), *lines, is_list=True)
        return
    if len(held) > MOST_OFFICES and not full:
        lines.append(plural(_("and {n} more"), _("and {n} more"), len(held) - MOST_OFFICES))
    if is_missing("commander", picture):
        lines.append(Line(_("commander: nobody on record")))
    if lines:
        yield section(Line(_("Offices")), *lines, is_list=True)


def part_line(picture: Picture, part: Part, *, full: bool) -> Line:
    """What a part says, whether the source seems to err, who says it too, and in full what was said before."""
    sentences: list[Line] = [Line(_("{said}."), said=plain_statement(picture, part.leading))]
    if part.leading.doubt:
        sentences.append(_doubt(part.leading, full=full))
    if full and part.same:
        told = Listing(tuple(Text(claim.name) for claim in in_order(part.same)), by_commas=True)
        sentences.append(Line(_("Also {facts}."), facts=told))
    if part.other:
        before = Listing(tuple(plain_statement(picture, claim) for claim in (part.other if full else part.other[:1])))
        sentences.append(Line(_("Before: {claims}."), claims=before))
    return paragraph(sentences)


def _doubt(claim: Claim, *, full: bool) -> Line:
    if full:
        return Line(_("The source seems to err: {doubt}"), doubt=Quoted(claim.doubt))
    return Line(_("The source seems to err."))


_HELD = {
    "holds": _("{office}: {party}, {day} {mark}."),
    "acting": _("{office}: {party}, acting, {day} {mark}."),
}


def office_line(picture: Picture, office: Office, *, full: bool = False, aged: bool = False) -> Line:
    """Who holds an office and since when that is on record, or that nobody does; then who is named for it."""
    sentences: list[Line] = [_holder(picture, office)]
    if (full or aged) and office.holder and picture.is_stale(office.holder):
        sentences.append(Line(_("This is {age}."), age=months(picture.months_old(office.holder))))
    sentences += [_doubt(claim, full=full) for claim in office.claims if claim.doubt]
    sentences += [_nominee(picture, claim) for claim in office.nominees]
    if full and office.earlier:
        before = Listing(tuple(_earlier(picture, office)))
        sentences.append(Line(_("Before: {claims}."), claims=before))
    return paragraph(sentences)


def _holder(picture: Picture, office: Office) -> Line:
    said = office.holder or office.left
    name = Quoted(office.name)
    if said is None:
        return Line(_("{office}: nobody on record in office."), office=name)
    holes: dict[str, Hole] = {
        "office": name,
        "party": Text(short_name(picture, said.subject)),
        "day": When(picture.spoken_on(said)),
        "mark": mark_of(said),
    }
    if office.left:
        return Line(_("{office}: {party} left, {day} {mark}; nobody is on record after that."), **holes)
    return Line(_HELD[str(said.value)], **holes)


def _nominee(picture: Picture, claim: Claim) -> Line:
    return Line(_("{party} is nominated, not in office, {day} {mark}."), party=short_name(picture, claim.subject),
                day=When(picture.spoken_on(claim)), mark=mark_of(claim))  # fmt: skip


_WAS = {
    "holds": _("{party}, {day} {mark}"),
    "acting": _("{party}, acting, {day} {mark}"),
    "left": _("{party} left, {day} {mark}"),
    "nominated": _("{party}, nominated, {day} {mark}"),
}


def _was(picture: Picture, claim: Claim) -> Line:
    return Line(_WAS[str(claim.value)], party=short_name(picture, claim.subject), day=When(picture.spoken_on(claim)),
                mark=mark_of(claim))  # fmt: skip


def _earlier(picture: Picture, office: Office) -> list[Line]:
    """Who held it before; where the Picture may hold not all of them, also how to find the others."""
    lines = [_was(picture, claim) for claim in office.earlier]
    if len(office.claims) + len(office.earlier) >= KINDS["role"].keeps:
        lines.append(Line(_("older ones, if any: {line}"), line=f'search "{office.name}"'))
    return lines


_KINDS = {
    MissionKind.AUTHORIZED: _("Kept here as a multinational mission that the Council authorized and does not run."),
    MissionKind.UN_PEACEKEEPING: _("Kept here as a UN peacekeeping operation."),
    MissionKind.SPECIAL_POLITICAL: _("Kept here as a special political mission of the UN."),
}


def _kind(picture: Picture) -> Iterator[Line]:
    """What the mission is in law, and the names it goes by."""
    mission = picture.mission
    yield Line(_KINDS[mission.kind])
    yield Line(_("It goes by {names}."), names=names((mission.name, *mission.aliases)))


EXAMPLES = {
    "today": lambda: profile(examples.haiti(), Narrowed("profile")),
    "in full": lambda: profile(examples.haiti("2025-01-15"), Narrowed("profile full"), full=True),
    "an office": lambda: profile(examples.haiti("2025-01-15"), Narrowed("profile Rubio", "Rubio")),
    "no such office": lambda: profile(examples.haiti(), Narrowed("profile commander", "commander")),
}
