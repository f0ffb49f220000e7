"""The wire in a browser: it tells what comes without moving under a finger, and says when it hears nothing."""

import signal

import pytest
from playwright.sync_api import Page, Route, expect

from browser.judging import faults
from house import House
from newsroom.asking import session_from_outside
from road.wire import cancel, g2
from stet.model.person import Role

pytestmark = pytest.mark.slow


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


def open_story(house: House, page: Page) -> None:
    house.drop("1.xml", g2(1))
    expect(page.locator("#fresh")).to_be_visible()
    page.locator("#fresh").click()
    page.locator("a.open").click()
    expect(page.locator("#connection")).to_have_text("live")


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


def test_a_line_on_which_nothing_comes_any_more_counts_as_lost_until_it_does(tmp_path, context):
    house = House(tmp_path)
    with house.running() as process:
        page = open_wire(house, context)
        process.send_signal(signal.SIGSTOP)
        try:
            expect(page.locator("#connection")).to_contain_text("Connection lost", timeout=20_000)
        finally:
            process.send_signal(signal.SIGCONT)
        expect(page.locator("#connection")).to_have_text("live", timeout=40_000)


def test_a_browser_without_a_network_says_so_at_once(page, context):
    page.evaluate("window.dispatchEvent(new Event('offline'))")
    expect(page.locator("#connection")).to_contain_text("Connection lost")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#connection")).to_have_text("live")


def test_what_was_said_aloud_of_a_story_goes_when_it_is_stopped(house, page):
    house.drop("1.xml", g2(1))
    house.until(lambda: house.pages(1))
    house.drop("2.xml", g2(1, 2, headline="A corrected ferry", correction=True))
    expect(page.locator("#aloud")).to_contain_text("A corrected ferry")
    house.drop("3.xml", cancel(1, 3))
    expect(page.locator("#aloud")).to_contain_text("Stopped:")
    assert "A corrected ferry" not in page.locator("#aloud").inner_text()


def test_a_story_that_is_stopped_while_it_is_open_shows_none_of_its_words_and_what_was_typed_can_be_copied(house, page):
    open_story(house, page)
    page.locator("#headline").fill("Typed at the last minute")
    house.drop("2.xml", cancel(1))
    expect(page.locator("h1")).to_have_text("(sealed)")
    expect(page.locator(".kept")).to_contain_text("Typed at the last minute")
    assert "ferry" not in page.content()
    expect(page.frame_locator("#preview").locator("body")).not_to_contain_text("ferry")
    page.get_by_role("button", name="Forget it").click()
    page.reload()
    expect(page.locator(".kept")).to_have_count(0)


def test_who_kills_a_story_is_told_so_even_if_the_stream_tells_of_the_stop_first(house, page):
    open_story(house, page)

    asked: list[str] = []

    def answers_late(route: Route) -> None:
        answer = route.fetch(max_redirects=0)
        page.on("request", lambda request: asked.append(request.url) if request.is_navigation_request() else None)
        page.wait_for_timeout(2000)
        asked.append("the answer")
        route.fulfill(response=answer)

    page.route("**/kill/", answers_late)
    page.locator("#kill").fill("the council denies it")
    page.locator("#kill").press("Enter")
    expect(page.locator("#notices")).to_contain_text("It is killed")
    expect(page.locator("h1")).to_have_text("(sealed)")
    assert asked[0] == "the answer"


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
