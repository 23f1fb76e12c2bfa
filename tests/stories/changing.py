"""Scenes for stories that change the record: each has a store of its own, and people who say yes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from adapters.port import Actor
from briefings.claims import Claim
from briefings.dates import RecordedDate, Role
from briefings.document import plain
from briefings.picture import Clocks, Picture
from briefings.record import Record
from store.audit import AuditRow
from store.records import bundled
from store.work import Store
from tests.scene import AMINA, TODAY, Answer, Scene


def earlier() -> Record:
    """The bundled record as it was before its last source, S2."""
    whole = bundled()
    claims = tuple(_without_links(claim, "S2-") for claim in whole.claims if claim.source != "S2")
    names = {claim.name for claim in claims}
    return replace(
        whole,
        sources=tuple(source for source in whole.sources if source.name != "S2"),
        claims=claims,
        choices=tuple(choice for choice in whole.choices if choice.claim in names),
        remarks=(),
    )


def _without_links(claim: Claim, prefix: str) -> Claim:
    return replace(claim, links=tuple(link for link in claim.links if not link.to.startswith(prefix)))


async def mandate_ends(store: Store, space: int, on: date, at: datetime) -> None:
    """Let the mandate of the bundled record end on another day, as it is recorded at a moment."""
    async with store.changing(space, None, at) as work:
        (mission,) = await work.missions.all()
        term = await work.claims.find(mission, "S1-19")
        assert term
        await work.claims.record(mission, replace(term, dates={Role.VALID_TO: RecordedDate(on)}), "extended")


def offer(out: Answer, label: str) -> str:
    """The line behind a button."""
    return next(offer.line for offer in out.document.offers if plain(offer.label) == label)


def labels(out: Answer) -> list[str]:
    return [plain(offer.label) for offer in out.document.offers]


async def confirmed(scene: Scene, line: str, who: Actor = AMINA, today: date = TODAY, label: str = "Record") -> Answer:
    """The answer to a line that asks first, after somebody said yes to it."""
    asked = await scene.says(line, who, today)
    assert asked.is_answer, asked.text
    return await scene.says(offer(asked, label), who, today)


async def picture(scene: Scene, today: date = TODAY) -> Picture:
    """The situation of the one mission."""
    async with scene.store.reading(scene.space) as work:
        (mission,) = await work.missions.all()
        return await work.claims.picture(mission, Clocks(today, today))


async def find(scene: Scene, name: str) -> Claim | None:
    async with scene.store.reading(scene.space) as work:
        (mission,) = await work.missions.all()
        return await work.claims.find(mission, name)


async def audited(scene: Scene) -> list[AuditRow]:
    """Every row of the audit; the chain is whole."""
    async with scene.store.reading(scene.space) as work:
        assert await work.audit.verify() is None
        return await work.audit.rows(limit=1_000)
