"""Corrections on the whole road: bytes in, files out (life.md sections 3, 4, 9 and 10)."""

import json
from datetime import timedelta
from itertools import permutations

import pytest
from selectolax.lexbor import LexborHTMLParser

from engine.test_site import Visitor
from road.test_promises import only, set_headline, story_id, text
from road.wire import PARAGRAPHS, cancel, g2
from stet.engine.site import Site

SIGNAL = '<signal qcode="sig:correction"/>'
NOTE = '<edNote role="note:public">An earlier version said twenty minutes.</edNote>'
PRIVATE = "<edNote>CORRECTS the interval; legal is informed.</edNote>"
FIXED = "The agency has corrected an error in an earlier version of this report."
THIRTY = (PARAGRAPHS[0], PARAGRAPHS[1].replace("twenty", "thirty"), *PARAGRAPHS[2:])
OURS = "Ferries every twenty minutes from Monday"


def corrected(version=2, paragraphs=THIRTY, meta=SIGNAL, **given):
    return g2(1, version, paragraphs=paragraphs, meta=meta, **given)


def later(road, minutes=1):
    road.clock.now += timedelta(minutes=minutes)


def notices(page: LexborHTMLParser) -> list[str]:
    return [" ".join(found.text().split()) for found in page.css("article .correction")]


def test_a_correction_replaces_the_text_at_the_same_address_and_is_told(road):
    road.take(g2(1))
    address = next(iter(road.pages()))
    assert notices(only(road)) == []
    later(road)
    assert road.take(corrected(meta=SIGNAL + NOTE + PRIVATE)) == ["live"]
    assert list(road.pages()) == [address]
    page = only(road)
    assert "thirty minutes" in text(page, "[itemprop=articleBody]")
    assert notices(page) == ["Corrected Nov 21 2026 | 4:32 PM IST: An earlier version said twenty minutes."]
    assert [verdict.fault for verdict in road.stet.verify()] == [None]
    [graph] = page.css('script[type="application/ld+json"]')
    assert json.loads(graph.text())["@graph"][0]["correction"][0]["datePublished"] == "2026-11-21T16:32:00+05:30"


def test_a_corrected_headline_takes_the_corrected_words_out_of_the_address(road):
    road.take(g2(1, headline="Harbour master arrested"))
    old = next(iter(road.pages()))
    later(road)
    road.take(corrected(headline="Harbour master not arrested"))
    [new] = road.pages()
    assert "harbour-master-arrested" in old
    assert "harbour-master-not-arrested" in new
    visit = Visitor(Site(road.site))
    assert visit(f"/{old.removesuffix('.html')}")[0].headers["location"] == f"/{new.removesuffix('.html')}"
    assert not [
        name for name, body in road.edition().items() if b"master-arrested" in body or "master-arrested" in name
    ]


def test_a_note_to_editors_is_on_no_file_of_the_site(road):
    road.take(g2(1))
    road.take(corrected(meta=SIGNAL + PRIVATE))
    assert notices(only(road)) == [f"Corrected Nov 21 2026 | 4:32 PM IST: {FIXED}"]
    assert not [name for name, body in road.edition().items() if b"legal is informed" in body]


def test_a_correction_takes_the_house_headline_that_says_the_error_off_every_page(road):
    road.take(g2(1))
    set_headline(road, OURS, story_id(road))
    later(road)
    road.take(corrected())
    page = only(road)
    assert text(page, "h1") == "Velmora council approves ferry timetable 1"
    assert "reworked nothing" in text(page, ".disclosure")
    assert not [name for name, body in road.edition().items() if b"Ferries every" in body]


def test_a_correction_of_something_else_leaves_the_house_headline(road):
    road.take(g2(1))
    set_headline(road, OURS, story_id(road))
    later(road)
    road.take(corrected(paragraphs=(*PARAGRAPHS[:3], PARAGRAPHS[3].replace("night", "day"))))
    assert text(only(road), "h1") == OURS
    assert len(notices(only(road))) == 1


def test_a_headline_set_on_the_corrected_version_survives_the_next_update(road):
    road.take(g2(1))
    id_ = story_id(road)
    set_headline(road, OURS, id_)
    later(road)
    road.take(corrected())
    later(road)
    set_headline(road, "Ferries every thirty minutes", id_)
    later(road)
    road.take(g2(1, 3, paragraphs=THIRTY))
    assert text(only(road), "h1") == "Ferries every thirty minutes"
    assert len(notices(only(road))) == 1


def test_a_kill_after_a_correction_leaves_no_notice_anywhere(road):
    road.take(g2(1))
    road.take(corrected(meta=SIGNAL + NOTE))
    road.take(cancel(1, 3))
    assert not [name for name, body in road.edition().items() if b"earlier version said" in body]


def test_last_updated_stays_when_a_version_is_sent_again_with_other_data(road):
    def version(number, **given):
        return g2(1, number, **given).replace(f"take {number} of".encode(), b"take 1 of")

    road.take(version(1))
    first = text(only(road), "time[itemprop=dateModified]")
    road.take(version(2).replace(b"<urgency>4<", b"<urgency>2<"))
    assert text(only(road), "time[itemprop=dateModified]") == first
    assert text(only(road), "article[data-version='2'] time[itemprop=dateModified]") == first
    road.take(g2(1, 3))
    assert text(only(road), "time[itemprop=dateModified]") != first


@pytest.mark.slow
def test_any_order_of_versions_and_corrections_gives_the_same_pages(new_road):
    history = [g2(1), corrected(2, meta=SIGNAL + NOTE), g2(1, 3), corrected(4)]
    editions = []
    for number, order in enumerate(permutations(history)):
        road = new_road(str(number))
        road.take(*order)
        editions.append(road.edition())
    # A pointer is left where a first version came late: the page itself is the same for every order.
    pages = [{name: body for name, body in one.items() if not name.startswith("at/")} for one in editions]
    assert all(one == pages[0] for one in pages)
    assert len(pages) == 24


@pytest.mark.slow
def test_the_same_page_comes_of_a_replay(road):
    road.take(g2(1))
    set_headline(road, OURS, story_id(road))
    later(road)
    road.take(corrected(meta=SIGNAL + NOTE))
    before = road.edition()
    road.stet.replay()
    assert road.edition() == before
