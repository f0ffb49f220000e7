"""Which address a picture is fetched from."""

import pytest

from makers import State, dispatch, picture, standing, story
from stet.model.dispatch import Picture, Rendition
from stet.story.remote import chosen, wanted


def at(name: str, width: int | None = None, type_: str | None = "image/jpeg") -> Rendition:
    return Rendition(href=f"https://images.example/{name}", type=type_, width=width)


def of(*renditions: Rendition) -> tuple[str, ...]:
    found = chosen(Picture(renditions=renditions))
    return tuple(href.removeprefix("https://images.example/") for href in found)


def test_96_of_several_sizes_the_widest_is_fetched_up_to_what_is_of_use():
    assert of(at("thumb", 150), at("large", 2400), at("small", 480)) == ("large",)
    assert of(at("huge", 12_000), at("large", 4096), at("unknown")) == ("large",)
    assert of(at("huge", 12_000), at("larger", 20_000)) == ("huge",)


def test_96_where_no_size_is_known_a_few_are_fetched():
    assert of(at("a"), at("b"), at("a"), at("c"), at("d")) == ("a", "b", "c")


@pytest.mark.parametrize("type_", ["video/mp4", "image/svg+xml", "text/html"])
def test_what_says_itself_that_it_is_no_picture_is_not_fetched(type_):
    assert of(at("film", 4000, type_), at("still", 800, None)) == ("still",)


def test_what_is_no_web_address_is_not_fetched():
    renditions = (
        Rendition(href=href, width=999) for href in ("a.jpg", "/a.jpg", "file:///a", "https://u@h/a", "ftp://h/a")
    )
    assert chosen(Picture(renditions=tuple(renditions))) == ()


def test_a_story_wants_the_pictures_it_may_show_and_none_that_is_barred():
    shown = picture("https://images.example/a.jpg")
    both = dispatch(pictures=(shown, picture("https://images.example/barred.jpg")))
    assert wanted(story(both, pictures=(shown,))) == ("https://images.example/a.jpg",)


NEVER = (State.WITHDRAWN, State.LAPSED, State.FILED)


@pytest.mark.parametrize("state", State)
def test_a_story_that_will_not_be_shown_wants_none(state):
    carries = dispatch(pictures=(picture("https://images.example/a.jpg"),))
    assert len(wanted(story(carries, standing=standing(state)))) == (0 if state in NEVER else 1)
