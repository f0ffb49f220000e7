"""Which story a dispatch belongs to."""

from stet.model.dispatch import Dispatch


def thread(dispatch: Dispatch) -> str:
    """The key of the story this dispatch is a version of: one agency's, never shared (the house, decision 5)."""
    return dispatch.story_key
