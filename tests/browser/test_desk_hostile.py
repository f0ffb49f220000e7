"""An item full of what acts in a browser, before a real one: nothing of it acts, on any screen of the desk."""

import re

import pytest
from playwright.sync_api import expect

from newsroom import hostile
from newsroom.asking import session_from_outside
from stet.model.person import Role

pytestmark = pytest.mark.slow


def test_no_dialog_opens_and_no_browser_has_to_stop_anything(house, context):
    key = session_from_outside(house.root, "mira", Role.CHIEF)
    made = context()
    made.add_cookies([{"name": "stet_desk", "value": key, "url": f"{house.url}/desk/"}])
    page = made.new_page()
    stopped: list[str] = []
    page.on("dialog", lambda dialog: (stopped.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("console", lambda said: stopped.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: stopped.append(str(error)))
    page.goto(f"{house.url}/desk/")
    expect(page.locator("#connection")).to_have_text("live")
    poisons = [one for name, one in hostile.POISONS.items() if name != "huge"]
    for number, words in enumerate(poisons):
        house.drop(f"{number} ' onfocus=alert(1) &lt;img src=x onerror=alert(1)&gt;.json", hostile.item(words, number))
    house.drop("<img src=x onerror=alert(1)>.json", b"<script>alert(1)</script>")
    expect(page.locator("#fresh")).to_contain_text(str(len(poisons)))
    page.keyboard.press("n")
    expect(page.locator(".line")).to_have_count(len(poisons))
    stories = [page.locator(".line").nth(at).get_attribute("data-id") for at in range(len(poisons))]
    for id_ in stories:
        page.goto(f"{house.url}/desk/story/{id_}/?pictures=")
        expect(page.frame_locator("#preview").locator("body")).to_be_visible()
        page.locator("#headline").fill(hostile.SCRIPT)
        expect(page.locator("#check .search")).to_contain_text("<script>")
        page.reload()
    for room in ("feeds", "audit", "queues", "queues/held", "settings"):
        page.goto(f"{house.url}/desk/{room}/")
    page.goto(f"{house.url}/desk/feeds/")
    page.goto(f"{house.url}{page.locator('.refusals a').first.get_attribute('href')}")
    assert re.search("script", page.locator("pre").first.inner_text())
    assert stopped == []
