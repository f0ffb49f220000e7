"""edge_cases.md, section A: each line of it is one claim here. The files are in tests/wires/bad/bytes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from stet.errors import Refused
from stet.formats import read
from stet.formats.text import Query, decode, line, mend
from stet.model.address import slug
from stet.model.dispatch import Dispatch
from stet.model.packet import Origin

BYTES = Path(__file__).parents[1] / "wires" / "bad" / "bytes"


def one(name: str, origin: Origin) -> Dispatch:
    (dispatch,) = read((BYTES / name).read_bytes(), origin).dispatches
    return dispatch


def test_01_a_byte_order_mark_wins_over_the_declaration(origin: Origin) -> None:
    dispatch = one("01-mark-against-declaration.xml", origin)
    assert (dispatch.body_text, dispatch.problems) == ("It is a café.", ())


@pytest.mark.parametrize("name", ["02-utf-16.xml", "02-utf-16-no-mark.xml", "02-utf-32.xml"])
def test_02_utf_16_is_read_with_its_mark_and_without(name: str, origin: Origin) -> None:
    assert one(name, origin).body_text == "It is a café."


def test_02_json_in_utf_16_is_read(origin: Origin) -> None:
    item = json.dumps({"uri": "1", "type": "text", "headline": "Café"}, ensure_ascii=False)
    for charset in ("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32"):
        (dispatch,) = read(item.encode(charset), origin).dispatches
        assert dispatch.headline == "Café"


def test_03_windows_1252_is_read_only_after_strict_utf_8_failed_and_it_is_said(origin: Origin) -> None:
    dispatch = one("03-windows-letters.xml", origin)
    assert dispatch.body_text == "It’s a café."
    assert dispatch.problems == ("declared as UTF-8 but not UTF-8; read as Windows-1252",)


@pytest.mark.parametrize("name", ["03-lost-letter.xml", "03-lost-letter-in-headline.xml"])
def test_03_a_letter_lost_holds_the_story_wherever_it_stood(name: str, origin: Origin) -> None:
    assert one(name, origin).queries == ("The text holds U+FFFD, the mark of a letter lost before it reached us.",)


def test_03_a_byte_that_windows_1252_does_not_have_is_a_letter_lost(origin: Origin) -> None:
    text, _ = decode("café".encode("cp1252") + b"\x81 x")
    assert text == "café\ufffd x"


def test_03_a_text_that_is_mostly_utf_8_is_never_read_as_something_else() -> None:
    with pytest.raises(Refused, match="damaged: byte 2"):
        decode(b"a \x92 " + "café".encode())


def test_04_controls_of_iso_8859_1_are_what_windows_1252_has_in_their_place(origin: Origin) -> None:
    assert one("04-c1-controls.xml", origin).body_text == "It’s a “café”."


def test_05_iso_8859_15_has_a_euro(origin: Origin) -> None:
    assert one("05-euro.xml", origin).body_text == "It costs 12 €."


def test_06_a_text_wire_is_in_its_feeds_charset_else_utf_8_else_windows_1252() -> None:
    assert decode("Fähre".encode(), None, "iso-8859-1") == ("Fähre", [])
    assert decode("Fähre".encode("latin-1")) == ("Fähre", ["not UTF-8; read as Windows-1252"])
    assert decode("Fähre".encode("cp850"), "cp850") == ("Fähre", [])
    assert decode("Fähre".encode("mac_roman"), "macintosh")[0] == "Fähre"


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("07-cyrillic-told.xml", "Кафе открылось в Истмире сегодня утром."),
        ("07-arabic-told.xml", "افتتح المقهى اليوم."),
        ("07-iscii-told.xml", "हामपरा"),
    ],
)
def test_07_a_feed_is_told_its_charset(name: str, body: str, origin: Origin) -> None:
    charset = json.loads((BYTES / "expected.json").read_text())[name]["origin"]["charset"]
    dispatch = one(name, replace(origin, charset=charset))
    assert (dispatch.body_text, dispatch.queries) == (body, ())
    assert dispatch.problems == (f"not UTF-8; read as {charset}, the feed's charset",)


def test_07_no_charset_is_guessed_by_letters_it_is_asked_for(origin: Origin) -> None:
    assert "the feed needs the name of its charset" in one("07-cyrillic.xml", origin).queries[0]


@pytest.mark.parametrize(
    "text", ["Ça a été élevé à l’été dernier", "Über größere Brücken führt", "não são ações à mão", "ÉTÉ À"]
)
def test_07_western_text_is_not_asked_about(text: str) -> None:
    assert not any(isinstance(problem, Query) for problem in decode(text.encode("cp1252"))[1])


def test_07_a_feed_told_wrongly_is_held_and_not_read_as_gibberish() -> None:
    assert isinstance(decode("Погода".encode(), "windows-1251")[1][0], Query)
    assert isinstance(decode("Łódź zażółć".encode(), "iso-8859-2")[1][0], Query)


def test_07_iscii_spells_as_unicode_does() -> None:
    # ka halant ta; ka halant halant ta; ka halant dot ta; danda dot: a conjunct, a visible halant, a joiner, avagraha
    assert decode(b"\xb3\xe8\xc2 \xb3\xe8\xe8\xc2 \xef\x42\xb3\xe8\xe9\xc2 \xea\xe9 \xf1\xf2", "iscii")[0] == (
        "क्त क्\u200cत क्\u200dत ऽ ०१"
    )
    with pytest.raises(Refused, match="not the declared charset 'iscii'"):
        decode(b"\xef\x44\xb3", "iscii")


@pytest.mark.parametrize(
    "declared", ["utf-7", "zlib", "rot13", "unicode_escape", "idna", "x-none", "a\x00b", "undefined"]
)
def test_07_what_is_no_charset_of_a_newsroom_is_not_used(declared: str) -> None:
    text, problems = decode("café +ADw-".encode(), declared)
    assert text == "café +ADw-"
    assert "is not one that is read here; UTF-8 was tried" in problems[0]


def test_08_five_controls_become_blanks_and_six_hold_the_story(origin: Origin) -> None:
    five, six = one("08-five-controls.xml", origin), one("08-six-controls.xml", origin)
    assert (five.body_text, five.queries) == ("a b c d e f", ())
    assert five.problems == ("5 control characters replaced by a blank",)
    assert six.body_text == "a b c d e f g"
    assert six.queries == (
        "The text held 6 control characters where letters may have been: compare it with the agency's.",
    )


def test_08_controls_in_json_join_no_words_and_hold_when_they_are_many(origin: Origin) -> None:
    item = {"uri": "1", "type": "text", "headline": "a\x01b", "body_html": "<p>c\x0bd</p>"}
    (few,) = read(json.dumps(item).encode(), origin).dispatches
    assert (few.headline, few.body_text, few.queries) == ("a b", "c d", ())
    assert "2 control characters replaced by a blank" in few.problems
    (many,) = read(json.dumps(item | {"body_html": "<p>" + "c\x01" * 6 + "</p>"}).encode(), origin).dispatches
    assert "The text held 7 control characters" in many.queries[0]


def test_09_references_to_controls_are_treated_as_controls(origin: Origin) -> None:
    dispatch = one("09-references.xml", origin)
    assert dispatch.body_text == "a b c d’s"
    assert dispatch.problems == ("3 references to control characters replaced by a blank",)
    assert one("09-many-references.xml", origin).queries


def test_10_whatever_control_is_left_in_a_field_is_taken_out() -> None:
    assert line("\x16\x01a\x1fb\x10c\x08 d\x7f\x03") == "a b c d\x7f"
    assert mend("a\x02b") == ("a b", ["1 control character replaced by a blank"])


def test_11_typography_of_teleprinters_is_left_as_it_was_sent(origin: Origin) -> None:
    # End marks are the text wires' own (their own tests); nothing else is ever changed.
    said = "``The pier,'' she said _ and left"
    (dispatch,) = read(
        json.dumps({"uri": "1", "type": "text", "headline": "H", "body_text": said}).encode(), origin
    ).dispatches
    assert dispatch.body_text == said


def test_12_joiners_spell_words_and_stay_and_soft_hyphens_are_in_no_address(origin: Origin) -> None:
    dispatch = one("12-joiners.xml", origin)
    assert dispatch.body_text == "می\u200cخواهم क्\u200dष co\u00adoperate a\u200bb"
    assert slug("می\u200cخواهم") == "می\u200cخواهم"


def test_13_direction_overrides_leave_the_headline_and_are_flagged_and_isolates_stay(origin: Origin) -> None:
    dispatch = one("13-overrides.xml", origin)
    assert dispatch.headline == "Cafe opens"
    assert "\u2066that\u2069" in dispatch.body_text
    assert any("U+202D, U+202E" in problem for problem in dispatch.problems)
    assert not set(slug("a\u202eb\u2066c\u2069")) & {"\u202e", "\u2066", "\u2069"}


def test_13_overrides_written_as_escapes_of_json_are_flagged_too(origin: Origin) -> None:
    item = json.dumps({"uri": "1", "type": "text", "headline": "a\u202eb\u202c"})
    assert "\\u202e" in item
    (dispatch,) = read(item.encode(), origin).dispatches
    assert dispatch.headline == "ab"
    assert any("U+202D, U+202E" in problem for problem in dispatch.problems)


def test_14_the_form_of_accents_is_the_agencys(origin: Origin) -> None:
    assert one("14-decomposed.xml", origin).body_text == "Cafe\u0301 and café."
    assert slug("Cafe\u0301") == slug("Café")


def test_15_letters_beyond_the_first_plane_are_letters(origin: Origin) -> None:
    dispatch = one("15-astral.xml", origin)
    assert dispatch.headline == "Tide \U0001f30a high"
    assert dispatch.body_text == "\U0001f30a Tide \U0002070e."
    assert slug(dispatch.headline) == "tide-high"


# JSON, of which section A says nothing: what is read of it beyond the letter of RFC 8259, and what is not.


def ninjs(text: str, origin: Origin) -> Dispatch:
    (dispatch,) = read(text.encode(), origin).dispatches
    return dispatch


def test_of_a_name_that_stands_twice_the_last_counts_as_with_most_readers(origin: Origin) -> None:
    assert ninjs('{"uri": "1", "type": "text", "headline": "A", "headline": "B"}', origin).headline == "B"


def test_a_number_that_is_none_and_a_line_break_in_a_string_cost_no_story(origin: Origin) -> None:
    dispatch = ninjs(
        '{"uri": "1", "type": "text", "headline": "A", "lat": NaN, "urgency": 1e999, "body_text": "a\nb"}', origin
    )
    assert (dispatch.headline, dispatch.urgency, dispatch.body_text) == ("A", None, "a\n\nb")
    assert any(problem.startswith("the JSON broke a rule") for problem in dispatch.problems)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"uri": "1", "headline": "a', "truncated: the JSON breaks off before its end"),
        ('{"uri": "1"} {"uri": "2"}', "something stands after the end of the JSON: perhaps two items in one file"),
        ('{"uri": "1"} and words', "something stands after the end of the JSON: perhaps two items in one file"),
        ('{"uri": "\\ud800"}', "truncated: the JSON breaks off before its end"),
        ("{'uri': '1'}", "not JSON that can be read: JSON is malformed"),
        ('{"uri": "1",}', "not JSON that can be read: JSON is malformed"),
    ],
)
def test_json_that_is_none_is_refused_in_words(text: str, says: str, origin: Origin) -> None:
    (refusal,) = read(text.encode(), origin).refusals
    assert refusal.reason.startswith(says)


def test_an_object_on_each_line_is_a_list_and_a_bad_line_hides_no_other(origin: Origin) -> None:
    item = '{"uri": "%s", "type": "text", "headline": "A"}\n'
    lines = item % 1 + '{"uri": oops}\n\n' + item % 3
    reading = read(lines.encode(), origin)
    assert [dispatch.guid for dispatch in reading.dispatches] == ["1", "3"]
    assert [refusal.index for refusal in reading.refusals] == [1]
    (half,) = read(lines.encode()[:-20], origin).refusals
    assert half.reason == "truncated: the last line of the JSON breaks off"


@pytest.mark.parametrize("text", ["[PTI] Words of a wire.", "[ Words ]"])
def test_words_in_brackets_are_no_json(text: str, origin: Origin) -> None:
    assert "JSON" not in read(text.encode(), origin).refusals[0].reason


@given(
    st.binary(max_size=60), st.sampled_from([None, "utf-8", "latin-1", "windows-1251", "iscii", "utf-16", "big5", "?"])
)
def test_no_bytes_in_any_charset_raise_anything_but_a_refusal(data: bytes, declared: str | None) -> None:
    for feeds in (None, "windows-1256", "utf-8"):
        try:
            text, _ = decode(data, declared, feeds)
        except Refused:
            continue
        mend(text)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=40))
def test_any_text_in_utf_8_reads_back_letter_for_letter(text: str) -> None:
    assert decode(b"\xef\xbb\xbf" + text.encode()) == (text, [])
    if text[0] != "\ufeff":
        assert decode(text.encode("utf-16"))[0] == text
    assert mend(text)[0].split() == text.split()


@pytest.mark.parametrize(
    ("charset", "words"), [("gbk", "北京消息：港口重新开放。"), ("windows-1256", "فتح الميناء، قال.")]
)
def test_07_a_charset_that_a_person_named_goes_before_the_chance_of_letters_that_look_like_utf_8(
    charset: str, words: str, origin: Origin
) -> None:
    data = f'<nitf><head><docdata><doc-id id-string="A1"/></docdata></head><body><body.content><p>{words}</p>'
    data += "</body.content></body></nitf>"
    (dispatch,) = read(data.encode(charset), replace(origin, charset=charset)).dispatches
    assert dispatch.body_text == words
