"""Zones as people name them: an IANA name, or the name of a well-known city."""

from __future__ import annotations

import difflib
import re
from functools import cache
from zoneinfo import available_timezones

from adapters.line import shortened
from briefings.document import UserError
from briefings.document import mark as _

_CAPITALS = {
    "Abuja": "Africa/Lagos", "Ankara": "Europe/Istanbul", "Barcelona": "Europe/Madrid", "Beijing": "Asia/Shanghai",
    "Bern": "Europe/Zurich", "Bonn": "Europe/Berlin", "Brasilia": "America/Sao_Paulo", "Brasília": "America/Sao_Paulo",
    "Boston": "America/New_York", "Canberra": "Australia/Sydney", "Cape Town": "Africa/Johannesburg",
    "Geneva": "Europe/Zurich", "Goma": "Africa/Lubumbashi", "Hanoi": "Asia/Ho_Chi_Minh",
    "Islamabad": "Asia/Karachi", "Kiev": "Europe/Kyiv", "Milan": "Europe/Rome", "Montreal": "America/Toronto",
    "Mumbai": "Asia/Kolkata", "Munich": "Europe/Berlin", "New Delhi": "Asia/Kolkata", "Ottawa": "America/Toronto",
    "Pretoria": "Africa/Johannesburg", "Quito": "America/Guayaquil", "Rabat": "Africa/Casablanca",
    "Rio de Janeiro": "America/Sao_Paulo", "San Francisco": "America/Los_Angeles", "San Jose": "America/Costa_Rica",
    "San Salvador": "America/El_Salvador", "Guatemala City": "America/Guatemala", "Strasbourg": "Europe/Paris",
    "Tel Aviv": "Asia/Jerusalem", "The Hague": "Europe/Amsterdam", "Washington": "America/New_York",
    "Washington DC": "America/New_York", "Wellington": "Pacific/Auckland", "Yaounde": "Africa/Douala",
}  # fmt: skip
"""Cities a desk may sit in that give no IANA zone its name."""


def read_zone(text: str) -> str:
    """The IANA name of the zone that a text means. Raises UserError naming the nearest one that there is."""
    wanted = _folded(text)
    if wanted in _known():
        return _known()[wanted]
    near = difflib.get_close_matches(wanted, list(_known()), 3, cutoff=0.7) if _may_be_a_name(wanted) else []
    if near:
        names = ", ".join(dict.fromkeys(_shown(name) for name in near))
        raise UserError(_("“{word}” is no zone; did you mean {names}?"), word=shortened(text), names=names)
    raise UserError(_("“{word}” is no zone; name a large city like Nairobi, or a zone like Africa/Nairobi"),
                    word=shortened(text))  # fmt: skip


def _may_be_a_name(wanted: str) -> bool:
    """Whether a city may be near it: an abbreviation such as EST and an offset such as GMT+2 are near none."""
    return len(wanted) > 4 and not re.search(r"[\d+]", wanted)


def zones_beginning(typed: str) -> list[str]:
    """Cities and zones whose names begin so, for completion."""
    begin = _folded(typed)
    return sorted({_shown(name) for name in _known() if name.startswith(begin)})[:25]


_AREAS = ("Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
"""Where zones are named for cities; others, such as US/Pacific, go by their whole name only."""


@cache
def _known() -> dict[str, str]:
    """Zones by the folded names that people use for them: the whole name, the city alone, some other cities."""
    regions = [name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/"))]
    of_cities = sorted((name for name in regions if name.startswith(_AREAS)), reverse=True)
    by_city = {_folded(name.rpartition("/")[2]): name for name in of_cities}
    others = {_folded(city): zone for city, zone in _CAPITALS.items()}
    return {**by_city, **others, **{_folded(name): name for name in regions}, "utc": "UTC", "gmt": "UTC"}


def _folded(text: str) -> str:
    return re.sub(r"[\s_]+", " ", text.replace("-", " ").strip()).casefold()


def _shown(known: str) -> str:
    """A known name as it is printed: the zone's own for a whole name, the city's else."""
    zone = _known()[known]
    if "/" in known:
        return zone
    city = next((city for city in _CAPITALS if _folded(city) == known), zone.rpartition("/")[2])
    return city.replace("_", " ")
