"""The terminal: a prompt, single lines from the shell, and answers as text, markdown or JSON."""

PLATFORM = "terminal"
"""The name of this platform in requests and in the store."""
