"""The prompt is tried over a real desk: the scene of the stories."""

from tests.stories.conftest import scene

__all__ = ["scene"]
