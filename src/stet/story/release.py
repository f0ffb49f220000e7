"""What a person who released a story can have known."""

from collections.abc import Sequence

from stet.model.change import Release
from stet.model.dispatch import Dispatch


def saw(release: Release, versions: Sequence[Dispatch]) -> bool:
    """Whether any of these versions was here, and was what the person had before them, at the release."""
    return any(dispatch.arrived <= release.at and _covers(release, dispatch) for dispatch in versions)


def _covers(release: Release, dispatch: Dispatch) -> bool:
    if release.against is None or dispatch.version is None:
        return release.against is dispatch.version
    return release.against >= dispatch.version
