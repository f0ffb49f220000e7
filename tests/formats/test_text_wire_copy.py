"""Copy of text wires is never taken for a head, a note or a frame: every word ends in a field or is named."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stet.formats import read
from stet.model.dispatch import Dispatch
from stet.model.packet import Origin

ORIGIN = Origin(feed="mw", arrived=datetime(2026, 3, 4, 12, tzinfo=UTC))


def iptc(body: str) -> bytes:
    head = "\x01ecp0007 4 s 850  mw 0908\nHarbour/Fire/\n\x02"
    return f"{head}{body}\x03040730 GMT Mar 26\n\x7f\x7f\x04".encode()


def anpa(body: str, slug: str = "BC-Harbour") -> bytes:
    head = f"\x01a0105 US\nr i {slug} 03-04 0144\n\x02"
    return f"{head}{body}\x03MW-WF-03-04-26 0056GMT<\n\x04".encode()


def zczc(body: str) -> bytes:
    return f"ZCZC\n{body}\nNNNN\n".encode()


def only(data: bytes) -> Dispatch:
    (dispatch,) = read(data, ORIGIN).dispatches
    return dispatch


# What is for editors


@pytest.mark.parametrize(
    "first",
    [
        "Ed, a retired teacher, said the town was shocked.",
        "Editors, publishers and readers met in Eastmere on Monday.",
        "Ed: a life in three parts.",
        "Editor's note is the name of the boat.",
        "(Editors were there, too.)",
    ],
)
def test_a_paragraph_that_begins_like_a_note_is_copy(first: str) -> None:
    for body in (f"Man jailed =\n\n{first}\n\nSecond.\n", f"Man jailed =\n\n{first}\nSecond.\n"):
        dispatch = only(iptc(body))
        assert dispatch.ed_note is None
        assert first in dispatch.body_text
        assert "Second." in dispatch.body_text


@pytest.mark.parametrize("words", ["Ed Pell: new tour", "EDITOR quits after fire", "(Nearly) all sheds burn"])
def test_a_marked_line_is_a_note_only_by_its_label_and_colon(words: str) -> None:
    dispatch = only(anpa(f"^{words}<\n\tEASTMERE (MW) _ Words.\n"))
    assert (dispatch.headline, dispatch.ed_note) == (words, None)


@pytest.mark.parametrize("label", ["^Eds: With photos.<", "^(Eds: With photos.)<", "(Eds: With photos.)"])
def test_a_labelled_note_is_taken_off(label: str) -> None:
    dispatch = only(anpa(f"^A headline<\n{label}\n\tEASTMERE (MW) _ Words.\n"))
    assert dispatch.ed_note in ("With photos.", "(With photos.)")
    assert dispatch.body_text == "EASTMERE (MW) _ Words."


@pytest.mark.parametrize(
    "heading", ["## Editorial contacts", "The following information is not intended for publication"]
)
def test_a_heading_for_editors_with_copy_below_takes_nothing_off_and_asks(heading: str) -> None:
    dispatch = only(iptc(f"Man jailed =\n\nWords.\n\n{heading}\n- Pell\n\nThe trial of the man goes on in May.\n"))
    assert dispatch.body_text.endswith("The trial of the man goes on in May.")
    assert any("stands in the text as if only notes" in query for query in dispatch.queries)
    at_the_foot = only(iptc(f"Man jailed =\n\nWords.\n\n{heading}\n- Pell\n\nmw ab\n"))
    assert at_the_foot.body_text == "Words."
    assert any("was kept for editors" in problem for problem in at_the_foot.problems)


# Heads and frames


def test_without_an_end_mark_a_text_of_iptc_7901_has_no_head() -> None:
    dispatch = only(iptc("A bomb exploded on Monday in the\ncity centre killing nobody.\n\nMore."))
    assert dispatch.body_text == "A bomb exploded on Monday in the\ncity centre killing nobody.\n\nMore."


def test_an_equals_sign_below_a_blank_line_ends_no_head() -> None:
    assert only(iptc("First.\n\nTwo and two =\nfour.\n")).body_text.startswith("First.")


def test_text_between_two_end_marks_stays_and_is_asked_about() -> None:
    dispatch = only(iptc("Head =\n\nPara one.\x03\nPara two with more words.\n"))
    assert "Para two with more words." in dispatch.body_text
    assert any("marked twice" in query for query in dispatch.queries)
    longer = iptc("Head =\n\nPara one.\n").replace(b"\x7f\x7f", b"words " * 100)
    assert any("after the end of the text" in query for query in only(longer).queries)


@pytest.mark.parametrize(
    "head",
    ["^Headline<\n^By A PELL=\n^MW=\n^", "^Headline<\n^By A PELL=\n^", "^Headline<\n^", "^Headline\n", "^Headline\n^"],
)
def test_a_marked_line_with_a_dateline_is_text(head: str) -> None:
    dispatch = only(anpa(f"{head}EASTMERE (MW) _ First para of the text.<\n\tSecond.<\n"))
    assert dispatch.headline == "Headline"
    assert dispatch.body_text.startswith("EASTMERE (MW) _ First para of the text.")


def test_a_paragraph_without_a_tab_joins_no_headline() -> None:
    """Edge case 75."""
    dispatch = only(anpa("^Headline\nThis first paragraph has no tab.\n\tSecond.\n"))
    assert dispatch.headline == "Headline"
    assert dispatch.body_text.startswith("This first paragraph has no tab.")


def test_a_marked_line_after_byline_and_credit_is_text() -> None:
    body = "^Headline<\n^By A PELL=\n^MW=\n^The first paragraph of the text.<\n\tSecond.<\n"
    assert only(anpa(body)).body_text.startswith("The first paragraph of the text.")


def test_an_absent_count_of_words_is_compared_with_nothing() -> None:
    data = anpa("^BC-Harbour,102<\n^Headline<\n\tWords.\n").replace(b" 03-04 0144", b"")
    assert not any("counts" in problem for problem in only(data).problems)


@pytest.mark.parametrize(
    "body",
    [
        "#SLUG\n$Head\n$5 billion was lost on Monday.\nThe bank said so.",
        "#SLUG\n$Head\n#1 in the land is rope.\nMore.",
        "#SLUG\n$Head\n* one item of a list\n* another item",
        "UK Police arrest three men in raid\nEASTMERE, MW - Words of it.",
        "#SLUG\n$Head\nWords.\nNNNN is what they write.\nMore.",
        "#SLUG\n$Head\nThere is nobody, says the\nAAP",
    ],
)
def test_a_line_that_only_looks_like_the_frame_of_zczc_is_text(body: str) -> None:
    rows = [row for row in body.split("\n") if row not in ("#SLUG", "$Head")]
    assert only(zczc(body)).body_text.split() == " ".join(rows).split()


def test_lines_that_nothing_marks_are_asked_about() -> None:
    body = "PRI GEN NAT\n.EASTMERE DES12\nUP-BRIDGE\nBridge falls\nEastmere, Mar 4 (MW) A bridge fell. MW ABC\nXYZ\n05141545"
    assert any("No mark says which line" in query for query in only(zczc(body)).queries)


# Every word


_LINE = st.sampled_from(
    [
        "Ed, a teacher, spoke.", "Editors met.", "^Eds: With photos.<", "(Eds: Short.)", "## Editorial contacts",
        "The following information is not intended for publication", "# Notebook", "## Note to editors", "- Pell",
        "Tel: 12345", "", "", "^Headline here<", "^By ANNA PELL=", "^Marlow Wire=", "^MW Photo EMH101, EMH102<",
        "Plain words of text", "\tA paragraph of it.", "EASTMERE (MW) _ It burned.", "x =", "By Anna Pell", "$5 was lost",
        "$Title of it", "#Slug", ":More", "*07000000", "YY TDR", "AAP", "AAP RTV", "NNNN is a word", "mw ab cd", "___<",
        "Words\x03", "^BC-Harbour, 1st Ld,12<", "&DESK", "* row", "= 4", "A long line " * 12, "(Achtung)",
    ]
)  # fmt: skip


def _told(dispatch: Dispatch) -> Counter[str]:
    fields = (
        dispatch.headline, dispatch.slugline, dispatch.byline, dispatch.body_text, dispatch.ed_note, dispatch.summary,
        dispatch.credit, dispatch.dateline, dispatch.links, dispatch.signals, dispatch.alt_ids, dispatch.problems,
        dispatch.queries, dispatch.places, [subject.code for subject in dispatch.subjects], dispatch.word_count,
    )  # fmt: skip
    return Counter(re.findall(r"\w+", " ".join(map(str, fields))))


_LABELS = {"Eds", "By", "Photo", "MW", "BC", "X", "T"}
"""Words that say what a field is, and go with it."""


@settings(max_examples=300)
@given(rows=st.lists(_LINE, max_size=14), wire=st.sampled_from([iptc, anpa, zczc]))
def test_every_word_between_the_marks_is_in_a_field_or_named(rows: list[str], wire) -> None:  # type: ignore[no-untyped-def]
    text = "\n".join(["Start of it", *rows, "the end"])
    reading = read(wire(text), ORIGIN)
    told = sum(map(_told, reading.dispatches), Counter())
    missing = Counter(re.findall(r"\w+", text)) - told
    assert set(missing) <= _LABELS
