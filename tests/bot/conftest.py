"""The desk is tried over a real store: the scene of the stories."""

from tests.stories.conftest import scene, story_url

__all__ = ["scene", "story_url"]
