"""What can be understood of damaged markup: of each item in sight who it is and its status (edge_cases.md 117).

No words are taken from here. Only names that say who an item is, what it is managed by and what that is in are
known; all others are passed over, and with them most damage. An element is put where its format has it, whatever
stands open, so that a tag that lost its end does not swallow the status behind it.
"""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import islice

from lxml import etree

from stet.formats.text import mend, names
from stet.formats.xml import mend_references

_G2 = ("newsItem", "packageItem", "conceptItem", "planningItem", "knowledgeItem", "catalogItem")
_PLACES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys((*_G2, "nitf", "deleted-entry"), ()),
    **dict.fromkeys(("itemMeta", "contentMeta"), _G2),
    **dict.fromkeys(("pubStatus", "provider", "signal", "altId"), ("itemMeta",)),
    "name": ("provider",),
    **dict.fromkeys(("Identification", "NewsManagement", "NewsComponent"), ("NewsItem",)),
    "NewsIdentifier": ("Identification",),
    **dict.fromkeys(("ProviderId", "DateId", "NewsItemId", "RevisionId", "PublicIdentifier"), ("NewsIdentifier",)),
    **dict.fromkeys(("NewsItemType", "FirstCreated", "Instruction"), ("NewsManagement",)),
    "RevisionStatus": ("Instruction",),
    "Status": ("RevisionStatus", "NewsManagement"),
    "NewsLines": ("NewsComponent",),
    "HeadLine": ("NewsLines",),
    **dict.fromkeys(("head", "body"), ("nitf",)),
    **dict.fromkeys(("title", "meta", "docdata"), ("head",)),
    **dict.fromkeys(("doc-id", "du-key", "date.issue", "story.date", "doc.rights", "doc.copyright"), ("docdata",)),
    "body.head": ("body",),
    **dict.fromkeys(("hedline", "distributor"), ("body.head",)),
    "hl1": ("hedline",),
}  # fmt: skip
"""Each element that is known, and in what it stands: the one that is made when none is open comes last."""
_ATTRIBUTES = (
    "guid", "version", "qcode", "uri", "literal", "type", "ref", "id-string", "regsrc", "management-status",
    "management-doc-idref", "management-idref-status", "FormalName", "Update", "Revision", "Duid", "name", "content",
    "key", "norm", "agent", "holder",
)  # fmt: skip
_SPELT = {name.lower(): name for name in _PLACES} | {"newsitem": "newsItem"}
_NAMED = {name.lower(): name for name in _ATTRIBUTES}
_BOXES = names("newsitem packageitem conceptitem planningitem knowledgeitem catalogitem nitf deleted-entry itemmeta "
               "contentmeta identification newsmanagement newsidentifier newscomponent newslines instruction head body "
               "docdata body.head hedline")  # fmt: skip
"""Elements whose own characters say nothing."""
_BARE = names("providerid dateid newsitemid publicidentifier firstcreated")
"""Elements that have no attributes: a sign behind the name is what became of the end of the tag."""

_JUNK = r"""[<&"\s\x00]"""
_PREFIX = r"(?:[A-Za-z_][\w.-]*:)?"


def _damaged(known: Iterable[str]) -> str:
    """A name with one of its characters lost to a sign that tears markup; short names are met by chance too easily."""
    found = []
    for name in known:
        if len(name) > 3:
            found.append(rf"(?<=[\s<]){_JUNK}{re.escape(name[1:])}")
            found += [f"{re.escape(name[:at])}{_JUNK}{re.escape(name[at + 1 :])}" for at in range(1, len(name))]
    return "|".join(found)


_KNOWN = "|".join(map(re.escape, sorted(_SPELT, key=len, reverse=True)))
_TAG = re.compile(
    rf"<(?P<torn_end>/?){_PREFIX}(?P<torn>{_damaged(_SPELT)})(?=[\s/>\"&<\x00])"
    rf"|{_JUNK}(?P<end>/?){_PREFIX}(?P<name>{_KNOWN})(?=[\s/>\"&<\x00])"
    rf"|<{_PREFIX}(?P<other>[A-Za-z_][\w.-]*)(?=\s|/?>)",
    re.IGNORECASE,
)
_WEAK = re.compile(r"""\s*>|\s+[A-Za-z_][\w.:-]*\s*=\s*["']""")
"""What must follow a name that no `<` stands before: elsewhere it is a word."""
_QUOTED = r"""(?:"(?P<v1>(?:[^"<>\s]|\s(?![\w.:-]+\s*=\s*["']))*+)"|'(?P<v2>[^'<>]*)')"""
_ATTRIBUTE = re.compile(
    rf"""[\s"'&<\x00]*?(?P<torn>(?:{_damaged(_ATTRIBUTES)})(?=\s*=\s*["'])|(?<![\w.:-])[A-Za-z_][\w.:-]*)\s*=\s*{_QUOTED}""",
    re.IGNORECASE,
)
_WITH_MARKUP = re.compile(r"""[\s"'&<\x00]*([A-Za-z_][\w.:-]*)\s*=\s*"([^"=]{0,500})"(?=[\s/>])""")
_UNQUOTED = re.compile(
    rf"""[\s"'&<\x00]*(?<![\w.:-])(?P<name>{"|".join(map(re.escape, sorted(_ATTRIBUTES, key=len, reverse=True)))})"""
    r"""[\s=<&"'\x00]{1,4}(?P<value>[^"'<>\x00]{0,2000}?)(?=["'<>\x00]|&(?!#?\w+;)|\s[\w.:-]+\s*=|\s*/?>)""",
    re.IGNORECASE,
)
_TAG_AHEAD = re.compile(r"\s*</?[A-Za-z_][\w.:-]*(?:\s|/?>)")
_SIGN_FOR_END = re.compile(rf"""{_JUNK}(?!\s*[A-Za-z_][\w.:-]*\s*=)""")
_TAG_END = re.compile(r"""[\s"'&\x00]*(/?)>""")
_NEXT_WORD = re.compile(r"""(?:[\s"'&\x00=]|<(?![A-Za-z_/]))*+[^\s"'<>&\x00=]*""")
_TEXT = re.compile(r"[^<]{0,4000}")
_ITEM = re.compile(rf"<{_PREFIX}(?:{'|'.join(_G2)})[\s>]", re.IGNORECASE)
_PACKED = names("link itemref assert concept groupset newscoverageset contentset datacontent body.content")
"""Elements that may hold the status of another item, or copy: they are passed over where their end is in sight."""


def items(text: str, most: int) -> Iterator[tuple[etree._Element, bool]]:
    """The items of a text, each with who it is and its status, as far as they can be told; and whether any name or tag
    of it had to be mended for that."""
    reader = _Reader(f" {_without_comments(text)}")
    return islice(reader.items(), most)


class _Reader:
    """Goes through a text once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.open: list[etree._Element] = []
        self.ends: dict[str, int] = {}
        self.next_item = -1
        self.torn = False

    def items(self) -> Iterator[tuple[etree._Element, bool]]:
        text, place = self.text, 0
        while found := _TAG.search(text, place):
            place = found.end()
            if found["other"]:
                place = self.pass_over(found["other"].lower(), place)
                continue
            name = _meant(found["name"], _SPELT) if found["name"] else _meant(found["torn"], _SPELT)
            if found["end"] or found["torn_end"]:
                self.close(name)
                continue
            if found[0][0] != "<" and not _WEAK.match(text, place):
                place = found.start() + 1
                continue
            torn = found[0][0] != "<" or bool(found["torn"])
            if not _PLACES[name]:
                if self.open:
                    yield self.open[0], self.torn
                self.open, self.torn = [etree.Element(name)], False
                element: etree._Element | None = self.open[0]
            else:
                element = self.put(name)
            self.torn |= torn
            place = self.fill(element, name, place)
        if self.open:
            yield self.open[0], self.torn

    def pass_over(self, name: str, place: int) -> int:
        """An element that is not known ends what holds nothing but names; one that is packed is left out whole."""
        if self.open and self.open[-1].tag == "provider":
            self.open.pop()
        if name not in _PACKED:
            return place
        end = self.text.find(">", place)
        if end < 0 or self.text[end - 1] == "/":
            return place
        if self.ends.get(name, 0) <= end:
            closed = re.compile(rf"</{_PREFIX}{re.escape(name)}\s*>", re.IGNORECASE).search(self.text, end)
            self.ends[name] = closed.start() if closed else len(self.text)
        if self.next_item <= end:
            item = _ITEM.search(self.text, end)
            self.next_item = item.start() if item else len(self.text)
        return self.ends[name] if self.ends[name] < self.next_item else place

    def close(self, name: str) -> None:
        if any(element.tag == name for element in self.open[1:]):
            while self.open.pop().tag != name:
                pass

    def put(self, name: str) -> etree._Element | None:
        """The element, in the innermost open one of those it may stand in; what is wanting around it is made."""
        places = _PLACES[name]
        for depth in range(len(self.open) - 1, -1, -1):
            if str(self.open[depth].tag).lower() in {place.lower() for place in places}:
                del self.open[depth + 1 :]
                break
        else:
            wanting = places[-1]
            if name == "name" or not self.open or not _PLACES.get(wanting) or self.put(wanting) is None:
                return None
        element = etree.SubElement(self.open[-1], name)
        self.open.append(element)
        return element

    def fill(self, element: etree._Element | None, name: str, place: int) -> int:
        """Attributes and characters of an element; where it ends."""
        text = self.text
        if name.lower() in _BARE and _SIGN_FOR_END.match(text, place):
            place += 1
        while place < len(text) and not (name.lower() in _BARE and text[place - 1] != "/" and text[place] not in "/>"):
            ended = _TAG_END.match(text, place)
            if ended:
                if ended[1]:
                    self.close(name)
                    return ended.end()
                place = ended.end()
                break
            if _TAG_AHEAD.match(text, place) and not _is_known_torn(text, place):
                break
            place = self.attribute(element, place)
        if element is not None and name.lower() not in _BOXES:
            words = _TEXT.match(text, place)
            said = re.split(rf"[\"&\s\x00]?/{_PREFIX}{re.escape(name)}\s*>", words[0], maxsplit=1)[0] if words else ""
            element.text = element.text or _said(said)
        return place

    def attribute(self, element: etree._Element | None, place: int) -> int:
        text = self.text
        found = _ATTRIBUTE.match(text, place)
        if found:
            name, value = found["torn"], found["v1"] if found["v1"] is not None else found["v2"]
        elif found := _WITH_MARKUP.match(text, place):
            name, value = found[1], found[2]
        elif found := _UNQUOTED.match(text, place):
            name, value = found["name"], found["value"]
        else:
            word = _NEXT_WORD.match(text, place)
            return max(word.end() if word else 0, place + 1)
        meant = _meant(name, _NAMED)
        if element is not None and meant and meant not in element.attrib:
            element.set(meant, _said(value) or "")
            self.torn |= name.lower() != meant.lower()
        return max(found.end(), place + 1)


def _is_known_torn(text: str, place: int) -> bool:
    """Whether what looks like a tag is the rest of an attribute's name."""
    found = _ATTRIBUTE.match(text, place)
    return found is not None and found["torn"].lower() not in _NAMED and _meant(found["torn"], _NAMED) != ""


def _meant(written: str, known: dict[str, str]) -> str:
    """The name that is meant; empty for none that is known."""
    lower = written.lower()
    if lower in known:
        return known[lower]
    for name, spelt in known.items():
        if len(name) == len(lower) > 3 and sum(a != b for a, b in zip(name, lower, strict=True)) == 1:
            return spelt if re.search(_JUNK, lower) else ""
    return ""


def _said(raw: str) -> str | None:
    return mend(unescape(mend_references(raw)[0]))[0].strip() or None


def _without_comments(text: str) -> str:
    """Comments and processing instructions out, and what CDATA marks as characters taken as such."""
    text = text.replace("<![CDATA[", "").replace("]]>", "")
    for start, end in (("<!--", "-->"), ("<?", "?>")):
        kept, place = [], 0
        while (at := text.find(start, place)) >= 0 and (closed := text.find(end, at)) >= 0:
            kept.append(text[place:at])
            place = closed + len(end)
        text = "".join([*kept, text[place:]])
    return text
