"""XML, strictly. What lxml is shown has been decoded, checked and mended here first.

Why strict: `recover=True` turns a truncated story into a short one and prints "AT rose" for "AT&T rose";
`resolve_entities=False` ends a text at the first unknown entity (edge_cases.md 16-31). So entity declarations are
refused before a library sees the bytes, HTML's named entities and bare ampersands are mended in sight, and
anything else that is not well-formed is refused in words.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from html.entities import html5
from typing import cast

from lxml import etree

from stet.errors import Refused
from stet.formats.text import blanked, declared_charset, decode, is_clean, mend, overrides

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"

_PARSER = etree.XMLParser(
    encoding="utf-8", no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, recover=False,
    remove_comments=True, remove_pis=True,
)  # fmt: skip
# The possessive groups keep this from trying every way to part a row of comments.
_HTML_PAGE = re.compile(
    r"(?:<\?xml[^>]*\?>)?\s*+(?><!--.*?-->\s*)*+<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
# All but the five entities of XML and references to plain characters: those to controls are looked at one by one.
_ODD_AMPERSAND = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|#(?:3[2-9]|[4-9]\d|1[01]\d|1[6-9]\d|[2-9]\d\d|[1-9]\d{3})"
    r"|#x(?:[2-7][0-9a-fA-F]|[a-fA-F][0-9a-fA-F]|[1-9][0-9a-fA-F]{2,3}));)"
)
_AMPERSANDS = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|&(#?[A-Za-z0-9]{1,32};)?", re.DOTALL)
_ROOT = re.compile(rb"(<[A-Za-z_][^\s/>]*)[^>]*")
_USED = re.compile(rb"(?:</?|\s)([A-Za-z_][\w.-]*):[A-Za-z_]")
_DECLARED_PREFIX = re.compile(rb"\sxmlns:([\w.-]+)\s*=")
# A DOCTYPE that declares nothing itself and only points at files: none of them is ever read, so it says nothing.
_OUTSIDE_DTD = re.compile(
    r"(\s*(?:<\?xml[^>]*\?>\s*)?)<!DOCTYPE\s+[\w:.-]+(?:\s+(?:PUBLIC\s+(?:\"[^\"<>]*\"|'[^'<>]*')|SYSTEM)\s+(?:\"[^\"<>]*\"|'[^'<>]*'))?\s*\["
    r"(?:\s|<!ENTITY\s+%\s+[\w.-]+\s+(?:PUBLIC\s+(?:\"[^\"<>]*\"|'[^'<>]*')|SYSTEM)\s+(?:\"[^\"<>]*\"|'[^'<>]*')\s*>"
    r"|%[\w.-]+;)*+\]\s*>"
)
_JUNK_LIMIT = 16
_PADDING = "\x00\x03\x04\x1a"
"""What transmissions end with, and stands for nothing."""
MAX_DEPTH = 256
"""Deepest nesting that libxml2 reads, and with it every reader here."""
LONGEST_TEXT = 10_000_000
"""Longest text between two tags that libxml2 reads, in bytes."""
# Base64 begins with one long line; words never do.
_EMBEDDED = re.compile(rb">\s*[A-Za-z0-9+/]{60}[A-Za-z0-9+/=\r\n]{%d,}+\s*<" % (LONGEST_TEXT - 1000))


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


def has_words(element: etree._Element) -> bool:
    """Whether it holds any character that is not a blank."""
    if element.text and not element.text.isspace():
        return True
    return any(has_words(child) or (child.tail and not child.tail.isspace()) for child in element)


def parse(
    data: bytes, feeds: str | None = None, depth: int = MAX_DEPTH, *, outside_dtd: bool = False
) -> tuple[etree._Element, list[str]]:
    """The root of a document, and what was mended on the way. `feeds` is the feed's charset.

    Raises Refused with one line for a wire editor, also where tags are nested deeper than `depth`, and for
    entities of any sort, unless the feed's agency is known for an `outside_dtd` and there is nothing but that.
    """
    text, problems = decode(data, declared_charset(data), feeds)
    if outside_dtd and (found := _OUTSIDE_DTD.match(text)):
        text = found[1] + text[found.end() :]
        problems = [*problems, "the DOCTYPE names files of its own; it was taken off, and they were not asked for"]
    return parse_text(text, problems, depth)


def parse_text(
    text: str, problems: list[str] | None = None, depth: int = MAX_DEPTH
) -> tuple[etree._Element, list[str]]:
    """As `parse`, for characters that came inside something else."""
    raw, mended = prepare(text)
    problems = [*(problems or []), *mended]
    try:
        root = etree.fromstring(raw, _PARSER)
    except etree.XMLSyntaxError as error:
        root = _with_prefixes(raw, error)
        problems.append("a prefix that nothing declares was taken for what it usually stands for")
    if depth < MAX_DEPTH and _is_deeper(root, depth):
        raise Refused(f"nested more than {depth} levels deep, and {depth} is the limit")
    return root, problems


def _with_prefixes(raw: bytes, error: etree.XMLSyntaxError) -> etree._Element:
    """The root, where nothing but the declaration of a prefix is wanting; it is declared to stand for itself.

    Raises Refused with what else is wrong.
    """
    if error.code != etree.ErrorTypes.NS_ERR_UNDEFINED_NAMESPACE:  # type: ignore[attr-defined]
        raise Refused(_in_words(error, raw)) from error
    start = _ROOT.search(raw)
    known = set(_DECLARED_PREFIX.findall(start[0])) if start else set()
    wanting = sorted(set(_USED.findall(raw)) - known - {b"xml", b"xmlns"})
    declared = b"".join(b' xmlns:%s="urn:undeclared:%s"' % (prefix, prefix) for prefix in wanting)
    place = start.end(1) if start else 0
    try:
        return etree.fromstring(raw[:place] + declared + raw[place:], _PARSER)
    except etree.XMLSyntaxError as other:
        raise Refused(_in_words(other, raw)) from other


def prepare(text: str) -> tuple[bytes, list[str]]:
    """Characters made ready for a strict parser, in UTF-8: mended, or refused where mending would guess."""
    if text[:1] != "<":
        text = _trim(text)
    if text[-1:] in _PADDING:
        text = text.rstrip(_PADDING + " \t\r\n")
    if _HTML_PAGE.match(text):
        raise Refused("an HTML page, not a wire item: perhaps an error page of the sender's server")
    if "!" in text and "<!DOCTYPE" in text and "<!ENTITY" in text:
        raise Refused("it declares XML entities, which can hide or multiply text; refused for safety")
    problems = overrides(text)
    raw = text.encode("utf-8", "replace")
    if not is_clean(raw):
        text, more = mend(text)
        problems += more
        raw = text.encode("utf-8", "replace")
    if "&" in text and _ODD_AMPERSAND.search(text):
        text, more = mend_references(text)
        problems += more
        raw = text.encode("utf-8", "replace")
    if len(raw) > LONGEST_TEXT:
        raw, count = _EMBEDDED.subn(b"><", raw)
        if count:
            problems.append("data of more than 10 MB inside the item left out: no parser of XML takes a text so long")
    return raw, problems


def _is_deeper(root: etree._Element, depth: int) -> bool:
    level = [root]
    for _ in range(depth):
        level = [child for element in level for child in element]
    return bool(level)


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
    bare = controls = 0

    def mended(found: re.Match[str]) -> str:
        nonlocal bare, controls
        whole, name = found[0], found[1]
        if whole[0] == "<" or whole in ("&amp;", "&lt;", "&gt;", "&quot;", "&apos;"):
            return whole
        character = _character(name) if name else None
        if character is None:
            bare += 1
            return "&amp;" + whole[1:]
        controls += character == " " and name not in ("#32;", "#x20;")
        return escape(character)

    text = _AMPERSANDS.sub(mended, text)
    problems = blanked(controls, "reference to a control character", "references to control characters")
    if bare:
        problems.append(f"{bare} bare ampersand{'s' if bare > 1 else ''} repaired")
    return text, problems


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
        return "\ufffd"
    return mend(chr(number))[0]


def _in_words(error: etree.XMLSyntaxError, raw: bytes) -> str:
    types = etree.ErrorTypes
    where = f"line {error.lineno}" if error.lineno else "the end"
    code: int = error.code  # type: ignore[attr-defined]  # lxml has it, its stubs do not
    message = str(error.msg)
    if not raw.strip():
        return "the file is empty"
    if code == types.ERR_DOCUMENT_END:
        return "something stands after the end of the document: perhaps two items in one file"
    if "huge" in message.lower() and "depth" not in message:
        return "a text in it is longer than 10 MB, which is no news copy and more than a parser of XML takes"
    if code == types.ERR_RESOURCE_LIMIT or "depth" in message:
        return f"nested more than {MAX_DEPTH} levels deep, and {MAX_DEPTH} is the limit"
    if not raw.rstrip().endswith(b">") or code == types.ERR_TAG_NOT_FINISHED or _at_end(error, raw):
        return f"truncated: the document breaks off at {where}"
    return f"not well-formed XML, {where}: {_plain(message)}"


def _at_end(error: etree.XMLSyntaxError, raw: bytes) -> bool:
    return bool(error.lineno) and (error.lineno or 0) > raw.rstrip().count(b"\n") + 1


def _plain(message: str) -> str:
    return " ".join(re.sub(r",? line \d+(, column \d+)?$", "", message).split())[:120]
