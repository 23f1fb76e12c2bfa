"""Settings: one TOML file, environment variables over it. Unknown keys are refused by name."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from briefings.document import UserError
from briefings.document import mark as _

PREFIX = "MSS_"
FILE_VARIABLE = "MSS_CONFIG"
DEFAULT_FILE = Path("config.toml")


class StoreSettings(BaseModel):
    """Where the bot remembers."""

    model_config = ConfigDict(extra="forbid")
    url: str = Field("sqlite:///mss.db", description="sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE")


class LogSettings(BaseModel):
    """What the bot tells its operator."""

    model_config = ConfigDict(extra="forbid")
    level: Literal["debug", "info", "warning", "error"] = Field("warning", description="debug, info, warning or error")


class Settings(BaseSettings):
    """Every setting there is, by section."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid")
    store: StoreSettings = Field(default_factory=lambda: StoreSettings())
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


def read_settings(file: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of a file and the environment.

    The file is `--config`, else MSS_CONFIG, else config.toml where there is one. Raises UserError naming the
    key that is wrong or unknown.
    """
    environment = os.environ if environment is None else environment
    _refuse_unknown_variables(environment)
    try:
        return Settings(**_merged(_from_file(_chosen(file, environment)), environment))
    except ValidationError as error:
        raise _named(error) from error


def _chosen(file: Path | None, environment: Mapping[str, str]) -> Path | None:
    if file is None and FILE_VARIABLE in environment:
        file = Path(environment[FILE_VARIABLE])
    if file is None:
        return DEFAULT_FILE if DEFAULT_FILE.is_file() else None
    if not file.is_file():
        raise UserError(_("There is no settings file {file}"), file=str(file))
    return file


def _from_file(file: Path | None) -> dict[str, Any]:
    if file is None:
        return {}
    try:
        return dict(TomlConfigSettingsSource(Settings, file)())
    except UnicodeDecodeError as error:
        raise UserError(_("The settings file {file} cannot be read: save it as UTF-8"), file=str(file)) from error
    except (ValueError, OSError) as error:
        raise UserError(_("The settings file {file} cannot be read: {why}"), file=str(file), why=str(error)) from error


def _merged(values: dict[str, Any], environment: Mapping[str, str]) -> dict[str, Any]:
    """The values of the file with those of the environment over them."""
    for key in keys():
        section, _dot, name = key.partition(".")
        if variable(key) in environment and isinstance(values.setdefault(section, {}), dict):
            values[section][name] = environment[variable(key)]
    return values


def keys() -> list[str]:
    """Every setting as section.key."""
    return [
        f"{section}.{key}"
        for section, field in Settings.model_fields.items()
        for key in getattr(field.annotation, "model_fields", {})
    ]


def variable(key: str) -> str:
    """The environment variable of a setting: store.url is MSS_STORE__URL."""
    return PREFIX + key.upper().replace(".", "__")


def _refuse_unknown_variables(environment: Mapping[str, str]) -> None:
    known = {FILE_VARIABLE, *(variable(key) for key in keys())}
    for name in environment:
        if name.upper().startswith(PREFIX) and name not in known:
            near = difflib.get_close_matches(name, sorted(known), 1) or sorted(known)
            raise UserError(_("There is no setting {name}; the nearest is {near}"), name=name, near=near[0])


def _named(error: ValidationError) -> UserError:
    """The first fault in words, with the key it lies in and never the value."""
    first = error.errors(include_input=False, include_url=False)[0]
    key = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        near = difflib.get_close_matches(key, keys(), 1) or keys()
        return UserError(_("There is no setting {name}; the nearest is {near}"), name=key, near=near[0])
    if first["type"] in ("model_type", "model_attributes_type"):
        return UserError(_("The setting {name} is a section: write [{name}] and its settings below"), name=key)
    return UserError(_("The setting {name} is wrong: {why}"), name=key, why=first["msg"])
