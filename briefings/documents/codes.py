"""One-time codes: to own a space, to let two accounts be one person, to let a workplace share a space."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from briefings.document import Document, Instant, Line, Listing, Offer, Person, Text, section
from briefings.document import mark as _
from briefings.documents.rights import whom

_RIGHTS = Offer(Line(_("Who may do what")), "rights list")
_BRIEF = Offer(Line(_("Brief")), "status")


def link_code(line: str, until: datetime, zone: str = "UTC") -> Document[Line]:
    """A code that lets another account be the same person, as the line to type there."""
    return Document(
        name="link-code",
        title=Line(_("To be one person on both, type this on the other platform: {line}"), line=line),
        header=(_once(until, zone),),
        sections=(section(Line(_("Effect")), Line(_("What you may do with one account you may do with the other; settings and name are those of the account that was known first."))),),
        small=(Line(_("Give it to nobody: whoever types it becomes you.")),),
    )  # fmt: skip


def join_code(line: str, until: datetime, zone: str = "UTC") -> Document[Line]:
    """A code that lets another workplace share this space, as the line that an owner types there."""
    return Document(
        name="join-code",
        title=Line(_("To share this space with another workspace, server or terminal, an owner types there: {line}"), line=line),
        header=(_once(until, zone),),
        sections=(section(Line(_("Effect")), Line(_("Its members read the missions here. Roles that were given there end; give them anew here."))),),
        small=(Line(_("Give it to nobody else: whoever types it brings their workplace in.")),),
    )  # fmt: skip


def _once(until: datetime, zone: str) -> Line:
    return Line(_("It works once, until {moment}."), moment=Instant(until, zone))


def code_unknown(next_step: str) -> Document[Line]:
    """That a code fits nothing, and what to do; `next_step` is one of the keys below."""
    return Document(
        name="code-unknown",
        title=Line(_("This code does not fit: it was used, has ended, or was misspelt")),
        sections=(section(Line(_("Next")), Line(_NEXT[next_step])),),
        offers=(Offer(Line(_("What I may do")), "rights why"),),
    )


_NEXT = {
    "setup": _("Whoever runs the bot gets a new one from “mss init”."),
    "link": _("Type “link” with your other account: it gives you a new one."),
    "join": _("An owner of the other space gets a new one with “join”."),
}


def owner_now(prefix: str = "/mss ") -> Document[Line]:
    """That the reader owns this space, and what an owner does first."""
    return Document(
        name="owner",
        title=Line(_("You own this space now")),
        sections=(
            section(
                Line(_("Next")),
                Line(_("{line} · let somebody change facts"), line=f"{prefix}rights grant editor to @NAME"),
                Line(_("{line} · a second owner, so that it never hangs on one"), line=f"{prefix}rights grant owner to @NAME"),
                Line(_("{line} · share this space with another workspace, server or terminal"), line=f"{prefix}join"),
                is_list=True,
            ),
        ),
        offers=(_RIGHTS, _BRIEF),
    )  # fmt: skip


def owner_already() -> Document[Line]:
    """That the reader owned this space before; the code was not used."""
    return Document(
        name="owner",
        title=Line(_("You own this space already; the code is still good elsewhere")),
        offers=(_RIGHTS,),
    )


def link_question(name: str, places: Sequence[str]) -> Document[Line]:
    """Who would become one person with the reader, before they do."""
    return Document(
        name="link",
        title=Line(_("Are you {person} too?"), person=Person(name)),
        header=(Line(_("Nothing is joined yet. Say yes only if it was you who got this code.")),),
        sections=(
            section(Line(_("Known on")), Line("{places}", places=Listing(tuple(map(Text, places)), by_commas=True))),
            section(Line(_("Effect")), Line(_("What you may do, {person} may do, and the other way round."), person=Person(name))),
        ),
    )  # fmt: skip


def linked(name: str, places: Sequence[str]) -> Document[Line]:
    """That two accounts are one person."""
    return Document(
        name="linked",
        title=Line(_("Both accounts are one person now: {person}"), person=Person(name)),
        sections=(section(Line(_("Known on")), Line("{places}", places=Listing(tuple(map(Text, places)), by_commas=True))),),
        small=(Line(_("The history keeps the name of each account.")),),
        offers=(Offer(Line(_("What I may do")), "rights why"), Offer(Line(_("Your settings")), "settings")),
    )  # fmt: skip


def join_question(missions: Sequence[str], owners: Sequence[str]) -> Document[Line]:
    """What joining another space would mean for this workplace, before it does."""
    return Document(
        name="join",
        title=Line(_("Let this workplace share the space of {owners}?"), owners=whom(owners)),
        header=(Line(_("Nothing is changed yet.")),),
        sections=(
            section(Line(_("Missions there")), _missions(missions)),
            section(Line(_("Effect")), Line(_("Everybody here sees these instead of what is recorded here. Their owners say who may do what.")),
                    Line(_("Roles that were given here end. People keep their zone and language."))),
        ),
    )  # fmt: skip


def joined(missions: Sequence[str], owners: Sequence[str]) -> Document[Line]:
    """That this workplace shares another space."""
    return Document(
        name="joined",
        title=Line(_("This workplace shares the space of {owners} now"), owners=whom(owners)),
        sections=(section(Line(_("Missions there")), _missions(missions)),),
        offers=(_BRIEF, _RIGHTS),
    )


def _missions(names: Sequence[str]) -> Line:
    if not names:
        return Line(_("none yet"))
    return Line("{missions}", missions=Listing(tuple(map(Text, names)), by_commas=True))


_UNTIL = datetime(2025, 1, 17, 9, 15, tzinfo=UTC)
EXAMPLES = {
    "a code to link": lambda: link_code("/mss link 7K4M-PQ2X-9D3T", _UNTIL, "Africa/Nairobi"),
    "a code to join": lambda: join_code("/mss join 7K4M-PQ2X-9D3T", _UNTIL, "Africa/Nairobi"),
    "one that does not fit": lambda: code_unknown("setup"),
    "an owner": owner_now,
    "an owner already": owner_already,
    "link?": lambda: link_question("Amina", ["slack", "discord"]),
    "linked": lambda: linked("Amina", ["slack", "discord"]),
    "join?": lambda: join_question(["MSS Haiti", "MSK Karuna"], ["Amina"]),
    "joined": lambda: joined(["MSS Haiti"], ["Amina", "Ben"]),
}
