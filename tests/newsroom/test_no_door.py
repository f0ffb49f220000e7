"""No door to the body: whatever is asked of the desk, no letter of an agency's text changes, stored or shown.

Every route is walked as a chief, by every method, with every field that a form, a change or a dispatch has.
"""

import itertools
import re

import msgspec
import pytest

from makers import NOON
from newsroom.walking import filled, known, routes
from road.wire import g2, guid
from stet.journal import inquiry
from stet.model.brief import Brief
from stet.model.change import AnyChange, Change, Hold, Kill, Release, SetHeadline, SetPicture, Unsealed
from stet.model.dispatch import Dispatch, Picture
from stet.model.packet import Packet

MARK = "Zebrafinch"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
NOUNS = (Dispatch, Picture, Packet, Brief, SetHeadline, SetPicture, Hold, Kill, Release, Unsealed)
OWN = ("body", "text", "value", "data", "content", "html", "article", "words", "story", "field", "name", "query", "q")
BODY = re.compile(rb'itemprop="?articleBody"?[^>]*>(.*?)</div>', re.DOTALL)


def stored() -> list[tuple]:
    """All that agencies sent, as bytes and as read."""
    from stet.journal.models import Dispatch as Row
    from stet.journal.models import Packet as Kept

    sent = [(one.feed, one.digest, bytes(one.data)) for one in Kept.objects.order_by("id")]
    return [
        *sent,
        *((one.story_key, one.digest, bytes(one.value)) for one in Row.objects.order_by("story_key", "digest")),
    ]


def shown(road) -> dict[str, list[bytes]]:
    return {path: BODY.findall(page) for path, page in road.edition().items() if path.endswith(".html")}


FIELDS = sorted({*OWN, *itertools.chain(*(noun.__struct_fields__ for noun in NOUNS))})


@pytest.mark.slow
@pytest.mark.parametrize("method", METHODS)
def test_no_route_of_the_desk_changes_a_letter_of_the_agencys_text(road, desk, method):
    road.take(g2(1), g2(2))
    road.take(g2(3), feed="slow")
    chief = desk()
    id_ = inquiry.find(guid(1)).id
    given = dict.fromkeys(FIELDS, MARK) | {"story_key": guid(1), "id": id_, "reason": MARK, "seen": "x"}
    given |= {"queue": "held", "below": MARK}
    before, pages = stored(), shown(road)
    walked = 0
    for route, parts in routes():
        address = filled(route, parts, known(id_))
        if "sign-out" in address:
            continue
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', chief.get("/desk/?q=x").text)
        data = given | {"csrfmiddlewaretoken": token[1] if token else ""}
        more = (
            {"params": given}
            if method == "GET"
            else {"data": data, "headers": {"Referer": f"https://news.example{address}"}}
        )
        answer = chief.send(method, address, **more)
        assert answer.status_code < 500, f"{method} {address}: {answer.text[:500]}"
        walked += 1
    assert walked > 5
    assert stored() == before
    now = shown(road)
    changed = [path for path in now if path in pages and now[path] != pages[path]]
    assert not [path for path in changed if any(MARK.encode() in body for body in now[path])]
    assert not [path for path in changed if path.startswith("india/") and "-" in path]


def test_a_change_has_no_place_for_a_body():
    """What a person does is one of these nouns, and no field of them could hold a text of the agency's."""
    fields = {name for noun in AnyChange.__args__ for name in noun.__struct_fields__} - set(Change.__struct_fields__)
    assert fields == {"text", "agency_headline", "asset", "caption", "credit", "alt", "focus", "reason"}


def test_a_change_with_a_body_in_it_is_read_without_it():
    headline = SetHeadline(story_key="k", who="mira", at=NOON, text="x")
    said = msgspec.to_builtins(headline) | {"kind": "headline", "body_html": "<p>y</p>"}
    assert not hasattr(msgspec.convert(said, AnyChange), "body_html")
