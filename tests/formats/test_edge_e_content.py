"""Section E of the house's edge cases: content. One test for each number; the wires lie under tests/wires."""

from __future__ import annotations

import json
import re
import time

from msgspec.structs import replace

from formats.test_wires import WIRES, origin_of
from stet.formats import read, sent_texts
from stet.model.dispatch import Dispatch, Kind
from stet.model.packet import Origin
from stet.model.text import fingerprint, fold


def wire(name: str, origin: Origin) -> tuple[Dispatch, ...]:
    """What a wire of the fixtures holds, once it is sure that its words are the agency's."""
    path = WIRES / name
    data, origin = path.read_bytes(), origin_of(path, origin)
    dispatches = read(data, origin).dispatches
    sent = sent_texts(data, origin)
    assert [d.wire_fingerprint for d in dispatches] == [fingerprint(sent[d.index]) for d in dispatches]
    assert [d.wire_fingerprint for d in dispatches] == [fingerprint(d.body_text) for d in dispatches]
    return dispatches


def only(name: str, origin: Origin) -> Dispatch:
    (dispatch,) = wire(name, origin)
    return dispatch


def test_68_a_body_without_a_word_is_no_body_and_an_alert_may_do_without_one(origin: Origin) -> None:
    story, alert = only("newsml-g2/empty-body/01.xml", origin), only("newsml-g2/empty-body/02.xml", origin)
    assert (story.kind, story.body_html, story.body_text, story.word_count) == (Kind.STORY, "", "", None)
    assert (alert.kind, alert.body_text, alert.headline) == (Kind.ALERT, "", "Harbour shut after fire")


def test_69_a_headline_that_is_empty_is_made_from_the_agencys_own_words_and_said_to_be(origin: Origin) -> None:
    story = only("newsml-g2/empty-headline/01.xml", origin)
    assert story.headline is not None
    assert story.body_text.startswith(story.headline)
    assert "no headline" in " ".join(story.problems)


def test_70_a_body_that_is_elsewhere_is_named(origin: Origin) -> None:
    story = only("newsml-g2/body-elsewhere/01.xml", origin)
    assert (story.body_text, story.problems) == ("", ("the body is not in the item but at E70.html",))


def test_71_of_several_renditions_the_best_is_taken_and_none_is_joined(origin: Origin) -> None:
    story = only("newsml-g2/renditions/01.xml", origin)
    assert story.body_html == "<p>The <strong>harbour</strong> reopened.</p>"


def test_72_a_headline_or_byline_that_the_body_says_again_stays_in_it(origin: Origin) -> None:
    story = only("nitf/headline-again/01.xml", origin)
    assert story.body_text.split("\n\n")[:2] == ["Harbour reopens", "By Tam Orrin"]
    assert story.body_text.count(story.headline or "?") == 2


def test_73_a_table_keeps_its_rows_columns_and_spans_ragged_or_not(origin: Origin) -> None:
    one, two = only("newsml-g2/tables/01.xml", origin), only("nitf/tables/01.xml", origin)
    assert one.body_html == two.body_html
    assert re.findall(r"<caption>Ferries|colspan=\"2\"|rowspan=\"2\"", one.body_html) == [
        "<caption>Ferries", 'colspan="2"', 'rowspan="2"',
    ]  # fmt: skip
    rows = [re.findall("<t[hd]", row) for row in re.findall("<tr>.*?</tr>", one.body_html, re.DOTALL)]
    assert list(map(len, rows)) == [2, 3, 1, 4]


def test_74_preformatted_columns_keep_their_blanks_and_tabs(origin: Origin) -> None:
    assert "<pre>Marlow\t  4\nPortby\t 12</pre>" in only("nitf/preformatted/01.xml", origin).body_html
    assert "<pre>;TIME;GAP\nPell;12:01;0:00\n" in only("anpa/table/01.txt", origin).body_html


def test_75_a_line_that_goes_on_without_a_tab_belongs_to_its_paragraph(origin: Origin) -> None:
    story = wire("anpa/story/01.txt", origin)[0]
    assert "said the harbour master, Tom Reed, who had seen the smoke first." in fold(story.body_text)
    assert "Tom Reed, who" in story.body_html.replace("<br>\n", " ")


def test_76_plain_text_keeps_its_lines(origin: Origin) -> None:
    story = only("newsml-g2/plain-lines/01.xml", origin)
    assert "A list:<br>\n- one<br>\n- two" in story.body_html
    assert "<pre>Marlow    4\nPortby   12</pre>" in story.body_html


def test_77_what_acts_goes_and_the_words_lost_with_it_are_counted(origin: Origin) -> None:
    story = only("ninjs/what-acts/01.json", origin)
    assert story.body_html == "<p>The harbour reopened.</p>\n<p>Boats came.</p>"
    assert story.problems == (
        "10 words inside frames, forms or controls left out of the body",
        "2 links without a usable address kept as plain text",
    )


def test_78_a_feeds_markup_is_cleaned_once_and_no_word_is_lost(origin: Origin) -> None:
    story = only("rss/embeds/01.xml", origin)
    assert re.search("style|iframe|script|span|class", story.body_html) is None
    assert story.body_text == "The harbour reopened.\n\nGood to be back\n\n— Ida Quill\n\nBoats came."


def test_79_markup_left_open_or_crossed_is_read_as_browsers_do(origin: Origin) -> None:
    story = only("ninjs/unclosed/01.json", origin)
    assert fold(story.body_text) == "One Two A B C after Three bold both slanted end x y tail"
    assert story.body_html.count("<p>") == story.body_html.count("</p>")


def test_80_relative_links_resolve_against_the_base_then_the_item_or_go(origin: Origin) -> None:
    by_item, by_base = wire("rss/relative/01.xml", origin)
    assert re.findall('href="(.*?)"', by_item.body_html) == [
        "https://mw.example/rel/1", "https://mw.example/news/two", "https://x.example/",
    ]  # fmt: skip
    assert re.findall('href="(.*?)"', by_base.body_html) == ["https://base.example/rel/1", "https://base.example/d/two"]
    nowhere = only("ninjs/no-base/01.json", origin)
    assert nowhere.body_text == "one two three four"
    assert re.findall('href="(.*?)"', nowhere.body_html) == ["https://x.example/a b"]


def test_81_the_address_of_a_picture_is_kept_as_it_came_and_never_stands_in_the_body(origin: Origin) -> None:
    story = only("ninjs/picture-over-http/01.json", origin)
    assert story.pictures[0].renditions[0].href == "http://pics.example/p81.jpg"
    assert "http:" not in story.body_html


def test_82_a_line_for_editors_holds_the_story_until_a_cut_rule_takes_it_off(origin: Origin) -> None:
    before, after = only("newsml-g2/editors-lines/01.xml", origin), only("newsml-g2/editors-lines/02.xml", origin)
    assert len(before.queries) == 1
    assert "“Editorial contacts”" in before.queries[0]
    assert (after.body_text, after.queries) == ("The harbour reopened.\n\nBoats came.", ())
    assert after.problems == ("3 paragraphs at the edges of the body cut by rule",)


def test_83_a_test_is_not_published_unseen_and_a_test_match_is_news(origin: Origin) -> None:
    tests = [only(f"ninjs/test-item/0{n}.json", origin).queries for n in (1, 2)]
    assert all(len(queries) == 1 and "test" in queries[0] for queries in tests)
    assert only("ninjs/test-item/03.json", origin).queries == ()


def test_84_writing_from_right_to_left_keeps_its_language_its_paragraphs_directions_and_its_isolates(
    origin: Origin,
) -> None:
    story = only("ninjs/right-to-left/01.json", origin)
    assert story.language == "ar"
    assert re.findall("<p(.*?)>", story.body_html) == ["", ' dir="auto"', ' lang="en" dir="ltr"']
    assert "\u2066NATO\u2069" in story.body_text


def test_85_indic_and_east_asian_text_is_untouched_and_counted_as_its_readers_do(origin: Origin) -> None:
    hindi, tamil, japanese = (only(f"ninjs/scripts/0{n}.json", origin) for n in (1, 2, 3))
    assert "क्\u200dष" in hindi.body_text
    assert (hindi.word_count, tamil.word_count, japanese.word_count) == (13, 4, 17)


def test_86_a_language_that_its_letters_contradict_is_put_right_and_said(origin: Origin) -> None:
    story = only("ninjs/wrong-language/01.json", origin)
    assert story.language == "hi"
    assert story.problems == ("the text is labelled 'en' and written in Devanagari letters; it was taken as 'hi'",)


def test_87_a_very_long_headline_with_markup_is_plain_text_and_whole(origin: Origin) -> None:
    headline = only("ninjs/long-headline/01.json", origin).headline
    assert headline == "Harbour " * 50 + "reopens & stays open"


def test_88_a_body_of_thousands_of_paragraphs_is_read_whole_and_one_beyond_the_limit_is_refused(
    origin: Origin,
) -> None:
    rows = "".join(f"<tr><td>Ward {n}</td><td>{n * 7}</td><td>{'x' * 160}</td></tr>" for n in range(6000))
    item = {
        "uri": "urn:mw:e88",
        "type": "text",
        "headline": "All wards",
        "body_html": f"<p>Results.</p><table>{rows}</table>",
    }
    data = json.dumps(item).encode()
    started = time.process_time()
    (story,) = read(data, origin).dispatches
    assert time.process_time() - started < 10
    assert len(story.body_text) > 1_000_000
    assert story.body_text.endswith(f"Ward 5999\t{5999 * 7}\t{'x' * 160}")
    assert story.queries == ()
    few = replace(origin, limits=replace(origin.limits, text=100_000))
    (refusal,) = read(data, few).refusals
    assert "characters, and 100,000 is the limit" in refusal.reason


def test_89_a_first_take_waits_for_the_next_or_for_a_person(origin: Origin) -> None:
    story = only("ninjs/first-take/01.json", origin)
    assert story.body_text.endswith("(more)")
    assert story.queries == ("The text ends with “(more)”: more of it is to come.",)


def test_90_signs_of_markdown_and_bbcode_are_text(origin: Origin) -> None:
    data = json.loads((WIRES / "ninjs/markdown/01.json").read_text("utf-8"))
    story = only("ninjs/markdown/01.json", origin)
    assert story.body_text == data["body_text"]
    assert re.findall("<(?!/?p>|br>)", story.body_html) == []


def test_91_a_fraction_reads_as_the_number_it_is(origin: Origin) -> None:
    assert only("nitf/fractions/01.xml", origin).body_text == (
        "Shares rose 3 1/2 to 12½; 3/4 of Wednesday’s H2O, 103 tonnes."
    )
