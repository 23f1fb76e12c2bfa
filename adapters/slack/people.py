"""People in Slack: what they are in a workspace, their zone and their language, asked of Slack and kept a while."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.port import Actor, Standing
from adapters.slack import PLATFORM
from adapters.slack.troubles import word

LIFE = timedelta(minutes=10)
"""How long a profile is kept; Slack tells sooner when one changes."""
MOST = 10_000
"""Profiles kept at once."""

Groups = Mapping[str, frozenset[str]]
"""Who is in each user group, by its id."""

log = logging.getLogger("mss.slack")


@dataclass(frozen=True, slots=True)
class Profile:
    """A person as Slack knows them; `language` is the code of the language their Slack is in."""

    actor: Actor
    language: str = ""

    @classmethod
    def unknown(cls, tenant: str, user: str) -> Profile:
        """Somebody of whom Slack tells nothing."""
        return cls(Actor(PLATFORM, tenant, user))


class People:
    """The people who ask."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._known: dict[tuple[str, str], tuple[datetime, Profile]] = {}
        self._groups: dict[str, tuple[datetime, Groups]] = {}

    async def find(self, client: AsyncWebClient, tenant: str, user: str) -> Profile:
        """A person's profile. Raises SlackApiError when Slack does not tell it."""
        kept = self._known.get((tenant, user))
        if kept and self._now() - kept[0] < LIFE:
            return kept[1]
        answer, groups = await asyncio.gather(
            client.users_info(user=user, include_locale=True), self._groups_of(client, tenant)
        )
        profile = _profile(
            tenant, answer["user"], tuple(sorted(group for group, users in groups.items() if user in users))
        )
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[tenant, user] = (self._now(), profile)
        return profile

    async def _groups_of(self, client: AsyncWebClient, tenant: str) -> Groups:
        """Who is in which user group; nobody in any where Slack does not tell, as in workspaces without groups."""
        kept = self._groups.get(tenant)
        if kept and self._now() - kept[0] < LIFE:
            return kept[1]
        try:
            answer = await client.usergroups_list(include_users=True)
        except SlackApiError as error:
            log.info("Slack does not tell the user groups of %s: %s", tenant, word(error))
            groups: Groups = {}
        else:
            groups = {group["id"]: frozenset(group.get("users", ())) for group in answer["usergroups"]}
        self._groups[tenant] = (self._now(), groups)
        return groups

    def known(self, tenant: str, user: str) -> Profile | None:
        """The profile that was last told of; None before the first time."""
        kept = self._known.get((tenant, user))
        return kept[1] if kept else None

    def forget(self, tenant: str, user: str) -> None:
        """Ask anew next time, since the profile changed."""
        self._known.pop((tenant, user), None)


def _profile(tenant: str, user: Mapping[str, Any], groups: tuple[str, ...]) -> Profile:
    """https://docs.slack.dev/reference/objects/user-object"""
    shown = user.get("profile", {})
    name = shown.get("display_name") or shown.get("real_name") or user.get("real_name") or user.get("name", "")
    actor = Actor(PLATFORM, tenant, user["id"], name, _standing(tenant, user), user.get("tz") or "", groups)
    return Profile(actor, (user.get("locale") or "").partition("-")[0])


def _standing(tenant: str, user: Mapping[str, Any]) -> Standing:
    """Guests are `is_restricted`, people of other organisations `is_stranger` or of another workspace."""
    is_of_here = tenant in (user.get("team_id", tenant), *user.get("enterprise_user", {}).get("teams", ()))
    if user.get("is_stranger") or user.get("is_bot") or user.get("deleted") or not is_of_here:
        return Standing.STRANGER
    return Standing.GUEST if user.get("is_restricted") or user.get("is_ultra_restricted") else Standing.MEMBER
