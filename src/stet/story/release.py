"""What a person who released a story can have known, and what became usable by it."""

from collections.abc import Sequence

from stet.model.change import Release
from stet.model.dispatch import Dispatch, Status
from stet.story.history import History


def usable(history: History) -> tuple[Dispatch, ...]:
    """The versions that the agency calls usable, or a person did, earliest first.

    A person decides on a status that is not known here (edge case 116): it is a version like any other once the story
    was released with it before them. Whoever had a usable one before them decided on that, and not on this.
    """
    called = tuple(dispatch for dispatch in history.dispatches if dispatch.status is Status.USABLE)
    unknown = [dispatch for dispatch in history.dispatches if dispatch.status is Status.UNKNOWN]
    if not unknown:
        return called
    decisions = [release for release in history.releases if not saw(release, called, history)]
    decided = [d for d in unknown if any(saw(release, [d], history) for release in decisions)]
    return tuple(d for d in history.dispatches if d in called or d in decided)


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
