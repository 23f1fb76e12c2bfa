"""Short answers: one sentence, and what to do next; or a choice between several things that fit."""

from __future__ import annotations

from collections.abc import Sequence

from briefings.claims import Claim
from briefings.document import Document, Line, Offer, Text, plural, section
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.header import clock_words, header
from briefings.documents.sentences import statement
from briefings.picture import Picture

MOST_CHOICES = 10


def notice(line: Line, *offers: Offer[Line]) -> Document[Line]:
    """One sentence as an answer."""
    return Document(name="notice", title=line, offers=offers)


def which_fact(picture: Picture, words: str, claims: Sequence[Claim], command: str = "source") -> Document[Line]:
    """A choice between the facts that a word or a figure fits; each offers the command that was asked."""
    shown = claims[:MOST_CHOICES]
    lines = [Line(_("{name}: {statement}"), name=claim.name, statement=statement(picture, claim)) for claim in shown]
    more = len(claims) - len(shown)
    if more:
        lines.append(plural(_("{n} more; name the one you mean, or look for it with “search”"),
                            _("{n} more; name the one you mean, or look for it with “search”"), more))  # fmt: skip
    return Document(
        name="which-fact",
        title=Line(_("“{words}” fits {n} facts; choose one"), words=Text(words), n=len(claims)),
        header=header(picture),
        sections=(section(None, *lines, is_list=True),),
        offers=tuple(
            Offer(Line("{name}", name=claim.name), f"{command} {claim.name}{clock_words(picture)}") for claim in shown
        ),
    )


def _example_choice() -> Document[Line]:
    claims = [claim for claim in examples.record().claims if claim.kind == "target"]
    return which_fact(examples.haiti(), "2500", claims)


EXAMPLES = {
    "a refusal": lambda: notice(Line(_("“{word}” is not a day; write it like 2024-11-07"), word=Text("Novembr"))),
    "a choice": _example_choice,
}
