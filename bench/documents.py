"""A document of the usual size in every format, with invented copy: the same copy in all of them."""

import base64
import json
import random
from collections.abc import Callable
from textwrap import fill
from typing import NamedTuple

from bench.wire import item, sentence

ENTRIES = 30
"""Entries of one file of a polled feed, each with a text of five sentences."""


class Copy(NamedTuple):
    """One story."""

    number: int
    headline: str
    paragraphs: list[str]

    @property
    def html(self) -> str:
        return "\n".join(f"<p>{paragraph}</p>" for paragraph in self.paragraphs)

    def lines(self, width: int = 69) -> list[str]:
        """Paragraphs set in lines as a teleprinter sets them."""
        return [fill(paragraph, width, break_on_hyphens=False).replace("\n", "\r\n") for paragraph in self.paragraphs]


def copy(number: int, sentences: int = 34) -> Copy:
    """A story of about 4 KB; the same for the same number."""
    chance = random.Random(number)
    said = [sentence(chance) for _ in range(sentences)]
    paragraphs = [" ".join(said[n : n + 2]) for n in range(0, len(said), 2)]
    return Copy(number, f"Story {number}: {said[0].split(',')[0].lower()}", paragraphs)


def newsml_g2(number: int) -> bytes:
    return item(number)


def newsml_1(number: int) -> bytes:
    told = copy(number)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<NewsML Version="1.2"><NewsEnvelope><DateAndTime>20261121T100000Z</DateAndTime></NewsEnvelope>
 <NewsItem xml:lang="en"><Identification><NewsIdentifier><ProviderId>northwind.example</ProviderId>
  <DateId>20261121</DateId><NewsItemId>NW-{number}</NewsItemId>
  <RevisionId PreviousRevision="0" Update="N">1</RevisionId>
  <PublicIdentifier>urn:newsml:northwind.example:20261121:NW-{number}:1</PublicIdentifier></NewsIdentifier>
  <NameLabel>bench</NameLabel></Identification>
  <NewsManagement><NewsItemType FormalName="News"/><FirstCreated>20261121T100000Z</FirstCreated>
   <ThisRevisionCreated>20261121T100000Z</ThisRevisionCreated><Status FormalName="Usable"/>
   <Urgency FormalName="4"/></NewsManagement>
  <NewsComponent><NewsLines><HeadLine>{told.headline}</HeadLine><DateLine>VELMORA</DateLine>
   <SlugLine>BENCH</SlugLine></NewsLines>
   <AdministrativeMetadata><Provider><Party FormalName="Northwind News"/></Provider></AdministrativeMetadata>
   <DescriptiveMetadata><Language FormalName="en"/>
    <SubjectCode><Subject FormalName="04000000"/></SubjectCode></DescriptiveMetadata>
   <NewsComponent><Role FormalName="Main"/><ContentItem><MediaType FormalName="Text"/>
    <Format FormalName="NITF"/><DataContent>
    <nitf><body><body.content>{told.html}</body.content></body></nitf></DataContent></ContentItem></NewsComponent>
  </NewsComponent></NewsItem></NewsML>""".encode()


def nitf(number: int) -> bytes:
    told = copy(number)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<nitf><head><title>{told.headline}</title><tobject tobject.type="news">
 <tobject.subject tobject.subject.refnum="04000000" tobject.subject.type="Economy"/></tobject>
 <docdata management-status="usable"><doc-id regsrc="Northwind News" id-string="nw-{number}"/><urgency ed-urg="4"/>
  <date.issue norm="20261121T100000Z"/><du-key key="BENCH-{number}" version="1"/>
  <doc.copyright year="2026" holder="Northwind News"/></docdata></head>
 <body><body.head><hedline><hl1>{told.headline}</hl1></hedline><byline>By Ada Moor</byline>
  <distributor>Northwind News</distributor><dateline><location>VELMORA</location></dateline></body.head>
 <body.content>{told.html}</body.content></body></nitf>""".encode()


def ninjs(number: int) -> bytes:
    told = copy(number)
    return json.dumps({
        "uri": f"urn:northwind.example:{number}", "type": "text", "version": "1",
        "versioncreated": "2026-11-21T10:00:00Z",
        "firstcreated": "2026-11-21T10:00:00Z", "pubstatus": "usable", "language": "en", "urgency": 4,
        "headline": told.headline, "slugline": "BENCH", "byline": "Ada Moor", "located": "Velmora",
        "subject": [{"code": "medtop:04000000", "name": "economy", "rel": "about"}],
        "infosource": [{"name": "Northwind News", "rel": "provider"}], "body_html": told.html,
    }).encode()  # fmt: skip


def ap(number: int) -> bytes:
    told = copy(number)
    return json.dumps({
        "api_version": "2.2", "data": {"item": {
            "uri": f"https://api.agency.example/content/{number:032x}?qt=x", "version": 1, "type": "text", "urgency": 4,
            "altids": {"itemid": f"{number:032x}", "etag": f"{number:032x}_1", "friendlykey": "5550001",
                       "referenceid": f"EU--Bench-{number}", "transref": "a0001"},
            "language": "en", "versioncreated": "2026-11-21T10:00:00Z", "firstcreated": "2026-11-21T10:00:00Z",
            "pubstatus": "usable", "signals": ["newscontent"], "headline": told.headline, "provider": "Northwind News",
            "subject": [{"rels": ["category"], "code": "i", "name": "i"}], "bylines": [{"by": "By ADA MOOR"}]}},
        "nitf": {"body_html": f"<block>\n{told.html}\n</block>"},
    }).encode()  # fmt: skip


def dpa(number: int) -> bytes:
    told = copy(number)
    return json.dumps({
        "format": "digitalwires@0.9.1", "type": "composite", "entry_id": f"e{number}",
        "updated": "2026-11-21T10:00:00Z",
        "urn": f"urn:newsml:dpa.com:20090101:261121-930-{number}", "version": 1, "pubstatus": "usable",
        "version_created": "2026-11-21T10:00:00+01:00", "language": "en", "urgency": 4, "headline": told.headline,
        "dateline": "Velmora (nw) - ", "article_html": f'<section class="main">{told.html}</section>',
        "creditline": "nw", "copyrightnotice": "Copyright 2026", "ednotes": [], "associations": [],
        "categories": [{"type": "dnltype:keyword", "name": "Ferry", "qcode": "nw:ferry"}],
    }).encode()  # fmt: skip


def json_feed(number: int) -> bytes:
    return json.dumps({
        "version": "https://jsonfeed.org/version/1.1", "title": "Northwind News",
        "home_page_url": "https://nw.example/",
        "items": [
            {"id": f"https://nw.example/{told.number}", "url": f"https://nw.example/{told.number}",
             "title": told.headline,
             "date_published": "2026-11-21T10:00:00Z", "authors": [{"name": "Ada Moor"}], "tags": ["economy"],
             "content_html": told.html}
            for told in _entries(number)
        ],
    }).encode()  # fmt: skip


def rss(number: int) -> bytes:
    items = "\n".join(
        f"<item><title>{told.headline}</title><link>https://nw.example/{told.number}</link>"
        f"<guid>https://nw.example/{told.number}</guid><pubDate>Sat, 21 Nov 2026 10:00:00 +0000</pubDate>"
        f"<dc:creator>Ada Moor</dc:creator><category>economy</category>"
        f"<content:encoded><![CDATA[{told.html}]]></content:encoded></item>"
        for told in _entries(number)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Northwind News</title>'
        f"<link>https://nw.example/</link><description>News</description><language>en</language>{items}</channel></rss>"
    ).encode()


def atom(number: int) -> bytes:
    entries = "\n".join(
        f'<entry><title>{told.headline}</title><link href="https://nw.example/{told.number}"/>'
        f"<id>https://nw.example/{told.number}</id><updated>2026-11-21T10:00:00Z</updated>"
        f'<published>2026-11-21T10:00:00Z</published><author><name>Ada Moor</name></author><category term="economy"/>'
        f'<content type="html">{told.html.replace("<", "&lt;")}</content></entry>'
        for told in _entries(number)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">'
        f"<title>Northwind News</title><id>https://nw.example/</id><updated>2026-11-21T10:00:00Z</updated>{entries}</feed>"
    ).encode()


def _entries(number: int) -> list[Copy]:
    return [copy(number * ENTRIES + entry, sentences=5) for entry in range(ENTRIES)]


def iptc7901(number: int) -> bytes:
    told = copy(number)
    text = "\r\n\r\n".join(told.lines())
    return (
        f"\x01nwp{number % 10000:04} 4 pl 640  nw {number % 10000:04}\r\n\r\nHarbour/Ferry/\r\n\x02{told.headline}\r\n"
        f"By Ada Moor, Northwind News =\r\n\r\nVelmora (nw) - {text}\r\n\r\n"
        "\x03211000 GMT Nov 26\r\n\x7f\r\n\x7f\x7f\x04"
    ).encode()


def anpa(number: int) -> bytes:
    told = copy(number)
    text = "".join(f"\t{paragraph}\r\n" for paragraph in told.lines())
    return (
        f"\x16\x16\x01a{number % 10000:04}\x1fbench\r\nr i\x13\x11 BC-NW--Bench-{number}      11-21 0640\r\n"
        f"\x02^BC-NW--Bench-{number},640<\r\n^{told.headline}<\r\n^By ADA MOOR=\r\n^Northwind News=\r\n"
        f"{text.replace(chr(9), chr(9) + 'VELMORA (NW) _ ', 1)}\t\x03NW-WF-11-21-26 1000GMT<\r\n\x0c\r\n\x04"
    ).encode()


def zczc(number: int) -> bytes:
    told = copy(number)
    text = "\r\n\r\n   ".join(told.lines())
    return (
        f"ZCZC NWN\r\n%A\r\n#Bench{number}_BC1\r\n${told.headline}\r\n:(VELMORA)\r\n&DESK\\Moora\r\n"
        f"*04000000\r\n@EM\r\n"
        f"{text}\r\n\r\nNNNN\r\n"
    ).encode()


def mail(number: int) -> bytes:
    told = copy(number)
    text = base64.encodebytes("\n\n".join(told.paragraphs).encode()).decode()
    return (
        "From: Northwind News <desk@northwind.example>\r\nTo: wire@paper.example\r\n"
        "Date: Sat, 21 Nov 2026 10:00:00 +0000\r\n"
        f"Subject: {told.headline}\r\nMessage-ID: <{number}@northwind.example>\r\nMIME-Version: 1.0\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{text}"
    ).encode()


DOCUMENTS: dict[str, Callable[[int], bytes]] = {
    "newsml-g2": newsml_g2, "newsml-1": newsml_1, "nitf": nitf, "ninjs": ninjs, "ap-json": ap, "dpa-json": dpa,
    "jsonfeed": json_feed, "rss": rss, "atom": atom, "iptc7901": iptc7901, "anpa": anpa, "zczc": zczc, "mail": mail,
}  # fmt: skip
"""By format. A picture file holds no document."""

AIMS = {
    "newsml-g2": 4000, "newsml-1": 4000, "nitf": 4000, "ninjs": 10_000, "iptc7901": 8000, "anpa": 8000, "rss": 10_000,
    "atom": 10_000,
}  # fmt: skip
"""Items a second on one core."""
