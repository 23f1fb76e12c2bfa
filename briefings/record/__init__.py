"""A record file: one mission with its sources, parties, facts, choices and remarks, as TOML that people can edit.

`check_record` finds every fault at once; `read_record` gives the record of a file without faults;
`write_record` gives back an equal file.
"""

from briefings.record.reading import Fault, check_record, read_record
from briefings.record.record import Record
from briefings.record.writing import write_record

__all__ = ["Fault", "Record", "check_record", "read_record", "write_record"]
