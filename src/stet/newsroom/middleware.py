"""What is done for every request to the desk."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from stet.app import Stet
from stet.newsroom.models import User

_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors {ancestors}"
)
_HEADERS = {
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class Asked(HttpRequest):
    """A request to the desk: with the house it is asked of."""

    stet: Stet
    user: User
    had_given_password: bool
    """Whether the password they change in this request was given to them."""


_Next = Callable[[HttpRequest], HttpResponse]


def headers(get_response: _Next) -> _Next:
    """Nothing of the desk is kept by a browser or a cache, and nothing runs there that this house did not write."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        framed = getattr(response, "framed_by_the_desk", False)
        response.setdefault("Content-Security-Policy", _CSP.format(ancestors="'self'" if framed else "'none'"))
        response.setdefault("Cache-Control", "no-store")
        for name, value in _HEADERS.items():
            response.setdefault(name, value)
        return response

    return answer


def house(get_response: _Next) -> _Next:
    """The house that is asked, and the language of whoever asks."""

    def answer(request: HttpRequest) -> HttpResponse:
        stet: Stet = request.scope["stet"]  # type: ignore[attr-defined]
        request.stet = stet  # type: ignore[attr-defined]
        with translation.override(language_of(request, getattr(request.user, "language", ""))):
            return get_response(request)

    return answer


def language_of(request: HttpRequest, chosen: str = "") -> str:
    """The language of the desk's words for whoever asks: the one they chose, else the first one that their browser asks
    for and the desk has, else the site's, else English."""
    asked = (tag for tag, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")))
    site: str = request.scope["stet"].site.language  # type: ignore[attr-defined]
    known = (tag.partition("-")[0].lower() for tag in (chosen, *asked, site))
    return next((tag for tag in known if tag in dict(settings.LANGUAGES)), settings.LANGUAGE_CODE)
