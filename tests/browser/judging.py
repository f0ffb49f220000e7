"""What axe-core says of a page."""

from pathlib import Path

from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]


def faults(page: Page, packages: Path) -> list[tuple[str, list[object]]]:
    """The rules that the page breaks, each with the first places. The context must have `bypass_csp`."""
    page.evaluate((packages / "axe-core" / "axe.min.js").read_text("utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found["violations"]]
