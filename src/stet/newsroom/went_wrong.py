"""The desk's own pages for what cannot be answered: what happened, and what to do now. Nothing inside is told."""

import sys
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from stet.errors import Unavailable
from stet.newsroom.middleware import language_of


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404. What was asked for is not repeated."""
    del exception
    words = _(
        "There is nothing at this address: it may be mistyped, or what stood here is gone. Go to the wire, and look "
        "for it there by its words."
    )
    return render(request, "desk/went_wrong.html", {"title": _("Nothing is here"), "words": words}, status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, where no page of its own says why."""
    del exception
    words = _("This is not for you to do. Nothing was done. Ask a chief, who may do it or change your role.")
    return render(request, "desk/went_wrong.html", {"title": _("Not yours to do"), "words": words}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what came is nothing that a page of the desk sends."""
    del exception
    with translation.override(language_of(request)):
        words = _(
            "The desk could not make sense of what this browser sent. Nothing was done. Go to the wire, load the page "
            "again, and repeat what you did there."
        )
        return _alone(request, _("This was not understood"), words, 400)


def wrong_way(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """405, as the address of a form answers whoever comes to it by a link, or back from signing in."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 405 or request.method not in ("GET", "HEAD"):
            return response
        words = _(
            "This address takes a form, and shows nothing by itself. Nothing was done. Go to the wire, and begin again "
            "on the page where the form is."
        )
        page = render(request, "desk/went_wrong.html", {"title": _("Nothing is here"), "words": words}, status=405)
        page["Allow"] = response["Allow"]
        return page

    return answer


def failed(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the journal does not answer. It asks nothing of the journal, which may be what failed."""
    with translation.override(language_of(request)):
        if isinstance(sys.exc_info()[1], Unavailable | DatabaseError):
            words = _(
                "The desk got no answer from its journal. Look on the wire whether what you did was done, before you "
                "do it again. If this goes on, have `stet doctor` run on the server."
            )
            return _alone(request, _("The journal does not answer"), words, 503)
        words = _(
            "The desk failed on this, which is a fault of Stet; its log says more. Look on the wire whether what you "
            "did was done, before you do it again. To take a story down meanwhile, `stet kill` does it on the server."
        )
        return _alone(request, _("The desk failed"), words, 500)


def _alone(request: HttpRequest, title: str, words: str, status: int) -> HttpResponse:
    """Without what a page says of whoever is signed in."""
    site = request.scope["stet"].site  # type: ignore[attr-defined]
    page = render_to_string("desk/went_wrong.html", {"title": title, "words": words, "site": site})
    return HttpResponse(page, status=status)
