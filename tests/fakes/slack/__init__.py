"""A Slack for tests: it behaves as Slack documents and refuses what Slack refuses. See server.py for how to use it."""

from tests.fakes.slack.clock import Clock
from tests.fakes.slack.forms import NoSuchField
from tests.fakes.slack.people import Person
from tests.fakes.slack.screens import Modal, Post, Seen
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.web_api import Fault
from tests.fakes.slack.world import App, Channel, Team

__all__ = ["App", "Channel", "Clock", "FakeSlack", "Fault", "Modal", "NoSuchField", "Person", "Post", "Seen", "Team"]
