"""The app and its bot user, its servers, and where its gateway is.

https://docs.discord.com/developers/resources/application, …/resources/user, …/resources/guild and …/events/gateway
"""

from __future__ import annotations

from tests.fakes.discord import objects
from tests.fakes.discord.errors import NO_ACCESS, UNKNOWN_MEMBER, UNKNOWN_SERVER, UNKNOWN_USER, Refusal
from tests.fakes.discord.kinds import Json
from tests.fakes.discord.rest import Call, route
from tests.fakes.discord.things import Server


@route("GET /users/@me")
def me(call: Call) -> Json:
    return objects.user_data(call.discord.world.bot)


@route("GET /oauth2/applications/@me")
@route("GET /applications/@me")
def application(call: Call) -> Json:
    return objects.app_data(call.discord.world.app, call.discord.owner)


@route("GET /gateway", is_open=True)
def gateway(call: Call) -> Json:
    return {"url": call.discord.gateway_url}


@route("GET /gateway/bot")
def gateway_of_bot(call: Call) -> Json:
    app = call.discord.world.app
    left = max(0, app.starts_a_day - call.discord.gateway.identified)
    return {"url": call.discord.gateway_url, "shards": app.shards,
            "session_start_limit": {"total": app.starts_a_day, "remaining": left, "reset_after": 86_400_000,
                                    "max_concurrency": app.starts_at_once}}  # fmt: skip


@route("GET /users/{user}")
def get_user(call: Call) -> Json:
    user = call.discord.world.users.get(call.args["user"])
    if user is None:
        raise Refusal(*UNKNOWN_USER)
    return objects.user_data(user)


@route("GET /users/@me/guilds")
def my_servers(call: Call) -> list[Json]:
    servers = [server for server in call.discord.world.servers.values() if server.is_installed]
    return [{"id": server.id, "name": server.name, "icon": None, "owner": False, "features": []} for server in servers]


@route("DELETE /users/@me/guilds/{guild}")
def leave(call: Call) -> None:
    server_of(call).removes_bot()


@route("GET /guilds/{guild}")
def get_server(call: Call) -> Json:
    return objects.guild_data(server_of(call))


@route("GET /guilds/{guild}/channels")
def get_channels(call: Call) -> list[Json]:
    rooms = server_of(call).channels.values()
    return [objects.channel_data(channel) for channel in rooms if not channel.is_thread]


@route("GET /guilds/{guild}/members/{member}")
def get_member(call: Call) -> Json:
    member = server_of(call).members.get(call.args["member"])
    if member is None:
        raise Refusal(*UNKNOWN_MEMBER)
    return objects.whole_member_data(member)


def server_of(call: Call) -> Server:
    """The server of a call, if the bot is in it."""
    server = call.discord.world.servers.get(call.args["guild"])
    if server is None:
        raise Refusal(*UNKNOWN_SERVER)
    if not server.is_installed:
        raise Refusal(*NO_ACCESS)
    return server
