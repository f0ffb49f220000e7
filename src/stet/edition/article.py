"""The story page: what its template is given, and what search engines are told."""

from datetime import datetime
from typing import Any

from stet.edition.house import House, department, tongue
from stet.edition.markup import CanonicalBody, address
from stet.edition.pictures import SHARE_HEIGHT, SHARE_WIDTH
from stet.edition.plates import shown, widest
from stet.edition.press import Press
from stet.model.page import Copy, Cut, Plate
from stet.model.story import Correction

_CORRECTED = "The agency has corrected an error in an earlier version of this report."
"""What readers are told of a correction about which the agency says nothing to them."""


def article(press: Press, house: House, copy: Copy, drawn: Cut | None) -> bytes:
    """The finished page of a story. `drawn` is its share card, if it has one. The page has not passed the gate yet."""
    published, updated = house.stamp(copy.first_published), house.stamp(copy.updated)
    url = house.absolute(copy.path)
    words = tongue(copy.language)
    plate = copy.plate if copy.plate and copy.plate.cuts else None
    image = _image(house, copy, plate, drawn)
    return press.set(
        "article.html",
        copy=copy,
        body=CanonicalBody(copy.body_html),
        url=url,
        words=words,
        foreign=words != house.tongue,
        here=department(copy.section),
        nearness="true",
        description=copy.notes.standfirst or copy.headline,
        plate=shown(plate),
        image=image,
        published=published,
        updated=updated,
        corrections=[{"at": house.stamp(one.at), "note": one.note} for one in copy.corrections],
        corrected=_CORRECTED,
        modified=house.stamp(_modified(copy)).iso,
        topics=[{"name": topic.name, "href": address(f"topic/{topic.slug}/")} for topic in copy.notes.topics],
        linked_data=_linked_data(house, copy, url, plate, image),
    )


def _modified(copy: Copy) -> datetime:
    """When this page last changed. The agency's time may lie before our first publication; a page's change cannot."""
    return max(copy.updated, copy.first_published)


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


def _linked_data(house: House, copy: Copy, url: str, plate: Plate | None, image: dict[str, Any]) -> dict[str, Any]:
    """NewsArticle and BreadcrumbList of schema.org."""
    front, section = f"{house.url}/", department(copy.section)
    crumbs = [(house.name, front), (section.name, house.url + section.href), (copy.headline, url)]
    trail = [
        {"@type": "ListItem", "position": at, "name": name, "item": item} for at, (name, item) in enumerate(crumbs, 1)
    ]
    report = _news_article(house, copy, url, plate, image)
    return {
        "@context": "https://schema.org",
        "@graph": [report, {"@type": "BreadcrumbList", "itemListElement": trail}],
    }


def _news_article(house: House, copy: Copy, url: str, plate: Plate | None, image: dict[str, Any]) -> dict[str, Any]:
    picture = {"@type": "ImageObject", "url": image["url"], "width": image["width"], "height": image["height"]}
    if plate and plate.caption:
        picture["caption"] = plate.caption
    if plate and plate.credit:
        picture["creditText"] = plate.credit
    node: dict[str, Any] = {
        "@type": "NewsArticle",
        "headline": copy.headline,
        "description": copy.notes.standfirst or copy.headline,
        "url": url,
        "mainEntityOfPage": url,
        "datePublished": house.stamp(copy.first_published).iso,
        "dateModified": house.stamp(_modified(copy)).iso,
        "inLanguage": tongue(copy.language).lang,
        "articleSection": copy.section,
        "keywords": [topic.name for topic in copy.notes.topics],
        "isAccessibleForFree": True,
        "image": [picture],
        "author": {"@type": "Organization", "name": copy.agency},
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": house.name,
            "url": f"{house.url}/",
            "logo": {"@type": "ImageObject", "url": house.absolute(house.share.path)},
        },
    }
    if copy.dateline:
        node["dateline"] = copy.dateline
    if copy.copyright:
        node["copyrightNotice"] = copy.copyright
    if copy.corrections:
        node["correction"] = [_correction(house, one) for one in copy.corrections]
    return node


def _correction(house: House, told: Correction) -> dict[str, str]:
    return {
        "@type": "CorrectionComment",
        "text": told.note or _CORRECTED,
        "datePublished": house.stamp(told.at).iso,
    }
