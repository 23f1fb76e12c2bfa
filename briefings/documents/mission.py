"""A mission as a whole: its names, its kind, what came before and after it, its warnings; and changes to these."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from briefings.claims import EVERY_KIND, Claim, Mission, MissionKind
from briefings.document import Document, Hole, Line, Listing, Offer, Quoted, Section, Strong, Text, plural, section
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.bottom_line import bottom_line
from briefings.documents.header import header
from briefings.documents.missions import next_steps, quoted
from briefings.documents.sentences import KIND_IN_A_SENTENCE, statement
from briefings.documents.warning import steps
from briefings.kinds import KINDS
from briefings.ladders import LADDER_KINDS
from briefings.picture import Picture


@dataclass(frozen=True, slots=True)
class Kept:
    """How a mission is kept here: how many facts it has, whether it is the room's and whether it is only a sample."""

    facts: int
    is_of_room: bool = False
    is_sample: bool = False


def mission(picture: Picture, kept: Kept) -> Document[Line]:
    """All that a mission says of itself, and how it stands."""
    about = picture.mission
    return Document(
        name="mission",
        title=Line(_("{short}: {name}"), short=Strong(Text(about.short)), name=Text(about.name)),
        header=header(picture)[:1],
        sections=(
            section(Line(_("Today")), Line("{bottom}", bottom=bottom_line(picture).words)),
            section(Line(_("What it is")), *_what_it_is(about)),
            section(Line(_("Warnings")), *(_warned(about, kind) for kind in LADDER_KINDS), is_list=True),
            section(Line(_("Here")), *_kept(about, kept), is_list=True),
        ),
        offers=(_brief(about), Offer(Line(_("All missions")), "mission list")),
    )


def _what_it_is(about: Mission) -> Iterator[Line]:
    kind = Line(_KINDS[about.kind])
    yield Line(_("{kind}, in {country}"), kind=kind, country=about.host_state) if about.host_state else kind
    if about.aliases:
        yield Line(_("Also called {names}"), names=_listed(about.aliases))
    if about.preceded_by:
        yield Line(_("It took over from {mission}"), mission=about.preceded_by)
    if about.succeeded_by:
        yield Line(_("{mission} took over from it"), mission=about.succeeded_by)


_KINDS = {
    MissionKind.AUTHORIZED: _("authorized by the Security Council, not run by the UN"),
    MissionKind.UN_PEACEKEEPING: _("UN peacekeeping operation"),
    MissionKind.SPECIAL_POLITICAL: _("UN special political mission"),
}


def _warned(about: Mission, kind: str) -> Line:
    """On which days before a deadline rooms are warned, and whether that is the mission's own rule."""
    own = about.ladders.get(kind)
    holes: dict[str, Hole] = {"kind": Line(KINDS[kind].label), "steps": steps(own or KINDS[kind].ladder)}
    return Line(_("{kind}: {steps} days before, its own rule") if own else _("{kind}: {steps} days before"), **holes)


def _kept(about: Mission, kept: Kept) -> Iterator[Line]:
    yield plural(_("{n} fact recorded"), _("{n} facts recorded"), kept.facts)
    if EVERY_KIND in about.two_for:
        yield Line(_("every change waits for a second person"))
    elif about.two_for:
        kinds = tuple(Line(KIND_IN_A_SENTENCE[kind]) for kind in about.two_for)
        yield Line(
            _("a change waits for a second person where it is about: {kinds}"), kinds=Listing(kinds, by_commas=True)
        )
    if about.archived:
        yield Line(_("archived: {reason}"), reason=Quoted(about.archived))
    if kept.is_of_room:
        yield Line(_("meant in this room when no mission is named"))
    if kept.is_sample:
        yield Line(_("a sample that came with the bot"))


# changes


class MissionAct(StrEnum):
    """What is to be done to a mission."""

    ADD = "add"
    EDIT = "edit"
    ARCHIVE = "archive"
    REVIVE = "revive"
    LADDER = "ladder"


@dataclass(frozen=True, slots=True, kw_only=True)
class MissionChange:
    """A change to a mission: what it was, None for a new one, and what it becomes; `checks` are worth a look first."""

    act: MissionAct
    now: Mission
    was: Mission | None = None
    checks: Sequence[Line] = ()


def mission_question(change: MissionChange) -> Document[Line]:
    """What a change to a mission would do, before it is done."""
    name = change.was.short if change.was else change.now.short
    return Document(
        name="mission-change",
        title=Line(_QUESTIONS[change.act], mission=Strong(Text(name))),
        header=(Line(_("Nothing is changed yet.")),),
        sections=tuple(_sections(change)),
    )


_QUESTIONS = {
    MissionAct.ADD: _("Add the mission {mission}?"),
    MissionAct.EDIT: _("Change what {mission} says of itself?"),
    MissionAct.ARCHIVE: _("Archive {mission}?"),
    MissionAct.REVIVE: _("Use {mission} again?"),
    MissionAct.LADDER: _("Change when rooms are warned of {mission}?"),
}


def _sections(change: MissionChange) -> Iterator[Section[Line]]:
    lines = list(_new_lines(change.now) if change.was is None else _turns(change.was, change.now))
    if lines:
        label = _("The mission") if change.was is None else _("What changes")
        yield section(Line(label), *lines, is_list=True)
    yield section(Line(_("Effect")), *(Line(effect) for effect in _EFFECTS[change.act]))
    if change.act is MissionAct.ARCHIVE and change.now.archived:
        yield section(Line(_("Reason")), Line("{reason}", reason=Quoted(change.now.archived)))
    if change.checks:
        yield section(Line(_("Check")), *change.checks, is_list=True)


_EFFECTS = {
    MissionAct.ADD: (_("It has a record of its own, with its own sources and facts. Nothing is recorded of it yet."),),
    MissionAct.EDIT: (_("Facts, sources and history stay as they are. A name that is given up still finds it."),),
    MissionAct.ARCHIVE: (
        _("It is no longer meant when none is named, stands in no menu, and no digest or warning of it is sent."),
        _("Nothing is deleted: it still answers when it is named, and “mission revive” undoes this."),
    ),
    MissionAct.REVIVE: (_("It stands in menus again, and its digests and warnings are sent from the next slot on."),),
    MissionAct.LADDER: (_("A room that has a rule of its own keeps it. What was sent already is not sent again."),),
}


def _new_lines(now: Mission) -> Iterator[Line]:
    yield Line(_("{short}: {name}"), short=Text(now.short), name=Text(now.name))
    yield from _what_it_is(now)


def _turns(was: Mission, now: Mission) -> Iterator[Line]:
    """Each part of a mission that changes: what it was and what it becomes."""
    for part, label in _PARTS.items():
        before, after = getattr(was, part), getattr(now, part)
        if before != after:
            yield Line(
                _("{part}: {before} becomes {after}"), part=Line(label), before=_part(before), after=_part(after)
            )
    for kind in LADDER_KINDS:
        if was.ladders.get(kind) != now.ladders.get(kind):
            yield Line(_("{part}: {before} becomes {after}"), part=Line(KINDS[kind].label), before=_days(was, kind),
                       after=_days(now, kind))  # fmt: skip


_PARTS = {
    "short": _("short name"), "name": _("name"), "aliases": _("other names"), "host_state": _("country"), "kind": _("kind"),
}  # fmt: skip


def _part(value: str | MissionKind | tuple[str, ...]) -> Hole:
    match value:
        case MissionKind():
            return Line(_KINDS[value])
        case tuple() if value:
            return _listed(value)
        case str() if value:
            return Quoted(value)
    return Line(_("none"))


def _days(about: Mission, kind: str) -> Line:
    own = about.ladders.get(kind)
    if own is None:
        return Line(_("the usual {steps}"), steps=steps(KINDS[kind].ladder))
    return Line("{steps}", steps=steps(own))


def mission_changed(change: MissionChange) -> Document[Line]:
    """That a mission is changed, and what to do next."""
    now = change.now
    return Document(
        name="mission-changed",
        title=Line(_DONE[change.act], mission=Strong(Text(now.short))),
        sections=(section(Line(_("Next")), *next_steps(now)),) if change.act is MissionAct.ADD else (),
        offers=(_brief(now), Offer(Line(_("About {mission}"), mission=now.short), f"mission show {quoted(now.short)}"),
                *_undo(change)),
    )  # fmt: skip


_DONE = {
    MissionAct.ADD: _("{mission} is added: nothing is recorded of it yet"),
    MissionAct.EDIT: _("{mission} is changed; the history keeps what it said before"),
    MissionAct.ARCHIVE: _("{mission} is archived; it still answers when it is named"),
    MissionAct.REVIVE: _("{mission} is in use again"),
    MissionAct.LADDER: _("Rooms are warned of {mission} by the new rule from now on"),
}


def _undo(change: MissionChange) -> Iterator[Offer[Line]]:
    if change.act is MissionAct.ARCHIVE:
        yield Offer(Line(_("Undo")), f"mission revive {quoted(change.now.short)}")


def mission_as_it_was(about: Mission, why: Line) -> Document[Line]:
    """That there is nothing to change, and why."""
    return Document(
        name="mission-unchanged", title=why, offers=(_brief(about), Offer(Line(_("All missions")), "mission list"))
    )


# one after the other


def succession_question(picture: Picture, new: Mission, claim: Claim, *, is_new: bool) -> Document[Line]:
    """What it would mean that one mission took over from another; `claim` says so, and `is_new` that it is recorded now."""
    old = picture.mission.short
    names: dict[str, Hole] = {"old": Text(old), "new": Text(new.short)}
    label = _("Is recorded of {mission}") if is_new else _("On record of {mission}")
    return Document(
        name="mission-change",
        title=Line(_("Did {new} take over from {old}?"), **names),
        header=(Line(_("Nothing is changed yet.")),),
        sections=(
            section(Line(label, mission=old), statement(picture, claim)),
            section(Line(_("Effect")),
                    Line(_("What is asked of {new} about an earlier day is answered from the record of {old}, and the answer says so."), **names),
                    Line(_("Briefs of {new} name {old} and its last figures as such. Each keeps its own facts and sources."), **names)),
        ),
    )  # fmt: skip


def succession_recorded(picture: Picture, new: Mission, claim: Claim) -> Document[Line]:
    """That one mission took over from another, and what to record next."""
    old = picture.mission
    return Document(
        name="mission-changed",
        title=Line(_("{new} took over from {old}: {said}"), new=Strong(Text(new.short)), old=old.short,
                   said=statement(picture, claim)),
        offers=(_brief(new), _brief(old),
                Offer(Line(_("Archive {mission}"), mission=old.short), f"mission archive {quoted(old.short)}")),
    )  # fmt: skip


# the mission of a room


def room_question(was: str, now: str) -> Document[Line]:
    """Which mission this room would be about, before it is changed; `now` is empty where it is to be about none."""
    title = (Line(_("Let this room be about {mission} when none is named?"), mission=Strong(Text(now))) if now
             else Line(_("Let this room be about no mission in particular?")))  # fmt: skip
    return Document(
        name="mission-change", title=title, header=(Line(_("Nothing is changed yet.")),),
        sections=(section(Line(_("So far")), Line(_("it is about {mission}"), mission=was)),),
    )  # fmt: skip


def room_set(now: str, was: str = "") -> Document[Line]:
    """Which mission this room is about when none is named; `now` is empty where it is about none."""
    title = (Line(_("This room is about {mission} now, when no mission is named"), mission=Strong(Text(now))) if now
             else Line(_("This room is about no mission in particular now")))  # fmt: skip
    undo = f"mission here {quoted(was)}" if was else "mission here none"
    return Document(
        name="mission-changed", title=title,
        small=(Line(_("A mission that is named goes first; where a room has none, everybody's own choice holds.")),),
        offers=(*([Offer(Line(_("Brief")), f"status in {quoted(now)}")] if now else []),
                *([Offer(Line(_("Undo")), undo)] if was != now else [])),
    )  # fmt: skip


def _brief(about: Mission) -> Offer[Line]:
    return Offer(Line(_("Brief of {mission}"), mission=about.short), f"status in {quoted(about.short)}")


def _listed(names: Sequence[str]) -> Listing:
    return Listing(tuple(map(Text, names)), by_commas=True)


def _example_succession() -> tuple[Picture, Mission, Claim]:
    held = examples.haiti()
    term = held.headline("mandate", aspect="term")
    if term is None:
        raise LookupError("term")
    return held, _example(), replace(term, aspect="succession", value=None, text="the Support Mission took over")


def _example() -> Mission:
    return Mission(name="Support Mission in Tamsin", short="SMT", host_state="Tamsin", aliases=("the Support Mission",))


def _example_of(act: MissionAct, **changes: Any) -> MissionChange:
    return MissionChange(act=act, was=_example(), now=replace(_example(), **changes))


def _example_page() -> Document[Line]:
    held = examples.haiti()
    kept = Kept(11, is_of_room=True, is_sample=True)
    own: dict[str, Any] = {
        "ladders": {"mandate": (60, 30, 0, -1)},
        "preceded_by": "OMT",
        "succeeded_by": "SMT",
        "archived": "it has ended",
    }
    return mission(replace(held, mission=replace(held.mission, host_state="Haiti", **own)), kept)


EXAMPLES = {
    "a mission": lambda: mission(examples.haiti(), Kept(11)),
    "one with everything": _example_page,
    "add?": lambda: mission_question(MissionChange(act=MissionAct.ADD, now=_example())),
    "added": lambda: mission_changed(MissionChange(act=MissionAct.ADD, now=_example())),
    "edit?": lambda: mission_question(_example_of(MissionAct.EDIT, short="SMIT", kind=MissionKind.UN_PEACEKEEPING)),
    "edited": lambda: mission_changed(_example_of(MissionAct.EDIT, short="SMIT")),
    "archive?": lambda: mission_question(_example_of(MissionAct.ARCHIVE, archived="it has ended")),
    "archived": lambda: mission_changed(_example_of(MissionAct.ARCHIVE, archived="it has ended")),
    "revive?": lambda: mission_question(_example_of(MissionAct.REVIVE)),
    "warn otherwise?": lambda: mission_question(_example_of(MissionAct.LADDER, ladders={"mandate": (60, 30, 0, -1)})),
    "a successor?": lambda: succession_question(*_example_succession(), is_new=True),
    "a successor": lambda: succession_recorded(*_example_succession()),
    "nothing to change": lambda: mission_as_it_was(_example(), Line(_("{mission} is not archived"), mission="SMT")),
    "another mission of a room?": lambda: room_question("OMT", "SMT"),
    "the mission of a room": lambda: room_set("SMT", "OMT"),
    "no mission of a room": lambda: room_set("", "OMT"),
}
