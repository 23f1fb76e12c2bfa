"""What Discord refuses, in words: for the person who asked, and for the owner of a room that something was posted to."""

from __future__ import annotations

from collections.abc import Iterable

import discord

from adapters.port import DeliveryError, Room
from briefings.document import Line, Listing, UserError
from briefings.document import mark as _

# https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
UNKNOWN_CHANNEL, UNKNOWN_INTERACTION, UNKNOWN_WEBHOOK, EXPIRED = 10003, 10062, 10015, 50027
ANSWERED, NO_MORE_FOLLOWUPS, NO_ACCESS, CANNOT_TELL, NO_PERMISSION = 40060, 40094, 50001, 50007, 50013
ARCHIVED, NO_HISTORY = 50083, 160002

GONE = frozenset({UNKNOWN_WEBHOOK, EXPIRED})
"""Codes of an interaction whose fifteen minutes are over."""
LOST = frozenset({ANSWERED, UNKNOWN_INTERACTION})
"""Codes of an interaction that somebody else answered, or that nobody answered in time."""

SEE, SEND, SEND_IN_THREADS = _("View Channel"), _("Send Messages"), _("Send Messages in Threads")
ATTACH, READ_HISTORY = _("Attach Files"), _("Read Message History")
"""Permissions by the names that Discord's settings give them."""
OF_CODE = {NO_ACCESS: (SEE,), NO_HISTORY: (READ_HISTORY,)}

LACKING = _("I may not post in #{room}, since I lack “{permissions}”; whoever manages the server can grant that in the channel's settings")  # fmt: skip
LATER = 600.0
"""Seconds to leave Discord alone when it refuses too much."""


def kindly(error: discord.HTTPException) -> UserError | None:
    """What to tell the person who asked; None for what is a fault of ours."""
    if error.code in OF_CODE or error.code == NO_PERMISSION:
        return UserError(_("This server does not let me do that here; whoever manages it can look at my permissions in the channel's settings"))  # fmt: skip
    if error.status == 429 or error.status >= 500:
        return UserError(_("Discord asks me to wait; ask again in a minute"))
    return None


def failed(error: Exception, room: Room, lacking: Iterable[str] = ()) -> DeliveryError:
    """Why a post did not reach its room. `lacking` are the permissions that are known to be missing."""
    match error:
        case discord.RateLimited():
            return DeliveryError(Line(_("Discord asks me to wait before I post in #{room} again"), room=_name(room)),
                                 retry_after=error.retry_after)  # fmt: skip
        case discord.HTTPException():
            return _refused(error, room, tuple(lacking))
    why = Line(_("Discord cannot be reached: {why}"), why=str(error) or type(error).__name__)
    return DeliveryError(why, may_have_arrived=True)


def lacking(granted: discord.Permissions, *, in_thread: bool, has_files: bool, is_reply: bool) -> list[str]:
    """The permissions that a message wants and that are not granted in its room."""
    if not granted.view_channel:
        return [SEE]  # nothing else is granted where this is not
    needed = {
        SEND_IN_THREADS: granted.send_messages_in_threads or not in_thread,
        SEND: granted.send_messages or in_thread,
        ATTACH: granted.attach_files or not has_files,
        READ_HISTORY: granted.read_message_history or not is_reply,
    }
    return [permission for permission, is_granted in needed.items() if not is_granted]


def left(room: Room) -> DeliveryError:
    """The bot was taken out of the server of a room."""
    return DeliveryError(Line(_("I was removed from the server of #{room}; nothing is posted there until I am invited again"),
                              room=_name(room)), permanent=True)  # fmt: skip


def calmed(room: Room) -> DeliveryError:
    """We hold back, since Discord refused too many requests lately."""
    return DeliveryError(Line(_("Discord refused many requests in the last ten minutes, so #{room} has to wait"), room=_name(room)),
                         retry_after=LATER)  # fmt: skip


def _refused(error: discord.HTTPException, room: Room, lacking: tuple[str, ...]) -> DeliveryError:
    """A refusal that will not change by itself stops the room; anything else may be tried again."""
    if error.code == CANNOT_TELL:
        return DeliveryError(Line(_("This person takes no direct messages from me")), permanent=True)
    if error.code == UNKNOWN_CHANNEL:
        return DeliveryError(Line(_("The channel #{room} does not exist any more"), room=_name(room)), permanent=True)
    if error.code == ARCHIVED:
        return DeliveryError(Line(_("The thread #{room} is archived and locked, so nothing can be posted in it"), room=_name(room)),
                             permanent=True)  # fmt: skip
    if error.status == 403:
        missing = lacking or OF_CODE.get(error.code, (SEND,))
        permissions = Listing(tuple(map(Line, missing)))
        return DeliveryError(Line(LACKING, room=_name(room), permissions=permissions), permanent=True)
    why = Line(_("Discord did not take the post for #{room}: {why}"), room=_name(room), why=error.text or str(error))
    if error.status >= 500 or error.status == 408:
        return DeliveryError(why, may_have_arrived=True)
    if error.status in (401, 429):
        return DeliveryError(why, retry_after=LATER)
    return DeliveryError(why, permanent=True, of_document=True)


def _name(room: Room) -> str:
    return room.name or room.id
