"""What somebody has yet to do before the desk opens to them: choose a password of their own, set up a second factor."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from stet.app import Stet
from stet.model.person import Role
from stet.newsroom import accounts
from stet.newsroom.models import User

PASSWORD = "/desk/me/password/"  # noqa: S105 - an address
SECOND_FACTOR = "/desk/me/second-factor/"
_ALWAYS = ("/desk/static/", "/desk/sign-out/", "/desk/me/language/")
_TO_SET_ONE_UP = (SECOND_FACTOR, "/desk/me/app/", "/desk/me/passkeys/", "/desk/me/recovery-codes/", "/desk/me/confirm/")

_Next = Callable[[HttpRequest], HttpResponse]


def needs_second_factor(user: User, stet: Stet) -> bool:
    """Whether a password alone is not enough of this person."""
    return {"all": True, "none": False, "chief": user.role >= Role.CHIEF}[stet.house.settings.desk.second_factor]


def owed(user: User, stet: Stet, *, demo: bool = False) -> str | None:
    """The page that somebody is led to before anything else of the desk opens; none for whoever may go on."""
    if demo:
        return None
    if user.password_given:
        return PASSWORD
    if needs_second_factor(user, stet) and not accounts.has_second_factor(user):
        return SECOND_FACTOR
    return None


def first_things_first(get_response: _Next) -> _Next:
    """Whoever owes something is led to it."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated or request.path.startswith(_ALWAYS):
            return get_response(request)
        page = owed(request.user, request.stet, demo=is_demonstration(request))  # type: ignore[attr-defined]
        allowed = _TO_SET_ONE_UP if page == SECOND_FACTOR else (page or "",)
        if page is None or request.path.startswith(allowed):
            return get_response(request)
        return redirect(page)

    return answer


def is_demonstration(request: HttpRequest) -> bool:
    """Whether this desk is the demonstration's, on this machine alone: mount.py says so, and no setting."""
    return bool(request.scope.get("demo"))  # type: ignore[attr-defined]
