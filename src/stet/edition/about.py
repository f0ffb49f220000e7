"""Pages about the house: its own, in Markdown, and two that every site has unless it brings its own."""

import re
from collections.abc import Iterable

from markdown_it import MarkdownIt
from msgspec import Struct

from stet.edition.words import Words
from stet.model.page import Leaf

_ORDER = ("index", "contact", "corrections", "ownership", "terms", "privacy")
_HEADING = re.compile(r"\A\s*#\s+(?P<title>[^\n]+)\n?")
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
"""No HTML in it: what a page of the house may do is what the theme can set."""


class HouseText(str):
    """What Markdown came to. Beside a story's body the only text that the templates do not escape."""

    __slots__ = ()

    def __html__(self) -> str:
        """The text as it is: templates take this method as the sign that it is markup already."""
        return str(self)


class About(Struct, frozen=True, kw_only=True):
    """A page about the house, ready for its template."""

    name: str
    title: str
    text: HouseText

    @property
    def folder(self) -> str:
        """Where it stands below the site."""
        return "about" if self.name == "index" else f"about/{self.name}"


def about(leaves: Iterable[Leaf], site: str, words: Words) -> tuple[About, ...]:
    """The pages in the order of the foot of each page: the house's own, and those that ship where it has none."""
    own = {leaf.name: leaf.text for leaf in leaves}
    texts = _shipped(site, words) | own
    order = sorted(texts, key=lambda name: (_ORDER.index(name) if name in _ORDER else len(_ORDER), name))
    return tuple(_page(name, texts[name]) for name in order)


def _page(name: str, text: str) -> About:
    heading = _HEADING.match(text)
    title = heading["title"].strip().rstrip("#").strip() if heading else name.replace("-", " ").capitalize()
    return About(name=name, title=title, text=HouseText(_MARKDOWN.render(text[heading.end() :] if heading else text)))


def _shipped(site: str, words: Words) -> dict[str, str]:
    """What is true of every site that Stet makes."""
    site = re.sub(r"([\\`*_{}\[\]<>#+.!|-])", r"\\\1", site)
    about_us = (
        words("{site} publishes reports of news agencies as the agencies sent them.", site=site),
        words(
            "The staff may rework the headline and the picture of a report, and nothing else. Where they did, the "
            "report says so below its text."
        ),
        words(
            "Each page is checked before it is published: its text has to be the agency's, letter by letter, or there "
            "is no page."
        ),
    )
    corrected = (
        words(
            "When an agency corrects a report, the corrected text takes the place of the earlier one at the same "
            "address, and a notice with its date says so."
        ),
        words(
            "When an agency withdraws a report, it is taken off this site at once, with its pictures, and its address "
            "says that it was withdrawn."
        ),
    )
    titled = {"index": (words("About us"), about_us), "corrections": (words("Corrections"), corrected)}
    return {name: f"# {title}\n\n" + "\n\n".join(said) for name, (title, said) in titled.items()}
