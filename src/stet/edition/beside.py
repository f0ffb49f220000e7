"""Names of other stories on a page, and how they are cut out of it.

In the page each is an element of its own on a line of its own, marked with the id of the story it names:

    <li data-beside="abc123defg">...</li>
    <link rel="alternate" hreflang="hi" href="..." data-beside="abc123defg">

The list of related stories goes with its last entry.
"""

import re
from collections.abc import Collection

from stet.errors import Withheld
from stet.model.page import Beside

_NAME = re.compile(rb'<(?:li|link)\b[^>\n]* ?data-beside="([0-9a-z]+)"[^\n]*\n')
_EMPTY = re.compile(rb'<aside class="related"(?:(?!data-beside)[^\0])*?</aside>\n')
_LONELY = re.compile(rb'<link rel="alternate" hreflang="[^"\n]*" href="[^"\n]*" data-self>\n')
_ALTERNATE = b'<link rel="alternate" hreflang='


def named_on(page: bytes) -> frozenset[str]:
    """Ids of the stories that a page names."""
    return frozenset(found.decode() for found in _NAME.findall(page))


def without(page: bytes, ids: Collection[str]) -> bytes:
    """The page without the names of these stories. One that does not name them stays as it is, to the byte."""
    dead = {one.encode() for one in ids}
    if dead.isdisjoint(_NAME.findall(page)):
        return page
    rest = _NAME.sub(lambda found: b"" if found[1] in dead else found[0], page)
    rest = _EMPTY.sub(b"", rest)
    return rest if rest.count(_ALTERNATE) > 1 else _LONELY.sub(b"", rest)


def check_names(page: bytes, beside: Beside, label: str) -> None:
    """See that every story that a finished page names could be cut out of it again; `label` names the page's story.

    Raises Withheld: a theme that names others in its own way would go on naming them when they are withdrawn.
    """
    ids = {card.id for card in (*beside.related, *beside.translations)}
    rest = without(page, ids) if ids else page
    if any(one.encode() in rest for one in ids):
        raise Withheld(
            f"story {label} is not published: its page names other stories in a way in which they cannot be taken off "
            "it again; mend the theme (data-beside in article.html)"
        )
