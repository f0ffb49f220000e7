"""The check of pages notices what is wrong with one."""

import pytest

from edition.making import SECTIONS, SITE, copy, plate
from edition.wellformed import faults
from stet.edition import Edition

PAGE = Edition(SITE, SECTIONS).story(copy(plate=plate()))[0].body or b""
PLANTED = {
    "an element left open": (b"</article>", b""),
    "an element closed twice": (b"</header>", b"</header></header>"),
    "a bare less-than": (b"Ferry leaves an hour late</h1>", b"Ferry <3 hours</h1>"),
    "an attribute twice": (b'<article class="report"', b'<article class="report" class="x"'),
    "a second heading of the page": (b"<figure", b"<h1>Two</h1><figure"),
    "a rank of heading left out": (b"<figure", b"<h3>Three</h3><figure"),
    "an id twice": (b"<figure", b'<p id="main"></p><figure'),
    "a script": (b"<figure", b"<script>alert(1)</script><figure"),
    "a handler": (b"<figure", b'<figure onclick="x()"'),
    "an address that leads nowhere": (b"<figure", b'<a href="javascript:x">x</a><figure'),
    "a block in a paragraph": (b'<p class="disclosure">', b'<p class="disclosure"><ul><li>x</li></ul>'),
}


def test_a_story_page_has_no_fault() -> None:
    assert faults(PAGE) == []


@pytest.mark.parametrize("fault", PLANTED)
def test_the_check_notices(fault: str) -> None:
    whole, broken = PLANTED[fault]
    assert whole in PAGE
    assert faults(PAGE.replace(whole, broken, 1)) != []
