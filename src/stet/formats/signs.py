"""What sort of file bytes are, by the signs that stand in them. No format is known here, only what is none."""

import re
from collections.abc import Sequence

_PICTURES = ((b"\xff\xd8\xff", "JPEG"), (b"\x89PNG\r\n\x1a\n", "PNG"), (b"GIF87a", "GIF"), (b"GIF89a", "GIF"))
_OTHERS = (
    (b"PK\x03\x04", "a ZIP archive or an office document"), (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"), (b"BZh", "a bzip2 archive"), (b"\xfd7zXZ\x00", "an xz archive"),
    (b"(\xb5/\xfd", "a zstd archive"), (b"7z\xbc\xaf", "a 7z archive"), (b"Rar!\x1a", "a RAR archive"),
    (b"%PDF", "a PDF document"), (b"%!PS", "a PostScript document"), (b"{\\rtf", "a rich text document (RTF)"),
    (b"\xd0\xcf\x11\xe0", "an old office document"), (b"x\x9f>\x22", "a winmail.dat of Outlook"),
    (b"II*\x00", "a TIFF picture"), (b"MM\x00*", "a TIFF picture"), (b"8BPS", "a Photoshop picture"),
    (b"\x7fELF", "a program"), (b"OggS", "an audio file"), (b"fLaC", "an audio file"), (b"ID3\x02", "an audio file"),
    (b"ID3\x03", "an audio file"), (b"ID3\x04", "an audio file"), (b"\xff\xfb", "an audio file"),
    (b"\x1aE\xdf\xa3", "a video file"), (b"FLV\x01", "a video file"), (b"\x00\x00\x01\x00", "an icon"),
    (b"SQLite format 3\x00", "a database"), (b"wOF", "a font"),
)  # fmt: skip
_SIGNS = tuple(sign for sign, _ in (*_PICTURES, *_OTHERS))
_BRANDS = {b"heic": "a HEIC picture", b"heix": "a HEIC picture", b"mif1": "a HEIC picture", b"avif": "an AVIF picture",
           b"M4A ": "an audio file"}  # fmt: skip
_BLANKS = b"\x00 \t\r\n"

# A control that some wire or teleprinter uses is no sign against text; of the others chance makes 3 in 100 bytes.
_NO_TEXT = bytes([0, 5, 6, 21, 23, 24, 25, 27])
_CONTROLS = bytes([*range(9), 11, *range(14, 32)])
_SAMPLE = 8192

# Fields that begin every mail; RFC 5322 section 3.6. Two of them must stand in a block that ends with a blank line.
_HEAD = re.compile(
    rb"\s{0,8}(?:>?From [^\n]*\n)?(?:[A-Za-z][!-9;-~]*[ \t]*:[^\n]*\n(?:[ \t]+\S[^\n]*\n)*+)++(?=\r?\n|\Z)"
)
_FIELD = re.compile(
    rb"^(?:from|to|cc|bcc|date|subject|message-id|received|return-path|delivered-to|mime-version|content-type|"
    rb"reply-to|sender)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_SENDER = re.compile(rb"^(?:from|sender|return-path|received)[ \t]*:", re.IGNORECASE | re.MULTILINE)
_HEAD_LIMIT = 256 * 1024

_TEMPLATE = re.compile(
    rb"\{%-?\s*+[a-z]++\b[^%{}\n]*+%\}|\{\{-?\s*+[A-Za-z_]\w*+(?:\[\d++\])?+(?:[.|][^{}\n]*+\s*+|\s*+-?)\}\}"
)


def picture(data: bytes) -> str | None:
    """The kind of picture, of those that can stand on a page."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WebP"
    return _by_sign(data, _PICTURES)


def other_file(data: bytes) -> str | None:
    """What a file is that is no wire copy, as a person would call it."""
    if data[4:8] == b"ftyp":
        return _BRANDS.get(data[8:12], "a video file")
    if data[:4] == b"RIFF":
        return {b"WAVE": "an audio file", b"AVI ": "a video file"}.get(data[8:12])
    if data[:2] == b"MZ" and b"\x00\x00" in data[:64]:
        return "a program"
    if data[257:262] == b"ustar":
        return "a tar archive"
    return _by_sign(data, _OTHERS)


def _by_sign(data: bytes, signs: Sequence[tuple[bytes, str]]) -> str | None:
    return next((what for sign, what in signs if data.startswith(sign)), None) if data.startswith(_SIGNS) else None


def is_blank(data: bytes) -> bool:
    """Whether there is nothing but blanks."""
    return not data.strip(_BLANKS)


def is_garbage(data: bytes) -> bool:
    """Whether what no sign names is no text either: too many of its bytes are controls that no wire knows."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:4].count(0) >= 2:
        return False  # UTF-16 or UTF-32: half of it is zeros
    sample = data[:_SAMPLE].strip(b"\x00")
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls * 50 <= len(sample):
        return False
    odd = len(sample) - len(sample.translate(None, _NO_TEXT))
    return odd * 50 > len(sample) or controls * 3 > len(sample)


def is_template(data: bytes) -> bool:
    """Whether it is a form with fields that were never filled in, as a sender's system writes mails from."""
    return b"{" in data[:_SAMPLE] and _TEMPLATE.search(data[:_SAMPLE]) is not None


def is_mail(data: bytes) -> bool:
    """Whether it begins with the header of an e-mail (RFC 5322), or is a mailbox of several."""
    found = _HEAD.match(data[:_HEAD_LIMIT])
    if found is None or not _SENDER.search(found[0]):
        return False
    return len({field.lower() for field in _FIELD.findall(found[0])}) >= 2
