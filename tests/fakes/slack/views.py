"""views.open, views.push, views.update and views.publish, and the triggers that allow the first two.

https://docs.slack.dev/surfaces/modals: a modal holds up to three views; a trigger_id lives three seconds and opens one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.fakes.slack import limits
from tests.fakes.slack.clock import Stopwatch
from tests.fakes.slack.methods import named
from tests.fakes.slack.rates import Tier
from tests.fakes.slack.web_api import Answer, Call, SlackError, method
from tests.fakes.slack.world import Team, View

if TYPE_CHECKING:
    from tests.fakes.slack.server import FakeSlack

TRIGGER_LIFE = 3.0
"""Seconds. https://docs.slack.dev/interactivity/handling-user-interaction"""
DEEPEST = 3


@dataclass
class Trigger:
    """The right to open one modal for one person, soon."""

    user: str
    team: Team
    watch: Stopwatch
    is_used: bool = False


@method("views.open", tier=Tier.FOUR)
def open_view(call: Call) -> Answer:
    trigger, content = _trigger(call), checked(call.args.get("view"), "modal")
    trigger.is_used = True
    view = new_view(call.slack, trigger.user, trigger.team, content)
    screen = call.slack.world.screens[trigger.user]
    screen.modals[:] = [view]
    screen.show(view)
    return {"view": view_data(call.slack, view)}


@method("views.push", tier=Tier.FOUR)
def push_view(call: Call) -> Answer:
    trigger, content = _trigger(call), checked(call.args.get("view"), "modal")
    stack = call.slack.world.screens[trigger.user].modals
    if not stack:
        raise SlackError("not_found")
    if len(stack) >= DEEPEST:
        raise SlackError("push_limit_reached")
    trigger.is_used = True
    return {"view": view_data(call.slack, pushed(call.slack, stack[-1], content))}


@method("views.update", tier=Tier.FOUR)
def update_view(call: Call) -> Answer:
    """By view_id or external_id; a hash of a view that has changed since is refused."""
    wanted, outside = call.text("view_id", ""), call.text("external_id", "")
    views = [view for screen in call.slack.world.screens.values() for view in screen.modals if view.team is call.team]
    found = [view for view in views if view.id == wanted or (outside and view.content.get("external_id") == outside)]
    if not found:
        raise SlackError("not_found")
    _check_hash(call, found[0])
    replaced(call.slack, found[0], checked(call.args.get("view"), "modal"))
    return {"view": view_data(call.slack, found[0])}


@method("views.publish", tier=Tier.FOUR)
def publish_view(call: Call) -> Answer:
    """The home tab of one person."""
    user, content = call.text("user_id"), checked(call.args.get("view"), "home")
    if not call.slack.app.has_home:
        raise SlackError("not_enabled")
    if user not in call.team.users or user not in call.slack.world.screens:
        raise SlackError("invalid_arguments", ["invalid user_id [json-pointer:/user_id]"])
    screen = call.slack.world.screens[user]
    if screen.home is None:
        screen.home = new_view(call.slack, user, call.team, content)
        screen.show(screen.home)
    else:
        _check_hash(call, screen.home)
        replaced(call.slack, screen.home, content)
    return {"view": view_data(call.slack, screen.home)}


def checked(view: Any, kind: str) -> dict[str, Any]:
    """A view if Slack would take it. Raises SlackError."""
    problems = limits.view_problems(view)
    if not problems and view["type"] != kind:
        problems = [f"must be {kind} [json-pointer:/view/type]"]
    if problems:
        raise SlackError("invalid_arguments", problems)
    if limits.view_is_too_large(view):
        raise SlackError("view_too_large")
    return {**view, "blocks": named(view["blocks"])}


def new_view(slack: FakeSlack, user: str, team: Team, content: dict[str, Any], before: View | None = None) -> View:
    id = slack.world.id("V")
    return View(id, user, team, content, slack.world.ts(), before.root if before else id, before.id if before else None)


def pushed(slack: FakeSlack, top: View, content: dict[str, Any]) -> View:
    """A view on top of another."""
    screen = slack.world.screens[top.user]
    view = new_view(slack, top.user, top.team, content, top)
    screen.modals.append(view)
    screen.show(view)
    return view


def replaced(slack: FakeSlack, view: View, content: dict[str, Any]) -> None:
    """The same view with new content. What was filled in stays where block_id and action_id are the same.

    https://docs.slack.dev/reference/views/modal-views, “Preserving input entry”
    """
    names = {block["block_id"] for block in content["blocks"]}
    view.content, view.hash, view.errors = content, slack.world.ts(), {}
    view.values = {name: values for name, values in view.values.items() if name in names}
    slack.world.screens[view.user].show(view)


def view_data(slack: FakeSlack, view: View) -> Answer:
    """A view as the API and payloads tell of it."""
    return {"private_metadata": "", "callback_id": "", "external_id": "", **view.content, "id": view.id,
            "team_id": view.team.id, "hash": view.hash, "root_view_id": view.root, "previous_view_id": view.before,
            "app_id": slack.app.id, "app_installed_team_id": view.team.id, "bot_id": view.team.bot_id,
            "state": {"values": view.values}}  # fmt: skip


def _check_hash(call: Call, view: View) -> None:
    if call.args.get("hash") and call.args["hash"] != view.hash:
        raise SlackError("hash_conflict")


def _trigger(call: Call) -> Trigger:
    trigger = call.slack.triggers.get(call.text("trigger_id"))
    if trigger is None or trigger.team is not call.team:
        raise SlackError("invalid_trigger_id")
    if trigger.is_used:
        raise SlackError("exchanged_trigger_id")
    if trigger.watch.age > TRIGGER_LIFE:
        raise SlackError("expired_trigger_id")
    return trigger
