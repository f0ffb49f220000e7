"""The last gate: the text of the finished page is the agency's text, or there is no page (promise 1).

The gate trusts nothing that came before it. It reads the bytes that would be published with an HTML parser of its
own, takes the text of the one `[itemprop=articleBody]` element as a browser would, and compares its fingerprint
(stet/model/text.py) with the one taken from the agency's packet by another reader.
"""

from selectolax.lexbor import LexborHTMLParser, LexborNode

from stet.errors import Withheld
from stet.model.text import fingerprint, fold

_BODY = '[itemprop~="articleBody"]'

# Elements whose edges are white space to a reader: the block-level and table displays of the HTML standard's
# rendering section (15.3), and `br`. All others run on: `<b>New</b>castle` is one word.
_BLOCKS = """address article aside blockquote body br caption center col colgroup dd details dialog dir div dl dt
    fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol p
    plaintext pre search section summary table tbody td tfoot th thead tr ul xmp"""
_BREAKS = frozenset(_BLOCKS.split())
_SHOWN = 40  # characters of text on each side of the place where two texts part


def article_text(page: bytes) -> str:
    """The words of a story page's body, white space folded, as an independent HTML parser finds them.

    Raises Withheld when the page has no article body, or more than one.
    """
    bodies = LexborHTMLParser(page).css(_BODY)
    if len(bodies) != 1:
        raise Withheld(f"the page has {len(bodies)} article bodies instead of one; mend the theme")
    return fold(_text(bodies[0]))


def check(page: bytes, wire_fingerprint: str, label: str, body_html: str = "") -> str:
    """Lets a finished story page pass if its text is the agency's, letter for letter. Returns the text's fingerprint,
    as the page has it.

    `label` names the story in the error. `body_html` is the canonical body; it only serves to show where the texts
    part. Raises Withheld; a story without a fingerprint never passes.
    """
    try:
        text = article_text(page)
    except Withheld as fault:
        raise Withheld(f"story {label} is not published: {fault}") from None
    shown = fingerprint(text)
    if shown != wire_fingerprint:
        raise Withheld(f"story {label} is not published: {_why(text, wire_fingerprint, body_html)}")
    return shown


def _text(root: LexborNode) -> str:
    """All text below an element in order, with a blank at every edge that breaks words.

    Walks with a stack of its own, because hostile markup may be nested deeper than Python's.
    """
    pieces: list[str] = []
    ahead: list[LexborNode | None] = [root]
    while ahead:
        node = ahead.pop()
        if node is None:
            pieces.append(" ")
            continue
        if node.is_text_node:
            pieces.append(node.text_content or "")
            continue
        if node.tag in _BREAKS:
            pieces.append(" ")
            ahead.append(None)
        child = node.last_child
        while child is not None:
            ahead.append(child)
            child = child.prev
    return "".join(pieces)


def _why(text: str, wire_fingerprint: str, body_html: str) -> str:
    if not wire_fingerprint:
        return "no fingerprint of the agency's text came with it; read its packet again"
    canonical = fold(_text(LexborHTMLParser(f"<div itemprop=articleBody>{body_html}</div>").css(_BODY)[0]))
    if text == canonical:
        return (
            "the page agrees with the body as read, but that is not the agency's text; "
            f"the reader of its format lost or changed something (it begins {text[:_SHOWN]!r})"
        )
    return f"{parting(text, canonical)}; mend the theme"


def parting(page: str, agency: str) -> str:
    """In words, where the text of a page leaves the agency's. They are not the same."""
    differ = (at for at, (here, there) in enumerate(zip(page, agency, strict=False)) if here != there)
    at = next(differ, min(len(page), len(agency)))
    return (
        f"the page and the agency's text part at character {at + 1}: "
        f"the page has {_around(page, at)!r}, the agency {_around(agency, at)!r}"
    )


def _around(text: str, at: int) -> str:
    return text[max(0, at - _SHOWN // 2) : at + _SHOWN]
