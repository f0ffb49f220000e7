"""What pages say of other stories, on the whole road: the same for any order of arrival, nothing of whoever dies."""

import random
import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import pytest
from selectolax.lexbor import LexborHTMLParser

from conftest import NOON
from makers import chief
from road.test_promises import set_headline
from road.wire import cancel, g2, guid
from stet.beside import Neighbourhood
from stet.edition import Edition
from stet.enrichment.related import AROUND, MOST
from stet.errors import Withheld
from stet.journal import models
from stet.model.address import story_id as id_of
from stet.model.packet import Packet
from stet.publish.folder import FolderPublisher

PLACES = ("India", "Nepal", "Kenya", "Peru")
_WORDS = """amber basin cedar delta ember fjord grove hollow inlet jetty kernel lagoon mast nickel orchard pier quarry
    reef stream timber upland valley willow yarrow zinc"""
WORDS = _WORDS.split()


def told(number: int, places: Sequence[str], seed: int | None = None) -> tuple[str, ...]:
    """Words that no other story has, about these countries."""
    chance = random.Random(number if seed is None else seed)
    lead = "Ministers of " + " and ".join(places) + " met on Saturday over a matter of trade."
    names = " ".join(f"{place} was told of it, and {place} agreed." for place in places)
    return (lead, names, " ".join(chance.choice(WORDS) for _ in range(60)) + ".")


def story(number: int, *places: str, minutes: float = 0, version: int = 1, **fields) -> bytes:
    given = {
        "headline": f"Matter {number} of {WORDS[number % 25]} is settled",
        "paragraphs": told(number, places or ("India", "Nepal")),
        "created": NOON - timedelta(hours=1) + timedelta(minutes=minutes or number, seconds=version),
    }
    return g2(number, version, **(given | fields))


def id_(number: int) -> str:
    return id_of(f"northwind-news/{guid(number)}")


def page(road, number: int) -> LexborHTMLParser:
    [body] = [body for path, body in road.pages().items() if path.endswith(id_(number))]
    return LexborHTMLParser(body.decode())


def named(road, number: int) -> list[int]:
    """Numbers of the stories that a page names, in order."""
    ids = {id_(other): other for other in range(100)}
    return [ids[li.attributes["data-beside"] or ""] for li in page(road, number).css(".related li")]


def test_a_page_names_stories_on_its_topics_with_headline_agency_and_time(road):
    road.take(story(1), story(2))
    [li] = page(road, 1).css(".related li")
    [link] = li.css("a")
    assert link.text() == "Matter 2 of cedar is settled"
    assert link.attributes["href"] in {f"/{path}" for path in road.pages()}
    assert li.css(".agency")[0].text() == "Northwind News"
    assert li.css("time")[0].attributes["datetime"] == "2026-11-21T16:32:01+05:30"
    assert named(road, 2) == [1]


def test_a_page_alone_on_its_topics_names_nobody(road):
    road.take(story(1, "Peru"), story(2, "Kenya"))
    assert not page(road, 1).css(".related")


def test_a_page_names_six_at_most_those_with_most_topics_in_common_first(road):
    road.take(story(50, "India", "Nepal"), *(story(n, "India") for n in range(51, 60)), story(61, "India", "Nepal"))
    shown = named(road, 50)
    assert len(shown) == MOST - 1  # four after it about India, and one about Nepal
    assert shown[0] == 61


def test_a_page_never_names_itself_nor_the_same_text_or_headline_twice(road):
    same = told(7, ("India", "Nepal"))
    road.take(story(1), story(2, paragraphs=same), story(3, paragraphs=same, closing="A word more."), story(4))
    road.take(story(5, headline="Matter 4 of ember is settled"))
    shown = named(road, 1)
    assert 1 not in shown
    assert len({2, 3} & set(shown)) == 1
    assert len({4, 5} & set(shown)) == 1


def test_stories_a_month_apart_do_not_name_one_another(road):
    road.clock.now += timedelta(days=40)
    road.take(story(1), story(2, created=NOON + timedelta(days=35)))
    assert named(road, 1) == named(road, 2) == []


def test_only_stories_in_the_pages_language_are_named(road):
    road.take(story(1), story(2).replace(b'xml:lang="en"', b'xml:lang="de"'), story(3))
    assert named(road, 1) == [3]


def test_a_page_names_others_as_they_are_now(road):
    road.take(story(1), story(2))
    road.clock.now += timedelta(minutes=1)
    set_headline(road, "The desk's own words", id_(2))
    assert page(road, 1).css(".related a")[0].text() == "The desk's own words"
    road.take(story(2, version=2, headline="Matter 2 goes on"))
    set_headline(road, "", id_(2))
    assert page(road, 1).css(".related a")[0].text() == "Matter 2 goes on"


@pytest.mark.parametrize(
    "gone", [{"status": "canceled"}, {"status": "withheld"}, {"embargo": NOON + timedelta(days=2)}, {"meta": "expires"}]
)
def test_who_is_no_longer_on_lists_is_on_no_page(road, gone):
    road.take(story(1), story(2), story(3))
    assert set(named(road, 1)) == {2, 3}
    if gone.pop("meta", ""):
        road.take(story(2, version=2).replace(b"<pubStatus", _expires(NOON + timedelta(hours=1)), 1))
        road.clock.now += timedelta(hours=2)
        road.stet.flow.run_dry()
    else:
        road.take(story(2, version=2, **gone))
    assert named(road, 1) == [3]
    assert named(road, 3) == [1]


def _expires(at: datetime) -> bytes:
    return f"<expires>{at.isoformat()}</expires><pubStatus".encode()


def test_a_stop_takes_a_story_off_every_page_in_the_step_that_takes_its_own(road, monkeypatch):
    road.take(*(story(n) for n in range(1, 6)))
    assert 3 in named(road, 1)
    monkeypatch.setattr(Neighbourhood, "arrange", lambda _: False)
    road.stet.journal.keep([Packet(feed="wire", source="k", data=cancel(3), arrived=road.clock())], [True])
    road.stet.flow.turn()
    for name, body in road.edition().items():
        assert b"Matter 3" not in body, name
        assert name.startswith("gone/") or id_(3).encode() not in body, name
    monkeypatch.undo()
    road.stet.flow.run_dry()
    assert named(road, 1)
    assert [verdict.fault for verdict in road.stet.verify()] == [None] * 4


def test_the_other_pages_are_put_without_it_before_it_answers_410(road):
    road.take(story(1), story(2))
    before = models.Receipt.objects.order_by("-pk").first().pk
    road.take(cancel(2))
    acts = [(row.path, row.act) for row in models.Receipt.objects.filter(pk__gt=before).order_by("pk")]
    other = next(at for at, (path, _) in enumerate(acts) if id_(1) in path and path.endswith(".html"))
    assert other < acts.index((f"gone/{id_(2)}.html", "put"))
    assert acts[0][1] == "removed"


def test_a_page_that_fails_its_check_is_gone_before_a_page_that_would_name_it_is_put(road, monkeypatch):
    road.take(story(1), story(2))
    road.clock.now += timedelta(minutes=5)
    set_story, publish = Edition.story, FolderPublisher.publish

    def checked(edition, copy, beside):
        if copy.headline == "Matter 2 told anew":
            raise Withheld("it is not as the agency has it")
        return set_story(edition, copy, beside)

    def watched(publisher, pages, clock):
        receipts = publish(publisher, pages, clock)
        up = road.pages()
        if not any(path.endswith(id_(2)) for path in up):
            assert not [path for path, body in up.items() if id_(2).encode() in body]
        return receipts

    monkeypatch.setattr(Edition, "story", checked)
    monkeypatch.setattr(FolderPublisher, "publish", watched)
    road.take(*(story(n, version=2, headline=f"Matter {n} told anew") for n in (1, 2)))
    assert [path[-10:] for path in road.pages()] == [id_(1)]


def test_a_stop_waits_for_no_page_to_be_set_again(road, monkeypatch):
    road.take(story(1), story(2))
    set_again = []
    real = type(road.stet.flow._settlement).put_up
    monkeypatch.setattr(
        type(road.stet.flow._settlement), "put_up", lambda *given: set_again.append(given) or real(*given)
    )
    road.stet.journal.keep([Packet(feed="wire", source="k", data=cancel(2), arrived=road.clock())], [True])
    road.stet.flow.turn()
    assert set_again == []
    assert b"Matter 2" not in b"".join(road.edition().values())


def test_of_a_stopped_version_no_headline_stays_on_another_page(road):
    road.take(story(1), story(2, headline="Minister Quillfeather is a thief"))
    assert b"Quillfeather" in b"".join(road.edition().values())
    road.take(cancel(2, 2), story(2, version=3))
    road.clock.now += timedelta(minutes=1)
    from stet.desk import edit

    road.stet.act(id_(2), lambda s: edit.release(s, who=chief("desk"), at=road.clock()))
    assert named(road, 1) == [2]
    assert b"Quillfeather" not in b"".join(road.edition().values())


def test_a_story_that_comes_back_is_named_again(road):
    road.take(story(1), story(2))
    from stet.desk import edit

    road.clock.now += timedelta(minutes=1)
    road.stet.act(id_(2), lambda s: edit.hold(s, who=chief("desk"), at=road.clock()))
    assert named(road, 1) == []
    road.clock.now += timedelta(minutes=1)
    road.stet.act(id_(2), lambda s: edit.release(s, who=chief("desk"), at=road.clock()))
    assert named(road, 1) == [2]


def test_after_an_unclean_stop_no_page_names_the_dead_though_its_last_bytes_were_lost(road):
    road.take(story(1), story(2))
    [path] = [path for path in road.pages() if path.endswith(id_(1))]
    old = road.pages()[path]
    road.stet.ledger.checkpoint(road.stet.ledger.last_receipt())
    road.stet.flow.keep([Packet(feed="wire", source="k", data=cancel(2), arrived=road.clock())])
    road.stet.flow.run_dry()
    (road.site / f"{path}.html").write_bytes(old)  # as a disk may have it that lost its power
    road.stet.ledger.opened()
    road.stet.flow.open()
    assert b"Matter 2" not in b"".join(road.edition().values())


def test_a_new_story_concerns_few_of_the_older_pages_however_many_there_are(road):
    road.take(*(story(n) for n in range(1, 60)))
    before = road.pages()
    road.take(story(70, "India", "Nepal", minutes=70))
    after = road.pages()
    changed = [path for path in before if before[path] != after[path]]
    assert 0 < len(changed) <= 3 * AROUND


def test_a_page_that_names_others_in_a_theme_of_its_own_way_is_not_published(road, monkeypatch):
    from stet.edition import Edition
    from stet.edition.press import THEME

    theme = dict(THEME)
    theme["article.html"] = theme["article.html"].replace("data-beside=", "data-other=")
    road.stet.edition = Edition(road.stet.site, ["India"], theme=theme)
    road.stet.flow = road.stet._flow(road.stet.publisher)
    road.take(story(1), story(2))
    assert road.pages() == {}


# -- any order


def lives(chance: random.Random) -> list[list[bytes]]:
    """For each of a few stories what comes for it, first to last."""
    found = []
    for number in range(1, chance.randint(8, 16)):
        places = chance.sample(PLACES, chance.randint(1, 3))
        minutes = chance.choice((number, number, 5, number * 30))
        sent = [story(number, *places, minutes=minutes)]
        roll = chance.random()
        if roll < 0.25:
            sent.append(cancel(number))
        elif roll < 0.5:
            others = chance.sample(PLACES, chance.randint(1, 3))
            moved = minutes + chance.choice((1, 45))
            sent.append(story(number, *others, minutes=moved, version=2, paragraphs=told(number, others)))
        found.append(sent)
    return found


def ways(chance: random.Random, those: list[list[bytes]]) -> Iterator[list[bytes]]:
    flat = [data for sent in those for data in sent]
    yield flat
    for _ in range(2):
        chance.shuffle(flat)
        yield list(flat)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_any_order_of_arrival_and_a_replay_give_the_same_pages(new_road, seed):
    chance = random.Random(seed)
    those = lives(chance)
    editions = []
    for way, flat in enumerate(ways(chance, those)):
        road = new_road(f"way{way}")
        while flat:
            count = chance.choice((1, 1, 2, 5))
            road.take(*flat[:count])
            flat = flat[count:]
        editions.append(road.edition())
        dead = re.findall(rb"gone/(\w+)\.html", b" ".join(path.encode() for path in road.edition()))
        for path, body in road.pages().items():
            assert not [one for one in dead if one in body], path
    road.stet.replay()
    editions.append(road.edition())
    assert any(b"data-beside" in body for body in editions[0].values())
    for other in editions[1:]:
        assert {path for path in editions[0].keys() | other.keys() if editions[0].get(path) != other.get(path)} == set()


# -- translations


def told_in(number: int, language: str, *originals: int, **fields) -> bytes:
    links = "".join(f'<link rel="irel:translationOf" residref="{guid(one)}"/>' for one in originals)
    data = story(number, **fields).replace(b'xml:lang="en"', f'xml:lang="{language}"'.encode())
    return data.replace(b"<pubStatus", f"{links}<pubStatus".encode(), 1)


def tongues(road, number: int) -> dict[str, str]:
    links = page(road, number).css("link[hreflang]")
    return {link.attributes["hreflang"] or "": (link.attributes["href"] or "")[-10:] for link in links}


def test_translations_link_to_one_another_whichever_comes_first(road):
    road.take(told_in(2, "de", 1))
    assert tongues(road, 2) == {}
    road.take(story(1), told_in(3, "fr", 1))
    assert tongues(road, 1) == tongues(road, 2) == tongues(road, 3) == {"en": id_(1), "de": id_(2), "fr": id_(3)}


def test_a_translation_that_dies_is_linked_by_no_page_any_more(road):
    road.take(story(1), told_in(2, "de", 1))
    assert len(tongues(road, 1)) == 2
    road.stet.flow.keep([Packet(feed="wire", source="k", data=cancel(2), arrived=road.clock())])
    road.stet.flow.turn()
    assert tongues(road, 1) == {}
    assert id_(2).encode() not in b"".join(body for path, body in road.edition().items() if "gone/" not in path)


def test_a_translation_of_another_item_of_the_story_is_one_of_the_story(road):
    road.take(story(1), told_in(3, "de", 2))
    assert tongues(road, 1) == {}
    road.take(story(2, after=(1,), minutes=20))
    assert tongues(road, 1) == tongues(road, 3) == {"en": id_(1), "de": id_(3)}
