"""What holds for every address of the desk, whatever stands there: what may run, and who may change something."""

import re

import pytest

from newsroom.asking import Desk
from newsroom.walking import filled, known, routes
from road.wire import g2, guid
from stet.journal import inquiry
from stet.model.person import Role
from stet.newsroom.live import PATH

pytestmark = pytest.mark.slow

CHANGES = ("POST", "PUT", "PATCH", "DELETE")
OWN = re.compile("/desk/(me|sign-in|sign-out|views)/")
"""Where everybody looks after what is theirs."""
FIELDS = {
    "text": "Zebrafinch", "reason": "Zebrafinch", "mode": "pause", "role": "chief", "name": "zebra", "query": "q",
    "back": "1", "caption": "x", "credit": "x", "alt": "x", "choice": "kept", "asset": "ab" * 32, "words": "",
}  # fmt: skip


@pytest.fixture
def addresses(road) -> list[str]:
    """Every one, filled in for a house with a live story, a held one and a file that could not be read."""
    road.take(g2(1), b"<broken", source="x.xml")
    road.take(g2(2), feed="slow")
    story = inquiry.find(guid(1)).id
    found = []
    for route, parts in routes():
        name = "wire" if "feeds" in route else "desk/desk.css" if "static" in route else "held"
        found.append(filled(route, parts, known(story, name=name, packet="2")))
    assert len(found) > 50
    return found


def everything() -> list:
    """All that anybody did, and who may do what."""
    from stet.journal.models import Change, Switch
    from stet.newsroom.models import Act, User, View

    return [
        list(Change.objects.order_by("pk").values()),
        list(Switch.objects.order_by("pk").values()),
        list(Act.objects.order_by("pk").values()),
        list(View.objects.order_by("pk").values()),
        list(User.objects.order_by("pk").values("username", "role", "is_active", "password", "language")),
    ]


def token(somebody: Desk) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', somebody.get("/desk/sign-out/").text)[1]


@pytest.mark.parametrize("role", [None, Role.CHIEF])
@pytest.mark.parametrize("method", ["GET", "HEAD", *CHANGES])
def test_every_answer_says_what_may_run_and_nothing_unsafe_may(desk, addresses, role, method):
    somebody = desk(role)
    for address in [*addresses, "/desk/nonsense/", PATH] if method != "GET" else [*addresses, "/desk/nonsense/"]:
        if "sign-out" in address:
            continue
        policy = somebody.send(method, address).headers.get("content-security-policy", "")
        assert policy.startswith("default-src 'none';"), address
        assert "unsafe" not in policy
        sources = {word for part in policy.split(";") for word in part.split()[1:]}
        assert sources <= {"'none'", "'self'", "blob:"}, address
        assert "blob:" not in policy.replace("img-src 'self' blob:", "")


@pytest.mark.parametrize("method", CHANGES)
def test_nothing_is_taken_without_a_token(desk, addresses, method):
    chief = desk()
    token(chief)
    before = everything()
    for address in addresses:
        assert chief.send(method, address, data=FIELDS).status_code == 403, address
        wrong = FIELDS | {"csrfmiddlewaretoken": "a" * 64}
        assert (
            chief.send(method, address, data=wrong, headers={"Referer": "https://news.example/desk/"}).status_code
            == 403
        )
    assert everything() == before


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE"])
def test_nothing_changes_but_by_a_form(desk, addresses, method):
    chief = desk()
    given = FIELDS | {"csrfmiddlewaretoken": token(chief)}
    before = everything()
    for address in addresses:
        if method in ("GET", "HEAD"):
            chief.send(method, address, params=FIELDS)
        else:
            chief.send(method, address, data=given, headers={"Referer": f"https://news.example{address}"})
    assert everything() == before


@pytest.mark.parametrize("role", [None, Role.READER])
def test_whoever_may_not_changes_nothing_though_the_form_is_right(desk, addresses, role):
    somebody = desk(role)
    page = somebody.get("/desk/sign-in/" if role is None else "/desk/sign-out/").text
    right = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    before = everything()
    for address in addresses:
        if not OWN.match(address):
            given = FIELDS | {"csrfmiddlewaretoken": right}
            answer = somebody.send("POST", address, data=given, headers={"Referer": f"https://news.example{address}"})
            assert answer.status_code in ((302, 403, 405) if role is None else (200, 403, 404, 405, 422)), address
    assert everything() == before
