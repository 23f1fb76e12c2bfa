"""Slack: slash commands, buttons, forms and App Home in, Block Kit messages out."""

PLATFORM = "slack"
"""The name of this platform in requests and in the store."""
