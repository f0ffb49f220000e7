"""How much of a headline others show."""

from stet.desk.lengths import length


def test_a_short_headline_is_shown_whole():
    found = length("Harbour bridge reopens after storm repairs")
    assert (found.is_cut_by_search, found.is_cut_by_phone) == (False, False)


def test_a_search_engine_cuts_at_some_six_hundred_pixels_and_between_words():
    found = length("The harbour bridge in Velmora reopens after storm repairs that took ten weeks to end")
    assert found.is_cut_by_search
    assert 50 <= len(found.search) <= 75
    assert found.search.endswith(" …")


def test_narrow_letters_take_less_room_than_wide_ones():
    assert length("illi" * 20).pixels < length("WMWM" * 20).pixels / 2


def test_a_letter_counts_once_with_what_is_set_on_it():
    assert length("क्षमा").signs == 3


def test_one_long_word_is_cut_where_the_room_ends():
    assert len(length("a" * 300).search) < 70


def test_nothing_is_nothing():
    assert length("").signs == 0
