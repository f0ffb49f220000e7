"""XML, strictly. What lxml is shown has been decoded, checked and mended here first.

Why strict: `recover=True` turns a truncated story into a short one and prints "AT rose" for "AT&T rose";
`resolve_entities=False` ends a text at the first unknown entity (edge_cases.md 16-31). So entity declarations are
refused before a library sees the bytes, HTML's named entities and bare ampersands are mended in sight, and
anything else that is not well-formed is refused in words.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from html.entities import html5
from typing import cast

from lxml import etree

from stet.errors import Refused
from stet.formats.text import declared_charset, decode, mend

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"

_PARSER = etree.XMLParser(
    encoding="utf-8", no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, recover=False,
    remove_comments=True, remove_pis=True,
)  # fmt: skip
_HTML_PAGE = re.compile(
    r"^(?:<\?xml[^>]*\?>)?\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
# All but the five entities of XML and references to plain characters: those to controls are looked at one by one.
_ODD_AMPERSAND = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|#(?:3[2-9]|[4-9]\d|1[01]\d|1[6-9]\d|[2-9]\d\d|[1-9]\d{3})"
    r"|#x(?:[2-7][0-9a-fA-F]|[a-fA-F][0-9a-fA-F]|[1-9][0-9a-fA-F]{2,3}));)"
)
_AMPERSANDS = re.compile(r"<!\[CDATA\[.*?\]\]>|<!--.*?-->|&(#?[A-Za-z0-9]{1,32};)?", re.DOTALL)
_JUNK_LIMIT = 16


@lru_cache(maxsize=4096)
def local(tag: str) -> str:
    """The name of an element without its namespace, in lower case: formats match by it (mapping.md 0.6)."""
    return tag.rpartition("}")[2].lower()


def name_of(element: etree._Element) -> str:
    """The local name of an element, in lower case."""
    return local(str(element.tag))


def all_text(element: etree._Element) -> str:
    """All characters of an element, as they stand."""
    return "".join(cast("Iterator[str]", element.itertext()))


def parse(data: bytes) -> tuple[etree._Element, list[str]]:
    """The root of a document, and what was mended on the way.

    Raises Refused with one line for a wire editor.
    """
    text, problems = decode(data, declared_charset(data))
    return parse_text(text, problems)


def parse_text(text: str, problems: list[str] | None = None) -> tuple[etree._Element, list[str]]:
    """As `parse`, for characters that came inside something else."""
    text, mended = prepare(text)
    problems = [*(problems or []), *mended]
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), _PARSER), problems
    except etree.XMLSyntaxError as error:
        raise Refused(_in_words(error, text)) from error


def prepare(text: str) -> tuple[str, list[str]]:
    """Characters made ready for a strict parser: mended, or refused where mending would guess."""
    if text[:1] != "<":
        text = _trim(text)
    if _HTML_PAGE.match(text):
        raise Refused("an HTML page, not a wire item: perhaps an error page of the sender's server")
    if "<!DOCTYPE" in text and "<!ENTITY" in text:
        raise Refused("it declares XML entities, which can hide or multiply text; refused for safety")
    text, problems = mend(text)
    if "&" in text and _ODD_AMPERSAND.search(text):
        text, more = mend_references(text)
        problems += more
    return text, problems


def _trim(text: str) -> str:
    start = text.find("<")
    before = text[: max(start, 0)]
    if start < 0 or before.strip(" \t\r\n\ufeff\u200b\ufffd\x00"):
        raise Refused("not XML: it does not begin with a tag")
    if start > _JUNK_LIMIT and before.strip():
        raise Refused(f"{start} characters of junk before the first tag")
    return text[start:]


def mend_references(text: str) -> tuple[str, list[str]]:
    """HTML's named entities to characters, references to controls to blanks, bare ampersands to `&amp;`."""
    bare = 0

    def mended(found: re.Match[str]) -> str:
        nonlocal bare
        whole, name = found[0], found[1]
        if whole[0] == "<" or whole in ("&amp;", "&lt;", "&gt;", "&quot;", "&apos;"):
            return whole
        character = _character(name) if name else None
        if character is None:
            bare += 1
            return "&amp;" + whole[1:]
        return {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}.get(character, character)

    text = _AMPERSANDS.sub(mended, text)
    if not bare:
        return text, []
    return text, [f"{bare} bare ampersand{'s' if bare > 1 else ''} repaired"]


def _character(name: str) -> str | None:
    """What `nbsp;` or `#146;` stands for; none when it is no reference at all."""
    if name[0] != "#":
        return html5.get(name)
    digits, base = (name[2:-1], 16) if name[1:2] in "xX" else (name[1:-1], 10)
    try:
        number = int(digits, base)
    except ValueError:
        return None
    if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        return " "
    return mend(chr(number))[0]


def _in_words(error: etree.XMLSyntaxError, text: str) -> str:
    types = etree.ErrorTypes
    where = f"line {error.lineno}" if error.lineno else "the end"
    code: int = error.code  # type: ignore[attr-defined]  # lxml has it, its stubs do not
    if not text.strip():
        return "the file is empty"
    if code == types.ERR_DOCUMENT_END:
        return "something stands after the end of the document: perhaps two items in one file"
    if code == types.ERR_RESOURCE_LIMIT or "depth" in str(error.msg):
        return "nested too deeply to be a news item"
    if not text.rstrip().endswith(">") or code == types.ERR_TAG_NOT_FINISHED or _at_end(error, text):
        return f"truncated: the document breaks off at {where}"
    return f"not well-formed XML, {where}: {_plain(str(error.msg))}"


def _at_end(error: etree.XMLSyntaxError, text: str) -> bool:
    return bool(error.lineno) and (error.lineno or 0) > text.rstrip().count("\n") + 1


def _plain(message: str) -> str:
    return re.sub(r",? line \d+(, column \d+)?$", "", message)[:120]
