"""The reading path in a real browser, over the real server: keyboard, no script, zoom, print, dark, right to left."""

import gzip
import re
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.slow

Make = Callable[..., BrowserContext]
PHONE = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 900}
STORY_BYTES, FRONT_BYTES = 15_000, 25_000
"""Compressed, the stylesheet counted, pictures not."""


def lead_of(site: str) -> str:
    """The address of the story that leads the front."""
    front = httpx.get(f"{site}/", trust_env=False).text
    found = re.search(r'class="card lead[^>]*>.*?<h2><a href="([^"]+)"', front, re.DOTALL)
    assert found
    return found[1]


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.getAttribute('href') || document.activeElement.tagName")


def test_a_reader_comes_to_a_story_and_its_topic_by_keyboard_alone(site: str, context: Make) -> None:
    page = context(viewport=DESK).new_page()
    page.goto(site)
    page.keyboard.press("Tab")
    assert focused(page) == "#main"
    assert page.locator(".skip").is_visible()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    lead = lead_of(site)
    for _ in range(40):
        page.keyboard.press("Tab")
        if focused(page) == lead:
            break
    else:
        pytest.fail("the lead cannot be reached")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{lead}")
    assert page.locator("h1").count() == 1
    topic = page.locator(".topics a").first
    for _ in range(80):
        page.keyboard.press("Tab")
        if focused(page) == topic.get_attribute("href"):
            break
    else:
        pytest.fail("no topic can be reached")
    page.keyboard.press("Enter")
    page.wait_for_url("**/topic/**")


def test_all_of_it_is_there_without_scripts(site: str, context: Make) -> None:
    page = context(java_script_enabled=False).new_page()
    page.goto(site)
    page.locator(".lead h2 a").click()
    assert page.locator("[itemprop=articleBody] p").count() > 1
    assert page.locator(".disclosure").inner_text()
    page.locator(".topics a").first.click()
    assert "/topic/" in page.url
    assert page.locator("article.card").count() > 0


def test_pages_ask_nobody_else_keep_nothing_and_say_no_error(site: str, context: Make) -> None:
    here = context()
    page = here.new_page()
    asked, errors = list[str](), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    for address in ("/", lead_of(site)):
        page.goto(f"{site}{address}", wait_until="networkidle")
    assert all(url.startswith((site, "data:")) for url in asked), asked
    assert errors == []
    assert here.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.parametrize("language", ["en-IN", "hi-IN", "ar-EG"])
def test_nothing_goes_sideways_on_a_small_phone_or_at_200_percent(
    site_in: Callable[[str], str], context: Make, language: str
) -> None:
    site = site_in(language)
    for given in ({"viewport": PHONE}, {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2}):
        page = context(**given).new_page()
        for address in ("/", lead_of(site)):
            page.goto(f"{site}{address}")
            wide = page.evaluate("document.scrollingElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, (address, wide)
            assert page.locator("h1").bounding_box()["width"] > 0  # type: ignore[index]


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_nothing_moves_while_a_page_is_loaded(site: str, context: Make, viewport: dict[str, int]) -> None:
    page = context(viewport=viewport).new_page()
    page.add_init_script(
        "window.moved = 0;"
        "const sum = list => { for (const one of list.getEntries()) window.moved += one.value };"
        "new PerformanceObserver(sum).observe({type: 'layout-shift', buffered: true})"
    )
    for address in ("/", lead_of(site)):
        page.goto(f"{site}{address}", wait_until="networkidle")
        page.mouse.wheel(0, 4000)
        page.wait_for_timeout(200)
        assert page.evaluate("window.moved") == 0, address


def test_a_printed_story_is_the_story_and_its_address(site: str, context: Make) -> None:
    page = context(viewport=DESK, color_scheme="dark").new_page()
    page.goto(f"{site}{lead_of(site)}")
    page.emulate_media(media="print", color_scheme="light")
    for kept in ("h1", ".byline", ".times", "[itemprop=articleBody]", ".disclosure", ".permalink"):
        assert page.locator(kept).first.is_visible(), kept
    for dropped in (".skip", ".departments", ".colophon", ".topics"):
        assert not page.locator(dropped).first.is_visible(), dropped
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_dark_is_dark_and_pictures_are_as_they_are(site: str, context: Make) -> None:
    page = context(color_scheme="dark").new_page()
    page.goto(site)
    red, green, blue = map(int, re.findall(r"\d+", page.evaluate("getComputedStyle(document.body).backgroundColor")))
    assert max(red, green, blue) < 60
    assert page.evaluate("[...document.images].every(one => getComputedStyle(one).filter === 'none')")


def test_an_arabic_house_runs_from_right_to_left(site_in: Callable[[str], str], context: Make) -> None:
    site = site_in("ar-EG")
    page = context(viewport=DESK).new_page()
    page.goto(f"{site}{lead_of(site)}")
    assert page.evaluate("getComputedStyle(document.documentElement).direction") == "rtl"
    heading = page.locator("h1").bounding_box()
    kicker = page.locator(".report .kicker a").bounding_box()
    assert heading
    assert kicker
    assert abs((kicker["x"] + kicker["width"]) - (heading["x"] + heading["width"])) < 2


def test_an_arabic_story_in_an_english_house_runs_its_own_way(site: str, context: Make) -> None:
    page = context(viewport=DESK).new_page()
    page.goto(f"{site}/world/")
    foreign = page.locator("article.card[lang=ar]").first
    assert foreign.get_attribute("dir") == "rtl"
    foreign.locator("a").last.click()
    assert page.locator("article.report").get_attribute("dir") == "rtl"
    assert page.locator("html").get_attribute("dir") == "ltr"


def test_a_story_and_the_front_are_light(site: str) -> None:
    front, story = (_bytes(site, address) for address in ("/", lead_of(site)))
    assert story < STORY_BYTES, story
    assert front < FRONT_BYTES, front


def _bytes(site: str, address: str) -> int:
    page = httpx.get(f"{site}{address}", trust_env=False)
    [style] = re.findall(r'rel="stylesheet" href="([^"]+)"', page.text)
    sheet = httpx.get(f"{site}{style}", trust_env=False)
    return sum(len(gzip.compress(one.content, 6)) for one in (page, sheet))
