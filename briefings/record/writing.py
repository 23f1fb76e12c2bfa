"""Writing a record file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import MISSING, fields
from enum import Enum
from typing import Any

from briefings.claims import Claim, Mission, Relation
from briefings.dates import Basis, RecordedDate, Role
from briefings.ladders import write_ladder
from briefings.record.record import FORMAT, Record

_PREFACE = """\
# A mission's record: what its sources say, one fact a table. Correct it in any text editor, then run
# “mss record check FILE”: it names every fault with its line. What no source says stays unsaid.
#
# Numbers    "572 personnel" · "about 400 police officers" · "900-1,000" · "up to 5,500" · "USD 85.5 million" ·
#            "unknown" where the source gives none
# Dates      "2024-11-07" · "2025-01" · "2024" · "about 2024-09" · "2024-11-07 or later" · "by late 2024" ·
#            "before 2025-01" · "2024-11-07 to 2025-01-31" (some day between) · "unknown" · "unknown, near 2024-11-07"
#            They are of five sorts: occurred, as_of, reported_on, deadline, valid_to.
# Durations  "1 year" · "9 months"          Lists  ["first", "second"]
#
# [mission]     two_for names the kinds of facts of which a change waits for a second person, or "all"
# [[source]]    where it was read: S0, S1, …; published is its day of publication, as far as known
# [[party]]     a state, body or person; short is its name in a brief, part_of the party that speaks for it
# [[fact]]      one statement by one source
#     subject   whom it is about            actors     who else took part
#     aspect    which office, proposal or part of the profile; for a mandate: term, purpose or closure
#     scope     one country or component; left out for the whole mission
#     value     the number, sum, length or word; text says it in our words
#     basis     how the date is known: stated, inferred or relative; a colon and the reason may follow
#     quote     the evidence, in the source's words, 12 at most
#     said_by   whom the source passes on   doubt      why the source seems to err
#     restates, contradicts, supersedes, part_of       other facts it leans on; never merged
#     beside    true: not about the mission itself
# [[headline]]  the fact an editor chose among rivals, and why
# [[remark]]    a note over several facts
"""


def write_record(record: Record) -> str:
    """The record as a file; reading it gives back an equal record, writing that an equal file."""
    tables = [
        _table("[mission]", _mission(record.mission)),
        *(_table("[[source]]", _filled(source)) for source in record.sources),
        *(_table("[[party]]", _filled(party)) for party in record.parties),
        *(_table("[[fact]]", _fact(claim)) for claim in record.claims),
        *(_table("[[headline]]", {"fact": choice.claim, "reason": choice.reason}) for choice in record.choices),
        *(_table("[[remark]]", {"name": remark.name, "kind": remark.kind, "facts": remark.claims, "text": remark.text})
          for remark in record.remarks),
    ]  # fmt: skip
    return "\n".join([_PREFACE, f"format = {FORMAT}\n", *tables])


def _mission(mission: Mission) -> dict[str, Any]:
    ladders = tuple(write_ladder(kind, rungs) for kind, rungs in mission.ladders.items())
    return _filled(mission) | ({"ladders": ladders} if ladders else {})


def _fact(claim: Claim) -> dict[str, Any]:
    basis = claim.basis.value + (f": {claim.basis_note}" if claim.basis_note else "")
    words = {key: value for key, value in _filled(claim).items() if key not in ("basis", "basis_note")}
    row: dict[str, Any] = {
        **{key: words.pop(key) for key in ("name", "kind", "source", "subject", "aspect", "scope") if key in words},
        "value": _value(claim.value),
        **{key: words.pop(key) for key in ("text",) if key in words},
        **{role.value: str(claim.dates[role]) for role in Role if role in claim.dates},
        "basis": None if basis == Basis.STATED else basis,
        **{key: words.pop(key) for key in ("said_by", "actors") if key in words},
        **claim.details,
        **{key: words.pop(key) for key in ("quote", "doubt", "note", "grade", "beside") if key in words},
        **{relation.value: claim.linked(relation) or None for relation in Relation},
    }
    return {key: value for key, value in row.items() if value is not None}


def _value(value: Any) -> Any:
    return value if value is None or isinstance(value, tuple) else str(value)


_PLAIN = (str, bool, int, tuple, RecordedDate, Enum)


def _filled(entry: Any) -> dict[str, Any]:
    """The fields of an entry that say something else than their default."""
    row: dict[str, Any] = {}
    for part in fields(entry):
        value = getattr(entry, part.name)
        default = part.default_factory() if part.default_factory is not MISSING else part.default
        if value != default and isinstance(value, _PLAIN) and part.name not in ("links", "standing", "value"):
            row[part.name] = str(value) if isinstance(value, RecordedDate) else value
    return row


def _table(head: str, row: Mapping[str, Any]) -> str:
    return "\n".join((head, *(f"{key} = {_toml(value)}" for key, value in row.items()))) + "\n"


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple):
        return f"[{', '.join(_toml(part) for part in value)}]"
    return _toml_text(value.value if isinstance(value, Enum) else str(value))


def _toml_text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    safe = re.sub(r"[\x00-\x1f\x7f]", lambda found: f"\\u{ord(found[0]):04x}", escaped)
    return f'"{safe}"'
