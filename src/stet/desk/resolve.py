"""The single point where the desk's overlay wins over the wire, and where it falls (promise 3)."""

import re
from collections.abc import Iterable
from datetime import datetime

from stet.desk.captions import CutsOf, recaptioned
from stet.desk.disclosure import disclosure
from stet.desk.overlay import Overlay, made_on, overlay
from stet.model.address import slug
from stet.model.change import AnyChange, SetPicture
from stet.model.dispatch import Dispatch, time_of
from stet.model.page import MIDDLE, Copy, Cut, Focus, Plate, Provenance, Reach, Received, Rework, Site, focus_at
from stet.model.story import SHOWN, Notes, Policy, State, Story
from stet.model.text import fold

DEFAULT_URGENCY = 5
HEADLINE_FROM_BODY = 120
"""Characters of a headline taken from the body (edge case 69)."""

_FILE_NAME = re.compile(r"\S+\.(?:jpe?g|png|gif|webp|avif|tiff?|bmp)", re.IGNORECASE)
_ITS_PAGE = ("alternate", "canonical")
"""What links of an item to its own page on the web are called."""
_BY = re.compile(r"by(?::|\s|$)\s*", re.IGNORECASE)
# A full stop after an initial, a title or an abbreviation ends no sentence: the word before it has to be longer.
_SENTENCE_END = re.compile(r"(?:(?<=\w{4})\.|[!?؟।۔])[\"'”’»)]*(?=\s+[^\sa-z]|\s*$)|[。！？]")


def resolve(
    story: Story, changes: Iterable[AnyChange], notes: Notes, site: Site, policy: Policy, cuts_of: CutsOf
) -> Copy:
    """The copy of a story that readers may see: the agency's words, with the house headline and picture over them.

    Of the changes only those count that no stop has taken away, in whatever order they come. An agency's picture that
    may not be used, and any whose cuts are not to be had, is left out, and the next one is taken. The disclosure tells
    what this copy really shows.
    Raises ValueError for a story that readers may not see: such a story has no copy.
    """
    if story.standing.state not in SHOWN or story.first_live is None:
        raise ValueError(f"story {story.id} is {story.standing.state} and has no copy")
    over, current = overlay(story, changes), story.current
    headline, house_headline = headline_of(story, over)
    picture = None if over.picture and recaptioned(story, over.picture, cuts_of) else over.picture
    plate = plate_of(story, picture, cuts_of)
    house_picture = plate is not None and plate.house
    reporter = _reporter(current, story.agency)
    return Copy(
        key=story.key,
        id=story.id,
        version=current.version,
        path=address(story, policy),
        section=policy.section,
        language=current.language or site.language,
        agency=story.agency,
        headline=headline,
        house_headline=house_headline,
        byline=_byline(reporter, story.agency),
        dateline=current.dateline,
        plate=plate,
        notes=notes,
        body_html=current.body_html,
        wire_fingerprint=current.wire_fingerprint,
        first_published=story.first_live,
        updated=_updated(story, over),
        urgency=DEFAULT_URGENCY if current.urgency is None else current.urgency,
        disclosure=disclosure(house_headline=house_headline, house_picture=house_picture, site=site),
        moved=story.moved,
        copyright=current.copyright,
        corrections=story.corrections,
        reporter=reporter,
        words=len(current.body_text.split()),
        provenance=Provenance(
            received=tuple(_received(part) for part in story.parts or (current,)),
            reworked=tuple(
                Rework(what=what, at=change.at)
                for what, change, is_shown in (
                    ("headline", over.headline, house_headline),
                    ("picture", picture, house_picture),
                )
                if change is not None and is_shown
            ),
        ),
        listed=story.standing.state is State.LIVE,
        reach=Reach(
            indexing=policy.indexing,
            reserved=policy.reserved,
            canonical=_agency_address(current) if policy.canonical_agency else None,
            full_feeds=policy.full_feeds,
        ),
    )


def _agency_address(current: Dispatch) -> str | None:
    """Where the agency has the story on the web, if the item says so."""
    web = (link.target for link in current.links if link.rel in _ITS_PAGE)
    return next((address for address in web if address.startswith(("https://", "http://"))), None)


def address(story: Story, policy: Policy) -> str:
    """Where the story stands below the site's address: its section, words of the headline that names it, its id.

    They are the agency's: a house headline moves nothing.
    """
    words = slug(story.named.headline or "") or slug(story.named.slugline or "") or "story"
    return f"{slug(policy.section) or 'news'}/{words}-{story.id}"


def headline_of(story: Story, over: Overlay) -> tuple[str, bool]:
    """The headline to show, and whether it is the house's. The agency's own words typed again are the agency's."""
    agencys = _agency_headline(story)
    if over.headline is None or fold(over.headline.text) == fold(agencys):
        return agencys, False
    return over.headline.text, True


def _agency_headline(story: Story) -> str:
    current = story.current
    for words in (current.headline, _first_sentence(current.body_text), current.slugline):
        if words and words.strip():
            return words.strip()
    return story.agency


def _first_sentence(body: str) -> str:
    paragraph = fold(body.lstrip().split("\n\n", 1)[0]) if body else ""
    end = _SENTENCE_END.search(paragraph)
    sentence = paragraph[: end.end()] if end else paragraph
    if len(sentence) <= HEADLINE_FROM_BODY:
        return sentence
    return sentence[:HEADLINE_FROM_BODY].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"


def plate_of(story: Story, house: SetPicture | None, cuts_of: CutsOf) -> Plate | None:
    """The picture to show: the house's where it is to be had, else the first of the agency's that is."""
    if house is not None and house.asset is not None and (cuts := cuts_of(house.asset)):
        focus = focus_at(*house.focus) if house.focus else MIDDLE
        return _set(cuts, focus, caption=house.caption, credit=house.credit, alt=house.alt, house=True)
    for picture in story.pictures:
        cuts = max((cuts_of(one.href) or () for one in picture.renditions), key=_widest, default=())
        if cuts:
            credit = picture.credit or story.agency
            return _set(cuts, caption=picture.caption or "", credit=credit, alt=_alt(picture.alt))
    return None


def _set(
    cuts: tuple[Cut, ...], focus: Focus = MIDDLE, *, caption: str, credit: str, alt: str, house: bool = False
) -> Plate:
    """A picture with its share image: the one around its focal point, else the one around its middle."""
    shares = {cut.focus: cut for cut in cuts if cut.focus is not None}
    return Plate(
        cuts=tuple(cut for cut in cuts if cut.focus is None),
        caption=caption,
        credit=credit,
        alt=alt,
        house=house,
        focus=focus,
        share=shares.get(focus) or shares.get(MIDDLE),
    )


def _widest(cuts: tuple[Cut, ...]) -> int:
    """Renditions are told apart by their pixels, not by their names (edge case 96). The first of equals counts."""
    return max((cut.width for cut in cuts), default=0)


def _alt(text: str | None) -> str:
    """The agency's words; the name of a file is none (page.md 12)."""
    return "" if text is None or _FILE_NAME.fullmatch(text.strip()) else text


def _received(part: Dispatch) -> Received:
    return Received(
        item=part.guid,
        version=part.version,
        made=part.version_created,
        arrived=part.arrived,
        packet=part.packet,
        text=part.wire_fingerprint,
    )


def _byline(reporter: str | None, agency: str) -> str:
    """The reporter where the wire names one, then the agency; never the agency twice."""
    if reporter is None:
        return agency
    return reporter if agency.casefold() in reporter.casefold() else f"{reporter}, {agency}"


def _reporter(current: Dispatch, agency: str) -> str | None:
    reporter = fold(current.byline or "")
    reporter = reporter[found.end() :] if (found := _BY.match(reporter)) else reporter
    return None if not reporter or reporter.casefold() in _names(current, agency) else reporter


def _names(current: Dispatch, agency: str) -> set[str]:
    return {name.casefold() for name in (agency, current.provider, current.credit) if name}


def _updated(story: Story, over: Overlay) -> datetime:
    """The agency's time of the newest version in which the words changed that readers see.

    A version that is sent again with another urgency or another code moves nothing (page.md 7); nor does a headline of
    the agency's that changed under the house's. A headline of the house moves nothing either: it is not the agency's.
    """
    if story.parts:
        return time_of(story.current)  # the newest of its takes
    covered = None if over.headline is None else made_on(over.headline, story.line)
    for place in range(len(story.line) - 1, 0, -1):
        before, after = story.line[place - 1].dispatch, story.line[place].dispatch
        is_covered = covered is not None and place > covered
        if _text(before) != _text(after) or not (is_covered or _headline_of(before) == _headline_of(after)):
            return time_of(after)
    return time_of(story.line[0].dispatch if story.line else story.current)


def _text(dispatch: Dispatch) -> tuple[str, str]:
    return fold(dispatch.body_text), fold(dispatch.summary or "")


def _headline_of(dispatch: Dispatch) -> str:
    return fold(dispatch.headline or "")
