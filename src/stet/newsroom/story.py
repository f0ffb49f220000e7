"""A story: what readers see, beside what may be done about it, and all that happened to it."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from msgspec import Struct

from stet.desk import doubts, edit
from stet.desk.claims import unknown
from stet.desk.difference import differences
from stet.desk.lengths import length
from stet.errors import Misused
from stet.journal import lines
from stet.model.dispatch import STOPS
from stet.model.story import SHOWN, Cause, State
from stet.newsroom import library, timeline
from stet.newsroom.allowed import allowed
from stet.newsroom.looking import Look, look
from stet.newsroom.middleware import Asked
from stet.newsroom.said import said
from stet.show_receipt import as_json


class Typed(Struct, frozen=True, kw_only=True):
    """A form that comes back: what somebody typed, and why it was not taken."""

    form: str = ""
    """`headline`, `picture`, `hold`, `release`, `kill`, `kill_picture` or `unseal`."""
    fields: Mapping[str, str] = {}
    wrong: str = ""
    moved: tuple[str, ...] = ()

    @property
    def words(self) -> list[str]:
        """All that was typed in words."""
        return [self.fields[name] for name in ("text", "caption", "credit", "alt", "reason") if self.fields.get(name)]


NOTHING = Typed()


@require_GET
def story(request: Asked, sid: str) -> HttpResponse:
    """The page of a story; that of the whole, for one that is only an item of it."""
    it = look(request, sid)
    if it.row.id != sid:
        return HttpResponseRedirect(address(it.row.id))
    return screen(request, it)


def address(id_: str, part: str = "") -> str:
    """Where the desk has a story."""
    return f"/desk/story/{id_}/{part}"


def screen(request: Asked, it: Look, typed: Typed = NOTHING, *, status: int = 200) -> HttpResponse:
    """The page, with a form that could not be taken as it was."""
    entries = timeline.timeline(it)
    whole = "whole" in request.GET
    may = allowed(request, it.story)
    if not it.sealed:
        may["unseal"] = ""
    context = {
        "screen": "story",
        "it": it,
        "told": it.story,
        "typed": typed,
        "typed_lost": bool(typed.words) and may.get(typed.form) is not None,
        "may": may,
        "looks": _looks(it),
        "headline": _headline(it, typed),
        "picture": picture_form(request, it, typed) if may["picture"] is None else None,
        "entries": entries if whole else entries[: timeline.NEWEST],
        "more": 0 if whole else max(0, len(entries) - timeline.NEWEST),
        "showing": library.showing(it) if may["kill_picture"] is None else None,
        "turn": lines.newest(),
        "is_live": it.row.state in list(SHOWN),
        "lifts": it.story is not None and not edit.LIFTED.isdisjoint(it.story.standing.causes),
        "is_held_here": it.story is not None and Cause.DESK in it.story.standing.causes,
        "site_url": request.stet.site.url,
    }
    return render(request, "desk/story.html", context, status=status)


def _looks(it: Look) -> list[str]:
    """What there is to look at, a sentence each."""
    if it.story is None or it.is_withdrawn:
        return []
    cuts = it.history.cuts
    told = doubts(it.story, it.history.changes, lambda name: cuts.get(it.history.assets.get(name, name)))
    conflict = [_("Two contents came under one version; the first to arrive stands.")] if it.story.conflict else []
    return [*(f"{said(one.about)}: {said(one.words)}" for one in told), *map(said, it.story.flags), *conflict]


def _headline(it: Look, typed: Typed) -> dict[str, Any]:
    text = typed.fields.get("text", "") if typed.form == "headline" else it.headline
    return {"text": text, **_checked(text, it)}


def _checked(text: str, it: Look) -> dict[str, Any]:
    return {"length": length(text), "unknown": unknown(text, it.story.current) if it.story and text else ()}


def picture_form(request: Asked, it: Look, typed: Typed) -> dict[str, Any]:
    """What the form of the picture is set with."""
    fields = dict(typed.fields) if typed.form == "picture" else {}
    stands = library.house(it)
    if not fields and stands is not None and it.over.picture is not None:
        left, top = it.over.picture.focus or (0.5, 0.5)
        fields = {
            "choice": "kept", "asset": stands.digest, "caption": stands.caption, "credit": stands.credit,
            "alt": stands.alt, "left": str(round(left * 100)), "top": str(round(top * 100)),
        }  # fmt: skip
    query = fields.get("words", request.GET.get("pictures", ""))
    kept = library.kept(fields["asset"]) if fields.get("asset") else None
    return {
        "fields": fields,
        "own": library.own(request.stet, it),
        "kept": kept,
        "stands": stands,
        "query": query,
        "shelf": library.shelf(request.stet, query) if "pictures" in request.GET or "words" in fields else None,
    }


# -- what the page asks for while it is open


@require_POST
def check(request: Asked, sid: str) -> HttpResponse:
    """How long a headline is, and what it says that the copy does not: while it is typed."""
    it = look(request, sid)
    if it.is_withdrawn:
        raise Http404
    return render(request, "desk/story_check.html", _checked(request.POST.get("text", "")[:2000], it))


@require_GET
def version(request: Asked, sid: str, digest: str) -> HttpResponse:
    """What one version says differently from the one before it."""
    it = look(request, sid)
    said = next((one for one in it.history.dispatches if one.digest == digest), None)
    if said is None or said in it.sealed or said.status in STOPS:
        raise Http404
    earlier = timeline.before(it, said)
    parts = differences(earlier, said) if earlier else ()
    page = "desk/story_parts.html" if request.headers.get("HX-Request") == "true" else "desk/story_version.html"
    return render(request, page, {"screen": "story", "it": it, "said": said, "earlier": earlier, "parts": parts})


@require_GET
def receipt(request: Asked, sid: str) -> HttpResponse:
    """The kill receipt of a story that a stop has reached."""
    it = look(request, sid)
    try:
        told, serving = request.stet.kill_receipt(it.row.key)
    except Misused as nothing:
        raise Http404(str(nothing)) from None
    if "json" in request.GET:
        name = f'attachment; filename="kill-receipt-{it.row.id}.json"'
        body = as_json(told, serving)
        return HttpResponse(body, content_type="application/json", headers={"Content-Disposition": name})
    is_part = request.headers.get("HX-Request") == "true"
    page = "desk/story_receipt.html" if is_part else "desk/story_receipt_page.html"
    # As long as something serves it the receipt on the story's page asks again: lists are put a moment after a stop.
    is_over = not serving and all(stop.ms is not None or not stop.surfaces for stop in told.stops)
    context = {"screen": "story", "it": it, "receipt": told, "serving": serving, "is_part": is_part, "is_over": is_over}
    return render(request, page, context | {"is_withdrawn": it.row.state == State.WITHDRAWN})
