"""What waits for a second person: who that may be, what waits, and how it was decided."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from briefings.claims import Claim
from briefings.document import Document, Hole, Instant, Line, Listing, Offer, Person, Quoted, Section, plural, section
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.confirmation import EXAMPLES as CONFIRMATIONS
from briefings.documents.confirmation import Act
from briefings.documents.places import place
from briefings.documents.recorded import SEE_BRIEF, recorded
from briefings.documents.rights import Bearer, bearer_words, whom
from briefings.documents.sentences import statement
from briefings.picture import Picture
from briefings.values import read_quantity

SIZE = 10
"""Proposals on a page."""
MOST_NAMED = 3
"""People and groups that are named as able to decide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A change that waits, or waited: its number, what it does to which fact (`was` as it stands, None for a new one
    and for what is decided), and by whom it was proposed, where and when.

    `place` is the platform, `reminded_at` when those who can decide are told again. With `is_mine` it was proposed by
    whoever reads of it.
    """

    number: int
    act: Act
    becomes: Claim
    person: str
    place: str
    at: datetime
    was: Claim | None = None
    because: str = ""
    reminded_at: datetime | None = None
    is_mine: bool = False

    @property
    def name(self) -> str:
        return f"P{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Second:
    """Who can agree to what somebody proposes, as far as they are known, and who can let others do so.

    `grant` is what an owner types for that; `alone` what lets one person decide again, empty where that is not theirs
    to say.
    """

    bearers: tuple[Bearer, ...] = ()
    owners: tuple[str, ...] = ()
    grant: str = ""
    alone: str = ""


# before it waits


def will_wait(question: Document[Line], second: Second) -> Document[Line]:
    """The question whether to make a change that one person alone cannot make."""
    return replace(question, sections=(*question.sections, section(Line(_("Second person")), *_second(second))))


def _second(second: Second) -> Iterator[Line]:
    if second.bearers:
        yield Line(_("It waits until somebody else accepts it: {who}"), who=_some(second.bearers))
        return
    yield Line(_("It waits until somebody else accepts it, and nobody else can yet."))
    yield from _way_out(second)


def _way_out(second: Second) -> Iterator[Line]:
    """How a second person comes to be, or that none is needed."""
    if second.alone:
        yield Line(_("Let somebody approve changes: {line}"), line=second.grant)
        yield Line(_("Or let one person decide: {line}"), line=second.alone)
    elif second.owners:
        yield Line(_("{owners} can let somebody: {line}"), owners=whom(second.owners[:MOST_NAMED]), line=second.grant)
    else:
        yield Line(_("Ask whoever runs the bot here to let somebody: {line}"), line=second.grant)


def _some(bearers: Sequence[Bearer]) -> Hole:
    named = [bearer_words(bearer) for bearer in bearers[:MOST_NAMED]]
    more = len(bearers) - len(named)
    return Listing((*named, plural(_("{n} other"), _("{n} others"), more)) if more else tuple(named))


def proposed(picture: Picture, waiting: Pending, second: Second) -> Document[Line]:
    """That a change waits now, for whom, and how to take it back."""
    return Document(
        name="proposed",
        title=Line(_("Waits as {number} for a second person; nothing is changed yet"), number=waiting.name),
        sections=(section(None, what_waits(picture, waiting)), section(Line(_("Second person")), *_second(second))),
        offers=(Offer(Line(_("Take back")), f"pending withdraw {waiting.name}"), see_pending(waiting), SEE_BRIEF),
    )


def see_pending(waiting: Pending) -> Offer[Line]:
    """A button to a proposal."""
    return Offer(Line(_("See {number}"), number=waiting.name), f"pending show {waiting.name}")


# while it waits

_WHAT = {
    Act.RECORD: _("Record: {becomes}"),
    Act.CORRECT: _("Correct {name}: {was}, becomes {becomes}"),
    Act.WITHDRAW: _("Withdraw {name}: {was}"),
    Act.RESTORE: _("Restore {name}: {was}"),
    Act.HOLD: _("Put {name} under review: {was}"),
    Act.RELEASE: _("End the review of {name}: {was}"),
    Act.CHOOSE: _("Let {name} lead: {was}"),
    Act.KEEP: _("Keep {name} as it is: {was}"),
    Act.UNDO: _("Undo the last change to {name}: {was}, becomes {becomes}"),
}
_MEANT = {Act.CORRECT: _("Correct {name}: {becomes}"), Act.UNDO: _("Undo the last change to {name}: {becomes}")}
_SHORT = {
    Act.RECORD: _("to record a fact"),
    Act.CORRECT: _("to correct it"),
    Act.WITHDRAW: _("to withdraw it"),
    Act.RESTORE: _("to restore it"),
    Act.HOLD: _("to put it under review"),
    Act.RELEASE: _("to end its review"),
    Act.CHOOSE: _("to let it lead"),
    Act.KEEP: _("to keep it as it is"),
    Act.UNDO: _("to undo its last change"),
}


def what_waits(picture: Picture, waiting: Pending) -> Line:
    """What a proposal would do, in one line: what the fact says now, and what it becomes; once decided, what it meant."""
    if waiting.was is None and waiting.act in _MEANT:
        return Line(_MEANT[waiting.act], name=waiting.becomes.name, becomes=statement(picture, waiting.becomes))
    was = statement(picture, waiting.was or waiting.becomes)
    return Line(_WHAT[waiting.act], name=waiting.becomes.name, was=was, becomes=statement(picture, waiting.becomes))


def pending(
    picture: Picture, waiting: Sequence[Pending], total: int, *, zone: str = "UTC", page: int = 1, decides: bool = False
) -> Document[Line]:
    """A page of what waits in a mission, oldest first. With `decides` its reader may accept and reject."""
    if not total:
        return Document(name="pending", title=Line(_("Nothing waits for a second person")), offers=(SEE_BRIEF,))
    return Document(
        name="pending",
        title=plural(_("{n} change waits for a second person"), _("{n} changes wait for a second person"), total),
        header=(Line("{mission}", mission=picture.mission.short),),
        sections=tuple(_one(picture, one, zone) for one in waiting),
        offers=tuple(_offers(waiting, total, page, decides=decides)),
    )


def _one(picture: Picture, waiting: Pending, zone: str) -> Section[Line]:
    return section(Line("{number}", number=waiting.name), what_waits(picture, waiting), *about(waiting, zone))


def about(waiting: Pending, zone: str, *, is_labelled: bool = False) -> Iterator[Line]:
    """Why, by whom, where and when; and when those who can decide are told again. A label may say that it was proposed."""
    if waiting.because:
        yield Line(_("Reason: {reason}"), reason=Quoted(waiting.because))
    by = _("by {person} {place}, {moment}") if is_labelled else _("Proposed by {person} {place}, {moment}")
    yield Line(by, person=Person(waiting.person), place=place(waiting.place), moment=Instant(waiting.at, zone))
    if waiting.reminded_at:
        yield Line(_("Reminder: {moment}"), moment=Instant(waiting.reminded_at, zone))


MOST_TO_DECIDE = 3
"""Proposals of a page that get buttons."""


def _offers(waiting: Sequence[Pending], total: int, page: int, *, decides: bool) -> Iterator[Offer[Line]]:
    for one in waiting[:MOST_TO_DECIDE]:
        if decides and not one.is_mine:
            yield Offer(Line(_("Accept {number}"), number=one.name), f"pending accept {one.name}")
            yield Offer(Line(_("Reject {number}"), number=one.name), f"pending reject {one.name}")
        else:
            yield see_pending(one)
    if page * SIZE < total:
        yield Offer(Line(_("Next page")), f"pending list page {page + 1}", in_place=True)


def waiting_here(waiting: Sequence[Pending], zone: str) -> Section[Line]:
    """What waits to befall one fact, for all who look at it: that something does, not what it says."""
    lines = (
        Line(_("{number}, {what}: proposed by {person}, {moment}"), number=one.name, what=Line(_SHORT[one.act]),
             person=Person(one.person), moment=Instant(one.at, zone))
        for one in waiting
    )  # fmt: skip
    return section(Line(_("Waits for a second person")), *lines)


# when it is decided


def to_decide(question: Document[Line], waiting: Pending, zone: str, *, is_changed: bool = False) -> Document[Line]:
    """What a proposal would do as things stand now. With `is_changed` its fact was changed since it was proposed."""
    changed = Line(_("{name} was changed since this was proposed: this is what it would do now."),
                   name=waiting.becomes.name)  # fmt: skip
    return replace(
        question,
        title=Line("{number}: {question}", number=waiting.name, question=question.title),
        header=(*question.header, *((changed,) if is_changed else ())),
        sections=(
            *question.sections,
            section(Line(_("Proposed")), *about(replace(waiting, because=""), zone, is_labelled=True)),
        ),
    )


def accepted(done: Document[Line], waiting: Pending, second: str, platform: str) -> Document[Line]:
    """That a proposal was carried out: as any change, and who the two were."""
    agreed = Line(_("{number}: proposed by {person} {place}, accepted by {second} {here}"), number=waiting.name,
                  person=Person(waiting.person), place=place(waiting.place), second=Person(second), here=place(platform))  # fmt: skip
    return replace(done, header=(*done.header, agreed))


def to_reject(picture: Picture, waiting: Pending, reason: str, zone: str) -> Document[Line]:
    """The question whether to reject a proposal."""
    why = (section(Line(_("Reason")), Line("{reason}", reason=Quoted(reason))),) if reason else ()
    return Document(
        name="confirmation",
        title=Line(_("Reject {number}?"), number=waiting.name),
        header=(Line(_("It waits until you decide.")),),
        sections=(
            section(None, what_waits(picture, waiting)),
            section(Line(_("Proposed")), *about(waiting, zone, is_labelled=True)),
            *why,
        ),
    )


def rejected(waiting: Pending, reason: str, *, is_told: bool) -> Document[Line]:
    """That a proposal is not carried out, and whether whoever proposed it is told by themselves."""
    why = _("{person} is told, with the reason: {reason}") if is_told else _("Reason: {reason}")
    told = Line(why, reason=Quoted(reason), **({"person": Person(waiting.person)} if is_told else {}))
    return Document(
        name="rejected",
        title=Line(_("Rejected {number}; nothing was changed"), number=waiting.name),
        sections=(section(None, told),),
        offers=_after(waiting),
    )


def taken_back(waiting: Pending, again: str) -> Document[Line]:
    """That somebody does not want what they proposed any more. `again` is the line that proposes it anew."""
    return Document(
        name="taken-back",
        title=Line(_("Took {number} back; nothing was changed"), number=waiting.name),
        offers=(*((Offer(Line(_("Propose again")), again),) if again else ()), *_after(waiting)),
    )


def _after(waiting: Pending) -> tuple[Offer[Line], ...]:
    name = waiting.becomes.name
    source = (Offer(Line(_("Source")), f"source {name}"),) if name else ()
    return (*source, Offer(Line(_("What waits")), "pending list"))


@dataclass(frozen=True, slots=True)
class Decided:
    """How a proposal was decided: accepted, rejected or taken back; by whom, when and why."""

    state: str
    person: str
    at: datetime
    reason: str = ""


_DECIDED = {
    "accepted": _("{number} was accepted by {person}, {moment}"),
    "rejected": _("{number} was rejected by {person}, {moment}"),
    "taken back": _("{number} was taken back by {person}, {moment}"),
}


def decided(picture: Picture, waiting: Pending, how: Decided, zone: str) -> Document[Line]:
    """A proposal that waits no longer."""
    why = (Line(_("Reason: {reason}"), reason=Quoted(how.reason)),) if how.reason else ()
    return Document(
        name="decided",
        title=Line(_DECIDED[how.state], number=waiting.name, person=Person(how.person), moment=Instant(how.at, zone)),
        sections=(section(None, what_waits(picture, waiting), *why),),
        offers=_after(waiting),
    )


def two_wanted(mission: str, kinds: Sequence[Line], second: Second, *, is_every: bool) -> Document[Line]:
    """For which kinds of facts a change waits for a second person, and who that may be."""
    if is_every:
        title = Line(_("In {mission} every change waits for a second person"), mission=mission)
    elif kinds:
        title = Line(_("In {mission} a change waits for a second person where it is about: {kinds}"), mission=mission,
                     kinds=Listing(tuple(kinds), by_commas=True))  # fmt: skip
    else:
        title = Line(_("In {mission} an editor alone changes every fact"), mission=mission)
    who = [Line(_("Who can accept: {who}"), who=_some(second.bearers))] if second.bearers else list(_way_out(second))
    at_once = Line(_("A fact is put under review at once, whoever of the editors asks for it."))
    return Document(
        name="two-wanted",
        title=title,
        sections=(section(Line(_("Second person")), *who, at_once),) if kinds or is_every else (),
        offers=(Offer(Line(_("What waits")), "pending list"), Offer(Line(_("Who may do what")), "rights list")),
    )


# examples

_AT = datetime(2025, 1, 15, 6, 12, tzinfo=UTC)
_NAIROBI = "Africa/Nairobi"


def example(act: Act = Act.CORRECT, because: str = "typing slip") -> Pending:
    was = next(claim for claim in examples.record().claims if claim.name == "S2-21")
    becomes = replace(was, value=read_quantity("about 527 personnel")) if act is Act.CORRECT else was
    return Pending(number=3, act=act, becomes=becomes, was=was, person="Ben", place="discord", at=_AT, because=because,
                   reminded_at=_AT.replace(day=16))  # fmt: skip


def _example_new() -> Pending:
    was = replace(example().becomes, name="", value=read_quantity("about 970 personnel"))
    return Pending(number=4, act=Act.RECORD, becomes=was, person="Chidi", place="slack", at=_AT)


def _question(which: str) -> Document[Line]:
    made: Callable[[], Document[Line]] = CONFIRMATIONS[which]
    return made()


def _example_accepted() -> Document[Line]:
    done = recorded(examples.haiti(), example().becomes, Act.CORRECT, _AT, _NAIROBI)
    return accepted(done, example(), "Amina", "slack")


_SECOND = Second(bearers=(Bearer("person", "Amina"), Bearer("group", "@desk-approvers")))
_NOBODY = Second(owners=("Amina",), grant="/mss rights grant approver to @NAME")
_ALONE = replace(_NOBODY, alone="/mss mission approval strength off")
_DONE = Decided("rejected", "Amina", _AT, "not in the source")

EXAMPLES = {
    "the question": lambda: will_wait(_question("a correction"), _SECOND),
    "the question of a contributor where nobody can accept it": lambda: will_wait(_question("a withdrawal"), _NOBODY),
    "proposed": lambda: proposed(examples.haiti(), example(), _SECOND),
    "proposed by the only owner": lambda: proposed(examples.haiti(), example(Act.CHOOSE), _ALONE),
    "what waits": lambda: pending(examples.haiti(), [example(), _example_new()], 2, zone=_NAIROBI, decides=True),
    "what waits, for a contributor": lambda: pending(examples.haiti(), [example(Act.WITHDRAW)], 11),
    "nothing waits": lambda: pending(examples.haiti(), [], 0),
    "to decide": lambda: to_decide(_question("a correction"), example(), _NAIROBI, is_changed=True),
    "accepted": _example_accepted,
    "to reject": lambda: to_reject(examples.haiti(), example(), "not in the source", _NAIROBI),
    "rejected": lambda: rejected(example(), "not in the source", is_told=True),
    "taken back": lambda: taken_back(example(), 'fact correct S2-21 "about 527 personnel"'),
    "decided already": lambda: decided(examples.haiti(), example(), _DONE, _NAIROBI),
    "two agree on strength": lambda: two_wanted("MSS Haiti", [Line(_("deployed strength"))], _SECOND, is_every=False),
    "two agree on all, one owner": lambda: two_wanted("MSS Haiti", [], _ALONE, is_every=True),
    "one decides": lambda: two_wanted("MSS Haiti", [], _SECOND, is_every=False),
}  # fmt: skip
