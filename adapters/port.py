"""What adapters and the bot say to each other: requests in, documents out.

A Request is a filled-in command, whoever filled it in: a person typing, a button, or the clock. The desk takes
it in two steps, because some platforms fix at once whether an answer is private: `take` is quick and says
whether and how it will answer; `Ready.answer` does the work. What platforms need remembered is declared at the end.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum, StrEnum
from secrets import token_hex
from typing import Any, Protocol

from briefings.document import File, Line, Said, UserError

# who asks, where, and what


class Standing(StrEnum):
    """What a person is in the workspace or server they ask from, as the platform tells it."""

    MEMBER = "member"
    GUEST = "guest"
    STRANGER = "stranger"
    """Somebody of another organisation, or of whom the platform tells nothing."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks, as the platform knows them; `tenant` is the workspace or server they ask from.

    `zone` is the time zone of their profile there, by its IANA name; empty where the platform tells none. `groups`
    are the ids of the user groups they are in, or of the roles they have.
    """

    platform: str
    tenant: str
    id: str
    name: str = ""
    standing: Standing = Standing.STRANGER
    zone: str = ""
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Room:
    """Where it is asked: a channel, a direct message, a terminal. In a direct one nobody else reads along.

    `within` is the id of the room that a thread was begun in, where the platform counts a thread as a room of its own.
    """

    platform: str
    tenant: str
    id: str
    name: str = ""
    is_direct: bool = False
    within: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """A command with its words still as typed, by option name.

    `at` is the moment it was asked, with a zone; `today` the asker's day when it is not that moment's own.
    `shown_at` is when the button was shown that asks it; None for what was typed. `files` came along with it: the word
    of the option that takes one is its `digest`. `under` is the message that began the thread it was typed in, empty
    where there is none. `id` is what the log knows it by; the desk gives one where there is none.
    """

    command: str
    words: Mapping[str, str]
    actor: Actor
    room: Room
    at: datetime
    today: date | None = None
    language: str = ""
    shown_at: datetime | None = None
    files: tuple[File, ...] = ()
    under: str = ""
    id: str = ""


REQUEST: ContextVar[str] = ContextVar("request", default="")
"""What the log knows by what is being worked at: its lines bear it. Empty where nobody asked."""


def new_request() -> None:
    """Let all that follows in this task, and in those it begins, be known by an id of its own."""
    REQUEST.set(token_hex(4))


# what can be asked


class Input(StrEnum):
    """How an option is filled in where there are forms and menus."""

    TEXT = "text"
    LONG_TEXT = "long text"
    NUMBER = "number"
    DAY = "day"
    CHOICE = "choice"
    """One of the few values in `OptionShape.choices`."""
    SEARCH = "search"
    """A value that `Desk.suggest` finds, or any other."""
    FILE = "file"
    """A file; its word in a request is the digest of a file that came along, or came before."""
    FLAG = "flag"
    """It is given or not, and takes no value."""


@dataclass(frozen=True, slots=True)
class OptionShape:
    """One option of a command, for menus, forms, typed lines and completion.

    A positional option needs no keyword before its value. `words` are other keywords that a typed line may use.
    """

    name: str
    typed: str
    what: str
    input: Input = Input.TEXT
    is_positional: bool = False
    is_required: bool = False
    choices: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def is_flag(self) -> bool:
        return self.input is Input.FLAG


@dataclass(frozen=True, slots=True)
class CommandShape:
    """A command as an adapter needs it: its name, the other words it answers to, its options.

    `short_forms` are words that stand for the command with its first value filled in: “troops” for “show strength”.
    """

    name: str
    what: str
    example: str
    options: tuple[OptionShape, ...] = ()
    words: tuple[str, ...] = ()
    short_forms: Mapping[str, str] = field(default_factory=dict)
    is_admin: bool = False

    def option(self, name: str) -> OptionShape | None:
        return next((option for option in self.options if option.name == name), None)


LARGEST_FILE = 5_000_000
"""Bytes of a file that people send, at most; a larger one is not even fetched."""
SHARE = "share"
"""The flag that makes an answer public."""
FORM = "form"
"""The flag that asks for a form to fill in."""
CONFIRM = "confirm"
"""The option that says yes to a question, by its code."""


# what comes back


class Visibility(StrEnum):
    """Who will see an answer."""

    PRIVATE = "private"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Refused:
    """No answer to the question, but a private one that says why and what is possible.

    `option` is the option that holds what was wrong, for a form to show it there; empty when it is none or unknown.
    `fault` is what went wrong on our side: a bug of ours, or a database that is gone; None for the asker's doing.
    """

    document: Said
    option: str = ""
    fault: Exception | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form: the option it fills, what to say above it, and what was filled in already."""

    option: OptionShape
    label: str
    hint: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A command that is to be filled in first: a value is missing, or the person asked for the form.

    `instead` says the same to somebody whose platform, or place in it, has no forms. `submit` stands on the button
    that sends it, where a platform has no word of its own for that.
    """

    command: str
    title: str
    what: str
    fields: tuple[Field, ...]
    instead: Said
    submit: str = "OK"


@dataclass(frozen=True, slots=True)
class Ready:
    """The request is understood and allowed; `answer` does the work. A kind refusal can still come of it.

    With `is_question` the answer shows what a change would do and asks whether to store it; its offers answer that.
    """

    visibility: Visibility
    answer: Callable[[], Awaitable[Said | Refused]] = field(repr=False)
    is_question: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """What one message of a platform can hold: a document beyond it becomes several pages.

    `characters`, `line` and `title` are characters as drawn: of a whole page, of one line, and of a headline or
    a label. `rows` are those of one table, `figures` the tables and charts of a page, `offers` its buttons.
    """

    characters: int
    line: int
    title: int
    rows: int
    figures: int
    offers: int


class Desk(Protocol):
    """The one door every request goes through."""

    @property
    def shapes(self) -> Sequence[CommandShape]:
        """Every command, in the order of help."""

    async def take(self, request: Request) -> Refused | Form | Ready:
        """Known, allowed, valid? Quick: no work is done yet."""

    async def suggest(self, request: Request, option: str, typed: str) -> list[str]:
        """Values that would fit an option, those that begin with what is typed first."""

    async def refuse(self, request: Request, error: Exception) -> Refused:
        """A sentence that could not be read, as a private answer."""

    def phrase(self, message: str, language: str = "") -> str:
        """One of an adapter's own short phrases, marked for the catalogue, in a language."""

    async def revision(self, platform: str, tenant: str) -> int:
        """A number that grows whenever a fact changes in the space of a workspace or server."""

    async def welcome(self, platform: str, tenant: str, name: str, at: datetime, owner: Actor | None = None) -> None:
        """Give a workspace or server its space, at first sight with the bundled record as a sample.

        `owner` is who installed the bot there; a space that has no owner yet is theirs.
        """


# what is posted


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where a document was posted: the room and the platform's ids of its messages, the first one first."""

    room: Room
    messages: tuple[str, ...]


class DeliveryError(Exception):
    """A document that did not reach its room, and why, in one sentence for whoever looks after the room.

    What is `permanent` does not change by itself, and is of the room unless it is `of_document`: then the room takes
    others. Anything else may be tried again, after `retry_after` seconds where the platform named a time. What
    `may_have_arrived` may stand in the room nevertheless: look before it is tried again.
    """

    def __init__(
        self,
        why: Line,
        *,
        permanent: bool = False,
        of_document: bool = False,
        retry_after: float | None = None,
        may_have_arrived: bool = False,
    ) -> None:
        super().__init__(why.message)
        self.why = why
        self.permanent = permanent
        self.of_document = of_document
        self.retry_after = retry_after
        self.may_have_arrived = may_have_arrived


@dataclass(frozen=True, slots=True)
class Pace:
    """How many messages a second a platform takes in one room, in one workspace or server, and in all; 0 for no limit."""

    room: float
    tenant: float = 0
    everywhere: float = 0


class Cannot(Enum):
    """What nobody can know."""

    TELL = "cannot tell"


class Poster(Protocol):
    """Posts on our own account. What goes wrong is a DeliveryError."""

    @property
    def pace(self) -> Pace:
        """How fast it may be asked to post."""

    @property
    def remembers(self) -> timedelta:
        """How long the platform knows a key: within that time the same key posts nothing twice."""

    async def post(
        self, room: Room, said: Said, key: str, *, reply_to: str = "", standing: Sequence[str] = ()
    ) -> Receipt:
        """Post a document into a room, under a message there when that is named.

        `standing` are its first messages where these stand there already.
        """

    async def edit(self, receipt: Receipt, said: Said) -> Receipt:
        """Let what was posted say something else."""

    async def find(self, room: Room, key: str, since: datetime, *, reply_to: str = "") -> Receipt | Cannot | None:
        """What was posted into a room, or under a message there, with a key since a moment, perhaps not all of it.

        None where nothing was.
        """

    async def to_person(self, room: Room, user: str, said: Said, key: str) -> Receipt:
        """Send a document to somebody directly; `room` is one of their workspace or server."""


# a platform in the program


@dataclass(frozen=True, slots=True)
class Health:
    """How a platform does: whether it can hear and speak, since when it heard nothing, and what is wrong.

    `heard_at` is the moment of the last thing it received, None before the first. `waited` are the seconds that answers
    waited since the start because it limits their rate.
    """

    is_well: bool
    heard_at: datetime | None
    why: str = ""
    waited: float = 0.0


@dataclass(frozen=True, slots=True)
class WebRequest:
    """A request over HTTP as it came in; header names are in lower case."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class WebAnswer:
    """An answer over HTTP."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class Unreachable(UserError):
    """A platform does not answer: that may pass by itself, and is tried again."""


class Platform(Protocol):
    """A platform while it is served."""

    name: str

    @property
    def routes(self) -> Mapping[str, Callable[[WebRequest], Awaitable[WebAnswer]]]:
        """What it answers over HTTP, by path; empty when it needs no HTTP."""

    @property
    def posts(self) -> Poster:
        """What posts to its rooms."""

    async def start(self, *, hears: bool = True) -> None:
        """Connect. Raises UserError for what the operator can mend, such as a token that is refused, and Unreachable
        for what may pass: then it can be called again.

        One that does not hear opens no socket and no gateway: it posts, and answers over HTTP.
        """

    async def stop(self) -> None:
        """Take nothing new, finish what was begun, disconnect."""

    def health(self, now: datetime) -> Health:
        """How it does."""


# what platforms need remembered


class Installed(Protocol):
    """A workspace or server that installed the bot; one that ended says when and why."""

    @property
    def tenant(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def since(self) -> datetime: ...
    @property
    def ended_at(self) -> datetime | None: ...
    @property
    def why(self) -> str: ...


class Installations(Protocol):
    """What a workspace gave the bot when it installed it: its tokens, kept encrypted."""

    async def save(self, platform: str, tenant: str, secret: Mapping[str, Any], at: datetime) -> None: ...
    async def find(self, platform: str, tenant: str) -> Mapping[str, Any] | None: ...
    async def end(self, platform: str, tenant: str, why: str, at: datetime) -> None: ...
    async def every(self, platform: str) -> Sequence[Installed]: ...


class States(Protocol):
    """One-time states of installations under way: each is taken once, and not after its time."""

    async def issue(self, state: str, body: str, expires_at: datetime) -> None: ...
    async def consume(self, state: str, at: datetime) -> str | None: ...


class SeenEvents(Protocol):
    """Which events were answered, so that one that is delivered again is answered once."""

    async def begin(self, platform: str, event: str, at: datetime) -> bool: ...
    async def finish(self, platform: str, event: str, at: datetime) -> None: ...
    async def is_finished(self, platform: str, event: str) -> bool: ...


class StoredLines(Protocol):
    """The lines of buttons that are too long to be their own id (see `adapters.offers`)."""

    async def keep(self, lines: Mapping[str, str], at: datetime) -> None: ...
    async def line(self, id: str) -> str | None: ...


class Leases(Protocol):
    """Who holds what only one process may hold."""

    async def take(self, name: str, holder: str, at: datetime, until: datetime) -> bool: ...
    async def release(self, name: str, holder: str) -> None: ...
    async def holder(self, name: str, at: datetime) -> str | None: ...


class Drafts(Protocol):
    """Forms that are filled in step by step."""

    async def save(self, id: str, body: Mapping[str, Any], expires_at: datetime) -> None: ...
    async def find(self, id: str, at: datetime) -> Mapping[str, Any] | None: ...
    async def drop(self, id: str) -> None: ...


class Notes(Protocol):
    """Small facts a platform remembers about itself, such as the hash of the commands it last registered."""

    async def get(self, platform: str, key: str) -> str | None: ...
    async def set(self, platform: str, key: str, value: str, at: datetime) -> None: ...


class Memory(Protocol):
    """All of it, in one place."""

    @property
    def installations(self) -> Installations: ...
    @property
    def states(self) -> States: ...
    @property
    def seen(self) -> SeenEvents: ...
    @property
    def lines(self) -> StoredLines: ...
    @property
    def leases(self) -> Leases: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def notes(self) -> Notes: ...
