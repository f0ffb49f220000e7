"""Which versions correct an error (life.md sections 3 and 4)."""

from stet.model.dispatch import Dispatch

CORRECTION = "sig:correction"


def is_correction(dispatch: Dispatch) -> bool:
    """Whether the agency says that this version corrects an error."""
    return CORRECTION in dispatch.signals
