"""Odd copy becomes a normal page: valid HTML, every letter in its place, nothing broken out of (issue "Bad input")."""

import json
from html import escape

import pytest
from selectolax.lexbor import LexborHTMLParser

from edition.wellformed import faults
from road.wire import PARAGRAPHS, g2
from stet.formats import read
from stet.model.packet import Origin

MARKUP = "</title></h1><script>alert(1)</script><img src=x onerror=alert(1)>&amp;&lt;b&gt; \"'` {%- raw -%}"
LONG = "Velmora council approves a ferry timetable that was debated for hours and " * 4 + "then some more words"
RTL = "\u202etimetable \u2067ferry approves\u202e council"
EMOJI = "🚢🎉👨‍👩‍👧‍👦🏴‍☠️"
UNBROKEN = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz" * 4
TABLE = (
    "<table><caption>Seats after 214 of 215 districts</caption><thead><tr><th>Party</th>"
    + "".join(f"<th>Region {n}</th>" for n in range(24))
    + "</tr></thead><tbody>"
    + "".join(
        f"<tr><th>Party {row}</th>" + "".join(f"<td>{row * 7919 + n * 31:,}</td>" for n in range(24)) + "</tr>"
        for row in range(40)
    )
    + "</tbody></table>"
)


def page(road) -> tuple[bytes, LexborHTMLParser]:
    [body] = road.pages().values()
    return body, LexborHTMLParser(body.decode())


def sound(road) -> None:
    """Every page of the edition is valid, and the words are the agency's."""
    for path, body in road.edition().items():
        if path.endswith(".html"):
            assert faults(body) == [], path
        elif path.endswith(".json"):
            json.loads(body)
    assert [verdict.fault for verdict in road.stet.verify()] == [None] * len(road.pages())


def text(tree: LexborHTMLParser, selector: str) -> str:
    [node] = tree.css(selector)
    return " ".join((node.text() or "").split())


@pytest.mark.parametrize(
    "words", [MARKUP, LONG, RTL, EMOJI, UNBROKEN, "?", "..", "<", "&#0;", "\u200b", "x" * 300], ids=ascii
)
def test_any_headline_makes_a_normal_page(road, words):
    road.take(g2(1, headline=words), g2(2, paragraphs=("A story about something else altogether.",)))
    assert len(road.pages()) == 2
    sound(road)
    [body] = [body for path, body in road.pages().items() if b"take 1 of story 1." in body]
    tree = LexborHTMLParser(body.decode())
    shown = text(tree, "h1")
    assert shown
    data = json.loads(tree.css('script[type="application/ld+json"]')[0].text())["@graph"][0]
    assert len(data["headline"]) <= 110
    assert shown.startswith(" ".join(data["headline"].removesuffix("…").split()))


def test_what_turns_the_text_round_turns_no_more_than_itself(road):
    """A headline cannot turn the words beside it: what is inline is isolated, the rest are blocks of their own."""
    road.take(g2(1, headline=RTL), g2(2, paragraphs=("Ministers of India and Nepal met.", "India told Nepal.")))
    for body in road.pages().values():
        for bad in ("\u202e", "\u2067"):
            for node in LexborHTMLParser(body.decode()).css("a, span, bdi, p"):
                if bad in (node.text(deep=False) or ""):
                    assert node.tag == "bdi", node.html


def test_a_table_of_election_night_stays_a_table(road):
    road.take(g2(1).replace(b"<p>Freight", f"{TABLE}<p>Freight".encode()))
    sound(road)
    _, tree = page(road)
    assert len(tree.css("[itemprop=articleBody] table tr")) == 41
    assert len(tree.css("[itemprop=articleBody] td")) == 24 * 40
    assert text(tree, "caption") == "Seats after 214 of 215 districts"


def test_a_story_of_five_thousand_paragraphs_is_a_page(road):
    road.take(g2(1, paragraphs=tuple(f"Paragraph {n} of the report on the ferry." for n in range(5000))))
    sound(road)
    assert len(page(road)[1].css("[itemprop=articleBody] p")) == 5001


PLACES = (
    "india", "topic", "agency", "archive", "media", "sitemaps", "index.html", "rss.xml", "atom.xml", "feed.json",
    "sitemap.xml", "news-sitemap.xml",
)  # fmt: skip


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b", "..", "con", "%2e%2e", "gone", "index.html", "<b>x</b>"])
def test_a_topic_that_is_named_like_a_path_stays_where_topics_are(road, name):
    subject = f'<subject type="cpnat:organisation" literal="x"><name>{escape(name)}</name></subject>'
    told = (f"The body {escape(name)} met on Saturday.", f"{escape(name)} said so.")
    road.stet.flow.open()
    before = set(road.edition())
    road.take(g2(1, paragraphs=told).replace(b"</contentMeta>", f"{subject}</contentMeta>".encode()))
    sound(road)
    for path in set(road.edition()) - before:
        assert path.split("/")[0] in PLACES, path
        assert not {"", ".", ".."} & set(path.split("/"))
    assert not (road.root.parent / "etc").exists()


def test_a_story_without_picture_byline_dateline_or_second_paragraph_looks_finished(road):
    bare = g2(1, paragraphs=("One line.",)).replace(b"<dateline>VELMORA</dateline>", b"")
    road.take(bare)
    sound(road)
    body, tree = page(road)
    assert text(tree, ".byline") == "Northwind News"
    assert not tree.css("figure, .dateline, .reading-time:empty, p:empty, span:empty, bdi:empty")
    assert b"None" not in body
    assert b"null" not in body


def test_two_stories_with_one_headline_have_an_address_each(road):
    road.take(g2(1, headline="Same words"), g2(2, headline="Same words"))
    assert len(road.pages()) == 2
    sound(road)


HOSTILE = {
    "script": '<script>alert(1)</script><p onclick="alert(1)">Words <a href="javascript:alert(1)">here</a></p>',
    "tracker": '<p>Words<img src="https://track.example/p.gif" width="1" height="1"></p><iframe src="//x"></iframe>',
    "layout": '</div></article></main><p style="position:fixed">Words</p><style>body{display:none}</style></table>',
    "nested": "<div>" * 200 + "<p>Words</p>" + "</div>" * 200,
    "lists": "<ul>Words<p>in</p><li>a list<ul>and</ul></ul><dl><dt>of</dl><table><p>tables</p><tr><td>x</table>",
    "headings": "<h1>Words</h1><h4>too small</h4><h6>smaller</h6><h2></h2>",
    "attributes": '<p id="main" class="disclosure" itemprop="articleBody" data-beside="x" data-story="1">Words</p>',
    "links": '<p><a href="//evil.example">Words <a href="/x">nested</a></a> <a href="data:text/html,x">data</a></p>',
    "forms": '<form action="https://evil.example"><input name="password">Words<button>Send</button></form><svg><a>x',
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_markup_of_a_feed_is_a_normal_page_or_refused(road, kind):
    entry = (
        "<item><guid>urn:x:1</guid><title>Words of a feed</title><pubDate>Sat, 21 Nov 2026 11:00:00 GMT</pubDate>"
        f"<description>{escape(HOSTILE[kind])}&lt;p&gt;{escape(PARAGRAPHS[0])}&lt;/p&gt;</description></item>"
    )
    data = f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{entry}</channel></rss>'.encode()
    assert not read(data, Origin(feed="wire", source="x", arrived=road.clock())).refusals
    assert road.take(data) == ["live"]
    sound(road)
    for body in road.pages().values():
        tree = LexborHTMLParser(body.decode())
        assert not tree.css("article iframe, article form, article input, article svg, article style, article img")
        assert len(tree.css("[itemprop=articleBody]")) == len(tree.css("#main")) == 1
        assert not tree.css("article [itemprop=articleBody] [class], [data-beside]")
        assert b"javascript:" not in body
        assert b"evil.example" not in body.replace(b"https://evil.example", b"") or kind == "links"
