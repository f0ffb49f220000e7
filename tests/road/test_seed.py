"""The page Stet descends from, by command: a wire file taken as of a given time, the desk's headline and picture, and a
page that shows every field of `expected.json` beside the files.

`tests/road/seed` is the look-alike with invented words; the real one is used as well where it lies beside this one.
"""

import json
import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from house import House

OWN = Path(__file__).parent / "seed"
REAL = Path(__file__).parents[3] / "shared" / "seed"
SEEDS = [file for seed in (OWN, REAL) for file in sorted(seed.glob("*.xml"))]

SETTINGS = """
[site]
name = "{name}"
url = "https://news.example"
language = "{language}"
time_zone = "{time_zone}"
[[feeds]]
name = "agency"
agency = "{agency}"
path = "wire"
section = "News"
"""


def told(node: LexborHTMLParser, selector: str) -> str:
    found = node.css_first(selector)
    assert found is not None, selector
    return " ".join(found.text().split())


def beside(node: LexborHTMLParser, selector: str) -> str:
    """The words of an element together with the label before it."""
    found = node.css_first(selector)
    assert found is not None
    assert found.parent is not None
    return " ".join(found.parent.text().split())


def check(page: LexborHTMLParser, expected: dict) -> None:
    want = expected["page"]
    assert told(page, "h1") == want["headline"]
    assert told(page, ".byline") == want["byline"]
    assert told(page, ".dateline") == want["dateline"]
    assert told(page, ".reading-time") == want["reading_time"]
    assert told(page, "time[itemprop=dateModified]") == want["last_updated"]
    assert told(page, "time[itemprop=datePublished]") == want["first_published"]
    assert beside(page, "time[itemprop=dateModified]").startswith("Last Updated :")
    assert beside(page, "time[itemprop=datePublished]").startswith("First Published:")
    assert told(page, ".disclosure") == want["disclosure"]
    assert [node.text() for node in page.css(".topics li")] == want["topics"]
    assert [" ".join(node.text().split()) for node in page.css("[itemprop=articleBody] p")] == want["body"]
    assert told(page, "figcaption .caption") == expected["desk"]["picture_caption"]
    standfirst = told(page, ".standfirst")
    sentences = {s.rstrip(".") for text in want["body"] for s in re.split(r"(?<=[.!?])\s+", text)}
    assert standfirst.rstrip(".") in sentences


def named(wire: Path) -> str:
    return f"{'look-alike' if OWN in wire.parents else 'real'}-{wire.name}"


@pytest.mark.slow
@pytest.mark.parametrize("wire", SEEDS, ids=named)
def test_the_page_shows_every_field_that_is_expected(wire, tmp_path, picture):
    expected = json.loads(wire.with_name("expected.json").read_text())
    house = House(tmp_path)
    settings = SETTINGS.format(**expected["site"], agency=expected["page"]["byline"])
    (tmp_path / "stet.toml").write_text(settings)
    (tmp_path / "picture.jpg").write_bytes(picture)
    answer = house.stet("take", wire, "--feed", "agency", "--at", expected["arrives"])
    [address] = set(re.findall(r"https://news\.example/(\S+)", answer))
    house.stet("headline", address, expected["desk"]["headline"])
    words = ["--caption", expected["desk"]["picture_caption"], "--credit", "Desk", "--alt", "Drawn for a test"]
    house.stet("picture", address, "picture.jpg", *words)
    check(LexborHTMLParser((tmp_path / "site" / f"{address}.html").read_text()), expected)
    assert house.faults() == []
