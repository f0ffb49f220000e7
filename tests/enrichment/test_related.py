"""Which stories a page names: by topics, likeness and time, none twice, and the same in whatever order they come."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from stet.enrichment.related import MOST, related, translations
from stet.model.likeness import likeness
from stet.model.page import Card
from stet.model.story import Topic

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def card(number: int, topics: str = "a", **fields: Any) -> Card:
    given: dict[str, Any] = {
        "id": f"story{number:05}",
        "path": f"india/words-story{number:05}",
        "section": "India",
        "language": "en",
        "agency": "Amber Wire",
        "headline": f"Report number {number}",
        "standfirst": None,
        "plate": None,
        "first_published": NOON,
        "updated": NOON + timedelta(minutes=number),
        "urgency": 4,
        "topics": tuple(Topic(name=slug, slug=slug) for slug in topics),
        "marks": tuple(range(number * 8, number * 8 + 8)),
    }
    return Card(**(given | fields))


def ids(*numbers: int) -> tuple[str, ...]:
    return tuple(card(number).id for number in numbers)


def test_more_topics_in_common_come_before_fewer_then_more_alike_then_nearer() -> None:
    page = card(10, "abc")
    near = [card(1, "a"), card(2, "ab"), card(9, "a"), card(30, "abc"), card(50, "a", marks=(80, *range(900, 907)))]
    assert related(page, near) == ids(30, 2, 50, 9, 1)


def test_at_most_six_are_named_and_few_where_there_are_few() -> None:
    assert len(related(card(0), [card(n) for n in range(1, 20)])) == MOST == 6
    assert related(card(0), [card(1)]) == ids(1)
    assert related(card(0), []) == ()


def test_neither_the_page_nor_a_text_that_is_nearly_its_own_is_named() -> None:
    page = card(1)
    assert related(page, [page, card(2, marks=page.marks), card(3, headline="report  NUMBER 1")]) == ()


def test_of_nearly_the_same_texts_one_is_named() -> None:
    marks = tuple(sorted(likeness(" ".join(f"word{n}" for n in range(80)))))
    mended = tuple(sorted(likeness(" ".join(f"word{n}" for n in range(79)) + " mended")))
    assert related(card(0), [card(1, marks=marks), card(2, marks=mended)]) == ids(1)


def test_texts_too_short_to_tell_are_not_taken_for_the_same() -> None:
    assert related(card(0, marks=()), [card(1, marks=()), card(2, marks=())]) == ids(1, 2)


MANY = st.lists(st.tuples(st.integers(1, 40), st.sampled_from(["a", "b", "ab", "abc"])), unique_by=lambda one: one[0])


@given(MANY.flatmap(lambda many: st.tuples(st.just(many), st.permutations(many))))
def test_the_order_in_which_they_are_given_does_not_matter(both: tuple[Any, Any]) -> None:
    one, other = ([card(number, topics) for number, topics in many] for many in both)
    assert related(card(0, "ab"), one) == related(card(0, "ab"), other)


def test_a_translation_is_named_once_a_language_and_all_pages_of_a_group_agree() -> None:
    english, hindi = card(1, language="en"), card(2, language="hi")
    later = card(3, language="hi", first_published=NOON + timedelta(hours=1))
    group = (english, hindi, later)
    named = {each.id: translations(each, [one for one in group if one is not each]) for each in group}
    assert named == {english.id: (hindi.id,), hindi.id: (english.id,), later.id: ()}
