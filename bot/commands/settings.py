"""A person's own settings."""

from __future__ import annotations

import difflib
from typing import Annotated, Any

from adapters.line import shortened
from adapters.port import Input
from bot.arguments import MISSION, Ask, OneWord, in_use
from bot.command import command
from bot.confirming import Unconfirmed
from bot.forgetting import forget
from bot.rights import Right
from bot.whom import Whom
from bot.zones import read_zone, zones_beginning
from briefings import documents, words
from briefings.document import Document, Line, Offer, UserError
from briefings.document import mark as _
from briefings.documents.settings import Around, Wishes
from store.grants import Holder
from store.people import Person
from store.rows import MissionRow

_NAMES = {
    "zone": "zone", "timezone": "zone", "tz": "zone", "time": "zone", "clock": "zone",
    "language": "language", "lang": "language", "locale": "language",
    "mission": "mission", "default": "mission",
    "forget": "forget",
}  # fmt: skip
_NOTHING = ("none", "off", "default", "reset", "clear", "-")
"""Words that take a choice back."""


class _SettingName(OneWord[str]):
    """zone, language or mission, or another word for one."""

    typed = "zone|language|mission"
    what = _("which setting; “forget me” removes all that is known of you")
    input = Input.CHOICE
    choices = ("zone", "language", "mission", "forget")

    async def one(self, word: str, ask: Ask) -> str:
        known = _NAMES.get(word.casefold())
        if known:
            return known
        near = difflib.get_close_matches(word.casefold(), list(_NAMES), 1)
        if near:
            raise UserError(
                _("There is no setting “{word}”; did you mean “{near}”?"), word=shortened(word), near=near[0]
            )
        raise UserError(_("There is no setting “{word}”; there is: zone, language, mission"), word=shortened(word))

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        return list(self.choices)


class _SettingValue(OneWord[str]):
    """What to set it to; the setting says what that may be."""

    typed = "VALUE"
    what = _("what to set it to: a city or zone, a language, a mission; “none” takes it back")
    input = Input.SEARCH

    async def one(self, word: str, ask: Ask) -> str:
        return word

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        missions = await MISSION.suggest("in", typed, ask)
        return [*missions, *words.languages(), *zones_beginning(typed), "none"][:25]


SettingName = Annotated[str, _SettingName()]
SettingValue = Annotated[str, _SettingValue()]


@command("settings", right=Right.READ, example="settings zone Nairobi", changes=True,
         words=("setting", "preferences", "preference", "prefs"))  # fmt: skip
async def settings(ask: Ask, name: SettingName = "", value: SettingValue = "") -> Document[Line]:
    """Show or set your own zone, language and mission."""
    if name == "forget":
        return await _forget(ask, value)
    if value and not name:
        raise UserError(_("Which setting is “{value}” for? write “settings zone Nairobi”"), value=shortened(value))
    missions = await ask.work.missions.all()
    around = await around_of(ask, missions)
    was = wishes_of(ask.person, missions)
    if not value:
        return documents.settings(was, around, name)
    wish = await _read(name, value, ask)
    if wish != getattr(ask.person, name):
        await ask.work.people.prefer(ask.person.id, **{name: wish})
    now = wishes_of(await ask.work.people.get(ask.person.id) or ask.person, missions)
    return documents.setting_changed(name, was, now, around)


async def _forget(ask: Ask, value: str) -> Document[Line]:
    """Remove what is known of whoever asks, once they have seen what that is."""
    said = value.casefold()
    if said not in ("me", "me for good"):
        raise UserError(_("Write “settings forget me” to have all removed that is known of you"), offers=(_MINE,))

    def agreed(question: Document[Line]) -> None:
        if said == "me":
            raise Unconfirmed(question.with_offers(Offer(Line(_("Remove")), "settings forget me for good"), _MINE))

    return await forget(ask, Whom(Holder.person(ask.person.id), ask.person.name), agreed)


_MINE = Offer(Line(_("Your settings")), "settings")


async def _read(name: str, value: str, ask: Ask) -> Any:
    """What the store keeps for a value as typed. Raises UserError for what cannot be chosen."""
    if value.casefold() in _NOTHING:
        return None if name == "mission" else ""
    match name:
        case "zone":
            return read_zone(value.removeprefix("zone "))
        case "language":
            return _language(value)
    return (await MISSION.one(value, ask)).ref


def _language(value: str) -> str:
    """The code of a language that can be spoken, by its code or its name in English or in itself."""
    from babel import Locale

    said = value.casefold()
    known = words.languages()
    for code in known:
        locale = Locale.parse(code)
        names = (code, locale.english_name or code, locale.get_display_name() or code)
        if said in (name.casefold() for name in names):
            return code
    raise UserError(_("“{word}” is not spoken here yet; there is: {known}"), word=shortened(value), known=", ".join(known),
                    offers=(Offer(Line(_("Your settings")), "settings"),))  # fmt: skip


def wishes_of(person: Person, missions: list[MissionRow]) -> Wishes:
    """What a person chose, their mission by its short name."""
    mine = next((row.mission.short for row in missions if row.ref == person.mission), "")
    return Wishes(person.zone, person.language, mine)


async def around_of(ask: Ask, missions: list[MissionRow]) -> Around:
    """What the wishes of whoever asks are read against."""
    about = next((row.mission.short for row in missions if ask.room and row.ref == ask.room.mission), "")
    return Around(
        ask.now, words.languages(), [row.mission.short for row in in_use(missions)], about, ask.request.actor.zone
    )
