import gzip
import json
import logging
import ssl
import time
from datetime import timedelta
from pathlib import Path

import pytest

from stet.errors import Misused
from stet.transports.addresses import resolve
from stet.transports.base import Outage
from stet.transports.poll import Poll, PollSource
from transports.feed_server import Server, closed_port, reply

FEED = b"<rss><channel><item>Rain</item></channel></rss>"
NEWER = b"<rss><channel><item>More rain</item></channel></rss>"
TLS = Path(__file__).parent / "tls"


class Asker:
    """Polls as an engine does: the cursor goes through JSON and comes back, also from an outage."""

    def __init__(self, clock, url, *, poll=None, **settings):
        self.clock = clock
        self.poll = poll or Poll(clock, dice=lambda: 1.0)
        settings.setdefault("allow_private", ("127.0.0.1",))
        self.source = PollSource(feed="coast", url=url, **settings)
        self.cursor = {}
        self.last = None

    def call(self):
        try:
            self.last = self.poll(self.source, self.cursor)
        except Outage as outage:
            self.cursor = json.loads(json.dumps(outage.cursor))
            raise
        self.cursor = json.loads(json.dumps(self.last.cursor))
        return [p.data for p in self.last.packets]

    def fails(self, match):
        with pytest.raises(Outage, match=match) as raised:
            self.call()
        assert raised.value.retry_after > 0
        return raised.value


@pytest.fixture
def ask(clock):
    made = []

    def make(url, **settings):
        made.append(Asker(clock, url, **settings))
        return made[-1]

    yield make
    for one in made:
        one.poll.close()


def test_a_feed_becomes_a_packet(ask, clock):
    with Server(reply(FEED, content_type="application/rss+xml")) as server:
        asker = ask(server.url("/feed.xml?key=s3cret"), every=90)
        assert asker.call() == [FEED]
        assert asker.last.again == 90
        packet = asker.last.packets[0]
        assert packet.source == f"http://127.0.0.1:{server.port}/feed.xml?…"
        assert packet.facts == {"content-type": "application/rss+xml"}
        assert packet.arrived == clock.now
        assert "GET /feed.xml?key=s3cret HTTP/1.1" in server.requests[0]


def test_a_server_learns_who_asks(ask, clock):
    with Server(reply(FEED)) as server:
        ask(server.url(), poll=Poll(clock, site_url="https://news.example")).call()
    assert "user-agent: stet/0.1.0 (+https://news.example)" in server.requests[0].lower()


def test_what_the_server_says_is_unchanged_brings_nothing(ask):
    changed = "Sun, 01 Mar 2026 09:00:00 GMT"
    answers = (reply(FEED, etag='"one"', last_modified=changed), reply(status="304 Not Modified"), reply(NEWER))
    with Server(*answers) as server:
        asker = ask(server.url())
        assert [asker.call() for _ in range(3)] == [[FEED], [], [NEWER]]
    for request in server.requests[1:]:
        assert 'if-none-match: "one"' in request.lower()
        assert f"if-modified-since: {changed}".lower() in request.lower()
    assert "etag" not in asker.cursor


def test_the_same_bytes_again_bring_nothing(ask):
    with Server(reply(FEED, etag='"one"'), reply(FEED, etag='"two"')) as server:
        asker = ask(server.url())
        assert [asker.call(), asker.call()] == [[FEED], []]
        assert asker.cursor["etag"] == '"two"'


def test_a_cursor_of_another_address_is_not_used(ask):
    with Server(reply(FEED, etag='"one"')) as server:
        asker = ask(server.url("/a"))
        asker.call()
        asker.source = PollSource(feed="coast", url=server.url("/b"), allow_private=("127.0.0.1",))
        assert asker.call() == [FEED]
    assert "if-none-match" not in server.requests[1].lower()


def test_a_packed_feed_is_unpacked(ask):
    halves = gzip.compress(FEED[:20]) + gzip.compress(FEED[20:])
    with Server(reply(halves, content_encoding="gzip")) as server:
        assert ask(server.url()).call() == [FEED]


@pytest.mark.parametrize(
    ("answer", "match"),
    [
        (reply(status="500 Oops"), "answers 500"),
        (reply(status="401 No"), "user and password"),
        (reply(status="404 Not Found"), "mend the feed's `url`"),
        (reply(status="410 Gone"), "closed this address"),
        (reply(b""), "with nothing"),
        (reply(b" \r\n"), "with nothing"),
        (reply(b"<!DOCTYPE HTML><html>503</html>", content_type="text/html"), "web page"),
        (reply(b"\n<html><body>Maintenance</body></html>"), "web page"),
        (reply(FEED[:20]), "cut off"),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n" + FEED, "no good answer"),
        (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n<rss>", "no good answer"),
        (b"HTTP/1.1 200 OK\r\ncontent-length: nine\r\n\r\n", "no good answer"),
        (b"SSH-2.0-Open\r\n", "no good answer"),
        (b"", "no good answer"),
        (reply(gzip.compress(FEED)[:-6], content_encoding="gzip"), "cut off"),
        (reply(FEED, content_encoding="gzip"), "compression is broken"),
        (reply(FEED, content_encoding="br"), "not asked for"),
    ],
)
def test_a_broken_answer_changes_nothing_that_is_known(ask, answer, match):
    with Server(reply(FEED, etag='"one"'), answer, reply(FEED)) as server:
        asker = ask(server.url())
        asker.call()
        asker.fails(match)
        assert asker.cursor["etag"] == '"one"'
        asker.clock.forward(3600)
        assert asker.call() == []


def test_a_server_that_is_down_is_an_outage(ask):
    with closed_port() as port:
        asker = ask(f"http://127.0.0.1:{port}/")
        asker.fails(rf"coast: http://127\.0\.0\.1:{port}/: .*refused")


def test_a_feed_cut_off_twice_the_same_way_is_what_the_server_has(ask):
    with Server(reply(FEED[:20])) as server:
        asker = ask(server.url())
        asker.fails("cut off")
        asker.clock.forward(3600)
        assert asker.call() == [FEED[:20]]


def test_failures_are_tried_again_later_and_later_up_to_an_hour(ask):
    with Server(reply(status="500 Oops")) as server:
        asker = ask(server.url(), every=60)
        pauses = []
        for _ in range(9):
            pauses.append(asker.fails("500").retry_after)
            asker.clock.forward(pauses[-1])
    assert pauses == [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]


def test_pauses_are_scattered(ask, clock):
    with Server(reply(status="500 Oops")) as server:
        low = ask(server.url(), poll=Poll(clock, dice=lambda: 0.0)).fails("500").retry_after
        high = ask(server.url(), poll=Poll(clock, dice=lambda: 1.0)).fails("500").retry_after
    assert (low, high) == (30, 60)


def test_a_server_is_left_alone_as_long_as_was_said_also_after_a_restart(ask):
    with Server(reply(status="500 Oops"), reply(FEED)) as server:
        asker = ask(server.url())
        pause = asker.fails("500").retry_after
        assert asker.call() == []
        assert asker.last.again == pause
        asker.clock.forward(pause + 1)
        assert asker.call() == [FEED]
        assert "failures" not in asker.cursor
    assert len(server.requests) == 2


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Busy"])
def test_retry_after_is_honoured_in_seconds_and_as_a_date(ask, clock, status):
    when = (clock.now + timedelta(minutes=20)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    with Server(reply(status=status, retry_after="900"), reply(status=status, retry_after=when)) as server:
        assert ask(server.url()).fails(status[:3]).retry_after == 900
        assert ask(server.url()).fails(status[:3]).retry_after == 1200


@pytest.mark.parametrize(
    "value", ["", "soon", "-5", "9" * 400, "٣", "Sun, 99 Foo 2026", "Sun, 01 Mar 2020 00:00:00 GMT"]
)
def test_an_odd_retry_after_neither_fails_nor_hammers(ask, value):
    with Server(reply(status="429 Slow", retry_after=value.encode().decode("latin-1"))) as server:
        assert 60 <= ask(server.url()).fails("429").retry_after <= 86400


def test_an_answer_too_large_is_not_read_to_its_end(ask):
    def endless(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n<rss>")
        for _ in range(2000):
            connection.sendall(b"x" * 65536)

    with Server(endless) as server:
        began = time.perf_counter()
        ask(server.url(), size_limit=1_000_000).fails("larger than 1000000 bytes")
        assert time.perf_counter() - began < 2
    with Server(reply(b"x" * 2000)) as server:
        ask(server.url(), size_limit=1000).fails("larger than 1000 bytes")


def test_a_compression_bomb_is_not_unpacked(ask):
    bomb = gzip.compress(gzip.compress(b"\0" * 50_000_000))
    outer = gzip.compress(b"\0" * 50_000_000)
    with Server(reply(outer, content_encoding="gzip"), reply(bomb, content_encoding="gzip, gzip")) as server:
        asker = ask(server.url(), size_limit=1_000_000)
        asker.fails("larger than")
        asker.clock.forward(3600)
        asker.fails("not asked for")


@pytest.mark.parametrize("part", [b"H", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n"])
def test_a_server_that_drips_is_cut_off_at_the_deadline(ask, part):
    def drip(connection):
        connection.sendall(part)
        for _ in range(100):
            connection.sendall(b"x")
            time.sleep(0.05)

    with Server(drip) as server:
        began = time.perf_counter()
        ask(server.url(), timeout=0.4).fails(r"within 0\.4 s")
        assert time.perf_counter() - began < 1.5


def test_redirects_are_followed_and_a_lasting_one_is_told_once(ask):
    with Server(reply(FEED)) as new, Server(reply(status="301 Moved", location=new.url("/new?k=1"))) as old:
        asker = ask(old.url())
        assert asker.call() == [FEED]
        assert len(asker.last.notes) == 1
        assert f"{new.port}/new?…" in asker.last.notes[0]
        assert asker.call() == []
        assert asker.last.notes == ()


def test_a_relative_and_passing_redirect_is_followed_without_a_word(ask):
    with Server(reply(status="302 Found", location="../b.xml"), reply(FEED)) as server:
        asker = ask(server.url("/x/a.xml"))
        assert asker.call() == [FEED]
        assert asker.last.notes == ()
    assert server.requests[1].startswith("GET /b.xml ")


def test_a_ring_of_redirects_ends(ask):
    with Server(reply(status="301 Moved", location="/feed.xml")) as server:
        ask(server.url()).fails("more than 5 redirects")
    assert len(server.requests) == 6


@pytest.mark.parametrize(
    ("location", "match"),
    [
        ("http://127.0.0.2/", "not on the public internet"),
        ("http://localhost/", "not on the public internet"),
        ("http://169.254.169.254/latest/meta-data/", "not on the public internet"),
        ("http://[::ffff:127.0.0.1]/", "not on the public internet"),
        ("http://[::1]/", "not on the public internet"),
        ("http://2130706433/", "not on the public internet"),
        ("file:///etc/passwd", "no http or https"),
        ("gopher://feed.example/", "no http or https"),
        ("http://user:pw@feed.example/", "user name"),
        ("http://[::1", "location header"),
    ],
)
def test_a_redirect_that_leads_astray_is_not_followed(ask, clock, location, match):
    with Server(reply(status="302 Found", location=location)) as server:
        # Not every machine's hosts file has its own name.
        at_home = Poll(clock, resolver=lambda host, port: resolve("127.0.0.1" if host == "localhost" else host, port))
        asker = ask(server.url(), poll=at_home, allow_private=(f"127.0.0.1:{server.port}",))
        outage = asker.fails(match)
    assert "pw" not in str(outage)


def test_a_private_address_is_not_polled_unless_the_settings_name_it(ask):
    with Server(reply(FEED)) as server:
        ask(server.url(), allow_private=()).fails("allow_private")
        assert server.requests == []
        assert ask(server.url(), allow_private=(f"127.0.0.1:{server.port}",)).call() == [FEED]


def test_the_connection_goes_to_the_address_that_was_checked(ask, clock):
    asked = []

    def resolver(host, port):
        asked.append(host)
        return ["127.0.0.1"]

    with Server(reply(FEED)) as server:
        url = server.url(host="feed.example")
        asker = ask(url, poll=Poll(clock, resolver=resolver), allow_private=("feed.example",))
        assert asker.call() == [FEED]
        assert f"host: feed.example:{server.port}\r\n" in server.requests[0].lower()
    assert asked == ["feed.example"]


def test_an_address_that_does_not_answer_gives_way_to_the_next(ask, clock):
    poll = Poll(clock, resolver=lambda host, port: ["::1", "127.0.0.1"])
    with Server(reply(FEED)) as server:
        asker = ask(server.url(host="feed.example"), poll=poll, allow_private=("feed.example",))
        assert asker.call() == [FEED]


def tls_server(*answers):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / "feed.example.pem", TLS / "feed.example.key")
    return Server(*answers, tls=context)


def test_a_certificate_is_checked_against_the_name_and_not_the_address(ask, clock):
    trusting = ssl.create_default_context(cafile=TLS / "feed.example.pem")
    poll = Poll(clock, resolver=lambda host, port: ["127.0.0.1"], tls=trusting)
    with tls_server(reply(FEED)) as server:
        good = ask(server.url(host="feed.example", scheme="https"), poll=poll, allow_private=("feed.example",))
        assert good.call() == [FEED]
        other = ask(server.url(host="other.example", scheme="https"), poll=poll, allow_private=("other.example",))
        other.fails("no good answer")


def test_an_encrypted_feed_is_not_redirected_to_an_open_one(ask, clock):
    trusting = ssl.create_default_context(cafile=TLS / "feed.example.pem")
    poll = Poll(clock, resolver=lambda host, port: ["127.0.0.1"], tls=trusting)
    with tls_server(reply(status="302 Found", location="http://feed.example/")) as server:
        asker = ask(server.url(host="feed.example", scheme="https"), poll=poll, allow_private=("feed.example",))
        asker.fails("not encrypted")


def test_a_dripping_encrypted_server_is_cut_off_too(ask, clock):
    def drip(connection):
        for _ in range(60):
            connection.sendall(b"H")
            time.sleep(0.05)

    trusting = ssl.create_default_context(cafile=TLS / "feed.example.pem")
    poll = Poll(clock, resolver=lambda host, port: ["127.0.0.1"], tls=trusting)
    with tls_server(drip) as server:
        url = server.url(host="feed.example", scheme="https")
        began = time.perf_counter()
        ask(url, poll=poll, allow_private=("feed.example",), timeout=0.5).fails("within")
        assert time.perf_counter() - began < 1.5


def test_secrets_go_to_the_feeds_own_server_only_and_into_no_log(ask, caplog):
    caplog.set_level(logging.DEBUG)
    new = Server(reply(FEED), reply(status="500 Oops"))
    old = Server(reply(status="302 Found", location=new.url("/x?token=t0ken")))
    with new, old:
        settings = {"user": "desk", "password": "s3cret", "headers": {"X-Key": "k3y"}}
        asker = ask(old.url("/?api=ap1"), **settings)
        asker.call()
        outage = asker.fails("500")
    assert "authorization: basic" in old.requests[0].lower()
    assert "x-key: k3y" in old.requests[0].lower()
    assert "authorization" not in new.requests[0].lower()
    assert "x-key" not in new.requests[0].lower()
    told = caplog.text + str(outage) + repr(asker.source) + json.dumps(asker.cursor)
    for secret in ("s3cret", "k3y", "ap1", "t0ken", "ZGVzazpzM2NyZXQ"):
        assert secret not in told


@pytest.mark.parametrize("etag", ['"' + "x" * 600 + '"', '"é"'])
def test_an_odd_validator_is_not_sent_back(ask, etag):
    with Server(reply(FEED, etag=etag)) as server:
        asker = ask(server.url())
        asker.call()
        assert "etag" not in asker.cursor


@pytest.mark.parametrize(
    "url", ["ftp://feed.example/", "feed.example/x", "http://", "http://u:p@feed.example/", "", "http://[::1"]
)
def test_an_address_that_cannot_be_polled_is_refused_when_it_is_set(url):
    with pytest.raises(Misused, match="coast: `url`"):
        PollSource(feed="coast", url=url)


def test_settings_out_of_range_are_named():
    with pytest.raises(Misused, match="every"):
        PollSource(feed="coast", url="http://feed.example/", every=0)


HUB, TOPIC = "https://hub.example/", "https://wire.example/feed.xml"
NAMED = f"<rss><channel><link rel='hub' href='{HUB}'/><link rel='self' href='{TOPIC}'/></channel></rss>".encode()


def test_what_hub_a_feed_announces_is_in_the_cursor_where_that_is_wanted(ask):
    with Server(reply(NAMED, etag='"one"'), reply(status="304 Not Modified")) as server:
        asker = ask(server.url(), websub=True)
        assert [asker.call(), asker.call()] == [[NAMED], []]
        assert asker.cursor["announced"] == {"hub": HUB, "topic": TOPIC}
        plain = ask(server.url())
        plain.call()
        assert "announced" not in plain.cursor


def test_a_feed_known_from_before_is_asked_for_whole_once_to_see_its_hub(ask):
    with Server(reply(NAMED, etag='"one"')) as server:
        asker = ask(server.url())
        asker.call()
        asker.source = PollSource(feed="coast", url=server.url(), allow_private=("127.0.0.1",), websub=True)
        assert [asker.call(), asker.call()] == [[], []]
        assert asker.cursor["announced"]["hub"] == HUB
    assert ["if-none-match" in request.lower() for request in server.requests] == [False, False, True]


def test_a_feed_without_a_hub_is_told_of_once(ask):
    with Server(reply(FEED), reply(NEWER)) as server:
        asker = ask(server.url(), websub=True)
        asker.call()
        assert "names no hub" in asker.last.notes[0]
        asker.call()
        assert asker.last.notes == ()
