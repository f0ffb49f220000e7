"""Whether words stand in bytes, however they are wrapped up: an honest over-approximation.

It opens the bytes in every way that any wire format wraps text (charsets, references, escapes, transfer encodings,
markup inside words) without knowing which applies, so it may call a word sent that nobody would read; it never calls
one invented that could have been read. It uses nothing of Stet.
"""

import base64
import html
import re
from collections.abc import Callable, Iterator, Sequence
from email.errors import MessageError
from email.header import decode_header
from quopri import decodestring
from urllib.parse import unquote

_LETTERS = re.compile(r"[^\W\d_]+")
_DECLARED = re.compile(rb"""(?:encoding|charset)\s*=\s*["']?([\w-]{1,30})""", re.IGNORECASE)
_JSON_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_BASE64 = re.compile(r"[A-Za-z0-9+/=_-][A-Za-z0-9+/=_\s-]{6,}")
_BLANKS = re.compile(r"[\s=]+")
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]+")
_MARKUP = 4000
"""How far a tag or a comment may reach, in characters."""
_SIGNS = re.compile(r"[<>&\]\\\x00-\x1f\x7f]")
_CDATA = "<![CDATA["
_ENCODED_WORD = re.compile(r"=\?[\w-]+\?[bqBQ]\?[^?]*\?=")
_C1 = {n: bytes([n]).decode("cp1252", "ignore") or " " for n in range(0x80, 0xA0)}
_NO_SUCH = (
    "idna",
    "rot13",
    "base64",
    "hex",
    "zlib",
    "bz2",
    "punycode",
    "undefined",
    "unicode_escape",
    "raw_unicode_escape",
)


def letters(text: str) -> set[str]:
    """The words of a text: maximal runs of letters."""
    return set(_LETTERS.findall(text))


def invented(words: set[str], data: bytes) -> set[str]:
    """Those of the words that stand nowhere in the bytes."""
    missing = words
    charsets = [
        *dict.fromkeys(name.decode("ascii").lower() for name in [*_DECLARED.findall(data), b"windows-1256", b"utf-7"])
    ]
    texts = list(_decoded(data, charsets))
    # What is usual and cheap first; the rest only for words that nothing else explains.
    for openers, depth in (((_references, _escapes, _translated), 2), (_OPENERS, 4)):
        missing, opened = _unopened(missing, texts, charsets, openers, depth)
        missing = {word for word in missing if not any(_through_markup(word, text) for text in opened[:80])}
        if not missing:
            return set()
    return missing


def _unopened(
    missing: set[str], texts: list[str], charsets: Sequence[str], openers: "Sequence[Opener]", depth: int
) -> tuple[set[str], list[str]]:
    """The words that stand in nothing that comes out of the texts, and all that came out."""
    level, known = texts, dict.fromkeys(texts)
    for turn in range(depth + 1):
        for text in level:
            missing = {word for word in missing if word not in text}
        if not missing or turn == depth:
            break
        deeper = [new for text in level for opener in openers for new in opener(text, charsets)]
        level = [text for text in dict.fromkeys(deeper) if text not in known][:120]
        known |= dict.fromkeys(level)
    return missing, list(known)


def _decoded(data: bytes, charsets: Sequence[str]) -> Iterator[str]:
    yield data.decode("utf-8", "replace")
    yield data.decode("cp1252", "replace").translate(_C1)
    yield data.decode("latin-1").translate(_C1)
    yield data.decode("utf-16", "replace")
    if b"\x00" in data:
        for charset, width in (("utf-16-le", 2), ("utf-16-be", 2), ("utf-32-le", 4), ("utf-32-be", 4)):
            yield from (data[start:].decode(charset, "replace") for start in range(width))
        yield data.replace(b"\x00", b"").decode("utf-8", "replace")
    for charset in charsets:
        yield from _by(data, charset)


def _by(data: bytes, charset: str) -> Iterator[str]:
    if charset.replace("-", "_") in _NO_SUCH:
        return
    try:
        yield data.decode(charset, "replace")
    except (LookupError, ValueError):
        return


def _references(text: str, _charsets: Sequence[str]) -> Iterator[str]:
    if "&" in text:
        yield html.unescape(text)
        yield html.unescape(re.sub(r"&(\w+)(?!;)\b", r"&\1;", text))


def _escapes(text: str, _charsets: Sequence[str]) -> Iterator[str]:
    if "\\" in text:
        plain = _JSON_ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2], text)
        yield plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        blank = _JSON_ESCAPE.sub(
            lambda found: chr(int(found[1], 16)) if found[1] else (" " if found[2] in "nrtbf" else found[2]), text
        )
        yield blank.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _percent(text: str, _charsets: Sequence[str]) -> Iterator[str]:
    if "%" in text:
        yield unquote(text)


def _quoted_printable(text: str, charsets: Sequence[str]) -> Iterator[str]:
    if "=" in text:
        plain = decodestring(text.encode("utf-8", "surrogatepass"))
        yield from (plain.decode("utf-8", "replace"), plain.decode("cp1252", "replace"))
        for charset in charsets:
            yield from _by(plain, charset)


def _base64s(text: str, charsets: Sequence[str]) -> Iterator[str]:
    """All that may be base64, as it comes out from each of the four places where a group may begin.

    What is no letter of it parts two texts, or is passed over in one: mail readers do that (RFC 2045 section 6.8).
    """
    runs = [_BLANKS.sub("", found[0]).replace("-", "+").replace("_", "/") for found in _BASE64.finditer(text)]
    runs.append(_NOT_BASE64.sub("", text))
    for start in range(4):
        plain = b"\n".join(_plain(run[start:]) for run in runs)
        yield from (plain.decode("utf-8", "replace"), plain.decode("cp1252", "replace").translate(_C1))
        for charset in charsets:
            yield from _by(plain, charset)


def _plain(run: str) -> bytes:
    whole = len(run) // 4 * 4
    rest = run[whole:].ljust(4, "=") if len(run) - whole > 1 else ""
    return base64.b64decode(run[:whole] + rest)


def _encoded_words(text: str, _charsets: Sequence[str]) -> Iterator[str]:
    for found in _ENCODED_WORD.finditer(text):
        try:
            for plain, charset in decode_header(found[0]):
                if isinstance(plain, bytes):
                    yield from _by(plain, charset or "utf-8")
        except (ValueError, MessageError):
            continue


def _translated(text: str, _charsets: Sequence[str]) -> Iterator[str]:
    """Controls of ISO-8859-1 as what Windows-1252 has in their place; carriage controls and soft hyphens apart."""
    if re.search("[\x80-\x9f]", text):
        yield text.translate(_C1)


Opener = Callable[[str, Sequence[str]], Iterator[str]]
_OPENERS: tuple[Opener, ...] = (
    _references, _escapes, _percent, _quoted_printable, _translated, _encoded_words, _base64s,
)  # fmt: skip


def _through_markup(word: str, text: str) -> bool:
    """Whether a word stands in a text with markup, references or controls between its letters.

    From a `<` on, anything up to any `>` near by may be markup, and what stands between two tags may be silent.
    """
    reached = {found.end() for found in re.finditer(re.escape(word[0]), text)}
    for letter in word[1:]:
        reached = {place + 1 for place in _spread(text, reached) if text[place : place + 1] == letter}
        if not reached:
            return False
    return True


def _spread(text: str, places: set[int]) -> set[int]:
    """Where reading may go on from any of these places: there, and behind what may be markup.

    One pass from left to right, for reading only goes forward.
    """
    found, opened = set(places), -_MARKUP
    for sign in _SIGNS.finditer(text, min(places, default=len(text))):
        place = sign.start()
        if sign[0] == ">":
            if place - opened < _MARKUP:
                found.add(place + 1)
        elif place not in found:
            continue
        elif sign[0] == "<":
            opened = place
            if text.startswith(_CDATA, place):
                found.add(place + len(_CDATA))
        elif sign[0] == "&":
            found.update(range(place + 2, place + 12))
        else:
            found.update((place + 1, place + 3) if text.startswith("]]>", place) else (place + 1,))
    return found
