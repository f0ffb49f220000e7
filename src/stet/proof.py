"""The proof that the words stand: every page compared with the agency's bytes, letter by letter.

Nothing that made the page is believed. The text is taken again from the packet by the independent reader, the page is
read as a browser would read it, and both are folded by the one rule of model/text.py.
"""

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256

from msgspec import Struct

from stet import formats
from stet.edition import article_text, parting
from stet.errors import Withheld
from stet.model.dispatch import Dispatch
from stet.model.packet import Origin
from stet.model.text import fold, joined


class Part(Struct, frozen=True, kw_only=True):
    """A dispatch that a page shows, and the agency's bytes that it is of."""

    dispatch: Dispatch
    packet: bytes
    origin: Origin


class Claim(Struct, frozen=True, kw_only=True):
    """A page that is up, and the dispatch it says it shows, or the takes."""

    id: str
    path: str
    parts: tuple[Part, ...]
    receipt: str | None
    """Digest of what was put there, by the journal's last receipt."""


class Verdict(Struct, frozen=True, kw_only=True):
    """What comparing one page came to."""

    id: str
    path: str
    fault: str | None
    """None when the page shows the agency's text."""


def prove(claims: Iterable[Claim], page_of: Callable[[str], bytes | None]) -> Iterator[Verdict]:
    """Compare every page with the packet behind it."""
    for claim in claims:
        yield Verdict(id=claim.id, path=claim.path, fault=_fault(claim, page_of(claim.path)))


def _fault(claim: Claim, page: bytes | None) -> str | None:
    if page is None:
        return "the page is not in the edition; `stet replay` puts it back"
    takes = [formats.sent_texts(part.packet, part.origin).get(part.dispatch.index) for part in claim.parts]
    told = [text for text in takes if text is not None]
    if len(told) < len(takes):
        return "the agency's bytes cannot be read any more as the item the page was made of"
    try:
        shown = article_text(page)
    except Withheld as problem:
        return str(problem)
    if (sent := joined(told)) != fold(shown):
        return parting(fold(shown), sent)
    if sha256(page).hexdigest() != claim.receipt:
        return "the words are the agency's, but something else on the page was changed after it was put"
    return None
