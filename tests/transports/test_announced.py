import pytest
from hypothesis import given
from hypothesis import strategies as st

from stet.transports.announced import announced
from stet.transports.fetch import Answer

HUB, SELF = "https://hub.example/", "https://wire.example/feed.xml"
BOTH = {"hub": HUB, "topic": SELF}
ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Coast</title>
<link rel="alternate" href="https://wire.example/"/><link rel="self" href="{SELF}"/><link rel="hub" href="{HUB}"/>
<entry><link rel="self" href="https://wire.example/1"/></entry></feed>"""
RSS = f"""<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><link>https://wire.example/</link>
<item><title>Rain</title></item><atom:link rel="self" href="{SELF}"/><atom:link rel="hub" href="{HUB}"/>
</channel></rss>"""


def of(body="", link=None):
    data = body if isinstance(body, bytes) else body.encode()
    return announced(Answer(status=200, headers={"link": link} if link else {}, body=data))


@pytest.mark.parametrize("body", [ATOM, RSS, ATOM.encode("utf-16"), ATOM[:-20], RSS + "<"])
def test_atom_and_rss_say_their_hub_and_themselves(body):
    assert of(body) == BOTH


@pytest.mark.parametrize(
    "link",
    [
        f'<{HUB}>; rel="hub", <{SELF}>; rel="self"',
        f"<{SELF}>;rel=self,<{HUB}>;rel=hub",
        f'<{HUB}>; title="a, b; c \\" <x>"; REL=Hub, <{SELF}>; type="text/xml"; rel="alternate self"',
        f'<https://a.example/>; rel=next, <{HUB}> ; rel = "hub", <https://b.example/>; rel="hub", <{SELF}>;rel="self"',
    ],
)
def test_headers_say_it_too(link):
    assert of(link=link) == BOTH


def test_headers_count_before_the_document():
    assert of(ATOM, link="<https://other.example/>; rel=hub") == {"hub": "https://other.example/", "topic": SELF}


@pytest.mark.parametrize(
    ("body", "link"),
    [
        ("", f'<{HUB}>; rel="hub"'),
        ("", f'<{SELF}>; rel="self"'),
        ("", f"<javascript:x>; rel=hub, <{SELF}>; rel=self"),
        ("", f"<https://user:word@hub.example/>; rel=hub, <{SELF}>; rel=self"),
        ("", f"</hub>; rel=hub, <{SELF}>; rel=self"),
        ("", f"<{HUB}{'x' * 3000}>; rel=hub, <{SELF}>; rel=self"),
        (ATOM.replace("feed", "other"), None),
        (f"<rss><channel><item><link rel='hub' href='{HUB}'/><link rel='self' href='{SELF}'/></item></channel>", None),
        ('{"hubs": []}', None),
        ("<link rel='hub' href='https://hub.example/'/>", None),
    ],
)  # fmt: skip
def test_what_is_not_said_plainly_is_not_there(body, link):
    assert of(body, link) == {}


def test_entities_that_grow_end_the_look():
    nested = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    bomb = f'<!DOCTYPE feed [<!ENTITY e0 "x">{nested}]><feed><link rel="&e9;" href="{HUB}"/></feed>'
    assert of(bomb) == {}
    reads = f'<!DOCTYPE feed [<!ENTITY f SYSTEM "file:///etc/passwd">]><feed>&f;{ATOM.partition("</title>")[2]}'
    assert of(reads) in ({}, BOTH)


@given(st.binary(max_size=200), st.text(max_size=200))
def test_no_bytes_are_an_error(body, link):
    of(body, link)
    of(b"<feed>" + body, link)
