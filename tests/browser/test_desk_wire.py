"""The wire in a browser: it tells what comes without moving under a finger, and says when it hears nothing."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from browser.judging import faults
from house import House
from newsroom.asking import session_from_outside
from road.wire import cancel, g2
from stet.model.person import Role

pytestmark = pytest.mark.slow


@pytest.fixture
def house(tmp_path) -> Iterator[House]:
    made = House(tmp_path)
    with made.running():
        yield made


@pytest.fixture
def page(house, context) -> Page:
    """The desk of the house, with an editor before it."""
    return open_wire(house, context)


def at_the_desk(house: House, context, role: Role = Role.CHIEF, **given) -> Page:
    """A page of somebody of that role, who is signed in."""
    made = context(**given)
    key = session_from_outside(house.root, "mira" if role is Role.CHIEF else role.called, role)
    made.add_cookies([{"name": "stet_desk", "value": key, "url": f"{house.url}/desk/"}])
    return made.new_page()


def open_wire(house: House, context, **given) -> Page:
    page = at_the_desk(house, context, **given)
    page.goto(f"{house.url}/desk/")
    expect(page.locator("#connection")).to_have_text("live")
    return page


def test_what_comes_waits_behind_a_counter_until_it_is_asked_for(house, page):
    house.drop("1.xml", g2(1))
    expect(page.locator("#fresh")).to_have_text("One change waits")
    house.drop("2.xml", g2(2))
    expect(page.locator("#fresh")).to_have_text("2 changes wait")
    assert page.locator(".line").count() == 0
    page.keyboard.press("n")
    expect(page.locator(".line")).to_have_count(2)
    expect(page.locator("#fresh")).to_be_hidden()


def test_a_line_that_is_shown_is_renewed_where_it_stands_and_keeps_the_focus(house, page):
    house.drop("1.xml", g2(1))
    house.drop("2.xml", g2(2))
    expect(page.locator("#fresh")).to_have_text("2 changes wait")
    page.keyboard.press("n")
    expect(page.locator("a.open").first).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("a.open").nth(1)).to_be_focused()
    id_ = page.locator(".line").nth(1).get_attribute("data-id")
    number = page.locator("a.open").nth(1).inner_text()[-1]
    house.drop("3.xml", g2(int(number), 2, headline="Velmora council moves the ferry timetable"))
    expect(page.locator(f"#s-{id_} a.open")).to_have_text("Velmora council moves the ferry timetable")
    expect(page.locator(f"#s-{id_} a.open")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/story/{id_}/")


def test_a_stop_is_said_aloud_and_takes_the_words_off_the_list(house, page):
    house.drop("1.xml", g2(1))
    expect(page.locator("#fresh")).to_be_visible()
    page.locator("#fresh").click()
    expect(page.locator(".line")).to_have_count(1)
    house.drop("2.xml", cancel(1))
    expect(page.locator("#aloud")).to_contain_text("Stopped:")
    expect(page.locator("a.open")).to_have_text("(sealed)")
    assert "ferry" not in page.content()


def test_a_lost_connection_is_shown_and_nothing_of_what_came_meanwhile_is_missed(tmp_path, context):
    house = House(tmp_path)
    with house.running():
        page = open_wire(house, context)
    expect(page.locator("#connection")).to_contain_text("Connection lost")
    house.drop("1.xml", g2(1))
    with house.running():
        house.until(lambda: len(house.pages(1)) == 1)
        expect(page.locator("#connection")).to_have_text("live", timeout=40_000)
        expect(page.locator("#fresh")).to_have_text("One change waits")


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_list_is_for_everybody_by_any_light_on_any_screen(house, context, packages, look, width):
    house.drop("1.xml", g2(1))
    house.drop("2.xml", g2(2))
    house.drop("3.xml", cancel(2))
    house.until(lambda: len(house.pages(1)) == 1 and house.log.count("state=withdrawn"))
    page = open_wire(house, context, color_scheme=look, viewport={"width": width, "height": 800}, bypass_csp=True)
    for path in ("/desk/", "/desk/?q=nothing", "/desk/queues/", "/desk/queues/withdrawn/", "/desk/queues/held/"):
        page.goto(house.url + path)
        assert faults(page, packages) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_keys_are_shown_by_the_question_mark(page):
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("jk?")
    expect(page.locator("#q")).to_have_value("jk?")
