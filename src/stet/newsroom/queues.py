"""The queues: what waits for a person, each with what there is to do about it."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from msgspec import Struct

from stet.journal import lines
from stet.journal.lines import Wanted
from stet.model.brief import Flag
from stet.model.story import Cause, State
from stet.newsroom import asks
from stet.newsroom.middleware import Asked

PAGE = 50


class Queue(Struct, frozen=True):
    """One of them."""

    name: str
    title: Callable[[], str]
    about: Callable[[], str]
    wanted: Wanted
    counted: str
    """Under which word `lines.tally` counts it."""


_HELD = Wanted(states=(State.HELD,))
_UP = (State.LIVE, State.EXPIRED, State.HELD, State.SCHEDULED)
QUEUES = (
    Queue(
        "held",
        lambda: _("Held"),
        lambda: _("Waits for a person. Release it, or leave it where it is."),
        _HELD,
        State.HELD.value,
    ),
    Queue(
        "orders",
        lambda: _("Stop orders in doubt"),
        lambda: _("An order to stop a story may mean one of these. Until somebody says so, none of them is shown."),
        Wanted(states=(State.HELD,), flags=Flag.ORDER),
        Flag.ORDER.called,
    ),
    Queue(
        "embargoed",
        lambda: _("Embargoed"),
        lambda: _("Opens by itself at its time, and nobody can open it before."),
        Wanted(states=(State.SCHEDULED,)),
        State.SCHEDULED.value,
    ),
    Queue(
        "stale",
        lambda: _("Stale headlines"),
        lambda: _("The story has changed under our headline, and may not say any more what it says."),
        Wanted(states=_UP, flags=Flag.STALE),
        Flag.STALE.called,
    ),
    Queue(
        "corrections",
        lambda: _("Corrections"),
        lambda: _("The agency has corrected these. What they took of our headlines and pictures is told."),
        Wanted(states=_UP, flags=Flag.CORRECTION | Flag.FELL),
        Flag.CORRECTION.called,
    ),
    Queue(
        "withdrawn",
        lambda: _("Withdrawn"),
        lambda: _("Stopped by the agency or by us. Each has a receipt that says when it was gone."),
        Wanted(states=(State.WITHDRAWN,)),
        State.WITHDRAWN.value,
    ),
)
_BY_NAME = {one.name: one for one in QUEUES}


@require_GET
def overview(request: Asked) -> HttpResponse:
    """All queues, with how many wait in each."""
    tally = lines.tally()
    shown = [(one, tally.get(one.counted, 0), lines.lines(one.wanted, limit=3)) for one in QUEUES]
    return render(request, "desk/queues.html", {"screen": "queues", "queues": shown})


@require_GET
def queue(request: Asked, name: str) -> HttpResponse:
    """One queue, the newest first."""
    one = _BY_NAME.get(name)
    if one is None:
        raise Http404(name)
    below = asks.below(request.GET.get("below", ""))
    found = lines.lines(one.wanted, below=below, limit=PAGE + 1)
    context = {
        "screen": "queues",
        "queue": one,
        "queues": QUEUES,
        "lines": found[:PAGE],
        "older": f"?below={asks.place(found[PAGE - 1])}" if len(found) > PAGE else "",
        "causes": {cause.value for line in found for cause in line.causes} & set(Cause),
    }
    return render(request, "desk/queue.html", context)
