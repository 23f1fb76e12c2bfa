"""Deployed strength: how many on a day, how sure that is, how far from the target, and what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from briefings.claims import Claim
from briefings.dates import Role, read_date
from briefings.deadlines import Deadline, closure, deadlines
from briefings.document import (
    Count,
    Document,
    Hole,
    Line,
    Listing,
    Meter,
    Offer,
    Quoted,
    Section,
    Share,
    When,
    plural,
    section,
)
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.counts import earlier_count, no_count_line, rival_counts
from briefings.documents.evidence import (
    again_of,
    fact_list,
    grade,
    how_exact,
    invented,
    leading_claims,
    listed,
    notes_section,
    who,
)
from briefings.documents.header import clock_words, header
from briefings.documents.over_time import is_whole, middle, over_time, with_history
from briefings.documents.page import Page, page_offers
from briefings.documents.sentences import (
    due_line,
    figure,
    in_order,
    mark_of,
    mission_name,
    months,
    overdue_line,
    settled_line,
    statement,
    when,
)
from briefings.picture import Picture, progress, same_unit
from briefings.values import difference, read_quantity

_FEW, _MANY = 6, 36
"""Months in the chart of the short and of the long form."""
_FEW_RIVALS = 2


def strength(
    picture: Picture, *, page: Page | None = None, history: Sequence[Claim] = (), line: str = "strength"
) -> Document[Line]:
    """The strength of a Picture; with a page of counts the long form, and `history` its counts, newest first.

    `line` asks for it again, without clocks.
    """
    picture = with_history(picture, history)
    count = picture.headline("strength")
    if page is None:
        sections = _short(picture, count) if count else _without(picture)
    else:
        everything = page.number == 1
        whole = (_full(picture, count) if count else _without(picture)) if everything else iter(())
        sections = iter((*whole, *((fact_list(picture, page),) if page.total else ())))
    return Document(
        name="strength",
        title=_title(picture, count),
        header=header(picture),
        sections=tuple(sections),
        small=again_of(picture, page, line),
        offers=_offers(picture, count, page, line),
    )


def _offers(picture: Picture, count: Claim | None, page: Page | None, line: str) -> tuple[Offer[Line], ...]:
    clocks = clock_words(picture)
    turning = page_offers(page, f"{line}{clocks}") if page else (Offer(Line(_("In full")), f"strength full{clocks}"),)
    evidence = (Offer(Line(_("Evidence")), f"source {count.name}{clocks}"),) if count else ()
    return (*turning, *evidence, Offer(Line(_("Contingents")), f"contingents{clocks}"))


# the bottom line


def _title(picture: Picture, count: Claim | None) -> Line:
    mission = mission_name(picture)
    if count is None:
        return Line(_("{mission}: {none}"), mission=mission, none=no_count_line(picture))
    closed, target = closure(picture), _target(picture)
    holes: dict[str, Hole] = {"mission": mission, "count": figure(count), "day": _aged(picture, count)}
    if closed:
        return Line(_("{mission}: closed {closed}; last count {count}, {day} {marks}"),
                    closed=When(picture.spoken_on(closed)), marks=mark_of(count, closed), **holes)  # fmt: skip
    made = progress(count, target) if target else None
    if target is None or made is None:
        return Line(_("{mission}: {count} deployed, {day} {marks}"), marks=mark_of(count), **holes)
    message = (_("{mission}: {count} deployed, {day}; the target of {target} is reached {marks}") if made.is_reached
               else _("{mission}: {count} deployed, {day}, {share} of {target} {marks}"))  # fmt: skip
    return Line(message, share=Share(made.share, made.is_about), target=figure(target, unit=False),
                marks=mark_of(count, target), **holes)  # fmt: skip


def _aged(picture: Picture, count: Claim) -> Hole:
    """The day of a count, and its age once it is stale."""
    if not picture.is_stale(count):
        return when(picture, count)
    return Line(_("{day}, {age}"), day=when(picture, count), age=months(picture.months_old(count)))


# sections


def _short(picture: Picture, count: Claim) -> Iterator[Section[Line]]:
    yield section(Line(_("How sure")), _how_sure(picture, count))
    yield from _outcomes(picture, every=False)
    yield from _change(picture, count)
    yield from _rivals(picture, count, every=False)
    yield from _over_time(picture, _FEW)


def _full(picture: Picture, count: Claim) -> Iterator[Section[Line]]:
    yield section(Line(_("How sure")), _how_sure(picture, count), *_behind(picture, count), is_list=True)
    yield from _outcomes(picture, every=True)
    yield from _in_their_words(picture)
    yield from _change(picture, count)
    yield from _rivals(picture, count, every=True)
    yield from listed(_("Not one thing"), [*_called(picture), *_kept_apart(picture)])
    yield from _parts(picture)
    yield from _over_time(picture, _MANY)
    yield from notes_section(picture, [claim for kind in _KINDS for claim in picture.of_kind(kind)])


_KINDS = ("strength", "target", "ceiling", "pledge")


def _without(picture: Picture) -> Iterator[Section[Line]]:
    """What there is where no count counts yet: what is aimed at, pledged and announced."""
    yield from _outcomes(picture, every=True)
    yield from listed(_("Announced"), [statement(picture, claim) for claim in picture.of_kind("announcement")[:3]])


def _how_sure(picture: Picture, count: Claim) -> Line:
    holes: dict[str, Hole] = {"exact": how_exact(count), "who": who(picture, count), "grade": grade(picture, count),
                              "mark": mark_of(count)}  # fmt: skip
    if picture.clocks.is_past and picture.may_be_later(count):
        return Line(_("{exact}, may be later than {asked}; {who}, {grade} {mark}"), asked=When(picture.day), **holes)
    return Line(_("{exact}; {who}, {grade} {mark}"), **holes)


def _behind(picture: Picture, count: Claim) -> Iterator[Line]:
    """The quotation, the source, and what an editor noted of the count."""
    if count.quote:
        yield Line(_("“{quote}” {mark}"), quote=Quoted(count.quote), mark=mark_of(count))
    source = picture.source(count)
    yield Line(_("{mark} {title}, {kind}, {day}"), mark=mark_of(count), title=Quoted(source.title),
               kind=Quoted(source.kind), day=When(source.published))  # fmt: skip
    if count.note:
        yield Line("{note}", note=Quoted(count.note))


# the target and its day


def _targets(picture: Picture) -> list[Deadline]:
    """The targets for the whole mission by their days, of a closed mission too."""
    open_ = {key: claims for key, claims in picture.series.items() if key != "mandate\x1fclosure"}
    found = deadlines(replace(picture, series=open_))
    return [deadline for deadline in found if deadline.claim.kind == "target" and not deadline.claim.scope]


def _target(picture: Picture) -> Claim | None:
    """The target with the latest day, else the newest without one."""
    dated_ = _targets(picture)
    return dated_[-1].claim if dated_ else picture.headline("target")


def _outcomes(picture: Picture, *, every: bool) -> Iterator[Section[Line]]:
    """What was aimed at by when, how far the count is from it, and how it came out; in short only the last target."""
    found = _targets(picture)
    lines = [_outcome(picture, deadline) for deadline in (reversed(found) if every else found[-1:])]
    if every or not found:
        lines += [statement(picture, claim) for claim in picture.rivals("target") if claim.due is None]
    if not lines:
        lines = [Line(_("no target is recorded"))]
    label = Line(_("Target")) if len(lines) == 1 else Line(_("Targets"))
    yield section(label, *_meter(picture), *lines, is_list=len(lines) > 1)


def _meter(picture: Picture) -> Iterator[Meter[Line]]:
    count, target = picture.headline("strength"), _target(picture)
    made = progress(count, target) if count and target and not closure(picture) else None
    if target is None or made is None:
        return
    whole = figure(target, unit=False)
    share = Share(made.share, made.is_about)
    words = (Line(_("{share} of {target}; target reached"), share=share, target=whole) if made.is_reached
             else Line(_("{missing} short of {target}"), missing=Count(made.missing), target=whole))  # fmt: skip
    yield Meter(made.share, words)


def _outcome(picture: Picture, deadline: Deadline) -> Line:
    if deadline.is_settled:
        return settled_line(picture, deadline)
    return overdue_line(picture, deadline) if deadline.is_overdue(picture.day) else due_line(picture, deadline)


def _in_their_words(picture: Picture) -> Iterator[Section[Line]]:
    """The quotations on the target side by side, and whether the sources agree on its day."""
    found = _targets(picture)
    if not found:
        return
    same_day = [claim for claim in picture.rivals("target") if claim.due == found[-1].shown]
    claims = in_order({claim.name: claim for claim in (*same_day, *found[-1].rivals, found[-1].claim)}.values())
    agreed = len({claim.due for claim in claims if claim.due}) == 1
    verdict = Line(_("the sources agree on the day")) if agreed else Line(_("the sources do not agree on the day"))
    quotes = [Line(_("{day}: “{quote}” {mark}"), day=When(claim.due), quote=Quoted(claim.quote), mark=mark_of(claim))
              for claim in claims if claim.due and claim.quote]  # fmt: skip
    if len(quotes) > 1:
        yield section(Line(_("In their words")), verdict, *quotes, is_list=True)


# change and rivals


def _change(picture: Picture, count: Claim) -> Iterator[Section[Line]]:
    before = _count_before(picture, count)
    if before is None or count.quantity is None or before.quantity is None:
        return
    more = count.quantity.middle - before.quantity.middle
    message = _MORE if more > 0 else _FEWER if more < 0 else _AS_MANY
    change = Line(message, change=Count(difference(count.quantity, before.quantity)), before=figure(before),
                  day=when(picture, before), mark=mark_of(before))  # fmt: skip
    if not same_unit(count, before):
        change = Line(
            _("{change}; the units differ: {one}, then {other}"), change=change, one=_unit(before), other=_unit(count)
        )
    yield section(Line(_("Change")), change)


def _count_before(picture: Picture, count: Claim) -> Claim | None:
    """The newest count of an earlier day that is no rival of the leading one."""
    rivals, before = _all_rivals(picture, count), earlier_count(picture, count)
    if before not in rivals:
        return before
    first_day = min(picture.counts_from(claim) for claim in (count, *rivals))
    return next((claim for claim in picture.rivals("strength") if picture.last_day(claim) < first_day), None)


_MORE = _("{change} more than {before}, {day} {mark}")
_FEWER = _("{change} fewer than {before}, {day} {mark}")
_AS_MANY = _("as many as {before}, {day} {mark}")


def _unit(count: Claim) -> Hole:
    return Quoted(count.quantity.unit) if count.quantity and count.quantity.unit else Line(_("unit not given"))


def _all_rivals(picture: Picture, count: Claim) -> list[Claim]:
    """The counts of the same time with another number, and those an editor set beside the leading one."""
    beside = {name for remark in picture.remarks if remark.kind == "rivals" and count.name in remark.claims
              for name in remark.claims}  # fmt: skip
    found = [claim for claim in picture.rivals("strength") if claim.name in beside and claim is not count]
    return list({claim.name: claim for claim in (*rival_counts(picture, count), *found)}.values())


def _rivals(picture: Picture, count: Claim, *, every: bool) -> Iterator[Section[Line]]:
    rivals = _all_rivals(picture, count)
    if not rivals:
        return
    lines = [_rival(picture, rival) for rival in rivals]
    if not every and len(rivals) > _FEW_RIVALS:
        lines = [_spread(rivals)]
    yield section(_how_many(picture, rivals), _why(picture, count, rivals), *lines, is_list=True)


def _how_many(picture: Picture, rivals: Sequence[Claim]) -> Line:
    if not is_whole(picture) and picture.rivals("strength")[-1] in rivals:
        return Line(_("{n} rivals or more"), n=len(rivals))
    return plural(_("{n} rival"), _("{n} rivals"), len(rivals))


def _rival(picture: Picture, rival: Claim) -> Line:
    holes: dict[str, Hole] = {"count": figure(rival), "day": when(picture, rival), "mark": mark_of(rival),
                              "grade": grade(picture, rival)}  # fmt: skip
    if rival.said_by:
        return Line(_("{count}, {day} {mark}, {who}, {grade}"), who=who(picture, rival), **holes)
    return Line(_("{count}, {day} {mark}, {grade}"), **holes)


def _spread(rivals: Sequence[Claim]) -> Line:
    counted = sorted((rival for rival in rivals if rival.quantity), key=middle)
    return Line(_("the others say from {low} {low_mark} to {high} {high_mark}; the long form has each"),
                low=figure(counted[0]), low_mark=mark_of(counted[0]), high=figure(counted[-1]),
                high_mark=mark_of(counted[-1]))  # fmt: skip


def _why(picture: Picture, count: Claim, rivals: Sequence[Claim]) -> Line:
    """The rule that let one count lead."""
    reason = picture.why_it_leads(count)
    leads: dict[str, Hole] = {"count": figure(count, unit=False), "day": when(picture, count), "mark": mark_of(count)}
    if reason:
        return Line(_("{count}, {day} {mark} leads by an editor's choice: {reason}"), reason=Quoted(reason), **leads)
    if any(picture.counts_from(rival) == picture.counts_from(count) for rival in rivals):
        return Line(_("{count}, {day} {mark} leads: no count is of a later day, and it was recorded last"), **leads)
    return Line(_("{count}, {day} {mark} leads: no count is of a later day"), **leads)


# words for a number, parts of the whole

_CALLED = {
    "target": _("a target {marks}"),
    "ceiling": _("an authorized ceiling {marks}"),
    "pledge": _("pledged {marks}"),
}


def _called(picture: Picture) -> list[Line]:
    """That the number of the target goes by other names too, which are not the same."""
    target = _target(picture)
    if target is None or target.quantity is None:
        return []
    number = target.quantity.low
    called = {kind: [claim for claim in picture.of_kind(kind) if claim.quantity and claim.quantity.low == number
                     and not claim.scope and not claim.subject] for kind in _CALLED}  # fmt: skip
    words = [Line(_CALLED[kind], marks=mark_of(*in_order(claims))) for kind, claims in called.items() if claims]
    if len(words) < 2:
        return []
    return [Line(_("{number} is called {words}; kept apart, never added"), number=Count(number),
                 words=Listing(tuple(words)))]  # fmt: skip


def _kept_apart(picture: Picture) -> list[Line]:
    """The ceiling and what was pledged, beside the target and the count."""
    ceiling = picture.headline("ceiling")
    pledges = [claim for claim in leading_claims(picture, "pledge") if not claim.subject]
    states = len({claim.subject for claim in picture.of_kind("pledge") if claim.subject})
    lines = [statement(picture, ceiling) if ceiling else Line(_("no authorized ceiling is recorded"))]
    lines += [statement(picture, claim) for claim in pledges]
    by_states = plural(_("{n} state pledged people: see “contingents”"),
                       _("{n} states pledged people: see “contingents”"), states)  # fmt: skip
    return [*lines, by_states] if states else lines


def _parts(picture: Picture) -> Iterator[Section[Line]]:
    """Components and countries that are counted by themselves."""
    parts = sorted((claim for claim in leading_claims(picture, "strength") if claim.scope), key=_by_name)
    if parts:
        caution = Line(_("each has its own day and source; they are not added up"))
        yield section(Line(_("Parts")), *(statement(picture, claim) for claim in parts), caution, is_list=True)


def _by_name(claim: Claim) -> tuple[bool, str]:
    """Components first, then countries."""
    return bool(claim.subject), claim.scope.casefold()


def _over_time(picture: Picture, most: int) -> Iterator[Section[Line]]:
    return over_time(picture, picture.rivals("strength"), _target(picture), most, holds_all=is_whole(picture))


def _example_full() -> Document[Line]:
    counts = [claim for claim in examples.record().claims if claim.kind == "strength"]
    return strength(examples.haiti("2025-01-15"), page=Page(counts, len(counts)), line="strength full")


def _example_months() -> Document[Line]:
    """Made-up counts of six months."""
    counts = [Claim(name=f"F{month}", kind="strength", source="S0", dates={Role.AS_OF: read_date(f"2025-{month:02}-28")},
                    value=read_quantity(f"{500 + 150 * month} personnel")) for month in range(2, 8)]  # fmt: skip
    target = Claim(name="F1", kind="target", source="S0", dates={Role.DEADLINE: read_date("2025-12")},
                   value=read_quantity("2,500 personnel"))  # fmt: skip
    return strength(invented(*counts, target))


EXAMPLES = {
    "today": lambda: strength(examples.haiti()),
    "on an earlier day": lambda: strength(examples.haiti("2025-01-15")),
    "before the first count": lambda: strength(examples.haiti("2024-10-01")),
    "in full": _example_full,
    "over time": _example_months,
}
