"""What a person who released a story can have known."""

from collections.abc import Sequence

from stet.model.change import Release
from stet.model.dispatch import Dispatch
from stet.story.history import History


def saw(release: Release, versions: Sequence[Dispatch], history: History) -> bool:
    """Whether any of these versions was here, and was what the person had before them, at the release."""
    return any(dispatch.arrived <= release.at and _covers(release, dispatch, history) for dispatch in versions)


def _covers(release: Release, dispatch: Dispatch, history: History) -> bool:
    """A later version of the same item covers it, and so does any version of an item further down the thread."""
    item = history.item_of(release)
    if dispatch.story_key != item:
        return history.place(dispatch.story_key) < history.place(item)
    if release.against is None or dispatch.version is None:
        return release.against is dispatch.version
    return release.against >= dispatch.version
