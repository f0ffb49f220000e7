"""Whatever an item says in any of its fields is text at the desk, on every screen that shows it."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from lxml import html

from newsroom import hostile
from newsroom.walking import filled, known, routes
from road.wire import g2
from stet.journal import lines
from stet.journal.lines import Wanted
from stet.model.story import State

TURNS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
OVERRIDES = "[\u202a-\u202e\u2066-\u2069]"
POINTS = ("href", "src", "action", "formaction", "srcset", "poster", "data", "hx-get", "hx-post", "xlink:href")


def bring(road, words: str) -> list[str]:
    """Items of two feeds, one in two versions, one under an id of those words, and files that are none."""
    number = lines.newest()
    name = words[:200].encode("utf-8", "replace").decode().replace("/", " ").replace("\x00", "")
    return [
        *road.take(hostile.item(words, number), hostile.item(words + " again", number, 2), source=name),
        *road.take(hostile.item(words, number + 1), hostile.item(words, number + 2), source=name),
        *road.take(hostile.item(words, number + 3), g2(f"plain-{number}"), feed="slow", source=name),
        *road.take(hostile.item(words, uri=f"urn:x-test:{words}"), b"<" + words.encode(), source=name),
    ]


def addresses(id_: str, packet: str, digest: str) -> Iterator[str]:
    """Every address of the desk that can be looked at, filled in with these."""
    for route, parts in routes():
        more = {"packet": packet, "digest": digest, **({"name": "wire"} if "feeds" in route else {})}
        address = filled(route, parts, known(id_, **more))
        if not re.search("static|sign-out", address):
            yield address
    yield from (f"/desk/rows/?ids={id_}", f"/desk/story/{id_}/?pictures=", "/desk/queues/held/", "/desk/?standing=all")


@pytest.fixture
def said(road, desk):
    """Asks every screen of the desk about stories that say some words in every field: live, held, killed. Gives the
    pages by their addresses."""

    def pages(words: str) -> dict[str, str]:
        assert "held" in bring(road, words)
        chief = desk(name="mira")
        stories = [one.id for one in lines.lines(Wanted(states=(State.LIVE, State.HELD)), limit=50)]
        killed = next(id_ for id_ in stories if "Velmora council" not in chief.get(f"/desk/story/{id_}/").text)
        (seen,) = re.findall(r'kill/".*?name="seen" value="([^"]+)"', chief.get(f"/desk/story/{killed}/").text)
        given = {"reason": "x", "seen": seen}
        assert chief.post(f"/desk/story/{killed}/kill/", given, form=f"/desk/story/{killed}/").status_code == 303
        packet = re.findall(r"/refused/(\d+)/", chief.get("/desk/feeds/").text)[0]
        found: dict[str, str] = {}
        for id_ in stories:
            digest = next(
                iter(re.findall(r"/version/(\w+)/", chief.get(f"/desk/story/{id_}/?whole=1").text)), "ab" * 32
            )
            for address in addresses(id_, packet, digest):
                if id_ in address or address not in found:
                    found[address] = ask(chief, address)
        sealed = chief.post(f"/desk/story/{killed}/unseal/", {"reason": "x"}, form=f"/desk/story/{killed}/")
        assert sealed.status_code == 200
        return found | {"unsealed": sealed.text}

    def ask(chief, address: str) -> str:
        answer = chief.get(address)
        assert answer.status_code < 500, address
        return answer.text if "text/html" in answer.headers.get("content-type", "") else ""

    return pages


def shapes(page: str) -> set[tuple[str, tuple[str, ...]]]:
    """The kinds of elements on a page: their names, and those of their attributes."""
    return {(str(one.tag), tuple(sorted(one.keys()))) for one in tree(page).iter()}


def tree(page: str):
    return html.document_fromstring(f"<div>{page}</div>" if "<html" not in page else page)


@pytest.mark.slow
@pytest.mark.parametrize("poison", hostile.POISONS)
def test_no_element_attribute_or_address_on_any_screen_comes_out_of_an_item(said, poison):
    harmless, hurt = said(hostile.HARMLESS), said(hostile.POISONS[poison])
    assert len(hurt) > 40
    usual = set().union(*(shapes(page) for page in harmless.values() if page))
    for address, page in hurt.items():
        if not page:
            continue
        strange = shapes(page) - usual
        assert not strange, address
        assert not re.search("[\x00-\x08\x0b-\x1f]", page.replace("\r", "")), address
        assert not re.search(OVERRIDES, tree(page).findtext(".//title") or ""), address
        for one in tree(page).iter():
            for name in POINTS:
                assert urlsplit(one.get(name, "").strip()).scheme in ("", "http", "https"), (address, one.get(name))


@pytest.mark.slow
def test_marks_that_turn_the_direction_of_writing_turn_nothing_of_the_desks_own(said):
    pages = said(hostile.DIRECTION)
    for address in (one for one in pages if "preview" not in one):  # a page of its own, in a frame
        page = pages[address]
        for one in tree(page or "x").iter():
            for text, within in ((one.text, one), (one.tail, one.getparent())):
                if text and TURNS.search(text) and one.tag not in ("script", "style", "title"):
                    isolated = within.xpath(
                        "ancestor-or-self::*[self::bdi or @dir='auto' or self::textarea or self::pre]"
                    )
                    assert isolated, (address, html.tostring(within)[:300])
