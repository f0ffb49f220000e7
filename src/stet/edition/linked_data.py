"""What search engines are told of a story, as schema.org's NewsArticle and BreadcrumbList in JSON-LD.

It says nothing that a reader of the page cannot see (page.md 46): the same headline, names, times to the second and
corrections, out of the same values.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from stet.edition.house import House, department, tongue
from stet.edition.pictures import SHARE_HEIGHT, SHARE_WIDTH
from stet.model.page import Copy, Plate
from stet.model.story import Correction

CORRECTED = "The agency has corrected an error in an earlier version of this report."
"""What readers are told of a correction about which the agency says nothing to them."""
HEADLINE = 110
"""Characters of a headline that search engines take. The page has all of it."""

_TOGETHER = re.compile(r"\s*(?:,|;|&|/|\band\b)\s*")
_NO_NAME = re.compile(r"[\d@:<>()|_\"]")
_NOBODY_NAMES = """agencies agency bureau bureaus correspondent correspondents desk editor editors network news
    newsroom our reporter reporters reports service special staff team wire wires writer writers"""
_NOBODY = frozenset(_NOBODY_NAMES.split())
_PLACE_ENDS = re.compile(r"\s*(?:[(\u2014\u2013:|]|--|\s-\s|,?\s+(?=[^\s,]*\d)).*\Z", re.DOTALL)
_MONTH = re.compile(r",?\s+(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\Z", re.IGNORECASE)
_NO_BLANKS = frozenset({"ja", "km", "lo", "my", "th", "zh"})
"""Languages that put no blank between words."""


def linked_data(house: House, copy: Copy, image: dict[str, Any], plate: Plate | None) -> dict[str, Any]:
    """The whole graph. `image` is the picture shown with a link to the story: `url`, `width` and `height`."""
    front, section = f"{house.url}/", department(copy.section)
    url = house.absolute(copy.path)
    crumbs = [(house.name, front), (section.name, house.url + section.href), (copy.headline, url)]
    trail = [
        {"@type": "ListItem", "position": at, "name": name, "item": item} for at, (name, item) in enumerate(crumbs, 1)
    ]
    return {
        "@context": "https://schema.org",
        "@graph": [
            _news_article(house, copy, url, _picture(image, plate)),
            {"@type": "BreadcrumbList", "itemListElement": trail},
        ],
    }


def modified(copy: Copy) -> datetime:
    """When this page last changed. The agency's time may lie before our first publication; a page's change cannot."""
    return max(copy.updated, copy.first_published)


def shortened(text: str, limit: int) -> str:
    """The text, or as many of its words as fit, with an ellipsis."""
    if len(text) <= limit:
        return text
    start = text[: limit - 1]
    return (start.rsplit(" ", 1)[0] if " " in start else start).rstrip(" ,;:–—-") + "…"


def _picture(image: dict[str, Any], plate: Plate | None) -> dict[str, Any]:
    node = {"@type": "ImageObject", "url": image["url"], "width": image["width"], "height": image["height"]}
    if plate and plate.caption:
        node["caption"] = plate.caption
    if plate and plate.credit:
        node["creditText"] = plate.credit
    return node


def _news_article(house: House, copy: Copy, url: str, picture: dict[str, Any]) -> dict[str, Any]:
    agency = {"@type": "Organization", "name": copy.agency}
    if page := house.agency_pages.get(copy.agency):
        agency["url"] = house.absolute(page)
    node: dict[str, Any] = {
        "@type": "NewsArticle",
        "headline": shortened(copy.headline, HEADLINE),
        "description": copy.notes.standfirst or copy.headline,
        "url": url,
        "mainEntityOfPage": url,
        "datePublished": house.stamp(copy.first_published).iso,
        "dateModified": house.stamp(modified(copy)).iso,
        "inLanguage": tongue(copy.language).lang,
        "articleSection": copy.section,
        "keywords": [topic.name for topic in copy.notes.topics],
        "isAccessibleForFree": True,
        "image": [picture],
        "author": [*({"@type": "Person", "name": name} for name in people(copy)), agency],
        "creditText": copy.byline,
        "copyrightHolder": agency,
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": house.name,
            "url": f"{house.url}/",
            "logo": {
                "@type": "ImageObject",
                "url": house.absolute(house.share.path),
                "width": SHARE_WIDTH,
                "height": SHARE_HEIGHT,
            },
        },
    }
    node |= {key: value for key, value in _if_told(house, copy) if value}
    return node


def _if_told(house: House, copy: Copy) -> Iterator[tuple[str, Any]]:
    """What the agency did not tell leaves no trace."""
    if copy.dateline:
        yield "dateline", copy.dateline
        if place := place_of(copy.dateline):
            yield "contentLocation", {"@type": "Place", "name": place}
    if tongue(copy.language).lang.partition("-")[0].lower() not in _NO_BLANKS:
        yield "wordCount", copy.words
    yield "copyrightNotice", copy.copyright
    yield "correction", [_correction(house, one) for one in copy.corrections]
    yield "isBasedOn", [_based_on(one.item) for one in copy.provenance.received]


def _based_on(item: str) -> dict[str, str]:
    """The agency's own item, by its id; by its address, where the id is one."""
    node = {"@type": "CreativeWork", "identifier": item}
    if item.startswith(("https://", "http://")):
        node["url"] = item
    return node


def _correction(house: House, told: Correction) -> dict[str, str]:
    return {
        "@type": "CorrectionComment",
        "text": told.note or house.words(CORRECTED),
        "datePublished": house.stamp(told.at).iso,
    }


def people(copy: Copy) -> tuple[str, ...]:
    """Those whom the byline names, where it plainly names people: `Ida Halloran and Joe Bloggs`, not `Our Bureau`."""
    names = _TOGETHER.split(copy.reporter or "")
    rest = [name for name in names if name and name.casefold() != copy.agency.casefold()]
    return tuple(dict.fromkeys(rest)) if all(map(_is_name, rest)) else ()


def _is_name(words: str) -> bool:
    parts = words.split()
    return 2 <= len(parts) <= 5 and not _NO_NAME.search(words) and _NOBODY.isdisjoint(words.casefold().split())


def place_of(dateline: str) -> str:
    """The place that a dateline begins with, as it is written there: without a date, an agency, or a dash."""
    place = _MONTH.sub("", _PLACE_ENDS.sub("", dateline.strip())).strip(" ,.-")
    return "" if any(character.isdigit() for character in place) else place
