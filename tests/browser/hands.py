"""Three ways to use the desk: a mouse, the keys alone, a finger. A night is told once, with a hand."""

from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any, ClassVar

from playwright.sync_api import Locator, Page, expect

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


class Hand(ABC):
    """Somebody's hand on a page. `key` is what the desk offers for the same: whoever has keys uses it."""

    context: ClassVar[dict[str, Any]]
    """What the browser is made with."""
    points: ClassVar[str | None]
    """What the page sees of the hand."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @abstractmethod
    def press(self, what: Locator, key: str = "") -> None:
        """A button, a link, a fold."""

    @abstractmethod
    def enter(self, what: Locator, key: str = "") -> None:
        """Put the cursor into a field."""

    @abstractmethod
    def aim(self, what: Locator, left: int, top: int) -> None:
        """A point of a picture, in per cent, from its middle."""

    def write(self, what: Locator, words: str, key: str = "") -> None:
        """Write in a field, in the place of what is in it."""
        self.enter(what, key)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(words)
        expect(what).to_have_value(words)

    def bring(self, what: Locator, file: Path) -> None:
        """Choose a file."""
        with self.page.expect_file_chooser() as chooser:
            self.press(what)
        chooser.value.set_files(file)


class Mouse(Hand):
    context: ClassVar = {"viewport": DESK}
    points = "mouse"

    def touch(self, what: Locator, **where: Any) -> None:
        """Click it."""
        what.click(**where)

    def press(self, what: Locator, key: str = "") -> None:
        del key
        self.touch(what)

    def enter(self, what: Locator, key: str = "") -> None:
        fold = what.page.locator("details:not([open])", has=what)
        if fold.count():
            self.press(fold.locator("summary").first)
        self.press(what, key)

    def aim(self, what: Locator, left: int, top: int) -> None:
        what.scroll_into_view_if_needed()
        box = what.bounding_box()
        assert box
        self.touch(what, position={"x": box["width"] * left / 100, "y": box["height"] * top / 100})


class Finger(Mouse):
    context: ClassVar = {"viewport": PHONE, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
    points = "touch"

    def touch(self, what: Locator, **where: Any) -> None:
        """Tap it."""
        what.tap(**where)


class Keys(Hand):
    context: ClassVar = {"viewport": DESK}
    points = None
    MOST = 120
    """Strokes of Tab within which all of a page can be reached."""

    def press(self, what: Locator, key: str = "") -> None:
        self.enter(what, key)
        self.page.keyboard.press("Enter")

    def enter(self, what: Locator, key: str = "") -> None:
        expect(what).to_be_attached()
        if key:
            expect(self.page.locator("#connection")).to_have_text("live")  # its script listens
            self.page.keyboard.press(key)
            expect(what).to_be_focused()
            return
        for _ in range(self.MOST):
            if what.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{what} cannot be reached by Tab")

    def aim(self, what: Locator, left: int, top: int) -> None:
        self.enter(what)
        for less, more, far in (("ArrowLeft", "ArrowRight", left - 50), ("ArrowUp", "ArrowDown", top - 50)):
            for _ in range(abs(far) // 10):
                self.page.keyboard.press(less if far < 0 else more)
