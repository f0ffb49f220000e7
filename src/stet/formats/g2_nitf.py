"""What a document of NITF inside a NewsML-G2 item says beside its copy: the head of its body, and pictures in it."""

from typing import NamedTuple

from lxml import etree

from stet.formats.g2_parts import Part
from stet.formats.nitf import byline_in, head_of, pictures_in
from stet.formats.xml import local, name_of
from stet.model.dispatch import Picture

_NOT_SHOWN = {"hl2": "second headline", "tagline": "tagline"}


class Inner(NamedTuple):
    """The head of a document inside an item; it stands in where the item itself says nothing."""

    headline: str | None = None
    byline: str | None = None
    dateline: str | None = None
    summary: str | None = None
    pictures: tuple[Picture, ...] = ()


SILENT = Inner()


def inner_of(part: Part, problems: list[str]) -> Inner:
    """What the document inside says. What of it has no place in a dispatch is said to be left out."""
    root = next((found for content in part.contents if (found := _document(content)) is not None), None)
    if root is None:
        return SILENT
    head = head_of(root)
    unseen = [what for name, what in _NOT_SHOWN.items() if head.words(name)]
    if unseen:
        problems.append(f"the {' and the '.join(unseen)} of the document inside the item are not shown")
    pictures = tuple(pictures_in(root, problems))
    return Inner(head.words("hl1"), byline_in(head), head.words("dateline"), head.words("abstract"), pictures)


def _document(content: etree._Element) -> etree._Element | None:
    if local(content.tag) != "inlinexml":
        return None
    return next((child for child in content if name_of(child) == "nitf"), None)
