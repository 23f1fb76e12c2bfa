"""Registering commands: https://docs.discord.com/developers/interactions/application-commands#endpoints"""

from __future__ import annotations

from tests.fakes.discord.account import server_of
from tests.fakes.discord.commands import MOST, SLASH, Commands, complete, problems
from tests.fakes.discord.errors import (
    NOT_FOR_BOTS,
    NOT_YOUR_APP,
    UNKNOWN_COMMAND,
    UNKNOWN_COMMAND_PERMISSIONS,
    Problem,
    Refusal,
    form,
)
from tests.fakes.discord.kinds import Json
from tests.fakes.discord.rest import Call, route

EVERYWHERE = "/applications/{app}/commands"
OF_SERVER = "/applications/{app}/guilds/{guild}/commands"


@route(f"GET {EVERYWHERE}")
@route(f"GET {OF_SERVER}")
def list_commands(call: Call) -> list[Json]:
    """Without the dictionaries of languages unless they are asked for."""
    found = _commands(call).of(_place(call))
    return found if call.asks("with_localizations") else [_short(command) for command in found]


@route(f"POST {EVERYWHERE}")
@route(f"POST {OF_SERVER}")
def create(call: Call) -> Json:
    """An upsert: a name that is taken is overwritten, with 200; a new one is answered with 201."""
    place = _place(call)
    call.status = 200 if _known(call, call.body) else 201
    return _put(call, place, call.body, call.discord.commands.of(place))


@route(f"PUT {EVERYWHERE}")
@route(f"PUT {OF_SERVER}")
def overwrite(call: Call) -> list[Json]:
    """All at once. Commands that keep their names keep their ids, and do not count as created."""
    place, told = _place(call), list(call.body)
    _check_all(call, told)
    fresh: list[Json] = []
    for command in told:
        _put(call, place, command, fresh)
    call.discord.commands.registered[place] = fresh
    return fresh


@route(f"GET {OF_SERVER}/permissions")
def list_permissions(call: Call) -> list[Json]:
    place = _place(call)
    kept = _commands(call).permissions
    return [_permissions_data(call, id, granted) for (server, id), granted in kept.items() if server == place]


@route(f"GET {EVERYWHERE}/{{command}}")
@route(f"GET {OF_SERVER}/{{command}}")
def get(call: Call) -> Json:
    return _command(call)


@route(f"PATCH {EVERYWHERE}/{{command}}")
@route(f"PATCH {OF_SERVER}/{{command}}")
def edit(call: Call) -> Json:
    command = _command(call)
    changed = {**command, **call.body}
    if wrong := problems(changed, call.discord.world.app.installs):
        raise form(wrong)
    command |= {**call.body, "version": call.discord.world.snowflake()}
    return command


@route(f"DELETE {EVERYWHERE}/{{command}}")
@route(f"DELETE {OF_SERVER}/{{command}}")
def delete(call: Call) -> None:
    _commands(call).of(_place(call)).remove(_command(call))


@route(f"GET {OF_SERVER}/{{command}}/permissions")
def get_permissions(call: Call) -> Json:
    """What the server's admins decided about one command, or with the app's own id about all of them."""
    id = call.args["command"]
    granted = _commands(call).permissions.get((_place(call), id))
    if granted is None:
        raise Refusal(*UNKNOWN_COMMAND_PERMISSIONS)
    return _permissions_data(call, id, granted)


@route(f"PUT {OF_SERVER}/{{command}}/permissions")
def put_permissions(call: Call) -> Json:
    """Only for people: “authenticating with a bot token will result in an error”."""
    raise Refusal(*NOT_FOR_BOTS)


def _commands(call: Call) -> Commands:
    if call.args["app"] != call.discord.world.app.id:
        raise Refusal(*NOT_YOUR_APP)
    return call.discord.commands


def _place(call: Call) -> str:
    _commands(call)
    return server_of(call).id if "guild" in call.args else ""


def _known(call: Call, told: Json) -> Json | None:
    return call.discord.commands.named(_place(call), told.get("type", SLASH), str(told.get("name")))


def _command(call: Call) -> Json:
    found = next((one for one in _commands(call).of(_place(call)) if one["id"] == call.args["command"]), None)
    if found is None:
        raise Refusal(*UNKNOWN_COMMAND)
    return found


def _put(call: Call, place: str, told: Json, into: list[Json]) -> Json:
    world, known = call.discord.world, _known(call, told)
    if wrong := problems(told, world.app.installs):
        raise form(wrong)
    whole = complete(told, app=world.app.id, server=place, installs=world.app.installs)
    if sum(one["type"] == whole["type"] and one is not known for one in into) >= MOST[whole["type"]]:
        words = "Maximum number of application commands reached"
        raise Refusal(400, 30032, words)
    if known is None:
        call.discord.commands.count_creation(place, world.clock.now.date().isoformat())
    whole |= {"id": known["id"] if known else world.snowflake(), "version": world.snowflake()}
    into[:] = [*(one for one in into if one is not known), whole]
    return whole


def _check_all(call: Call, told: list[Json]) -> None:
    """Every problem of every command, each path beginning with the command's number."""
    found: list[Problem] = []
    names = [(one.get("type", SLASH), one.get("name")) for one in told]
    for index, command in enumerate(told):
        wrong = problems(command, call.discord.world.app.installs)
        found += [Problem((index, *each.path), each.code, each.message) for each in wrong]
        if names[index] in names[:index]:
            words = "Application command names must be unique"
            found.append(Problem((index,), "APPLICATION_COMMANDS_DUPLICATE_NAME", words))
    if found:
        raise form(found)


def _short(command: Json) -> Json:
    return {name: value for name, value in command.items() if not name.endswith("_localizations")}


def _permissions_data(call: Call, id: str, granted: list[Json]) -> Json:
    return {"id": id, "application_id": call.args["app"], "guild_id": call.args["guild"], "permissions": granted}
