"""What every page must be, whatever stands on it: HTML that a strict parser has no complaint about, and furniture that
readers, screen readers and search engines find."""

import json
import re
import warnings
from collections.abc import Iterator
from itertools import pairwise

from selectolax.lexbor import LexborHTMLParser

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import html5lib

_ABSOLUTE = re.compile(r"(?:https?://|mailto:|/(?!/)|#|\Z)")
_BLOCK_IN_PARAGRAPH = ("p div", "p p", "p ul", "p table", "p h1", "a a", "ul > :not(li)", "dl > :not(div)")


def faults(page: bytes) -> list[str]:
    """What is wrong with a page, one line each."""
    return [*_of_parser(page), *_of_tree(LexborHTMLParser(page))]


def _of_parser(page: bytes) -> Iterator[str]:
    parser = html5lib.HTMLParser()
    parser.parse(page.decode("utf-8"))
    yield from (f"{code} {said} at {place}" for place, code, said in parser.errors)


def _of_tree(tree: LexborHTMLParser) -> Iterator[str]:
    for selector, count in (("h1", 1), ("main", 1), ("title", 1), ("meta[charset]", 1), ("html[lang][dir]", 1)):
        if len(tree.css(selector)) != count:
            yield f"{len(tree.css(selector))} of {selector}"
    for selector in _BLOCK_IN_PARAGRAPH:
        if tree.css(selector):
            yield f"{selector} is no HTML"
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    if len(ids) != len(set(ids)):
        yield f"one id twice: {ids}"
    ranks = [int(node.tag[1]) for node in tree.css("h1, h2, h3, h4, h5, h6")]
    if any(after - before > 1 for before, after in pairwise(ranks)):
        yield f"a rank of heading is left out: {ranks}"
    for node in tree.css("[href], [src]"):
        address = node.attributes.get("href") or node.attributes.get("src") or ""
        if not _ABSOLUTE.match(address):
            yield f"an address that leads nowhere: {address}"
    for node in tree.css("script"):
        if node.attributes.get("type") != "application/ld+json":
            yield "a script"
        else:
            json.loads(node.text())
    for node in tree.css("*"):
        if any(name.startswith("on") or name == "style" for name in node.attributes):
            yield f"{node.tag} has {list(node.attributes)}"
    for node in tree.css("time"):
        if "+" not in (node.attributes.get("datetime") or ""):
            yield "a time without its offset"
    title = tree.css("title")[0].text().strip()
    if not 0 < len(title) <= 120:
        yield f"a title of {len(title)} characters"
