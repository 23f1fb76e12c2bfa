"""The desk is tried over a real store: the scene of the stories."""

from tests.stories.conftest import scene

__all__ = ["scene"]
