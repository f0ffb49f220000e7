import random
from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from edition.making import NOON, SECTIONS, SITE, copy, numbered, plate
from stet.edition import Edition
from stet.edition.front import weigh
from stet.model.page import Card, Page
from stet.model.story import Correction, Topic

EDITION = Edition(SITE, SECTIONS)


def tree(pages: tuple[Page, ...]) -> LexborHTMLParser:
    (page,) = pages
    assert page.body is not None
    return LexborHTMLParser(page.body)


def cards(count: int, **given: object) -> list[Card]:
    return [EDITION.card(made) for made in numbered(count, **given)]


def hrefs(page: LexborHTMLParser, selector: str) -> list[str]:
    return [a.attributes["href"] or "" for a in page.css(f"{selector} :is(h2, h3) > a")]


def test_no_story_stands_twice_on_the_front() -> None:
    shown = hrefs(tree(EDITION.front(cards(40))), ".card")
    assert len(shown) == len(set(shown)) >= 20


def test_every_story_of_a_small_front_is_on_it() -> None:
    for count in range(1, 12):
        few = cards(count)
        assert set(hrefs(tree(EDITION.front(few)), ".card")) == {f"/{card.path}" for card in few}


def test_the_order_in_which_cards_come_makes_no_difference() -> None:
    many = cards(30, plate=plate())
    expected = EDITION.front(many), EDITION.section("India", many), EDITION.feeds(many)
    for seed in range(5):
        random.Random(seed).shuffle(many)
        assert (EDITION.front(many), EDITION.section("India", many), EDITION.feeds(many)) == expected


def test_urgency_outranks_some_hours_but_not_a_day() -> None:
    bulletin = EDITION.card(copy(id="bulletin00", path="india/b-bulletin00", urgency=1, updated=NOON))
    fresh = EDITION.card(copy(id="fresh00000", path="india/f-fresh00000", urgency=4, updated=NOON.replace(hour=15)))
    later = EDITION.card(copy(id="later00000", path="india/l-later00000", urgency=4, updated=NOON.replace(day=29)))
    assert hrefs(tree(EDITION.front([fresh, bulletin])), ".lead") == ["/india/b-bulletin00"]
    assert hrefs(tree(EDITION.front([later, bulletin])), ".lead") == ["/india/l-later00000"]


def test_the_lead_is_the_first_with_a_picture_if_one_is_near_the_top() -> None:
    few = cards(8)
    pictured = EDITION.card(numbered(8, plate=plate())[2])
    assert hrefs(tree(EDITION.front([*few[:2], pictured, *few[3:]])), ".lead") == [f"/{few[2].path}"]
    assert hrefs(tree(EDITION.front(few)), ".lead") == [f"/{few[0].path}"]


def test_sections_follow_the_sites_order_then_the_unknown_ones() -> None:
    many = cards(60, sections=("Weather", "Business", "World", "India"))
    names = [h.text() for h in tree(EDITION.front(many)).css(".shelf > h2 > a")]
    assert names == ["India", "World", "Business", "Weather"]


def test_headings_can_be_walked_without_a_gap() -> None:
    pages = [
        *(
            EDITION.front(cards(40)),
            EDITION.front([]),
            EDITION.section("India", cards(9)),
            EDITION.section("India", []),
        ),
        EDITION.topic(Topic(name="Ferries", slug="ferries"), cards(3), 3),
    ]
    for page in map(tree, pages):
        levels = [int((h.tag or "")[1]) for h in page.css("h1, h2, h3, h4")]
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        assert len(page.css("main")) == 1


def test_an_empty_front_says_what_will_happen() -> None:
    page = tree(EDITION.front([]))
    assert "No report has come in yet" in (page.css("main")[0].text() or "")
    assert not page.css("time, article")


def test_cards_show_headline_standfirst_section_agency_time_picture_and_credit() -> None:
    (card,) = tree(EDITION.front([EDITION.card(copy(plate=plate()))])).css("article.card")
    words = " ".join((card.text(separator=" ") or "").split())
    for piece in ("India", "Ferry leaves an hour late", "The ferry left Port Amber at dawn", "Amber Wire",
                  "Apr 28 2023 | 6:54 PM IST", "Asha Verma / Amber Wire"):  # fmt: skip
        assert piece in words
    assert card.css("img")[0].attributes["alt"] == "A white ferry beside a stone quay"
    assert len(card.css("a[href='/india/ferry-leaves-an-hour-late-abc123defg']")) == 1


def test_a_card_in_another_language_carries_its_language_and_direction() -> None:
    page = tree(EDITION.front([EDITION.card(copy(language="ar"))]))
    card = page.css("article.card")[0].attributes
    assert (card["lang"], card["dir"]) == ("ar", "rtl")


def test_a_section_has_its_folder_its_feeds_and_its_place_in_the_menu() -> None:
    (page,) = EDITION.section("World", cards(3))
    assert page.path == "world/index.html"
    made = tree((page,))
    assert [a.text() for a in made.css('.departments a[aria-current="page"]')] == ["World"]
    assert "/world/rss.xml" in [link.attributes["href"] for link in made.css("link[rel=alternate]")]
    assert len(made.css(".card")) == 3


def test_a_topic_says_how_many_stories_are_about_it_and_has_feeds_of_its_own() -> None:
    (page,) = EDITION.topic(Topic(name="Port Amber", slug="port-amber"), cards(2), 1204)
    assert page.path == "topic/port-amber/index.html"
    made = tree((page,))
    assert "Port Amber" in made.css("h1")[0].text()
    assert made.css(".tally")[0].text() == "1,204 reports"
    assert {"/topic/port-amber/rss.xml", "/topic/port-amber/atom.xml", "/topic/port-amber/feed.json"} <= {
        link.attributes["href"] for link in made.css("link[rel=alternate]")
    }


def test_lists_stay_of_a_readable_length() -> None:
    assert len(tree(EDITION.section("India", cards(200))).css(".card")) == 60


def test_a_picture_and_a_correction_lift_a_story_by_an_hour_each() -> None:
    plain = EDITION.card(copy())
    pictured = EDITION.card(copy(plate=plate()))
    corrected = EDITION.card(copy(corrections=(Correction(at=NOON, version=2, note=None),)))
    assert pictured.weight - plain.weight == corrected.weight - plain.weight == 3600
    assert plain.weight == sum(weigh(plain).values())


def same_event(n: int, **given: object) -> Card:
    """A report on one event; each a minute older than the one before it."""
    return EDITION.card(
        copy(id=f"event{n:05}", path=f"india/e-event{n:05}", updated=NOON - timedelta(minutes=n), **given)
    )


def test_two_agencies_on_one_event_stand_on_the_front_once() -> None:
    first = same_event(1, agency="Amber Wire", headline="Minister resigns over harbour tunnel costs")
    second = same_event(2, agency="Grey Press", headline="Minister resigns over costs of harbour tunnel")
    other = same_event(3, agency="Grey Press", headline="Minister opens harbour tunnel to freight trains")
    assert set(hrefs(tree(EDITION.front([other, second, first])), ".card")) == {f"/{first.path}", f"/{other.path}"}
    plan = EDITION.layout([second, first, other])
    assert plan.twins == {second.id: first.id}
    assert plan.place_of(second.id) is None
    assert plan.place_of(first.id) == "the lead"


def test_one_agency_under_the_same_headline_stands_there_once_and_a_series_does_not_count() -> None:
    twins = [same_event(n, headline="Ferry leaves an hour late") for n in (1, 2)]
    series = [same_event(n, headline=f"Port Amber morning summary for the day {n}") for n in (3, 4)]
    assert set(EDITION.layout([*twins, *series]).twins) == {twins[1].id}


def test_the_same_headline_days_apart_is_another_story() -> None:
    early = same_event(0, headline="Ferry leaves an hour late")
    late = same_event(60 * 24 * 3, headline="Ferry leaves an hour late")
    assert EDITION.layout([early, late]).twins == {}


@given(st.permutations(range(12)), st.integers(0, 2**32))
def test_the_front_is_the_same_in_any_order_and_has_no_story_twice(order: list[int], seed: int) -> None:
    chance = random.Random(seed)
    made = [
        same_event(
            n,
            urgency=chance.randint(1, 9),
            agency=chance.choice(["Amber Wire", "Grey Press"]),
            headline=f"Minister resigns over harbour {chance.choice(['tunnel', 'bridge', 'ferry'])} costs",
        )
        for n in range(12)
    ]
    plan = EDITION.layout(made)
    assert EDITION.layout([made[n] for n in order]) == plan
    shelved = [card for cards in plan.shelves.values() for card in cards]
    shown = [*filter(None, [plan.lead]), *plan.seconds, *plan.under, *plan.latest, *shelved]
    ids = [card.id for card in shown]
    assert len(ids) == len(set(ids))
    assert not set(ids) & set(plan.twins)
    assert set(plan.twins.values()) & set(plan.twins) == set()
