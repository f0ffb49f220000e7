"""What each element of XHTML, HTML and NITF is in the canonical body (mapping.md 3).

One table for all body languages: names do not clash. What is not listed is unwrapped, its text stays.
"""

from collections.abc import Callable
from enum import Enum
from typing import NamedTuple

from stet.formats.text import names


class Kind(Enum):
    """How an element takes part in setting a body."""

    INLINE = "inline"
    MARGIN = "margin"
    """A paragraph-like block: its edges end a paragraph."""
    BOX = "box"
    """A container that is kept: list, item, quote, table part."""
    HEADING = "heading"
    """Text of a special sort: subhead, caption, preformatted."""
    BREAK = "break"
    OUT = "out"


INLINE, MARGIN, BOX, HEADING, BREAK, OUT = Kind


class Role(NamedTuple):
    """What an element becomes. An empty tag is unwrapped."""

    kind: Kind
    tag: str = ""

    def is_for_editors(self, get: Callable[[str], str | None]) -> bool:
        """Whether the element is a note that is not for publication (NITF `type="npa"`)."""
        return self.tag == "note" and (get("type") or "").strip().lower() == "npa"


def _roles(kind: Kind, listed: str) -> dict[str, Role]:
    pairs = (name.partition("=") for name in listed.split())
    return {name: Role(kind, tag if equal else name) for name, equal, tag in pairs}


_ROLES: dict[str, Role] = {
    **_roles(INLINE, "em i=em cite=em dfn=em var=em strong b=strong sup sub q s del=s strike=s a bdo bdi ruby rt rp "
                     "math"),
    **{name: Role(MARGIN) for name in names(
        "p div section article header footer aside main nav search hgroup address center dl dt dd form fieldset legend "
        "details summary dialog hr body html block body.content fn dateline byline byttl distributor tagline "
        "bibliography hedline abstract figcaption nitf-table datasource postaddr virtloc addressee care.of "
        "delivery.point delivery.office credit text copyrite"
    )},
    "note": Role(MARGIN, "note"),
    **_roles(BOX, "ul menu=ul dir=ul ol li blockquote bq=blockquote table thead tbody tfoot tr th td"),
    **_roles(HEADING, "h1=h1 h2=h2 h3=h3 h4=h4 h5=h5 h6=h6 hl1=h1 hl2=h2 pre listing=pre xmp=pre plaintext=pre "
                      "caption figure"),
    **_roles(BREAK, "br"),
    **_roles(OUT, "head style script template title iframe object embed applet noembed noframes select textarea button "
                  "datalist svg canvas audio video map media annotation annotation-xml "
                  "nitf-table-metadata body.head body.end ed-msg input meta link base"),
}  # fmt: skip

UNSEEN = names("head style script template title datalist annotation annotation-xml media "
               "nitf-table-metadata body.head body.end ed-msg note")  # fmt: skip
"""Left out, and nothing a reader would have seen: not counted as lost."""


role_of: Callable[[str], Role | None] = _ROLES.get
"""The role of an element by its lower-case local name; none for what is unwrapped."""


def listed(kind: Kind) -> frozenset[str]:
    """The elements that are of a kind."""
    return frozenset(name for name, role in _ROLES.items() if role.kind is kind)
