"""A queue in a browser: it keeps itself true, has the keys of the wire, and lets things be done in its lines."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.test_desk_night import SLOW
from browser.test_desk_wire import at_the_desk
from house import House
from road.wire import PARAGRAPHS, g2

pytestmark = pytest.mark.slow


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    with (tmp_path / "stet.toml").open("a") as settings:
        settings.write(SLOW)
    with made.running():
        yield made


@pytest.fixture
def page(house: House, context) -> Page:
    """The queue of what is held, with two stories in it and a chief before it."""
    return open_queue(house, context)


def open_queue(house: House, context, **given) -> Page:
    for number in (1, 2):
        house.drop(f"{number}.xml", g2(number), feed="slow")
    house.until(lambda: house.log.count("state=held") == 2)
    page = at_the_desk(house, context, **given)
    page.goto(f"{house.url}/desk/queues/held/")
    expect(page.locator(".line")).to_have_count(2)
    return page


def line_of(page: Page, number: int) -> Locator:
    return page.locator(".line", has_text=f"timetable {number}")


def goes_down_to(page: Page, number: int) -> None:
    expect(page.locator("#connection")).to_have_text("live")
    link = line_of(page, number).locator("a.open")
    for _ in range(2):
        if not link.evaluate("one => one === document.activeElement"):
            page.keyboard.press("j")
    expect(link).to_be_focused()


def test_a_story_is_released_by_two_keys_and_the_queue_stays(house, page):
    goes_down_to(page, 2)
    page.keyboard.press("r")
    page.keyboard.press("Enter")
    expect(page.locator("#notices")).to_contain_text("timetable 2: It is released.")
    assert page.url == f"{house.url}/desk/queues/held/"
    expect(page.locator(".line")).to_have_count(1)
    assert house.pages_of("world")


def test_a_kill_is_two_keys_and_a_reason_and_the_reason_can_be_left_again(house, page):
    goes_down_to(page, 1)
    page.keyboard.press("x")
    reason = line_of(page, 1).get_by_label("Reason of the kill")
    expect(reason).to_be_focused()
    page.keyboard.type("jrx")
    expect(reason).to_have_value("jrx")
    page.keyboard.press("Escape")
    expect(line_of(page, 1).locator("a.open")).to_be_focused()
    expect(reason).to_be_hidden()
    page.keyboard.press("x")
    page.keyboard.type(" is wrong")
    page.keyboard.press("Enter")
    expect(page.locator("#notices")).to_contain_text("It is killed")
    expect(line_of(page, 2)).to_be_visible()
    expect(page.locator(".line")).to_have_count(1)


@pytest.mark.parametrize(("key", "part"), [("Enter", ""), ("h", "#headline"), ("p", "#picture"), ("o", "#hold")])
def test_for_all_else_a_key_leads_to_the_story(house, page, key, part):
    goes_down_to(page, 1)
    id_ = line_of(page, 1).get_attribute("data-id")
    page.keyboard.press(key)
    page.wait_for_url(f"{house.url}/desk/story/{id_}/{part}")


def test_the_keys_are_shown_in_a_queue_and_words_are_looked_for_on_the_wire(house, page):
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    expect(page.locator("a.open").first).to_be_focused()
    page.keyboard.press("/")
    page.wait_for_url(f"{house.url}/desk/#q")
    expect(page.locator("#q")).to_be_focused()


def test_what_comes_waits_behind_a_counter_and_what_went_is_told_where_it_stood(house, page):
    expect(page.locator("#connection")).to_have_text("live")
    house.drop("3.xml", g2(3), feed="slow")
    expect(page.locator("#fresh")).to_have_text("One change waits")
    expect(page.locator(".line")).to_have_count(2)
    house.stet("release", str(line_of(page, 1).get_attribute("data-id")))
    expect(line_of(page, 1).locator(".tag").first).to_have_text("live")
    expect(line_of(page, 1).locator("form")).to_have_count(0)
    page.keyboard.press("n")
    expect(line_of(page, 3)).to_be_visible()
    expect(line_of(page, 1)).to_have_count(0)


def test_a_story_that_moves_under_a_reason_leaves_it_there_and_a_release_is_asked_again(house, page):
    line = line_of(page, 1)
    line.locator(".kill summary").click()
    line.get_by_label("Reason of the kill").fill("the port denies it")
    line.get_by_label("Reason of the kill").focus()
    expect(page.locator("#connection")).to_have_text("live")
    house.drop("1-2.xml", g2(1, 2, paragraphs=(PARAGRAPHS[0].replace("six", "nine"), *PARAGRAPHS[1:])), feed="slow")
    expect(line.locator(".facts")).to_contain_text("v2")
    expect(line.get_by_label("Reason of the kill")).to_have_value("the port denies it")
    expect(line.get_by_label("Reason of the kill")).to_be_focused()
    line_of(page, 2).locator("a.open").focus()
    house.drop("1-3.xml", g2(1, 3, paragraphs=(PARAGRAPHS[0].replace("six", "nine"), *PARAGRAPHS[1:])), feed="slow")
    expect(line.locator(".facts")).to_contain_text("v3")
    expect(line.get_by_label("Reason of the kill")).to_have_value("the port denies it")
    line.get_by_role("button", name="Release").click()
    expect(page.locator("#wrong")).to_be_focused()
    expect(page.locator("#wrong")).to_contain_text("“six” is now “nine”")
    assert not house.pages_of("world")
    line.get_by_role("button", name="Release").click()
    expect(page.locator("#notices")).to_contain_text("It is released.")


def test_a_queue_needs_no_script(house, context):
    page = open_queue(house, context, java_script_enabled=False)
    line_of(page, 1).get_by_role("button", name="Release").click()
    expect(page.locator("#notices")).to_contain_text("timetable 1: It is released.")
    line_of(page, 2).locator(".kill summary").click()
    line_of(page, 2).get_by_label("Reason of the kill").fill("the port denies it")
    line_of(page, 2).get_by_role("button", name="Kill", exact=True).click()
    expect(page.locator("#notices")).to_contain_text("It is killed")
    expect(page.get_by_text("Nothing waits here.")).to_be_visible()
