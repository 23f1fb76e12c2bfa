"""Funding: the model, the channels, the trust fund, and each donor's stages side by side.

A pledge is no commitment and a commitment is no payment; currencies differ. So nothing here is added up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from briefings.claims import Claim, Party
from briefings.dates import Role, read_date
from briefings.document import Document, Hole, Line, Listing, Offer, Quoted, Section, When, plural, section
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.evidence import (
    Nothing,
    again_of,
    dated,
    fact_list,
    grade,
    invented,
    is_of,
    leading_claims,
    listed,
    named,
    nearest_later,
    notes_section,
    nothing_on,
    shown,
    who,
)
from briefings.documents.header import clock_words, header
from briefings.documents.page import Page, page_offers
from briefings.documents.sentences import figure, mark_of, mission_name, short_name, statement
from briefings.picture import Picture
from briefings.values import read_quantity

_FEW = 4
"""Donors in the short form."""


def funding(picture: Picture, *, page: Page | None = None, line: str = "funding") -> Document[Line]:
    """How the mission is paid for; with a page of contributions the long form. `line` asks for it again."""
    whole = page is None or page.number == 1
    sections = tuple(_sections(picture, full=page is not None)) if whole else ()
    return Document(
        name="funding",
        title=_title(picture),
        header=header(picture),
        sections=(*sections, *((fact_list(picture, page),) if page and page.total else ())),
        small=again_of(picture, page, line),
        offers=_offers(picture, page, line),
    )


def _offers(picture: Picture, page: Page | None, line: str) -> tuple[Offer[Line], ...]:
    clocks = clock_words(picture)
    turning = page_offers(page, f"{line}{clocks}") if page else (Offer(Line(_("In full")), f"{line} full{clocks}"),)
    return (*turning, Offer(Line(_("Brief")), f"status{clocks}"))


# the bottom line


def _title(picture: Picture) -> Line:
    total, model = _total(picture), _models(picture)
    donors = len({claim.subject for claim in _given(picture) if claim.subject})
    holes: dict[str, Hole] = {"mission": mission_name(picture)}
    if total:
        return Line(_("{mission}: {fund}: {sum}, {text}, {day} {mark}"), fund=_fund(picture, total), sum=figure(total),
                    text=_what(total), day=dated(picture, total), mark=mark_of(total), **holes)  # fmt: skip
    if donors and any(claim.quantity for claim in _given(picture)):
        return Line(_("{mission}: {donors} on record; no total of a trust fund is recorded"),
                    donors=plural(_("{n} donor"), _("{n} donors"), donors), **holes)  # fmt: skip
    if model and isinstance(model[0].value, tuple):
        return Line(
            _("{mission}: no sum of money is recorded, only its channels {mark}"), mark=mark_of(model[0]), **holes
        )
    if model:
        return Line(_("{mission}: funded by {model}; no sum of money is recorded {mark}"), model=_words(model[0]),
                    mark=mark_of(model[0]), **holes)  # fmt: skip
    if donors:
        return Line(_("{mission}: {donors} on record; no sum of money is recorded"),
                    donors=plural(_("{n} donor"), _("{n} donors"), donors), **holes)  # fmt: skip
    return _nothing(picture)


def _nothing(picture: Picture) -> Line:
    later = nearest_later(picture, "contribution") or next(
        (claim for claim in picture.awaited.values() if claim.kind == "profile" and "funding" in claim.aspect), None
    )
    if later is None:
        return Line(_("{mission}: nothing is recorded on its funding"), mission=mission_name(picture))
    return Line(_("{mission}: nothing recorded on its funding by {day}; the nearest later fact: {later}"),
                mission=mission_name(picture), day=When(picture.day), later=statement(picture, later))  # fmt: skip


def _is_fund(claim: Claim) -> bool:
    return "trust fund" in claim.aspect.casefold()


def _total(picture: Picture) -> Claim | None:
    """What leads on the trust fund as a whole; None where no sum is recorded."""
    totals = [claim for claim in leading_claims(picture, "contribution") if _is_fund(claim) and claim.quantity]
    return max(totals, key=picture.counts_from, default=None)


def _given(picture: Picture) -> list[Claim]:
    """What leads in each series of what donors give, without the fund's own totals."""
    return [claim for claim in leading_claims(picture, "contribution") if not _is_fund(claim)]


def _fund(picture: Picture, total: Claim) -> Hole:
    return Line("{fund}", fund=short_name(picture, total.subject)) if total.subject else Quoted(total.aspect)


def _models(picture: Picture) -> list[Claim]:
    """How it is paid for, the model before the channels."""
    found = [claim for claim in leading_claims(picture, "profile") if "funding" in claim.aspect.casefold()]
    return sorted(found, key=lambda claim: isinstance(claim.value, tuple))


def _words(claim: Claim) -> Hole:
    """What the value says: a list as a list."""
    if isinstance(claim.value, tuple):
        return Listing(tuple(Quoted(part) for part in claim.value))
    return Quoted(str(claim.value or claim.text))


# sections


def _sections(picture: Picture, *, full: bool) -> Iterator[Section[Line]]:
    for claim in _models(picture):
        said = Line(_("{words}, {day} {mark}"), words=_words(claim), day=dated(picture, claim), mark=mark_of(claim))
        if full:
            said = Line(_("{said}, {who}"), said=said, who=who(picture, claim))
        yield section(Line("{aspect}", aspect=Quoted(claim.aspect.capitalize())), said)
    yield from _trust_fund(picture, full=full)
    yield from _donors(picture, full=full)
    yield from _in_kind(picture, full=full)
    if full:
        yield from _said_missing(picture)
        yield from notes_section(picture, picture.of_kind("contribution"))


def _trust_fund(picture: Picture, *, full: bool) -> Iterator[Section[Line]]:
    """The fund's total with rival sums and the rule that chose; else that none is recorded, and the nearest."""
    total = _total(picture)
    if total is None:
        if _models(picture) or _given(picture):
            yield section(Line(_("Trust fund")), _no_total(picture))
        return
    rivals = rival_counts_of(picture, total)
    earlier = [claim for claim in _series(picture, total) if claim is not total and claim not in rivals]
    lines = [_sum_line(picture, total, full=full)]
    lines += [Line(_("rival: {sum}"), sum=_sum_line(picture, rival, full=full)) for rival in rivals]
    if rivals or picture.why_it_leads(total):
        lines.append(_why(picture, total))
    if full:
        lines += [Line(_("also recorded: {sum}"), sum=_sum_line(picture, claim, full=True)) for claim in earlier]
    yield section(Line(_("Trust fund")), *lines, is_list=len(lines) > 1)


def _series(picture: Picture, claim: Claim) -> Sequence[Claim]:
    return next((found for found in picture.series.values() if claim in found), ())


def rival_counts_of(picture: Picture, total: Claim) -> list[Claim]:
    """The sums for the same day that say otherwise."""
    return [claim for claim in _series(picture, total) if claim is not total and claim.value != total.value
            and picture.counts_from(claim) == picture.counts_from(total)]  # fmt: skip


def _why(picture: Picture, total: Claim) -> Line:
    reason = picture.why_it_leads(total)
    if reason:
        return Line(_("{sum} leads by an editor's choice: {reason}"), sum=figure(total), reason=Quoted(reason))
    return Line(_("{sum} leads as recorded last"), sum=figure(total))


def _no_total(picture: Picture) -> Line:
    channels = [claim for claim in _models(picture) if "trust fund" in str(claim.value or claim.text).casefold()
                or (isinstance(claim.value, tuple) and any("trust fund" in part.casefold() for part in claim.value))]  # fmt: skip
    if channels:
        return Line(_("no total is recorded; the nearest: it is named as a channel {mark}"), mark=mark_of(*channels))
    return Line(_("no total is recorded"))


def _what(claim: Claim) -> Hole:
    return Quoted(claim.text) if claim.text else _stage(claim)


def _sum_line(picture: Picture, claim: Claim, *, full: bool) -> Line:
    holes: dict[str, Hole] = {
        "sum": _sum(claim),
        "text": _what(claim),
        "day": dated(picture, claim),
        "mark": mark_of(claim),
    }
    if full:
        return Line(
            _("{sum}, {text}, {day} {mark}, {who}, {grade}"),
            who=who(picture, claim),
            grade=grade(picture, claim),
            **holes,
        )
    return Line(_("{sum}, {text}, {day} {mark}"), **holes)


def _sum(claim: Claim) -> Hole:
    return figure(claim) if claim.quantity else Line(_("amount not recorded"))


# donors

_STAGES = {
    "pledge": _("pledged {sum}, {day} {mark}"),
    "commitment": _("committed {sum}, {day} {mark}"),
    "paid": _("paid {sum}, {day} {mark}"),
    "disbursed": _("disbursed {sum}, {day} {mark}"),
    "frozen": _("frozen {sum}, {day} {mark}"),
}
_ORDER = list(_STAGES)


def _stage(claim: Claim) -> Hole:
    return Quoted(str(claim.details.get("stage", "")))


def _rank(claim: Claim) -> int:
    stage = str(claim.details.get("stage", ""))
    return _ORDER.index(stage) if stage in _ORDER else len(_ORDER)


def _by_donor(picture: Picture, claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """What each donor gives by stage, the donor of the newest fact first."""
    found: dict[str, list[Claim]] = {}
    for claim in sorted(claims, key=picture.counts_from, reverse=True):
        found.setdefault(picture.party(claim.subject).name if claim.subject else "", []).append(claim)
    return {donor: sorted(given, key=_rank) for donor, given in found.items()}


def _donors(picture: Picture, *, full: bool) -> Iterator[Section[Line]]:
    """A line for each donor of money with its stages side by side."""
    money = _by_donor(picture, (claim for claim in _given(picture) if not claim.details.get("in_kind")))
    lines = [_donor_line(picture, donor, claims) for donor, claims in money.items()]
    if not lines:
        return
    if not full and len(lines) > _FEW:
        lines = [*lines[:_FEW], plural(_("and {n} more donor in the long form"), _("and {n} more donors in the long form"),
                                       len(lines) - _FEW)]  # fmt: skip
    yield section(Line(_("Donors")), *lines, Line(_("stages and currencies are not added up")), is_list=True)


def _donor_line(picture: Picture, donor: str, claims: Sequence[Claim]) -> Line:
    name = Line("{donor}", donor=short_name(picture, donor)) if donor else Line(_("donor not named"))
    return Line(_("{donor}: {stages}"), donor=name, stages=_stages(picture, claims))


def _stages(picture: Picture, claims: Sequence[Claim]) -> Line:
    said = [_stage_words(picture, claim) for claim in claims]
    return Line("; ".join(f"{{s{n}}}" for n in range(len(said))), **{f"s{n}": each for n, each in enumerate(said)})


def _stage_words(picture: Picture, claim: Claim) -> Line:
    """A stage with its sum as recorded; what a sum that is not recorded was for."""
    holes: dict[str, Hole] = {"sum": _sum(claim), "day": dated(picture, claim), "mark": mark_of(claim)}
    if claim.quantity is None and claim.text:
        holes["sum"] = Line(_("{text}, amount not recorded"), text=Quoted(claim.text))
    stages = _GIVEN_IN_KIND if claim.details.get("in_kind") else _STAGES
    message = stages.get(str(claim.details.get("stage", "")))
    if message:
        return Line(message, **holes)
    return Line(_("{stage} {sum}, {day} {mark}"), stage=_stage(claim), **holes)


_GIVEN_IN_KIND = {
    "pledge": _("pledged in kind: {sum}, {day} {mark}"),
    "commitment": _("committed in kind: {sum}, {day} {mark}"),
    "paid": _("received in kind: {sum}, {day} {mark}"),
}
_IN_KIND = {
    "pledge": _("{donor}: {text}, pledged, {sum}, {day} {mark}"),
    "commitment": _("{donor}: {text}, committed, {sum}, {day} {mark}"),
    "paid": _("{donor}: {text}, received, {sum}, {day} {mark}"),
}


def _in_kind(picture: Picture, *, full: bool) -> Iterator[Section[Line]]:
    """What is given in kind, with a value where one is recorded."""
    given = [claim for claim in _given(picture) if claim.details.get("in_kind")]
    yield from listed(_("In kind"), [_in_kind_line(picture, claim, full=full) for claim in given])


def _in_kind_line(picture: Picture, claim: Claim, *, full: bool) -> Line:
    message = _IN_KIND.get(str(claim.details.get("stage", "")), _("{donor}: {text}, {sum}, {day} {mark}"))
    line = Line(message, donor=short_name(picture, claim.subject), text=_what(claim), sum=_sum(claim),
                day=dated(picture, claim), mark=mark_of(claim))  # fmt: skip
    return Line(_("{line}, {who}"), line=line, who=who(picture, claim)) if full or claim.said_by else line


def _said_missing(picture: Picture) -> Iterator[Section[Line]]:
    """That the record calls the mission short of money, where it does."""
    lines = [
        statement(picture, claim) for claim in picture.of_kind("challenge") if "fund" in str(claim.value).casefold()
    ]
    yield from listed(_("Said to be lacking"), lines)


# one donor


_NOTHING = Nothing(_("{mission}: no contribution of {party} is recorded"), _("Contributions recorded of"))


def donor(picture: Picture, about: str, *, page: Page | None = None, line: str = "funding") -> Document[Line]:
    """What one donor gives, stage by stage; with a page of its contributions the long form."""
    party = named(picture, about)
    given = leading_claims(picture, "contribution")
    mine = sorted(
        (claim for claim in given if is_of(picture, claim.subject, party) or _is_aspect(claim, about)), key=_rank
    )
    if not mine:
        later = [claim for claim in picture.awaited.values()
                 if claim.kind == "contribution" and is_of(picture, claim.subject, party)]  # fmt: skip
        return nothing_on(picture, "funding", _NOTHING, party, (claim.subject for claim in given), later)
    return Document(
        name="funding",
        title=_donor_title(picture, party, mine),
        header=header(picture),
        sections=(*(_donor_sections(picture, mine) if page is None or page.number == 1 else ()),
                  *((fact_list(picture, page),) if page and page.total else ())),
        small=again_of(picture, page, line),
        offers=(*_offers(picture, page, line), Offer(Line(_("All donors")), f"funding{clock_words(picture)}")),
    )  # fmt: skip


def _is_aspect(claim: Claim, about: str) -> bool:
    """Whether a word names what a sum is of, such as the trust fund."""
    return bool(claim.aspect) and claim.aspect.casefold() == about.casefold()


def _donor_title(picture: Picture, party: Party, mine: Sequence[Claim]) -> Line:
    return Line(_("{mission}: {donor}: {stages}"), mission=mission_name(picture), donor=shown(party),
                stages=_stages(picture, mine))  # fmt: skip


def _donor_sections(picture: Picture, mine: Sequence[Claim]) -> Iterator[Section[Line]]:
    lines = [_detail(picture, claim) for claim in mine]
    yield section(Line(_("Stages")), *lines, is_list=True)
    others = [claim for claim in mine for claim in _series(picture, claim) if claim not in mine]
    yield from listed(_("Other statements"), [_detail(picture, claim) for claim in others])
    yield from notes_section(picture, (*mine, *others))


def _detail(picture: Picture, claim: Claim) -> Line:
    """A contribution with what it is for, its channel, who says so and how it is graded."""
    said = _stage_words(picture, claim)
    if claim.quantity and claim.text:
        said = Line(_("{said}: {text}"), said=said, text=Quoted(claim.text))
    channel = claim.details.get("channel")
    by = Line(_("channel: {channel}"), channel=Quoted(str(channel))) if channel else Line(_("channel not recorded"))
    return Line(_("{said}; {channel}; {who}, {grade}"), said=said, channel=by, who=who(picture, claim),
                grade=grade(picture, claim))  # fmt: skip


def _example_money() -> Picture:
    """Made-up contributions: a donor at three stages, another in kind, and a fund's total."""
    by = {Role.REPORTED_ON: read_date("2025-07")}
    stages = [Claim(name=f"F{n}", kind="contribution", source="S0", subject="Lirien", dates=by,
                    value=read_quantity(f"USD {sum_} million"), details={"stage": stage, "channel": "trust fund"})
              for n, (stage, sum_) in enumerate((("pledge", 20), ("commitment", 15), ("paid", 12)), 1)]  # fmt: skip
    total = Claim(name="F4", kind="contribution", source="S0", aspect="trust fund", text="received since it was opened",
                  dates=by, value=read_quantity("USD 61.4 million"), details={"stage": "paid"})  # fmt: skip
    given = Claim(name="F5", kind="contribution", source="S0", subject="Brandovia", text="40 vehicles", dates=by,
                  details={"stage": "commitment", "in_kind": True})  # fmt: skip
    return invented(*stages, total, given)


def _example_full() -> Document[Line]:
    held = _example_money()
    claims = held.of_kind("contribution")
    return funding(held, page=Page(claims, len(claims)), line="funding full")


EXAMPLES = {
    "with sums": lambda: funding(_example_money()),
    "in full": _example_full,
    "one donor": lambda: donor(_example_money(), "Lirien"),
    "nothing recorded": lambda: funding(examples.haiti()),
    "a donor that is not recorded": lambda: donor(examples.haiti(), "France"),
}
