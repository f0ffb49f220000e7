"""Copy of text wires is never taken for a head, a note or a frame: every word ends in a field or is named."""

from __future__ import annotations

import re
import time
from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stet.formats import looks_like_stop, read, stop_orders
from stet.formats.desk_marks import questions
from stet.model.dispatch import STOPS, Dispatch, Kind, Status
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
    body = "PRI GEN NAT\n.EASTMERE DES12\nUP-BRIDGE\nBridge falls\nEastmere, Mar 4 (MW) A bridge fell.\nXYZ\n05141545"
    assert any("No mark says which line" in query for query in only(zczc(body)).queries)


# Every word


_LINE = st.sampled_from(
    [
        "Ed, a teacher, spoke.", "Editors met.", "^Eds: With photos.<", "(Eds: Short.)", "## Editorial contacts",
        "The following information is not intended for publication", "# Notebook", "## Note to editors", "- Pell",
        "Tel: 12345", "", "", "^Headline here<", "^By ANNA PELL=", "^Marlow Wire=",
        "^MW Photo EMH101, EMH102<",
        "Plain words of text", "\tA paragraph of it.", "EASTMERE (MW) _ It burned.", "x =", "By Anna Pell",
        "$5 was lost", "$Title of it", "#Slug", ":More", "*07000000", "YY TDR", "AAP", "AAP RTV", "NNNN is a word",
        "mw ab cd", "___<",
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


# Orders


STORY = "EASTMERE (MW) _ {}<\n\tMore of it.\n"
FALSE_STOPS = """
Editors at the journal Nature said Monday the article on vaccines has been withdrawn.
The palace asked papers to make sure the photo is not published.
"Please kill this story," the aide wrote.
Please delete this photo, he begged.
In that army the order to kill is mandatory.
They met with a chant of KILL KILL KILL on the quay.
Owners of the kettle should please stop using the item immediately.
Please hold the item upright, the label says.
""".strip().split("\n")


@pytest.mark.parametrize("words", FALSE_STOPS)
def test_what_a_story_says_stops_nothing(words: str) -> None:
    for data in (
        anpa(f"^A headline<\n\t{STORY.format(words)}"),
        iptc(f"A headline =\n\n{words}\n"),
        zczc(f"$Head\n{words}"),
    ):
        (dispatch,) = read(data, ORIGIN).dispatches
        assert (dispatch.kind, dispatch.status) == (Kind.STORY, Status.USABLE)
        assert stop_orders(data, ORIGIN) == ()


@pytest.mark.parametrize(
    "headline", ["KILLED: Five soldiers in ambush", "WITHDRAWAL: US leaves Kabul", "Killed", "Eliminated!",
                 "HOLD - Fed keeps rates"]
)  # fmt: skip
def test_a_headline_that_is_news_stops_nothing(headline: str) -> None:
    for data in (anpa(f"^{headline}<\n\t{STORY.format('Words.')}"), iptc(f"{headline} =\n\nWords of it.\n")):
        (dispatch,) = read(data, ORIGIN).dispatches
        assert dispatch.kind is Kind.STORY


@pytest.mark.parametrize("slug", ["BC-Withdrawal", "BC-Eliminated", "BC-Afghanistan, Withdrawal"])
def test_a_slug_that_names_a_topic_stops_nothing(slug: str) -> None:
    (dispatch,) = read(anpa(f"^{slug},20<\n^A headline<\n\t{STORY.format('Words.')}", slug), ORIGIN).dispatches
    assert dispatch.kind is Kind.STORY


@pytest.mark.parametrize(
    "body",
    [
        "Zurückziehung: Meldung zum Brand, dpa 0157, von heute =\n\nSie ist falsch.\n",
        "Kill: Mayor arrested =\n\nIt is wrong.\n",
        "Annulation: le maire =\n\nErreur.\n",
        "Mayor =\n\nThe story dpa 0157 is withdrawn.\n",
        "Advisory =\n\nEditors: The story Mayor-Arrest, V9991, is withdrawn.\n",
        "Mayor =\n\nEds: The MW has withdrawn the story BC-Mayor-Arrest.\n",
        "Photo =\n\nEDITORS: ELIMINATE PHOTO ABC101\n",
        "Mayor =\n\nThe story is wrong. A kill is\nmandatory.\n",
        "Bürgermeister =\n\nBitte verwenden Sie die Meldung dpa 0123 nicht.\n",
        "Mayor =\n\nEditors, please\nkill the story Mayor-Arrest, V9991.\n",
    ],
)
def test_an_order_in_words_is_filed_and_never_a_story(body: str) -> None:
    own, *orders = read(iptc(body), ORIGIN).dispatches
    assert (own.kind, own.status) == (Kind.ADVISORY, Status.USABLE)
    assert all(order.status in STOPS for order in orders)
    assert bool(orders) or "dpa 0157 is" not in body
    assert looks_like_stop(iptc(body))


def test_a_slug_that_ends_in_an_order_is_asked_about() -> None:
    dispatch = only(
        anpa(f"^BC-Mayor-Arrest-Kill,20<\n^A headline<\n\t{STORY.format('Words.')}", "BC-Mayor-Arrest-Kill")
    )
    assert any("ends in “Kill”" in query for query in dispatch.queries)


def test_a_kill_without_its_frame_is_refused_as_one() -> None:
    data = b"BC-Harbour, KILL,60\nBULLETIN KILL\nPlease kill the story Harbour, W2101. A kill is mandatory.\n"
    assert "order to stop" in read(data, ORIGIN).refusals[0].reason


@pytest.mark.parametrize(
    "words", ["Embargoed until 0001 Monday", "Hold for release until Monday", "Sous embargo jusqu’à lundi"]
)
def test_an_embargo_counts_in_any_letters(words: str) -> None:
    assert any("embargo" in query for query in only(iptc(f"Head =\n\n{words}\n\nWords.\n")).queries)


@pytest.mark.parametrize("last", ["MW ABC", "AAP ABC XYZ", "PTI ABC"])
def test_a_sign_off_in_capitals_is_asked_about(last: str) -> None:
    assert bool(questions("Head", f"Words of it.\n\n{last}")) is (last[:2] != "MW")


# Time


_LONG = {
    "kills": b"\x01x" + b" kill" * 3000 + b" x",
    "tests": iptc("test " * 2000 + "=\n\nWords.\n"),
    "trailer": iptc("Head =\n\nWords.\n").replace(b"040730", b"040730" + b" " * 8000 + b"x"),
    "slug": anpa("^Head<\n\tWords.\n", "BC-Harbour" + " " * 3000 + "x"),
    "indent": anpa("Headline\n" + " " * 8000 + "x\n"),
    "headline": iptc("Head" + " " * 40_000 + "x\n\nWords.\n"),
    "returns": b"\x01ecp0007 4 s 850  mw 0908\n\x02" + b"\r" * 15_000 + b"x\x03",
    "deletes": iptc("Head =\n\nWords.\n") + b"\x7f" * 10_000 + iptc("Head =\n\nWords.\n"),
    "notes": iptc("Head =\n\n" + "Ed:a\n\n" * 150_000),
    "marked notes": anpa("^Eds:a<\n" * 50_000 + "\tWords.\n"),
    "no end marks": anpa("^Headline\n" + "words\n" * 200_000),
    "marks without ends": anpa("^Headline\n" * 50_000),
    "dollars": zczc("$a\n" * 50_000),
    "closings": iptc("Head =\n\nWords.\n" + "\n## Editorial contacts\n\n" * 20_000),
}


@pytest.mark.parametrize("data", _LONG.values(), ids=_LONG)
def test_no_text_keeps_the_desk_waiting(data: bytes) -> None:
    start = time.process_time()
    looks_like_stop(data)
    quick = time.process_time() - start
    assert quick < 1
    start = time.process_time()
    read(data, ORIGIN)
    assert time.process_time() - start < 5 + len(data) / 1_000_000


def test_a_headline_that_may_be_a_title_takes_no_other_story_of_its_slug_away() -> None:
    own, *orders = read(anpa("^BC-Harbour,9<\n^Kill: a memoir<\n\tWords.\n"), ORIGIN).dispatches
    assert own.kind is Kind.ADVISORY
    assert orders == []
    assert any("a person has to see which" in query for query in own.queries)
