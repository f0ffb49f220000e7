"""Share cards on the road: they follow the headline, hold nothing up, and go with their story."""

from datetime import timedelta

import pytest
from selectolax.lexbor import LexborHTMLParser

from makers import chief
from road.test_darkroom import keep
from road.test_pictures import file_of, jpeg, pull_the_plug
from road.wire import cancel, g2
from stet.desk import edit
from stet.edition.cards import Cards
from stet.journal.models import Story


def cards(road) -> set[str]:
    return {f"media/{file.name}" for file in road.site.glob("media/card-*")}


def named(road) -> set[str]:
    """The share images that the pages name."""
    found = (LexborHTMLParser(page.decode()).css_first('meta[property="og:image"]') for page in road.pages().values())
    return {node.attributes["content"].removeprefix("https://news.example/") for node in found}


@pytest.fixture
def drawings(monkeypatch) -> list[str]:
    """The headlines that were drawn."""
    drawn: list[str] = []
    draw = Cards.draw

    def noting(self, headline, language):
        drawn.append(headline)
        return draw(self, headline, language)

    monkeypatch.setattr(Cards, "draw", noting)
    return drawn


def set_headline(road, words: str) -> None:
    road.clock.now += timedelta(minutes=1)
    [path] = road.pages()
    road.stet.act(path, lambda s: edit.set_headline(s, words, who=chief("desk"), at=road.clock()))


def test_each_story_without_a_picture_has_a_card_of_its_own(road):
    road.take(g2(1), g2(2))
    assert len(cards(road)) == 2
    assert cards(road) == named(road)


def test_a_new_headline_gets_a_new_card_and_the_old_one_goes(road):
    road.take(g2(1))
    before = cards(road)
    set_headline(road, "Boats every twenty minutes")
    assert cards(road) == named(road)
    assert not cards(road) & before
    set_headline(road, "")
    assert cards(road) == before


def test_what_changes_no_word_of_the_headline_draws_nothing(road, drawings):
    road.take(g2(1))
    road.take(g2(1, 2), g2(1, 3))
    assert len(drawings) == 1


def test_a_kill_takes_the_card_also_one_that_was_never_drawn(road, drawings):
    road.take(g2(1))
    assert cards(road)
    road.take(cancel(1))
    assert not cards(road)
    keep(road, ("2.xml", g2(2)))
    road.stet.flow.turn()
    assert len(road.pages()) == 1
    keep(road, ("kill.xml", cancel(2)))
    road.stet.flow.run_dry()
    assert not cards(road)
    assert len(drawings) == 1
    assert not Story.objects.filter(undrawn=True).exists()


def test_a_picture_takes_the_place_of_the_card_and_the_card_comes_back_without_it(road):
    road.take(g2(1, picture=file_of("a.jpg")))
    assert len(cards(road)) == 1
    road.take(jpeg("#123"), source="a.jpg")
    assert not cards(road)
    assert all("-share" in name for name in named(road))
    road.take(g2(1, 2))
    assert cards(road) == named(road)


def test_no_story_waits_for_a_card(road, drawings):
    keep(road, *((f"{n}.xml", g2(n)) for n in range(5)))
    road.stet.flow.turn()
    assert len(road.pages()) == 5
    assert not drawings
    keep(road, ("6.xml", g2(6)))
    road.stet.flow.turn()
    assert (len(road.pages()), drawings) == (6, [])
    road.stet.flow.turn()
    assert len(drawings) == 1, "one at a time: what comes meanwhile waits for no more"
    road.stet.flow.run_dry()
    assert cards(road) == named(road)


def test_a_replay_draws_no_card_that_is_there_and_mends_one_that_was_altered_or_lost(road, drawings):
    road.take(g2(1), g2(2), g2(3))
    before = road.edition()
    first, second, _ = sorted(cards(road))
    road.stet.replay()
    assert road.edition() == before
    assert len(drawings) == 3
    (road.site / first).write_bytes(b"altered")
    (road.site / second).unlink()
    road.stet.replay()
    assert road.edition() == before
    assert len(drawings) == 5


def test_a_command_that_brings_very_many_stories_does_not_wait_for_their_cards(road, drawings, monkeypatch):
    monkeypatch.setattr("stet.flow.CARDS", 3)
    road.take(*(g2(n) for n in range(8)))
    assert len(drawings) == len(cards(road)) == 3
    before = cards(road)
    road.stet.replay()
    assert before <= cards(road), "a replay takes away no card that a page names"
    while road.stet.flow.turn():
        pass
    assert cards(road) == named(road)
    assert len(cards(road)) == len(drawings) == 8


def test_after_an_unclean_stop_cards_are_drawn_again(road):
    road.take(g2(1))
    before = road.edition()
    for name in cards(road):
        (road.site / name).write_bytes(b"")
    pull_the_plug(road)
    road.stet.flow.run_dry()
    assert road.edition() == before


def test_a_card_that_cannot_be_drawn_stops_nothing(road, monkeypatch):
    def clumsy(*_):
        raise ZeroDivisionError("oops")

    monkeypatch.setattr(Cards, "draw", clumsy)
    road.take(g2(1))
    assert road.take(cancel(1), g2(2)) == ["withdrawn", "live"]
    assert not Story.objects.filter(undrawn=True).exists()
