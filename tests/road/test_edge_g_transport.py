"""Edge cases 107 to 114: feeds of entries, mail, push, bursts and files that end the process (edge_cases.md, section
G)."""

import time
from datetime import timedelta
from email.message import EmailMessage

import pytest

from house import House
from road.conftest import Road
from road.test_threads import item, stopped
from road.wire import cancel, g2
from stet import formats
from stet.journal import inquiry
from stet.model.packet import Packet
from transports.hub import Hub


def keep(road, *data):
    road.stet.flow.keep([Packet(feed="wire", source="x", data=one, arrived=road.clock()) for one in data])


# -- 112


def test_112_a_burst_is_settled_by_stops_then_corrections_then_urgency_then_age(road):
    road.take(item("urn:nw:9", body="Something else altogether."))
    keep(
        road, item("urn:nw:1", urgency=5), item("urn:nw:2", urgency=1), item("urn:nw:3", urgency=5),
        item("urn:nw:4", signals=["sig:correction"], urgency=8), stopped("urn:nw:9"),
    )  # fmt: skip
    while road.stet.journal.pending(1):
        road.stet.flow._read()

    def due() -> list[str]:
        return [key[-1] for key in road.stet.journal.due(road.clock(), 10)]

    assert due() == ["9"]
    road.stet.flow._settle(stops=False)
    assert due() == ["4", "2", "1", "3"]


# -- 114


class Died(BaseException):
    """The process is no more: nothing catches this."""


def deadly(monkeypatch, sign: bytes, *where: str):
    """From now on reading a file with this sign in it ends the process."""
    for name in where:
        real = getattr(formats, name)

        def read(data, origin, real=real):
            if sign in data:
                raise Died
            return real(data, origin)

        monkeypatch.setattr(formats, name, read)


def until_it_lives(road) -> tuple[Road, int]:
    """Starts the house again and again, as a service manager does."""
    for tries in range(1, 6):
        again = Road(road.root, road.clock)
        try:
            again.stet.engine().run_dry()
        except Died:
            continue
        return again, tries
    raise AssertionError("it never gets past the file")


def test_114_a_file_that_ends_the_process_is_put_aside_and_its_neighbours_are_read(road, monkeypatch):
    deadly(monkeypatch, b"timetable 2<", "read")
    keep(road, g2(1), g2(2), g2(3))
    with pytest.raises(Died):
        road.stet.engine().run_dry()
    again, tries = until_it_lives(road)
    assert tries <= 2
    assert len(again.pages()) == 2
    [refused] = inquiry.refused()
    assert "ended without a word" in refused.reason


def test_114_a_kill_in_a_file_that_ends_the_process_is_obeyed(road, monkeypatch):
    road.take(g2(2))
    deadly(monkeypatch, b"stat:canceled", "read")
    keep(road, cancel(2))
    with pytest.raises(Died):
        road.stet.engine().run_dry()
    again, _ = until_it_lives(road)
    assert again.pages() == {}


def test_114_a_file_that_ends_the_minimal_reader_too_stops_nothing(road, monkeypatch):
    road.take(g2(1))
    deadly(monkeypatch, b"number 2", "read", "stop_orders")
    keep(road, g2(2, paragraphs=("number 2",)), cancel(1))
    with pytest.raises(Died):
        road.stet.engine().run_dry()
    again, tries = until_it_lives(road)
    assert tries <= 3
    assert again.pages() == {}


def test_114_after_an_orderly_stop_nothing_is_read_one_by_one(road, monkeypatch):
    asked = []
    monkeypatch.setattr(type(road.stet.journal), "attempt", lambda _, packet: asked.append(packet) or 1)
    road.take(g2(1), g2(2))
    road.clock.now += timedelta(minutes=1)
    road.take(g2(3))
    assert asked == []


# -- 107 to 109: feeds of entries


def rss(*numbers: int) -> bytes:
    entries = "".join(
        f"<item><guid>nw-{n}</guid><title>Ferry {n} sails</title>"
        f"<description>The ferry {n} sails at noon.</description></item>"
        for n in numbers
    )
    return f'<rss version="2.0"><channel><title>Northwind News</title>{entries}</channel></rss>'.encode()


def doubt(road) -> str:
    return next(feed.doubt for feed in inquiry.feeds() if feed.name == "wire")


def test_107_a_feed_that_moved_on_between_two_visits_is_told(road):
    road.take(rss(1, 2, 3))
    assert doubt(road) == ""
    road.take(rss(7, 8, 9))
    assert "may have been missed" in doubt(road)
    road.take(rss(8, 9, 10))
    assert doubt(road) == ""


def test_108_a_feed_that_empties_deletes_nothing_and_is_told(road):
    road.take(rss(1, 2, 3))
    road.take(rss())
    assert len(road.pages()) == 3
    assert "suddenly empty" in doubt(road)


def test_108_entries_that_leave_a_feed_stay_published(road):
    road.take(rss(1, 2, 3))
    road.take(rss(3, 4, 5))
    assert len(road.pages()) == 5


def test_109_entries_that_come_again_on_the_next_page_are_counted_once(road):
    road.take(rss(1, 2, 3), rss(2, 3, 4))
    assert len(road.pages()) == 4
    assert all(road.stet.story(f"northwind-news/nw-{n}").versions == 1 for n in (1, 2, 3, 4))


# -- 110: mail


def mail(*files: tuple[str, str, bytes], headers: str = "") -> bytes:
    message = EmailMessage()
    message["From"] = "Northwind News <desk@northwind.example>"
    message["Date"] = "Sat, 21 Nov 2026 11:00:00 +0000"
    message["Message-ID"] = "<1@northwind.example>"
    message["Subject"] = "Two items"
    message.set_content("Attached.")
    for name, type_, data in files:
        kind, _, sub = type_.partition("/")
        message.add_attachment(data, maintype=kind, subtype=sub, filename=name)
    return headers.encode() + message.as_bytes()


def test_110_every_attachment_that_is_copy_becomes_a_story_and_what_is_none_is_named(road):
    road.take(
        mail(
            ("a.xml", "application/octet-stream", g2(1)), ("b.xml", "text/xml", g2(2)),
            ("winmail.dat", "application/ms-tnef", b"\x78\x9f\x3e\x22not read"),
        )
    )  # fmt: skip
    assert len(road.pages()) == 2
    told = [refusal.reason for refusal in inquiry.refused()]
    held = [row.reason for row in inquiry.stories_in("held")]
    assert any("winmail.dat" in reason for reason in [*told, *held]), (told, held)


def test_110_a_kill_in_an_attachment_takes_the_story_down(road):
    road.take(g2(1))
    road.take(mail(("kill.xml", "application/octet-stream", cancel(1))))
    assert road.pages() == {}


def test_110_an_automatic_answer_is_no_copy(road):
    road.take(mail(headers="Auto-Submitted: auto-replied\r\n"))
    assert road.pages() == {}


# -- 111: push

WEB = """
[[feeds]]
name = "web"
agency = "Northwind News"
section = "India"
transport = "poll"
url = "{url}"
every = "{every}"
websub = true
allow_private = ["127.0.0.1"]
dated_behind = "36500d"
dated_ahead = "36500d"
unlisted_behind = "36500d"
"""


def house_of(root, hub, every):
    house = House(root)
    with (root / "stet.toml").open("a") as settings:
        settings.write(WEB.format(url=hub.topic, every=every))
    return house


@pytest.mark.slow
def test_111_a_signed_notification_brings_the_story_at_once_and_nothing_else_that_is_sent_does(tmp_path):
    with Hub(g2(1)) as hub:
        house = house_of(tmp_path, hub, every="1h")
        with house.running():
            house.until(lambda: house.pages(1) and hub.subscribers)
            [callback] = hub.subscribers
            assert callback.startswith(f"{house.url}/push/web/")
            hub.feed = g2(2)
            for forged in ("", "sha256=" + "0" * 64):
                assert hub.deliver(signature=forged) == 204
            assert hub.deliver(callback=callback + "x") == 404
            assert hub.deliver(b"<newsItem/>" + g2(3), signature="sha1=" + "0" * 40) == 204
            time.sleep(5.5)
            assert hub.polls == 1

            began = time.monotonic()
            assert hub.deliver(g2(3)) == 204  # what it carries is not taken: what the feed has is
            house.until(lambda: house.pages(2))
            assert time.monotonic() - began < 2
            assert not house.pages(3)
            assert hub.polls == 2

            hub.feed = cancel(1)
            for _ in range(100):  # the same hundred times over
                assert hub.deliver(g2(3)) == 204
            house.until(lambda: not house.pages(1))
            assert hub.polls == 3
        assert "not_signed" in house.log
        assert hub.asked[0]["hub.secret"] not in house.log

        with house.running():  # one start, one poll; what the hub agreed to stands
            house.until(lambda: hub.polls == 4)
            assert hub.deliver() == 204
            assert "tells of its changes" in house.doctor()
        assert len(hub.asked) == 1
        assert house.faults() == []


@pytest.mark.slow
def test_111_while_its_hub_fails_a_feed_is_polled_as_before(tmp_path):
    with Hub(g2(1)) as hub:
        hub.refuses = 500
        house = house_of(tmp_path, hub, every="1s")
        with house.running():
            house.until(lambda: house.pages(1) and hub.asked)
            hub.feed = g2(2)
            house.until(lambda: house.pages(2))
        assert "the hub answers 500" in house.log
        told = house.doctor()
        assert "was asked" in told
        assert "wrong: feed web" not in told
