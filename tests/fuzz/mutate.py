"""Wire files made wrong in the ways that wires, disks, editors' software and bad actors make them wrong.

Deterministic: the same seeds and the same number give the same input on any machine, so that a fault can be told by
its number. The mutator knows three grammars (XML, JSON, lines of text) and no wire format: a new one is fuzzed as
soon as it has fixtures.
"""

import json
import random
import re
from collections.abc import Callable, Sequence
from typing import Any

LONGEST = 200_000
"""Bytes of one input. What more does is the business of the limits, and has tests of its own."""

_XML_TOKEN = re.compile(r"<!\[CDATA\[.*?\]\]>|<[^<>]*>|[^<]+|<", re.DOTALL)
_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*("[^"]*"|'[^']*')""")
_NUMBER = re.compile(r"\d+")
_DATE = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?|\d{8}T\d{6}(?:Z|[+-]\d{4})?"
    r"|\d{1,2} [A-Z][a-z]{2} \d{2,4} \d\d:\d\d(?::\d\d)?(?: (?:[+-]\d{4}|[A-Z]{2,4}))?|\d{6} GMT [A-Za-z]{3} \d\d"
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_DECLARED = re.compile(r"""(encoding\s*=\s*["']|charset\s*=\s*["']?)([\w-]+)""", re.IGNORECASE)

_DATES = (
    "2026-02-30T25:61:61Z", "0000-00-00", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00",
    "2026-11-21T10:00:00",
    "2026-11-21 10:00", "20261121T1000", "11/12/2026", "2026-11-21T24:00:00Z", "2016-12-31T23:59:60Z", "", " ", "now",
    "Sat, 31 Feb 2026 10:00:00 IST", "Sat, 21 Nov 26 10:00 +9999", "1763719200", "-1", "2026-11-21T10:00:00+99:99",
    "2026-11-21T10:00:00.123456789123+0530", "٢٠٢٦-١١-٢١", "211000 GMT Okt 26", "321000 GMT Xyz 26", "²026-11-21",
)  # fmt: skip
_NUMBERS = (
    "0", "-1", "1.5", "1e400", "007", "٣", "²", "NaN", "true", str(2**31), str(2**63 - 1), str(2**63), str(10**40),
    "1" * 5000, "", "  12  ", "0x1F", "+4",
)  # fmt: skip
_SCRAPS = (
    "&", "&amp;amp;", "&nbsp;", "&#0;", "&#x1;", "&#146;", "&#xD800;", "&#1114112;", "&#99999999999;", "&bogus;",
    "&notit;",
    "&lt;p&gt;", "<", ">", "</", "<!--", "-->", "<![CDATA[", "]]>", "<?x y?>", "<br>", "<br/>", "</p>", "<p>",
    "<script>alert('x')</script>", "<a href='javascript:alert(1)'>press</a>", "<a href=' java\tscript:x'>press</a>",
    "<a href='//[bad'>press</a>", "<a href='data:text/html,x'>press</a>", "<img src=x onerror=alert(1)>",
    "<iframe src='https://frames.example/'>frame</iframe>", "<style>p{}</style>", "<svg><p>inside</svg>", "<math><mi>x",
    "<table><tr><td colspan='99999' rowspan='-1'>cell</table>", "<ul><li>one<li>two", "<pre>  kept\n  so</pre>",
    "<p lang='\"><script>' dir='sideways'>", "<h1>head</h1>", "<select><option>choice</select>",
    "<template>x</template>",
    "<!DOCTYPE x [<!ENTITY y 'z'>]>", "<!DOCTYPE nitf SYSTEM 'nitf-3-2.dtd'>",
    "<xi:include href='file:///etc/passwd'/>",
    "\x00", "\x01", "\x02", "\x03", "\x04", "\x08", "\x0b", "\x0c", "\x10", "\x11", "\x12", "\x15", "\x16", "\x1a",
    "\x1b",
    "\x1f", "\x7f", "\x85", "\x8a", "\x92", "\xa0", "\xad", "\u200b", "\u200c", "\u200d", "\u2028", "\u2029", "\u202e",
    "\u202d", "\u2066", "\ufeff", "\ufffd", "\ufffe", "\uffff", "\u0301" * 40,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\U000e0041", "क्षि", "مرحبا", "漢字", "Straße", "İstanbul", "ﬁ", "½", "\r", "\r\n", "\n\n\n", "\t", "\t\t", "   ",
    "^", "<\r\n",
    "=", "=\n", "=3D", "=E2=80", "--", "--=_x", "Content-Type: text/html; charset=utf-7",
    "Content-Transfer-Encoding: base64",
    "BGNASUlNUE9SVA==", "{", "}", "[", "]", ",", ":", '"', "\\", "\\u0000", "\\ud800", "null", "true", "1e999", "%",
    "%00",
    "canceled", "withheld", "KILL", "usable", "EMBARGOED", "stat:canceled", "(more)", "A" * 3000, "word " * 600,
)  # fmt: skip
_CHARSETS = (
    "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "iso-8859-1", "iso-8859-15", "windows-1252", "windows-1256",
    "windows-1251", "gb18030", "shift_jis", "big5", "koi8-r", "us-ascii", "utf-7", "x-unknown", "idna", "rot13",
    "base64",
    "unicode_escape", "",
)  # fmt: skip
_MARKS = (
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xff\xfe\x00\x00",
    b"\x00\x00\xfe\xff",
    b" \r\n\t",
    b"\x00",
    b"\xef\xbb\xbf" * 2,
)
_ODD_BYTES = (0, 1, 2, 3, 4, 8, 9, 10, 13, 16, 22, 31, 0x85, 0x92, 0xC2, 0xFF)
_LEVELS = (2, 9, 40, 120, 255, 256, 257, 400, 3000)

Mutation = Callable[[random.Random, str, "Sequence[str]"], str]


def mutated(seeds: Sequence[bytes], strangers: Sequence[bytes], key: str) -> bytes:
    """The input that a key names: one of the seeds, changed one to five times.

    `strangers` are files of other formats, to be spliced with.
    """
    chance = random.Random(key)
    data = chance.choice(seeds)
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 5))):
        change = chance.random()
        if change < 0.62:
            data = _structured(chance, data, seeds)
        elif change < 0.90:
            data = damaged(chance, data)
        elif change < 0.96:
            data = _spliced(chance, data, chance.choice(seeds if chance.random() < 0.7 else strangers or seeds))
        else:
            data = _recoded(chance, data)
        data = data[:LONGEST]
    return data


# -- bytes


def damaged(chance: random.Random, data: bytes) -> bytes:
    """What a bad line or a bad disk does: bytes flipped, lost, doubled, put in, or cut off."""
    if not data:
        return bytes(chance.randrange(256) for _ in range(chance.randrange(1, 9)))
    at = chance.randrange(len(data))
    length = min(chance.choice((1, 1, 2, 5, 20, 200)), len(data) - at)
    what = chance.randrange(8)
    if what == 0:
        return data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]
    if what == 1:
        return data[:at] + data[at + length :]
    if what == 2:
        return data[:at] + data[at : at + length] * chance.choice((2, 3, 50)) + data[at + length :]
    if what == 3:
        return data[:at] + bytes(chance.randrange(256) for _ in range(length % 24 + 1)) + data[at:]
    if what == 4:
        return data[:at]
    if what == 5:
        return data[:at] + chance.choice(_SCRAPS).encode("utf-8", "surrogatepass") + data[at:]
    if what == 6:
        return (
            data[:at]
            + bytes([chance.choice((0, 1, 2, 3, 4, 8, 9, 10, 13, 16, 22, 31, 0x85, 0x92, 0xC2, 0xFF))])
            + data[at + 1 :]
        )
    return bytes(byte ^ (chance.random() < 0.01) << chance.randrange(8) for byte in data[:20_000]) + data[20_000:]


def _spliced(chance: random.Random, data: bytes, other: bytes) -> bytes:
    """The head of one file and the tail of another, or a piece of the other put in."""
    at, there = chance.randrange(len(data) + 1), chance.randrange(len(other) + 1)
    if chance.random() < 0.4:
        return data[:at] + other[there:]
    if chance.random() < 0.2:
        return data + other
    return data[:at] + other[there : there + chance.choice((10, 100, 1000))] + data[at:]


def _recoded(chance: random.Random, data: bytes) -> bytes:
    """Another charset than it says, or another saying than its charset; byte-order marks."""
    what = chance.randrange(4)
    if what == 0:
        return chance.choice(_MARKS) + data
    text = data.decode("utf-8", "replace")
    if what == 1:
        return _DECLARED.sub(lambda found: found[1] + chance.choice(_CHARSETS), text).encode()
    charset = chance.choice(_CHARSETS[:14])
    if what == 2:
        text = _DECLARED.sub(lambda found: found[1] + charset, text)
    return text.encode(charset, chance.choice(("ignore", "replace", "xmlcharrefreplace")))


# -- structure


def _structured(chance: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    try:
        text, charset = data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text, charset = data.decode("latin-1"), "latin-1"
    head = text.lstrip("\ufeff \r\n\t")[:1]
    others = [chance.choice(seeds).decode(charset, "replace") for _ in range(2)]
    choices = _ANY + (_XML * 3 if head == "<" else _JSON * 3 if head in ("{", "[") else _LINES * 3)
    for _ in range(3):  # some changes find nothing to change
        after = chance.choice(choices)(chance, text, others)
        if after != text:
            return after.encode(charset, "ignore" if charset == "latin-1" else "surrogatepass")
    return data


def _replaced(chance: random.Random, text: str, pattern: re.Pattern[str], by: Sequence[str]) -> str:
    found = list(pattern.finditer(text))
    if not found:
        return text
    one = chance.choice(found)
    return text[: one.start()] + chance.choice(by) + text[one.end() :]


def _odd_date(chance: random.Random, text: str, _others: Sequence[str]) -> str:
    return _replaced(chance, text, _DATE, _DATES)


def _odd_number(chance: random.Random, text: str, _others: Sequence[str]) -> str:
    return _replaced(chance, text, _NUMBER, _NUMBERS)


def _odd_word(chance: random.Random, text: str, _others: Sequence[str]) -> str:
    return _replaced(chance, text, _WORD, (*_SCRAPS, *(found[0] for found in _WORD.finditer(text[:3000]))))


def _scrap(chance: random.Random, text: str, _others: Sequence[str]) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(_SCRAPS) * chance.choice((1, 1, 1, 3, 300)) + text[at:]


_ANY: tuple[Mutation, ...] = (_odd_date, _odd_number, _odd_word, _scrap)


# -- XML


def _elements(tokens: Sequence[str]) -> list[tuple[int, int]]:
    """Where each element starts and ends, in tokens; unclosed ones are left out."""
    found, waiting = [], []
    for place, token in enumerate(tokens):
        if not token.startswith("<") or token[1:2] in ("!", "?", ""):
            continue
        if token.startswith("</"):
            name = token[2:].strip("> \r\n\t")
            while waiting:
                start, opened = waiting.pop()
                if opened == name:
                    found.append((start, place + 1))
                    break
        elif token.endswith("/>"):
            found.append((place, place + 1))
        else:
            waiting.append((place, re.split(r"[\s>/]", token[1:], maxsplit=1)[0]))
    return found


def _element(chance: random.Random, text: str) -> tuple[list[str], int, int]:
    tokens = _XML_TOKEN.findall(text)
    found = _elements(tokens)
    start, end = chance.choice(found) if found else (0, 0)
    return tokens, start, end


def _element_dropped(chance: random.Random, text: str, _others: Sequence[str]) -> str:
    tokens, start, end = _element(chance, text)
    return "".join((*tokens[:start], *tokens[end:]))


def _element_doubled(chance: random.Random, text: str, _others: Sequence[str]) -> str:
    tokens, start, end = _element(chance, text)
    times = chance.choice((1, 1, 2, 30)) if end - start < 200 else 1
    return "".join((*tokens[:end], *tokens[start:end] * times, *tokens[end:]))


def _element_moved(chance: random.Random, text: str, _others: Sequence[str]) -> str:
    tokens, start, end = _element(chance, text)
    piece, rest = tokens[start:end], [*tokens[:start], *tokens[end:]]
    at = chance.randrange(len(rest) + 1)
    return "".join((*rest[:at], *piece, *rest[at:]))


def _element_emptied(chance: random.Random, text: str, _others: Sequence[str]) -> str:
    tokens, start, end = _element(chance, text)
    if end - start < 2:
        return text
    return "".join((*tokens[: start + 1], chance.choice(("", " ", *_SCRAPS)), *tokens[end - 1 :]))


def _element_renamed(chance: random.Random, text: str, others: Sequence[str]) -> str:
    tokens, start, end = _element(chance, text)
    names = re.findall(r"<([\w:.-]+)", text + others[0]) or ["x"]
    if end == start:
        return text
    name = chance.choice((*names, chance.choice(names).upper(), "n:" + chance.choice(names).rpartition(":")[2]))
    tokens[start] = re.sub(r"^<[\w:.-]+", f"<{name}", tokens[start])
    if end - start > 1:
        tokens[end - 1] = f"</{name}>"
    return "".join(tokens)


def _element_deepened(chance: random.Random, text: str, _others: Sequence[str]) -> str:
    tokens, start, end = _element(chance, text)
    name = chance.choice(("p", "div", "b", "x", "table", "blockquote", "ul", "a"))
    levels = chance.choice(_LEVELS)
    inside = chance.random() < 0.5 and end - start > 1
    first, last = (start + 1, end - 1) if inside else (start, end)
    return "".join((*tokens[:first], f"<{name}>" * levels, *tokens[first:last], f"</{name}>" * levels, *tokens[last:]))


def _element_of_another(chance: random.Random, text: str, others: Sequence[str]) -> str:
    theirs, begin, finish = _element(chance, others[0])
    tokens, start, end = _element(chance, text)
    return "".join((*tokens[: start if chance.random() < 0.5 else end], *theirs[begin:finish], *tokens[end:]))


def _wrapped_in_cdata(chance: random.Random, text: str, _others: Sequence[str]) -> str:
    tokens, start, end = _element(chance, text)
    return "".join((*tokens[: start + 1], "<![CDATA[", *tokens[start + 1 : end - 1], "]]>", *tokens[end - 1 :]))


def _escaped_once_more(chance: random.Random, text: str, _others: Sequence[str]) -> str:
    tokens, start, end = _element(chance, text)
    inner = "".join(tokens[start + 1 : end - 1]).replace("&", "&amp;").replace("<", "&lt;")
    return "".join((*tokens[: start + 1], inner, *tokens[end - 1 :]))


def _attribute_changed(chance: random.Random, text: str, others: Sequence[str]) -> str:
    found = list(_ATTRIBUTE.finditer(text))
    if not found:
        return text
    one = chance.choice(found)
    value = chance.choice(_ATTRIBUTE.findall(others[0] + text))[1]
    scrap = chance.choice((*_SCRAPS, *_DATES, *_NUMBERS)).replace('"', "").replace("<", "&lt;")
    names = [name for name, _ in _ATTRIBUTE.findall(text)]
    new = chance.choice(
        (
            "",
            f"{one[1]}={value}",
            f'{one[1]}="{scrap}"',
            f"{chance.choice(names)}={one[2]}",
            f"{one[0]} {one[0]}",
            f"{one[1]}=''",
        )
    )
    return text[: one.start()] + new + text[one.end() :]


def _namespaces_changed(chance: random.Random, text: str, _others: Sequence[str]) -> str:
    if chance.random() < 0.5:
        return re.sub(r"""\sxmlns(:\w+)?\s*=\s*("[^"]*"|'[^']*')""", "", text)
    return re.sub(r"""(xmlns(?::\w+)?\s*=\s*["'])[^"']*""", rf"\g<1>http://x.example/{chance.randrange(9)}/", text)


def _doctyped(chance: random.Random, text: str, _others: Sequence[str]) -> str:
    kind = chance.choice((
        '<!DOCTYPE nitf SYSTEM "nitf-3-6.dtd">', '<!DOCTYPE x [<!ENTITY a "invented"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://x.example/p"> %p;]>', "<!doctype html>",
        "<!DOCTYPE x [<!ATTLIST p x CDATA 'y'>]>",
        '<!DOCTYPE x PUBLIC "-//X//Y" "x"', "<!DOCTYPE x [<!ELEMENT x ANY>]>",
    ))  # fmt: skip
    at = text.find("?>") + 2 if "?>" in text else 0
    return text[:at] + kind + text[at:]


_XML: tuple[Mutation, ...] = (
    _element_dropped, _element_doubled, _element_moved, _element_emptied, _element_renamed, _element_deepened,
    _element_of_another, _wrapped_in_cdata, _escaped_once_more, _attribute_changed, _attribute_changed,
    _namespaces_changed,
    _doctyped,
)  # fmt: skip


# -- JSON


def _places(value: Any, limit: int = 4000) -> list[tuple[Any, Any]]:
    """Every container with each of its keys."""
    found: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting and len(found) < limit:
        holder = waiting.pop()
        for key, inner in list(holder.items() if isinstance(holder, dict) else enumerate(holder)):
            found.append((holder, key))
            if isinstance(inner, dict | list):
                waiting.append(inner)
    return found


_ODD_VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 10**30, "", " ", [], {}, [[]], [None], [{}], {"": ""}, {"value": "x"}, [1, "x", None],
    "x" * 5000,
    "\x00", "\ud800", "<p>one<p>two", "<script>x</script>", ["one", "two"], {"name": None}, [{"name": 7, "code": []}],
)  # fmt: skip


def _json_changed(chance: random.Random, text: str, others: Sequence[str]) -> str:
    try:
        value, other = json.loads(text), json.loads(others[0])
    except (ValueError, RecursionError):
        return text
    for _ in range(chance.choice((1, 1, 2, 4))):
        places = _places(value)
        if not places:
            return text
        holder, key = chance.choice(places)
        theirs = [there[name] for there, name in _places(other)] or [None]
        what = chance.randrange(9)
        if what == 0:
            del holder[key]
        elif what == 1:
            holder[key] = chance.choice(_ODD_VALUES)
        elif what == 2:
            holder[key] = chance.choice((*_DATES, *_NUMBERS, *_SCRAPS))
        elif what == 3:
            holder[key] = chance.choice(theirs)
        elif what == 4:
            holder[key] = [holder[key]] if chance.random() < 0.5 else {str(key): holder[key]}
        elif what == 5 and isinstance(holder, dict):
            names = [name for there, name in places if isinstance(there, dict)]
            holder[chance.choice((*names, str(key).upper(), str(key) + "s", "", "$" + str(key)))] = holder.pop(key)
        elif what == 6 and isinstance(holder, list):
            holder.extend([holder[key]] * chance.choice((1, 3, 40)))
        elif what == 7:
            inner: Any = holder[key]
            for _ in range(chance.choice((3, 60, 200))):
                inner = [inner] if chance.random() < 0.5 else {"x": inner}
            holder[key] = inner
        elif isinstance(holder[key], str):
            holder[key] = _scrap(chance, holder[key], others)
    try:
        return json.dumps(value, ensure_ascii=chance.random() < 0.5)
    except (ValueError, RecursionError):
        return text


def _key_doubled(chance: random.Random, text: str, _others: Sequence[str]) -> str:
    found = list(re.finditer(r'"(\w+)"\s*:\s*("(?:[^"\\]|\\.)*"|-?\d+|null|true|false)', text))
    if not found:
        return text
    one = chance.choice(found)
    value = chance.choice(('"second"', "null", "7", one[2], "[]", str(10**25), "1e999", '"\\ud83d"', '"\\u0000"'))
    return f'{text[: one.end()]}, "{one[1]}": {value}{text[one.end() :]}'


def _json_deepened(chance: random.Random, text: str, _others: Sequence[str]) -> str:
    levels = chance.choice((5, 100, 900, 1100, 20_000))
    opening, closing = chance.choice((("[", "]"), ('{"items":', "}"), ('{"x":', "}")))
    return opening * levels + text + closing * levels


_JSON: tuple[Mutation, ...] = (_json_changed, _json_changed, _json_changed, _key_doubled, _json_deepened)


# -- lines


def _lines_changed(chance: random.Random, text: str, others: Sequence[str]) -> str:
    lines = text.splitlines(keepends=True)
    if not lines:
        return text
    at = chance.randrange(len(lines))
    theirs = others[0].splitlines(keepends=True) or ["\r\n"]
    what = chance.randrange(8)
    if what == 0:
        del lines[at]
    elif what == 1:
        lines.insert(at, lines[at] * chance.choice((1, 1, 40)))
    elif what == 2:
        lines.insert(at, chance.choice(theirs))
    elif what == 3:
        other = chance.randrange(len(lines))
        lines[at], lines[other] = lines[other], lines[at]
    elif what == 4:
        lines[at] = lines[at].rstrip("\r\n")
    elif what == 5:
        lines[at] = (
            chance.choice(("\t", " ", "  ", "^", "=", "--", ".", "By ", "Eds: ", "Subject: ", "From: ")) + lines[at]
        )
    elif what == 6:
        lines = [line.rstrip("\r\n") + "\n" for line in lines]
    else:
        lines[at] = lines[at].upper()
    return "".join(lines)


def _control_moved(chance: random.Random, text: str, _others: Sequence[str]) -> str:
    """The marks that part a text wire: lost, doubled, swapped, out of place."""
    found = list(re.finditer("[\x00-\x08\x0b-\x1f\x7f]", text))
    if not found:
        return text
    one = chance.choice(found)
    new = chance.choice(("", one[0] * 2, chr(chance.randrange(32)), one[0] + " ", "\r\n" + one[0]))
    text = text[: one.start()] + new + text[one.end() :]
    if chance.random() < 0.3:
        at = chance.randrange(len(text) + 1)
        text = text[:at] + one[0] + text[at:]
    return text


def _twice_in_one(chance: random.Random, text: str, others: Sequence[str]) -> str:
    return text + chance.choice((text, others[0], others[1], "\x00" * 20, "\x1a", "\x03\x04"))


_LINES: tuple[Mutation, ...] = (
    _lines_changed,
    _lines_changed,
    _lines_changed,
    _control_moved,
    _control_moved,
    _twice_in_one,
)
