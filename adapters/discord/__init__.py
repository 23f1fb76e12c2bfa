"""Discord: slash commands, buttons and forms in, Components V2 messages out."""

PLATFORM = "discord"
"""The name of this platform in requests and in the store."""
