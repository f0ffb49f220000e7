"""`/desk/people/`: who may use the desk, and as what. For chiefs; accounts.py lets them, and not these pages."""

from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stet.errors import Forbidden, Misused
from stet.model.person import Role
from stet.newsroom import accounts
from stet.newsroom.middleware import Asked
from stet.newsroom.models import User
from stet.newsroom.people import person
from stet.newsroom.said import said

_View = Callable[..., HttpResponse]


def _for_chiefs(view: _View) -> _View:
    """Whoever is no chief is told so; what cannot be done is told above the list."""

    def answer(request: Asked, **more: int) -> HttpResponse:
        try:
            if person(request).role < Role.CHIEF:
                raise Forbidden(_("Only a chief sees who may use the desk. Ask a chief."))
            return view(request, **more)
        except Forbidden as no:
            return render(request, "desk/sign_in/forbidden.html", {"why": said(no), "screen": "people"}, status=403)
        except Misused as wrong:
            messages.error(request, said(wrong))
            return redirect("people")

    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@_for_chiefs
def people(request: Asked) -> HttpResponse:
    """All of them, and room for another."""
    if request.method != "POST":
        return _list(request)
    name = request.POST.get("name", "")
    try:
        role = accounts.role_called(request.POST.get("role", ""))
        user, given = accounts.add(name, role, by=person(request), at=request.stet.clock())
    except Misused as wrong:
        if isinstance(wrong, Forbidden):
            raise
        return _list(request, status=422, wrong=said(wrong), name=name, new_role=request.POST.get("role", ""))
    return _list(request, given=given, given_to=user)


@require_POST
@_for_chiefs
def set_role(request: Asked, number: int) -> HttpResponse:
    """Say what somebody may do."""
    user = get_object_or_404(User, pk=number)
    role = accounts.role_called(request.POST.get("role", ""))
    accounts.set_role(user, role, by=person(request), at=request.stet.clock())
    return _done(request, _("%(name)s is now: %(role)s.") % {"name": user.username, "role": ROLES[role]()})


@require_POST
@_for_chiefs
def shut_out(request: Asked, number: int) -> HttpResponse:
    """Let somebody in no more."""
    user = get_object_or_404(User, pk=number)
    accounts.shut_out(user, by=person(request), at=request.stet.clock())
    return _done(request, _("%(name)s is shut out, and signed out everywhere.") % {"name": user.username})


@require_POST
@_for_chiefs
def let_in(request: Asked, number: int) -> HttpResponse:
    """Let somebody in again."""
    user = get_object_or_404(User, pk=number)
    accounts.let_in(user, by=person(request), at=request.stet.clock())
    return _done(request, _("%(name)s may sign in again.") % {"name": user.username})


@require_POST
@_for_chiefs
def reset(request: Asked, number: int) -> HttpResponse:
    """A new password for somebody, which is shown here and never again."""
    user = get_object_or_404(User, pk=number)
    given = accounts.reset(user, by=person(request), at=request.stet.clock())
    return _list(request, given=given, given_to=user)


@require_POST
@_for_chiefs
def end_sessions(request: Asked, number: int) -> HttpResponse:
    """Sign somebody out everywhere."""
    user = get_object_or_404(User, pk=number)
    found = list(UserSession.objects.filter(user=user))
    accounts.end_sessions(user, found, by=person(request), at=request.stet.clock())
    return _done(request, _("%(name)s is signed out everywhere.") % {"name": user.username})


ROLES: dict[Role, Callable[[], str]] = {
    Role.READER: lambda: _("reader"),
    Role.EDITOR: lambda: _("editor"),
    Role.CHIEF: lambda: _("chief"),
}
"""The words for them, in the language of whoever asks."""


def _done(request: Asked, what: str) -> HttpResponse:
    messages.success(request, what)
    return redirect("people")


def _list(request: Asked, status: int = 200, **more: Any) -> HttpResponse:
    roles = [{"called": role.called, "words": words()} for role, words in ROLES.items()]
    rows = [
        {
            "user": user,
            "role": Role(user.role).called,
            "second_factor": accounts.has_second_factor(user),
            "sessions": len(accounts.sessions_of(user)),
            "is_you": user.pk == request.user.pk,
        }
        for user in accounts.everybody()
    ]
    context = {"screen": "people", "people": rows, "roles": roles, "home": f"{request.stet.site.url}/desk/", **more}
    return render(request, "desk/sign_in/people.html", context, status=status)
