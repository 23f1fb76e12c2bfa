"""One listener for each kind of payload Slack sends; what it means is looked up behind it.

Bolt tries its listeners in order, so there are few. An ack leaves when its listener returns: what is ready by then
goes along in it, what is not goes on behind it.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.line import as_typed
from adapters.port import SHARE, Refused, SeenEvents
from adapters.recent import Recent
from adapters.slack import PLATFORM, forms, places, views
from adapters.slack.access import Workspaces
from adapters.slack.answers import Answers, Reply
from adapters.slack.blocks import TURN
from adapters.slack.directs import Directs
from adapters.slack.files import Files
from adapters.slack.homes import Homes
from adapters.slack.people import People
from adapters.slack.places import Payload, Place
from adapters.slack.posts import Posts
from adapters.slack.sending import Sender
from adapters.slack.troubles import GONE, kindly, word
from adapters.slack.views import PART
from adapters.tasks import Tasks, in_time
from briefings.document import File, UserError
from briefings.document import mark as _

log = logging.getLogger("mss.slack")
TITLE = _("One moment")
HOME = "home"
"""The line that the App Home answers."""
ANY = re.compile("")


@dataclass(frozen=True, slots=True)
class Parts:
    """What the listeners work with."""

    answers: Answers
    posts: Posts
    people: People
    homes: Homes
    workspaces: Workspaces
    seen: SeenEvents
    sender: Sender
    files: Files
    tasks: Tasks
    recent: Recent
    directs: Directs
    patience: float


class Unanswered(Exception):
    """An event is not answered yet: Slack is to send it again."""


class Listeners:
    """Hears what people do, and answers."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._answers, self._posts, self._tasks = parts.answers, parts.posts, parts.tasks
        self._events: dict[str, Callable[[Payload, AsyncBoltContext], Coroutine[Any, Any, None]]] = {
            "app_mention": self._spoken_to,
            "message": self._spoken_to,
            "app_home_opened": self._home_opened,
            "app_uninstalled": self._left,
            "tokens_revoked": self._left,
            "user_change": self._person_changed,
        }

    @property
    def events(self) -> tuple[str, ...]:
        """The events that are listened to."""
        return tuple(self._events)

    def listen(self, app: AsyncApp) -> None:
        """Register with Bolt."""
        app.command(ANY)(self.command)
        app.action(ANY)(self.pressed)
        app.view(ANY)(self.submitted)
        app.options(ANY)(self.searched)
        app.shortcut(ANY)(self.asked_about)
        app.event(ANY)(self.happened)
        app.error(_failed)

    # what people do

    async def command(self, body: Payload, context: AsyncBoltContext) -> BoltResponse:
        """A slash command."""
        return BoltResponse(status=200, body=await self.ack_of(body, self._client(context)))

    async def ack_of(self, body: Payload, client: AsyncWebClient) -> str:
        """The ack of a slash command, as JSON or nothing: its answer leaves in it when it is ready, else it follows."""
        place = places.of_command(body)
        if not self._parts.recent.is_new(body["trigger_id"]):
            return ""
        place = await self._parts.directs.seen(client, place)
        asked = self._tasks.begin(self._answers.to_line(client, place, places.typed(body.get("text", ""))))
        if not await in_time(asked, self._parts.patience):
            self._tasks.later(self._finish(client, place, asked, body["trigger_id"]))
            return json.dumps({"response_type": "ephemeral", "text": self._answers.phrase(place, views.LOOKING_UP)})
        reply = asked.result()
        if reply.form or reply.is_question:
            self._tasks.later(self._finish(client, place, asked, body["trigger_id"]))
            return ""
        answer, rest = await self._posts.in_ack(place, reply)
        self._with_file(client, place, reply)
        if rest:
            self._tasks.later(self._posts.send(client, place, reply, rest))
        return answer

    async def ack_without_access(self, body: Payload, error: UserError) -> str:
        """The ack of a slash command in a workspace to which there is no access just now: why not."""
        place = places.of_command(body)
        answer, _rest = await self._posts.in_ack(place, await self._answers.unasked(place, error))
        return answer

    async def pressed(self, ack: AsyncAck, body: Payload, context: AsyncBoltContext) -> None:
        """A button, or a menu that works like one."""
        await ack()
        if self._parts.recent.is_new(body["trigger_id"]):
            self._tasks.later(self._press(self._client(context), places.of_interaction(body), body))

    async def submitted(self, ack: AsyncAck, body: Payload, context: AsyncBoltContext) -> None:
        """A form that was filled in: what is wrong stands at its field, and the form stays as it is."""
        place, view, client = places.of_interaction(body), body["view"], self._client(context)
        asked = self._tasks.begin(self._filled_in(client, place, view))
        is_ready = await in_time(asked, self._parts.patience)
        if is_ready and (refused := _wrong(asked.result())):
            await ack(response_action="errors", errors=forms.errors(view, refused))
        elif place.channel and not (is_ready and asked.result().is_question):
            await ack()
            self._tasks.later(self._finish(client, place, asked))
        elif is_ready:
            await ack(response_action="update", view=await self._posts.in_modal(place, asked.result()))
            self._with_file(client, place, asked.result())
        else:
            await ack(response_action="update", view=self._loading(place))
            self._tasks.later(self._into_view(client, place, place.view, asked))

    async def searched(self, ack: AsyncAck, body: Payload, context: AsyncBoltContext) -> None:
        """Somebody types into a menu that searches."""
        place, view, typed = places.of_interaction(body), body["view"], body.get("value", "")
        found = await self._answers.suggestions(
            self._client(context), place, forms.command_of(view), forms.words_of(view), body["block_id"], typed
        )
        await ack(options=[dict(option) for option in forms.options(found, typed)["options"]])

    async def asked_about(self, ack: AsyncAck, body: Payload, context: AsyncBoltContext) -> None:
        """“Ask about this” on a message: what the record says of it, in a modal."""
        await ack()
        place, client = places.of_interaction(body), self._client(context)
        text = as_typed(places.typed(body["message"].get("text", "")))
        asked = self._tasks.begin(self._answers.to_words(client, place, "about", {"text": text}))
        self._tasks.later(self._in_new_view(client, place, asked, body["trigger_id"]))

    async def happened(self, ack: AsyncAck, body: Payload, context: AsyncBoltContext) -> None:
        """An event. It is acked when it is done, or after a while, so that Slack sends again what failed or was lost."""
        heard = self._events.get(body["event"]["type"])
        if heard:
            await self._tasks.done_or_later(heard(body, context), self._parts.patience)
        await ack()

    # and what becomes of it

    async def _finish(self, client: AsyncWebClient, place: Place, asked: Awaitable[Reply], trigger: str = "") -> None:
        """Bring an answer to where it was asked for; what Slack refuses is said there, too."""
        reply = await asked
        try:
            await self._bring(client, place, reply, trigger)
        except SlackApiError as error:
            await self._tell(client, place, error, trigger)

    async def _bring(
        self, client: AsyncWebClient, place: Place, reply: Reply, trigger: str, *, in_place: bool = False
    ) -> None:
        """What is to be filled in or decided opens in a modal while its trigger lives; anything else is a message."""
        if reply.form and trigger:
            await self._posts.form(client, place, reply, trigger)
        elif reply.is_question and trigger and not in_place:
            await self._posts.question(client, place, reply, trigger)
        else:
            await self._posts.deliver(client, place, reply, in_place=in_place)
            await self._posts.attach(client, place, reply)

    def _with_file(self, client: AsyncWebClient, place: Place, reply: Reply) -> None:
        """Let the file of a reply follow it; what Slack refuses of that is said where it was asked for."""

        async def attach() -> None:
            try:
                await self._posts.attach(client, place, reply)
            except SlackApiError as error:
                await self._tell(client, place, error)

        if reply.said.file:
            self._tasks.later(attach())

    async def _filled_in(self, client: AsyncWebClient, place: Place, view: Payload) -> Reply:
        """The answer to a form, with the files that were put into it."""
        sent, files = forms.files_of(view), dict[str, File]()
        for name, id in sent.items():
            try:
                files[name] = await self._parts.files.fetch(client, id, place.user)
            except (UserError, SlackApiError) as error:
                told = kindly(error) if isinstance(error, SlackApiError) else error
                if told is None:
                    raise
                told.option = name
                return await self._answers.of(client, place, told)
        return await self._answers.to_words(client, place, forms.command_of(view), forms.words_of(view), files)

    async def _press(self, client: AsyncWebClient, place: Place, body: Payload) -> None:
        action, trigger = body["actions"][0], body["trigger_id"]
        place = await self._parts.directs.seen(client, place)
        asked = self._tasks.begin(self._line(client, place, action, body))
        try:
            if body.get("view"):
                await self._press_in_view(client, place, asked, body)
            else:
                in_place = action["action_id"].startswith(TURN)
                await self._bring(client, place, await asked, trigger, in_place=in_place)
        except SlackApiError as error:
            await self._tell(client, place, error, trigger)

    async def _line(self, client: AsyncWebClient, place: Place, action: Payload, body: Payload) -> Reply:
        """The answer to the line that a button or an option stands for."""
        value = action.get("value") or (action.get("selected_option") or {}).get("value", "")
        if action["action_id"].startswith(PART):
            return await self._answers.to_line(client, place, place.line or HOME)
        try:
            line = await self._posts.line(value)
        except UserError as error:
            return await self._answers.of(client, place, error)
        if line is None:
            unknown = UserError(_("I no longer know what this button asked; type your question instead"))
            return await self._answers.of(client, place, unknown)
        return await self._answers.to_line(client, place, line, places.shown_at(body))

    async def _press_in_view(
        self, client: AsyncWebClient, place: Place, asked: Awaitable[Reply], body: Payload
    ) -> None:
        """A button in a modal or in the App Home answers in a modal, or in its own; the home is renewed behind it."""
        is_home, action = body["view"]["type"] == "home", body["actions"][0]
        if action["action_id"].startswith((TURN, PART)):
            await self._turn(client, place, await asked, action, is_home=is_home)
        elif action.get("value", "").endswith(f" {SHARE}") and place.channel:
            await self._share_from_view(client, place, await asked)
        else:
            await self._in_new_view(client, place, asked, body["trigger_id"], pushes=not is_home)
            if not place.channel:
                await self._publish_home(client, place)

    async def _turn(
        self, client: AsyncWebClient, place: Place, reply: Reply, action: Payload, *, is_home: bool
    ) -> None:
        """Another page, or another part of a long one, in the view that has the button."""
        part = int(action["value"]) if action["action_id"].startswith(PART) else 1
        if is_home:
            await self._posts.home(client, place, reply.said, part)
        else:
            await client.views_update(view_id=place.view, view=await self._posts.in_modal(place, reply, part))

    async def _share_from_view(self, client: AsyncWebClient, place: Place, reply: Reply) -> None:
        """Post what a modal shows in the channel it was opened from; the modal then says so."""
        await self._posts.deliver(client, place, reply)
        await client.views_update(view_id=place.view, view=await self._posts.in_modal(place, reply))

    async def _in_new_view(
        self, client: AsyncWebClient, place: Place, asked: Awaitable[Reply], trigger: str, *, pushes: bool = False
    ) -> None:
        """Answer in a modal of its own, opened while its trigger lives: first empty when the answer takes long."""
        task = self._tasks.begin(_awaited(asked))
        is_ready = await in_time(task, self._parts.patience)
        reply = task.result() if is_ready else None
        if reply and reply.form:
            await self._posts.form(client, replace(place, view=place.view if pushes else ""), reply, trigger)
            return
        view = await self._posts.in_modal(place, reply) if reply else self._loading(place)
        opened = await _opened(client, trigger, view, place.view if pushes else "")
        if reply:
            self._with_file(client, place, reply)
        else:
            await self._into_view(client, place, opened, task)

    async def _into_view(self, client: AsyncWebClient, place: Place, view: str, asked: Awaitable[Reply]) -> None:
        reply = await asked
        await client.views_update(view_id=view, view=await self._posts.in_modal(place, reply))
        self._with_file(client, place, reply)

    async def _tell(self, client: AsyncWebClient, place: Place, error: SlackApiError, trigger: str = "") -> None:
        """Say what Slack refused to whoever asked: by the response URL, else in a modal, else to them directly."""
        told = kindly(error)
        if told is None or word(error) in GONE:
            raise error
        reply = await self._answers.of(client, place, told)
        if not (trigger and await self._posts.opens(client, place, reply, trigger)):
            await self._tell_directly(client, place, reply)

    async def _tell_directly(self, client: AsyncWebClient, place: Place, reply: Reply) -> None:
        """Answer by the response URL; where there is none that works, in a direct message."""
        if place.url:
            with suppress(SlackApiError):
                await self._posts.deliver(client, place, reply)
                return
        await self._posts.deliver(client, Place(place.tenant, place.user, is_direct=True), reply)

    # events

    async def _spoken_to(self, body: Payload, context: AsyncBoltContext) -> None:
        """A mention, or words in a direct message: answered once, however often Slack sends it.

        Raises Unanswered while somebody else has it in hand, so that it comes again if they fail.
        """
        event, client, seen = body["event"], self._client(context), self._parts.seen
        if not _is_said_to_us(event):
            return
        # What cannot be noted is answered nevertheless: at worst twice, with what keeps us from the store.
        with suppress(UserError):
            if not await seen.begin(PLATFORM, body["event_id"], self._parts.recent.now()):
                if await seen.is_finished(PLATFORM, body["event_id"]):
                    return
                raise Unanswered
        place = places.of_event(body)
        line = places.said_to(context.bot_user_id or "", event.get("text", ""))
        await self._finish(client, place, self._answers.to_line(client, place, line))
        with suppress(UserError):
            await seen.finish(PLATFORM, body["event_id"], self._parts.recent.now())

    async def _home_opened(self, body: Payload, context: AsyncBoltContext) -> None:
        if body["event"].get("tab", "home") == "home":
            await self._publish_home(self._client(context), places.of_event(body))

    async def _publish_home(self, client: AsyncWebClient, place: Place) -> None:
        await self._parts.homes.publish(client, Place(place.tenant, place.user, is_direct=True))

    async def _left(self, body: Payload, context: AsyncBoltContext) -> None:
        """A workspace took the app away, or the tokens of its bot."""
        event = body["event"]
        if event["type"] == "app_uninstalled" or event.get("tokens", {}).get("bot"):
            await self._parts.workspaces.end(body["team_id"], event["type"])
            self._parts.homes.forget(body["team_id"])

    async def _person_changed(self, body: Payload, context: AsyncBoltContext) -> None:
        self._parts.people.forget(body["team_id"], body["event"]["user"]["id"])

    def _loading(self, place: Place) -> dict[str, Any]:
        return dict(views.loading(self._answers.phrase(place, TITLE), self._answers.phrase(place, views.LOOKING_UP)))

    def _client(self, context: AsyncBoltContext) -> AsyncWebClient:
        return self._parts.sender.client(context.bot_token or "")


async def _failed(error: Exception) -> None:
    """Bolt answers what raised with a failure, upon which Slack sends an event again."""
    if not isinstance(error, Unanswered | UserError):
        log.error("a payload of Slack could not be answered", exc_info=error)


def _is_said_to_us(event: Payload) -> bool:
    """Whether a person said it, in a mention or to the bot alone: some apps are sent what is said in channels, too."""
    is_by_a_person = event.get("user") and not event.get("subtype") and not event.get("bot_id")
    return bool(is_by_a_person) and (event["type"] == "app_mention" or event.get("channel_type") == "im")


def _wrong(reply: Reply) -> Refused | None:
    """What is wrong with a form that was sent: what the desk refused, or what it still misses."""
    return Refused(reply.said) if reply.form else reply.refused


async def _awaited(asked: Awaitable[Reply]) -> Reply:
    return await asked


async def _opened(client: AsyncWebClient, trigger: str, view: Any, above: str) -> str:
    """Open a view, above another one where that is given; the id it got."""
    opening = client.views_push if above else client.views_open
    answer = await opening(trigger_id=trigger, view=view)
    return str(answer["view"]["id"])
