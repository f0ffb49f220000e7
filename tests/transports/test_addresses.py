import pytest

from stet.errors import Unavailable
from stet.transports.addresses import addresses_of, is_public

INSIDE = [
    "127.0.0.1",
    "127.8.9.1",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "0.0.0.0",
    "0.1.2.3",
    "100.64.0.1",
    "192.0.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.1.1.1",
    "240.0.0.1",
    "255.255.255.255",
    "192.88.99.1",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd12::1",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "100::1",
    "64:ff9b:1::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "2002:7f00:1::",
    "2002:a00:1::",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "::127.0.0.1",
    "not-an-address",
]

OUTSIDE = ["8.8.8.8", "1.1.1.1", "172.32.0.1", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", INSIDE)
def test_no_inside_address_passes_for_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_public_addresses_are_public(address):
    assert is_public(address)


def test_one_inside_address_among_public_ones_is_enough_to_refuse():
    with pytest.raises(Unavailable, match=r"10\.0\.0\.7.*allow_private"):
        addresses_of("feed.example", 443, (), lambda host, port: ["8.8.8.8", "10.0.0.7"])


@pytest.mark.parametrize("entry", ["feed.example", "feed.example:8080", " Feed.Example "])
def test_a_host_named_in_the_settings_may_be_inside(entry):
    assert addresses_of("feed.example", 8080, (entry,), lambda host, port: ["10.0.0.7"]) == ["10.0.0.7"]


@pytest.mark.parametrize("entry", ["feed.example:8081", "other.example", "example", "10.0.0.7"])
def test_naming_another_host_or_port_allows_nothing(entry):
    with pytest.raises(Unavailable):
        addresses_of("feed.example", 8080, (entry,), lambda host, port: ["10.0.0.7"])


@pytest.mark.parametrize("spelling", ["2130706433", "0x7f.1", "127.1", "017700000001"])
def test_odd_spellings_of_loopback_are_loopback(spelling):
    with pytest.raises(Unavailable):
        addresses_of(spelling, 80, ())


def test_an_unknown_name_is_said_to_be_unknown():
    def nobody(host, port):
        raise OSError(-2, "Name or service not known")

    with pytest.raises(Unavailable, match=r"feed\.example is not known"):
        addresses_of("feed.example", 80, (), nobody)
