"""The keys of the desk: what the scripts do, what `?` shows and what the card in the docs says is the same."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "src/stet/newsroom/static/desk"
_TABLE = re.compile(r"const KEYS = \{(.*?)\n  \};", re.DOTALL)
_KEY = re.compile(r'(?:^|[\s,{])(?:(\w)|"(.)"): \(', re.MULTILINE)


def of_scripts() -> set[str]:
    found = set()
    for script in STATIC.glob("*.js"):
        for table in _TABLE.findall(script.read_text()):
            found |= {one or other for one, other in _KEY.findall(table)}
    return found


def test_every_key_is_shown_by_the_question_mark_and_stands_on_the_card():
    shown = set(re.findall(r"<kbd>(.)</kbd>", (ROOT / "src/stet/newsroom/templates/desk/keys.html").read_text()))
    card = set(re.findall(r"`(.)`", (ROOT / "docs/guide/desk-keys.md").read_text()))
    assert {"j", "k", "/", "?"} <= of_scripts()
    assert of_scripts() <= shown
    assert shown == card
