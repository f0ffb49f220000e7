"""WebSub, with a real hub on one side and the real server on the other: what is asked, believed and kept."""

import re
import socket
import threading
import time
from datetime import timedelta

import httpx
import pytest

from stet.engine.push import Push
from stet.engine.site import Site
from stet.engine.site_serve import listening, serve
from stet.engine.subscribing import Subscribing
from stet.journal.connect import connect
from stet.journal.ledger import Ledger
from stet.transports.websub import Hubs
from transports.hub import Hub

DAY = timedelta(days=1)


class House:
    """A feed that is polled, a subscription, and the door that a hub knocks at."""

    def __init__(self, root, clock):
        self.root, self.clock = root, clock
        self.ledger = Ledger()
        self.hints = []
        self.feeds = {}
        self.stop, ready = threading.Event(), threading.Event()
        (root / "site").mkdir()
        self._listener = listening("127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{(listener := self._listener.__enter__()).port}"
        site = Site(root / "site", beside={"push": Push(self.feeds, self.hints.append)})
        self._thread = threading.Thread(
            target=serve, args=(site, listener), kwargs={"stop": self.stop, "ready": ready.set}
        )
        self._thread.start()
        assert ready.wait(10)

    def close(self):
        self.stop.set()
        self._thread.join(10)
        self._listener.__exit__(None, None, None)

    def starts(self, *, allow_private=("127.0.0.1",), size_limit=100_000):
        """What a start of the program makes: all it knows comes from the journal."""
        made = Subscribing(
            "coast", callbacks=f"{self.url}/push/coast/", allow_private=allow_private, size_limit=size_limit,
            journal=self.ledger, ask=Hubs(self.clock), clock=self.clock,
        )  # fmt: skip
        self.feeds["coast"] = made
        return made

    def polled(self, hub):
        """The poll has seen the feed, and which hub it announces."""
        self.ledger.mark("coast", {"announced": {"hub": hub.url, "topic": hub.topic}}, None)

    def kept(self):
        return self.ledger.subscription("coast")


@pytest.fixture
def house(tmp_path, database, clock):
    connect("sqlite:///stet.db", tmp_path)
    made = House(tmp_path, clock)
    yield made
    made.close()


@pytest.fixture
def hub():
    with Hub(b"<rss/>") as made:
        yield made


def until(what):
    began = time.monotonic()
    while not what():
        assert time.monotonic() - began < 5
        time.sleep(0.005)


def subscribed(house, hub):
    """A feed whose hub has agreed, and that is known to be durable."""
    house.polled(hub)
    coast = house.starts()
    assert coast.next()
    until(lambda: hub.verified)
    assert not coast.next()
    return coast


# -- asking


def test_a_feed_that_announces_a_hub_is_subscribed_with_a_secret_of_its_own(house, hub):
    subscribed(house, hub)
    [form] = hub.asked
    assert hub.verified == [(200, True)]
    assert re.fullmatch(rf"{house.url}/push/coast/[\w-]{{32}}", form["hub.callback"])
    assert len(form["hub.secret"]) >= 43
    assert house.kept()["secret"] == form["hub.secret"]


def test_before_the_first_poll_and_without_a_hub_nobody_is_asked(house, hub):
    coast = house.starts()
    assert not coast.next()
    house.ledger.mark("coast", {"announced": {}}, None)
    assert not coast.next()
    assert house.kept() == {}


def test_what_the_hub_is_asked_for_is_durable_before_it_is_asked(house, hub):
    house.polled(hub)
    coast = house.starts()
    coast._ask = lambda subscription, _: seen.append(house.kept()["secret"] == subscription.secret)
    seen = []
    coast.next()
    assert seen == [True]


def test_a_restart_subscribes_to_nothing_anew(house, hub):
    subscribed(house, hub)
    again = house.starts()
    assert not again.next()
    assert hub.deliver() == 204
    assert house.hints == ["coast"]
    assert len(hub.asked) == 1


@pytest.mark.parametrize(("lease", "half"), [(864_000, 5 * DAY), (7200, timedelta(hours=1)), (None, 5 * DAY)])
def test_111_a_subscription_is_renewed_at_half_its_lease(house, hub, clock, lease, half):
    hub.lease = lease
    coast = subscribed(house, hub)
    clock.now += half - timedelta(seconds=1)
    assert not coast.next()
    clock.now += timedelta(seconds=1)
    assert coast.next()
    until(lambda: len(hub.verified) == 2)
    first, second = hub.asked
    assert second == first  # the same address and secret: the hub knows it for the same
    clock.now += half - timedelta(seconds=1)
    assert not coast.next()


@pytest.mark.parametrize("lease", ["0", "1", "-5", "soon", "9" * 40, "", "²"])
def test_an_odd_lease_neither_hurries_nor_breaks_it(house, hub, clock, lease):
    hub.lease = lease or None
    coast = subscribed(house, hub)
    assert hub.verified == [(200, True)]
    clock.now += timedelta(minutes=4)
    assert not coast.next()


def test_another_hub_or_topic_is_another_subscription_and_not_more_often_than_every_five_minutes(house, hub, clock):
    coast = subscribed(house, hub)
    for number in range(10):
        announced = {"hub": hub.url, "topic": f"{hub.topic}?{number}"}
        house.ledger.mark("coast", {"announced": announced}, None)
        assert not coast.next()
    clock.now += timedelta(minutes=5)
    house.polled(hub)
    assert coast.next()
    first, second = hub.asked
    assert first["hub.secret"] != second["hub.secret"]
    assert first["hub.callback"] != second["hub.callback"]
    assert hub.deliver(callback=first["hub.callback"]) == 404


def test_another_public_address_of_the_site_is_told_to_the_hub(house, hub, clock):
    coast = subscribed(house, hub)
    clock.now += timedelta(minutes=5)
    coast._callbacks = f"{house.url}/press/push/coast/"
    assert coast.next()
    assert hub.asked[1]["hub.callback"].startswith(f"{house.url}/press/push/coast/")


def test_a_feed_that_leaves_its_hub_out_once_changes_nothing(house, hub):
    coast = subscribed(house, hub)
    house.ledger.mark("coast", {"announced": {}}, None)
    assert not coast.next()
    house.polled(hub)
    assert not coast.next()
    assert hub.deliver() == 204
    assert house.hints == ["coast"]


# -- a hub that fails, refuses, or leads astray


def test_a_hub_that_fails_is_asked_again_ever_later_and_told_of_once(house, hub, clock, capsys):
    hub.refuses = 500
    house.polled(hub)
    coast = house.starts()
    pauses = []
    for _ in range(12):
        assert coast.next()
        began = clock.now
        while not coast._now.due <= clock.now:
            clock.now = coast._now.due
        pauses.append((clock.now - began) / timedelta(minutes=1))
    assert pauses == [5, 10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440, 1440]
    assert capsys.readouterr().out.count("the hub answers 500") == 1
    hub.refuses = None
    assert coast.next()
    until(lambda: hub.verified == [(200, True)])


def test_a_hub_that_says_when_is_asked_then(house, hub, clock):
    house.polled(hub)
    coast = house.starts()
    hub.refuses, hub.rests = 503, 7200
    assert coast.next()
    clock.now += timedelta(seconds=7199)
    assert not coast.next()
    clock.now += timedelta(seconds=1)
    assert coast.next()


def test_a_hub_that_never_asks_back_is_asked_again(house, hub, clock):
    hub.verifies = False
    house.polled(hub)
    coast = house.starts()
    assert coast.next()
    assert not coast.next()
    clock.now += timedelta(minutes=5)
    assert coast.next()
    assert len(hub.asked) == 2


def test_a_hub_that_is_gone_is_no_fault(house, hub, capsys):
    house.polled(hub)
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        gone = {"hub": f"http://127.0.0.1:{held.getsockname()[1]}/", "topic": hub.topic}
        house.ledger.mark("coast", {"announced": gone}, None)
        assert house.starts().next()
    assert "no good answer" in capsys.readouterr().out


@pytest.mark.parametrize("status", [307, 308])
def test_a_redirect_that_keeps_the_request_is_followed(house, hub, status):
    hub.redirects = [status]
    subscribed(house, hub)
    assert hub.verified == [(200, True)]


@pytest.mark.parametrize("status", [301, 302, 303])
def test_a_redirect_that_loses_the_request_is_not(house, hub, status, capsys):
    hub.redirects = [status]
    house.polled(hub)
    assert house.starts().next()
    assert hub.asked == []
    assert f"the hub answers {status}" in capsys.readouterr().out


@pytest.mark.parametrize("address", ["http://127.0.0.1:{}/hub", "http://localhost:{}/hub", "http://[::1]:{}/hub"])
def test_a_hub_inside_the_network_is_asked_only_if_it_is_named(house, hub, address, capsys):
    announced = {"hub": address.format(hub.port), "topic": hub.topic}
    house.ledger.mark("coast", {"announced": announced}, None)
    assert house.starts(allow_private=("10.0.0.1",)).next()
    assert hub.asked == []
    told = capsys.readouterr().out
    assert "not on the public internet" in told
    assert house.kept()["secret"] not in told


def test_a_hub_that_denies_is_left_alone_for_a_day(house, hub, clock, capsys):
    coast = subscribed(house, hub)
    denial = {"hub.mode": "denied", "hub.topic": hub.topic, "hub.reason": "No."}
    assert httpx.get(hub.asked[0]["hub.callback"], params=denial).status_code == 200
    assert "will not send" in capsys.readouterr().out
    clock.now += DAY - timedelta(seconds=1)
    assert not coast.next()
    clock.now += timedelta(seconds=1)
    assert coast.next()


# -- being asked back


@pytest.mark.parametrize(
    "others",
    [
        {"hub.topic": "http://127.0.0.1/other.xml"}, {"hub.topic": ""}, {"mode": "unsubscribe"}, {"mode": "publish"},
        {"hub.challenge": ""}, {"mode": "denied", "hub.topic": "http://127.0.0.1/other.xml"},
    ],
)  # fmt: skip
def test_111_what_was_not_asked_for_is_not_found(house, hub, others):
    subscribed(house, hub)
    before = house.feeds["coast"]._now
    assert not hub.verify(hub.asked[0], **others)
    assert hub.verified[-1] == (404, False)
    assert house.feeds["coast"]._now == before


def test_111_an_address_nobody_made_is_not_found(house, hub):
    subscribed(house, hub)
    right = hub.asked[0]["hub.callback"]
    door = f"{house.url}/push"
    wrong = [right[:-1], f"{right}x", f"{right}/", f"{door}/coast/", f"{door}/coast", f"{door}/", door,
             right.replace("coast", "cost"), f"{right}%00", f"{right}/../"]  # fmt: skip
    for callback in wrong:
        assert hub.deliver(callback=callback) == 404
        assert httpx.get(callback, params={"hub.mode": "subscribe", "hub.challenge": "x"}).status_code == 404
    assert house.hints == []


def test_a_hub_may_ask_twice_and_not_a_day_later(house, hub, clock):
    subscribed(house, hub)
    assert hub.verify(hub.asked[0])
    clock.now += DAY + timedelta(seconds=1)
    assert not hub.verify(hub.asked[0])


def test_the_challenge_comes_back_as_plain_text_that_no_browser_runs(house, hub):
    subscribed(house, hub)
    asks = {"hub.mode": "subscribe", "hub.topic": hub.topic, "hub.lease_seconds": "60"}
    odd = "<script>&é+\r\n%41"
    answer = httpx.get(hub.asked[0]["hub.callback"], params={**asks, "hub.challenge": odd})
    assert (answer.status_code, answer.content) == (200, odd.encode())
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    asks["hub.challenge"] = "x" * 20_000
    assert httpx.get(hub.asked[0]["hub.callback"], params=asks).status_code == 414


@pytest.mark.parametrize("method", ["PUT", "DELETE", "HEAD", "PATCH"])
def test_other_methods_are_refused(house, hub, method):
    subscribed(house, hub)
    answer = httpx.request(method, hub.asked[0]["hub.callback"])
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")


# -- notifications


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_a_notification_that_is_signed_is_a_hint(house, hub, method):
    subscribed(house, hub)
    assert hub.deliver(b"<rss>new</rss>", method=method) == 204
    assert house.hints == ["coast"]


def test_111_a_notification_that_is_not_signed_right_is_answered_alike_and_ignored(house, hub, capsys):
    subscribed(house, hub)
    wrong = [
        "",
        "sha256=",
        "sha256=" + "0" * 64,
        "sha256",
        "=",
        "md5=" + "0" * 32,
        "shake_128=00",
        "sha256=é",
        "x" * 9000,
    ]
    for signature in wrong:
        assert hub.deliver(signature=signature.encode() if not signature.isascii() else signature) == 204
    assert house.hints == []
    told = capsys.readouterr().out
    assert told.count("not_signed") == 1
    assert hub.asked[0]["hub.secret"] not in told
    assert hub.deliver() == 204
    assert house.hints == ["coast"]


def test_a_signature_for_other_words_or_of_another_feed_does_not_hold(house, hub):
    subscribed(house, hub)
    from hashlib import sha256
    from hmac import new

    secret = hub.asked[0]["hub.secret"].encode()
    other = "sha256=" + new(secret, b"other words", sha256).hexdigest()
    assert hub.deliver(b"these words", signature=other) == 204
    stranger = "sha256=" + new(b"guess", b"these words", sha256).hexdigest()
    assert hub.deliver(b"these words", signature=stranger) == 204
    assert house.hints == []


def test_a_notification_is_no_larger_than_the_feed_may_be(house, hub):
    subscribed(house, hub)
    assert hub.deliver(b"x" * 100_000) == 204
    assert hub.deliver(b"x" * 100_001) == 413
    assert house.hints == ["coast"]
    endless = (b"x" * 10_000 for _ in range(100))
    try:
        status = httpx.post(hub.asked[0]["hub.callback"], content=endless).status_code
    except httpx.HTTPError:  # the door was shut while it was still talking
        status = 413
    assert status == 413


def test_one_that_never_ends_is_let_go(house, hub, monkeypatch):
    monkeypatch.setattr("stet.engine.push.PATIENCE", 0.2)
    subscribed(house, hub)
    path = hub.asked[0]["hub.callback"].removeprefix(house.url)
    with socket.create_connection(("127.0.0.1", int(house.url.rpartition(":")[2])), timeout=5) as slow:
        slow.sendall(f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nabc".encode())
        assert b" 408 " in slow.recv(100)
    assert house.hints == []
