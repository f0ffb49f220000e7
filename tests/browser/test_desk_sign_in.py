"""Coming in to the desk in a real browser, over the real server, with a telephone's app and a passkey of its own."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from browser.served import _free_port, _wait_for

pytestmark = pytest.mark.slow

PASSWORD = "boats all night"
SETTINGS = """
[site]
name = "The Morning Ledger"
url = "http://localhost:{port}"
language = "en-IN"
time_zone = "Asia/Kolkata"
[server]
bind = "127.0.0.1:{port}"
[[feeds]]
name = "wire"
agency = "Northwind News"
path = "wire"
"""
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


@pytest.fixture
def home(tmp_path: Path) -> Iterator[str]:
    """The address of a house with a chief `ada` and an editor `tom`, by a name that passkeys can belong to."""
    port = _free_port()
    (tmp_path / "stet.toml").write_text(SETTINGS.format(port=port))
    environment = os.environ | {"STET_PASSWORD": PASSWORD}
    for name, role in (("ada", "chief"), ("tom", "editor")):
        words = [sys.executable, "-m", "stet", "user", "add", name, "--role", role]
        subprocess.run(words, cwd=tmp_path, env=environment, check=True, capture_output=True)
    with subprocess.Popen(
        [sys.executable, "-m", "stet", "run"], cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _wait_for(f"http://127.0.0.1:{port}/healthz")
            yield f"http://localhost:{port}"
        finally:
            process.terminate()


def figures(secret: str, later: int = 0) -> str:
    """What an authenticator app shows."""
    from stet.journal import connect

    assert connect  # it sets Django up
    from allauth.mfa.totp.internal import auth

    return auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30 + later))


def give_passkeys(page: Page) -> None:
    """This browser can make passkeys, and its owner is at it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_in(page: Page, home: str, name: str) -> None:
    page.goto(f"{home}/desk/sign-in/")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page, home: str) -> None:
    page.goto(f"{home}/desk/me/")
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url("**/desk/sign-in/")


def set_up_app(page: Page) -> str:
    """From the page that asks for a second factor to the recovery codes. The app's key."""
    page.get_by_role("link", name="Set up an app").click()
    page.get_by_text("It cannot be scanned").click()
    secret = page.locator(".secret").inner_text()
    page.get_by_label("Type the six figures").fill(figures(secret))
    page.get_by_role("button", name="Set it up").click()
    page.wait_for_url("**/desk/me/recovery-codes/")
    return secret


def test_a_chief_comes_in_by_password_and_code_then_by_a_passkey_and_nothing_is_blocked(
    home: str, context: Callable[..., BrowserContext]
) -> None:
    page = context(viewport=DESK).new_page()
    errors: list[str] = []
    page.on(
        "console", lambda message: errors.append(message.text) if "Content Security Policy" in message.text else None
    )
    page.on(
        "response",
        lambda answer: errors.append(answer.url) if answer.status >= 400 and "/desk/" in answer.url else None,
    )
    page.on("pageerror", lambda error: errors.append(str(error)))
    give_passkeys(page)

    sign_in(page, home, "ada")
    page.wait_for_url("**/desk/me/second-factor/")
    secret = set_up_app(page)
    expect(page.locator(".codes li")).to_have_count(10)
    page.get_by_role("link", name="Go to the wire").click()
    expect(page.get_by_role("heading", name="Wire", level=1)).to_be_visible()

    sign_out(page, home)
    sign_in(page, home, "ada")
    page.get_by_label("Code from your authenticator app").fill(figures(secret))
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url(f"{home}/desk/")

    page.goto(f"{home}/desk/me/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("What you call it").fill("Key on my ring")
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url("**/desk/me/")
    expect(page.get_by_text("Key on my ring")).to_be_visible()

    sign_out(page, home)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{home}/desk/")

    sign_out(page, home)
    sign_in(page, home, "ada")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{home}/desk/")
    assert errors == []


def test_where_a_passkey_is_not_given_it_is_said_and_the_page_goes_on(
    home: str, context: Callable[..., BrowserContext]
) -> None:
    page = context(viewport=DESK).new_page()
    give_passkeys(page)  # none of which is the desk's
    page.goto(f"{home}/desk/sign-in/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new DOMException('no')) }")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("The passkey was not used.")).to_be_visible()


def test_without_scripts_a_password_lets_somebody_in_and_no_passkey_is_offered(
    home: str, context: Callable[..., BrowserContext]
) -> None:
    page = context(java_script_enabled=False).new_page()
    page.goto(f"{home}/desk/sign-in/")
    assert not page.get_by_role("button", name="Sign in with a passkey").is_visible()
    sign_in(page, home, "tom")
    page.wait_for_url(f"{home}/desk/")


def screens(page: Page, home: str) -> Iterator[str]:
    """Each kind of page there is for coming in, one after the other, as a chief. Gives the name of each."""
    page.goto(f"{home}/desk/sign-in/")
    yield "sign-in"
    page.get_by_label("Name").fill("ada")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in", exact=True).click()
    yield "sign-in-refused"
    sign_in(page, home, "ada")
    page.wait_for_url(re.compile("second-factor|/code/"))
    if "second-factor" in page.url:
        yield "second-factor"
        page.get_by_role("link", name="Add a passkey").click()
        yield "passkey"
        page.go_back()
        page.get_by_role("link", name="Set up an app").click()
        yield "app"
        page.go_back()
        secret = set_up_app(page)
        yield "recovery-codes"
        sign_out(page, home)
        sign_in(page, home, "ada")
        page.wait_for_url("**/code/*")
        yield "code"
        page.get_by_label("Code from your authenticator app").fill(figures(secret))
        page.get_by_role("button", name="Go on").click()
        page.wait_for_url(f"{home}/desk/")
    page.goto(f"{home}/desk/me/")
    yield "me"
    for name in ("password", "confirm", "app/off", "recovery-codes/new"):
        page.goto(f"{home}/desk/me/{name}/")
        yield name.replace("/", "-")
    page.goto(f"{home}/desk/people/")
    yield "people"
    page.get_by_label("Name", exact=True).fill("a b" + "c" * 50)
    page.get_by_role("button", name="Add", exact=True).click()
    yield "people-added"
    page.get_by_label("Shut tom out").click()
    yield "people-asked"
    page.goto(f"{home}/desk/sign-out/")
    yield "sign-out"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_on_any_page_and_nothing_goes_sideways(
    home: str, context: Callable[..., BrowserContext], packages: Path, scheme: str, viewport: dict[str, int]
) -> None:
    axe = (packages / "axe-core" / "axe.min.js").read_text("utf-8")
    page = context(viewport=viewport, color_scheme=scheme).new_page()
    give_passkeys(page)
    found: list[tuple[str, str, str]] = []
    for name in screens(page, home):
        if folder := os.environ.get("STET_TEST_SCREENS"):
            page.screenshot(path=f"{folder}/{name}-{scheme}-{viewport['width']}.png", full_page=True)
        page.wait_for_load_state()  # a page without its styles has targets of no size
        page.evaluate(axe)
        faults = page.evaluate("rules => axe.run(document, {runOnly: rules}).then(found => found.violations)", RULES)
        found += [(name, one["id"], one["nodes"][0]["html"]) for one in faults]
        wide = page.evaluate("document.scrollingElement.scrollWidth - document.documentElement.clientWidth")
        found += [(name, "goes sideways", str(wide))] if wide > 0 else []
    assert found == []
