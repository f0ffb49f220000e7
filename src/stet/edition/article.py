"""The story page: what its template is given."""

from typing import Any

from stet.edition.house import House, department, tongue
from stet.edition.languages import UNDETERMINED
from stet.edition.linked_data import CORRECTED, linked_data, modified, shortened
from stet.edition.markup import CanonicalBody, address
from stet.edition.pictures import SHARE_HEIGHT, SHARE_WIDTH
from stet.edition.plates import shown, widest
from stet.edition.press import Press
from stet.edition.provenance import making
from stet.model.page import Beside, Card, Copy, Cut, Plate
from stet.model.text import fold

_TITLE = 120
"""Characters of a page's title, so that whoever lists it shows all of it."""


def article(press: Press, house: House, copy: Copy, beside: Beside, drawn: Cut | None) -> bytes:
    """The finished page of a story. `drawn` is its share card, if it has one. The page has not passed the gate yet."""
    url = house.absolute(copy.path)
    words = tongue(copy.language)
    plate = copy.plate if copy.plate and copy.plate.cuts else None
    image = _image(house, copy, plate, drawn)
    return press.set(
        "article.html",
        copy=copy,
        body=CanonicalBody(copy.body_html),
        url=url,
        title=_title(house, copy),
        words=words,
        foreign=words != house.tongue,
        here=department(copy.section),
        nearness="true",
        description=copy.notes.standfirst or copy.headline,
        plate=shown(plate),
        image=image,
        published=house.stamp(copy.first_published),
        updated=house.stamp(copy.updated),
        corrections=[{"at": house.stamp(one.at), "note": one.note} for one in copy.corrections],
        corrected=house.words(CORRECTED),
        modified=house.stamp(modified(copy)).iso,
        topics=[
            {"name": topic.name, "href": address(f"topic/{topic.slug}/") if copy.listed else None}
            for topic in copy.notes.topics
        ],
        source=_source(house, copy),
        making=making(house, copy),
        related=[_entry(house, card) for card in beside.related],
        translations=[
            {"id": card.id, "lang": tongue(card.language).lang, "url": house.absolute(card.path)}
            for card in beside.translations
            if tongue(card.language).lang != UNDETERMINED
        ],
        linked_data=linked_data(house, copy, image, plate),
    )


def _title(house: House, copy: Copy) -> str:
    """Headline and site, as far as there is room; the headline goes before the site."""
    whole = f"{copy.headline} | {house.name}"
    return whole if len(whole) <= _TITLE else shortened(copy.headline, _TITLE)


def _source(house: House, copy: Copy) -> str | None:
    """The address of the page about the agency, where there is one."""
    page = house.agency_pages.get(copy.agency)
    return None if page is None else address(page)


def _image(house: House, copy: Copy, plate: Plate | None, drawn: Cut | None) -> dict[str, Any]:
    """The picture shown with a link to the story: its own, else its card, else the site's, and never another story's
    (page.md 16)."""
    if plate:
        cut = plate.share or widest(plate)
        return {"url": house.absolute(cut.path), "width": cut.width, "height": cut.height, "alt": plate.alt}
    if drawn:
        alt = f"{copy.headline} | {house.name}"
        return {"url": house.absolute(drawn.path), "width": drawn.width, "height": drawn.height, "alt": alt}
    return {"url": house.absolute(house.share.path), "width": SHARE_WIDTH, "height": SHARE_HEIGHT, "alt": house.name}


def _entry(house: House, card: Card) -> dict[str, Any]:
    """Another story, as the page names it. In one line: see beside.py."""
    words = tongue(card.language)
    return {
        "id": card.id,
        "href": address(card.path),
        "headline": fold(card.headline),
        "agency": fold(card.agency),
        "updated": house.stamp(card.updated),
        "tongue": words,
        "foreign": words != house.tongue,
    }
