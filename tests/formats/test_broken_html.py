"""HTML that breaks off loses words in every parser: a person is asked, in every format. HTML that is a trap is refused
before a parser walks into it."""

from __future__ import annotations

import json
from time import process_time

import pytest

from stet.errors import Refused
from stet.formats import read
from stet.formats.walk import BREAKS_OFF, breaks_off, parse_html
from stet.model.packet import Origin

BROKEN = [
    "<p>First.</p><!-- ad <p>The rest.</p>", '<p>First.</p><p class="x>Second.</p><p>Third.</p>',
    "<p>First.</p><p class='x>Second.</p>", "<p>First.</p><title>Second.", "<p>First.</p><style>p {} <p>Second.</p>",
    "<p>First.</p><script>x()<p>Second.</p>", "<p>First.</p><textarea><p>Second.</p>", "<p>First.</p><p class",
    '<p>First.</p><iframe src="x" /><p>Second.</p>', "<p>First.</p><p", "<p>First.</p><![CDATA[ Second.",
    '<p class="x>Lost <b class="y>too.</b></p>', "<p>First.</p><!--> a --!> b <!-- <p>Second.</p>",
    "<p>First.</p><svg><p", "<p>First.</p><select><option>Second.", "<p>First.</p></p class='x",
]  # fmt: skip
WHOLE = [
    "<p>First.</p><p>Second.</p>", "Words alone.", "", "<p>a < b and 3 <4, said O'Neill</p>", "<p>AT&T's “it”</p>",
    "<p>First.</p><!-- ad - -- --><p>Second.</p>", '<p class="x" data-caption="<b>y</b>">First.</p>',
    "<p>First.</p><script>if (a < b) x('<p>')</script><p>Second.</p>", "<p>First.</p><iframe src=x></iframe>",
    "<p title='it\"s'>First.<br/>Second<img src=a alt=\"it's\"></p>",
    "<html><head><title>T</title></head><body>W</body></html>",
    "<p>First.<table><tr><td>x</table>", "<P CLASS=x>First.</P>", '<a href="http://a.example/?a=1&b=2">x</a>',
    "<p>First.</p><textarea>x</textarea>y<style>p{}</style>", '<p>He said "no', "<p>It's 5\" wide</p>", "<o:p>x</o:p>",
    '<a href=http://a.example/?a=1&b=2>x</a>', "<p>x<sup>2</sup> = \"y\"</p>", "<?php x ?>Words", "<!doctype html><p>W",
]  # fmt: skip


@pytest.mark.parametrize("html", BROKEN)
def test_html_that_breaks_off_is_known(html: str) -> None:
    assert breaks_off(html.encode())


@pytest.mark.parametrize("html", WHOLE)
def test_html_that_loses_nothing_asks_nobody(html: str) -> None:
    assert not breaks_off(html.encode())


@pytest.mark.parametrize("html", BROKEN[:6])
def test_a_body_that_breaks_off_waits_for_a_person_whatever_its_format(html: str, origin: Origin) -> None:
    head = "From: MW <desk@mw.example>\nDate: Wed, 4 Mar 2026 12:00:00 +0000\nMessage-ID: <1@mw>\nSubject: S\n"
    cdata = f"<![CDATA[{html.replace('<![CDATA[', '')}]]>"
    for data in (
        json.dumps({"uri": "mw:1", "type": "text", "headline": "H", "body_html": html}),
        json.dumps({"version": "https://jsonfeed.org/version/1", "title": "MW", "items": [{"id": "1", "title": "T",
                    "content_html": html}]}),
        (f"<rss version='2.0'><channel><title>MW</title><item><guid>1</guid><title>T</title><description>{cdata}"
        "</description></item></channel></rss>"),
        f"{head}Content-Type: text/html; charset=utf-8\n\n{html}\n",
    ):  # fmt: skip
        (dispatch,) = read(data.encode(), origin).dispatches
        assert dispatch.queries.count(BREAKS_OFF) == 1


TRAPS = {
    "marks left open": "".join(f"<p><b c={n}>x" for n in range(2000)),
    "marks closed too late": "".join(f"<p><b c={n}>x" for n in range(2000)) + "</b>" * 2000,
    "marks closed by others": "".join(f"<p><b c={n}>x</i>" for n in range(2000)),
    "blocks in blocks": "<div>" * 200_000,
    "paragraphs deep down": "<div>" * 50_000 + "<p>x" * 50_000,
    "lists in lists": "<ul><li>" * 30_000,
    "few marks and many blocks": "".join(f"<i c={n}>" for n in range(400)) + "<p>x" * 300_000,
    "names nobody knows": "".join(f"<x{n}>" for n in range(100_000)),
}


@pytest.mark.parametrize("trap", TRAPS)
def test_html_that_would_take_a_parser_minutes_is_refused_at_once(trap: str) -> None:
    started = process_time()
    with pytest.raises(Refused, match="left open"):
        parse_html(TRAPS[trap])
    assert process_time() - started < 5


@pytest.mark.parametrize(
    "html",
    ["<p>x<br></p>" * 50_000, "<p><b>x</b></p>" * 20_000, "<p>x" * 50_000, "<ul>" + "<li>x" * 20_000 + "</ul>",
     "<p><strong>x" + "<p>y</p>" * 20_000, "<table>" + "<tr><td>x" * 20_000 + "</table>", "<a name=x>x" * 5000],
)  # fmt: skip
def test_long_html_of_the_usual_sort_is_read(html: str) -> None:
    started = process_time()
    assert not breaks_off(parse_html(html).raw_html)
    assert process_time() - started < 5


@pytest.mark.parametrize(
    "worst", ["<a b='", "<!--", "<!-- -", '<a b="<', "<a =", "<", "< ", "<a b=c ", "<p x=\"'", "</"]
)
def test_to_look_for_a_break_takes_no_longer_than_to_read(worst: str) -> None:
    started = process_time()
    breaks_off((worst * (50_000 // len(worst))).encode())
    assert process_time() - started < 5
