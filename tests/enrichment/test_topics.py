"""What a story is about. Each file in `topics/` is an invented story with the topics a reader would name."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makers import dispatch
from stet.enrichment.topics import MOST, topics
from stet.enrichment.topics.gazetteer import ENTITIES
from stet.model.address import slug
from stet.model.dispatch import Subject
from stet.model.story import Topic

CASES = sorted((Path(__file__).parent / "topics").glob("*.json"))
SEED = Path(__file__).parents[3] / "shared" / "seed" / "expected.json"


def of(body: str, **fields: Any) -> list[str]:
    fields = {"headline": None, "slugline": None, **fields}
    return [topic.name for topic in topics(dispatch(body_text=body, **fields))]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_story_is_about_what_its_reader_would_say(case: Path) -> None:
    told = json.loads(case.read_text())
    subjects = tuple(Subject(**subject) for subject in told.get("subjects", []))
    fields = {name: told[name] for name in ("headline", "slugline", "dateline", "language") if name in told}
    assert of("\n\n".join(told["body"]), subjects=subjects, **fields) == told["topics"]


@pytest.mark.skipif(not SEED.exists(), reason="the seed lies beside the repository, not in it")
def test_the_seed_is_about_its_two_countries_and_their_bloc() -> None:
    page = json.loads(SEED.read_text())["page"]
    body = "\n\n".join(page["body"])
    headline = "Rajnath, Shoigu vow to strengthen India-Russia military partnership"
    for fields in ({"slugline": "DEF-SCO-INDIA-RUSSIA"}, {"slugline": None}, {"dateline": "New Delhi"}):
        assert of(body, headline=headline, language="en-IN", **fields) == page["topics"]


def test_either_spelling_of_an_organisation_is_one_topic_under_one_slug() -> None:
    slugs = set()
    for spelling in ("Organisation", "Organization"):
        name = f"The Shanghai Cooperation {spelling}"
        body = f"{name} met on Monday.\n\n{name} has ten members."
        [topic] = topics(dispatch(body_text=body, headline=None, slugline=None))
        assert topic.name == f"Shanghai Cooperation {spelling}"
        slugs.add(topic.slug)
    assert slugs == {"shanghai-cooperation-organisation"}


def test_a_country_has_one_slug_in_every_language() -> None:
    hindi = topics(dispatch(body_text="नेपाल ने नई बस सेवा शुरू की। नेपाल में खुशी है।", headline=None, language="hi"))
    arabic = topics(dispatch(body_text="أعلنت نيبال عن خط جديد. ورحبت نيبال به.", headline=None, language="ar"))
    assert hindi == (Topic(name="नेपाल", slug="nepal"),)
    assert arabic == (Topic(name="نيبال", slug="nepal"),)


def test_a_name_inside_a_longer_word_does_not_count() -> None:
    assert of("प्राचीन मंदिर खुला। प्राचीन मूर्तियां मिलीं।", language="hi") == []
    assert of("Nigerians danced. Omanesque tunes were played by Perugia students.") != ["Oman", "Peru"]


def test_an_abbreviation_means_what_the_text_says_it_means() -> None:
    body = "The Island Cheesemakers Council (ICC) met on Monday.\n\nThe ICC counts 40 dairies. The prosecutor ate two."
    assert of(body) == ["Island Cheesemakers Council"]


def test_an_agencys_codes_give_the_more_particular_level_alone() -> None:
    coded = tuple(Subject(code=code) for code in ("subj:15000000", "subj:15017000", "subj:15017001"))
    assert of("A match was played.", subjects=coded) == ["Cricket"]


def test_a_category_that_is_a_published_label_counts_and_other_words_do_not() -> None:
    subjects = tuple(Subject(name=name) for name in ("Politics", "default", "no", "Current", "NEWS/GENERAL"))
    assert of("A vote was held.", subjects=subjects) == ["Politics"]


def test_a_bare_code_makes_no_english_topic_in_another_language() -> None:
    coded = (Subject(code="medtop:04000000"),)
    named = (Subject(code="medtop:04000000", name="अर्थव्यवस्था"),)
    assert of("आज बाजार खुला।", language="hi", subjects=coded) == []
    [topic] = topics(dispatch(body_text="आज बाजार खुला।", language="hi", headline=None, subjects=named))
    assert topic == Topic(name="अर्थव्यवस्था", slug="economy-business-and-finance")


def test_a_place_the_agency_names_and_the_text_tells_of_is_a_topic() -> None:
    body = "Velmora opened its bridge on Saturday.\n\nThe mayor of Velmora cut the ribbon."
    assert of(body, places=("Velmora",)) == ["Velmora"]
    assert of(body, places=("Velmora",), dateline="Velmora") == []
    assert of(body, people=("Velmora",), subjects=(Subject(name="Velmora"),)) == []


def test_a_country_the_agency_names_but_the_text_does_not_is_none() -> None:
    assert of("A bridge opened on Saturday.", places=("Norway",)) == []


def test_no_more_than_five_topics_and_each_once() -> None:
    names = ["Norway", "Japan", "Kenya", "Peru", "Chile", "Ghana", "Nepal"]
    body = "\n\n".join(f"{', '.join(names)} signed the pact on lighthouses." for _ in range(4))
    coded = (Subject(code="subj:15000000"), Subject(code="subj:11000000"), Subject(code="subj:04000000"))
    found = topics(dispatch(body_text=body, headline=None, slugline=None, subjects=coded))
    assert len(found) == MOST == len({topic.slug for topic in found})
    assert [topic.name for topic in found[3:]] == ["Sport", "Politics"]


def test_every_known_name_has_a_slug_of_its_own() -> None:
    slugs = [entity.slug for entity in ENTITIES.values()]
    assert len(slugs) == len(set(slugs))
    assert all(one == slug(one) for one in slugs)


def test_the_tables_hold_all_countries_and_a_full_set_of_organisations() -> None:
    countries = sum(entity.country for entity in ENTITIES.values())
    assert countries >= 240
    assert len(ENTITIES) - countries >= 150


NAMES = [
    "India",
    "Russia's",
    "the",
    "U.S.",
    "Bank of",
    "(SCO)",
    "said.",
    "Air",
    "भारत",
    "الهند",
    "\n\n",
    "of",
    "Georgia",
    "ICC",
]


@given(st.lists(st.sampled_from(NAMES), max_size=60), st.sampled_from(["en", "hi", "ar", "de", None]))
def test_topics_are_never_more_than_five_and_the_same_each_time(words: list[str], language: str | None) -> None:
    read = dispatch(body_text=" ".join(words), language=language, headline=" ".join(words[:6]))
    found = topics(read)
    assert len(found) <= MOST
    assert found == topics(read)


@given(st.text(max_size=200), st.text(max_size=40), st.text(max_size=20))
def test_no_text_at_all_makes_the_reading_fail(body: str, headline: str, slugline: str) -> None:
    topics(dispatch(body_text=body, headline=headline, slugline=slugline))


def test_a_text_full_of_introductions_and_names_takes_no_time() -> None:
    hostile = " ".join(f"Alpha{n} Beta{n} Council (ABC{n})" for n in range(3000)).replace("ABC", "AB")
    names = tuple(f"Body {n}" for n in range(3000))
    assert len(of(hostile * 3, organisations=names)) <= MOST


def test_a_name_the_text_introduces_is_never_taken_for_a_key_of_the_tables() -> None:
    body = "The Quilt Union of Alder Downs (QUAD) met.\n\nThe QUAD has 40 members, and the QUAD is old."
    assert of(body) == ["Quilt Union of Alder Downs"]
