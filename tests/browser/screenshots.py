"""`make screenshots`: what the documents show, light and dark, on a phone and a wide screen: pages of the site in three
languages, and the screens of the desk in the two that it speaks.

python -m browser.screenshots FOLDER [LANGUAGE...]
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import product
from pathlib import Path

import httpx
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from browser.played import LAST, NAMES
from browser.served import browser, served
from newsroom.asking import session_from_outside
from stet.model.person import Role

VIEWS = {"desk": (1280, 900), "phone": (390, 844)}
SCHEMES = ("light", "dark")
DESK_LANGUAGES = ("en", "hi")
HOUSE = "en-IN"
"""Of this language is the house whose desk is shown: it takes all that is sent."""
QUALITY = 70
QUERIES = {"en-IN": "ferry", "hi-IN": "रेल", "ar-EG": "سفينة"}


def pages(site: str, root: Path, language: str) -> Iterator[tuple[str, str]]:
    """Name and address of one page of each kind."""
    front = httpx.get(f"{site}/", trust_env=False).text
    yield "front", "/"
    lead = re.search(r'class="card lead[^>]*>.*?<h2><a href="([^"]+)"', front, re.DOTALL)
    if lead is None:
        raise LookupError("the front has no lead")
    yield "story", lead[1]
    story = httpx.get(f"{site}{lead[1]}", trust_env=False).text
    if topic := re.search(r'rel="tag" href="([^"]+)"', story):
        yield "topic", topic[1]
    yield "archive", "/archive/2026/11/21/"
    yield "search", f"/search?q={QUERIES[language]}"
    gone = next(iter(sorted((root / "site" / "gone").glob("*.html"))), None)
    if gone:
        yield "gone", f"/india/withdrawn-{gone.stem}"


def screens(page: Page, site: str) -> Iterator[tuple[str, bool]]:
    """The screens of the desk, one after the other before a chief: name, and whether all of it is shown."""
    page.goto(f"{site}/desk/")
    expect(page.locator("#connection")).to_have_class("tag good")
    yield "wire", False
    page.keyboard.press("?")
    yield "keys", False
    page.keyboard.press("Escape")
    page.locator(".line:has(.agencys) a.open").first.click()
    page.wait_for_load_state("networkidle")
    yield "story", True
    for name in ("queues/held", "feeds", "audit", "settings"):
        page.goto(f"{site}/desk/{name}/")
        yield name.rpartition("/")[2], False


def shoot(chromium: Browser, site: str, root: Path, language: str, folder: Path) -> Iterator[Path]:
    """All pictures of one site."""
    for view, scheme in product(VIEWS, SCHEMES):
        with opened(chromium, view, scheme) as page:
            for name, address in pages(site, root, language):
                page.goto(f"{site}{address}", wait_until="load")
                # Of a story all of it is shown: how it was made stands at its end.
                yield taken(page, folder / f"{name}-{language[:2]}-{view}-{scheme}.webp", whole=name == "story")


def shoot_desk(chromium: Browser, site: str, root: Path, language: str, folder: Path) -> Iterator[Path]:
    """All pictures of its desk."""
    key = session_from_outside(root, "mira", Role.CHIEF)
    for view, scheme in product(VIEWS, SCHEMES):
        with opened(chromium, view, scheme, language) as page:
            page.context.add_cookies([{"name": "stet_desk", "value": key, "url": f"{site}/desk/"}])
            for name, whole in screens(page, site):
                yield taken(page, folder / f"{name}-{language[:2]}-{view}-{scheme}.webp", whole=whole)


@contextmanager
def opened(chromium: Browser, view: str, scheme: str, language: str = "en") -> Iterator[Page]:
    """A page of a browser set to that."""
    width, height = VIEWS[view]
    context = chromium.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, locale=language, timezone_id="Asia/Kolkata"
    )
    yield context.new_page()
    context.close()


def taken(page: Page, file: Path, *, whole: bool) -> Path:
    """A picture of what is shown, in a file."""
    with Image.open(BytesIO(page.screenshot(full_page=whole))) as image:
        image.save(file, quality=QUALITY, method=6)
    return file


def main(folder: Path, languages: list[str]) -> None:
    """Make them all. The desk is that of a house which takes all languages."""
    for name in ("pages", "desk"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, browser() as chromium:
        for language in languages:
            root = Path(scratch) / language
            with served(root, language) as site:
                say(shoot(chromium, site, root, language, folder / "pages"))
        root = Path(scratch) / "desk"
        with served(root, HOUSE, (datetime.now(UTC) - timedelta(seconds=LAST)).isoformat()) as site:
            hold_one(site, root)
            for language in DESK_LANGUAGES:
                say(shoot_desk(chromium, site, root, language, folder / "desk"))


def hold_one(site: str, root: Path) -> None:
    """A story waits at the desk, that its queue has something to show."""
    story = re.findall(r'href="[^"]*-([0-9a-z]{10})"', httpx.get(f"{site}/", trust_env=False).text)[-1]
    words = [sys.executable, "-m", "stet", "hold", story, "--reason", "Two figures differ: the agency has been asked."]
    subprocess.run(words, cwd=root, check=True, capture_output=True)


def say(files: Iterator[Path]) -> None:
    """Make them, and tell of each."""
    for file in files:
        sys.stdout.write(f"{file}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:] or list(NAMES))
