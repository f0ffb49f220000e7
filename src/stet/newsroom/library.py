"""Which pictures may be put over a story: its own, those the house has, and why some may not."""

import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from msgspec import Struct
from msgspec.structs import replace

from stet.app import Stet
from stet.journal import desk_pictures
from stet.journal.base import History
from stet.journal.desk_pictures import Found
from stet.model.dispatch import Picture
from stet.model.story import State, Story
from stet.newsroom import rights
from stet.newsroom.looking import Look
from stet.newsroom.said import said

SHELF = 24
"""Pictures of the library that are shown at once."""
_DIGEST = re.compile(r"[0-9a-f]{64}")
_CALLERS = 3
"""The newest stories that name a picture say what may be done with it."""


class Offer(Struct, frozen=True, kw_only=True):
    """A picture somebody may choose, or may not."""

    digest: str
    """Of its file; empty where that has not come."""
    caption: str = ""
    credit: str = ""
    alt: str = ""
    is_agencys: bool = False
    """Its caption and credit are the agency's and stay as they are."""
    barred: str = ""
    """Why it may not be chosen."""
    terms: tuple[str, ...] = ()
    """What its terms come to, a sentence each."""
    said: str = ""
    """The terms as the agency wrote them."""
    thumb: str = ""
    large: str = ""


class Showing(Struct, frozen=True, kw_only=True):
    """A picture on a page that readers have."""

    name: str
    """The id of its item, else the SHA-256 of its file."""
    others: int
    """How many other pages show the very file."""


def own(stet: Stet, it: Look) -> list[Offer]:
    """The item's own pictures: those that may be used, and those that may not."""
    if it.story is None or it.is_withdrawn:
        return []
    usable = [_of_agency(stet, it.story, it.history, one) for one in it.story.pictures]
    barred = [_of_agency(stet, it.story, it.history, one.picture, one.reason) for one in it.story.barred]
    return [*usable, *barred]


def house(it: Look) -> Offer | None:
    """The picture that the desk has put over it."""
    act = it.over.picture
    if act is None or not act.asset or it.is_withdrawn:
        return None
    return _seen(Offer(digest=act.asset, caption=act.caption, credit=act.credit, alt=act.alt))


def showing(it: Look) -> Showing | None:
    """The picture that its page shows now, as a kill of it names it; none where it shows none."""
    digest = it.history.shown.asset
    if digest is None or it.story is None:
        return None
    own = (
        key.partition("/")[2]
        for picture, key in zip(it.story.current.pictures, it.story.current.picture_keys, strict=False)
        if key and digest in _digests(it.history, picture)
    )
    return Showing(name=next(own, digest), others=desk_pictures.pages_with(digest, it.row.key))


def shelf(stet: Stet, text: str) -> list[Offer]:
    """Pictures of the library that fit some words; the newest where there are none."""
    words = tuple(text.casefold().split())[:8]
    found = {one.digest: one for one in (*desk_pictures.shown_by(words, SHELF), *desk_pictures.set_by_hand(words))}
    return list(_offered(stet, list(found.values())[:SHELF]))


def _offered(stet: Stet, found: Iterable[Found]) -> Iterator[Offer]:
    for one in found:
        offer = judged(stet, one.digest) or Offer(
            digest=one.digest, caption=one.caption, credit=one.credit, alt=one.alt, terms=(_("The house's own."),)
        )
        seen = _seen(replace(offer, alt=offer.alt or one.alt))
        if seen.thumb:
            yield seen


def judged(stet: Stet, digest: str) -> Offer | None:
    """A picture that came from an agency, with what its terms allow; none for one that is the house's own.

    Where several stories name it, the one that allows least decides; where all that do are stopped, it is barred.
    """
    if why := stet.lent(digest).barred:
        return Offer(digest=digest, barred=why)
    keys = desk_pictures.callers(digest, _CALLERS)
    offers = [offer for key in keys if (offer := _judged_by(stet, key, digest)) is not None]
    if not keys:
        return None
    gone = Offer(digest=digest, barred=_("The stories it came with are withdrawn, or show it no more."))
    return next((one for one in offers if one.barred), offers[0] if offers else gone)


def _judged_by(stet: Stet, key: str, digest: str) -> Offer | None:
    history = stet.history(key)
    story = stet.flow.fold(history) if history.dispatches else None
    if story is None or story.standing.state in (State.WITHDRAWN, State.LAPSED):
        return None
    for one in story.barred:
        if digest in _digests(history, one.picture):
            return _of_agency(stet, story, history, one.picture, one.reason, digest)
    for picture in story.pictures:
        if digest in _digests(history, picture):
            offer = _of_agency(stet, story, history, picture, "", digest)
            is_shut = story.standing.state is State.SCHEDULED
            return replace(offer, barred=_("Its story is under an embargo.")) if is_shut else offer
    return None


def _digests(history: History, picture: Picture) -> list[str]:
    """Of its files that have come, those with the most pixels first."""
    known = {history.assets[one.href] for one in picture.renditions if one.href in history.assets}
    widths = {digest: max((cut.width for cut in history.cuts.get(digest, ())), default=0) for digest in known}
    return sorted((digest for digest, width in widths.items() if width), key=lambda one: (-widths[one], one))


def _of_agency(
    stet: Stet, story: Story, history: History, picture: Picture, barred: str = "", digest: str = ""
) -> Offer:
    digest = digest or next(iter(_digests(history, picture)), "")
    terms = tuple(rights.plain(picture, stet.clauses(picture, story.current), is_barred=bool(barred)))
    return _seen(
        Offer(
            digest=digest,
            caption=picture.caption or "",
            credit=picture.credit or "",
            alt=picture.alt or "",
            is_agencys=True,
            barred=said(barred) or ("" if digest else _("Its file has not come yet.")),
            terms=terms,
            said=picture.usage_terms or story.current.usage_terms or "",
        )
    )


def _seen(offer: Offer) -> Offer:
    cuts = desk_pictures.cuts_of(offer.digest) if offer.digest else None
    return replace(offer, thumb=cuts[0], large=cuts[1]) if cuts else offer


def kept(digest: str) -> Offer | None:
    """A picture that was brought before its words were right; none where there is none."""
    seen = _seen(Offer(digest=digest if is_digest(digest) else ""))
    return seen if seen.thumb else None


def is_digest(text: str) -> bool:
    """Whether it can be the name of a file at all: it comes from a form."""
    return _DIGEST.fullmatch(text) is not None
