"""Bytes to characters, and small rules about words. No letter is dropped; each repair is said.

edge_cases.md 1-13. Nothing here knows a format.
"""

import re

from stet.errors import Refused

_CONTROL_BYTES = bytes([*range(9), 11, 12, *range(14, 32)])
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_C1 = re.compile("[\x80-\x9f]")
_DECLARED = re.compile(rb"""^<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# What chance makes of Western letters is a capital at the end of a word in capitals, then a sign: "NESTLÉ®" in
# ISO-8859-1 is a whole character of UTF-8. Any other pair, and any longer sequence, is no chance.
_SURELY_UTF8 = re.compile(
    rb"[\xc2\xc3][\x80-\xbf]|(?<![A-Z\xc0-\xde])[\xc4-\xdf][\x80-\xbf]"
    rb"|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_OVERRIDES = re.compile("[\u202d\u202e]")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_NO_WORD = re.compile(r"(?<!\S)[^\w\s]+(?!\S)")
_WESTERN = {"iso-8859-1", "iso8859-1", "latin-1", "latin1", "windows-1252", "cp1252", "us-ascii", "ascii"}
_UNICODE = {"utf-8", "utf8"}
# Only charsets that newsrooms use: an exotic one could hide markup from the checks that run on characters.
_OTHERS = re.compile(
    r"iso-?8859-(?:[2-9]|1[0-6])|windows-125\d|cp125\d|koi8-[ru]|gbk?|gb2312|gb18030|big5|shift[_-]jis|euc-(?:jp|kr)|macroman"
)


def names(listed: str) -> frozenset[str]:
    """A set of names from a list parted by blanks."""
    return frozenset(listed.split())


def declared_charset(data: bytes) -> str | None:
    """The charset an XML declaration names, in lower case."""
    found = _DECLARED.match(data)
    return found[1].decode("ascii").lower() if found else None


def decode(data: bytes, declared: str | None = None) -> tuple[str, list[str]]:
    """Bytes as text, and what had to be mended. A byte-order mark wins over any declaration.

    Raises Refused where bytes are damaged: text that is mostly UTF-8 is never read as something else,
    for that would invent letters.
    """
    if data.startswith(b"\xef\xbb\xbf"):
        return _utf8(data[3:], [])
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data[:4].count(0) >= 2:
        return _utf16(data), []
    name = declared or "utf-8"
    if name in _UNICODE or name.startswith("utf-16"):
        return _utf8(data, [])
    if name in _WESTERN:
        return _western_or_utf8(data, name)
    if _OTHERS.fullmatch(name):
        return _charset(data, name)
    return _utf8(data, [f"the declared charset {name!r} is not one that is read here; UTF-8 was tried"])


def _utf8(data: bytes, problems: list[str]) -> tuple[str, list[str]]:
    try:
        return data.decode("utf-8"), problems
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            raise Refused("the file breaks off in the middle of a character: it is truncated") from error
        if _MULTIBYTE.search(data):
            raise Refused(f"damaged: byte {error.start} is not part of any UTF-8 character") from error
        return western(data), [*problems, "declared as UTF-8 but not UTF-8; read as Windows-1252"]


def _western_or_utf8(data: bytes, name: str) -> tuple[str, list[str]]:
    """A Western declaration over bytes that form whole UTF-8 characters is a wrong one, unless chance can do that."""
    if _SURELY_UTF8.search(data):
        try:
            return data.decode("utf-8"), [f"declared as {name} but it is UTF-8; read as UTF-8"]
        except UnicodeDecodeError:
            pass  # then the declaration is right, and the pair of bytes was two Western letters
    return western(data), []


def _utf16(data: bytes) -> str:
    name = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-16-be" if data[0] == 0 else "utf-16-le")
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise Refused("the file is UTF-16 that breaks off or is damaged") from error


def _charset(data: bytes, name: str) -> tuple[str, list[str]]:
    try:
        return data.decode(name), []
    except (UnicodeDecodeError, LookupError) as error:
        raise Refused(f"damaged: the bytes are not the declared charset {name!r}") from error


def western(data: bytes) -> str:
    """ISO-8859-1 as the web reads it, that is as Windows-1252. Never fails; undefined bytes become controls."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return mend_c1(data.decode("latin-1"))


def mend_c1(text: str) -> str:
    """C1 controls become the characters Windows-1252 has in their place, as HTML rules."""
    return _C1.sub(lambda found: found[0].encode("latin-1").decode("cp1252", "ignore") or " ", text)


def mend(text: str) -> tuple[str, list[str]]:
    """Control characters become blanks (so that words do not join), C1 controls what was meant by them."""
    raw = text.encode("utf-8", "replace")  # looking for single bytes is many times faster than a character class
    if b"\xc2" not in raw and b"\xef\xbf" not in raw and len(raw.translate(None, _CONTROL_BYTES)) == len(raw):
        return text, []
    problems = []
    if _CONTROLS.search(text):
        text, count = _CONTROLS.subn(" ", text)
        problems.append(f"{count} control character{'s' if count > 1 else ''} replaced by a blank")
    if _C1.search(text):
        text = mend_c1(text)
        problems.append("characters of Windows-1252 found as control codes; read as what they mean")
    return text, problems


def line(text: str | None) -> str | None:
    """A field that is one line: white space folded, direction overrides out; none when nothing is left."""
    if not text:
        return None
    folded = " ".join(text.split())
    if not folded.isascii():
        folded = _OVERRIDES.sub("", folded)
    return folded or None


def word_count(text: str) -> int:
    """Words in a text: runs between blanks that hold a letter or digit; Chinese and Japanese by characters."""
    if text.isascii() or not _CJK.search(text):
        return len(text.split()) - len(_NO_WORD.findall(text))
    rest, characters = _CJK.subn(" ", text)
    return characters + len(rest.split()) - len(_NO_WORD.findall(rest))


def whole_number(text: object) -> int | None:
    """A version or a size: digits only, within 64 bits; else none. Never a float, never a comparison of strings."""
    if isinstance(text, bool):
        return None
    if isinstance(text, int):
        return text if 0 <= text < 2**63 else None
    if not isinstance(text, str):
        return None
    digits = text.strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 20 and int(digits) < 2**63 else None
