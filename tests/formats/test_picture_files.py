"""Where a picture's file may be is one rule, and every format that carries pictures keeps it (edge case 93)."""

from __future__ import annotations

import json
from typing import Any
from xml.sax.saxutils import quoteattr

import pytest

from stet.formats import read
from stet.formats.base import FORMATS
from stet.formats.hrefs import picture_href
from stet.model.dispatch import Dispatch
from stet.model.packet import Origin

HOSTILE = [
    "../../etc/passwd", "file:///etc/passwd", "\\\\host\\x.jpg", "javascript:alert(1)", "%25252e%25252e/a.jpg",
    "..%c0%af", "%c0%ae%c0%ae/a.jpg", "..\u200b/a.jpg", "．．/a.jpg", "http://[x", "http://x:99999999/a.jpg",
    "a.jpg#/../../../etc/passwd", "https:///a.jpg", "data:image/png;base64,AAAA", "C:\\a.jpg",
]  # fmt: skip
AP_ID = "0123456789abcdef0123456789abcdef"


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()


def _ninjs(href: str) -> bytes:
    row = {"type": "picture", "renditions": {"main": {"href": href}}}
    return _json({"uri": "mw:1", "headline": "Boats", "body_text": "They left.", "associations": {"a": row}})


def _ap(href: str) -> bytes:
    row = {"type": "picture", "renditions": {"main": {"href": href}}, "altids": {"itemid": AP_ID}}
    item = {"altids": {"itemid": AP_ID}, "type": "text", "headline": "Boats", "associations": {"1": row}}
    return _json({"data": {"item": item}, "nitf": "<p>They left.</p>"})


def _dpa(href: str) -> bytes:
    row = {"type": "image", "urn": "urn:mw:2", "renditions": [{"url": href}]}
    return _json({"urn": "urn:mw:1", "headline": "Boats", "article_html": "<p>They left.</p>", "associations": [row]})


def _json_feed(href: str) -> bytes:
    item = {"id": "1", "title": "Boats", "content_text": "They left.", "image": href, "banner_image": href}
    return _json({"version": "https://jsonfeed.org/version/1.1", "title": "MW", "items": [item]})


def _g2(href: str) -> bytes:
    return (
        f'<newsItem guid="urn:mw:1"><contentMeta><headline>Boats</headline></contentMeta><contentSet><inlineXML>'
        f"<html><body><p>They left.</p></body></html></inlineXML>"
        f'<remoteContent contenttype="image/jpeg" href={quoteattr(href)}/></contentSet></newsItem>'
    ).encode()


def _nitf(href: str) -> bytes:
    return (
        '<nitf><head><docdata><doc-id id-string="1"/></docdata></head><body><body.content><p>They left.</p>'
        f"<media><media-reference source={quoteattr(href)}/></media></body.content></body></nitf>"
    ).encode()


def _newsml_1(href: str) -> bytes:
    return (
        "<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>mw</ProviderId><DateId>20260304</DateId>"
        "<NewsItemId>1</NewsItemId><RevisionId PreviousRevision='0' Update='N'>1</RevisionId>"
        "<PublicIdentifier>urn:mw:1</PublicIdentifier></NewsIdentifier></Identification><NewsComponent>"
        "<NewsComponent><Role FormalName='Main'/><ContentItem><DataContent><p>They left.</p></DataContent>"
        "</ContentItem></NewsComponent><NewsComponent><Role FormalName='Picture'/><ContentItem "
        f"Href={quoteattr(href)}><MediaType FormalName='Photo'/></ContentItem></NewsComponent></NewsComponent>"
        "</NewsItem></NewsML>"
    ).encode()


def _rss(href: str) -> bytes:
    return (
        '<rss version="2.0"><channel><title>MW</title><item><guid>1</guid><title>Boats</title><description>They left.'
        f'</description><enclosure type="image/jpeg" url={quoteattr(href)}/></item></channel></rss>'
    ).encode()


def _atom(href: str) -> bytes:
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>MW</title><id>f</id><entry><id>1</id><title>Boats</title>'
        f'<content>They left.</content><link rel="enclosure" type="image/jpeg" href={quoteattr(href)}/></entry></feed>'
    ).encode()


CARRIERS = {
    "ninjs": _ninjs, "ap-json": _ap, "dpa-json": _dpa, "jsonfeed": _json_feed, "newsml-g2": _g2, "nitf": _nitf,
    "newsml-1": _newsml_1, "rss": _rss, "atom": _atom,
}  # fmt: skip
NO_FILES = {"mail", "anpa", "iptc7901", "zczc", "image"}
"""Formats in which no item names a file: mail and picture files bring the bytes themselves."""


def _read(name: str, href: str, origin: Origin) -> Dispatch:
    reading = read(CARRIERS[name](href), origin)
    assert (reading.format, reading.refusals) == (name, ())
    return reading.dispatches[0]


def _hrefs(dispatch: Dispatch) -> list[str]:
    return [rendition.href for picture in dispatch.pictures for rendition in picture.renditions]


def test_every_format_is_looked_at() -> None:
    assert {format_.name for format_ in FORMATS} == {*CARRIERS, *NO_FILES}


@pytest.mark.parametrize("name", CARRIERS)
def test_a_picture_file_on_the_web_is_kept_in_every_format(name: str, origin: Origin) -> None:
    assert set(_hrefs(_read(name, "https://pics.example/P 1.jpg", origin))) == {"https://pics.example/P 1.jpg"}


@pytest.mark.parametrize("href", HOSTILE)
@pytest.mark.parametrize("name", CARRIERS)
def test_a_picture_file_that_leads_elsewhere_reaches_no_rendition_in_any_format(
    name: str, href: str, origin: Origin
) -> None:
    assert _hrefs(_read(name, href, origin)) == []


@pytest.mark.parametrize("name", ["ninjs", "ap-json", "dpa-json", "newsml-g2", "nitf"])
def test_a_picture_file_that_is_left_out_is_said(name: str, origin: Origin) -> None:
    assert any("'../P.jpg'" in problem for problem in _read(name, "../P.jpg", origin).problems)


@pytest.mark.parametrize("href", [*HOSTILE, "http://a\nb", "a\x85b.jpg", "%2525252e%2525252e/a.jpg"])
def test_no_way_of_writing_leads_out(href: str) -> None:
    assert picture_href(href) is None
