"""`/desk/me/`: what somebody comes in with, where they are signed in, and the language of the desk's words."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.views import PasswordChangeView, ReauthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView, RemoveWebAuthnView
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stet.newsroom import accounts
from stet.newsroom.middleware import Asked
from stet.newsroom.people import person
from stet.newsroom.sign_in.browsers import called
from stet.newsroom.sign_in.owed import is_demonstration, needs_second_factor

ME = reverse_lazy("me")


@require_safe
def me(request: Asked) -> HttpResponse:
    """All of it on a page."""
    factors = list(Authenticator.objects.filter(user=request.user).order_by("created_at"))
    kinds = {one.type for one in factors}
    context = {
        "screen": "me",
        "app": Authenticator.Type.TOTP in kinds,
        "passkeys": [one for one in factors if one.type == Authenticator.Type.WEBAUTHN],
        "codes": Authenticator.Type.RECOVERY_CODES in kinds,
        "must": needs_second_factor(request.user, request.stet) and not is_demonstration(request),
        "demonstration": is_demonstration(request),
        "sessions": sessions(request),
        "languages": settings.LANGUAGES,
    }
    return render(request, "desk/sign_in/me.html", context)


@require_safe
def second_factor(request: Asked) -> HttpResponse:
    """Where whoever must have a second factor, and has none, chooses one."""
    if accounts.has_second_factor(request.user):
        return redirect(ME)
    return render(request, "desk/sign_in/second_factor.html", {"screen": "me"})


@require_POST
def language(request: Asked) -> HttpResponse:
    """The language of the desk's own words. Copy stays in its own."""
    chosen = request.POST.get("language", "")
    request.user.language = chosen if chosen in dict(settings.LANGUAGES) else ""
    request.user.save(update_fields=["language"])
    return redirect(ME)


@require_POST
def end_session(request: Asked, number: int) -> HttpResponse:
    """Sign out somewhere else, or here."""
    found = UserSession.objects.filter(user=request.user, pk=number)
    _end(request, found)
    return redirect(ME)


@require_POST
def end_other_sessions(request: Asked) -> HttpResponse:
    """Sign out everywhere but here."""
    _end(request, UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key))
    return redirect(ME)


def _end(request: Asked, found: Any) -> None:
    if accounts.end_sessions(request.user, list(found), by=person(request), at=request.stet.clock()):
        messages.success(request, _("Whoever sat there is signed out."))


def sessions(request: Asked) -> list[dict[str, Any]]:
    """Where somebody is signed in."""
    here = request.session.session_key
    return [
        {
            "number": one.pk,
            "since": one.created_at,
            "address": one.ip,
            "browser": called(one.user_agent),
            "here": one.session_key == here,
        }
        for one in accounts.sessions_of(request.user)
    ]


class Password(PasswordChangeView):  # type: ignore[misc]  # allauth has no types; so below
    """Another password, by the present one."""

    template_name = "desk/sign_in/password.html"
    extra_context = {"screen": "me"}  # noqa: RUF012 - as Django has it


class App(ActivateTOTPView):  # type: ignore[misc]
    """An authenticator app: a picture to be scanned, and a code that shows it was."""

    template_name = "desk/sign_in/app.html"
    extra_context = {"screen": "me"}  # noqa: RUF012


class NoApp(DeactivateTOTPView):  # type: ignore[misc]
    """It is asked for no more."""

    template_name = "desk/sign_in/app_off.html"
    success_url = ME
    extra_context = {"screen": "me"}  # noqa: RUF012


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]
    """A passkey: this device's, a telephone's, or a key on a ring."""

    template_name = "desk/sign_in/passkey.html"

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """What the page is set with."""
        return {**super().get_context_data(**more), "screen": "me"}


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc]
    """It lets nobody in any more."""

    template_name = "desk/sign_in/passkey_off.html"
    success_url = ME
    extra_context = {"screen": "me"}  # noqa: RUF012


class RecoveryCodes(ViewRecoveryCodesView):  # type: ignore[misc]
    """What lets somebody in once each, when the telephone is gone."""

    template_name = "desk/sign_in/recovery_codes.html"
    extra_context = {"screen": "me"}  # noqa: RUF012


class NewRecoveryCodes(GenerateRecoveryCodesView):  # type: ignore[misc]
    """Others; those there were are good for nothing then."""

    template_name = "desk/sign_in/recovery_codes_new.html"
    extra_context = {"screen": "me"}  # noqa: RUF012


class Confirm(ReauthenticateView):  # type: ignore[misc]
    """Is it still you? By password."""

    template_name = "desk/sign_in/confirm.html"
    extra_context = {"screen": "me", "by": "password"}  # noqa: RUF012


class ConfirmByCode(ReauthenticateByCodeView):  # type: ignore[misc]
    """Is it still you? By a code."""

    template_name = "desk/sign_in/confirm.html"
    extra_context = {"screen": "me", "by": "code"}  # noqa: RUF012


class ConfirmByPasskey(ReauthenticateWebAuthnView):  # type: ignore[misc]
    """Is it still you? By a passkey."""

    template_name = "desk/sign_in/confirm.html"

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """What the page is set with."""
        return {**super().get_context_data(**more), "screen": "me", "by": "passkey"}


# To see codes and to make others takes the same proof: who sits at an open desk is not always who opened it.
recovery_codes = reauthentication_required(app="allauth.mfa")(RecoveryCodes.as_view())
