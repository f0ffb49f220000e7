"""The desk in Hindi in a browser: whole on a telephone and on a wide screen, by daylight and at night."""

from collections.abc import Iterator

import pytest

from browser.judging import faults
from house import House
from newsroom.asking import session_from_outside
from road.wire import cancel, g2
from stet.model.person import Role

pytestmark = pytest.mark.slow

CUT = """() => [...document.querySelectorAll("button, .button, .tag, label, h1, h2, th, td, p, a, select, dt, dd")]
  .filter((one) => one.offsetParent && getComputedStyle(one).overflow !== "visible" && !one.closest(".visually-hidden"))
  .filter((one) => one.scrollHeight > one.clientHeight + 1 && one.clientHeight > 0)
  .map((one) => one.outerHTML.slice(0, 120))"""
"""What is set in a box that is too small for it."""


@pytest.fixture
def house(tmp_path) -> Iterator[House]:
    made = House(tmp_path)
    with made.running():
        made.drop("1.xml", g2(1))
        made.drop("2.xml", g2(2))
        made.drop("3.xml", b"<broken")
        made.until(lambda: made.pages(2))
        made.drop("4.xml", cancel(2))
        made.until(lambda: not made.pages(2))
        yield made


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 900), (390, 844)])
def test_every_room_is_whole_in_hindi(house, context, packages, size, scheme):
    width, height = size
    key = session_from_outside(house.root, "mira", Role.CHIEF)
    made = context(viewport={"width": width, "height": height}, color_scheme=scheme, locale="hi-IN")
    page = made.new_page()
    page.goto(f"{house.url}/desk/sign-in/")
    assert page.locator("h1").inner_text() == "साइन इन करें"
    made.add_cookies([{"name": "stet_desk", "value": key, "url": f"{house.url}/desk/"}])
    page.goto(f"{house.url}/desk/")
    stories = [f"story/{one.get_attribute('data-id')}/" for one in page.locator(".line").all()]
    assert len(stories) == 2
    for room in (
        "",
        "queues/",
        "queues/withdrawn/",
        "feeds/",
        "audit/",
        "settings/",
        "people/",
        "me/",
        "none/",
        *stories,
    ):
        page.goto(f"{house.url}/desk/{room}")
        assert page.locator("html").get_attribute("lang") == "hi"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, room
        assert page.evaluate(CUT) == [], room
        assert faults(page, packages) == [], room
