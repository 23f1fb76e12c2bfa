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

[[party]]
name = "William Ruto"
kind = "person"
short = "Ruto"

[[party]]
name = "Antony Blinken"
kind = "person"
short = "Blinken"

[[party]]
name = "Marco Rubio"
kind = "person"
short = "Rubio"

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

[[fact]]
name = "S0-01"
kind = "engagement"
source = "S0"
text = "Ruto–Blinken meeting"
occurred = "2024-09-26"
actors = ["William Ruto", "Antony Blinken"]
place = "New York"
mode = "in person"
quote = "held a meeting with U.S. Secretary of State Antony Blinken"

[[fact]]
name = "S0-02"
kind = "engagement"
source = "S0"
aspect = "topic"
text = "strategic partnership and collaboration"
occurred = "2024-09-26"
actors = ["William Ruto", "Antony Blinken"]
part_of = ["S0-01"]

[[fact]]
name = "S0-21"
kind = "statement"
source = "S0"
subject = "William Ruto"
text = "what was once deemed mission impossible is a present and undeniable reality"
occurred = "2024-09-26"
form = "quotation"
quote = "once deemed mission impossible is indeed a present and undeniable reality"

[[fact]]
name = "S0-22"
kind = "profile"
source = "S0"
aspect = "lead nation"
value = "Kenya"
reported_on = "2024-09-26"

[[fact]]
name = "S0-24"
kind = "profile"
source = "S0"
aspect = "described as"
value = "peacekeeping mission"
reported_on = "2024-09-26"
doubt = "Loose wording: other sources treat UN peacekeeping as something the mission is not yet."

[[fact]]
name = "S0-26"
kind = "role"
source = "S0"
subject = "Antony Blinken"
aspect = "US Secretary of State"
value = "holds"
reported_on = "2024-09-26"

[[fact]]
name = "S2-02"
kind = "role"
source = "S2"
subject = "Marco Rubio"
aspect = "US Secretary of State"
value = "nominated"
reported_on = "2025-01"

[[fact]]
name = "S2-15"
kind = "challenge"
source = "S2"
value = "understaffed"
as_of = "2025-01"
quote = "such as being understaffed and underfunded"

[[fact]]
name = "S2-16"
kind = "challenge"
source = "S2"
value = "underfunded"
as_of = "2025-01"
quote = "such as being understaffed and underfunded"

[[fact]]
name = "S2-20"
kind = "statement"
source = "S2"
subject = "William Ruto"
text = "what was once deemed mission impossible is a present and undeniable possibility"
occurred = "2024-09-26"
form = "quotation"
quote = "what once deemed mission impossible is indeed a present and undeniable possibility"
restates = ["S0-21"]
contradicts = ["S0-21"]

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
