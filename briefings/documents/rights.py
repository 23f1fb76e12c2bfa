"""Who may do what: the list, what was given or taken back, why somebody may or may not, and data that is removed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from briefings.document import Document, Hole, Line, Listing, Offer, Person, Section, Text, When, plural, section
from briefings.document import mark as _

SIZE = 20
"""Grants on a page."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who bears a role. `sort` is person, group (of users), role (of a server), room, or member, guest or stranger for
    all of these; `name` what they are called, empty for all of a sort."""

    sort: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """A role that a bearer has, in one mission or, where `mission` is empty, in the whole space.

    `by` is empty where the program gave it, `at` None for what is held without a grant.
    """

    bearer: Bearer
    role: str
    mission: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What “why” is about: a command, the right it needs (empty when it is everybody's), and perhaps a mission.

    With no command it is about all that somebody may do, and `right` is the most of it, empty for nothing.
    """

    command: str
    right: str
    is_allowed: bool
    mission: str = ""


ROLES = ("owner", "approver", "editor", "contributor", "reader")
_RIGHTS = {
    "read": _("read"),
    "propose": _("propose changes"),
    "edit": _("edit"),
    "approve": _("approve changes"),
    "own": _("act as an owner"),
}
_ROLE_LABELS = {
    "owner": _("Owners"),
    "approver": _("Approvers"),
    "editor": _("Editors"),
    "contributor": _("Contributors"),
    "reader": _("Readers"),
}
_MAY = {
    "owner": _("Owners do all that the others do, and say who may do what."),
    "approver": _("Approvers edit, and approve what others proposed or changed."),
    "editor": _("Editors record, correct and withdraw facts."),
    "contributor": _("Contributors read, and propose facts and corrections."),
    "reader": _("Readers read all there is, and change their own settings only."),
}
_BEARERS = {
    "group": _("everybody in the user group {name}"),
    "role": _("everybody with the role {name}"),
    "room": _("whoever asks in {name}"),
    "member": _("every member"),
    "guest": _("every guest"),
    "stranger": _("everybody of other organisations"),
}


def right_words(right: str) -> Line:
    """What a right allows, to stand after “the right to”."""
    return Line(_RIGHTS[right])


def bearer_words(bearer: Bearer) -> Hole:
    """A bearer as part of a sentence; never a ping."""
    if bearer.sort == "person":
        return Person(bearer.name or "?")
    return Line(_BEARERS[bearer.sort], **({"name": bearer.name} if bearer.name else {}))


def whom(bearers: Sequence[str]) -> Listing:
    """People by name, in a row."""
    return Listing(tuple(Person(name) for name in bearers))


# the list


def rights_list(
    given: Sequence[Given], owners: Sequence[str], *, zone: str = "UTC", mission: str = "", page: int = 1
) -> Document[Line]:
    """A page of who was given what, the most powerful first. `owners` are all who own it, with or without a grant."""
    in_order = sorted(given, key=lambda one: ROLES.index(one.role))
    shown = in_order[(page - 1) * SIZE : page * SIZE]
    return Document(
        name="rights",
        title=_who_owns(owners, mission),
        sections=(*_by_role(shown, zone), section(Line(_("Without a grant")), *_UNGRANTED)),
        small=_place(len(given), len(shown), page),
        offers=(*_pages(len(given), mission, page), Offer(Line(_("What I may do")), "rights why")),
    )


_UNGRANTED = (
    Line(_("Members read. Guests and people of other organisations read nothing.")),
    Line(_("Whoever sits at a terminal of this space owns it.")),
)


def _who_owns(owners: Sequence[str], mission: str) -> Line:
    holes: dict[str, Hole] = {"owners": whom(owners[:SIZE]), "mission": Text(mission)}
    if not owners:
        return Line(_("Nobody owns this space yet: “mss init” prints a code for “setup”, for whoever runs the bot"))
    if mission:
        return plural(_("{mission} has {n} owner: {owners}"), _("{mission} has {n} owners: {owners}"), len(owners), **holes)  # fmt: skip
    return plural(_("This space has {n} owner: {owners}"), _("This space has {n} owners: {owners}"), len(owners),
                  owners=holes["owners"])  # fmt: skip


def _by_role(given: Sequence[Given], zone: str) -> Iterator[Section[Line]]:
    for role in ROLES:
        lines = [_given_line(one, zone) for one in given if one.role == role]
        if lines:
            yield section(Line(_ROLE_LABELS[role]), *lines, is_list=True)


def _given_line(given: Given, zone: str) -> Line:
    """Who has it, in which mission, since when and from whom."""
    holes: dict[str, Hole] = {"who": bearer_words(given.bearer)}
    holes |= {"mission": Text(given.mission)} if given.mission else {}
    holes |= {"day": When(given.at.astimezone(ZoneInfo(zone)).date())} if given.at else {}
    holes |= {"giver": Person(given.by)} if given.by and given.at else {}
    return Line(_GIVEN[bool(given.mission), bool(given.at), bool(given.by and given.at)], **holes)


_GIVEN = {
    (False, False, False): _("{who}"),
    (False, True, False): _("{who}, since {day}"),
    (False, True, True): _("{who}, since {day}, from {giver}"),
    (True, False, False): _("{who}, in {mission}"),
    (True, True, False): _("{who}, in {mission}, since {day}"),
    (True, True, True): _("{who}, in {mission}, since {day}, from {giver}"),
}
"""By whether it is for one mission, whether it was given on a day, and whether by somebody."""


def _place(total: int, shown: int, page: int) -> tuple[Line, ...]:
    if shown == total:
        return ()
    first = (page - 1) * SIZE + 1
    return (Line(_("Grants {first} to {last} of {n}"), first=first, last=first + shown - 1, n=total),)


def _pages(total: int, mission: str, page: int) -> Iterator[Offer[Line]]:
    again = f"rights list in {_quoted(mission)}" if mission else "rights list"
    if page * SIZE < total:
        yield Offer(Line(_("Next page")), f"{again} page {page + 1}", in_place=True)
    if page > 1:
        yield Offer(Line(_("Previous page")), f"{again} page {page - 1}", in_place=True)


# what was changed


def right_granted(given: Given, undo: str, *, is_new: bool = True) -> Document[Line]:
    """That a bearer has a role now, what it allows, and the line that takes it back."""
    messages = _NOW if is_new else _ALREADY
    return Document(
        name="right-granted",
        title=Line(messages[bool(given.mission)], **_holes(given)),
        sections=(section(Line(_("What that means")), Line(_MAY[given.role])),),
        offers=(*((Offer(Line(_("Undo")), undo),) if is_new else ()), _ALL),
    )


def right_revoked(given: Given, undo: str, left: Sequence[Given] = ()) -> Document[Line]:
    """That a bearer has a role no longer, which they still have, and the line that gives it back."""
    still = [Line(_HELD[bool(one.mission)], role=one.role, **({"mission": one.mission} if one.mission else {}))
             for one in left]  # fmt: skip
    return Document(
        name="right-revoked",
        title=Line(_NO_LONGER[bool(given.mission)], **_holes(given)),
        sections=(section(Line(_("Still given")), *still, is_list=True),) if still else (),
        offers=(Offer(Line(_("Undo")), undo), _ALL),
    )


def right_absent(given: Given) -> Document[Line]:
    """That there is nothing to take back."""
    return Document(name="right-absent", title=Line(_NOT_HELD[bool(given.mission)], **_holes(given)), offers=(_ALL,))


def _holes(given: Given) -> dict[str, Hole]:
    found: dict[str, Hole] = {"who": bearer_words(given.bearer), "role": Text(given.role)}
    return found | ({"mission": Text(given.mission)} if given.mission else {})


_ALL = Offer(Line(_("Who may do what")), "rights list")
_NOW = {False: _("Now {role} here: {who}"), True: _("Now {role} in {mission}: {who}")}
_ALREADY = {False: _("Already {role} here: {who}"), True: _("Already {role} in {mission}: {who}")}
_NO_LONGER = {False: _("No longer {role} here: {who}"), True: _("No longer {role} in {mission}: {who}")}
_NOT_HELD = {
    False: _("Nothing to take back: {who} was not given the role {role} here"),
    True: _("Nothing to take back: {who} was not given the role {role} in {mission}"),
}
_HELD = {False: _("{role}"), True: _("{role} in {mission}")}
"""By whether it is about one mission."""


# why


def rights_why(
    asked: Asked, held: Sequence[Given], owners: Sequence[str], ask_for: str = "", *, zone: str = "UTC", offers: Sequence[Offer[Line]] = ()
) -> Document[Line]:  # fmt: skip
    """What somebody may do, through which roles, who can give more, and the line that these would type for it."""
    roles = [_held_line(one, zone) for one in held] or [Line(_("Nothing was granted to you, to a group of yours, or to this room."))]  # fmt: skip
    sections = [section(Line(_("Your roles")), *roles, is_list=bool(held))]
    if not owners:
        sections.append(section(Line(_("Who can give more")), Line(_("Nobody owns this space yet. Whoever runs the bot gets a code from “mss init”, to be typed as “setup CODE”."))))  # fmt: skip
    elif ask_for:
        sections.append(section(Line(_("Who can give more")), Line("{owners}", owners=whom(owners[:SIZE]))))
        sections.append(section(Line(_("How to ask")), Line(_("Ask {owner} to type: {line}"), owner=Person(owners[0]), line=ask_for)))  # fmt: skip
    return Document(name="rights-why", title=_verdict(asked), sections=tuple(sections), offers=tuple(offers))


def _verdict(asked: Asked) -> Line:
    if not asked.command:
        return (Line(_("Here you have the right to {right}"), right=right_words(asked.right)) if asked.right
                else Line(_("You have no right here yet")))  # fmt: skip
    holes: dict[str, Hole] = {"command": Text(asked.command)}
    if not asked.right:
        return Line(_("“{command}” is for everybody"), **holes)
    holes["right"] = right_words(asked.right)
    holes |= {"mission": Text(asked.mission)} if asked.mission else {}
    return Line(_VERDICTS[asked.is_allowed, bool(asked.mission)], **holes)


_VERDICTS = {
    (True, False): _("You may use “{command}”: you have the right to {right}"),
    (True, True): _("You may use “{command}” in {mission}: you have the right to {right} there"),
    (False, False): _("You may not use “{command}”: you do not have the right to {right}"),
    (False, True): _("You may not use “{command}” in {mission}: you do not have the right to {right} there"),
}
"""By whether it is allowed, and whether it is about one mission."""


def _held_line(given: Given, zone: str) -> Line:
    """A role of the reader's own, and through what they have it."""
    holes: dict[str, Hole] = {"role": Text(given.role), "who": bearer_words(given.bearer)}
    holes |= {"mission": Text(given.mission)} if given.mission else {}
    if given.at is None:
        return Line(_OWN_TERMINAL if given.role == "owner" else _AS_MEMBER, role=given.role)
    holes["day"] = When(given.at.astimezone(ZoneInfo(zone)).date())
    return Line(_THROUGH[given.bearer.sort == "person", bool(given.mission)], **holes)


_OWN_TERMINAL = _("{role}, as you sit at the terminal")
_AS_MEMBER = _("{role}, as a member here")
_THROUGH = {
    (True, False): _("{role}, given to you on {day}"),
    (True, True): _("{role} in {mission}, given to you on {day}"),
    (False, False): _("{role}, given on {day} to {who}"),
    (False, True): _("{role} in {mission}, given on {day} to {who}"),
}
"""By whether it was given to the person themselves, and whether for one mission."""


# data that is removed


def forget_question(name: str, accounts: int) -> Document[Line]:
    """What removing a person's data would do, before anything is removed."""
    return Document(
        name="forget",
        title=Line(_("Remove the data of {person}?"), person=Person(name)),
        header=(Line(_("Nothing is removed yet. Once it is, it cannot be brought back.")),),
        sections=(
            section(
                Line(_("Is removed")),
                Line(_("the name")),
                plural(_("the link to {n} account"), _("the links to {n} accounts"), accounts),
                Line(_("zone, language and mission")),
                Line(_("all roles and open codes")),
                is_list=True,
            ),
            section(
                Line(_("Stays")),
                Line(_("What they recorded and decided stays, under a number. The audit holds no names and stays whole.")),
            ),
        ),
    )  # fmt: skip


def last_owner(prefix: str = "/mss ") -> Document[Line]:
    """That the one who owns the space alone stays, so that nobody is locked out."""
    return Document(
        name="last-owner",
        title=Line(_("Nothing is removed: nobody else owns this space")),
        sections=(section(Line(_("Next")), Line(_("First make another one an owner: {line}"), line=f"{prefix}rights grant owner to @NAME")),),
        offers=(_ALL,),
    )  # fmt: skip


def forgotten(name: str, now: str, offers: Sequence[Offer[Line]] = ()) -> Document[Line]:
    """That a person's data is removed, and what their name is from now on."""
    return Document(
        name="forgotten",
        title=Line(_("The data of {person} is removed"), person=Person(name)),
        sections=(section(Line(_("In the history")), Line(_("What they did is now by “{name}”."), name=now)),),
        offers=tuple(offers),
    )


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name


_AT = datetime(2025, 1, 15, 6, 12, tzinfo=UTC)
_BEN = Bearer("person", "Ben")
_GIVEN_HERE = (
    Given(Bearer("person", "Amina"), "owner", at=_AT),
    Given(_BEN, "editor", "MSS Haiti", "Amina", _AT),
    Given(Bearer("group", "haiti-desk"), "contributor", by="Amina", at=_AT),
    Given(Bearer("room", "press-room"), "reader", "MSS Haiti", "Amina", _AT),
    Given(Bearer("guest"), "reader", "MSS Haiti", at=_AT),
)
_MANY = [Given(Bearer("person", f"Editor {number}"), "editor", at=_AT) for number in range(22)]
EXAMPLES = {
    "the list": lambda: rights_list(_GIVEN_HERE, ["Amina"]),
    "the list of a mission": lambda: rights_list(_GIVEN_HERE, ["Amina", "Chidi"], mission="MSS Haiti"),
    "a page of a long list": lambda: rights_list(_MANY, ["Amina"], page=2),
    "nobody owns it": lambda: rights_list((), ()),
    "granted": lambda: right_granted(_GIVEN_HERE[1], 'rights revoke editor from person:2 in "MSS Haiti"'),
    "granted before": lambda: right_granted(_GIVEN_HERE[2], "", is_new=False),
    "revoked": lambda: right_revoked(_GIVEN_HERE[1], 'rights grant editor to person:2 in "MSS Haiti"', _GIVEN_HERE[2:3]),
    "nothing to revoke": lambda: right_absent(_GIVEN_HERE[1]),
    "why not": lambda: rights_why(
        Asked("fact add", "edit", False, "MSS Haiti"), (Given(Bearer("member"), "reader"),), ["Amina"],
        '/mss rights grant editor to @Ben in "MSS Haiti"', offers=(_ALL,)),
    "why": lambda: rights_why(Asked("rights grant", "own", True), (Given(_BEN, "owner"),), ["Ben"], offers=(_ALL,)),
    "what I may do": lambda: rights_why(
        Asked("", "edit", True), _GIVEN_HERE[1:3], ["Amina"], "/mss rights grant approver to @Ben", offers=(_ALL,)),
    "nothing at all": lambda: rights_why(Asked("", "", False), (), ()),
    "forget?": lambda: forget_question("Ben", 2),
    "the last owner": last_owner,
    "forgotten": lambda: forgotten("Ben", "removed person 2", (_ALL,)),
}  # fmt: skip
