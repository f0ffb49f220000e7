"""The wire: what came in, newest first, and where it stands."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from stet.journal import lines
from stet.model.brief import Flag
from stet.model.story import State
from stet.newsroom import asks, live
from stet.newsroom.middleware import Asked
from stet.newsroom.models import View

PAGE = 50
"""Lines on a page."""
_ROWS = 100
"""At most so many lines are asked for by their ids."""
_ASKED = ("q", "agency", "section", "standing", "flag", "cause", "topic")
_LONGEST = 500


@require_GET
def wire(request: Asked) -> HttpResponse:
    """A page of the list, as far as the address asks for it."""
    given = {name: request.GET[name] for name in _ASKED if request.GET.get(name)}
    asked, below = asks.wanted(given), asks.below(request.GET.get("below", ""))
    # The number first: what is written between the two looks is told again, and nothing is missed.
    turn = lines.newest()
    found = lines.lines(asked, below=below, limit=PAGE + 1)
    agencies, sections = lines.choices()
    context: dict[str, Any] = {
        "screen": "wire",
        "lines": found[:PAGE],
        "older": _address(given | {"below": asks.place(found[PAGE - 1])}) if len(found) > PAGE else "",
        "is_first": below is None,
        "here": _address(given),
        "query": urlencode(given),
        "given": given,
        "turn": turn,
        "agencies": agencies,
        "sections": sections,
        "states": list(State),
        "flags": list(Flag),
        "views": View.objects.filter(user=request.user).order_by("name"),
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, "desk/wire_list.html" if part else "desk/wire.html", context)


def _address(given: dict[str, str]) -> str:
    return f"/desk/?{urlencode(given)}" if given else "/desk/"


@require_GET
def rows(request: Asked) -> HttpResponse:
    """Lines by the ids of their stories, for a list that is open."""
    ids = [one for one in request.GET.get("ids", "").split(",")[:_ROWS] if one]
    found = lines.of(ids)
    return render(request, "desk/rows.html", {"lines": [found[id_] for id_ in ids if id_ in found]})


@require_GET
def changes(request: Asked) -> JsonResponse:
    """What was written since a number: for a desk whose stream is broken."""
    after = request.GET.get("after", "")
    said = live.since(asks.number(after) or 0, asks.wanted(request.GET))
    return JsonResponse(said)


@require_POST
def keep_view(request: Asked) -> HttpResponse:
    """Keep a filter under a name, or let go of one."""
    if "remove" in request.POST:
        get_object_or_404(View, user=request.user, pk=_number(request.POST["remove"])).delete()
        return HttpResponseRedirect("/desk/")
    name, query = request.POST.get("name", "").strip()[:60], request.POST.get("query", "")[:_LONGEST]
    if name:
        View.objects.update_or_create(user=request.user, name=name, defaults={"query": query})
    return HttpResponseRedirect(f"/desk/?{query}" if query else "/desk/")


def _number(text: str) -> int:
    return asks.number(text[:9]) or 0
