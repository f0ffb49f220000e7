"""Where the copy has turned under a house headline: what an editor reads instead of both versions."""

from makers import BODY, dispatch, headline, moment, story
from stet.desk.turned import turned
from stet.model.story import Version

SAID = "Bridge reopens after 12 days"
FIRST = f"{BODY}\n\nIt had been shut for 12 days.\n\nTraffic ran on Saturday."


def told(body: str, text: str = SAID) -> list[tuple[str, str]]:
    """The parts and what was put into them, when the body becomes this under a headline."""
    was, now = dispatch(1, body_text=FIRST), dispatch(2, body_text=body)
    it = story(now, line=(Version(dispatch=was), Version(dispatch=now)))
    parts = turned(it, [headline(text, moment(15))])
    return [(part.name, "".join(piece.text for one in part.passages for piece in one.pieces)) for part in parts]


def test_the_passage_that_says_otherwise_what_the_headline_says_is_told_and_no_other():
    body = FIRST.replace("12 days", "15 days").replace("ran on Saturday", "ran on Sunday")
    [(name, words)] = told(body)
    assert name == "body"
    assert "12" in words
    assert "15" in words
    assert "Sunday" not in words


def test_where_no_word_tells_which_passage_is_meant_the_first_that_changed_are_told():
    body = FIRST.replace("It had been shut for 12 days.", "Nobody could say how long.")
    assert told(body, "Bridge reopens after twelve days")


def test_a_headline_that_still_says_what_the_story_says_tells_nothing():
    assert told(FIRST.replace("ran on Saturday", "ran on Sunday")) == []


def test_the_agencys_own_headline_is_none_of_the_houses():
    assert turned(story(), []) == ()
