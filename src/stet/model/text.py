"""The rule that links the text the agency sent with the text the page shows.

Two texts are the same when they are equal after every run of white space is folded into one blank
and the ends are trimmed. Nothing else is forgiven: not a letter, not a joiner, not a quotation mark.
The fingerprint is the SHA-256 of that folded text in UTF-8, so anybody can compute it again.
"""

from hashlib import sha256


def fold(text: str) -> str:
    """The text with each run of Unicode white space folded into one blank, ends trimmed."""
    return " ".join(text.split())


def fingerprint(text: str) -> str:
    """SHA-256, in hex, of the folded text in UTF-8."""
    return sealed(fold(text))


def sealed(folded: str) -> str:
    """The fingerprint of a text that is folded already."""
    return sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()
