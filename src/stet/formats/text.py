"""Bytes to characters, and small rules about words. No letter is dropped; each repair is said.

edge_cases.md 1-13. Nothing here knows a format.
"""

import codecs
import re

from stet.errors import Refused
from stet.formats import iscii

TURNED = "direction overrides (U+202D, U+202E) met; none is left in headline and fields"
MENDED_AT_MOST = 5
"""Control characters that are replaced without asking anybody (edge case 8)."""

_CONTROL_BYTES = bytes([*range(9), 11, 12, *range(14, 32)])
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_C1 = re.compile("[\x80-\x9f]")
_C1_BYTES = re.compile(rb"\xc2[\x80-\x9f]")
_NO_CHARACTERS = re.compile(rb"\xef\xbf[\xbe\xbf]")
_DECLARED = re.compile(rb"""^\s{0,16}<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# What chance makes of Western letters is a capital at the end of a word in capitals, then a sign: "NESTLÉ®" in
# ISO-8859-1 is a whole character of UTF-8. Any other pair, and any longer sequence, is no chance.
_SURELY_UTF8 = re.compile(
    rb"[\xc2\xc3][\x80-\xbf]|(?<![A-Z\xc0-\xde])[\xc4-\xdf][\x80-\xbf]"
    rb"|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_OVERRIDES = re.compile("[\u202d\u202e]")
_ISOLATES = re.compile("[\u2066-\u2069]")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_CJK_BYTES = bytes([*range(0xE3, 0xEA), 0xEF, *range(0xF0, 0xF5)])
"""First bytes of characters among which all Chinese and Japanese ones are, in UTF-8."""
_NO_WORD = re.compile(r" (?:[^\w ]|_)++(?= )")
"""A run without a letter or digit, in a folded text between two blanks: to begin with a plain blank makes it fast."""
_WESTERN = {"iso8859-1", "cp1252", "ascii"}
_UNICODE = {"utf-8", "utf8"}
# Only charsets that newsrooms use, by Python's names: an exotic one could hide markup from the checks that run on
# characters, and some of Python's are no charsets at all.
_OTHERS = re.compile(
    r"iso8859-(?:[2-9]|1[0-6])|cp125\d|koi8-[rtu]|cp(?:437|85[0258]|866|874|932|949|950)|gbk|gb2312|gb18030|big5|"
    r"shift_jis|euc_jp|euc_kr|iso2022_jp|tis-620|mac-(?:roman|latin2|cyrillic)|" + iscii.NAME
)
_ACCENTED = re.compile(rb"[\x8a\x8c\x8e\x9a\x9c\x9e\x9f\xaa\xba\xc0-\xff]")
_PLAIN = re.compile(rb"[A-Za-z]")
_TAG = re.compile(rb"<[^<>]*>")


class Query(str):
    """A problem so grave that a person must answer it before the text is shown: it holds the story."""

    __slots__ = ()


def names(listed: str) -> frozenset[str]:
    """A set of names from a list parted by blanks."""
    return frozenset(listed.split())


def declared_charset(data: bytes) -> str | None:
    """The charset an XML declaration names, in lower case."""
    found = _DECLARED.match(data)
    return found[1].decode("ascii").lower() if found else None


def decode(data: bytes, declared: str | None = None, feeds: str | None = None) -> tuple[str, list[str]]:
    """Bytes as text, and what had to be mended. `feeds` is the feed's own charset, for what declares none.

    A byte-order mark wins over any declaration, a declaration over the feed's charset, and UTF-8 proves itself: only
    what is not UTF-8 is read as something else that nobody declared. Raises Refused where bytes are damaged: text that
    is mostly UTF-8 is never read as something else, for that would invent letters.
    """
    if data.startswith(b"\xef\xbb\xbf"):
        return _utf8(data[3:], "utf-8", None)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data[:4].count(0) >= 2:
        return _wide(data), []
    if declared is None or declared in _UNICODE:
        return _utf8(data, declared, feeds)
    name = _charset_of(declared)
    if name in _UNICODE or name.startswith(("utf-16", "utf-32")):
        return _utf8(data, declared, feeds)
    if name in _WESTERN:
        return _western_or_utf8(data, declared)
    if _OTHERS.fullmatch(name):
        return _other(data, name, declared)
    text, problems = _utf8(data, None, feeds)
    return text, [f"the declared charset {declared[:40]!r} is not one that is read here; UTF-8 was tried", *problems]


def _charset_of(declared: str) -> str:
    """Python's name of a charset, by which all its other names are known; empty for none."""
    try:
        return codecs.lookup(declared).name
    except (LookupError, ValueError):
        return ""


def _utf8(data: bytes, declared: str | None, feeds: str | None) -> tuple[str, list[str]]:
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            raise Refused("the file breaks off in the middle of a character: it is truncated") from error
        name = _charset_of(feeds) if feeds else ""
        named = name not in _UNICODE and name not in _WESTERN and name
        if not named and _MULTIBYTE.search(data):
            raise Refused(f"damaged: byte {error.start} is not part of any UTF-8 character") from error
    said = "declared as UTF-8 but not UTF-8" if declared else "not UTF-8"
    if named:  # pairs of letters of many charsets look like UTF-8: what a person named goes before such a chance
        text, problems = _other(data, name, feeds or name)
        return text, [f"{said}; read as {feeds}, the feed's charset", *problems]
    return western(data), [f"{said}; read as Windows-1252", *_doubts(data)]


def _doubts(data: bytes) -> list[str]:
    """A charset is never guessed by its letters: where Windows-1252 is plainly wrong, a person names the right one."""
    words = _TAG.sub(b"", data)
    accented, plain = len(_ACCENTED.findall(words)), len(_PLAIN.findall(words))
    if accented <= MENDED_AT_MOST or accented < plain:
        return []
    return [
        Query(
            "The text is neither UTF-8 nor like any Western text: the feed needs the name of its charset, "
            "for example windows-1251 for Russian or windows-1256 for Arabic."
        )
    ]


def _western_or_utf8(data: bytes, declared: str) -> tuple[str, list[str]]:
    """A Western declaration over bytes that form whole UTF-8 characters is a wrong one, unless chance can do that."""
    if _SURELY_UTF8.search(data):
        try:
            return data.decode("utf-8"), [f"declared as {declared} but it is UTF-8; read as UTF-8"]
        except UnicodeDecodeError:
            pass  # then the declaration is right, and the pair of bytes was two Western letters
    return western(data), _doubts(data)


def _wide(data: bytes) -> str:
    """UTF-16 or UTF-32, by mark or by where the zeros stand."""
    name = "utf-16"
    if data[:4] in (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff"):
        name = "utf-32"
    elif data[:4].count(0) == 3:
        name = "utf-32-be" if data[0] == 0 else "utf-32-le"
    elif data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        name = "utf-16-be" if data[0] == 0 else "utf-16-le"
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise Refused(f"the file is {name[:6].upper()} that breaks off or is damaged") from error


def _other(data: bytes, name: str, declared: str) -> tuple[str, list[str]]:
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        raise Refused(f"damaged: the bytes are not the declared charset {declared!r}") from error
    if _SURELY_UTF8.search(data) and _is_utf8(data):
        return text, [
            Query(f"The text is declared as {declared}, and its bytes are UTF-8 as they stand: one is wrong.")
        ]
    return text, []


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def western(data: bytes) -> str:
    """ISO-8859-1 as the web reads it, that is as Windows-1252. Never fails; an undefined byte is a letter lost."""
    return data.decode("cp1252", "replace")


def mend_c1(text: str) -> str:
    """C1 controls become the characters Windows-1252 has in their place, as HTML rules."""
    return _C1.sub(lambda found: found[0].encode("latin-1").decode("cp1252", "ignore") or " ", text)


def mend(text: str) -> tuple[str, list[str]]:
    """Control characters become blanks (so that words do not join), C1 controls what was meant by them."""
    # Looking for single bytes is many times faster than a character class.
    return (text, []) if is_clean(text.encode("utf-8", "replace")) else _mended(text)


def is_clean(raw: bytes) -> bool:
    """Whether text in UTF-8 holds nothing that `mend` would change."""
    return (
        len(raw.translate(None, _CONTROL_BYTES)) == len(raw)
        and (b"\xc2" not in raw or _C1_BYTES.search(raw) is None)
        and (b"\xef" not in raw or _NO_CHARACTERS.search(raw) is None)
    )


def _mended(text: str) -> tuple[str, list[str]]:
    problems: list[str] = []
    if _CONTROLS.search(text):
        text, count = _CONTROLS.subn(" ", text)
        problems += blanked(count, "control character", "control characters")
    if _C1.search(text):
        text = mend_c1(text)
        problems.append("characters of Windows-1252 found as control codes; read as what they mean")
    return text, problems


def blanked(count: int, one: str, many: str) -> list[str]:
    """What to say of so many things replaced by a blank: more than a few hold the story."""
    if not count:
        return []
    problems = [f"{count} {many if count > 1 else one} replaced by a blank"]
    if count > MENDED_AT_MOST:
        problems.append(
            Query(f"The text held {count} {many} where letters may have been: compare it with the agency's.")
        )
    return problems


def overrides(text: str) -> list[str]:
    """What to say of marks that turn the direction of letters round, and so can show another text (edge case 13)."""
    if text.isascii() or not ("\u202d" in text or "\u202e" in text):
        return []
    return [TURNED]


def line(text: str | None) -> str | None:
    """A field that is one line: white space folded; controls, overrides and isolates of direction out; or none."""
    if not text:
        return None
    folded = " ".join(text.split())
    if not folded.isprintable():
        folded = _unturned(" ".join(mend(folded)[0].split()))
    return folded or None


def _unturned(text: str) -> str:
    """A text without isolates and direction overrides, and without what ends them where nothing else is left to end."""
    text = _ISOLATES.sub("", text)
    kept, turned = _OVERRIDES.subn("", text)
    return kept.replace("\u202c", "") if turned and "\u202a" not in kept and "\u202b" not in kept else kept


def word_count(folded: str) -> int:
    """Words in a folded text: runs between blanks that hold a letter or digit; Chinese and Japanese by characters."""
    characters = 0
    if not folded.isascii():
        raw = folded.encode("utf-8", "replace")
        if len(raw.translate(None, _CJK_BYTES)) < len(raw):
            rest, characters = _CJK.subn(" ", folded)
            folded = " ".join(rest.split())
    if not folded:
        return characters
    return characters + folded.count(" ") + 1 - len(_NO_WORD.findall(f" {folded} "))


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
