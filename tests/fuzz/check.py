"""What must hold whatever the bytes are, and an oracle for "no text invented" that knows nothing of Stet's readers."""

import re
import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from fuzz.oracle import invented, letters
from stet.formats import looks_like_stop, read, sent_texts, stop_orders
from stet.model.dispatch import STOPS, Dispatch, Reading
from stet.model.packet import Origin
from stet.model.text import fingerprint, fold

# The canonical body, as docs/reference/formats.md gives it.
_TAGS = frozenset(
    "p h2 h3 ul ol li blockquote table caption thead tbody tfoot tr th td pre em strong sup sub q s a bdi bdo br "  # noqa: SIM905
    "ruby rt rp figure figcaption".split()
)
_ATTRIBUTES = {
    "a": {"href"}, "ol": {"start", "type", "reversed"}, "li": {"value"}, "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}  # fmt: skip
_ANYWHERE = {"lang", "dir"}
_ADDRESS = re.compile(r"(?:https?:|mailto:)[^\x00-\x1f]*", re.IGNORECASE)
_PLAIN = re.compile(r"[A-Za-z0-9-]{1,60}")
_LINE = re.compile(r"[^\x00-\x1f\x7f\u2028\u2029]{3,400}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d$")
_DIFFERS = "differs from the text as sent"
SLOW = 2.0
"""Seconds of processor time that no input may take."""


class Outcome(NamedTuple):
    """What became of one input."""

    faults: tuple[str, ...]
    """Which claims do not hold, each as `claim: detail`."""
    read: int
    reasons: tuple[str, ...]
    held_as_differing: int
    seconds: float
    """Processor time for the full reader, both readers of bodies and the stops together."""


def check(data: bytes, origin: Origin) -> Outcome:
    """Reads an input in every way there is, and looks at what comes out."""
    began = time.process_time()
    faults: list[str] = []
    reading = Reading(format=None, why="")
    sent: dict[int, str] = {}
    orders: tuple[Dispatch, ...] = ()
    hinted = True
    try:
        reading = read(data, origin)
        sent = sent_texts(data, origin)
        orders = stop_orders(data, origin)
        hinted = looks_like_stop(data, origin.stop_signals)
    except Exception as crash:  # noqa: BLE001 - to find these is what this is for
        faults.append(f"crash: {_place_of(crash)}")
    seconds = time.process_time() - began
    if seconds > SLOW:
        faults.append(f"slow: {seconds:.1f} s for {len(data):,} bytes")
    if not faults:
        faults += _of_reading(reading)
        faults += _of_stops(reading, orders, hinted, data)
        for dispatch in reading.dispatches:
            faults += _of_body(dispatch, sent.get(dispatch.index, ""))
        words = set().union(*(letters(dispatch.body_text) for dispatch in reading.dispatches))
        faults += [f"invented: {word[:60]!r} stands nowhere in the input" for word in sorted(invented(words, data))[:3]]
    return Outcome(
        tuple(faults),
        len(reading.dispatches),
        tuple(refusal.reason for refusal in reading.refusals),
        sum(any(_DIFFERS in query for query in dispatch.queries) for dispatch in reading.dispatches),
        seconds,
    )


def _place_of(crash: Exception) -> str:
    place = crash.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename.rpartition('/')[2]}:{place.tb_lineno}" if place else "?"
    return f"{type(crash).__name__} at {where}: {str(crash)[:160]}"


def _of_reading(reading: Reading) -> Iterator[str]:
    for refusal in reading.refusals:
        if not _LINE.fullmatch(refusal.reason):
            yield f"reason: not one line that can be read: {refusal.reason[:120]!r}"
    if not reading.why.strip():
        yield "reason: nothing says why it is that format, or none"
    if reading.format is None and (reading.dispatches or not reading.refusals):
        yield "reason: no format, and yet not refused"


def _of_stops(reading: Reading, orders: tuple[Dispatch, ...], hinted: bool, data: bytes) -> Iterator[str]:
    """What the full reader calls a stop, the minimal reader finds under the same key, and the hint points to."""
    found = {order.story_key for order in orders}
    for dispatch in reading.dispatches:
        if dispatch.status in STOPS:
            if dispatch.story_key not in found:
                yield f"stop: the minimal reader does not find the stop of {dispatch.format} {dispatch.guid[:60]!r}"
            if not hinted and not re.search(rb"&#|\\u|&[A-Za-z]+;", data) and b"\x00" not in data:
                yield f"stop: nothing hints at the stop of {dispatch.format} {dispatch.guid[:60]!r}"


def _of_body(dispatch: Dispatch, sent: str) -> Iterator[str]:
    if dispatch.wire_fingerprint != fingerprint(sent):
        yield "fingerprint: not that of the text as sent"
    if fold(dispatch.body_text) != fold(sent) and not any(_DIFFERS in query for query in dispatch.queries):
        yield "verbatim: the body as set differs, and no query says so"
    if dispatch.body_html:
        yield from _of_markup(dispatch)


def _of_markup(dispatch: Dispatch) -> Iterator[str]:
    tree = LexborHTMLParser(dispatch.body_html)
    if tree.body is None:
        return
    shown = fold(tree.body.text(deep=True))
    if shown.replace(" ", "") != "".join(dispatch.body_text.split()):
        yield "markup: the HTML of the body holds other text than the body"
    for node in tree.body.traverse():
        if node == tree.body:
            continue
        tag = node.tag or ""
        if tag not in _TAGS:
            yield f"markup: <{tag}> is not of the canonical body"
        for name, value in node.attributes.items():
            if name not in _ANYWHERE | _ATTRIBUTES.get(tag, set()):
                yield f"markup: {tag}[{name}] is not of the canonical body"
            elif name == "href" and not _ADDRESS.fullmatch(value or ""):
                yield f"markup: a link to {value!r}"
            elif value and name != "href" and not _PLAIN.fullmatch(value):
                yield f"markup: {name}={value!r}"


class Kill(NamedTuple):
    """A seed that holds a stop, and how much of it says which item and what becomes of it."""

    data: bytes
    head: int
    key: str
    origin: Origin


def kills(seeds: Sequence[bytes], origin: Origin) -> Iterator[Kill]:
    """The seeds that hold a stop. The head is the shortest beginning from which the stop is understood."""
    for data in seeds:
        orders = stop_orders(data, origin)
        if not orders:
            continue
        key = orders[0].story_key
        low, high = 0, len(data)
        while low < high:
            middle = (low + high) // 2
            if _is_stopped(data[:middle], origin, key):
                high = middle
            else:
                low = middle + 1
        end = data.find(b"\n", high + 1) + 1  # a value is whole with what ends it
        yield Kill(data, end if 0 < end < high + 200 else min(high + 20, len(data)), key, origin)


def of_kill(kill: Kill, ruined: bytes) -> Iterator[str]:
    """A kill whose id and status survive is found, by the full reader or by the minimal one."""
    if _is_stopped(ruined, kill.origin, kill.key):
        return
    if any(dispatch.story_key == kill.key for dispatch in read(ruined, kill.origin).dispatches):
        return
    orders = stop_orders(ruined, kill.origin)
    if orders and _DAY.search(kill.key):
        return  # a text wire calls stories by their words, and they are not whole: another one is meant now
    found = ", ".join(order.story_key[:80] for order in orders) or "nothing"
    yield f"kill: {kill.key[:80]!r} is lost, though {kill.head} bytes that name it are whole; found: {found}"


def _is_stopped(data: bytes, origin: Origin, key: str) -> bool:
    """A text wire has no id; the one that is made for it holds the day, and that stands at its end."""
    return any(_DAY.sub("", order.story_key) == _DAY.sub("", key) for order in stop_orders(data, origin))
