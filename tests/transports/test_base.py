import json
from datetime import UTC, datetime

import pytest

from stet.errors import Unavailable
from stet.model.packet import Packet
from stet.transports.base import Fake, Haul, Outage, Transport, printable


def packet(text):
    return Packet(feed="coast", source=text, data=text.encode(), arrived=datetime(2026, 3, 1, tzinfo=UTC))


def test_the_fake_hands_out_its_script_in_order():
    fake: Transport[object] = Fake([(packet("a"), packet("b")), (packet("c"),)])
    first = fake(None, {})
    second = fake(None, first.cursor)
    third = fake(None, second.cursor)
    assert [[p.source for p in haul.packets] for haul in (first, second, third)] == [["a", "b"], ["c"], []]
    assert (first.again, second.again, third.again) == (0.0, 1.0, 1.0)


def test_the_fake_hands_out_again_what_was_not_confirmed():
    fake = Fake([(packet("a"),)])
    assert fake(None, {}).packets == fake(None, {}).packets


def test_the_fake_raises_an_error_once_and_goes_on():
    fake = Fake([Outage("The server is down.", cursor={}, retry_after=5), (packet("a"),)])
    with pytest.raises(Unavailable) as raised:
        fake(None, {})
    assert raised.value.retry_after == 5
    assert fake(None, {}).packets[0].source == "a"
    assert fake.calls == [{}, {}]


def test_a_haul_without_packets_is_worth_a_cursor():
    assert json.dumps(Haul(cursor={"etag": "x"}).cursor) == '{"etag": "x"}'


def test_names_from_outside_stay_on_one_line():
    assert printable("a\nb\u202e\udcff.xml") == "a\ufffdb\ufffd\ufffd.xml"
