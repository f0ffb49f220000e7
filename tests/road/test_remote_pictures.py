"""Pictures that stories name by address, from a real server: they come to their story, or visibly do not."""

import time
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from road.conftest import SETTINGS, Road
from road.test_darkroom import media, named, the_page, until
from road.test_pictures import jpeg
from road.wire import cancel, g2
from stet.app import Stet
from stet.config import House, parse
from stet.doctor import examine
from stet.engine import fetching
from stet.engine.fetching import Fetching
from stet.journal import inquiry
from stet.journal.models import Packet, RemotePicture
from stet.journal.remote import RemotePictures
from transports.feed_server import Server, closed_port, reply

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
STORY_IN_DISGUISE = g2(77)


def png_bomb() -> bytes:
    from zlib import crc32

    out = BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    png = bytearray(out.getvalue())
    png[16:24] = (50_000).to_bytes(4, "big") * 2
    return bytes(png[:29] + crc32(png[12:29]).to_bytes(4, "big") + png[33:])


def picture(*urls: str, width: int | None = 800) -> str:
    wide = f' width="{width}"' if width else ""
    return "".join(f'<remoteContent href="{url}" contenttype="image/jpeg" rendition="rnd:web"{wide}/>' for url in urls)


@pytest.fixture
def open_road(road):
    """Opens the house again, with the hosts that its feed may fetch from."""

    def open_(*hosts: str, private: bool = True) -> Road:
        names = ", ".join(f'"{host}"' for host in hosts)
        feed = f"picture_hosts = [{names}]\n" + ('allow_private = ["127.0.0.1"]\n' if private else "")
        settings = SETTINGS.replace('path = "wire"\n', f'path = "wire"\n{feed}')
        road.stet = Stet(House(settings=parse(settings), root=road.root), clock=road.clock)
        return road

    return open_


def fetch_all(road) -> int:
    """Fetch what is due, until nothing is; then set it. How many were looked at."""
    beside = next(one for one in road.stet.engine()._beside if one.name == "pictures of wire")
    count = 0
    while beside._work():
        count += 1
    road.stet.flow.run_dry()
    return count


def state() -> list[tuple[str, int]]:
    return list(RemotePicture.objects.order_by("url").values_list("state", "tries"))


def test_a_picture_at_an_address_comes_to_its_story_and_goes_with_it(open_road):
    with Server(reply(jpeg("#123"), content_type="image/jpeg")) as server:
        road = open_road(f"127.0.0.1:{server.port}")
        assert road.take(g2(1, picture=picture(server.url("/a.jpg?key=1")))) == ["live"]
        assert "<picture>" not in the_page(road)
        assert fetch_all(road) == 1
        assert len(server.requests) == 1
    assert "<picture>" in the_page(road)
    assert named(road) <= media(road)
    assert state() == [("got", 0)]
    assert fetch_all(road) == 0
    road.take(cancel(1))
    assert not media(road)


def test_a_replay_fetches_nothing_again_and_gives_the_same_pages(open_road):
    with Server(reply(jpeg("#123"))) as server:
        road = open_road(f"127.0.0.1:{server.port}")
        road.take(g2(1, picture=picture(server.url())))
        fetch_all(road)
    before = road.edition()
    road.stet.replay()
    assert road.edition() == before
    assert fetch_all(road) == 0
    assert road.edition() == before


def test_a_picture_two_stories_name_is_fetched_once_and_stays_for_the_one_that_lives(open_road):
    with Server(reply(jpeg("#123"))) as server:
        road = open_road(f"127.0.0.1:{server.port}")
        road.take(g2(1, picture=picture(server.url())), g2(2, picture=picture(server.url())))
        fetch_all(road)
        road.take(g2(3, picture=picture(server.url())))
        fetch_all(road)
        assert len(server.requests) == 1
    assert [b"<picture>" in page for page in road.pages().values()] == [True] * 3
    road.take(cancel(1), cancel(2))
    assert media(road)
    road.take(cancel(3))
    assert not media(road)


def test_the_same_bytes_at_two_addresses_are_one_picture(open_road):
    with Server(reply(jpeg("#123"))) as server:
        road = open_road(f"127.0.0.1:{server.port}")
        road.take(g2(1, picture=picture(server.url("/a"))), g2(2, picture=picture(server.url("/b"))))
        fetch_all(road)
    assert [b"<picture>" in page for page in road.pages().values()] == [True] * 2
    assert Packet.objects.filter(picture=True).count() == 1
    before = road.edition()
    road.stet.replay()
    assert road.edition() == before


def test_of_renditions_of_unknown_size_the_widest_is_shown(open_road):
    def sized(width: int) -> bytes:
        out = BytesIO()
        Image.new("RGB", (width, 200), "#135").save(out, "JPEG")
        return out.getvalue()

    with Server(reply(sized(200)), reply(sized(900)), reply(sized(400))) as server:
        road = open_road(f"127.0.0.1:{server.port}")
        road.take(g2(1, picture=picture(*(server.url(f"/{name}") for name in "abc"), width=None)))
        assert fetch_all(road) == 3
    assert 'width="900"' in the_page(road)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (reply(b"<!doctype html><p>Please log in", content_type="image/jpeg"), "a page or a text with markup"),
        (reply(SVG, content_type="image/svg+xml"), "an SVG drawing"),
        (reply(SVG, content_type="image/jpeg"), "an SVG drawing"),
        (reply(b"", content_type="image/jpeg"), "an empty file"),
        (reply(jpeg("#123")[:300], content_type="image/jpeg"), "damaged"),
        (reply(png_bomb(), content_type="image/png"), "megapixels"),
        (reply(STORY_IN_DISGUISE, content_type="image/jpeg"), "a page or a text with markup"),
        (reply(cancel(2), content_type="image/jpeg"), "a page or a text with markup"),
        (reply(status="404 Not Found"), "answers 404"),
        (reply(status="302 Found", location="http://169.254.169.254/latest/meta-data/"), "not named"),
        (reply(status="302 Found", location="file:///etc/passwd"), "no http or https address"),
    ],
)
def test_94_what_is_no_picture_is_not_kept_and_is_asked_for_again_until_it_is_given_up(open_road, answer, says):
    with Server(answer) as server:
        road = open_road(f"127.0.0.1:{server.port}")
        road.take(g2(1, picture=picture(server.url("/a.jpg?key=s3cret"))), g2(2))
        before = road.edition()
        for tries, pause in enumerate(fetching.PAUSES, 1):
            assert fetch_all(road) == 1
            assert fetch_all(road) == 0, "not before its time"
            assert state() == [("wanted", tries)]
            road.clock.now += timedelta(seconds=pause)
        fetch_all(road)
        assert state() == [("given_up", len(fetching.PAUSES) + 1)]
        road.clock.now += timedelta(days=30)
        assert fetch_all(road) == 0
    assert road.edition() | {"news-sitemap.xml": b""} == before | {"news-sitemap.xml": b""}, "but for what is news"
    assert Packet.objects.count() == 2
    told = next(found.what for found in examine(road.stet.house) if "given up" in found.what)
    assert says in told
    assert "1 picture given up" in told
    assert "s3cret" not in told


def test_a_picture_that_comes_at_the_second_asking_is_shown(open_road):
    with Server(reply(status="404 Not Found"), reply(jpeg("#123"))) as server:
        road = open_road(f"127.0.0.1:{server.port}")
        road.take(g2(1, picture=picture(server.url())))
        fetch_all(road)
        road.clock.now += timedelta(seconds=fetching.PAUSES[0])
        fetch_all(road)
    assert "<picture>" in the_page(road)


def test_a_host_that_does_not_answer_is_left_alone_for_a_while_with_all_its_pictures(open_road):
    with closed_port() as port:
        road = open_road(f"127.0.0.1:{port}")
        road.take(*(g2(n, picture=picture(f"http://127.0.0.1:{port}/{n}.jpg")) for n in range(5)))
        assert fetch_all(road) == 1
        assert fetch_all(road) == 0
        road.clock.now += timedelta(seconds=fetching.HOST_RESTS)
        assert fetch_all(road) == 1


def test_no_host_is_asked_that_no_setting_names_and_the_doctor_says_which_those_are(open_road):
    with Server(reply(jpeg("#123"))) as server:
        road = open_road("images.example")
        road.take(g2(1, picture=picture(server.url("/a.jpg"))), g2(2, picture=picture(server.url("/b.jpg"))))
        assert fetch_all(road) == 0
        assert server.requests == []
        [told] = [found.what for found in examine(road.stet.house) if "may not ask" in found.what]
        assert f"2 pictures at 127.0.0.1:{server.port}" in told
        assert f'picture_hosts = ["images.example", "127.0.0.1:{server.port}"]' in told
        road = open_road(f"127.0.0.1:{server.port}")
        assert fetch_all(road) == 2
        assert not [found for found in examine(road.stet.house) if "may not ask" in found.what]


def test_no_private_address_is_asked_though_its_host_is_named(open_road):
    with Server(reply(jpeg("#123"))) as server:
        road = open_road(f"127.0.0.1:{server.port}", private=False)
        road.take(g2(1, picture=picture(server.url())))
        fetch_all(road)
        assert server.requests == []
    assert "not on the public internet" in RemotePicture.objects.get().trouble


def test_98_a_picture_of_a_killed_story_is_not_fetched_and_one_that_comes_back_is(open_road):
    with Server(reply(jpeg("#123"))) as server:
        road = open_road(f"127.0.0.1:{server.port}")
        road.take(g2(1, picture=picture(server.url())), cancel(1))
        assert fetch_all(road) == 0
        assert state() == []
        road.take(g2(2, picture=picture(server.url())))
        road.take(cancel(2))
        assert fetch_all(road) == 1
        assert (server.requests, state()) == ([], [("unwanted", 0)])
        road.take(g2(3, picture=picture(server.url())))
        fetch_all(road)
        assert len(server.requests) == 1
    assert "<picture>" in the_page(road)


def test_98_a_picture_that_its_terms_bar_is_not_fetched(open_road):
    with Server(reply(jpeg("#123"))) as server:
        road = open_road(f"127.0.0.1:{server.port}")
        bar = "<rightsInfo><usageTerms>NO ARCHIVE</usageTerms></rightsInfo>"
        barred = g2(1, picture=picture(server.url())).replace(b" <itemMeta>", bar.encode() + b" <itemMeta>")
        road.take(barred)
        [row] = inquiry.stories_in("live")
        assert len(road.stet.story(row.key).barred) == 1
        fetch_all(road)
        assert server.requests == []


def test_a_picture_whose_story_is_killed_while_it_comes_is_not_kept(open_road):
    def kill_meanwhile(connection):
        road.take(cancel(1))
        connection.sendall(reply(jpeg("#123")))

    with Server(kill_meanwhile) as server:
        road = open_road(f"127.0.0.1:{server.port}")
        road.take(g2(1, picture=picture(server.url())))
        fetch_all(road)
    assert state() == [("unwanted", 0)]
    assert not Packet.objects.filter(picture=True).exists()


def test_neither_the_road_nor_a_kill_waits_for_a_server_that_drips(open_road):
    def drip(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n")
        for _ in range(60):
            connection.sendall(b"\xff")
            time.sleep(0.05)

    with Server(drip) as server:
        road = open_road(f"127.0.0.1:{server.port}")
        road.take(g2(1, picture=picture(server.url())), g2(2))
        engine = road.stet.engine()
        engine.start()
        try:
            until(lambda: server.requests)
            from stet.model.packet import Packet as Noun

            road.stet.flow.keep([Noun(feed="wire", source="kill.xml", data=cancel(2), arrived=road.clock())])
            assert until(lambda: len(road.pages()) == 1) < 1
        finally:
            engine.stop()
    assert state()[0][0] == "wanted"


def test_a_fault_met_with_one_picture_keeps_no_other_from_being_fetched(open_road):
    def clumsy(data):
        if data == jpeg("#123"):
            raise ZeroDivisionError("oops")

    with Server(reply(jpeg("#123")), reply(jpeg("#456"))) as server:
        road = open_road(f"127.0.0.1:{server.port}")
        road.take(g2(1, picture=picture(server.url("/a"))), g2(2, picture=picture(server.url("/b"))))
        beside = next(one for one in road.stet.engine()._beside if one.name == "pictures of wire")
        fetching_: Fetching = beside._work.__self__
        fetching_._verify = clumsy
        while beside._work():
            pass
    assert sorted(state()) == [("got", 0), ("wanted", 1)]


def test_what_is_to_be_fetched_next_is_new_and_never_tried_before_what_failed(database, open_road):
    road = open_road("images.example")
    for number in range(3):
        road.take(g2(number, picture=picture(f"https://images.example/{number}.jpg")))
    pictures = RemotePictures()
    now = road.clock()
    assert pictures.hosts("wire") == ["images.example"]
    first = pictures.next("wire", ["images.example"], now)
    assert first.url.endswith("/2.jpg")
    pictures.failed("wire", first.url, "not there", again=now)
    assert pictures.next("wire", ["images.example"], now).url.endswith("/1.jpg")
    assert pictures.next("wire", ["other.example"], now) is None
    assert pictures.next("wire", ["images.example"], now - timedelta(days=30000)) is None


def test_a_picture_that_arrives_as_an_ordinary_file_is_never_taken_for_one_at_an_address(open_road):
    road = open_road("images.example")
    url = "https://images.example/a.jpg"
    road.take(g2(1, picture=picture(url)))
    road.take(jpeg("#123"), source=url)
    assert not media(road)
    assert inquiry.refused() == []
