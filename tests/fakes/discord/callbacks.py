"""The first answer to an interaction, and what follows through its token.

https://docs.discord.com/developers/interactions/receiving-and-responding#endpoints
"""

from __future__ import annotations

from tests.fakes.discord import objects
from tests.fakes.discord.commands import choice_problems
from tests.fakes.discord.components import modal_problems
from tests.fakes.discord.drafts import fill
from tests.fakes.discord.errors import (
    ALREADY_ANSWERED,
    FOLLOWUPS_USED,
    TOKEN_EXPIRED,
    UNKNOWN_INTERACTION,
    UNKNOWN_MESSAGE,
    UNKNOWN_WEBHOOK,
    Problem,
    Refusal,
    form,
    one_of,
)
from tests.fakes.discord.interactions import ANSWER_WITHIN, MOST_FOLLOWUPS, TOKEN_LIFE, Answer, Interaction, Kind
from tests.fakes.discord.kinds import Flag, Json
from tests.fakes.discord.mentions import BY_DEFAULT_IN_ANSWERS
from tests.fakes.discord.modals import ModalView
from tests.fakes.discord.rates import Limit
from tests.fakes.discord.rest import Call, route
from tests.fakes.discord.things import Message

TO_COMPONENTS = (Answer.DEFERRED_UPDATE, Answer.UPDATE)
TO_ALL = (Answer.MESSAGE, Answer.DEFERRED_MESSAGE)
WEBHOOK = "/webhooks/{app}/{webhook_token}"
FOLLOWUP_LIMIT = Limit(5, 2)


@route("POST /interactions/{interaction}/{token}/callback", is_open=True)
def respond(call: Call) -> Json | None:
    """…/receiving-and-responding#create-interaction-response: once, within three seconds."""
    interaction = call.discord.interactions.by_id.get(call.args["interaction"])
    if interaction is None or interaction.token != call.args["token"]:
        raise Refusal(*UNKNOWN_INTERACTION)
    if interaction.answer is not None:
        raise Refusal(*ALREADY_ANSWERED)
    if interaction.watch.age > ANSWER_WITHIN:
        raise Refusal(*UNKNOWN_INTERACTION)
    kind = _kind(call, interaction)
    try:
        _answer(call, interaction, kind, call.body.get("data") or {})
    except Refusal as refusal:
        raise refusal.inside("data") from None
    interaction.answer = kind
    interaction.answered.set()
    return _told(interaction) if call.asks("with_response") else None


def _kind(call: Call, interaction: Interaction) -> Answer:
    """The type of the answer, if this kind of interaction may be answered so."""
    if interaction.kind is Kind.AUTOCOMPLETE:
        allowed: tuple[Answer, ...] = (Answer.CHOICES,)
    else:
        modal = () if interaction.kind is Kind.MODAL else (Answer.MODAL,)
        allowed = (*TO_ALL, *(TO_COMPONENTS if interaction.message else ()), *modal)
    if wrong := [*one_of(call.body.get("type"), map(int, sorted(allowed)), ("type",))]:
        raise form(wrong)
    return Answer(call.body["type"])


def _answer(call: Call, interaction: Interaction, kind: Answer, data: Json) -> None:
    match kind:
        case Answer.MESSAGE:
            interaction.original = _new(call, interaction, data, Flag(data.get("flags") or 0))
        case Answer.DEFERRED_MESSAGE:
            interaction.original = _thinking(call, interaction, Flag(data.get("flags") or 0))
        case Answer.DEFERRED_UPDATE:
            interaction.original = interaction.message
        case Answer.UPDATE:
            interaction.original = interaction.message
            _edit(call, interaction.message, data)
        case Answer.CHOICES:
            _offer(interaction, data)
        case Answer.MODAL:
            _open(call, interaction, data)


def _told(interaction: Interaction) -> Json:
    """…/receiving-and-responding#interaction-callback-interaction-callback-response-object"""
    told: Json = {"id": interaction.id, "type": int(interaction.kind)}
    original = interaction.original
    if interaction.answer is None or original is None:
        return {"interaction": told}
    told |= {"response_message_id": original.id, "response_message_loading": original.is_loading,
             "response_message_ephemeral": bool(original.only_for)}  # fmt: skip
    resource: Json = {"type": int(interaction.answer)}
    if interaction.answer in (Answer.MESSAGE, Answer.UPDATE):
        resource["message"] = objects.message_data(original)
    return {"interaction": told, "resource": resource}


# what an answer does


def _new(call: Call, interaction: Interaction, data: Json, flags: Flag) -> Message:
    """A new message, private when its flags say so or the person may have it no other way."""
    message = _blank(call, interaction, flags)
    fill(call, message, data, pinging=BY_DEFAULT_IN_ANSWERS)
    return call.discord.world.post(message)


def _thinking(call: Call, interaction: Interaction, flags: Flag) -> Message:
    """“… is thinking”: whether it is private is settled now."""
    if flags & ~Flag.EPHEMERAL:
        raise form([Problem(("flags",), "BITFIELD_TYPE_CHOICES", "Only EPHEMERAL may be set when deferring")])
    message = _blank(call, interaction, flags)
    message.flags |= Flag.LOADING
    return call.discord.world.post(message)


def _blank(call: Call, interaction: Interaction, flags: Flag) -> Message:
    world = call.discord.world
    message = Message(world.snowflake(), interaction.channel, world.bot, world.clock.now)
    if flags & Flag.EPHEMERAL or interaction.is_forced_private:
        message.only_for, message.flags = interaction.user.id, Flag.EPHEMERAL
    message.metadata, message.owners = interaction.metadata, interaction.owners
    if interaction.message and not message.only_for:
        message.reference = interaction.message
    return message


def _edit(call: Call, message: Message | None, data: Json) -> Message:
    if message is None or message.is_gone:
        raise Refusal(*UNKNOWN_MESSAGE)
    world, was_loading = call.discord.world, message.is_loading
    fill(call, message, data, pinging=BY_DEFAULT_IN_ANSWERS)
    message.edited_at = None if was_loading else world.clock.now
    world.show(message)
    return message


def _offer(interaction: Interaction, data: Json) -> None:
    if wrong := [*choice_problems(data.get("choices") or [], ("choices",))]:
        raise form(wrong)
    interaction.choices = data.get("choices") or []


def _open(call: Call, interaction: Interaction, data: Json) -> None:
    if wrong := modal_problems(data):
        raise form(wrong)
    interaction.modal = ModalView(interaction, data)
    screen = call.discord.world.screens[interaction.user.id]
    screen.modal = interaction.modal
    screen.show(interaction.modal)


# through the token


@route(f"POST {WEBHOOK}", limit=FOLLOWUP_LIMIT, is_open=True)
def follow_up(call: Call) -> Json:
    """A further message. Right after deferring it fills the one that is “thinking”, as private as that one is."""
    interaction = _interaction(call)
    if interaction.original and interaction.original.is_loading and not interaction.original.is_gone:
        return objects.message_data(_edit(call, interaction.original, _without_flag(call.body)))
    is_there_by_user = interaction.is_by_user_install and interaction.channel.server
    if is_there_by_user and len(interaction.followups) >= MOST_FOLLOWUPS:
        raise Refusal(*FOLLOWUPS_USED)
    message = _new(call, interaction, call.body, Flag(call.body.get("flags") or 0))
    interaction.followups.append(message)
    return objects.message_data(message)


@route(f"GET {WEBHOOK}/messages/{{message}}", limit=FOLLOWUP_LIMIT, is_open=True)
def get(call: Call) -> Json:
    return objects.message_data(_message(call))


@route(f"PATCH {WEBHOOK}/messages/{{message}}", limit=FOLLOWUP_LIMIT, is_open=True)
def edit(call: Call) -> Json:
    return objects.message_data(_edit(call, _message(call), _without_flag(call.body)))


@route(f"DELETE {WEBHOOK}/messages/{{message}}", limit=FOLLOWUP_LIMIT, is_open=True)
def delete(call: Call) -> None:
    call.discord.world.delete(_message(call))


def _interaction(call: Call) -> Interaction:
    """Of a token that lives: fifteen minutes, and only after a first answer."""
    interaction = call.discord.interactions.by_token.get(call.args["webhook_token"])
    if interaction is None or call.args["app"] != call.discord.world.app.id:
        raise Refusal(*UNKNOWN_WEBHOOK)
    if call.discord.clock.timestamp - interaction.born > TOKEN_LIFE:
        raise Refusal(*TOKEN_EXPIRED)
    if interaction.answer is None:
        raise Refusal(*UNKNOWN_WEBHOOK)
    return interaction


def _message(call: Call) -> Message:
    interaction, id = _interaction(call), call.args["message"]
    known = [one for one in (interaction.original, *interaction.followups) if one and not one.is_gone]
    found = interaction.original if id == "@original" else next((one for one in known if one.id == id), None)
    if found is None or found.is_gone:
        raise Refusal(*UNKNOWN_MESSAGE)
    return found


def _without_flag(body: Json) -> Json:
    """Whether a message is private cannot be changed any more; the flag is ignored."""
    return body if body.get("flags") is None else {**body, "flags": body["flags"] & ~Flag.EPHEMERAL}
