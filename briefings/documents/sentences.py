"""Sentences that several documents say: a claim in one line, a deadline in one line, days and marks.

Each is a whole sentence of the catalogue, chosen by what the record holds; none is glued from pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from briefings.claims import Claim, Standing
from briefings.dates import Bound, Precision
from briefings.deadlines import Deadline, Outcome
from briefings.document import Count, DayStyle, Hole, Line, Listing, Mark, Quoted, Share, Strong, Text, When, plural
from briefings.document import mark as _
from briefings.kinds import PEOPLE
from briefings.picture import Picture, Progress, progress
from briefings.values import Quantity

# small things


def days(number: int) -> Line:
    """A number of days: "660 days"."""
    return plural(_("{n} day"), _("{n} days"), number)


def days_ago(number: int) -> Line:
    return plural(_("{n} day ago"), _("{n} days ago"), number)


def days_left(number: int) -> Line:
    return plural(_("{n} day left"), _("{n} days left"), number) if number else Line(_("today"))


def months(number: int) -> Line:
    return plural(_("{n} month old"), _("{n} months old"), number)


def figure(claim: Claim, *, unit: bool = True) -> Hole:
    """The number of a claim, or that it is not recorded."""
    if claim.quantity is None:
        return Line(_("number not recorded"))
    return Count(claim.quantity, of=claim.name, unit=unit)


def short_figure(claim: Claim) -> Hole:
    """The number of a claim without the general word for people, which a short brief may leave out."""
    return figure(claim, unit=bool(claim.quantity and claim.quantity.unit != PEOPLE))


def when(picture: Picture, claim: Claim) -> When:
    return When(picture.spoken_on(claim))


def mission_name(picture: Picture) -> Strong:
    """The mission as it stands first in a bottom line."""
    return Strong(Text(picture.mission.short))


def mark_of(*claims: Claim) -> Hole:
    """The marks of the sources behind claims, each once: [S2][S0]; and that one of them is under review, if one is."""
    marks = _marks(claims)
    is_held = any(claim.standing is Standing.HELD for claim in claims)
    return Line(_("{mark} (under review)"), mark=marks) if is_held else marks


def _marks(claims: Sequence[Claim]) -> Hole:
    sources = list(dict.fromkeys(claim.source for claim in claims))
    if len(sources) == 1:
        return _mark(sources[0], claims)
    names = {f"m{number}": _mark(source, claims) for number, source in enumerate(sources)}
    return Line("".join(f"{{{name}}}" for name in names), **names)


def _mark(source: str, claims: Sequence[Claim]) -> Mark:
    return Mark(source, tuple(claim.name for claim in claims if claim.source == source))


def short_name(picture: Picture, name: str) -> str:
    party = picture.party(name)
    return party.short or party.name


def names(parties: Iterable[str]) -> Listing:
    return Listing(tuple(Text(party) for party in parties))


KIND_IN_A_SENTENCE = {
    "mandate": _("mandate"), "ceiling": _("authorized ceiling"), "target": _("target"), "pledge": _("pledged strength"),
    "strength": _("deployed strength"), "movement": _("contingent movement"), "proposal": _("proposal"),
    "position": _("position"), "vote": _("vote"), "engagement": _("engagement"), "announcement": _("announcement"),
    "statement": _("statement"), "contribution": _("contribution"), "challenge": _("challenge"),
    "role": _("office or role"), "profile": _("mission profile"), "obligation": _("obligation"),
    "assessment": _("assessment"), "note": _("unsourced note"),
}  # fmt: skip
"""The kinds as they are named inside a sentence."""


def scope_of(claim: Claim) -> Hole:
    return Text(claim.scope) if claim.scope else Line(_("whole mission"))


def in_order(claims: Iterable[Claim]) -> list[Claim]:
    """Claims by the numbers in their names, S2-9 before S2-10."""
    return sorted(
        claims, key=lambda claim: [int(part) if part.isdigit() else -1 for part in re.split(r"(\d+)", claim.name)]
    )


def paragraph(sentences: Sequence[Hole]) -> Line:
    """Whole sentences one after the other."""
    holes = {f"s{number}": sentence for number, sentence in enumerate(sentences)}
    return Line(" ".join(f"{{{name}}}" for name in holes), **holes)


# a deadline in one line


def rival_dates(deadline: Deadline) -> Listing | None:
    """The other dates that sources give: "before Jan 2025: [S2]"; None when all agree."""
    other: dict[object, list[Claim]] = {}
    for rival in deadline.rivals:
        if rival.due and rival.due != deadline.shown:
            other.setdefault(rival.due, []).append(rival)
    lines = [
        Line("{day}: {mark}", day=When(claims[0].due), mark=mark_of(*claims))
        for claims in other.values()
        if claims[0].due
    ]
    return Listing(tuple(lines)) if lines else None


def overdue_line(picture: Picture, deadline: Deadline, *, short: bool = False) -> Line:
    """What was due and is not on record: since when and, unless short, what other sources say of the date."""
    ago = days(-deadline.days_left(picture.day))
    common = {"mark": mark_of(deadline.claim), "ago": ago, "last": When(deadline.due)}
    match deadline.claim.kind:
        case "mandate":
            return Line(_("Renewal or closure of the mandate: {ago} since {last} {mark}"), **common)
        case "target":
            rivals = None if short else rival_dates(deadline)
            target = {"count": figure(deadline.claim, unit=not short), "day": When(deadline.shown), **common}
            if rivals:
                message = _("{count} by {day} {mark} ({rivals}); not met on record, {ago} since {last}")
                return Line(message, rivals=rivals, **target)
            return Line(_("{count} by {day} {mark}: not met on record, {ago} since {last}"), **target)
        case _:
            return Line(_("{what}: nothing recorded, {ago} since {last} {mark}"), what=what_is_due(deadline), **common)


def due_line(picture: Picture, deadline: Deadline) -> Line:
    """What is still to come: the date, what is due on it, and the days left."""
    number = deadline.days_left(picture.day)
    left = days(number) if number else Line(_("today"))
    common: dict[str, Hole] = {"day": When(deadline.shown), "mark": mark_of(deadline.claim), "left": left}
    match deadline.claim.kind:
        case "mandate":
            return Line(_("{day}: mandate ends, {left} {mark}"), **common)
        case "target":
            return _target_due(picture, deadline, common)
        case _:
            return Line(_("{day}: {what}, {left} {mark}"), what=what_is_due(deadline), **common)


def _target_due(picture: Picture, deadline: Deadline, common: dict[str, Hole]) -> Line:
    rivals = rival_dates(deadline)
    is_day = deadline.due == picture.day or (
        deadline.shown.precision is Precision.DAY and deadline.shown.bound is Bound.NONE
    )
    last = When(deadline.due, _day_style(deadline.due, picture.day))
    holes: dict[str, Hole] = {"count": figure(deadline.claim), "last": last, **common}
    if rivals:
        message = (_("{day}: {count} {mark}, {left} ({rivals})") if is_day
                   else _("{day}: {count} {mark}, {left} to {last} ({rivals})"))  # fmt: skip
        return Line(message, rivals=rivals, **holes)
    return Line(_("{day}: {count} {mark}, {left}") if is_day else _("{day}: {count} {mark}, {left} to {last}"), **holes)


def settled_line(picture: Picture, deadline: Deadline) -> Line:
    """How a deadline came out, when, and who says so."""
    by = deadline.met_by
    if by is None:
        return Line(
            _("{what}, {day} {mark}: settled"),
            what=what_is_due(deadline),
            day=When(deadline.shown),
            mark=mark_of(deadline.claim),
        )
    holes: dict[str, Hole] = {
        "day": When(deadline.shown),
        "mark": mark_of(deadline.claim),
        "on": when(picture, by),
        "by": mark_of(by),
    }
    if deadline.claim.kind == "obligation":
        message = (_("{what}, due {day} {mark}: done late, {on} {by}") if deadline.outcome is Outcome.MET_LATE
                   else _("{what}, due {day} {mark}: done, {on} {by}"))  # fmt: skip
        return Line(message, what=what_is_due(deadline), **holes)
    message = (_("{count} by {day} {mark}: met late, by {reached}, {on} {by}") if deadline.outcome is Outcome.MET_LATE
               else _("{count} by {day} {mark}: met by {reached}, {on} {by}"))  # fmt: skip
    return Line(message, count=figure(deadline.claim), reached=figure(by), **holes)


def what_is_due(deadline: Deadline) -> Hole:
    claim = deadline.claim
    return Quoted(claim.text or str(claim.value or claim.aspect))


def _day_style(day: date, near: date) -> DayStyle:
    """The 31st is enough inside the month that is being spoken of."""
    return DayStyle.OF_MONTH if (day.year, day.month) == (near.year, near.month) else DayStyle.PLAIN


# counts


def progress_line(picture: Picture, count: Claim, target: Claim) -> tuple[Progress, Line] | None:
    """Share of target and shortfall; None when either gives no number."""
    made = progress(count, target)
    if made is None:
        return None
    share = Share(made.share, made.is_about)
    whole = Count(target.quantity, of=target.name, unit=False) if target.quantity else Text("")
    if made.is_reached:
        return made, Line(_("{share} of {target}; target reached"), share=share, target=whole)
    return made, Line(_("{share} of {target}, {missing} short"), share=share, target=whole, missing=Count(made.missing))


def deployed_line(picture: Picture, count: Claim, *, short: bool) -> Line:
    """A count with its date and source, and how sure its day is or how old it has grown."""
    holes = {
        "count": short_figure(count) if short else figure(count), "day": when(picture, count), "mark": mark_of(count),
    }  # fmt: skip
    if picture.clocks.is_past and picture.may_be_later(count):
        asked = When(picture.day, _day_style(picture.day, picture.last_day(count)))
        inside_month = picture.spoken_on(count).precision is not Precision.DAY
        message = (_("{count}, {day} {mark}; day not given, may be later than {asked}") if inside_month
                   else _("{count}, {day} {mark}; may be later than {asked}"))  # fmt: skip
        return Line(message, asked=asked, **holes)
    if not picture.is_stale(count):
        return Line(_("{count}, {day} {mark}"), **holes)
    if short:
        return Line(_("{count}, {day} {mark}, stale"), **holes)
    return Line(_("{count}, {day} {mark}, {age}"), age=months(picture.months_old(count)), **holes)


# any claim in one line

_STANCES = {
    "support": _("{party}: for “{topic}”, {day} {mark}"),
    "oppose": _("{party}: against “{topic}”, {day} {mark}"),
    "open": _("{party}: open to “{topic}”, {day} {mark}"),
    "withdrew": _("{party}: withdrew from “{topic}”, {day} {mark}"),
    "abstain": _("{party}: abstaining on “{topic}”, {day} {mark}"),
    "neutral": _("{party}: neutral on “{topic}”, {day} {mark}"),
}
_OFFICES = {
    "holds": _("{party}: {topic}, {day} {mark}"),
    "nominated": _("{party}: nominated as {topic}, not in office, {day} {mark}"),
    "acting": _("{party}: acting {topic}, {day} {mark}"),
    "left": _("{party}: left as {topic}, {day} {mark}"),
}
_RESULTS = {
    "unanimous": _("{text}: adopted by a unanimous vote, {day} {mark}"),
    "adopted": _("{text}: adopted, {day} {mark}"),
    "rejected": _("{text}: rejected, {day} {mark}"),
    "vetoed": _("{text}: vetoed, {day} {mark}"),
}


_STAGES = {
    "pledge": _("{party}: pledged {count}, {text}, {day} {mark}"),
    "commitment": _("{party}: committed {count}, {text}, {day} {mark}"),
    "paid": _("{party}: paid {count}, {text}, {day} {mark}"),
    "frozen": _("{party}: froze {count}, {text}, {day} {mark}"),
}
_STAGES_ONLY = {
    "pledge": _("{party}: pledged {count}, {day} {mark}"),
    "commitment": _("{party}: committed {count}, {day} {mark}"),
    "paid": _("{party}: paid {count}, {day} {mark}"),
    "frozen": _("{party}: froze {count}, {day} {mark}"),
}
_MOVEMENTS = {
    "arrived": _("{party}: arrived, {count}, {day} {mark}"),
    "advance party": _("{party}: advance party, {count}, {day} {mark}"),
    "rotated": _("{party}: rotated, {count}, {day} {mark}"),
    "left home": _("{party}: left home, {count}, {day} {mark}"),
    "withdrew": _("{party}: withdrew, {count}, {day} {mark}"),
    "repatriated": _("{party}: repatriated, {count}, {day} {mark}"),
}


def statement(picture: Picture, claim: Claim) -> Line:
    """What a claim says, in one line with its date and source mark."""
    holes: dict[str, Hole] = {"day": when(picture, claim), "mark": mark_of(claim)}
    match claim.kind:
        case "strength" if claim.scope:
            return Line(_("{count} deployed ({scope}), {day} {mark}"), count=figure(claim), scope=claim.scope, **holes)
        case "strength":
            return Line(_("{count} deployed, {day} {mark}"), count=figure(claim), **holes)
        case "target":
            return Line(
                _("target of {count}, due {due} {mark}"), count=figure(claim), due=_due(claim), mark=holes["mark"]
            )
        case "ceiling":
            return Line(_("authorized ceiling of {count}, {day} {mark}"), count=figure(claim), **holes)
        case "pledge":
            return Line(
                _("{party}: {count} pledged, {day} {mark}"), party=_party(picture, claim), count=figure(claim), **holes
            )
        case "mandate":
            return _mandate(claim, holes)
        case "position":
            return Line(_STANCES[str(claim.value)], party=_party(picture, claim), topic=Quoted(claim.aspect), **holes)
        case "role":
            return Line(_OFFICES[str(claim.value)], party=_party(picture, claim), topic=Quoted(claim.aspect), **holes)
        case "profile":
            return Line(_("{topic}: {text}, {day} {mark}"), topic=Quoted(claim.aspect), text=_words(claim), **holes)
        case "contribution" if claim.details.get("stage") in _STAGES and claim.quantity:
            sentences = _STAGES if claim.text else _STAGES_ONLY
            return Line(sentences[str(claim.details["stage"])], party=_party(picture, claim), text=_words(claim),
                        count=figure(claim), **holes)  # fmt: skip
        case "movement" if not claim.text and claim.details.get("movement") in _MOVEMENTS:
            return Line(
                _MOVEMENTS[str(claim.details["movement"])], party=_party(picture, claim), count=figure(claim), **holes
            )
        case "contribution" | "movement" | "announcement" if claim.quantity and claim.text:
            return Line(_("{party}: {text}, {count}, {day} {mark}"), party=_party(picture, claim), text=_words(claim),
                        count=figure(claim), **holes)  # fmt: skip
        case "vote" if claim.value:
            return Line(_RESULTS[str(claim.value)], text=Quoted(claim.text or claim.aspect), **holes)
        case "note":
            return Line(_("{text}, unsourced note, {day} {mark}"), text=_words(claim), **holes)
        case "obligation":
            return Line(_("{text}, due {due} {mark}"), text=_words(claim), due=_due(claim), mark=holes["mark"])
    if claim.subject:
        return Line(_("{party}: {text}, {day} {mark}"), party=_party(picture, claim), text=_words(claim), **holes)
    return Line(_("{text}, {day} {mark}"), text=_words(claim), **holes)


def plain_statement(picture: Picture, claim: Claim) -> Line:
    """A claim's own words with its date and mark, where a label already says what they are about."""
    return Line(_("{text}, {day} {mark}"), text=_words(claim), day=when(picture, claim), mark=mark_of(claim))


def _mandate(claim: Claim, holes: dict[str, Hole]) -> Line:
    if claim.due:
        return Line(_("mandate until {due} {mark}"), due=When(claim.due), mark=holes["mark"])
    if claim.value and claim.details.get("change") in ("extended", "renewal", "technical rollover"):
        return Line(_("mandate extended for {length}, {day} {mark}"), length=Quoted(str(claim.value)), **holes)
    if claim.value:
        return Line(_("mandate for {length}, {day} {mark}"), length=Quoted(str(claim.value)), **holes)
    return Line(_("mandate, {topic}: {text}, {day} {mark}"), topic=Quoted(claim.aspect), text=_words(claim), **holes)


def _due(claim: Claim) -> Hole:
    if claim.due:
        return When(claim.due)
    rule = str(claim.details.get("rule", ""))
    return Line(_("by rule “{rule}”"), rule=Quoted(rule)) if rule else Line(_("on a day not recorded"))


def _party(picture: Picture, claim: Claim) -> Hole:
    return Text(short_name(picture, claim.subject) if claim.subject else picture.mission.short)


def _words(claim: Claim) -> Hole:
    """The claim's own words: its text, else its value."""
    if claim.text:
        return Quoted(claim.text)
    if isinstance(claim.value, tuple):
        return Listing(tuple(Quoted(part) for part in claim.value))
    if isinstance(claim.value, Quantity):
        return Count(claim.value, of=claim.name)
    return Quoted(str(claim.value or claim.aspect))
