"""A browser, and a house of the demonstration's stories in each of three languages.

Where Chromium, Java or the npm packages miss, these tests are not run; with STET_TEST_BROWSER=required they fail.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from browser.served import CHROMIUM, browser, served
from house import House

HERE = Path(__file__).parent
PACKAGES = HERE / "node_modules"
REQUIRED = os.environ.get("STET_TEST_BROWSER") == "required"


def need(there: object, what: str) -> None:
    """Skip for want of a tool on a developer's machine, and fail where it must be."""
    if not there:
        (pytest.fail if REQUIRED else pytest.skip)(what)


# As long as Playwright lives it keeps an event loop running on the thread of the tests, under which nothing else may
# run one: what holds it ends with the tests of this folder, and not with the session.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    need(CHROMIUM, "no Chromium: apt-get install chromium")
    with browser() as found:
        yield found


@pytest.fixture(scope="session")
def site_root(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder of the house in a language."""
    return cache(lambda language: tmp_path_factory.mktemp(language))


@pytest.fixture(scope="package")
def site_in(site_root: Callable[[str], Path]) -> Iterator[Callable[[str], str]]:
    """The address of the house in a language; it is filled and started once."""
    need(CHROMIUM, "no Chromium: apt-get install chromium")
    with ExitStack() as running:

        @cache
        def site(language: str) -> str:
            return running.enter_context(served(site_root(language), language))

        yield site


@pytest.fixture(scope="package")
def site(site_in: Callable[[str], str]) -> str:
    """The English house, in which stories of all languages stand."""
    return site_in("en-IN")


@pytest.fixture
def context(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Makes contexts of the browser that end with the test."""
    made: list[BrowserContext] = []

    def make(**given: object) -> BrowserContext:
        made.append(chromium.new_context(**given))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture(scope="session")
def packages() -> Path:
    """The npm packages that pages are judged with."""
    need(PACKAGES.is_dir(), "no npm packages: `make test` fetches them where there is npm")
    return PACKAGES


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A house that runs."""
    made = House(tmp_path)
    with made.running():
        yield made
