"""What a person sees and can press: messages, private ones too, and modals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.fakes.discord import objects
from tests.fakes.discord.components import texts, walk
from tests.fakes.discord.elements import SELECTS, Part, Style
from tests.fakes.discord.interactions import TOKEN_LIFE, Answer, Interaction, Kind
from tests.fakes.discord.kinds import Json
from tests.fakes.discord.limits import embed_texts
from tests.fakes.discord.modals import ModalView, NoSuchField, entered, option_named
from tests.fakes.discord.resolved import resolved
from tests.fakes.discord.things import Attachment, Message

if TYPE_CHECKING:
    from tests.fakes.discord.people import Person


class Post:
    """A message as one person sees it."""

    def __init__(self, person: Person, message: Message) -> None:
        self.person, self.message = person, message

    @property
    def text(self) -> str:
        """All words in the order in which they are read, buttons and menus left out."""
        found = [self.message.content, *(words for embed in self.embeds for words in embed_texts(embed))]
        return "\n".join(words for words in [*found, *texts(self.components)] if words)

    @property
    def embeds(self) -> list[Json]:
        data: list[Json] = objects.message_data(self.message)["embeds"]
        return data

    @property
    def components(self) -> list[Json]:
        if self.message.is_gone:
            raise NoSuchField("the message is gone")
        return self.message.components

    @property
    def files(self) -> list[Attachment]:
        return self.message.attachments

    @property
    def alt_texts(self) -> list[str]:
        """What a screen reader says of each picture in the components; empty where nothing is said."""
        pictures = self._parts(Part.GALLERY, Part.THUMBNAIL)
        return [str(item.get("description") or "") for part in pictures for item in part.get("items", [part])]

    @property
    def private(self) -> bool:
        """“Only you can see this”."""
        return bool(self.message.only_for)

    @property
    def pings(self) -> list[str]:
        """Who is notified by it, such as “@everyone” and “@Ada”."""
        return self.message.pings

    @property
    def is_thinking(self) -> bool:
        """“… is thinking”, for as long as an answer can still come."""
        age = self.person.discord.clock.now - self.message.sent_at
        return self.message.is_loading and age.total_seconds() <= TOKEN_LIFE

    @property
    def buttons(self) -> list[str]:
        return [_label(part) for part in self._parts(Part.BUTTON)]

    @property
    def links(self) -> dict[str, str]:
        """The address behind each button that opens a page."""
        return {_label(part): str(part["url"]) for part in self._parts(Part.BUTTON) if part["style"] == Style.LINK}

    @property
    def menus(self) -> dict[str, list[str]]:
        """The labels of each menu's options, by its placeholder."""
        return {str(part.get("placeholder") or part["custom_id"]): [option["label"] for option in part["options"]]
                for part in self._parts(Part.SELECT)}  # fmt: skip

    async def press(self, label: str) -> Seen:
        """Press a button by its label."""
        part = next((one for one in self._parts(Part.BUTTON) if _label(one) == label), None)
        if part is None or part.get("disabled") or part["style"] in (Style.LINK, Style.PREMIUM):
            raise NoSuchField(f"{label!r} cannot be pressed; there are {self.buttons}")
        return await self._use(part)

    async def choose(self, *options: Any, menu: str = "") -> Seen:
        """Choose from a menu: options by label or value, else people, roles and rooms.

        With several menus, `menu` is the placeholder or custom_id of the one that is meant.
        """
        menus = [part for part in self._parts(*SELECTS) if not part.get("disabled")]
        for part in menus:
            if menu in ("", part.get("placeholder"), part["custom_id"]) and _fits(part, options):
                return await self._use(part, values=_values(part, options))
        raise NoSuchField(f"{options!r}; there are {self.menus}")

    def _parts(self, *kinds: Part) -> list[Json]:
        return [part for part in walk(self.components) if part["type"] in kinds]

    async def _use(self, part: Json, **more: Any) -> Seen:
        """…/receiving-and-responding#interaction-object-message-component-data-structure"""
        discord, message = self.person.discord, self.message
        data = {"component_type": part["type"], "custom_id": part["custom_id"], "id": part["id"], **more}
        if part["type"] in SELECTS and part["type"] != Part.SELECT:
            data["resolved"] = resolved(discord.world, message.channel, data["values"])
        owners = message.owners or discord.interactions.owners(self.person.user, message.channel)
        return await self.person.interacts(Kind.COMPONENT, data, message.channel, owners=owners, message=message)


class Modal:
    """A modal on a person's screen."""

    def __init__(self, person: Person, view: ModalView) -> None:
        self.person, self.view = person, view

    @property
    def title(self) -> str:
        return str(self.view.content["title"])

    @property
    def text(self) -> str:
        """The words between the fields."""
        return "\n".join(texts(self.view.content["components"]))

    @property
    def fields(self) -> list[str]:
        return [field.label for field in self.view.fields]

    @property
    def is_open(self) -> bool:
        return self.person.screen.modal is self.view

    @property
    def errors(self) -> dict[str, str]:
        """What stands in red under a field, by its label."""
        return self.view.errors

    def value(self, name: str) -> Any:
        """What a field holds now."""
        return self.view.value(self.view.field_named(name))

    def options(self, name: str) -> list[str]:
        """The labels of what a field offers."""
        return [str(option["label"]) for option in self.view.field_named(name).options]

    def fill(self, values: dict[str, Any] | None = None, **named: Any) -> Modal:
        """Enter values into fields, by label or custom_id. Files go as a dictionary of their names and contents."""
        for name, value in {**(values or {}), **named}.items():
            field = self.view.field_named(name)
            is_upload = field.kind is Part.UPLOAD
            self.view.values[field.id] = self._uploaded(value) if is_upload else entered(field, value)
        return self

    async def submit(self) -> Seen:
        """Press the submit button. What the client finds wrong never leaves the person's screen."""
        wrong = {field.label: field.problem(self.view.value(field)) for field in self.view.fields}
        self.view.errors = {label: words for label, words in wrong.items() if words}
        if self.view.errors:
            return Seen(self.person)
        opened_by, world = self.view.opened_by, self.person.discord.world
        data = {"custom_id": self.view.content["custom_id"], "components": self.view.submission()}
        ids = [id for value in self.view.values.values() if isinstance(value, list) for id in value]
        if found := resolved(world, opened_by.channel, ids):
            data["resolved"] = found
        seen = await self.person.interacts(Kind.MODAL, data, opened_by.channel, owners=opened_by.owners,
                                           message=opened_by.message)  # fmt: skip
        if not seen.error and self.is_open:
            self.person.screen.modal = None
        return seen

    def close(self) -> None:
        """Press Cancel; the app does not hear of it."""
        self.person.screen.modal = None

    def _uploaded(self, files: dict[str, bytes]) -> list[str]:
        cdn, room = self.person.discord.cdn, self.view.opened_by.channel.id
        kept = [cdn.keep(name, "application/octet-stream", content, channel=room, is_ephemeral=True)
                for name, content in files.items()]  # fmt: skip
        return [each.id for each in kept]


class Seen:
    """What a person sees since they did something: messages, a modal, or an error.

    `error` is what Discord's client says, such as “The application did not respond”.
    """

    def __init__(self, person: Person, error: str = "") -> None:
        self.person, self.error = person, error
        self.interaction: Interaction | None = None
        self._since = self._known = len(person.screen.log)

    async def arrives(self, *, waits: bool = True) -> Seen:
        """Wait until something is seen, at most for the fake's patience; past “is thinking” too, if it waits."""
        log = self.person.screen.log

        def first() -> int | None:
            new = range(self._since, len(log))
            return next((at for at in new if not (waits and log[at].was_loading)), None)

        if not self.error:
            await self.person.screen.more(lambda: first() is not None, self.person.discord.patience)
        come = first()
        self._known = len(log) if come is None else come + 1
        return self

    async def more(self) -> Seen:
        """Wait for the next thing: something new, or a change of something seen. Raises AssertionError without one."""
        known, log = self._known, self.person.screen.log
        await self.person.screen.more(lambda: len(log) > known, self.person.discord.patience)
        assert len(log) > known, "nothing more came"
        self._known += 1
        return self

    @property
    def posts(self) -> list[Post]:
        """Each message once, in the order in which they were last changed."""
        new = [sight.what for sight in self.person.screen.log[self._since :]]
        messages = [what for what in new if isinstance(what, Message)]
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
        view = self.person.screen.modal
        assert view, f"no modal is open; error: {self.error or 'none'}"
        return Modal(self.person, view)

    @property
    def was_thinking(self) -> bool:
        """Whether the first answer was “is thinking”."""
        return self.interaction is not None and self.interaction.answer is Answer.DEFERRED_MESSAGE

    @property
    def is_thinking(self) -> bool:
        return self.post.is_thinking

    @property
    def text(self) -> str:
        return self.post.text

    @property
    def private(self) -> bool:
        return self.post.private

    @property
    def components(self) -> list[Json]:
        return self.post.components

    @property
    def embeds(self) -> list[Json]:
        return self.post.embeds

    @property
    def files(self) -> list[Attachment]:
        return self.post.files

    @property
    def buttons(self) -> list[str]:
        return self.post.buttons

    async def press(self, label: str) -> Seen:
        return await self.post.press(label)

    async def choose(self, *options: Any, menu: str = "") -> Seen:
        return await self.post.choose(*options, menu=menu)


def _label(part: Json) -> str:
    return str(part.get("label") or (part.get("emoji") or {}).get("name", ""))


def _fits(part: Json, options: tuple[Any, ...]) -> bool:
    """Whether a menu takes these: as many as it allows, each of its kind."""
    if not part.get("min_values", 1) <= len(options) <= part.get("max_values", 1):
        return False
    if part["type"] != Part.SELECT:
        return all(hasattr(each, "id") for each in options)
    offered = {option[name] for option in part["options"] for name in ("label", "value")}
    return offered.issuperset(options)


def _values(part: Json, options: tuple[Any, ...]) -> list[str]:
    if part["type"] != Part.SELECT:
        return [each.id for each in options]
    return [option_named(part["options"], each) for each in options]
