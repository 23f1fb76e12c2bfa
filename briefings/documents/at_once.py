"""What was changed on record, told at once to a room that wants it so."""

from __future__ import annotations

from briefings.changes import changes
from briefings.document import Document, Line, section
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.header import header
from briefings.documents.news import news
from briefings.documents.posts import full_brief, sources
from briefings.documents.sentences import mission_name
from briefings.picture import Picture


def told_at_once(picture: Picture, before: Picture) -> Document[Line] | None:
    """What a change made of the situation of a day, the weightiest first; None where it moved nothing.

    `before` is what our own store held before the change.
    """
    lines = news(changes(before, picture, before))
    if not lines:
        return None
    first, *others = lines
    return Document(
        name="told-at-once",
        title=Line(_("{mission}, changed on record: {news}"), mission=mission_name(picture), news=first),
        header=header(picture),
        sections=(section(Line(_("Also")), *others, is_list=True),) if others else (),
        offers=(full_brief(picture), sources(picture)),
    )


def _example(since: str, day: str) -> Document[Line]:
    document = told_at_once(examples.haiti(day), examples.haiti(since))
    if document is None:
        raise ValueError(day)
    return document


EXAMPLES = {
    "a new count": lambda: _example("2024-11-10", "2025-01-15"),
    "a deadline that passed": lambda: _example("2025-01-30", "2025-02-03"),
}
