"""An editor's night at the desk, over the real server and its journal: with a mouse, with keys alone, with a finger."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect
from selectolax.lexbor import LexborHTMLParser

from browser.editor import Editor
from browser.hands import Finger, Hand, Keys, Mouse
from browser.test_desk_sign_in import PASSWORD, figures
from house import House
from road.wire import PARAGRAPHS, g2

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

SLOW = """
[[feeds]]
name = "slow"
agency = "Eastwind News"
path = "slow"
section = "World"
publish = "hold"
dated_behind = "36500d"
unlisted_behind = "36500d"
"""
OURS = "Velmora ferries to leave every twenty minutes"
CAPTION, CREDIT, ALT = "A ferry at the quay of Velmora", "The Morning Ledger", "A white ferry before a stone quay"
SOON = 8
"""Seconds until an embargo ends."""


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    made = House(tmp_path)
    with (tmp_path / "stet.toml").open("a") as settings:
        settings.write(SLOW)
    monkeypatch.setenv("STET_PASSWORD", PASSWORD)
    made.stet("user", "add", "mira", "--role", "chief")
    with made.running():
        yield made


@pytest.mark.parametrize("way", [Mouse, Keys, Finger])
def test_a_night_at_the_desk(house: House, context, way: type[Hand], picture: bytes, tmp_path: Path) -> None:
    made, pointed, errors = context(**way.context), set[str](), list[str]()
    made.expose_function("pointed", lambda kind: pointed.add(kind))
    made.add_init_script("addEventListener('pointerdown', event => window.pointed(event.pointerType), true)")
    page = made.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if "Content Security Policy" in said.text else None)
    (tmp_path / "ferry.jpg").write_bytes(picture)
    night = Night(house, way(page))
    night.comes_in()
    night.sees_a_story_arrive()
    night.reworks_the_headline()
    night.gives_it_a_picture(tmp_path / "ferry.jpg")
    night.sees_the_headline_go_stale()
    night.releases_what_was_held()
    night.watches_an_embargo_open()
    night.kills_and_reads_the_receipt()
    night.lifts_the_kill()
    night.finds_it_all_in_the_audit()
    assert errors == []
    assert pointed == ({way.points} if way.points else set())


class Night(Editor):
    """One night, step by step; each leaves the desk where the next begins."""

    def __init__(self, house: House, hand: Hand) -> None:
        super().__init__(hand)
        self.house = house
        self.id = ""

    def comes_in(self) -> None:
        """A chief, with a second factor that she sets up on her first evening and shows on the next."""
        self._signs_in()
        self.page.wait_for_url("**/desk/me/second-factor/")
        self.hand.press(self.page.get_by_role("link", name="Set up an app"))
        self.hand.press(self.page.get_by_text("It cannot be scanned"))
        secret = self.page.locator(".secret").inner_text()
        self.hand.write(self.page.get_by_label("Type the six figures"), figures(secret))
        self.hand.press(self.page.get_by_role("button", name="Set it up"))
        self.page.wait_for_url("**/desk/me/recovery-codes/")
        self.hand.press(self.page.get_by_role("link", name="mira"))
        self.hand.press(self.page.get_by_role("button", name="Sign out", exact=True))
        self.page.wait_for_url("**/desk/sign-in/")
        self._signs_in()
        self.hand.write(self.page.get_by_label("Code from your authenticator app"), figures(secret))
        self.hand.press(self.page.get_by_role("button", name="Go on"))
        self.page.wait_for_url(f"{self.house.url}/desk/")

    def _signs_in(self) -> None:
        self.page.goto(f"{self.house.url}/desk/sign-in/")
        self.hand.write(self.page.get_by_label("Name"), "mira")
        self.hand.write(self.page.get_by_label("Password"), PASSWORD)
        self.hand.press(self.page.get_by_role("button", name="Sign in", exact=True))

    def sees_a_story_arrive(self) -> None:
        expect(self.page.locator("#connection")).to_have_text("live")
        self.house.drop("1.xml", g2(1))
        line = self.sees("Velmora council approves ferry timetable 1")
        expect(line.locator(".tag").first).to_have_text("live")
        self.id = line.get_attribute("data-id") or ""
        assert self.public(self.id).status_code == 200

    def reworks_the_headline(self) -> None:
        self.opens(self.id)
        self.sets_headline(OURS)
        assert self.shown("h1") == OURS

    def gives_it_a_picture(self, file: Path) -> None:
        self.sets_picture(file, CAPTION, CREDIT, ALT, focus=(30, 20))
        assert self.shown("figcaption .caption") == CAPTION
        image = self.public_page().css_first("figure.plate img")
        assert image is not None
        assert (image.attributes["alt"], image.attributes["class"]) == (ALT, "x30 y20")
        assert "-share-30-20." in self.public(self.id).text
        assert "headline and picture" in self.shown(".disclosure")

    def sees_the_headline_go_stale(self) -> None:
        changed = (PARAGRAPHS[0], PARAGRAPHS[1].replace("twenty", "forty"), *PARAGRAPHS[2:])
        self.house.drop("1-2.xml", g2(1, 2, paragraphs=changed))
        moved = self.page.locator("#moved")
        expect(moved).to_be_visible()
        self.hand.press(moved.get_by_role("link"))
        expect(self.page.locator(".notice.warning", has_text="may be out of date")).to_contain_text("“twenty”")
        assert "forty" in self.shown("[itemprop=articleBody]")
        assert self.shown("h1") == OURS
        self.goes_to("Wire")
        expect(self.page.locator(f'#s-{self.id} [data-flag="stale"]')).to_be_visible()

    def releases_what_was_held(self) -> None:
        self.house.drop("2.xml", g2(2), feed="slow")
        line = self.sees("Velmora council approves ferry timetable 2")
        expect(line.locator(".tag").first).to_have_text("held")
        held = line.get_attribute("data-id") or ""
        assert self.public(held).status_code == 404
        self.goes_to("Queues")
        self.hand.press(self.page.get_by_role("link", name="Held", exact=True))
        self.releases(held)
        expect(self.page.locator("#notices")).to_contain_text("timetable 2: It is released.")
        expect(self.page.get_by_text("Nothing waits here.")).to_be_visible()
        assert self.public(held).status_code == 200
        self.goes_to("Wire")

    def watches_an_embargo_open(self) -> None:
        ends = datetime.now(UTC) + timedelta(seconds=SOON)
        self.house.drop("3.xml", g2(3, embargo=ends))
        line = self.sees("Velmora council approves ferry timetable 3")
        standing = line.locator(".tag").first
        expect(standing).to_have_text("embargoed")
        id_ = line.get_attribute("data-id") or ""
        assert self.public(id_).status_code == 404
        expect(standing).to_have_text("live", timeout=2 * SOON * 1000)
        assert datetime.now(UTC) >= ends
        assert self.public(id_).status_code == 200

    def kills_and_reads_the_receipt(self) -> None:
        self.opens(self.id)
        self.hand.write(self.page.locator("#kill"), "the council denies it", "x")
        self.hand.press(self.page.get_by_role("button", name="Kill x", exact=True))
        expect(self.page.locator("#notices")).to_contain_text("It is killed")
        assert self.public(self.id).status_code == 410
        assert OURS not in self.page.content()
        receipt = self.page.locator(".receipt")
        expect(receipt).to_contain_text("killed")
        expect(receipt).to_contain_text(re.compile(r"Gone [\d.,]+ ms after it came"), timeout=20_000)
        expect(receipt).to_contain_text("No file of the edition names the story.")

    def lifts_the_kill(self) -> None:
        """The agency sends a usable version after the kill, and the chief says that it stands."""
        again = ("The harbour council of Velmora approved a ferry timetable late on Saturday.", *PARAGRAPHS[2:])
        self.house.drop("1-4.xml", g2(1, 4, headline="Velmora council has a ferry timetable", paragraphs=again))
        self.goes_to("Queues")
        self.hand.press(self.page.get_by_role("link", name="Stop orders in doubt", exact=True))
        self.page.wait_for_url("**/queues/orders/")  # the counter of the list before may still be in sight
        self.sees("Velmora council has a ferry timetable")
        line = self.page.locator(f"#s-{self.id}")
        expect(line).to_contain_text("the council denies it")
        expect(line).to_contain_text("the stop does not count")
        assert self.public(self.id).status_code == 410
        self.releases(self.id)
        expect(self.page.locator("#notices")).to_contain_text("It is released.")
        assert self.shown("h1") == "Velmora council has a ferry timetable"
        assert "reworked" not in self.shown(".disclosure") or OURS not in self.public(self.id).text
        self.page.goto(f"{self.house.url}/desk/story/{self.id}/")
        self.hand.press(self.page.get_by_role("link", name="Kill receipt"))
        expect(self.page.get_by_role("heading", name="Kill receipt")).to_be_visible()

    def finds_it_all_in_the_audit(self) -> None:
        self.goes_to("Audit")
        self.hand.write(self.page.get_by_label("Story"), self.id)
        self.hand.press(self.page.get_by_role("button", name="Show"))
        self.page.wait_for_url("**/audit/?*")
        rows = [" ".join(one.split()) for one in self.page.locator("table.acts tbody tr").all_inner_texts()]
        told = [(act, f"v{version}") for act, version in
                (("release", 4), ("kill", 2), ("picture", 1), ("headline", 1))]  # fmt: skip
        assert len(rows) == len(told), rows
        for row, (act, version) in zip(rows, told, strict=True):
            assert re.match(r"\d\d:\d\d:\d\d mira ", row), row
            assert act in row.casefold()
            assert version in row.split()
        assert OURS not in " ".join(rows)  # a kill has sealed it

    # -- what readers get

    def public(self, id_: str) -> httpx.Response:
        """What readers get at the address of a story."""
        pages = [*self.house.root.glob(f"site/*/*-{id_}.html")]
        path = f"/india/x-{id_}" if not pages else f"/{pages[0].parent.name}/{pages[0].stem}"
        return httpx.get(self.house.url + path, trust_env=False, follow_redirects=True)

    def public_page(self) -> LexborHTMLParser:
        answer = self.public(self.id)
        assert answer.status_code == 200
        return LexborHTMLParser(answer.text)

    def shown(self, selector: str) -> str:
        """The words of an element of the public page."""
        found = self.public_page().css_first(selector)
        assert found is not None, selector
        return " ".join(found.text().split())
