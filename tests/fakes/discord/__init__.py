"""A Discord for tests: it behaves as Discord documents and refuses what it refuses. See server.py for how to use it."""

from tests.fakes.discord.kinds import App, Install, Intent
from tests.fakes.discord.modals import NoSuchField
from tests.fakes.discord.people import Choice, Person
from tests.fakes.discord.permissions import Permission
from tests.fakes.discord.rest import Fault
from tests.fakes.discord.screens import Modal, Post, Seen
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.things import Channel, Message, Role, Server
from tests.fakes.slack.clock import Clock

__all__ = ["App", "Channel", "Choice", "Clock", "FakeDiscord", "Fault", "Install", "Intent", "Message", "Modal",
           "NoSuchField", "Permission", "Person", "Post", "Role", "Seen", "Server"]  # fmt: skip
