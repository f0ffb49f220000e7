"""The kill receipt: when an order to stop arrived, and when each place that served the story served it no more.

Made from the journal alone: arrivals, and the receipts of what was put and removed. The same journal gives the same
receipt, so its SHA-256 can be quoted. Not a word of the story or of the order is in it (life.md section 5, rules 6
and 7): a page is named by its section and the story's id.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from hashlib import sha256

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from stet.journal.base import History
from stet.journal.inquiry import Done
from stet.model.change import Kill
from stet.model.dispatch import STOPS, Dispatch
from stet.model.page import Act

MEDIA = "media/"
GONE = "gone/"
POINTER = "at/"


class Order(Struct, frozen=True, kw_only=True):
    """A stop, as it reached this house."""

    act: str
    """`canceled` or `withheld` by the agency, `killed` at the desk."""
    at: datetime
    """When its bytes arrived, or when the person acted."""
    version: int | None
    sure: bool = True
    """It names this story and no other."""
    feed: str | None = None
    source: str | None = None
    packet: str | None = None
    """SHA-256 of the bytes it came in."""
    who: str | None = None


class Surface(Struct, frozen=True, kw_only=True):
    """A place that served the story."""

    kind: str
    """`page`, `provenance`, `older addresses`, `picture`, `front`, `section`, `topic`, `agency`, `archive`, `feed`,
    `sitemap` or `list`; or `other page`, that of a story which named this one."""
    path: str
    stopped: datetime | None
    """When it was removed, or put again without the story; none while that has not happened."""
    ms: float | None
    """Milliseconds from the order's arrival."""
    served: str | None
    """SHA-256 of what was served last."""
    note: str = ""


class Gone(Struct, frozen=True, kw_only=True):
    """What answers instead, with status 410, at every address of the story."""

    path: str
    at: datetime
    sha256: str | None


class Stopped(Struct, frozen=True, kw_only=True):
    """One stop, and what it came to."""

    order: Order
    surfaces: tuple[Surface, ...]
    """Empty where nothing was served when it arrived."""
    gone: Gone | None
    ms: float | None
    """From the order's arrival to the last surface; none where nothing was served, or something still is."""


class KillReceipt(Struct, frozen=True, kw_only=True):
    """All stops of a story, first to last."""

    story: str
    key: str
    state: str
    ever_served: bool
    stops: tuple[Stopped, ...]

    @property
    def sha256(self) -> str:
        """Over the receipt as JSON with sorted keys, without white space, in UTF-8."""
        return sha256(msgspec.json.encode(self, order="sorted")).hexdigest()


def orders(history: History, source_of: Callable[[str, str], str]) -> list[Order]:
    """Every stop that ever reached a story. `source_of` gives the name a packet came under, by feed and digest."""
    own = ((one, True) for one in history.dispatches if one.status in STOPS)
    by_name = ((order.dispatch, order.sure) for order in history.around.orders)
    return [
        *(_sent(one, sure, source_of(one.feed, one.packet)) for one, sure in (*own, *by_name)),
        *(_by_hand(change) for change in history.changes if isinstance(change, Kill)),
    ]


def _sent(stop: Dispatch, sure: bool, source: str) -> Order:
    return Order(
        act=stop.status.value,
        at=stop.arrived,
        version=stop.version,
        sure=sure,
        feed=stop.feed,
        source=source,
        packet=stop.packet,
    )


def _by_hand(kill: Kill) -> Order:
    return Order(act="killed", at=kill.at, version=kill.against, who=kill.who)


def without(history: History, order: Order, at: datetime) -> History:
    """A history as far as it was known at an instant, as if this order and later ones had not come."""

    def counts(one: Dispatch) -> bool:
        return one.arrived <= at and (one.status not in STOPS or one.arrived < order.at)

    return replace(
        history,
        dispatches=tuple(one for one in history.dispatches if counts(one)),
        changes=tuple(
            one for one in history.changes if one.at <= at and (one.at < order.at or not isinstance(one, Kill))
        ),
        around=replace(history.around, orders=tuple(one for one in history.around.orders if counts(one.dispatch))),
        gate=history.gate.as_of(at),
    )


class Case(Struct, frozen=True, kw_only=True):
    """What a receipt is made from."""

    story: str
    key: str
    state: str
    orders: Sequence[Order]
    done: Sequence[Done]
    """Everything put and removed for this story, in order."""
    pictured: Sequence[Done] = ()
    """Of an item that is a picture: everything put and removed of its files, for all stories that show it, in order."""
    lists_before: Callable[[Order, datetime], Iterable[str]]
    """Paths of the lists that showed the story when the order arrived, as far as was known at an instant."""
    list_acts: Callable[[str, int], tuple[Done | None, Done | None]]
    """The last act on a list before a receipt's number, and the first one after it."""
    is_there: Callable[[str], bool]
    """Whether there is a file at a path of the edition now."""


def kill_receipt(case: Case) -> KillReceipt:
    """The receipt of a story's stops."""
    orders = sorted(case.orders, key=lambda order: (order.at, msgspec.json.encode(order)))
    # What answers 410 for the picture itself says nothing of its files: they go with the pages that show them.
    spans = [*_spans(case, case.done), *_spans(case, case.pictured)]
    return KillReceipt(
        story=case.story,
        key=case.key,
        state=case.state,
        ever_served=any(not span.path.startswith(GONE) for span in spans),
        stops=tuple(_stopped(case, order, spans) for order in orders),
    )


class _Span(Struct, frozen=True, kw_only=True):
    """A file from when it was put to when it was there no more."""

    path: str
    put: Done
    last: Done
    """The last time it was put."""
    ended: Done | None


def _spans(case: Case, done: Sequence[Done]) -> list[_Span]:
    found: list[_Span] = []
    there: dict[str, list[Done]] = defaultdict(list)

    def end(path: str, by: Done) -> None:
        if puts := there.pop(path, None):
            found.append(_Span(path=path, put=puts[0], last=puts[-1], ended=by))

    for one in done:
        if one.act is Act.CLEARED:
            continue
        if one.act is Act.REMOVED:
            end(one.path, one)
            continue
        if one.path.startswith(GONE) and one.path not in there:
            # All else of the story was removed before this was put. Where a receipt for that is missing, it fell with
            # the process that removed the file; a picture may also have stayed, for another story.
            for path in [path for path in there if not path.startswith(GONE)]:
                if not (path.startswith(MEDIA) and case.is_there(path)):
                    end(path, one)
        there[one.path].append(one)
    left = [_Span(path=path, put=puts[0], last=puts[-1], ended=None) for path, puts in there.items()]
    return sorted([*found, *left], key=lambda span: span.put.number)


def _stopped(case: Case, order: Order, spans: Sequence[_Span]) -> Stopped:
    gone = _gone_since(order, spans)
    files = [span for span in spans if not span.path.startswith(GONE) and _was_served(span, order, gone)]
    surfaces = [_file(order, span) for span in files]
    if any(surface.kind == "page" for surface in surfaces):
        surfaces += _lists(case, order, files, gone)
        surfaces += _other_pages(case, order, gone)
    times = [surface.ms for surface in surfaces if not surface.note]
    whole = max((ms for ms in times if ms is not None), default=None) if None not in times else None
    put = Gone(path=gone.path, at=gone.put.at, sha256=gone.last.digest) if gone else None
    return Stopped(order=order, surfaces=tuple(surfaces), gone=put, ms=whole)


def _gone_since(order: Order, spans: Sequence[_Span]) -> _Span | None:
    """What answers 410 since this order, or did when it arrived."""
    answers = (span for span in spans if span.path.startswith(GONE))
    return next((span for span in answers if span.ended is None or span.ended.at >= order.at), None)


def _was_served(span: _Span, order: Order, gone: _Span | None) -> bool:
    """Whether the file was there when the order arrived, or came between that and its taking effect."""
    if span.ended is not None and span.ended.at < order.at:
        return False
    return span.put.at <= order.at or gone is None or span.put.number < gone.put.number


def _file(order: Order, span: _Span) -> Surface:
    stays = span.ended is None and span.path.startswith(MEDIA)
    note = "stays: another story shows this picture" if stays else ""
    return _surface(order, span.path, span.ended.at if span.ended else None, span.last.digest, note)


def _lists(case: Case, order: Order, files: Sequence[_Span], gone: _Span | None) -> list[Surface]:
    effects = [span.ended for span in files if span.ended] + ([gone.put] if gone else [])
    effect = min(effects, key=lambda one: one.number, default=None)
    if effect is None:
        return []
    acts = {path: case.list_acts(path, effect.number) for path in case.lists_before(order, effect.at)}
    whole = max((after.at for _, after in acts.values() if after), default=None)
    return [
        _surface(order, path, after.at if after else _lost(case, path, whole), before.digest, "")
        for path, (before, after) in acts.items()
        if before is not None and before.act is Act.PUT
    ]


def _other_pages(case: Case, order: Order, gone: _Span | None) -> list[Surface]:
    """Pages of other stories that named it until this order took effect, each when it was first put without it."""
    firsts: dict[str, Done] = {}
    for one in case.done:
        if one.act is Act.CLEARED and one.at >= order.at and (gone is None or one.number < gone.put.number):
            firsts.setdefault(one.path, one)
    return [replace(_surface(order, path, one.at, None, ""), kind="other page") for path, one in firsts.items()]


def _lost(case: Case, path: str, whole: datetime | None) -> datetime | None:
    """When a list went whose removal has no receipt, for that fell with the process. A list whose receipt is lost is
    put again after the restart with all that come after it, and the last of a story's lists is one that every site has:
    when that was put this one was not there any more."""
    return None if case.is_there(path) else whole


def _surface(order: Order, path: str, stopped: datetime | None, served: str | None, note: str) -> Surface:
    ms = None if stopped is None else round((stopped - order.at).total_seconds() * 1000, 1)
    kind = _kind(path)
    shown = f"{path.partition('/')[0]}/…-{path.rpartition('-')[2]}" if kind in ("page", "provenance") else path
    return Surface(kind=kind, path=shown, stopped=stopped, ms=ms, served=served, note=note)


def _kind(path: str) -> str:
    folder, _, name = path.rpartition("/")
    if path.startswith((MEDIA, POINTER)):
        return "picture" if path.startswith(MEDIA) else "older addresses"
    if folder == "sitemaps" or name == "news-sitemap.xml":
        return "sitemap"
    if name == "provenance.json":
        return "provenance"
    if name in ("rss.xml", "atom.xml", "feed.json"):
        return "feed"
    if name == "index.html":
        first = folder.partition("/")[0]
        return "front" if not folder else first if first in ("topic", "agency", "archive") else "section"
    return "page" if name.endswith(".html") else "list"
