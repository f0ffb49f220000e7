"""How words become addresses, and where a story stands in the edition folder."""

import unicodedata
from hashlib import sha256

PROVENANCE = "provenance.json"
_APOSTROPHES = str.maketrans("", "", "'’ʼ")
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: no letter that is taken for a digit
ID_LENGTH = 10
_BYTES = 180  # a file name has 255, and needs room for the id and its ending


def slug(words: str, *, limit: int = 60) -> str:
    """Words as one segment of an address: lower case, hyphens, cut at a word near `limit` characters or 180 bytes.

    Latin letters lose their accents; letters and marks of other scripts stay, as readers of those scripts
    expect (page.md 65). Control and bidirectional characters, slashes and dots cannot survive, so a name
    can never become a path. Empty when nothing is left.
    """
    kept = "".join(_plain(character) for character in unicodedata.normalize("NFKD", words.translate(_APOSTROPHES)))
    kept = unicodedata.normalize("NFC", kept).casefold()
    parts: list[str] = []
    length = size = 0
    for part in "".join(c if _is_word(c) else " " for c in kept).split():
        if not any(unicodedata.category(c)[0] in "LN" for c in part):
            continue  # what joins signs, without them
        part = part[:limit].encode()[:_BYTES].decode(errors="ignore")
        length += len(part) + 1
        size += len(part.encode()) + 1
        if parts and (length > limit + 1 or size > _BYTES + 1):
            break
        parts.append(part)
    return "-".join(parts)


def _plain(character: str) -> str:
    """Combining marks of the Latin, Greek and Cyrillic scripts go; those other scripts spell with stay."""
    return "" if "\u0300" <= character <= "\u036f" else character


def _is_word(character: str) -> bool:
    # Letters, digits and the marks of Indic and Arabic scripts; joiners decide how a word of those is read.
    return unicodedata.category(character)[0] in "LNM" or character in "\u200c\u200d"


def story_id(key: str) -> str:
    """Ten characters that name a story in addresses, made from its key and so the same everywhere."""
    number = int.from_bytes(sha256(key.encode()).digest()[:8], "big")
    letters = []
    for _ in range(ID_LENGTH):
        number, rest = divmod(number, 32)
        letters.append(_ALPHABET[rest])
    return "".join(letters)


def agency_folder(name: str) -> str:
    """Where the page about an agency stands: `agency/asha-wire`. A name without a letter goes by a digest."""
    return f"agency/{slug(name) or story_id(name)}"


def file_of(path: str) -> str:
    """The edition file behind a story's address: `india/words-id` is `india/words-id.html`."""
    return f"{path}.html"


def provenance_file(path: str) -> str:
    """The file that tells how a story's page was made: `india/words-id/provenance.json`; its address is the same."""
    return f"{path}/{PROVENANCE}"


def gone_file(id_: str) -> str:
    """The file whose presence says that every address ending in `-id` answers 410."""
    return f"gone/{id_}.html"


def pointer_file(id_: str) -> str:
    """The file that holds a story's present address, for visitors who come by an older one."""
    return f"at/{id_}"
