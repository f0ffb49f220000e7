"""Feeds: what is copy in them, who an entry is, and that nothing of it is lost or made up.

Dialects, bodies, titles, addresses, times, pictures and shapes of feeds have their cases in tests/wires/rss and
tests/wires/atom; here is what one file cannot say.
"""

from __future__ import annotations

import gc
from datetime import UTC, datetime
from html import escape
from time import process_time
from xml.sax.saxutils import escape as xml_escape

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from stet.formats import agencies, looks_like_stop, read, stop_orders
from stet.formats.agencies import Agency
from stet.formats.feed_body import TAGS_SHOW
from stet.formats.feed_fields import Feed, is_escaped, is_markup
from stet.formats.walk import BREAKS_OFF
from stet.model.dispatch import Dispatch, Kind, Status
from stet.model.packet import Origin
from stet.model.text import fold

RSS = (
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Marlow Wire</title>'
    "<link>https://wire.example/</link>{}</channel></rss>"
)
ITEM = '<item><guid isPermaLink="false">{}</guid><title>{}</title><description>{}</description></item>'
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0">'
    "<title>Marlow Wire</title>{}</feed>"
)
ENTRY = (
    '<entry><id>{0}</id><title type="{1}">{2}</title><updated>2026-03-04T10:00:00Z</updated>'
    '<content type="{1}">{2}</content></entry>'
)

ORIGIN = Origin(feed="mw", source="here.xml", arrived=datetime(2026, 3, 4, 12, tzinfo=UTC))

# All that XML can hold, but direction overrides (never in a headline) and the controls of C1 (they mean Windows-1252).
LETTERS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff\u202d\u202e"), max_size=60
)
MARKS = st.lists(
    st.sampled_from(
        [
            "&",
            "<",
            ">",
            "&amp;",
            "&lt;p&gt;",
            "<p>",
            "</p>",
            "<b>",
            "&copy;",
            "&#38;",
            "a",
            " ",
            "\n\n",
            "'",
            '"',
            "]]>",
        ]
    ),
    max_size=12,
).map("".join)
WORDS = LETTERS | MARKS


def one(text: str, origin: Origin) -> Dispatch:
    (dispatch,) = read(text.encode(), origin).dispatches
    return dispatch


def item(title: str = "Quay", description: str = "Words.", guid: str = "mw-1") -> str:
    return ITEM.format(guid, title, description)


def headline(dispatch: Dispatch) -> str:
    return fold(dispatch.headline or "")


# Letter for letter.


@settings(deadline=None)
@given(WORDS)
def test_any_words_of_html_in_an_rss_feed_come_out_letter_for_letter(words: str) -> None:
    sent = xml_escape(escape(words))
    found = one(RSS.format(item(sent, sent)), ORIGIN)
    assert fold(found.body_text) == fold(words)
    assert headline(found) == fold(words) or not words.strip()


@settings(deadline=None)
@given(WORDS)
def test_any_title_in_plain_text_comes_out_letter_for_letter_unless_it_spells_html(words: str) -> None:
    assume(words.strip() and not is_markup(words) and ("&" not in words or not is_escaped(words)))
    assert headline(one(RSS.format(item(xml_escape(words))), ORIGIN)) == fold(words)


@pytest.mark.parametrize("declared", ["text", "html", "xhtml"])
@settings(deadline=None)
@given(words=WORDS)
def test_any_words_in_an_atom_feed_come_out_letter_for_letter(declared: str, words: str) -> None:
    sent = xml_escape(escape(words)) if declared == "html" else xml_escape(words)
    if declared == "xhtml":
        sent = f'<div xmlns="http://www.w3.org/1999/xhtml">{sent}</div>'
    found = one(ATOM.format(ENTRY.format("urn:mw:1", declared, sent)), ORIGIN)
    assert fold(found.body_text) == fold(words)
    assert headline(found) == fold(words) or not words.strip()


@settings(deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=8))
def test_one_title_of_a_feed_never_changes_the_words_of_a_body(titles: list[str]) -> None:
    alone = [one(RSS.format(item("", "R&amp;amp;D &amp;lt; all", str(n))), ORIGIN) for n, _ in enumerate(titles)]
    feed = RSS.format("".join(item(xml_escape(t), "R&amp;amp;D &amp;lt; all", str(n)) for n, t in enumerate(titles)))
    found = read(feed.encode(), ORIGIN).dispatches
    assert [dispatch.body_text for dispatch in found] == [dispatch.body_text for dispatch in alone]


def test_a_feed_shows_by_nineteen_of_twenty_titles_how_it_writes_them(origin: Origin) -> None:
    def first(escaped: int, bare: int) -> str:
        titles = ["A &amp;amp; B"] * escaped + ["C &amp; D"] * bare
        feed = RSS.format("".join(item(title, guid=str(n)) for n, title in enumerate(titles)))
        return headline(read(feed.encode(), origin).dispatches[0])

    assert first(1, 0) == first(19, 1) == "A & B"
    assert first(18, 1) == first(1, 1) == "A &amp; B"


def test_text_that_shows_its_tags_waits_for_a_person(origin: Origin) -> None:
    found = one(RSS.format(item(description=escape(escape("<p>Words.</p>")))), origin)
    assert (found.body_text, found.queries) == ("<p>Words.</p>", (TAGS_SHOW,))


def test_a_body_that_ends_inside_a_tag_waits_for_a_person(origin: Origin) -> None:
    for html in ('<p>One. <a href="x>Two.</a></p>', "<p>One. <a href=", "<p>One. <!-- Two.</p>", "One. <b two"):
        assert (
            BREAKS_OFF
            in one(RSS.format(item(description=escape(html) if "<p" in html else escape(f"<p>{html}"))), origin).queries
        )
    for html in ('<p>An odd " mark.</p>', "<a title='a > b'>x</a>", "<p>One.<!-- two --></p>"):
        assert one(RSS.format(item(description=escape(html))), origin).queries == ()


# A feed breaks off.


@pytest.mark.parametrize(
    "feed",
    [
        RSS.format(item() + item(guid="mw-2")),
        ATOM.format(ENTRY.format("urn:mw:1", "html", "&lt;p&gt;W&lt;/p&gt;") + ENTRY.format("urn:mw:2", "text", "W")),
    ],
    ids=["rss", "atom"],
)
def test_a_feed_cut_anywhere_is_refused_whole(feed: str, origin: Origin) -> None:
    data = feed.encode()
    assert len(read(data, origin).dispatches) == 2
    for end in range(len(data)):
        reading = read(data[:end], origin)
        assert reading.dispatches == ()
        assert reading.refusals


def test_a_tombstone_is_obeyed_in_a_feed_that_breaks_off(origin: Origin) -> None:
    data = ATOM.format('<at:deleted-entry ref="urn:mw:7" when="2026-03-04T11:00:00Z"/>' + ENTRY).encode()[:-60]
    assert read(data, origin).dispatches == ()
    assert looks_like_stop(data)
    assert [(order.guid, order.status) for order in stop_orders(data, origin)] == [("urn:mw:7", Status.CANCELED)]


@pytest.mark.parametrize("damage", ["<b></p>", "&bogus;", "<q:z/>", "\x01", "AT&T"])
def test_a_tombstone_behind_a_broken_entry_is_obeyed(damage: str, origin: Origin) -> None:
    feed = ATOM.format(
        f"<entry><id>1</id>{damage}</entry><at:deleted-entry ref='urn:mw:7' when='2026-03-04T11:00:00Z'/>"
    )
    named = replace(origin, agency="Marlow Wire")
    found = [order.story_key for order in stop_orders(feed.encode(), named)]
    assert found == ["marlow-wire/urn:mw:7"]


def test_a_tombstone_that_is_cut_in_its_id_stops_nobody(origin: Origin) -> None:
    feed = ATOM.partition("{}")[0] + '<at:deleted-entry ref="urn:mw:7'
    assert stop_orders(feed.encode(), origin) == ()


def test_what_is_gone_from_a_feed_is_no_stop(origin: Origin) -> None:
    assert read(RSS.format("").encode(), origin).dispatches == ()
    assert not looks_like_stop(RSS.format(item()).encode())


# Who an entry is.


def test_the_same_entry_has_the_same_made_up_id_in_every_feed(origin: Origin) -> None:
    bare = "<item><title>Quay</title><pubDate>Wed, 04 Mar 2026 10:00:00 GMT</pubDate>{}</item>"
    first, other, later = (
        one(RSS.format(bare.format(more)), origin)
        for more in ("", "<description>More words.</description>", "<category>x</category>")
    )
    assert first.guid == other.guid == later.guid
    assert first.guid != one(RSS.format(bare.format("").replace("10:00", "11:00")), origin).guid
    assert "the entry carries no id; one was made from its title and time" in first.problems


def test_an_agency_s_rule_takes_the_query_out_of_an_address(monkeypatch: pytest.MonkeyPatch, origin: Origin) -> None:
    monkeypatch.setitem(agencies._BY_NAME, "marlow wire", Agency(name="Marlow Wire", query="drop"))
    first, second = (one(RSS.format(item(guid=f"https://wire.example/a?qt={n}")), origin) for n in (1, 2))
    assert first.story_key == second.story_key == "marlow-wire/https://wire.example/a"
    assert first.guid != second.guid


def test_categories_tell_alerts_and_advisories_by_the_agency_s_own_words_only(
    monkeypatch: pytest.MonkeyPatch, origin: Origin
) -> None:
    def kinds() -> list[Kind]:
        items = "".join(
            f"<item><guid>{word}</guid><description>Words.</description><category>{word}</category></item>"
            for word in ("Snap", "Diary", "Alert")
        )
        return [dispatch.kind for dispatch in read(RSS.format(items).encode(), origin).dispatches]

    assert kinds() == [Kind.STORY] * 3
    known = Agency(name="Marlow Wire", alerts=("snap",), advisories=("diary",))
    monkeypatch.setitem(agencies._BY_NAME, "marlow wire", known)
    assert kinds() == [Kind.ALERT, Kind.ADVISORY, Kind.STORY]


# Addresses.


def test_a_feed_without_a_host_is_read_against_where_it_was_fetched(origin: Origin) -> None:
    feed = RSS.replace("https://wire.example/", "/").format(item(description="See &lt;a href='x'&gt;it&lt;/a&gt;."))
    assert (
        'href="https://feeds.example/x"' in one(feed, replace(origin, source="https://feeds.example/mw.xml")).body_html
    )
    unknown = one(feed, replace(origin, source="mw.xml"))
    assert unknown.body_html == "<p>See it.</p>"
    assert unknown.problems == ("1 link without a usable address kept as plain text",)


@pytest.mark.parametrize("torn", ["\u00f2", "****", "!", "=", ""])
def test_base64_that_breaks_its_rules_holds_no_words(torn: str, origin: Origin) -> None:
    """Else what is left of it would stand on the page as if it were all."""
    words = f"VGhlIGZl{torn}IHNhaWxlZC4="
    feed = ATOM.format(f'<entry><id>1</id><title>Quay</title><content mode="base64">{words}</content></entry>')
    assert one(feed, origin).body_text == ("" if torn else "The fe sailed.")


@pytest.mark.parametrize("base", ["http://[bad", "javascript:alert(1)", "file:///etc/", "//", "\u0600"])
def test_a_base_that_is_none_loses_no_word(base: str, origin: Origin) -> None:
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="{base}"><title>MW</title>{{}}</feed>'
    content = "&lt;p&gt;See &lt;a href='x'&gt;it&lt;/a&gt;.&lt;/p&gt;"
    assert one(feed.format(ENTRY.format("1", "html", content)), origin).body_html == "<p>See it.</p>"


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "data:image/png;base64,x", "file:///etc/passwd", "../../etc/passwd", "http://[x"]
)
def test_a_picture_is_never_at_an_address_that_leads_elsewhere(href: str, origin: Origin) -> None:
    feed = RSS.replace("https://wire.example/", "").format(
        f'<item><guid isPermaLink="false">1</guid><description>Words.</description>'
        f'<enclosure url="{href}" type="image/jpeg"/></item>'
    )
    assert one(feed, origin).pictures == ()


def test_a_huge_title_is_kept_whole(origin: Origin) -> None:
    words = "Quay " * 20_000
    assert headline(one(RSS.format(item(words)), origin)) == words.strip()


@pytest.mark.parametrize("start", ["@ ", "&amp;", "&lt;a x=1 ", "&gt; ", "\n \n", ". ", "&lt;!--", "&lt;p&gt;"])
def test_no_field_however_long_or_odd_takes_long(start: str, origin: Origin) -> None:
    for words in (start * 50_000, start + "a" * 500_000, start + " " * 500_000 + "a"):
        fields = f"<title>{words}</title><author>{words}</author><category>{words}</category><link>{words}</link>"
        text = f"<description>{words}</description><pubDate>{words}</pubDate><enclosure url='{words.strip()}'/>"
        before = process_time()
        assert read(RSS.format(f"<item><guid>1</guid>{fields}{text}</item>").encode(), origin).dispatches
        assert process_time() - before < 8


@pytest.mark.parametrize("feed", [RSS, ATOM])
def test_a_feed_that_was_read_is_let_go_at_once(feed: str, origin: Origin) -> None:
    gc.collect()
    gc.disable()
    try:
        before = sum(isinstance(held, Feed) for held in gc.get_objects())
        read(feed.format((ITEM if feed is RSS else ENTRY).format("1", "text", "Words")).encode(), origin)
        assert sum(isinstance(held, Feed) for held in gc.get_objects()) == before
    finally:
        gc.enable()
