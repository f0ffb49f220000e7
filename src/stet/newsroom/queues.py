"""The queues: what waits for a person, each with what there is to do about it."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from msgspec import Struct

from stet.journal import lines
from stet.journal.lines import Place, Wanted
from stet.model.brief import Brief, Flag
from stet.model.story import State
from stet.newsroom import asks
from stet.newsroom.looking import Look
from stet.newsroom.middleware import Asked
from stet.newsroom.queue_rows import Shows, rows
from stet.newsroom.story import Typed

PAGE = 50
_ROWS = 100
"""At most so many lines are asked for by their ids."""


class Queue(Struct, frozen=True):
    """One of them."""

    name: str
    title: Callable[[], str]
    about: Callable[[], str]
    asked: Mapping[str, str]
    """What it asks the list for, as an address of the wire does."""
    shows: Shows = Shows.NONE

    @property
    def wanted(self) -> Wanted:
        """The same for the journal."""
        return asks.wanted(self.asked)

    @property
    def address(self) -> str:
        """Where it stands."""
        return f"/desk/queues/{self.name}/"


_UP = f"{State.LIVE},{State.EXPIRED},{State.HELD},{State.SCHEDULED}"
QUEUES = (
    Queue(
        "held",
        lambda: _("Held"),
        lambda: _("Waits for a person. Release it, or leave it where it is."),
        {"standing": State.HELD},
        Shows.ACTS,
    ),
    Queue(
        "orders",
        lambda: _("Stop orders in doubt"),
        lambda: _("An order to stop a story may mean one of these. Until somebody says so, none of them is shown."),
        {"standing": State.HELD, "flag": Flag.ORDER.called},
        Shows.ACTS | Shows.STOPS,
    ),
    Queue(
        "embargoed",
        lambda: _("Embargoed"),
        lambda: _("Opens by itself at its time, and nobody can open it before."),
        {"standing": State.SCHEDULED},
    ),
    Queue(
        "stale",
        lambda: _("Stale headlines"),
        lambda: _("The story has changed under our headline, and may not say any more what it says."),
        {"standing": _UP, "flag": Flag.STALE.called},
        Shows.TURNED,
    ),
    Queue(
        "corrections",
        lambda: _("Corrections"),
        lambda: _("The agency has corrected these. What they took of our headlines and pictures is told."),
        {"standing": _UP, "flag": f"{Flag.CORRECTION.called},{Flag.FELL.called}"},
    ),
    Queue(
        "withdrawn",
        lambda: _("Withdrawn"),
        lambda: _("Stopped by the agency or by us. Each has a receipt that says when it was gone."),
        {"standing": State.WITHDRAWN},
    ),
)
_BY_NAME = {one.name: one for one in QUEUES}


@require_GET
def overview(request: Asked) -> HttpResponse:
    """All queues, with how many wait in each."""
    shown = [(one, lines.count(one.wanted), lines.lines(one.wanted, limit=3)) for one in QUEUES]
    return render(request, "desk/queues.html", {"screen": "queues", "queues": shown})


@require_GET
def queue(request: Asked, name: str) -> HttpResponse:
    """One queue, the newest first."""
    context = _context(request, _named(name), asks.below(request.GET.get("below", "")), {})
    part = request.headers.get("HX-Request") == "true"
    return render(request, "desk/queue_list.html" if part else "desk/queue.html", context)


@require_GET
def queue_rows(request: Asked, name: str) -> HttpResponse:
    """Lines by the ids of their stories, for a queue that is open: also those that have left it meanwhile."""
    one, ids = _named(name), request.GET.get("ids", "").split(",")[:_ROWS]
    found = lines.of(filter(None, ids))
    shown = [found[id_] for id_ in ids if id_ in found]
    below = asks.below(request.GET.get("below", ""))
    context = {"queue": one, "below": _place(below), "rows": rows(request, shown, one.shows, {})}
    return render(request, "desk/queue_rows.html", context)


def _named(name: str) -> Queue:
    if name not in _BY_NAME:
        raise Http404(name)
    return _BY_NAME[name]


def _context(request: Asked, one: Queue, below: Place | None, typed: Mapping[str, Typed]) -> dict[str, Any]:
    # The number first: what is written between the two looks is told again, and nothing is missed.
    turn = lines.newest()
    found = lines.lines(one.wanted, below=below, limit=PAGE + 1)
    return {
        "screen": "queues",
        "queue": one,
        "queues": QUEUES,
        "rows": rows(request, found[:PAGE], one.shows, typed),
        "below": _place(below),
        "rows_address": _page(one, below, "rows/"),
        "is_first": below is None,
        "older": _page(one, found[PAGE - 1]) if len(found) > PAGE else "",
        "turn": turn,
        "query": urlencode(one.asked),
    }


def _place(below: Place | Brief | None) -> str:
    return asks.place(below) if below else ""


def _page(one: Queue, below: Place | Brief | None, part: str = "") -> str:
    return f"{one.address}{part}" + (f"?{urlencode({'below': _place(below)})}" if below else "")


# -- where an act leads back to that was done from a queue


class CameFrom(Struct, frozen=True):
    """A place in a queue. A form names the queue and the place, and never an address."""

    queue: Queue
    below: Place | None

    @property
    def address(self) -> str:
        """Where it is."""
        return _page(self.queue, self.below)

    def again(self, request: Asked, it: Look, typed: Typed, *, status: int) -> HttpResponse:
        """The queue once more, with a form of it that could not be taken: what is wrong or has moved is told above, and
        what was typed stands in the story's line as far as it is still there."""
        context = _context(request, self.queue, self.below, {it.row.id: typed})
        return render(request, "desk/queue.html", context | {"typed": typed, "it": it}, status=status)


def came_from(request: Asked) -> CameFrom | None:
    """The queue that a form was sent from; none where it was the story's own page, or no queue has that name."""
    one = _BY_NAME.get(request.POST.get("queue", ""))
    return CameFrom(one, asks.below(request.POST.get("below", ""))) if one else None
