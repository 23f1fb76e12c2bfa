"""A person's own settings: zone, language and mission; what each is, and what it was changed to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from babel import Locale, UnknownLocaleError

from briefings.document import Document, Instant, Line, Listing, Offer, Text, section
from briefings.document import mark as _


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person chose; empty where they chose nothing. `mission` is the short name of theirs."""

    zone: str = ""
    language: str = ""
    mission: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """What the wishes are read against: the moment, what there is to choose from, and what the room says.

    `room_mission` is the mission of the room, which goes before a person's own, `profile_zone` the zone of their
    profile on the platform, which holds while they chose none; both empty when there is none.
    """

    now: datetime
    languages: Sequence[str] = ("en",)
    missions: Sequence[str] = ()
    room_mission: str = ""
    profile_zone: str = ""


def settings(wishes: Wishes, around: Around, name: str = "") -> Document[Line]:
    """All settings of a person, or the one named, with how to change it."""
    told = {setting: line for setting, line in _told(wishes, around).items() if name in ("", setting)}
    return Document(
        name="settings",
        title=_title(wishes, around, name),
        sections=tuple(section(Line(_LABELS[setting]), *lines) for setting, lines in told.items()),
        offers=tuple(offer for setting in told for offer in _offers(setting, wishes, around)),
    )


def setting_changed(name: str, was: Wishes, now: Wishes, around: Around) -> Document[Line]:
    """That a setting was changed, what it was, and the line that changes it back."""
    if was == now:
        title = Line(
            _("{setting} was that already: {value}"), setting=Line(_LABELS[name]), value=_value(name, now, around)
        )
        return Document(name="settings", title=title, offers=(_ALL,))
    before = getattr(was, name) or "none"
    return Document(
        name="settings",
        title=_now(name, now, around),
        sections=(
            section(Line(_("Before")), _value(name, was, around)),
            *((section(Line(_("Effect")), Line(_EFFECTS[name])),) if getattr(now, name) else ()),
        ),
        offers=(Offer(Line(_("Undo")), f"settings {name} {_quoted(before)}"), _ALL),
    )


_ALL = Offer(Line(_("All settings")), "settings")


def _now(name: str, now: Wishes, around: Around) -> Line:
    """What a setting is from now on, or what holds when a choice was taken back."""
    if name == "zone" and now.zone:
        return Line(
            _("Your zone is now {zone}, where it is {moment}"), zone=now.zone, moment=Instant(around.now, now.zone)
        )
    if getattr(now, name):
        return Line(
            _("Your {setting} is now {value}"), setting=Line(_IN_SENTENCE[name]), value=_value(name, now, around)
        )
    if name == "zone" and around.profile_zone:
        return Line(_("You have no zone of your own any more: your day is that of your profile here, {zone}"),
                    zone=around.profile_zone)  # fmt: skip
    return Line(_TAKEN_BACK[name])


_IN_SENTENCE = {"zone": _("zone"), "language": _("language"), "mission": _("mission")}
_TAKEN_BACK = {
    "zone": _("You have no zone of your own any more: your day is the UTC day"),
    "language": _(
        "You have no language of your own any more: answers are in the language of the platform, else English"
    ),
    "mission": _("You have no mission of your own any more: name one with “in”, unless the room has one"),
}
_LABELS = {"zone": _("Zone"), "language": _("Language"), "mission": _("Mission")}
_EFFECTS = {
    "zone": _("Your “today” is the date there, in answers only you see. Dates of facts never shift."),
    "language": _("Facts and quotations stay in their own words."),
    "mission": _("It is meant when you name none, unless the room has one of its own."),
}


def _title(wishes: Wishes, around: Around, name: str) -> Line:
    if name:
        return Line(_("{setting}: {value}"), setting=Line(_LABELS[name]), value=_value(name, wishes, around))
    return Line(_("You are answered in {language}, by the date in {zone}, on {mission}"),
                language=_language(wishes.language or "en"), zone=Text(_place(_zone(wishes, around))),
                mission=_mission(wishes, around))  # fmt: skip


def _mission(wishes: Wishes, around: Around) -> Line | Text:
    """The mission that is meant here when none is named."""
    chosen = around.room_mission or wishes.mission or (around.missions[0] if len(around.missions) == 1 else "")
    return Text(chosen) if chosen else Line(_("the mission you name"))


def _told(wishes: Wishes, around: Around) -> dict[str, list[Line]]:
    return {
        "zone": [Line(_("{zone}; there it is {moment}"), zone=_value("zone", wishes, around),
                      moment=Instant(around.now, _zone(wishes, around)))],
        "language": [_value("language", wishes, around), _there_are(around)],
        "mission": [_value("mission", wishes, around), *_room(wishes, around), *_missions(around)],
    }  # fmt: skip


def _zone(wishes: Wishes, around: Around) -> str:
    """The zone that holds: the person's choice, else that of their profile, else UTC."""
    return wishes.zone or around.profile_zone or "UTC"


def _value(name: str, wishes: Wishes, around: Around) -> Line:
    """A setting as it stands, also when nobody chose it."""
    match name:
        case "zone":
            if not wishes.zone and around.profile_zone:
                return Line(_("{zone}, from your profile here"), zone=around.profile_zone)
            return Line(_("{zone}"), zone=wishes.zone) if wishes.zone else Line(_("UTC, none chosen"))
        case "language":
            if wishes.language:
                return Line(_("{language}"), language=_language(wishes.language))
            return Line(_("{language}, none chosen"), language=_language("en"))
    if wishes.mission:
        return Line(_("{mission}"), mission=wishes.mission)
    if len(around.missions) == 1:
        return Line(_("{mission}, the only one on record"), mission=around.missions[0])
    return Line(_("none chosen"))


def _there_are(around: Around) -> Line:
    if len(around.languages) == 1:
        return Line(_("The only language so far."))
    known = Listing(
        tuple(Line(_("{language} ({code})"), language=_language(code), code=code) for code in around.languages)
    )
    return Line(_("There is {languages}."), languages=known)


def _room(wishes: Wishes, around: Around) -> list[Line]:
    if around.room_mission and around.room_mission != wishes.mission:
        return [Line(_("This room is about {mission}, which goes first here."), mission=around.room_mission)]
    return []


def _missions(around: Around) -> list[Line]:
    if len(around.missions) < 2:
        return []
    return [
        Line(
            _("On record: {missions}"),
            missions=Listing(tuple(Text(name) for name in around.missions[:10]), by_commas=True),
        )
    ]


def _language(code: str) -> Text:
    """A language in its own name: English, français."""
    try:
        return Text(Locale.parse(code).get_display_name() or code)
    except (UnknownLocaleError, ValueError):
        return Text(code)


def _place(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def _offers(setting: str, wishes: Wishes, around: Around) -> list[Offer[Line]]:
    """A line that changes the setting."""
    match setting:
        case "zone":
            city = "Geneva" if _zone(wishes, around) == "Africa/Nairobi" else "Nairobi"
            return [Offer(Line(_("Another zone")), f"settings zone {city}")]
        case "language":
            other = next((code for code in around.languages if code != (wishes.language or "en")), "")
            return [Offer(Line("{language}", language=_language(other)), f"settings language {other}")] if other else []
    other = next((name for name in around.missions if name != wishes.mission), "")
    if not other or len(around.missions) < 2:
        return []
    return [Offer(Line("{mission}", mission=other), f"settings mission {_quoted(other)}")]


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value


_NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
_AROUND = Around(_NOW, missions=("MSS Haiti", "MSK Karuna"))
EXAMPLES = {
    "nothing chosen": lambda: settings(Wishes(), Around(_NOW, missions=("MSS Haiti",))),
    "all chosen": lambda: settings(Wishes("Africa/Nairobi", "en", "MSK Karuna"), _AROUND),
    "a zone from the profile": lambda: settings(Wishes(), Around(_NOW, profile_zone="Africa/Nairobi"), "zone"),
    "one": lambda: settings(Wishes("Africa/Nairobi"), _AROUND, "zone"),
    "changed": lambda: setting_changed("zone", Wishes(), Wishes("America/Port-au-Prince"), _AROUND),
    "in a room": lambda: settings(
        Wishes(), Around(_NOW, missions=_AROUND.missions, room_mission="MSS Haiti"), "mission"
    ),
}
