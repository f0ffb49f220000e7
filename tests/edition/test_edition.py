import re
from datetime import timedelta

from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser

from edition.making import NOON, SECTIONS, SITE, copy, numbered, plate
from stet.edition import Edition
from stet.edition.column import section_column
from stet.edition.press import THEME
from stet.model.page import Page, Site

EDITION = Edition(SITE, SECTIONS)


def html(page: Page) -> str:
    assert page.body is not None
    return page.body.decode()


def everything(edition: Edition) -> list[Page]:
    made = numbered(20, plate=plate())
    cards = [edition.card(each) for each in made]
    topic = cards[0].topics[0]
    return [*edition.static(), *edition.front(cards), *edition.section("India", cards), *edition.topic(topic, cards, 2),
            *edition.feeds(cards), *edition.feeds(cards, section_column("India")), *edition.gone("abc123defg", "k"),
            *(page for each in made for page in edition.story(each))]  # fmt: skip


def test_the_same_input_gives_the_same_bytes() -> None:
    assert everything(EDITION) == everything(Edition(SITE, SECTIONS))


def test_a_withdrawn_story_leaves_a_fixed_sentence_and_no_pointer() -> None:
    pointer, gone = EDITION.gone("abc123defg", "Amber Wire|ferry-1")
    assert pointer == Page(path="at/abc123defg", body=None, story_key="Amber Wire|ferry-1")
    assert gone.path == "gone/abc123defg.html"
    page = LexborHTMLParser(html(gone))
    assert page.css("h1")[0].text() == "This report has been withdrawn."
    assert page.css('meta[name="robots"]')[0].attributes["content"] == "noindex"
    assert EDITION.gone("other00000", "Another|key")[1].body == gone.body


def test_assets_are_named_by_what_they_hold() -> None:
    paths = {page.path for page in EDITION.static()}
    assert {re.sub(r"-[0-9a-f]{10}\.", "-#.", path) for path in paths} == {
        "assets/style-#.css", "assets/icon-#.svg", "assets/card-#.png", "404.html", "about/index.html",
        "about/corrections/index.html", "archive/404.html",
        "robots.txt", ".well-known/tdmrep.json",
    }  # fmt: skip
    other = {**THEME, "style.css": THEME["style.css"] + "p { color: red }"}
    changed = {page.path for page in Edition(SITE, SECTIONS, theme=other).static()}
    assert len(paths - changed) == 1


def test_every_page_links_only_to_assets_that_exist() -> None:
    pages = everything(EDITION)
    there = {page.path for page in pages}
    for page in pages:
        if page.path.endswith(".html"):
            for address in re.findall(r'(?:href|src)="/(assets/[^"]+)"', html(page)):
                assert address in there


def test_the_notice_stands_on_every_page_when_there_is_one() -> None:
    edition = Edition(replace(SITE, notice="All <invented>"), SECTIONS)
    for page in everything(edition):
        if page.path.endswith(".html"):
            assert html(page).count('role="note">All &lt;invented&gt;</p>') == 1
    assert 'role="note"' not in html(EDITION.front([])[0])


def test_a_site_that_reads_from_the_right_says_so() -> None:
    edition = Edition(Site(name="صحيفة", url="https://news.example", language="ar", time_zone="Asia/Dubai"), ["العالم"])
    page = LexborHTMLParser(html(edition.front([])[0]))
    assert page.css("html")[0].attributes == {"lang": "ar", "dir": "rtl"}
    assert edition.section("العالم", [])[0].path == "العالم/index.html"


def test_a_card_is_what_lists_need_of_the_copy() -> None:
    made = copy(plate=plate(), updated=NOON + timedelta(hours=3))
    card = EDITION.card(made)
    assert (card.id, card.headline, card.plate, card.updated) == (made.id, made.headline, made.plate, made.updated)
    assert (card.standfirst, card.topics) == (made.notes.standfirst, made.notes.topics)


def test_templates_mark_nothing_safe_and_carry_no_script() -> None:
    for name, text in THEME.items():
        assert not re.search(r"\|\s*safe|autoescape|raw\b", text), name
        assert not re.search(r"<script(?! type=\"application/ld\+json\")|\son\w+=|\sstyle=", text), name
        assert not re.search(r"(?:href|src)=\"(?:https?:)?//", text), name
    assert sum(text.count("{{ body }}") for text in THEME.values()) == 1


def test_the_stylesheet_asks_for_nothing_and_thinks_in_reading_directions() -> None:
    sheet = THEME["style.css"]
    assert not re.search(r"url\(|@import|@font-face", sheet)
    assert not re.search(r"(?:margin|padding|border)-(?:left|right)|text-align:\s*(?:left|right)|float", sheet)
    for feature in (
        "prefers-color-scheme: dark",
        "prefers-reduced-motion",
        "@media print",
        ":focus-visible",
        ".skip:focus",
    ):
        assert feature in sheet
