"""Every screen of the desk before axe-core, light and dark, wide and narrow; and none of them goes sideways."""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.hands import DESK, PHONE
from browser.judging import faults
from browser.test_desk_night import SLOW
from browser.test_desk_wire import at_the_desk
from house import House
from newsroom.test_queues import slugged, stopped
from road.wire import PARAGRAPHS, cancel, g2
from stet.model.person import Role

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

NARROWEST = 320
LONG = "Velmoraferrytimetablewithoutasingleblank" * 4
QUEUES = ("held", "orders", "embargoed", "stale", "corrections", "withdrawn")
UP = (1, 4, 5, 6)
NINE = (PARAGRAPHS[0].replace("six", "nine"), *PARAGRAPHS[1:])


class Full(House):
    """A house in the middle of a night, with something of everything."""

    ids: dict[int, str]
    """Of the stories that were up."""


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house to which nothing has come."""
    made = House(tmp_path_factory.mktemp("empty"))
    with made.running():
        yield made


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory, picture: bytes) -> Iterator[Full]:
    made = Full(tmp_path_factory.mktemp("full"))
    with (made.root / "stet.toml").open("a") as settings:
        settings.write(SLOW)
    (made.root / "ferry.jpg").write_bytes(picture)
    with made.running():
        fill(made)
        yield made


def fill(house: Full) -> None:
    """Stories in every standing, a stale headline, a fallen one, an order in doubt, a refused file, a held feed."""
    for number in UP:
        house.drop(f"{number}.xml", g2(number))
    house.drop("2.xml", g2(2, headline=f"Velmora {LONG}"), feed="slow")
    house.drop("3.xml", g2(3, embargo=datetime.now(UTC) + timedelta(hours=2)))
    house.drop("slug.json", json.dumps(slugged(1)).encode())
    house.drop("bad.xml", b"<newsItem><itemMeta>" + LONG.encode())
    house.ids = {number: house.until(lambda: house.pages(number))[0].stem[-10:] for number in UP}  # noqa: B023
    house.until(lambda: list(house.root.glob("site/*/ferries-cross-every-twenty-minutes-*.html")))
    words = ["--caption", "A ferry", "--credit", "The Morning Ledger", "--alt", "A white ferry"]
    house.stet("picture", house.ids[1], "ferry.jpg", *words)
    for number in (1, 5):
        house.stet("headline", house.ids[number], "Six hours for a ferry")
    house.stet("kill", house.ids[6], "--reason", "the council denies it")
    house.stet("feed", "hold", "other", "--reason", "their wire is broken")
    house.drop("1-2.xml", g2(1, 2, paragraphs=NINE))
    house.drop("4-2.xml", cancel(4))
    house.drop("5-2.xml", g2(5, 2, paragraphs=NINE, correction=True))
    house.drop("6-3.xml", g2(6, 3))
    house.drop("order.json", json.dumps(stopped(1)).encode())
    house.until(lambda: house.log.count("version=3") and house.log.count("state=withdrawn") > 1)
    house.until(lambda: "causes=order" in house.log)


def queues(page: Page, home: str) -> Iterator[str]:
    page.goto(f"{home}queues/")
    yield "queues"
    for name in QUEUES:
        page.goto(f"{home}queues/{name}/")
        yield f"queue-{name}"


def of_an_empty_house(page: Page, house: House) -> Iterator[str]:
    home = f"{house.url}/desk/"
    page.goto(home)
    yield "wire"
    yield from queues(page, home)
    for room in ("feeds", "audit", "settings"):
        page.goto(f"{home}{room}/")
        yield room


def of_a_full_house(page: Page, house: Full) -> Iterator[str]:
    """Each screen there is, one after the other, as a chief. Gives the name of each."""
    home = f"{house.url}/desk/"
    yield from of_the_wire(page, home)
    yield from queues(page, home)
    page.goto(f"{home}queues/held/")
    for fold in page.locator(".kill summary").all():
        fold.click()
    yield "queue-kill-asked"
    page.evaluate("for (const one of document.querySelectorAll('[name=seen]')) one.value = 'x.live.0'")
    page.get_by_role("button", name="Release").first.click()
    expect(page.locator("#wrong li").first).to_be_visible()
    yield "queue-moved"
    yield from of_stories(page, house)
    yield from of_rooms(page, home)


def of_the_wire(page: Page, home: str) -> Iterator[str]:
    for name, query in (("lines", ""), ("all", "?standing=all"), ("filter", "?q=ferry&standing=live&flag=stale"),
                        ("nothing", "?q=nothing")):  # fmt: skip
        page.goto(f"{home}{query}")
        yield f"wire-{name}"
    page.goto(home)
    page.keyboard.press("?")
    yield "wire-keys"


def of_stories(page: Page, house: Full) -> Iterator[str]:
    home = f"{house.url}/desk/"
    page.goto(f"{home}?standing=all")
    found = dict(page.eval_on_selector_all(".line", "all => all.map(one => [one.innerText, one.dataset.id])"))
    for name, words in (("held", LONG), ("embargoed", "timetable 3"), ("corrected", "timetable 5"),
                        ("after-a-kill", "timetable 6"), ("in-doubt", "Ferries cross")):  # fmt: skip
        page.goto(f"{home}story/{next(id_ for text, id_ in found.items() if words in text)}/")
        yield f"story-{name}"
    live, gone = (f"{home}story/{house.ids[number]}/" for number in (1, 4))
    yield from of_a_live_one(page, live, house)
    yield from of_a_withdrawn_one(page, gone)


def of_a_live_one(page: Page, live: str, house: House) -> Iterator[str]:
    page.goto(live)
    yield "story-live"
    page.keyboard.press("?")
    yield "story-keys"
    page.goto(live)
    page.locator(".entry details summary").first.click()
    yield "story-differences"
    page.locator("#headline").fill("<b>Ferries</b>")
    page.get_by_role("button", name="Set the headline").click()
    expect(page.locator("#wrong")).to_be_visible()
    yield "story-refused"
    page.goto(live)
    page.locator("#picture-box > summary").click()
    page.locator("#shelf-words").fill("ferry")
    page.locator("#look").click()
    expect(page.locator("#shelf .offer")).to_have_count(1)
    page.locator("#file").set_input_files(house.root / "ferry.jpg")
    expect(page.locator("#aim")).to_be_visible()
    yield "story-picture"
    page.goto(live)
    page.evaluate("for (const one of document.querySelectorAll('[name=seen]')) one.value = 'x.live.0'")
    page.locator("#headline").fill("Boats leave every twenty minutes")
    page.get_by_role("button", name="Set the headline").click()
    expect(page.locator("#wrong li").first).to_be_visible()
    yield "story-moved"
    page.evaluate("for (const one of document.querySelectorAll('[name=csrfmiddlewaretoken]')) one.value = 'x'")
    page.get_by_role("button", name="Set the headline").click()
    expect(page.get_by_role("heading", name="Nothing was done")).to_be_visible()
    yield "again"


def of_a_withdrawn_one(page: Page, gone: str) -> Iterator[str]:
    page.goto(gone)
    expect(page.get_by_role("heading", name="Kill receipt")).to_be_visible()
    yield "story-withdrawn"
    page.goto(f"{gone}receipt/")
    page.locator("details summary").first.click()
    yield "receipt"
    page.goto(gone)
    page.locator("#unseal").fill("our lawyer asks")
    page.get_by_role("button", name="Read what is sealed").click()
    expect(page.get_by_role("heading", name="What a stop has sealed")).to_be_visible()
    yield "sealed"


def of_rooms(page: Page, home: str) -> Iterator[str]:
    page.goto(f"{home}feeds/")
    yield "feeds"
    page.locator(".refusals a").first.click()
    yield "refused"
    for fold in page.locator("details:not([open]) summary").all():
        fold.click()
    yield "refused-bytes"
    for name, query in (("lines", ""), ("filter", "?who=nobody"), ("wrong", "?story=nonsense")):
        page.goto(f"{home}audit/{query}")
        yield f"audit-{name}"
    for room in ("settings", "people", "me"):
        page.goto(f"{home}{room}/")
        yield room


@pytest.mark.parametrize("screens", [of_an_empty_house, of_a_full_house], ids=["empty", "full"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_on_any_screen_of_the_desk_and_nothing_goes_sideways(
    request: pytest.FixtureRequest, context, packages: Path, screens, scheme: str, viewport: dict[str, int]
) -> None:
    house = request.getfixturevalue("empty" if screens is of_an_empty_house else "full")
    page = at_the_desk(house, context, bypass_csp=True, viewport=viewport, color_scheme=scheme)
    found: list[tuple[str, object]] = []
    for name in screens(page, house):
        page.wait_for_load_state()  # a page that a form led to may be there before its styles are
        if folder := os.environ.get("STET_TEST_SCREENS"):
            page.screenshot(path=f"{folder}/{name}-{scheme}-{viewport['width']}.png", full_page=True)
        found += [(name, fault) for fault in faults(page, packages)]
        for width in (viewport["width"], NARROWEST) if viewport is PHONE else (viewport["width"],):
            page.set_viewport_size(viewport | {"width": width})
            found += [(name, ("goes sideways", width, one)) for one in beyond(page)]
        page.set_viewport_size(viewport)
    assert found == []


def beyond(page: Page) -> list[str]:
    """What sticks out of a page that goes sideways."""
    return page.evaluate(
        """() => {
        const wide = document.documentElement.clientWidth;
        if (document.scrollingElement.scrollWidth <= wide) return [];
        const out = (one) => one.getBoundingClientRect().right > wide + 1;
        const all = [...document.querySelectorAll("body *")].filter(out);
        return all.slice(0, 3).map((one) => one.outerHTML.slice(0, 120));
        }"""
    )


def test_who_may_not_see_a_room_is_told_so_in_a_page_for_everybody(full: Full, context, packages: Path) -> None:
    page = at_the_desk(full, context, Role.EDITOR, bypass_csp=True, viewport=PHONE)
    page.goto(f"{full.url}/desk/people/")
    assert faults(page, packages) == []
    assert beyond(page) == []
