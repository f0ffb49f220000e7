"""`make screenshots`: the pages that the documents show, in three languages, phone and desk, light and dark.

python -m browser.screenshots FOLDER [LANGUAGE...]
"""

import re
import sys
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import httpx
from PIL import Image
from playwright.sync_api import Browser

from browser.played import NAMES
from browser.served import browser, served

VIEWS = {"desk": (1280, 900), "phone": (390, 844)}
SCHEMES = ("light", "dark")
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


def shoot(chromium: Browser, site: str, root: Path, language: str, folder: Path) -> Iterator[Path]:
    """All pictures of one site."""
    for view, (width, height) in VIEWS.items():
        for scheme in SCHEMES:
            context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
            page = context.new_page()
            for name, address in pages(site, root, language):
                page.goto(f"{site}{address}", wait_until="load")
                file = folder / f"{name}-{language[:2]}-{view}-{scheme}.webp"
                # Of a story all of it is shown: how it was made stands at its end.
                taken = page.screenshot(full_page=name == "story")
                with Image.open(BytesIO(taken)) as image:
                    image.save(file, quality=QUALITY, method=6)
                yield file
            context.close()


def main(folder: Path, languages: list[str]) -> None:
    """Make them all."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, browser() as chromium:
        for language in languages:
            root = Path(scratch) / language
            with served(root, language) as site:
                for file in shoot(chromium, site, root, language, folder):
                    sys.stdout.write(f"{file}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:] or list(NAMES))
