"""Pictures from servers that are not trusted: only from named hosts, never from inside, never more than asked for."""

import gzip
import time

import pytest

from stet.errors import Unavailable
from stet.model.packet import FETCHED
from stet.model.web import host_of
from stet.transports.pictures import HostUnavailable, Pictures, PictureSource, own_host
from transports.feed_server import Server, closed_port, reply

JPEG = b"\xff\xd8\xff and so on"


@pytest.fixture
def fetch(clock):
    pictures = Pictures(clock, site_url="https://news.example")

    def call(url, **settings):
        settings.setdefault("hosts", (host_of(url),))
        settings.setdefault("allow_private", ("127.0.0.1",))
        settings.setdefault("timeout", 5.0)
        return pictures(PictureSource(feed="coast", **settings), url)

    yield call
    pictures.close()


def test_a_picture_becomes_a_packet_that_says_where_it_was_fetched(fetch, clock):
    with Server(reply(JPEG, content_type="image/jpeg")) as server:
        url = server.url("/a.jpg?key=s3cret")
        packet = fetch(url)
    assert (packet.feed, packet.data, packet.arrived) == ("coast", JPEG, clock.now)
    assert packet.source == f"http://127.0.0.1:{server.port}/a.jpg?…"
    assert packet.called == packet.facts[FETCHED] == url
    [request] = server.requests
    assert "user-agent: stet/0.1.0 (+https://news.example)" in request.lower()
    assert "accept: image/jpeg, image/png" in request.lower()


def test_a_host_that_is_not_named_is_not_asked(fetch):
    with Server(reply(JPEG)) as server:
        for hosts in ((), ("images.example",), ("127.0.0.1",), (f"127.0.0.1:{server.port + 1}",)):
            with pytest.raises(Unavailable, match="not named in `picture_hosts`"):
                fetch(server.url(), hosts=hosts)
        assert server.requests == []


def test_no_redirect_leads_to_a_host_that_is_not_named(fetch):
    with Server(reply(JPEG)) as other, Server(reply(status="302 Found", location=other.url("/a.jpg"))) as server:
        with pytest.raises(Unavailable, match=f"it leads to http://127.0.0.1:{other.port}/a.jpg"):
            fetch(server.url())
        assert other.requests == []
        both = (host_of(server.url()), host_of(other.url()))
        assert fetch(server.url(), hosts=both).data == JPEG


@pytest.mark.parametrize("where", ["127.0.0.1", "[::1]", "169.254.169.254", "10.0.0.1", "2130706433", "0x7f.1"])
def test_no_private_address_is_asked_though_it_is_named(fetch, where):
    url = f"http://{where}:81/a.jpg"
    with pytest.raises(Unavailable, match="not on the public internet"):
        fetch(url, allow_private=())


def test_no_redirect_leads_inside(fetch):
    inside = Server(reply(status="301 Moved", location="http://169.254.169.254/latest/"))
    with inside as server, pytest.raises(Unavailable, match=r"169\.254\.169\.254.* not on the public internet"):
        fetch(server.url(), hosts=(host_of(server.url()), "169.254.169.254"))


def test_a_name_that_leads_inside_is_not_asked_and_is_looked_up_once(clock):
    asked = []

    def changing(host, port):
        asked.append(host)
        return ["93.184.216.34", "127.0.0.1"]

    with Server(reply(JPEG)) as server:
        pictures = Pictures(clock, resolver=changing)
        source = PictureSource(feed="coast", hosts=(f"images.example:{server.port}",))
        with pytest.raises(Unavailable, match=r"leads to 127\.0\.0\.1, which is not on the public internet"):
            pictures(source, f"http://images.example:{server.port}/a.jpg")
        assert server.requests == []
    assert asked == ["images.example"]


def test_the_password_goes_to_the_feeds_own_server_and_to_no_other(fetch):
    with Server(reply(JPEG)) as home, Server(reply(JPEG)) as other:
        login = {"home": home.url("/feed.xml"), "user": "newsroom", "password": "s3cret"}
        fetch(home.url("/a.jpg"), **login)
        fetch(other.url("/a.jpg"), **login)
        assert "authorization: basic" in home.requests[0].lower()
        assert "authorization" not in other.requests[0].lower()
    with Server(reply(status="302 Found", location=other.url())) as home, pytest.raises(Unavailable):
        fetch(home.url("/a.jpg"), home=home.url(), user="newsroom", password="s3cret")


def test_a_body_that_never_ends_is_not_read_to_its_end(fetch):
    def endless(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: image/jpeg\r\n\r\n")
        while True:
            connection.sendall(b"\xff\xd8\xff" * 10_000)

    with Server(endless) as server, pytest.raises(Unavailable, match="larger than 100000 bytes"):
        fetch(server.url(), size_limit=100_000)


def test_a_packed_bomb_costs_no_memory(fetch):
    packed = gzip.compress(bytes(50_000_000))
    with Server(reply(packed, content_encoding="gzip")) as server, pytest.raises(Unavailable, match="larger than"):
        fetch(server.url(), size_limit=1_000_000)


def test_a_slow_drip_ends_with_the_time_for_it(fetch):
    def drip(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n")
        for _ in range(200):
            connection.sendall(b"\xff")
            time.sleep(0.05)

    began = time.monotonic()
    with Server(drip) as server, pytest.raises(HostUnavailable, match=r"within 0\.5 s"):
        fetch(server.url(), timeout=0.5)
    assert time.monotonic() - began < 4


def test_a_host_that_does_not_answer_is_told_from_a_picture_that_is_not_there(fetch):
    with closed_port() as port, pytest.raises(HostUnavailable):
        fetch(f"http://127.0.0.1:{port}/a.jpg")
    with Server(reply(status="503 Busy", retry_after="120")) as server, pytest.raises(HostUnavailable) as raised:
        fetch(server.url())
    assert raised.value.retry_after == 120
    for status, says in (("404 Not Found", "may come later"), ("403 No", "subscription"), ("304 Not Modified", "304")):
        with Server(reply(status=status)) as server, pytest.raises(Unavailable, match=says) as raised:
            fetch(server.url())
        assert not isinstance(raised.value, HostUnavailable)


def test_a_feeds_own_host_is_that_of_its_address():
    assert own_host("https://wire.example/feed.xml?x=1") == ("wire.example",)
    assert own_host("http://wire.example:8080/") == ("wire.example:8080",)
    assert own_host(None) == ()


def test_no_secret_is_shown_of_a_source():
    source = PictureSource(feed="coast", hosts=("images.example",), user="u", password="s3cret")
    assert "s3cret" not in repr(source)
