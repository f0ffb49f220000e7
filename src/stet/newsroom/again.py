"""When a form cannot be taken as it came: what was typed is shown, and how to send it again."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.translation import gettext as _

_PLACES = {"/desk/story/": 4, "/desk/feeds/": 3}
"""Where forms are whose words are kept, and how many parts of their addresses are that of the page they stand on. Forms
of other places may hold a password."""
_HIDDEN = ("seen", "choice", "asset", "left", "top", "back", "queue", "below", "mode")
_LABELS: dict[str, Callable[[], str]] = {
    "text": lambda: _("Headline"),
    "caption": lambda: _("Caption"),
    "credit": lambda: _("Credit"),
    "alt": lambda: _("Alternative text"),
    "reason": lambda: _("Reason"),
}

View = Callable[..., HttpResponse]


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that does not come from a page of this desk, or from one of another session."""
    del reason  # for developers
    words = _(
        "Nothing was done: this form is from before you signed in, or not from this desk. Look at what you typed, and "
        "send it again."
    )
    return _again(request, words)


def keeps_words(view: View) -> View:
    """Who is signed out while they type sees what they typed, and can send it when they are in again."""

    @login_not_required
    @wraps(view)
    def asked(request: HttpRequest, *parts: Any, **named: Any) -> HttpResponse:
        if request.user.is_authenticated or request.method != "POST":
            return view(request, *parts, **named)
        words = _("Nothing was done: you are signed out. Sign in in a window of its own, and then send this again.")
        return _again(request, words)

    return asked


def _again(request: HttpRequest, words: str) -> HttpResponse:
    typed = _typed(request)
    fields = [(name, label(), typed[name]) for name, label in _LABELS.items() if name in typed]
    context = {
        "words": words,
        "action": request.path if fields or "seen" in typed or "mode" in typed else "",
        "fields": fields,
        "hidden": [(name, typed[name]) for name in _HIDDEN if name in typed],
        "had_file": bool(fields) and bool(request.FILES),
        "place": _place(request) if typed else "",
        "signed_out": not request.user.is_authenticated,
    }
    return render(request, "desk/again.html", context, status=403)


def _place(request: HttpRequest) -> str:
    """The page that the form stands on; none where its words are not kept."""
    parts = next((parts for start, parts in _PLACES.items() if request.path.startswith(start)), 0)
    return "/".join(urlsplit(request.path).path.split("/")[:parts]) + "/" if parts else ""


def _typed(request: HttpRequest) -> dict[str, str]:
    if not _place(request):
        return {}
    try:
        return {name: str(request.POST[name]) for name in request.POST if name in _LABELS or name in _HIDDEN}
    except (SuspiciousOperation, MultiPartParserError):
        return {}
