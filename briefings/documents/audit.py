"""The audit: who changed what and when, newest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from briefings.document import Document, Hole, Instant, Line, Listing, Offer, Person, Quoted, Text, plural, section
from briefings.document import mark as _
from briefings.documents.places import place
from briefings.documents.rights import Bearer, bearer_words

SIZE = 20
"""Changes on a page."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One change as the audit keeps it, with ids turned into names.

    `person` is empty where the program acted. `fact` is the name of a fact or source, `bearer` whom it was done to,
    `mission` where; `details` what else the audit tells. `second` is who agreed to what the person proposed.
    """

    seq: int
    at: datetime
    person: str
    action: str
    mission: str = ""
    fact: str = ""
    bearer: Bearer | None = None
    details: Mapping[str, object] = field(default_factory=dict)
    second: str = ""


@dataclass(frozen=True, slots=True)
class Sought:
    """What the audit was narrowed to, for its title: a person, a fact, a day; and the line that asks for it again."""

    line: str = "audit"
    person: str = ""
    fact: str = ""
    since: datetime | None = None


def audit(entries: Sequence[Entry], total: int, sought: Sought, *, page: int = 1, zone: str = "UTC") -> Document[Line]:
    """A page of the changes, newest first, each with its number in the chain."""
    lines = [_line(entry, zone) for entry in entries] or [Line(_("nothing recorded here"))]
    return Document(
        name="audit",
        title=plural(_("{n} change in the audit"), _("{n} changes in the audit"), total),
        header=tuple(_narrowed(sought, zone)),
        sections=(section(Line(_("Newest first")), *lines, is_list=bool(entries)),),
        small=(*_place(entries, total, page), Line(_("“mss audit verify” finds any row that was changed behind the program's back."))),
        offers=tuple(_offers(total, sought, page)),
    )  # fmt: skip


def _narrowed(sought: Sought, zone: str) -> Iterator[Line]:
    if sought.person:
        yield Line(_("Only what {person} did"), person=Person(sought.person))
    if sought.fact:
        yield Line(_("Only what befell {fact}"), fact=Quoted(sought.fact))
    if sought.since:
        yield Line(_("Only since {moment}"), moment=Instant(sought.since, zone))


def _place(entries: Sequence[Entry], total: int, page: int) -> Iterator[Line]:
    if len(entries) < total and entries:
        first = (page - 1) * SIZE + 1
        yield Line(_("Changes {first} to {last} of {n}"), first=first, last=first + len(entries) - 1, n=total)


def _offers(total: int, sought: Sought, page: int) -> Iterator[Offer[Line]]:
    if page * SIZE < total:
        yield Offer(Line(_("Next page")), f"{sought.line} page {page + 1}", in_place=True)
    if page > 1:
        yield Offer(Line(_("Previous page")), f"{sought.line} page {page - 1}", in_place=True)
    if sought.line != "audit":
        yield Offer(Line(_("All changes")), "audit")
    yield Offer(Line(_("Who may do what")), "rights list")


# one change


def _line(entry: Entry, zone: str) -> Line:
    holes: dict[str, Hole] = {"n": Text(str(entry.seq)), "when": Instant(entry.at, zone), "what": _what(entry)}
    if entry.person:
        return Line(_("No. {n}, {when}, {person}: {what}"), person=Person(entry.person), **holes)
    return Line(_("No. {n}, {when}: {what}"), **holes)


def _what(entry: Entry) -> Line:
    """What was done, in words, and for a change that two made who agreed and where each was."""
    done = _done(entry)
    if not entry.second:
        return done
    there, here = (place(str(entry.details.get(name, ""))) for name in ("proposed_on", "approved_on"))
    return Line(_("{done}; {number}, proposed {there}, accepted by {second} {here}"), done=done, number=_number(entry),
                there=there, second=Person(entry.second), here=here)  # fmt: skip


def _number(entry: Entry) -> Text:
    return Text(f"P{entry.details.get('proposal', '–')}")


def _done(entry: Entry) -> Line:
    """What was done, in words; a change of a sort that has no words here yet by its own name."""
    told = entry.details
    holes: dict[str, Hole] = {
        "fact": Quoted(entry.fact or "–"),
        "number": _number(entry),
        "mission": Text(entry.mission or "–"),
    }
    holes |= {name: Text(str(told.get(name, "–"))) for name in ("role", "platform", "added", "changed", "into")}
    holes["whom"] = bearer_words(entry.bearer) if entry.bearer else Text("–")
    holes["settings"] = Listing(
        tuple(Line(_SETTINGS.get(name, _("other"))) for name in _names(told.get("settings"))), by_commas=True
    )
    said = _SAID_IN if entry.mission else _SAID
    if entry.action in said:
        return Line(said[entry.action], **holes)
    return Line(_("{action}, {fact}") if entry.fact else "{action}", action=entry.action, **holes)


def _names(listed: object) -> Sequence[str]:
    return [str(name) for name in listed] if isinstance(listed, list | tuple) else []


_SETTINGS = {"zone": _("zone"), "language": _("language"), "mission": _("mission"), "name": _("name")}
_SAID = {
    "open space": _("opened this space on {platform}"),
    "join": _("let a workplace on {platform} share this space"),
    "leave": _("let a workplace on {platform} leave for another space"),
    "meet": _("{whom} became known on {platform}"),
    "name": _("{whom} became known by name"),
    "prefer": _("set their own {settings}"),
    "open room": _("made a room on {platform} known"),
    "clear room": _("let a room see internal sources"),
    "close room": _("kept internal sources from a room again"),
    "set room": _("set the {settings} of a room"),
    "grant": _("gave the role {role} to {whom}"),
    "revoke": _("took the role {role} back from {whom}"),
    "issue code": _("asked for a one-time code"),
    "try code": _("typed a code that does not fit"),
    "link": _("let two accounts be one person: {whom}"),
    "add schedule": _("let a line be posted in a room by itself"),
    "edit schedule": _("changed when a line is posted in a room"),
    "pause schedule": _("paused what is posted in a room"),
    "resume schedule": _("resumed what is posted in a room"),
    "end schedule": _("ended what is posted in a room"),
    "run schedule": _("let a line be posted in a room at once"),
    "pause room": _("paused a room"),
    "resume room": _("resumed a room"),
    "forget": _("removed the data of {whom}"),
}
_SAID_IN = {
    "add mission": _("added {mission}"),
    "edit mission": _("changed what {mission} says of itself"),
    "succeed": _("put {mission} before or after another mission"),
    "archive mission": _("archived {mission}"),
    "revive mission": _("took {mission} into use again"),
    "set ladder": _("changed when rooms are warned of {mission}"),
    "load": _("loaded a record of {mission}: {added} facts added, {changed} changed"),
    "import": _("imported a file into {mission}: {added} facts added, {changed} changed"),
    "record": _("recorded {fact} of {mission}"),
    "correct": _("corrected {fact} of {mission}"),
    "withdraw": _("withdrew {fact} of {mission}"),
    "restore": _("restored {fact} of {mission}"),
    "follow": _("let a room follow {mission}"),
    "unfollow": _("let a room follow {mission} no more"),
    "change follow": _("changed how a room follows {mission}"),
    "acknowledge": _("acknowledged a warning of {mission}"),
    "snooze": _("wanted silence about a warning of {mission}"),
    "hold": _("put {fact} of {mission} under review"),
    "release": _("ended the review of {fact} of {mission}"),
    "choose": _("chose {fact} as the headline of {mission}"),
    "unchoose": _("took back {fact} as the headline of {mission}"),
    "flag": _("said that {fact} of {mission} looks wrong"),
    "keep": _("let {fact} of {mission} stand as it is"),
    "propose": _("proposed {number} for {mission}"),
    "reject": _("rejected {number} for {mission}"),
    "take back": _("took {number} for {mission} back"),
    "want two": _("changed what two people must agree on in {mission}"),
    "record source": _("recorded the source {fact} of {mission}"),
    "retract source": _("retracted the source {fact} of {mission}"),
    "restore source": _("let the source {fact} of {mission} count again"),
    "mark source": _("marked the source {fact} of {mission} as internal"),
    "open source": _("opened the source {fact} of {mission} to every room"),
    "merge party": _("let the party {fact} of {mission} be {into}"),
    "split party": _("let the party {fact} of {mission} be one of its own again"),
    "record party": _("recorded the party {fact} of {mission}"),
    "grant": _("gave the role {role} in {mission} to {whom}"),
    "revoke": _("took the role {role} in {mission} back from {whom}"),
}
"""What each sort of change is called where it is about a mission."""

_AT = datetime(2025, 1, 15, 6, 12, tzinfo=UTC)
_ENTRIES = (
    Entry(9, _AT, "Amina", "grant", "MSS Haiti", bearer=Bearer("person", "Ben"), details={"role": "editor"}),
    Entry(8, _AT, "Ben", "prefer", details={"settings": ["zone"]}),
    Entry(7, _AT, "Amina", "withdraw", "MSS Haiti", "S2-21"),
    Entry(
        5,
        _AT,
        "Erin",
        "correct",
        "MSS Haiti",
        "S2-21",
        second="Amina",
        details={"proposal": 3, "proposed_on": "discord", "approved_on": "slack"},
    ),
    Entry(4, _AT, "Erin", "propose", "MSS Haiti", "S2-21", details={"proposal": 3}),
    Entry(6, _AT, "Amina", "polish", "MSS Haiti", "S2-22"),
    Entry(2, _AT, "", "meet", bearer=Bearer("person", "Amina"), details={"platform": "slack"}),
    Entry(1, _AT, "", "open space", details={"platform": "slack"}),
)
EXAMPLES = {
    "all": lambda: audit(_ENTRIES, 6, Sought(), zone="Africa/Nairobi"),
    "of one person": lambda: audit(_ENTRIES[2:3], 1, Sought("audit who person:1", person="Amina")),
    "of one fact, since a day": lambda: audit(_ENTRIES[2:3], 1, Sought("audit fact S2-21 since 2025-01-01", fact="S2-21", since=_AT)),
    "a page of many": lambda: audit(_ENTRIES, 45, Sought(), page=2),
    "nothing": lambda: audit((), 0, Sought("audit since 2025-01-15", since=_AT)),
}  # fmt: skip
