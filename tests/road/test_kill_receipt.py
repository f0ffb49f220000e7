"""The kill receipt: made from what was recorded, in the order in which it was done, without a word of the story."""

import json
from datetime import datetime, timedelta
from hashlib import sha256
from io import StringIO

import pytest
from rich.console import Console

from conftest import SetClock
from makers import chief
from road.conftest import Road
from road.test_threads import item, picture_item, pictured, stopped
from road.wire import cancel, g2
from stet import show_receipt
from stet.desk import edit
from stet.errors import Misused
from stet.kill_receipt import KillReceipt
from stet.model.packet import Packet

GUID = "urn:newsml:northwind.example:20261121:1"
INDIA = ("Ministers of India and Nepal met.", "India's ministers and Nepal's agreed on trains.")


class Ticking(SetClock):
    """A clock on which every look takes a millisecond."""

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now


class Ticked(Road):
    def receipt(self, story: str = GUID) -> KillReceipt:
        return self.stet.kill_receipt(story)[0]

    def kill(self, story: str, reason: str = "Minister Quillfeather denies it") -> None:
        self.stet.act(story, lambda s: edit.kill(s, reason, who=chief("mira"), at=self.clock()))

    def set_picture(self, story: str, digest: str) -> None:
        words = {"caption": "A ferry", "credit": "Desk", "alt": "A ferry at its berth"}
        self.stet.act(story, lambda s: edit.set_picture(s, digest, **words, who=chief("d"), at=self.clock()))


@pytest.fixture
def road(tmp_path, database) -> Ticked:
    return Ticked(tmp_path, Ticking())


def kinds(receipt: KillReceipt, stop: int = 0) -> list[str]:
    return sorted(surface.kind for surface in receipt.stops[stop].surfaces)


def test_a_kill_receipt_names_every_surface_with_the_time_at_which_it_stopped(road, picture):
    road.take(g2(1, paragraphs=INDIA), g2(2, paragraphs=INDIA))
    road.set_picture(GUID, road.stet.keep_picture(picture))
    served = {name: sha256(body).hexdigest() for name, body in road.edition().items()}
    cuts = sorted(name for name in served if name.startswith("media/") and "/card-" not in name)
    before = road.clock()
    road.take(cancel(1), source="order.xml")
    after = road.clock()
    receipt = road.receipt()
    [stop] = receipt.stops
    order = stop.order
    assert (order.act, order.version, order.feed, order.source, order.who) == ("canceled", 2, "wire", "order.xml", None)
    assert order.packet == sha256(cancel(1)).hexdigest()
    assert before < order.at < after
    assert kinds(receipt) == sorted(
        [
            *("page", "provenance", *["picture"] * len(cuts), "front", "section", "agency", "topic", "topic"),
            *(*["feed"] * 3 * 5, "archive", "sitemap", "sitemap", "other page"),
        ]
    )
    assert len(cuts) > 1
    for surface in stop.surfaces:
        assert order.at < surface.stopped < after, surface
        assert surface.ms == (surface.stopped - order.at) / timedelta(milliseconds=1)
        assert surface.note == ""
        if surface.kind not in ("page", "provenance", "other page"):
            assert surface.served == served[surface.path]
    assert stop.ms == max(surface.ms for surface in stop.surfaces)
    gone = road.edition()[stop.gone.path]
    assert stop.gone.sha256 == sha256(gone).hexdigest()
    assert stop.gone.path == f"gone/{receipt.story}.html"
    assert len({surface.stopped for surface in stop.surfaces}) == len(stop.surfaces)


def test_no_word_of_the_story_or_of_the_order_is_in_it(road):
    road.take(g2(1))
    road.take(cancel(1).replace(b"<slugline>", b"<edNote>Minister Quillfeather is libelled</edNote><slugline>"))
    road.kill(GUID)
    receipt, serving = road.stet.kill_receipt(GUID)
    whole = show_receipt.as_json(receipt, serving) + told(receipt)
    for words in ("velmora", "ferry", "timetable", "council", "quillfeather", "libelled"):
        assert words not in whole.casefold()
    assert whole.count("india/…-") == 4  # page and provenance, twice


def test_a_kill_of_a_story_that_was_never_shown_says_that_nothing_was_ever_served(road):
    road.take(cancel(1))
    road.take(g2(1))
    receipt = road.receipt()
    [stop] = receipt.stops
    assert not receipt.ever_served
    assert stop.surfaces == ()
    assert stop.ms is None
    assert stop.gone is not None
    assert "Nothing of it was ever served." in told(receipt)


def test_a_story_that_nothing_stopped_has_no_receipt(road):
    road.take(g2(1))
    with pytest.raises(Misused, match="No order to stop story"):
        road.receipt()


def test_a_kill_by_hand_says_who_and_when(road):
    road.take(g2(1))
    road.kill(GUID)
    [stop] = road.receipt().stops
    assert (stop.order.act, stop.order.who, stop.order.packet) == ("killed", "mira", None)
    assert "page" in kinds(road.receipt())
    assert "mira, at the desk" in told(road.receipt())


def test_each_stop_has_what_it_took_down_and_no_other(road):
    road.take(g2(1))
    road.take(g2(1, 2, status="withheld", headline="", paragraphs=()))
    road.take(g2(1, 3))
    road.kill(GUID)
    road.take(cancel(1, 4))
    receipt = road.receipt()
    assert [stop.order.act for stop in receipt.stops] == ["withheld", "killed", "canceled"]
    first, second, third = receipt.stops
    [one], [two] = ([s for s in stop.surfaces if s.kind == "page"] for stop in (first, second))
    assert first.order.at < one.stopped < second.order.at < two.stopped < third.order.at
    assert one.served != two.served
    assert third.surfaces == ()
    assert third.gone.at < third.order.at


def test_a_picture_that_another_story_shows_is_said_to_stay(road, picture):
    road.take(g2(1), g2(2))
    digest = road.stet.keep_picture(picture)
    for number in (1, 2):
        road.set_picture(GUID[:-1] + str(number), digest)
    road.kill(GUID)
    pictures = [surface for surface in road.receipt().stops[0].surfaces if surface.kind == "picture"]
    assert pictures
    assert {surface.note for surface in pictures} == {"stays: another story shows this picture"}
    assert {surface.stopped for surface in pictures} == {None}
    assert road.receipt().stops[0].ms is not None


def test_older_addresses_that_led_to_the_page_are_a_surface(road):
    road.take(g2(1, 3, headline="Night boats from Monday"))
    road.take(g2(1, 1))
    road.take(cancel(1, 4))
    assert "older addresses" in kinds(road.receipt())
    assert kinds(road.receipt()).count("page") == 1


def test_a_kill_of_one_item_of_a_thread_reaches_the_page_of_all_and_its_receipt(road):
    road.take(
        item("urn:nw:1", body="The first words."),
        item("urn:nw:2", body="Later words.", created="2026-11-21T11:10:00Z", evolvedfrom="urn:nw:1"),
    )
    assert len(road.pages()) == 1
    road.take(stopped("urn:nw:1"))
    assert road.pages() == {}
    assert "page" in kinds(road.receipt("urn:nw:2"))
    assert road.receipt("urn:nw:2") == road.receipt("urn:nw:1")


def test_a_removal_whose_receipt_fell_with_the_process_is_timed_by_what_was_put_after_it(road, monkeypatch, picture):
    class Killed(BaseException):
        pass

    def die(*_):
        raise Killed

    road.take(g2(1))
    road.set_picture(GUID, road.stet.keep_picture(picture))
    with monkeypatch.context() as patch:
        patch.setattr(type(road.stet.journal), "settle", die)
        with pytest.raises(Killed):
            road.take(cancel(1))
    road.stet.lock.release()
    assert road.pages() == {}
    Ticked(road.root, road.clock).stet.engine().run_dry()
    [stop] = road.receipt().stops
    for surface in stop.surfaces:
        assert surface.stopped is not None, surface
        assert surface.stopped > stop.order.at
        if surface.kind in ("page", "picture"):
            assert surface.stopped == stop.gone.at


def test_a_topic_page_whose_removal_fell_with_the_process_is_timed_by_the_lists_put_with_it(road, monkeypatch):
    class Killed(BaseException):
        pass

    clean = type(road.stet.journal).clean_lists

    def die(journal, names, receipts):
        if any(name.startswith("topic:") for name in names) and not list(road.site.glob("topic/*/index.html")):
            raise Killed  # with the last of them
        clean(journal, names, receipts)

    road.take(g2(1, paragraphs=INDIA), g2(2))
    with monkeypatch.context() as patch:
        patch.setattr(type(road.stet.journal), "clean_lists", die)
        with pytest.raises(Killed):
            road.take(cancel(1))
    road.stet.lock.release()
    assert not list(road.site.glob("topic/*/index.html"))
    Ticked(road.root, road.clock).stet.engine().run_dry()
    [stop] = road.receipt().stops
    topics = {surface.stopped for surface in stop.surfaces if surface.kind == "topic"}
    # Those that were put before have their own times; the one that fell with the process that of the lists after it.
    assert max(topics) == max(surface.stopped for surface in stop.surfaces)
    assert None not in topics


def test_the_receipt_stays_the_same_and_its_digest_can_be_computed_by_anybody(road):
    road.take(g2(1), g2(2))
    road.take(cancel(1))
    first = road.receipt()
    road.clock.now += timedelta(days=3)
    road.take(g2(3), cancel(2))
    road.stet.replay()
    assert road.receipt() == first
    read = json.loads(show_receipt.as_json(*road.stet.kill_receipt(GUID)))
    canonical = json.dumps(read["receipt"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert read["sha256"] == sha256(canonical.encode()).hexdigest() == first.sha256
    assert told(first).rstrip().endswith(f"SHA-256 of this receipt: {first.sha256}")


def test_a_file_that_still_names_a_withdrawn_story_is_told(road):
    road.take(g2(1))
    road.take(cancel(1))
    receipt, serving = road.stet.kill_receipt(GUID)
    assert serving == []
    (road.site / "india" / "index.html").write_text(f"<a href=/india/x-{receipt.story}>back from a copy</a>")
    assert road.stet.kill_receipt(GUID)[1] == ["india/index.html"]
    assert "STILL NAMED in india/index.html" in told(receipt, ["india/index.html"])


def test_what_has_not_taken_effect_yet_is_said_to_have_not(road):
    road.take(g2(1))
    road.stet.flow.keep([Packet(feed="wire", source="order.xml", data=cancel(1), arrived=road.clock())])
    road.stet.flow._read()
    [stop] = road.receipt().stops
    assert stop.ms is None
    assert [surface.stopped for surface in stop.surfaces if surface.kind == "page"] == [None]
    assert "not everywhere yet" in told(road.receipt())


def test_an_order_by_another_name_is_a_stop_of_the_story_and_one_that_may_mean_another_says_so(road):
    road.take(item("urn:nw:1", altids={"serial": "88123"}))
    road.take(item("urn:nw:2", body="Another report.", altids={"slug": "ferry-fire/2026-11-18"}))
    road.take(stopped("88123"), source="by-serial.xml")
    road.take(stopped("ferry-fire/2026-11-21"), source="by-slug.xml")
    sure, doubt = (road.receipt(f"urn:nw:{number}") for number in (1, 2))
    assert (sure.state, doubt.state) == ("withdrawn", "held")
    assert [(one.stops[0].order.sure, one.stops[0].order.source) for one in (sure, doubt)] == [
        (True, "by-serial.xml"),
        (False, "by-slug.xml"),
    ]
    for one in (sure, doubt):
        assert "page" in kinds(one)
        assert one.stops[0].ms is not None
    assert "but not surely this story" in told(doubt)


def told(receipt: KillReceipt, serving=()) -> str:
    page = StringIO()
    Console(file=page, width=200).print(show_receipt.receipt(receipt, serving))
    return page.getvalue()


def test_pages_of_other_stories_that_named_it_are_among_the_surfaces(road):
    from road.test_related import id_, story

    road.take(story(1), story(2))
    road.take(cancel(2))
    receipt, _ = road.stet.kill_receipt(id_(2))
    [stop] = receipt.stops
    [other] = [surface for surface in stop.surfaces if surface.kind == "other page"]
    assert other.path == f"india/…-{id_(1)}.html"
    assert stop.order.at < other.stopped < stop.gone.at
    assert stop.ms >= other.ms > 0


def test_the_receipt_of_a_picture_tells_when_its_files_went_from_the_pages_that_showed_it(road, picture):
    road.take(picture, source="ferry.jpg")
    road.take(pictured(1), pictured(2), picture_item())
    served = {name for name in road.edition() if name.startswith("media/") and "/card-" not in name}
    road.kill("urn:nw:p")
    told = road.receipt("urn:nw:p")
    assert told.ever_served
    [stop] = told.stops
    assert {one.path for one in stop.surfaces if one.kind == "picture"} == served
    assert stop.ms is not None
    assert all(one.stopped and one.stopped > stop.order.at for one in stop.surfaces)


@pytest.mark.parametrize("name", ["urn:nw:p", "file"])
def test_so_does_that_of_a_picture_that_only_came_with_stories(road, picture, name):
    road.take(picture, source="ferry.jpg")
    road.take(pictured(1), pictured(2))
    served = {name for name in road.edition() if name.startswith("media/") and "/card-" not in name}
    name = sha256(picture).hexdigest()[:12] if name == "file" else name
    road.stet.kill(name, "lawyer")
    receipt, serving = road.stet.kill_receipt(name)
    assert (receipt.state, serving) == ("withdrawn", [])
    [stop] = receipt.stops
    assert {one.path for one in stop.surfaces} == served
    assert all(one.stopped and one.stopped > stop.order.at for one in stop.surfaces)
