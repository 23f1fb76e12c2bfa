"""Who may do what."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from typing import Annotated

from adapters.line import quoted, shortened
from adapters.port import Input, Standing
from bot.arguments import Ask, CommandName, NamedMission, OneWord, PageNumber
from bot.command import REGISTRY, Command, command
from bot.confirming import Answers, Confirm, once_seen
from bot.forgetting import forget
from bot.rights import OWNER, RIGHTS, ROLE_FOR, Held, Right, Role, owners
from bot.whom import Whom, WhomRef, bearer, holder_names, made_known
from briefings import documents
from briefings.document import Document, Line, Offer, UserError
from briefings.document import mark as _
from briefings.documents.rights import SIZE, Asked, Bearer, Given
from store.grants import Grant
from store.rows import MissionRow


class _RoleName(OneWord[Role]):
    """reader, contributor, editor, approver or owner."""

    typed = "ROLE"
    what = _("reader, contributor, editor, approver or owner")
    input = Input.CHOICE
    choices = tuple(role.value for role in Role)

    async def one(self, word: str, ask: Ask) -> Role:
        name, _space, rest = word.casefold().partition(" ")
        if name in self.choices and rest:
            raise UserError(_("Write whom it is about behind a word of its own, like this: {example}"),
                            example=REGISTRY[ask.request.command].example)  # fmt: skip
        near = difflib.get_close_matches(name, self.choices, 1, cutoff=0.8)
        if near:
            return Role(near[0])
        raise UserError(
            _("There is no role “{word}”; there is: {known}"), word=shortened(word), known=", ".join(self.choices)
        )

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        return list(self.choices)


RoleName = Annotated[Role, _RoleName()]


@command("rights list", right=Right.READ, example="rights list", words=("rights", "permissions"))
async def rights_list(ask: Ask, mission: NamedMission = None, *, page: PageNumber = 1) -> Document[Line]:
    """List who may do what, and who gave it to them."""
    seen = await _names_of_missions(ask)
    grants = [grant for grant in await ask.work.grants.all() if _is_about(grant, mission, seen)]
    last = max(1, -(-len(grants) // SIZE))
    if page > last:
        raise UserError(_("There is no page {page} of grants; the last is {last}"), page=page, last=last)
    names = [person.name for person in await owners(ask.work, mission.ref if mission else None)]
    return documents.rights_list(await _all_given(ask, grants), names, zone=ask.zone, page=page,
                                 mission=mission.mission.short if mission else "")  # fmt: skip


def _is_about(grant: Grant, mission: MissionRow | None, seen: dict[int, str]) -> bool:
    """Whether a grant is for the mission or the whole space; with no mission, for any that can be seen."""
    return grant.mission is None or (grant.mission == mission.ref if mission else grant.mission in seen)


async def _names_of_missions(ask: Ask) -> dict[int, str]:
    return {row.ref: row.mission.short for row in await ask.work.missions.all()}


async def _all_given(ask: Ask, grants: Sequence[Grant]) -> list[Given]:
    """Grants for people to read."""
    names, missions = await holder_names(ask, grants), await _names_of_missions(ask)
    return [Given(bearer(grant.holder, names[grant.holder]), grant.role, missions.get(grant.mission or 0, ""), grant.by, grant.at)
            for grant in grants]  # fmt: skip


# giving and taking back


@command("rights grant", right=Right.OWN, example="rights grant reader to guests", changes=True, words=("grant",))
async def rights_grant(ask: Ask, role: RoleName, mission: NamedMission = None, *, to: WhomRef) -> Document[Line]:
    """Give a role to a person, a group, a room or all guests, in one mission or everywhere."""
    to = await made_known(to, ask)
    if role is Role.OWNER and to.holder.sort != "person":
        raise UserError(
            _("Only people can be owners, one by one: a group or room changes behind your back; choose another role")
        )
    is_new = await ask.work.grants.give(to.holder, role.value, mission.ref if mission else None, to.name)
    return documents.right_granted(_given(to, role, mission), _line("revoke", role, "from", to, mission), is_new=is_new)


@command("rights revoke", right=Right.OWN, example="rights revoke reader from guests", changes=True, words=("revoke",))
async def rights_revoke(ask: Ask, role: RoleName, mission: NamedMission = None, *, from_: WhomRef) -> Document[Line]:
    """Take a role back."""
    if not await ask.work.grants.take(from_.holder, role.value, mission.ref if mission else None):
        return documents.right_absent(_given(from_, role, mission))
    if role is Role.OWNER and mission is None and not await owners(ask.work):
        raise UserError(_("Somebody must own this space, and nobody else does; first make another one an owner"),
                        offers=(Offer(Line(_("Who may do what")), "rights list"),))  # fmt: skip
    left = await _all_given(ask, await ask.work.grants.of([from_.holder]))
    return documents.right_revoked(_given(from_, role, mission), _line("grant", role, "to", from_, mission), left)


def _given(whom: Whom, role: Role, mission: MissionRow | None) -> Given:
    return Given(bearer(whom.holder, whom.name), role.value, mission.mission.short if mission else "")


def _line(verb: str, role: Role, word: str, whom: Whom, mission: MissionRow | None) -> str:
    of_mission = f" in {quoted(mission.mission.short)}" if mission else ""
    return f"rights {verb} {role.value} {word} {whom.typed}{of_mission}"


# why


@command("rights why", right=None, example="rights why status", words=("why not", "my rights"))
async def rights_why(ask: Ask, name: CommandName = "", mission: NamedMission = None) -> Document[Line]:
    """Say what you may do here and why, who can give you more, and how to ask for it."""
    asked = _asked(ask, _named(name, ask) if name else None, mission)
    here = mission.ref if mission else None
    held = [grant for grant in ask.held.grants if here is None or grant.mission in (None, here)]
    given = [*_without_grant(ask), *await _all_given(ask, held)]
    names = [person.name for person in await owners(ask.work, here)]
    wanted = _wanted(ask.held, asked)
    return documents.rights_why(asked, given, names, _to_ask(ask, wanted, mission) if wanted else "", zone=ask.zone,
                                offers=tuple(_next(ask)))  # fmt: skip


def _named(name: str, ask: Ask) -> Command:
    """A command by its name or another word for it. Raises UserError when there is none."""
    said = name.removeprefix(ask.prefix.strip()).strip().casefold()
    for each in REGISTRY.values():
        if said in (each.name, *each.words, *each.short_forms):
            return each
    raise UserError(_("There is no command “{word}”; “help” lists them all"), word=shortened(name),
                    offers=(Offer(Line(_("Help")), "help all"),))  # fmt: skip


def _asked(ask: Ask, about: Command | None, mission: MissionRow | None) -> Asked:
    of_mission, ref = (mission.mission.short, mission.ref) if mission else ("", None)
    if about is None:
        most = next((right for right in reversed(Right) if ask.held.may(right, ref)), None)
        return Asked("", most.value if most else "", most is not None, of_mission)
    return Asked(about.name, about.right.value if about.right else "", ask.held.may(about.right, ref), of_mission)


def _wanted(held: Held, asked: Asked) -> Role | None:
    """The role to ask for: the one the command needs, else the next one up; None when there is nothing to ask for."""
    if asked.command:
        return None if asked.is_allowed else ROLE_FOR[Right(asked.right)]
    above = list(Right)[len(RIGHTS[ROLE_FOR[Right(asked.right)]]) if asked.right else 0 :]
    return ROLE_FOR[above[0]] if above else None


def _without_grant(ask: Ask) -> Iterator[Given]:
    """What somebody may do by where they are and what they are there."""
    if ask.held.owns_place:
        yield Given(Bearer("person"), OWNER)
    elif ask.request.actor.standing is Standing.MEMBER:
        yield Given(Bearer("member"), Role.READER.value)


def _to_ask(ask: Ask, role: Role, mission: MissionRow | None) -> str:
    """What an owner would type to give the asker a role."""
    name = f"@{ask.request.actor.name or ask.request.actor.id}"
    of_mission = f" in {quoted(mission.mission.short)}" if mission else ""
    return f"{ask.prefix}rights grant {role.value} to {quoted(name)}{of_mission}"


def _next(ask: Ask) -> Iterator[Offer[Line]]:
    if ask.held.may_somewhere(Right.READ):
        yield Offer(Line(_("Who may do what")), "rights list")
    yield Offer(Line(_("Help")), "help")


# data that is removed


@command("rights forget", right=Right.OWN, example="rights forget me", changes=True)
async def rights_forget(ask: Ask, whom: WhomRef, *, confirm: Confirm = "") -> Document[Line]:
    """Remove a person's name, accounts, settings and roles; what they recorded stays."""
    answers = Answers(_("Remove"), _("Keep"), "rights list", by_form=False)
    return await forget(ask, whom, lambda question: once_seen(ask, question, confirm, answers=answers))
