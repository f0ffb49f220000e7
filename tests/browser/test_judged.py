"""Pages before judges that are not ours: the Nu HTML checker and axe-core."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext

from browser.conftest import need
from browser.judging import faults
from browser.screenshots import pages
from browser.test_reading import DESK

pytestmark = pytest.mark.slow

LANGUAGES = ["en-IN", "hi-IN", "ar-EG"]
EMPTY = "/topic/there-is-none/"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_a_site_is_valid_html(
    site_in: Callable[[str], str], site_root: Callable[[str], Path], packages: Path, tmp_path: Path, language: str
) -> None:
    need(shutil.which("java"), "no Java: apt-get install default-jre-headless")
    site = site_in(language)
    sources = [str(file) for file in sorted((site_root(language) / "site").rglob("*.html"))]
    assert sources
    search = tmp_path / "search.html"
    search.write_bytes(httpx.get(f"{site}{EMPTY}", trust_env=False).content)
    checker = packages / "vnu-jar" / "build" / "dist" / "vnu.jar"
    done = subprocess.run(
        ["java", "-Xss2m", "-jar", str(checker), "--format", "json", *sources, str(search)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    messages = json.loads(done.stderr)["messages"]
    assert [(one["url"].rpartition("/site/")[2], one["message"]) for one in messages] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_any_kind_of_page(
    site_in: Callable[[str], str],
    context: Callable[..., BrowserContext],
    packages: Path,
    language: str,
    scheme: str,
    site_root: Callable[[str], Path],
) -> None:
    site = site_in(language)
    page = context(viewport=DESK, color_scheme=scheme, bypass_csp=True).new_page()
    for name, address in pages(site, site_root(language), language):
        page.goto(f"{site}{address}")
        assert faults(page, packages) == [], (name, address)
