"""The first owner of a space, accounts that are one person, and workplaces that share a space."""

from __future__ import annotations

from typing import Annotated

from adapters.terminal import PLATFORM as TERMINAL
from bot.arguments import Ask, OneWord
from bot.command import command
from bot.confirming import Answers, Confirm, once_seen
from bot.rights import OWNER, Right, owners
from briefings import documents
from briefings.document import Document, Line, Offer, UserError
from briefings.document import Person as PersonNamed
from briefings.document import mark as _
from store.codes import Purpose, Whose
from store.grants import Holder
from store.people import Person
from store.rows import MissionRow
from store.work import Work


class _Code(OneWord[str]):
    """A one-time code; whether it fits is for the store to say."""

    typed = "CODE"
    what = _("the code you were given")

    async def one(self, word: str, ask: Ask) -> str:
        return word


Code = Annotated[str, _Code()]


@command("setup", right=None, example="setup 7K4M-PQ2X-9D3T", changes=True)
async def setup(ask: Ask, code: Code) -> Document[Line]:
    """Become an owner of this space, with the code that “mss init” printed."""
    if ask.held.may(Right.OWN):
        return documents.owner_already()
    if not await _whose(Purpose.SETUP, code, ask):
        return documents.code_unknown("setup")
    await ask.work.grants.give(Holder.person(ask.person.id), OWNER)
    return documents.owner_now(ask.prefix)


async def _whose(purpose: Purpose, code: str, ask: Ask) -> Whose | None:
    """Whose code it was, which is used up; None for one that does not fit.

    Raises UserError for somebody who tried too often. A refusal or a question that follows leaves the code as it was.
    """
    if await ask.work.codes.is_worn_out(ask.person.id):
        raise UserError(_("You typed too many codes that do not fit; wait an hour, then copy it instead of typing it"))
    return await ask.work.codes.take(purpose, code, ask.person.id)


# one person


@command("link", right=None, example="link", changes=True)
async def link(ask: Ask, code: Code = "", *, confirm: Confirm = "") -> Document[Line]:
    """Be one person on two platforms: get a code here, type it there."""
    if not code:
        issued = await ask.work.codes.issue(Purpose.LINK, ask.person.id)
        return documents.link_code(f"/mss link {issued.text}", issued.expires_at, ask.zone)
    whose = await _whose(Purpose.LINK, code, ask)
    if whose is None:
        return documents.code_unknown("link")
    other = await _other_account(whose, ask)
    question = documents.link_question(other.name, await _platforms(ask.work, other.id))
    once_seen(ask, question, confirm, answers=Answers(_("Yes, that is me"), _("No"), "rights why", by_form=False))
    person = await ask.work.accounts.link(ask.person.id, other.id)
    await _own_by_terminal(ask.work, person)
    kept = await ask.work.people.get(person) or other
    return documents.linked(kept.name, await _platforms(ask.work, person))


async def _other_account(whose: Whose, ask: Ask) -> Person:
    """Who asked for the code. Raises UserError when that cannot be the same person as the one who types it."""
    if whose.space != ask.work.space:
        raise UserError(_("The other account is in another space; first an owner lets the two share one, with “join”"))
    other = await ask.work.people.get(whose.person) if whose.person else None
    if other is None or other.id == ask.person.id:
        raise UserError(_("This account asked for the code itself; type it with the other one"))
    if set(await ask.work.accounts.of(other.id)) & set(await ask.work.accounts.of(ask.person.id)):
        raise UserError(_("{person} has an account in this workplace as well; two accounts in one place are two people"),
                        person=PersonNamed(other.name))  # fmt: skip
    return other


async def _platforms(work: Work, person: int) -> list[str]:
    return list(dict.fromkeys(platform.capitalize() for platform, _tenant in await work.accounts.of(person)))


async def _own_by_terminal(work: Work, person: int) -> None:
    """Whoever sits at a terminal of the space owns it on every platform."""
    if any(platform == TERMINAL for platform, _tenant in await work.accounts.of(person)):
        await work.grants.give(Holder.person(person), OWNER)


# one space


@command("join", right=Right.OWN, example="join", changes=True)
async def join(ask: Ask, code: Code = "", *, confirm: Confirm = "") -> Document[Line]:
    """Share one space with another workspace, server or terminal: get a code there, type it here."""
    if not code:
        issued = await ask.work.codes.issue(Purpose.JOIN, ask.person.id)
        return documents.join_code(f"/mss join {issued.text}", issued.expires_at, ask.zone)
    whose = await _whose(Purpose.JOIN, code, ask)
    if whose is None or whose.space is None:
        return documents.code_unknown("join")
    there = ask.work.elsewhere(whose.space)
    theirs = await owners(there)
    if whose.person not in [owner.id for owner in theirs]:
        raise UserError(_("Whoever got this code owns that space no longer; an owner of it gets a new one with “join”"))
    await _check_joining(ask.work, there)
    missions, names = [row.mission.short for row in await there.missions.all()], [owner.name for owner in theirs]
    answers = Answers(_("Join"), _("Leave it"), "rights list", by_form=False)
    once_seen(ask, documents.join_question(missions, names), confirm, answers=answers)
    await ask.work.move_workplace(ask.request.actor.platform, ask.request.actor.tenant, there.space)
    return documents.joined(missions, names)


async def _check_joining(here: Work, there: Work) -> None:
    """Raise UserError when both are one space, or when facts would be left behind that are not recorded there."""
    if here.space == there.space:
        raise UserError(_("This workplace shares that space already"), offers=(Offer(Line(_("Who may do what")), "rights list"),))  # fmt: skip
    for mission in await here.missions.all():
        left = 0 if mission.is_sample else len(await _facts(here, mission) - await _facts_of_same(there, mission))
        if left:
            raise UserError(
                _("This space has facts of its own in {mission}, {n} of which are not recorded there; save them with “mss record export” and load them there with “mss record load”, or let the other workplace join here"),
                mission=mission.mission.short, n=left,
            )  # fmt: skip


async def _facts(work: Work, mission: MissionRow) -> set[str]:
    """The names of the facts of a mission that are not withdrawn."""
    return {claim.name for claim in (await work.missions.export(mission)).claims}


async def _facts_of_same(there: Work, mission: MissionRow) -> set[str]:
    """Those of the mission of the same name in another space; none when it has no such mission."""
    same = [
        row for row in await there.missions.find(mission.mission.short) if row.mission.short == mission.mission.short
    ]
    return await _facts(there, same[0]) if same else set()
