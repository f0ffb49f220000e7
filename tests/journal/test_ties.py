"""Whom something happens to."""

from stet.journal.derived import tie_row
from stet.journal.models import Tie
from stet.journal.ties import reached


def test_what_reaches_a_story_by_its_picture_reaches_all_items_of_that_story(journal):
    Tie.objects.bulk_create(
        [
            tie_row("p/second", "shows", "p/picture"),
            tie_row("p/second", "continues", "p/first"),
            tie_row("p/third", "continues", "p/second"),
            tie_row("p/other", "continues", "p/elsewhere"),
        ]
    )
    assert reached({"p/picture": 0}, ()) == dict.fromkeys(("p/picture", "p/first", "p/second", "p/third"), 0)


def test_of_two_that_reach_a_story_the_greater_haste_counts(journal):
    Tie.objects.bulk_create([tie_row("p/story", "shows", one) for one in ("p/a", "p/b")])
    assert reached({"p/a": 7, "p/b": 3}, ())["p/story"] == 3
