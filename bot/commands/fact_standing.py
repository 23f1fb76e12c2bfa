"""How facts stand: withdrawn or restored, under review or not, chosen to lead, kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.arguments import Ask, MissionRef
from bot.changing import Deed, carried_out, last_change, meant, now
from bot.command import command
from bot.confirming import Confirm
from bot.entry.stated import Because
from bot.facts import FactWord
from bot.rights import Right
from briefings import documents
from briefings.claims import Claim, Standing
from briefings.document import Document, Line, UserError
from briefings.document import mark as _
from briefings.documents.confirmation import Act
from briefings.documents.recorded import Flagged
from briefings.kinds import kind_of
from store.rows import MissionRow

Write = Callable[[MissionRow, str, str], Awaitable[None]]
"""One of the store's changes: to a mission's fact of a name, for a reason."""


@dataclass(frozen=True, slots=True)
class _Deeds:
    """A sort of change: what it is, the reasons that are common for it, and when there is nothing to change."""

    act: Act
    reasons: Sequence[str]
    is_so: Callable[[Claim], bool]
    so_already: str


_WITHDRAW = _Deeds(Act.WITHDRAW, (_("recorded twice"), _("not about this mission"), _("source withdrew it")),
                   lambda claim: claim.standing is Standing.WITHDRAWN,
                   _("{name} is withdrawn already: nothing was changed"))  # fmt: skip
_RESTORE = _Deeds(Act.RESTORE, (_("withdrawn by mistake"), _("confirmed again")),
                  lambda claim: claim.standing is not Standing.WITHDRAWN,
                  _("{name} is not withdrawn: there is nothing to restore"))  # fmt: skip
_HOLD = _Deeds(Act.HOLD, (_("looks wrong"), _("sources disagree"), _("being checked")),
               lambda claim: claim.standing is Standing.HELD,
               _("{name} is under review already: nothing was changed"))  # fmt: skip
_RELEASE = _Deeds(Act.RELEASE, (), lambda claim: claim.standing is not Standing.HELD,
                  _("{name} is not under review: there is nothing to end"))  # fmt: skip


@command("fact withdraw", right=Right.PROPOSE, changes=True, words=("fact delete", "fact remove", "withdraw"),
         example="fact withdraw S2-07 because not about this mission")  # fmt: skip
async def withdraw(
    ask: Ask, mission: MissionRef, fact: FactWord, *, because: Because = "", confirm: Confirm = ""
) -> Document[Line]:
    """Let a fact count no longer; its history stays."""
    return await _changed(ask, mission, fact, because, confirm, _WITHDRAW, ask.work.claims.withdraw)


@command("fact restore", right=Right.PROPOSE, changes=True, example="fact restore S2-07 because confirmed again")
async def restore(
    ask: Ask, mission: MissionRef, fact: FactWord, *, because: Because = "", confirm: Confirm = ""
) -> Document[Line]:
    """Let a withdrawn fact count again."""
    return await _changed(ask, mission, fact, because, confirm, _RESTORE, ask.work.claims.restore)


@command("fact hold", right=Right.PROPOSE, changes=True, words=("fact review",),
         example="fact hold S2-21 because sources disagree")  # fmt: skip
async def hold(
    ask: Ask, mission: MissionRef, fact: FactWord, *, because: Because = "", confirm: Confirm = ""
) -> Document[Line]:
    """Mark a fact as under review wherever it is shown."""
    return await _changed(ask, mission, fact, because, confirm, _HOLD, ask.work.claims.hold)


@command("fact release", right=Right.PROPOSE, changes=True, example="fact release S2-21")
async def release(
    ask: Ask, mission: MissionRef, fact: FactWord, *, because: Because = "", confirm: Confirm = ""
) -> Document[Line]:
    """End the review of a fact."""
    return await _changed(ask, mission, fact, because, confirm, _RELEASE, ask.work.claims.release)


@command("fact choose", right=Right.PROPOSE, changes=True, words=("fact lead",),
         example="fact choose S2-21 because the newest count")  # fmt: skip
async def choose(
    ask: Ask, mission: MissionRef, fact: FactWord, *, because: Because = "", confirm: Confirm = ""
) -> Document[Line]:
    """Let a fact lead among those that say otherwise."""
    was = await meant(ask, mission, fact)
    if kind_of(was).is_event or was.standing is Standing.WITHDRAWN:
        raise UserError(_("{name} has no rivals among which it could lead"), name=was.name)
    chosen = {choice.claim: choice.reason for choice in await ask.work.claims.choices(mission)}
    common = (_("the better source"), _("the fuller wording"), _("the newer count"))
    deeds = _Deeds(Act.CHOOSE, common, lambda claim: bool(because) and chosen.get(claim.name) == because,
                   _("{name} leads by that choice already: nothing was changed"))  # fmt: skip
    return await _changed(ask, mission, was.name, because, confirm, deeds, ask.work.claims.choose)


@command("fact keep", right=Right.PROPOSE, changes=True, example="fact keep S2-21 because the source confirmed it")
async def keep(
    ask: Ask, mission: MissionRef, fact: FactWord, *, because: Because = "", confirm: Confirm = ""
) -> Document[Line]:
    """Let a fact that looked wrong to somebody stand as it is."""
    flagged = {flag.name for flag in await ask.work.claims.flags(mission)}
    common = (_("checked with the source"), _("it is as the source says"))
    deeds = _Deeds(Act.KEEP, common, lambda claim: claim.name not in flagged,
                   _("{name} looks wrong to nobody: nothing was changed"))  # fmt: skip
    return await _changed(ask, mission, fact, because, confirm, deeds, ask.work.claims.keep)


async def _changed(
    ask: Ask, mission: MissionRow, fact: str, because: str, confirm: str, deeds: _Deeds, write: Write
) -> Document[Line]:
    """One change to how a fact stands; where it stands so already, that is said."""
    was = await meant(ask, mission, fact)
    if deeds.is_so(was):
        return documents.unchanged(await now(ask, mission), was, Line(deeds.so_already, name=was.name))

    async def do() -> str:
        await write(mission, was.name, because)
        return was.name

    deed = Deed(act=deeds.act, do=do, was=was, reason=because, reasons=deeds.reasons,
                last=await last_change(ask, mission, was.name))  # fmt: skip
    return await carried_out(ask, mission, deed, confirm)


@command("fact flagged", right=Right.EDIT, example="fact flagged", words=("fact flags", "flagged"))
async def flagged(ask: Ask, mission: MissionRef) -> Document[Line]:
    """List what looks wrong to somebody and waits for an editor."""
    found = [(flag, await ask.work.claims.find(mission, flag.name)) for flag in await ask.work.claims.flags(mission)]
    flags = [Flagged(claim, flag.person, flag.at, flag.reason) for flag, claim in found if claim]
    return documents.flagged(await now(ask, mission), flags, ask.zone)
