"""What a person sees and can press: messages, modals, the home tab."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tests.fakes.slack import forms
from tests.fakes.slack.elements import options_in
from tests.fakes.slack.forms import NoSuchField
from tests.fakes.slack.transport import Ack
from tests.fakes.slack.views import DEEPEST, checked, pushed, replaced, view_data
from tests.fakes.slack.web_api import SlackError
from tests.fakes.slack.world import Blocks, Message, View, parts_of

if TYPE_CHECKING:
    from tests.fakes.slack.people import Person

TROUBLE = "We had some trouble connecting. Try again?"
"""What a person is told when a submitted modal is not answered, or not as it should be
(https://github.com/slackapi/bolt-python/issues/241)."""
REQUIRED = "Please complete this required field."


class Surface:
    """Blocks on a person's screen, with what can be pressed in them."""

    def __init__(self, person: Person) -> None:
        self.person = person

    @property
    def blocks(self) -> Blocks:
        raise NotImplementedError

    def place(self) -> dict[str, Any]:
        """Where an interaction took place, as the payload tells of it."""
        raise NotImplementedError

    @property
    def words(self) -> str:
        """All that stands in the blocks, a line for each text; buttons left out."""
        return "\n".join(_words(self.blocks))

    @property
    def buttons(self) -> list[str]:
        return [str(part["text"]["text"]) for part in _pressables(self.blocks) if part["type"] == "button"]

    async def press(self, label: str) -> Seen:
        """Press a button by its label."""
        for part in _pressables(self.blocks):
            if part["type"] == "button" and part["text"]["text"] == label:
                return await self._act(_told(part, "text", "value", "url"))
        raise NoSuchField(f"{label!r}; there are {self.buttons}")

    async def choose(self, option: str) -> Seen:
        """Choose an option of a menu by its text or value."""
        for part in _pressables(self.blocks):
            chosen = [one for one in options_in(part) if option in (one["text"]["text"], one["value"])]
            if chosen:
                return await self._act({**_told(part), "selected_option": chosen[0]})
        raise NoSuchField(option)

    async def _act(self, action: dict[str, Any]) -> Seen:
        return await self.person.acts("block_actions", actions=[{**action, "action_ts": "1.0"}], **self.place())


class Post(Surface):
    """A message as one person sees it."""

    def __init__(self, person: Person, message: Message) -> None:
        super().__init__(person)
        self.message = message

    @property
    def text(self) -> str:
        """The text alone: what a screen reader says and a notification shows."""
        return self.message.text

    @property
    def private(self) -> bool:
        """“Only visible to you”."""
        return bool(self.message.only_for)

    @property
    def pings(self) -> list[str]:
        """Who is notified by it: rooms, groups and people named in its marked-up text.

        https://docs.slack.dev/messaging/formatting-message-text, “Mentioning”
        """
        marked = [part["text"] for part in parts_of(self.message.blocks) if part.get("type") == "mrkdwn"]
        return re.findall(
            r"<([!@](?:channel|here|everyone|subteam\^\w+|[UW]\w+)[^>]*)>", " ".join([self.text, *marked])
        )

    @property
    def blocks(self) -> Blocks:
        if self.message.is_gone:
            raise NoSuchField("the message is gone")
        return self.message.blocks

    def place(self) -> dict[str, Any]:
        return self.person.slack.delivery.from_message(self.person.user, self.message)

    async def shortcut(self, name: str) -> Seen:
        """Use a message shortcut from the “…” menu. https://docs.slack.dev/interactivity/implementing-shortcuts"""
        callback = self.person.slack.app.shortcuts[name]
        place = self.person.slack.delivery.from_message(self.person.user, self.message)
        place.pop("container")
        return await self.person.acts("message_action", callback_id=callback, message_ts=self.message.ts,
                                      action_ts="1.0", **place)  # fmt: skip


class ViewSurface(Surface):
    """A view as the person for whom it was made sees it."""

    def __init__(self, person: Person, view: View) -> None:
        super().__init__(person)
        self.view = view

    @property
    def blocks(self) -> Blocks:
        return list(self.view.content["blocks"])

    def place(self) -> dict[str, Any]:
        self.view.values = forms.state_of(self.view.content, self.view.values)
        return {"container": {"type": "view", "view_id": self.view.id}, "view": view_data(self.person.slack, self.view)}


class Home(ViewSurface):
    """The app's home tab."""


class Modal(ViewSurface):
    """A modal on top of the stack."""

    def __init__(self, person: Person, view: View) -> None:
        super().__init__(person, view)
        self._offered: dict[str, list[dict[str, Any]]] = {}

    @property
    def title(self) -> str:
        return str(self.view.content["title"]["text"])

    @property
    def fields(self) -> list[str]:
        return [str(block["label"]["text"]) for block in forms.inputs(self.view.content)]

    @property
    def is_open(self) -> bool:
        return self.view in self.person.screen.modals

    @property
    def errors(self) -> dict[str, str]:
        """What stands in red under a field, by its label."""
        blocks = {block["block_id"]: block["label"]["text"] for block in forms.inputs(self.view.content)}
        return {blocks[id]: words for id, words in self.view.errors.items()}

    def value(self, name: str) -> Any:
        """What a field holds now; None when it is empty."""
        block = forms.field_named(self.view.content, name)
        self.view.values = forms.state_of(self.view.content, self.view.values)
        return next(value for key, value in self._state(block).items() if key != "type")

    def fill(self, values: dict[str, Any] | None = None, **named: Any) -> Modal:
        """Enter values into fields, by label, block_id or action_id. Options go by their text or value."""
        for name, value in {**(values or {}), **named}.items():
            block = forms.field_named(self.view.content, name)
            element = block["element"]
            options = options_in(element) or self._offered.get(block["block_id"], [])
            self.view.values[block["block_id"]] = {element["action_id"]: forms.entered(element, value, options)}
        return self

    async def suggestions(self, name: str, typed: str) -> list[str]:
        """Type into a menu that searches; what it offers can then be filled in."""
        block = forms.field_named(self.view.content, name)
        ack = await self.person.sends("block_suggestion", block_id=block["block_id"], value=typed,
                                      action_id=block["element"]["action_id"], **self.place())  # fmt: skip
        self._offered[block["block_id"]] = options_in(ack.body)
        return [str(option["text"]["text"]) for option in self._offered[block["block_id"]]]

    async def submit(self) -> Seen:
        """Press the submit button. A required field that is empty never leaves the person's screen."""
        place = self.place()
        self.view.errors = {
            block["block_id"]: REQUIRED
            for block in forms.inputs(self.view.content)
            if not block.get("optional") and forms.is_empty(self._state(block))
        }
        if self.view.errors:
            return Seen(self.person)
        seen = Seen(self.person)
        ack = await self.person.sends("view_submission", response_urls=[], view=place["view"])
        seen.error = self._answered(ack)
        return seen

    async def close(self) -> Ack | None:
        """Press Cancel; the app hears of it when it asked to."""
        self.person.screen.modals.remove(self.view)
        if not self.view.content.get("notify_on_close"):
            return None
        return await self.person.sends("view_closed", view=self.place()["view"], is_cleared=False)

    def _state(self, block: dict[str, Any]) -> dict[str, Any]:
        state: dict[str, Any] = self.view.values[block["block_id"]][block["element"]["action_id"]]
        return state

    def _answered(self, ack: Ack) -> str:
        """Do what the ack of a submission says. https://docs.slack.dev/surfaces/modals, “response_action”"""
        if ack.failure:
            return TROUBLE
        try:
            self._respond(ack.body)
        except (SlackError, KeyError):
            return TROUBLE
        return ""

    def _respond(self, body: dict[str, Any]) -> None:
        stack, slack = self.person.screen.modals, self.person.slack
        match body.get("response_action"):
            case None:
                stack.remove(self.view)
            case "clear":
                stack.clear()
            case "errors":
                known = {block["block_id"] for block in forms.inputs(self.view.content)}
                if not set(body["errors"]) <= known:
                    raise SlackError("errors for blocks that are no inputs")
                self.view.errors = dict(body["errors"])
            case "update":
                replaced(slack, self.view, checked(body["view"], "modal"))
            case "push" if len(stack) < DEEPEST:
                pushed(slack, self.view, checked(body["view"], "modal"))
            case other:
                raise SlackError(f"response_action {other}")


class Seen:
    """What a person sees since they did something: messages, a modal, the home tab, or an error.

    `error` is Slack's word for what went wrong, such as operation_timeout.
    """

    def __init__(self, person: Person, error: str = "") -> None:
        self.person = person
        self.error = error
        self._since = self._known = len(person.screen.log)

    async def arrives(self) -> Seen:
        """Wait until something is seen, at most for the fake's patience."""
        if not self.error:
            await self.person.screen.more(self._since, self.person.slack.patience)
        self._known = min(self._since + 1, len(self.person.screen.log))
        return self

    async def more(self) -> Seen:
        """Wait for the next thing: something new, or a change of something seen. Raises AssertionError without one."""
        await self.person.screen.more(self._known, self.person.slack.patience)
        assert len(self.person.screen.log) > self._known, "nothing more came"
        self._known += 1
        return self

    @property
    def posts(self) -> list[Post]:
        """Each message once, in the order in which they were last changed."""
        messages = [what for what in self.person.screen.log[self._since :] if isinstance(what, Message)]
        last = {id(message): message for message in reversed(messages) if not message.is_gone}
        return [Post(self.person, message) for message in reversed(last.values())]

    @property
    def is_silent(self) -> bool:
        return not self.error and len(self.person.screen.log) == self._since

    @property
    def post(self) -> Post:
        """The message seen last."""
        assert self.posts, f"no message was seen; error: {self.error or 'none'}"
        return self.posts[-1]

    @property
    def modal(self) -> Modal:
        """The modal on top."""
        assert self.person.screen.modals, f"no modal is open; error: {self.error or 'none'}"
        return Modal(self.person, self.person.screen.modals[-1])

    @property
    def home(self) -> Home:
        assert self.person.screen.home, "no home tab was published"
        return Home(self.person, self.person.screen.home)

    @property
    def text(self) -> str:
        return self.post.text

    @property
    def words(self) -> str:
        return self.post.words

    @property
    def private(self) -> bool:
        return self.post.private

    @property
    def blocks(self) -> Blocks:
        return self.post.blocks

    @property
    def buttons(self) -> list[str]:
        return self.post.buttons

    async def press(self, label: str) -> Seen:
        return await self.post.press(label)


def _told(part: dict[str, Any], *more: str) -> dict[str, Any]:
    """What an action tells of the element that was used."""
    return {name: part[name] for name in ("type", "block_id", "action_id", *more) if name in part}


def _words(blocks: Blocks) -> Iterator[str]:
    for block in blocks:
        if block["type"] != "actions":
            yield from (part["text"] for part in parts_of(block) if isinstance(part.get("text"), str))


def _pressables(blocks: Blocks) -> Iterator[dict[str, Any]]:
    """Every element that can be pressed, with the block_id of the block around it."""
    for block in blocks:
        parts = [*block.get("elements", []), block.get("accessory"), block.get("element")]
        if block["type"] in ("actions", "section", "input"):
            yield from ({**part, "block_id": block["block_id"]} for part in parts if part)
