"""Under which story keys the items that a dispatch speaks of are known: by the same rules as its own id.

An agency writes a revision or a query string into an id where it names another item too (edge case 37). Which story
an item belongs to is not decided here.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from msgspec.structs import replace

from stet.errors import Refused
from stet.formats.agencies import Agency, Identity, settled
from stet.formats.held import story_key, unique
from stet.formats.slugs import parted, stem
from stet.model.dispatch import BY_SLUG, Dispatch, Kind, Status
from stet.model.packet import Origin

_CONTINUES = frozenset({"irel:evolvedFrom", "irel:prevVersion", "add"})
"""Relations of an item that goes on from another under an id of its own: a successor, or a take of the same story."""
_WITH_IDS_OF_SLUGS = frozenset({"anpa", "iptc7901", "zczc", "mail"})
_TRANSLATION = frozenset({"translation", "translationof", "istranslationof", "hastranslation", "translatedfrom"})


def keyed(said: Dispatch, origin: Origin, agency: Agency) -> Dispatch:
    """The dispatch with the story keys of its other names, of what it continues and of its pictures filled in."""

    def key_of(name: str) -> str | None:
        identity = settled(Identity(name, None, Status.USABLE, said.provider), origin, agency)
        return next(_keys(said.agency, [identity.stable or name]), None)

    alt_keys = unique(list(_keys(said.agency, said.alt_ids))) if said.alt_ids else ()
    continued = [key_of(link.target) for link in said.links if link.rel in _CONTINUES]
    pictures = tuple(key_of(picture.guid) or "" if picture.guid else "" for picture in said.pictures)
    translated = [key_of(link.target) for link in said.links if is_translation(link.rel)]
    if not (alt_keys or continued or translated or any(pictures)):
        return said
    return replace(
        said,
        alt_keys=tuple(key for key in alt_keys if key != said.story_key),
        continues=tuple(key for key in unique(continued) if key != said.story_key),
        translates=tuple(key for key in unique(translated) if key != said.story_key),
        picture_keys=pictures,
    )


def called_by_slug(said: Dispatch) -> Dispatch:
    """The dispatch, called by its slug of that day as well: a note may name a story by no more (edge case 119). Readers
    of text wires make ids of slugs, and have done so."""
    if not said.slugline or said.kind not in (Kind.STORY, Kind.ALERT) or said.format in _WITH_IDS_OF_SLUGS:
        return said
    names = _keys(said.agency, [id_of_slug(parted(said.slugline).keyword, said.arrived)])
    return replace(said, alt_keys=unique([*said.alt_keys, *names]))


def id_of_slug(slug: str, day: datetime) -> str:
    """What a story that came under a slug is called that day, by an order that knows no other name of it."""
    return f"{BY_SLUG}{stem(slug)}/{day.astimezone(UTC).date()}"


def is_translation(rel: str | None) -> bool:
    """Whether a relation says that the one item is the other in another language, whichever came first."""
    return bool(rel) and (rel or "").rpartition(":")[2].rpartition("/")[2].casefold() in _TRANSLATION


def _keys(agency: str, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        try:
            yield story_key(agency, name)
        except Refused:
            continue  # no item can have come under such an id
