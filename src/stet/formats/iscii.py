"""ISCII (IS 13194:1991) in Devanagari, as a charset that a feed may be told to use (edge_cases.md 7).

Python has no such codec, so importing this registers one: `charset = "iscii"`. The lower half is ASCII; a byte of the
upper half is one sign, and the signs stand in the order they are written in, as they do in Unicode.
"""

import codecs
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

NAME = "iscii"

_SIGNS = dict(
    zip(
        [*range(0xA1, 0xEB), *range(0xF1, 0xFB)],
        "\u0901\u0902\u0903\u0905\u0906\u0907\u0908\u0909\u090a\u090b\u090e\u090f\u0910\u090d\u0912\u0913\u0914\u0911"
        "\u0915\u0916\u0917\u0918\u0919\u091a\u091b\u091c\u091d\u091e\u091f\u0920\u0921\u0922\u0923\u0924\u0925\u0926"
        "\u0927\u0928\u0929\u092a\u092b\u092c\u092d\u092e\u092f\u095f\u0930\u0931\u0932\u0933\u0934\u0935\u0936\u0937"
        "\u0938\u0939\u200d\u093e\u093f\u0940\u0941\u0942\u0943\u0946\u0947\u0948\u0945\u094a\u094b\u094c\u0949\u094d"
        "\u093c\u0964\u0966\u0967\u0968\u0969\u096a\u096b\u096c\u096d\u096e\u096f",
        strict=True,
    )
)
_PAIRS = {
    # A doubled halant is one that shows, a halant with a dot below is one that joins.
    "\u094d\u094d": "\u094d\u200c", "\u094d\u093c": "\u094d\u200d",
    # Signs that ISCII writes as another one with a dot below.
    "\u0901\u093c": "\u0950", "\u0907\u093c": "\u090c", "\u0908\u093c": "\u0961", "\u090b\u093c": "\u0960",
    "\u093f\u093c": "\u0962", "\u0940\u093c": "\u0963", "\u0943\u093c": "\u0944", "\u0964\u093c": "\u093d",
}  # fmt: skip
_PAIR = re.compile("|".join(_PAIRS))
_SWITCH = b"\xef\x42"
"""Says that what follows is Devanagari. A switch to another script is not read."""
_LOST = "\ufffd"


def _decode(data: "Buffer", errors: str = "strict") -> tuple[str, int]:
    raw = bytes(data)
    signs = (chr(byte) if byte < 0x80 else _SIGNS.get(byte, _LOST) for byte in raw.replace(_SWITCH, b""))
    text = _PAIR.sub(lambda found: _PAIRS[found[0]], "".join(signs))
    if errors == "strict" and _LOST in text:
        raise UnicodeDecodeError(NAME, raw, 0, len(raw), "a byte that is no sign of Devanagari")
    return text, len(raw)


def _encode(text: str, _errors: str = "strict") -> tuple[bytes, int]:
    raise UnicodeEncodeError(NAME, text, 0, len(text), "ISCII is only read here")


def _search(name: str) -> codecs.CodecInfo | None:
    return codecs.CodecInfo(_encode, _decode, name=NAME) if name in ("iscii", "iscii_dev", "x_iscii_de") else None


codecs.register(_search)
