"""Rooms that are cleared for internal sources: the question, what was done, and where nothing has to be done."""

from __future__ import annotations

from briefings.document import Document, Line, Offer, Text, section
from briefings.document import mark as _

_SOURCES = Offer(Line(_("All sources")), "source")


def clearance_question(room: str, *, is_cleared: bool) -> Document[Line]:
    """The question whether a room is to see what rests on internal sources, or no longer."""
    title = _("Show internal sources in {room}?") if is_cleared else _("Keep internal sources from {room}?")
    bare = _("Show internal sources in this room?") if is_cleared else _("Keep internal sources from this room?")
    effect = (
        _("Everybody who can read this room, now or later, then reads what rests on internal sources: in answers, digests "
          "and warnings.")
        if is_cleared else
        _("Answers, digests and warnings here then leave out what rests on internal sources. What was posted before stays.")
    )  # fmt: skip
    return Document(
        name="clearance-question",
        title=Line(title, room=Text(f"#{room}")) if room else Line(bare),
        header=(Line(_("Nothing is changed yet.")),),
        sections=(section(Line(_("Effect")), Line(effect)),),
    )


def clearance_changed(*, is_cleared: bool) -> Document[Line]:
    """That a room is cleared now, or no longer, and how to take it back."""
    if is_cleared:
        back = Offer(Line(_("Take it back")), "sources close-room")
        return Document(
            name="clearance-changed", title=Line(_("This room now sees internal sources")), offers=(back, _SOURCES)
        )
    back = Offer(Line(_("Take it back")), "sources clear-room")
    return Document(
        name="clearance-changed", title=Line(_("This room no longer sees internal sources")), offers=(back, _SOURCES)
    )


def clearance_unchanged(*, is_cleared: bool) -> Document[Line]:
    """That the room is so already."""
    said = (
        _("This room sees internal sources already: nothing was changed")
        if is_cleared
        else _("This room does not see internal sources: nothing was changed")
    )
    return Document(name="clearance-unchanged", title=Line(said), offers=(_SOURCES,))


def clearance_by_nature() -> Document[Line]:
    """That a terminal or a direct message needs no clearance: what is seen there follows from rights."""
    said = _(
        "Only you are here: at a terminal, and in a direct message of whoever may edit, internal sources are always seen"
    )
    return Document(name="clearance-by-nature", title=Line(said), offers=(_SOURCES,))


EXAMPLES = {
    "to clear": lambda: clearance_question("haiti-desk", is_cleared=True),
    "to close": lambda: clearance_question("", is_cleared=False),
    "cleared": lambda: clearance_changed(is_cleared=True),
    "closed": lambda: clearance_changed(is_cleared=False),
    "cleared already": lambda: clearance_unchanged(is_cleared=True),
    "not cleared": lambda: clearance_unchanged(is_cleared=False),
    "at a terminal": clearance_by_nature,
}
