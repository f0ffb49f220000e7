"""The story page: what its template is given, and what search engines are told."""

from datetime import datetime
from typing import Any

from stet.edition.brand import SHARE_HEIGHT, SHARE_WIDTH
from stet.edition.house import House, department, tongue
from stet.edition.markup import CanonicalBody, address
from stet.edition.press import Press
from stet.model.page import Copy, Plate
from stet.model.story import Correction, Topic

_CORRECTED = "The agency has corrected an error in an earlier version of this report."
"""What readers are told of a correction about which the agency says nothing to them."""


def article(press: Press, house: House, copy: Copy) -> bytes:
    """The finished page of a story. It has not passed the gate yet."""
    published, updated = house.stamp(copy.first_published), house.stamp(copy.updated)
    url = house.absolute(copy.path)
    words = tongue(copy.language)
    plate = copy.plate if copy.plate and copy.plate.cuts else None
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
        plate=plate,
        image=_image(house, plate),
        published=published,
        updated=updated,
        corrections=[{"at": house.stamp(one.at), "note": one.note} for one in copy.corrections],
        corrected=_CORRECTED,
        modified=house.stamp(_modified(copy)).iso,
        topics=[{"name": topic.name, "href": _topic_page(copy, topic)} for topic in copy.notes.topics],
        source=address(page) if (page := house.agency_pages.get(copy.agency)) else None,
        linked_data=_linked_data(house, copy, url, plate),
    )


def _topic_page(copy: Copy, topic: Topic) -> str | None:
    """A topic has a page while more than this story is about it."""
    is_linked = copy.linked is None or topic.slug in copy.linked
    return address(f"topic/{topic.slug}/") if is_linked else None


def _modified(copy: Copy) -> datetime:
    """When this page last changed. The agency's time may lie before our first publication; a page's change cannot."""
    return max(copy.updated, copy.first_published)


def _image(house: House, plate: Plate | None) -> dict[str, Any]:
    """The picture shown with a link to the story: its own, else the site's card, never another story's (page.md 16)."""
    if plate:
        widest = plate.cuts[-1]
        return {"url": house.absolute(widest.path), "width": widest.width, "height": widest.height, "alt": plate.alt}
    return {"url": house.absolute(house.share.path), "width": SHARE_WIDTH, "height": SHARE_HEIGHT, "alt": house.name}


def _linked_data(house: House, copy: Copy, url: str, plate: Plate | None) -> dict[str, Any]:
    """NewsArticle and BreadcrumbList of schema.org."""
    front, section = f"{house.url}/", department(copy.section)
    crumbs = [(house.name, front), (section.name, house.url + section.href), (copy.headline, url)]
    trail = [
        {"@type": "ListItem", "position": at, "name": name, "item": item} for at, (name, item) in enumerate(crumbs, 1)
    ]
    return {
        "@context": "https://schema.org",
        "@graph": [_news_article(house, copy, url, plate), {"@type": "BreadcrumbList", "itemListElement": trail}],
    }


def _news_article(house: House, copy: Copy, url: str, plate: Plate | None) -> dict[str, Any]:
    image = _image(house, plate)
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
        "author": _author(house, copy),
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


def _author(house: House, copy: Copy) -> dict[str, str]:
    author = {"@type": "Organization", "name": copy.agency}
    if page := house.agency_pages.get(copy.agency):
        author["url"] = house.absolute(page)
    return author


def _correction(house: House, told: Correction) -> dict[str, str]:
    return {
        "@type": "CorrectionComment",
        "text": told.note or _CORRECTED,
        "datePublished": house.stamp(told.at).iso,
    }
