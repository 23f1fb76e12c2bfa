"""A small record for the examples that every document shows, written as a record file is."""

from __future__ import annotations

from datetime import date
from functools import cache

from briefings.picture import Clocks, Picture, picture
from briefings.record import Record, read_record

TODAY = date(2026, 11, 22)

_RECORD = """
format = 1

[mission]
name = "Multinational Security Support mission in Haiti"
short = "MSS Haiti"
aliases = ["MSS"]

[[source]]
name = "S0"
title = "Ruto meets Blinken in New York"
published = "2024-09-26 or later"

[[source]]
name = "S1"
title = "Ruto and Blinken discuss a UN operation"
published = "2024-11-07 to 2025-01-31"

[[source]]
name = "S2"
title = "Rubio praises the Kenyan force"
published = "2025-01"

[[party]]
name = "Haitian government"
short = "Haiti"

[[party]]
name = "China"

[[party]]
name = "Russia"

[[party]]
name = "Guatemala"

[[party]]
name = "El Salvador"

[[fact]]
name = "S0-15"
kind = "target"
source = "S0"
value = "2,500 officers"
deadline = "2025-01"
reported_on = "2024-09-26"
quote = "the target of 2,500 officers by January 2025"

[[fact]]
name = "S1-09"
kind = "position"
source = "S1"
subject = "Haitian government"
aspect = "UN operation"
value = "support"
as_of = "unknown"
quote = "advocated for transforming the MSS"

[[fact]]
name = "S1-18"
kind = "vote"
source = "S1"
aspect = "extension"
value = "unanimous"
occurred = "unknown"
quote = "unanimously voted to extend the mandate"

[[fact]]
name = "S1-19"
kind = "mandate"
source = "S1"
aspect = "term"
value = "1 year"
valid_to = "2025-10-02"
quote = "for another year, until October 2, 2025"

[[fact]]
name = "S1-23"
kind = "strength"
source = "S1"
value = "about 400 police officers"
as_of = "2024-11-07 or later"
basis = "inferred: “currently” in an article of that day or later"
quote = "has approximately 400 police officers deployed"

[[fact]]
name = "S2-12"
kind = "position"
source = "S2"
subject = "Russia"
aspect = "UN operation"
value = "oppose"
as_of = "2025-01"

[[fact]]
name = "S2-13"
kind = "position"
source = "S2"
subject = "China"
aspect = "UN operation"
value = "oppose"
as_of = "2025-01"

[[fact]]
name = "S2-18"
kind = "target"
source = "S2"
value = "2,500 MSS officers"
deadline = "before 2025-01"
quote = "required in the Caribbean before January 2025"
contradicts = ["S0-15"]

[[fact]]
name = "S2-21"
kind = "strength"
source = "S2"
value = "about 572 personnel"
as_of = "2025-01"
quote = "only about 572 personnel out of the 2,500 pledged have been deployed"

[[fact]]
name = "S2-23"
kind = "movement"
source = "S2"
subject = "Guatemala"
text = "reinforcements"
occurred = "2025-01"
movement = "arrived"

[[fact]]
name = "S2-24"
kind = "movement"
source = "S2"
subject = "El Salvador"
text = "reinforcements"
occurred = "2025-01"
movement = "arrived"

[[headline]]
fact = "S0-15"
reason = "two sources say “by January”"

[[remark]]
name = "C1"
kind = "time series"
facts = ["S1-23", "S2-21"]
text = "Two counts of different days; their units differ."
"""


@cache
def record() -> Record:
    return read_record(_RECORD)


def haiti(as_of: str = "") -> Picture:
    """The example mission on a day; on 22 November 2026 when no day is given."""
    day = date.fromisoformat(as_of) if as_of else TODAY
    held = record()
    return picture(
        held.mission, Clocks(TODAY, day), held.claims, held.sources, held.parties, held.choices, held.remarks
    )
