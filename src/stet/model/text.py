"""The rule that links the text the agency sent with the text the page shows.

Two texts are the same when they are equal after every run of white space is folded into one blank
and the ends are trimmed. Nothing else is forgiven: not a letter, not a joiner, not a quotation mark.
The fingerprint is the SHA-256 of that folded text in UTF-8, so anybody can compute it again.
"""

import re
from collections.abc import Iterable
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


def printable(text: str) -> str:
    """The text as UTF-8 can hold it: half a surrogate pair becomes a question mark."""
    return text.encode("utf-8", "replace").decode()


_PLACE = re.compile(r"(?P<place>[^\W\d_][\w .'’()-]{1,40}): ")
_FEWEST_PICKED_UP, _MOST_PICKED_UP = 2, 6
_MARKS = ".,;:!?…\"'“”‘’«»()"


def pick_up(before: str, after: str) -> str:
    """The line at the head of a take that only repeats how the take before it ends: `EASTMERE: was lit.`

    It is for desks that paste takes together (AP's filing guide; life.md section 3): a place in capitals and the last
    words of the text before, two or more. Both texts are folded, and so is the line; empty where there is none.
    """
    place = _PLACE.match(after)
    if place is None or place["place"] != place["place"].upper():
        return ""
    end = before.rsplit(" ", _MOST_PICKED_UP)[-_MOST_PICKED_UP:]
    rest = after[place.end() :].split(" ", _MOST_PICKED_UP)[:_MOST_PICKED_UP]
    for count in range(min(len(end), len(rest)), _FEWEST_PICKED_UP - 1, -1):
        if [_bare(word) for word in rest[:count]] == [_bare(word) for word in end[-count:]]:
            return place[0] + " ".join(rest[:count])
    return ""


def _bare(word: str) -> str:
    return word.strip(_MARKS).casefold()


def joined(texts: Iterable[str]) -> str:
    """The takes of a text, joined and folded, without the lines that only repeat the end of the take before."""
    whole: list[str] = []
    before = ""
    for text in map(fold, texts):
        whole.append(text[len(pick_up(before, text)) :].lstrip(" ") if before else text)
        before = text
    return " ".join(filter(None, whole))
