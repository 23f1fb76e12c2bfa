"""Settings: one TOML file, environment variables over it, secrets from files of their own. Every fault is told at once."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, get_args
from urllib.parse import unquote

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from bot.tokens import incomplete
from briefings.document import Line, UserError
from briefings.document import mark as _

PREFIX = "MSS_"
FILE_VARIABLE = "MSS_CONFIG"
DEFAULT_FILE = Path("config.toml")
FROM_FILE = "_file"
"""What stands behind the name of a secret setting where a file holds it: `slack.bot_token_file`."""

# kinds of values


def _url(text: str) -> str:
    if not re.match(r"https?://[^/]", text):
        raise PydanticCustomError("url", "write it with http:// or https://")
    return text


def _folder(text: str) -> str:
    return text if text.endswith("/") else f"{text}/"


def _address(text: str) -> str:
    host, colon, port = text.rpartition(":")
    if not (host and colon and port.isdecimal() and int(port) < 2**16):
        raise PydanticCustomError("address", "write HOST:PORT, such as 127.0.0.1:8080")
    return text


def _parts(value: object) -> object:
    """One text as several values, parted by commas or by white space."""
    return value.replace(",", " ").split() if isinstance(value, str) else value


def _key(secret: SecretStr) -> SecretStr:
    # https://github.com/fernet/spec/blob/master/Spec.md: 32 bytes in URL-safe base64
    if not re.fullmatch(r"[A-Za-z0-9_-]{43}=", secret.get_secret_value()):
        raise PydanticCustomError("key", "it is no key of ours; `mss keygen` makes one")
    return secret


Url = Annotated[str, AfterValidator(_url)]
Folder = Annotated[Url, AfterValidator(_folder)]
"""A URL that others are appended to: it ends with a slash."""
Address = Annotated[str, AfterValidator(_address)]
Keys = Annotated[tuple[Annotated[SecretStr, AfterValidator(_key)], ...], BeforeValidator(_parts)]
NO_SECRET = SecretStr("")

# sections


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class StoreSettings(_Section):
    """Where the bot remembers."""

    url: SecretStr = Field(
        SecretStr("sqlite:///mss.db"), description="sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE"
    )


class SecretsSettings(_Section):
    """What keeps tokens unreadable in the store."""

    keys: Keys = Field((), description="keys that `mss keygen` prints; the first one encrypts, all of them decrypt")


class SlackSettings(_Section):
    """The Slack app."""

    mode: Literal["socket", "http"] = Field("socket", description="how Slack reaches the bot: socket or http")
    bot_token: SecretStr = Field(NO_SECRET, description="the bot token of one workspace, xoxb-…")
    app_token: SecretStr = Field(NO_SECRET, description="the app-level token of Socket Mode, xapp-…")
    signing_secret: SecretStr = Field(NO_SECRET, description="what Slack signs its requests with in http mode")
    client_id: str = Field("", description="who the app is, for many workspaces")
    client_secret: SecretStr = Field(NO_SECRET, description="what proves that it is the app")
    redirect_url: Annotated[str, AfterValidator(lambda text: text and _url(text))] = Field(
        "", description="where a workspace comes back to after installing: https://HOST/slack/oauth_redirect"
    )
    base_url: Folder = Field("https://slack.com/api/", description="where Slack's Web API is")
    authorize_url: Url = Field("https://slack.com/oauth/v2/authorize", description="where a workspace says yes")


class DiscordSettings(_Section):
    """The Discord application."""

    token: SecretStr = Field(NO_SECRET, description="the bot's token")
    application_id: str = Field("", description="the application's id, a number")
    api_url: Url = Field("https://discord.com/api/v10", description="where Discord's API is")
    gateway_url: str = Field("wss://gateway.discord.gg/", description="where Discord's gateway is")


class HttpSettings(_Section):
    """The web server."""

    bind: Address = Field("127.0.0.1:8080", description="HOST:PORT to listen on")
    drain: int = Field(0, ge=0, le=60, description="seconds, 60 at most, to go on answering after it was told to stop")


class LogSettings(_Section):
    """What the bot tells its operator."""

    level: Literal["debug", "info", "warning", "error"] = Field("info", description="debug, info, warning or error")
    format: Literal["text", "json"] = Field("text", description="text for people, json for programs")


class Settings(BaseSettings):
    """Every setting there is, by section. A section that is None switches its platform off."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid", hide_input_in_errors=True
    )
    store: StoreSettings = Field(default_factory=lambda: StoreSettings())
    secrets: SecretsSettings = Field(default_factory=lambda: SecretsSettings())
    slack: SlackSettings | None = None
    discord: DiscordSettings | None = None
    http: HttpSettings = Field(default_factory=lambda: HttpSettings())
    log: LogSettings = Field(default_factory=lambda: LogSettings())

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        # The environment is merged beforehand, so that one that is handed over is the one that counts.
        return (init_settings,)

    @property
    def store_url(self) -> str:
        """Where the store is, with its password."""
        return self.store.url.get_secret_value()

    @property
    def store_keys(self) -> tuple[str, ...]:
        """What encrypts the secrets in the store."""
        return tuple(key.get_secret_value() for key in self.secrets.keys)

    def secret_values(self) -> frozenset[str]:
        """Every secret there is, so that a log can leave them out; of the store's URL it is the password."""
        platforms = [section for section in (self.slack, self.discord) if section]
        tokens = (value.get_secret_value() for section in platforms for _name, value in section
                  if isinstance(value, SecretStr))  # fmt: skip
        return frozenset((*tokens, *self.store_keys, *_passwords(self.store_url))) - {""}


def _passwords(url: str) -> Iterator[str]:
    """The password of a database's URL, in every way it may turn up: as it stands there, and as it is meant.

    One that should have been escaped ends at the first @ or at the last.
    """
    for pattern in (r"://[^:@/]*:([^@]*)@", r"://[^:@/]*:(.*)@", r"[?&]\w*password=([^&]*)"):
        for written in re.findall(pattern, url):
            yield from (written, unquote(written))


class WrongSettings(UserError):
    """All that is wrong with the settings, one fault a line, each with what to do."""

    def __init__(self, faults: Sequence[Line]) -> None:
        names = [f"fault_{number}" for number in range(len(faults))]
        super().__init__("\n".join(f"{{{name}}}" for name in names))
        self.line = Line(self.line.message, **dict(zip(names, faults, strict=True)))
        self.faults = tuple(faults)


# what there is


def sections() -> dict[str, type[BaseModel]]:
    """Every section by its name."""
    return {name: _model(field.annotation) for name, field in Settings.model_fields.items()}


def _model(annotation: Any) -> type[BaseModel]:
    """The model of a section, also of one that can be left out."""
    found: type[BaseModel] = next((each for each in get_args(annotation) if each is not type(None)), annotation)
    return found


def keys() -> list[str]:
    """Every setting as section.key."""
    return [f"{section}.{key}" for section, model in sections().items() for key in model.model_fields]


def secret_keys() -> list[str]:
    """The settings that are secret: each can also come from a file that `section.key_file` names."""
    return [f"{section}.{key}" for section, model in sections().items()
            for key, field in model.model_fields.items() if _is_secret(field.annotation)]  # fmt: skip


def _is_secret(annotation: Any) -> bool:
    return annotation is SecretStr or any(map(_is_secret, get_args(annotation)))


def file_keys() -> list[str]:
    """The settings that name the file of a secret."""
    return [key + FROM_FILE for key in secret_keys()]


def variable(key: str) -> str:
    """The environment variable of a setting: store.url is MSS_STORE__URL."""
    return PREFIX + key.upper().replace(".", "__")


# reading


def read_settings(file: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of a file and the environment.

    The file is `--config`, else MSS_CONFIG, else config.toml where there is one. Raises WrongSettings that tells
    every fault by its key and never by its value, and UserError for a file that cannot be read.
    """
    environment = os.environ if environment is None else environment
    faults = list(_unknown_variables(environment))
    values = with_secrets(from_file(chosen(file, environment)), faults)
    for section, found in with_secrets(from_environment(environment), faults).items():
        if isinstance(values.setdefault(section, {}), dict):
            values[section] |= found
    return checked(values, faults)


def checked(values: Mapping[str, Any], faults: Sequence[Line] = ()) -> Settings:
    """Settings from their values by section and key. Raises WrongSettings for all that is wrong, `faults` included."""
    found = [*faults, *incomplete(values)]
    try:
        settings = Settings(**values)
    except ValidationError as error:
        found += [_named(fault) for fault in error.errors(include_input=False, include_url=False)]
    if found:
        raise WrongSettings(found)
    return settings


def chosen(file: Path | None, environment: Mapping[str, str]) -> Path | None:
    """The settings file that counts, None for none. Raises UserError for one that is named and not there."""
    if file is None and FILE_VARIABLE in environment:
        file = Path(environment[FILE_VARIABLE])
    if file is None:
        return DEFAULT_FILE if DEFAULT_FILE.is_file() else None
    if not file.is_file():
        raise UserError(_("There is no settings file {file}"), file=str(file))
    return file


def from_file(file: Path | None) -> dict[str, Any]:
    """What a settings file holds, by section and key. Raises UserError when it cannot be read."""
    if file is None:
        return {}
    try:
        return dict(TomlConfigSettingsSource(Settings, file)())
    except UnicodeDecodeError as error:
        raise UserError(_("The settings file {file} cannot be read: save it as UTF-8"), file=str(file)) from error
    except (ValueError, OSError) as error:
        raise UserError(_("The settings file {file} cannot be read: {why}"), file=str(file), why=str(error)) from error


def from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    """What the environment holds, by section and key."""
    values: dict[str, Any] = {}
    for key in (*keys(), *file_keys()):
        if variable(key) in environment:
            section, _dot, name = key.partition(".")
            values.setdefault(section, {})[name] = environment[variable(key)]
    return values


def with_secrets(values: dict[str, Any], faults: list[Line]) -> dict[str, Any]:
    """The same values with what the files hold in the place of their names."""
    for key in secret_keys():
        section, _dot, name = key.partition(".")
        found = values.get(section)
        if isinstance(found, dict) and name + FROM_FILE in found:
            file = found.pop(name + FROM_FILE)
            if name in found:
                faults.append(Line(_("Give {name} or {file}, not both"), name=key, file=key + FROM_FILE))
            try:
                found[name] = Path(str(file)).read_text(encoding="utf-8").strip()
            except (OSError, ValueError) as error:
                why = getattr(error, "strerror", None) or _("it is not UTF-8 text")
                faults.append(
                    Line(_("The file that {name} names cannot be read: {why}"), name=key + FROM_FILE, why=why)
                )
    return values


# faults


def _unknown_variables(environment: Mapping[str, str]) -> Iterator[Line]:
    known = [FILE_VARIABLE, *map(variable, (*keys(), *file_keys()))]
    for name in environment:
        if name.upper().startswith(PREFIX) and name not in known:
            yield _unknown(name, known)


def _unknown(name: str, known: Sequence[str]) -> Line:
    near = difflib.get_close_matches(name, sorted(known), 1) or sorted(known)
    return Line(_("There is no setting {name}; the nearest is {near}"), name=name, near=near[0])


def _named(fault: ErrorDetails) -> Line:
    """A fault in words, with the key it lies in and never the value."""
    key = ".".join(str(part) for part in fault["loc"] if isinstance(part, str))
    if fault["type"] == "extra_forbidden":
        return _unknown(key, keys())
    if fault["type"] in ("model_type", "model_attributes_type"):
        return Line(_("The setting {name} is a section: write [{name}] and its settings below"), name=key)
    return Line(_("The setting {name} is wrong: {why}"), name=key, why=fault["msg"])
