"""What a person at the desk did. There is a change for the headline and for the picture, and none for the body."""

from datetime import datetime

from msgspec import Struct


class Change(Struct, frozen=True, kw_only=True, tag_field="kind"):
    """One act of one person on one story. Appended to the journal, never altered."""

    story_key: str
    who: str
    at: datetime
    against: int | None = None
    """The agency's version that was shown when the person acted; none when it carries no number."""
    item: str | None = None
    """The story key of the item that version is of; none where that is the story's own."""
    place: str = ""
    """Where it was done: a network address, or `command line`. Empty of what an older Stet recorded."""


class SetHeadline(Change, frozen=True, kw_only=True, tag="headline"):
    """The house headline. An empty text goes back to the agency's."""

    text: str
    agency_headline: str | None = None
    """What the agency's headline was at that moment: an update that changes it is flagged."""


class SetPicture(Change, frozen=True, kw_only=True, tag="picture"):
    """The house picture: an asset in the journal, by its digest. No asset goes back to the agency's."""

    asset: str | None
    caption: str = ""
    credit: str = ""
    alt: str = ""
    focus: tuple[float, float] | None = None
    """The point that must be seen when the picture is cropped: from 0 to 1 from the left and from the top. None: its
    middle."""


class Kill(Change, frozen=True, kw_only=True, tag="kill"):
    """The story must not be shown again, unless the agency sends a later usable version and a person confirms it."""

    reason: str


class Hold(Change, frozen=True, kw_only=True, tag="hold"):
    """Not to be shown until somebody releases it."""

    reason: str = ""


class Release(Change, frozen=True, kw_only=True, tag="release"):
    """May be shown as far as this house is concerned. Never opens an embargo the current version carries."""


class Unsealed(Change, frozen=True, kw_only=True, tag="unsealed"):
    """Somebody read the words of a stopped story. Alters nothing; it is on the record that they did, and why."""

    reason: str


AnyChange = SetHeadline | SetPicture | Kill | Hold | Release | Unsealed


def change_kind(change: AnyChange) -> str:
    """The word for what was done: `headline`, `picture`, `kill`, `hold`, `release`, `unsealed`."""
    return str(change.__struct_config__.tag)


def words_of(change: AnyChange) -> str:
    """What somebody wrote with it: a headline, a caption, a reason; mostly one of them, or nothing."""
    return next((str(said) for name in ("text", "caption", "reason") if (said := getattr(change, name, ""))), "")
