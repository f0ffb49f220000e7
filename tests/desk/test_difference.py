"""How two versions differ, word by word."""

from time import perf_counter

from hypothesis import given
from hypothesis import strategies as st

from makers import dispatch
from stet.desk.difference import Kind, Passage, Piece, difference, differences

SAME, ADDED, REMOVED = Kind.SAME, Kind.ADDED, Kind.REMOVED


def test_a_word_that_changed_is_shown_beside_the_one_it_replaced():
    assert difference("Four ships sank.", "Five ships sank.") == (
        Passage((Piece(REMOVED, "Four "), Piece(ADDED, "Five "), Piece(SAME, "ships sank."))),
    )


def test_paragraphs_that_stay_are_counted_and_not_repeated():
    was = "One.\n\nTwo.\n\nThree ships sank.\n\nFour."
    now = "One.\n\nTwo.\n\nThree boats sank.\n\nFour."
    assert [one.unchanged for one in difference(was, now)] == [2, 0, 1]


def test_a_new_paragraph_is_added_whole():
    assert difference("One.\n\nTwo.", "One.\n\nNew here.\n\nTwo.") == (
        Passage(unchanged=1),
        Passage((Piece(ADDED, "New here."),)),
        Passage(unchanged=1),
    )


def test_paragraphs_that_were_joined_show_where_they_parted():
    (passage,) = difference("The port is open.\n\nBoats leave.", "The port is open. Boats leave.")
    assert Piece(REMOVED, "¶ ") in passage.pieces


def test_what_was_written_anew_is_no_confetti():
    passages = difference("The council met on the new plan.", "A storm took the roof off every house in town.")
    assert [tuple(piece.kind for piece in one.pieces) for one in passages] == [(REMOVED,), (ADDED,)]


def test_texts_without_blanks_are_compared_sign_by_sign():
    assert Piece(ADDED, "三") in difference("東京で二人死亡", "東京で三人死亡")[0].pieces


def test_each_part_that_differs_is_named():
    parts = differences(dispatch(1), dispatch(2, headline="Harbour bridge shut", body_text="Shut."))
    assert [part.name for part in parts] == ["headline", "body"]


def test_versions_with_the_same_words_differ_in_nothing():
    assert differences(dispatch(1), dispatch(2)) == ()


def test_five_thousand_paragraphs_are_compared_in_no_time():
    was = [f"Ward {number}: Doss {number * 7}, Ruell {number * 3}, spoilt {number % 10}." for number in range(5000)]
    now = [line.replace("Doss", "Imra Doss") for line in was]
    same = ["- - -"] * 5000
    for before, after in ((was, now), (was, was[::-1]), (same, [*same[:2500], "x", *same]), (was, same)):
        began = perf_counter()
        difference("\n\n".join(before), "\n\n".join(after))
        assert perf_counter() - began < 4


_TEXTS = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "the", "of"]), max_size=12).map(" ".join)
_BODIES = st.lists(_TEXTS, max_size=6).map("\n\n".join)


@given(_BODIES, _BODIES)
def test_nothing_is_lost_of_either_text(was, now):
    passages = difference(was, now)
    words_of = lambda left: sorted(  # noqa: E731
        word
        for one in passages
        for piece in one.pieces
        if piece.kind is not left
        for word in piece.text.replace("¶", " ").split()
    )
    missing = sum(one.unchanged for one in passages)
    if not missing:
        assert words_of(ADDED) == sorted(was.split())
        assert words_of(REMOVED) == sorted(now.split())
