"""What a room gets by itself, to be seen: all of it, one schedule, what it would post, what went out and why."""

from __future__ import annotations

from typing import Annotated

from adapters.port import Input
from bot.arguments import Ask, OneWord, PageNumber
from bot.causes import cause_of
from bot.command import command
from bot.here import zone_of
from bot.made import Made
from bot.plan_words import halt_here, plan_of, post_of, whole_plan
from bot.previewing import previewed
from bot.rights import Right
from bot.scheduling import Which, here, meant
from briefings import documents
from briefings.document import Document, Line, UserError
from briefings.document import mark as _
from briefings.documents.schedules import SIZE
from store.deliveries import Delivery


class _PostNumber(OneWord[int]):
    """The number of a post, as “schedule history” and the buttons under posts have it."""

    typed = "POST"
    what = _("the number of a post, from “schedule history”")
    input = Input.NUMBER

    async def one(self, word: str, ask: Ask) -> int:
        number = word.casefold().removeprefix("no.").strip()
        if not (number.isascii() and number.isdecimal() and len(number) < 10):
            raise UserError(_("“{word}” is no number of a post; “schedule history” shows them"), word=word[:60])
        return int(number)


PostNumber = Annotated[int | None, _PostNumber()]


@command("schedule list", right=Right.READ, example="schedule list", words=("schedule", "schedules"))
async def list_(ask: Ask) -> Document[Line]:
    """List all that is posted in this room by itself, and when next."""
    may_begin = any(shape.name == "follow" for shape in ask.mine)
    plans = [plan_of(row, ask.now) for row in await here(ask)]
    return documents.schedule_list(plans, await halt_here(ask), may_begin=may_begin)


@command("schedule show", right=Right.READ, example="schedule show due within 30d in MSS")
async def show(ask: Ask, which: Which = "digest") -> Document[Line]:
    """Show one schedule: its next times, its rules, what became of its posts."""
    row = await meant(ask, which)
    if row is None:
        return documents.schedule_list(())
    posts, plan = ask.work.deliveries, await whole_plan(ask, row)
    last = next(iter(await posts.of_subject(row.room.id, row.subject, limit=1)), None)
    if last is None:
        return documents.schedule_show(plan)
    under_way = await posts.of_moment(last.mission, last.planned_at) if last.mission else (0, 0)
    return documents.schedule_show(plan, post_of(last, row.zone), under_way=under_way)


@command("schedule preview", right=Right.READ, example="schedule preview due within 30d in MSS")
async def preview(ask: Ask, which: Which = "digest") -> Document[Line] | Made:
    """Show, to you alone, what a schedule posts at its next slot."""
    row = await meant(ask, which)
    if row is None:
        return documents.schedule_list(())
    made = await previewed(ask, row)
    return (
        made if isinstance(made, Made) else documents.nothing_to_post(plan_of(row, ask.now), made.why if made else "")
    )


@command("schedule history", right=Right.READ, example="schedule history")
async def history(ask: Ask, which: Which = "", *, page: PageNumber = 1) -> Document[Line]:
    """List what was posted in this room by itself, and what was not and why, newest first."""
    row = await meant(ask, which) if which else None
    if ask.room is None or (which and row is None):
        return documents.schedule_history(())
    rows, skip = ask.work.deliveries, (page - 1) * SIZE
    most = skip + SIZE + 1
    found = await (rows.of_subject(ask.room.id, row.subject, most) if row else rows.of_room(ask.room.id, most))
    zone = row.zone if row else zone_of(ask)
    of_which = f" {row.id}" if row else ""
    older = f"schedule history{of_which} page {page + 1}" if len(found) == most else ""
    posts = [post_of(delivery, zone) for delivery in found[skip : most - 1]]
    return documents.schedule_history(posts, older, row.line if row else "")


@command("schedule why", right=Right.READ, example="schedule why", words=("why",))
async def why(ask: Ask, post: PostNumber = None) -> Document[Line]:
    """Say why something was posted here or was not: its rule, its slot, what was tried, what is next."""
    zone = zone_of(ask)
    if post is not None:
        delivery = await ask.work.deliveries.get(post)
        if delivery is None or ask.room is None or delivery.room.id != ask.room.id:
            return documents.no_such_post(post)
        return documents.why_post(await cause_of(ask, delivery, zone))
    above = await _post_above(ask)
    if above:
        return documents.why_post(await cause_of(ask, above, zone))
    last = await ask.work.deliveries.of_room(ask.room.id, limit=1) if ask.room else []
    plans = [plan_of(row, ask.now) for row in await here(ask)]
    return documents.why_here(await cause_of(ask, last[0], zone) if last else None, plans, await halt_here(ask))


async def _post_above(ask: Ask) -> Delivery | None:
    """The post that the thread was begun at in which it is asked; None anywhere else."""
    request, here = ask.request, ask.request.room
    if not request.under:
        return None
    room = await ask.work.rooms.find(here.platform, here.tenant, here.within or here.id)
    return await ask.work.deliveries.of_message(room.id, request.under) if room else None
