"""What an e-mail is made of: headers decoded, texts and attachments sorted (RFC 5322, 2045 to 2049, 2231, 3676).

The standard library's parser takes a mail apart in its older, most forgiving mode: the newer one raises errors of its
own on headers that real mailers write. What it gives is decoded here, by the rules for bytes that all formats share.
"""

import re
from binascii import Error, a2b_base64
from collections.abc import Callable
from email import message_from_bytes
from email.errors import CloseBoundaryNotFoundDefect, StartBoundaryNotFoundDefect
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parseaddr
from itertools import pairwise
from typing import NamedTuple

from stet.errors import Refused
from stet.formats.text import decode, line, western

Part = Message

_MAILBOX = re.compile(rb"(?:\A|\r?\n\r?\n)>?From (?=[^\r\n]*\d{4})[^\r\n]*+\r?\n(?=[!-9;-~]++:)")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_WORD = re.compile(r"=\?([^?*\s]{1,40})(?:\*[^?\s]*)?\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(?==\?)")
_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")
_META = re.compile(rb"""<meta[^>]{1,200}?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_CONTAINER = re.compile(rb"boundary(?:\*0?\*?)?\s*=|message/rfc822")
_CONTAINERS = 200
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
_WRAPPED_AT_LEAST, _NEVER_WRAPPED = 40, 100


class Sorted(NamedTuple):
    """A mail's leaves: the words it says, the files that came with it, the mails inside it."""

    texts: list[Part]
    files: list[Part]
    mails: list[Part]


def mails_in(data: bytes) -> list[bytes]:
    """The mails of a mailbox, which begin with a `From ` line each; mostly it is one mail and no mailbox."""
    data = data.lstrip(b" \t\r\n")
    starts = list(_MAILBOX.finditer(data)) if data.startswith((b"From ", b">From ")) else []
    if not starts or starts[0].start():
        return [data]
    ends = [*(found.start() for found in starts[1:]), len(data)]
    pieces = [data[found.end() : end] for found, end in zip(starts, ends, strict=True)]
    return [_QUOTED_FROM.sub(rb"\1", piece) for piece in pieces]


def _has_more_containers(lower: bytes) -> bool:
    words = lower.count(b"boundary") + lower.count(b"message/rfc822")  # counted far faster than the pattern is found
    return words > _CONTAINERS and len(_CONTAINER.findall(lower)) > _CONTAINERS


def parsed(data: bytes, depth: int) -> Part:
    """One mail. Raises Refused where parts are nested in parts too deeply."""
    if _has_more_containers(data.lower()):
        raise Refused(f"more than {_CONTAINERS} parts of the mail are said to hold other parts")
    try:
        mail = message_from_bytes(data)
    except RecursionError as error:
        raise Refused(f"parts nested in parts more than {depth} levels deep, and {depth} is the limit") from error
    except (ValueError, TypeError, LookupError) as error:
        raise Refused(
            "a header of the mail, or of one of its parts, breaks the rules so that it cannot be parted"
        ) from error
    level: list[Part] = [mail]
    for _ in range(depth):
        level = [child for part in level for child in _children(part)]
        if not level:
            return mail
    raise Refused(f"parts nested in parts more than {depth} levels deep, and {depth} is the limit")


def head_of(data: bytes) -> Part:
    """The header alone of a mail whose parts cannot be told from one another."""
    return BytesHeaderParser().parsebytes(data)


def _children(part: Part) -> list[Part]:
    inner = part.get_payload() if part.is_multipart() else ()
    return [child for child in inner if isinstance(child, Message)]


def sorted_parts(mail: Part) -> Sorted:
    """All leaves of a mail, of alternatives the plainest that says something."""
    found = Sorted([], [], [])
    _sort(mail, found)
    return found


def _sort(part: Part, found: Sorted) -> None:
    kind = part.get_content_type()
    children = _children(part)
    if kind == "message/rfc822" and children:
        found.mails.extend(children)
    elif part.is_multipart():
        if kind == "multipart/alternative":
            children = _chosen(children)
        elif kind == "multipart/signed":
            children = children[:1]  # what follows is the signature
        for child in children:
            _sort(child, found)
    elif kind in ("text/plain", "text/html") and not is_file(part):
        found.texts.append(part)
    else:
        found.files.append(part)


def _chosen(children: list[Part]) -> list[Part]:
    """Plain text, else what the sender likes best of the rest, with its pictures."""
    plain = [child for child in children if child.get_content_type() == "text/plain" and payload(child).strip()]
    texts = [child for child in children if any(leaf.get_content_maintype() == "text" for leaf in child.walk())]
    return plain[:1] or texts[-1:] or children


def leaves(mail: Part) -> list[bytes]:
    """The bytes of everything in a mail that is no container; of damaged base64 as much as can be told."""
    found = []
    for part in mail.walk():
        if not part.is_multipart():
            data = payload(part)
            found.append(_whole_quads(part) if is_damaged(part) else data)
    return found


def _whole_quads(part: Part) -> bytes:
    """What base64 says up to where it stops being whole."""
    del part["Content-Type"]  # the library would read letters by its charset, and fails on odd ones; these need none
    letters = re.sub(r"[^A-Za-z0-9+/]", "", str(part.get_payload()))
    return a2b_base64(letters[: len(letters) // 4 * 4])


def address(mail: Part, name: str) -> tuple[str, str]:
    """The name and the address in a header, as they were written; empty where nothing can tell them apart."""
    written = " ".join(raw_header(mail, name).split())
    try:
        return parseaddr(written)
    except (
        RecursionError,
        ValueError,
        IndexError,
    ):  # comments within comments, a thousand deep (RFC 5322 section 3.2.2)
        return "", ""


def parameter(part: Part, name: str) -> str:
    """A parameter of the content type, in small letters; empty where there is none or it cannot be read."""
    return (_asked(lambda: str(part.get_param(name) or "")) or "").lower()


def is_file(part: Part) -> bool:
    """Whether a part is attached, not said."""
    return part.get_content_disposition() == "attachment" or bool(_asked(part.get_filename))


def file_name(part: Part, feeds: str | None = None) -> str:
    """What a part is called, for people."""
    return (line(decoded(_asked(part.get_filename) or part.get_content_type(), feeds)) or "without a name")[:80]


def charset_of(part: Part) -> str | None:
    """The charset a part declares."""
    return _asked(lambda: part.get_content_charset())


def _asked(parameter: Callable[[], str | None]) -> str | None:
    """A parameter of a header; none where it is spelled so oddly that the library fails on it (RFC 2231)."""
    try:
        return parameter()
    except (ValueError, TypeError, LookupError):
        return None


def payload(part: Part) -> bytes:
    """The bytes of a leaf, its transfer encoding undone."""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def is_broken_off(mail: Part) -> bool:
    """Whether a boundary that was named is missing: half a mail is not a short one (edge_cases.md 21)."""
    missing = (CloseBoundaryNotFoundDefect, StartBoundaryNotFoundDefect)
    return any(isinstance(defect, missing) for part in mail.walk() for defect in part.defects)


def is_damaged(part: Part) -> bool:
    """Whether base64 of a part broke its rules. To be asked after `payload`."""
    return any("Base64" in type(defect).__name__ for defect in part.defects)


def text_of(part: Part, feeds: str | None) -> tuple[str, list[str]]:
    """The characters of a text part, and what had to be mended. `feeds` is the feed's charset. Raises Refused."""
    data = payload(part)
    declared = charset_of(part)
    if declared is None and part.get_content_subtype() == "html" and (meta := _META.search(data[:4096])):
        declared = meta[1].decode("ascii").lower()
    text, problems = decode(data, declared, feeds)
    return text.replace("\r\n", "\n").replace("\r", "\n"), problems


def header(mail: Part, name: str, feeds: str | None = None) -> str | None:
    """A header in characters, on one line; none where it is missing or empty."""
    for key, value in mail.raw_items():
        if key.lower() == name:
            return line(decoded(str(value), feeds))
    return None


def raw_header(mail: Part, name: str) -> str:
    """A header as it was written, its bytes beyond ASCII as surrogates."""
    return next((str(value) for key, value in mail.raw_items() if key.lower() == name), "")


def decoded(raw: str, feeds: str | None = None) -> str:
    """Words of RFC 2047 and bare bytes as characters. A letter may be cut in two by neighbouring words."""
    text = _characters(raw.encode("utf-8", "surrogateescape"), None, feeds)
    if "=?" not in text:
        return text
    out: list[str] = []
    waiting, charset, end = b"", "", 0
    text = _BETWEEN_WORDS.sub(r"\1", text)
    for found in _WORD.finditer(text):
        data = _bytes_of(found)
        if waiting and (found.start() > end or found[1].lower() != charset):
            out.append(_characters(waiting, charset, feeds))
            waiting = b""
        out.append(text[end : found.start()])
        waiting, charset, end = waiting + data, found[1].lower(), found.end()
    return "".join([*out, _characters(waiting, charset, feeds) if waiting else "", text[end:]])


def _bytes_of(found: re.Match[str]) -> bytes:
    words = found[3]
    if found[2] in "bB":
        try:
            return a2b_base64(words.encode("ascii", "ignore") + b"===")
        except Error:
            return words.encode("utf-8", "replace")
    try:  # bare letters beyond ASCII are not allowed here, and are written all the same
        data = words.encode(found[1])
    except (UnicodeEncodeError, LookupError, ValueError):
        data = words.encode("utf-8", "replace")
    return _HEX.sub(lambda hexed: bytes([int(hexed[1], 16)]), data.replace(b"_", b" "))


def _characters(data: bytes, charset: str | None, feeds: str | None) -> str:
    try:
        return decode(data, charset, feeds)[0]
    except Refused:
        return western(data)


def laid_out(text: str, part: Part) -> str:
    """A text with its paragraphs parted by blank lines, wherever they were wrapped for the width of a screen."""
    if parameter(part, "format") == "flowed":
        text = _unflowed(text, joined=parameter(part, "delsp") == "yes")
    blocks: list[str] = []
    for block in _BLANK_LINE.split(text.strip("\n")):
        lines = block.split("\n")
        if any(len(row) > _NEVER_WRAPPED for row in lines):
            blocks += lines
        elif _is_wrapped(lines):
            blocks.append(" ".join(row.strip() for row in lines))
        else:
            blocks.append(block)
    return "\n\n".join(blocks)


def _is_wrapped(lines: list[str]) -> bool:
    """Whether every line ends only because the next word had no room on it."""
    width = max(map(len, lines))
    if width < _WRAPPED_AT_LEAST or any(row[:1] in " \t>" or row.rstrip() == "--" for row in lines[1:]):
        return False
    return all(len(row) + 1 + len(after.split(" ", 1)[0]) > width for row, after in pairwise(lines))


def _unflowed(text: str, *, joined: bool) -> str:
    """Lines that a mailer broke softly are one again (RFC 3676 section 4); `joined` is its DelSp.

    A quotation and the line above a signature never join what is before them (sections 4.3 and 4.5).
    """
    out: list[str] = []
    open_ = ""
    for row in text.split("\n"):
        row = row.removeprefix(" ")
        apart = row.rstrip() == "--" or row.startswith(">")
        if apart and open_:
            out.append(open_)
            open_ = ""
        if row.endswith(" ") and not apart:
            open_ += row[:-1] if joined else row
        else:
            out.append(open_ + row)
            open_ = ""
    return "\n".join([*out, open_] if open_ else out)
