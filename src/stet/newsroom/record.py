"""The record of what people did that is no act on a story. What they did to stories is in the journal."""

from datetime import datetime
from enum import StrEnum

from stet.journal.connect import asking
from stet.model.person import Person
from stet.newsroom.models import Act


class Kind(StrEnum):
    """What an act can be."""

    SIGN_IN = "sign-in"
    SIGN_IN_REFUSED = "sign-in-refused"
    SIGN_OUT = "sign-out"
    SESSION_ENDED = "session-ended"
    PASSWORD_CHANGED = "password-changed"  # noqa: S105 - the name of an act
    SECOND_FACTOR_ADDED = "second-factor-added"
    SECOND_FACTOR_REMOVED = "second-factor-removed"
    USER_ADDED = "user-added"
    USER_DISABLED = "user-disabled"
    USER_ENABLED = "user-enabled"
    USER_RESET = "user-reset"
    ROLE_CHANGED = "role-changed"
    FEED_HOLD = "feed-hold"
    FEED_PAUSE = "feed-pause"
    FEED_RESUME = "feed-resume"
    READ_AGAIN = "read-again"


def record(kind: Kind, *, who: Person, at: datetime, about: str = "", words: str = "") -> None:
    """Append an act. `words` are for people to read, and never hold a password, a code or a key."""
    with asking():
        Act(at=at, who=who.name, place=who.place, kind=kind, about=about, words=words).save()
