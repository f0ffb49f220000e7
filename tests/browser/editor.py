"""What an editor does at the desk again and again, with whatever hand."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from browser.hands import Hand, Keys


class Editor:
    """Somebody at the desk."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        self.page: Page = hand.page

    def sees(self, headline: str) -> Locator:
        """A line that waits behind the counter, or is shown already."""
        fresh, line = self.page.locator("#fresh"), self.page.locator(".line", has_text=headline)
        expect(fresh.or_(line).filter(visible=True).first).to_be_visible()
        if fresh.is_visible():
            if isinstance(self.hand, Keys):
                self.page.keyboard.press("n")
            else:
                self.hand.press(fresh)
        expect(line).to_be_visible()
        return line

    def chooses(self, id_: str) -> Locator:
        """The link of a line; whoever has keys goes down to it."""
        link = self.page.locator(f"#s-{id_} a.open")
        expect(self.page.locator("#connection")).to_have_text("live")
        if isinstance(self.hand, Keys):
            for _ in range(self.page.locator(".line").count()):
                if not link.evaluate("one => one === document.activeElement"):
                    self.page.keyboard.press("j")
            expect(link).to_be_focused()
        return link

    def opens(self, id_: str) -> None:
        self.hand.press(self.chooses(id_))
        self.page.wait_for_url(f"**/desk/story/{id_}/")
        expect(self.page.locator("#connection")).to_have_text("live")

    def releases(self, id_: str) -> None:
        """In a queue."""
        self.chooses(id_)
        self.hand.press(self.page.locator(f"#s-{id_}").get_by_role("button", name="Release"), "r")

    def goes_to(self, room: str) -> None:
        self.hand.press(self.page.get_by_role("navigation", name="Desk").get_by_role("link", name=room, exact=True))
        self.page.wait_for_url(f"**/desk/{'' if room == 'Wire' else f'{room.lower()}/'}")

    def sets_headline(self, words: str) -> None:
        """Of the story that is open."""
        self.hand.write(self.page.locator("#headline"), words, "h")
        expect(self.page.locator("#check .search")).to_contain_text(words[:40])
        self.hand.press(self.page.get_by_role("button", name="Set the headline"))
        expect(self.page.locator("#notices")).to_have_text("The headline is set.")

    def sets_picture(self, file: Path, caption: str, credit: str, alt: str, focus: tuple[int, int]) -> None:
        """Of the story that is open, a file of her own, with the point that must be seen."""
        if isinstance(self.hand, Keys):
            self.hand.enter(self.page.locator("#picture"), "p")
        else:
            self.hand.press(self.page.locator("#picture-box > summary"))
        self.hand.bring(self.page.locator("#file"), file)
        expect(self.page.locator("#aim")).to_be_visible()
        self.hand.aim(self.page.locator("#aim"), *focus)
        expect(self.page.locator("#left")).to_have_value(str(focus[0]))
        expect(self.page.locator("#top")).to_have_value(str(focus[1]))
        for name, words in (("caption", caption), ("credit", credit), ("alt", alt)):
            self.hand.write(self.page.locator(f"#{name}"), words)
        self.hand.press(self.page.locator("#set-picture"))
        expect(self.page.locator("#notices")).to_have_text("The picture is set.")
