"""Coming in and going out: `/desk/sign-in/`, `/desk/sign-out/`."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView, LogoutView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from stet.model.person import Role
from stet.newsroom.accounts import role_called
from stet.newsroom.middleware import Asked
from stet.newsroom.models import User
from stet.newsroom.sign_in.owed import is_demonstration


class _OfTheHouse:
    """A page of allauth's, set as the desk's are: `site` is the house, and not the address it is asked by."""

    request: Asked

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """What the page is set with."""
        return {**super().get_context_data(**more), "site": self.request.stet.site}  # type: ignore[misc]


class SignIn(_OfTheHouse, LoginView):  # type: ignore[misc]  # it has no types
    """Name and password."""

    template_name = "desk/sign_in/sign_in.html"

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """With the buttons of the demonstration, where it is one."""
        roles = [role.called for role in reversed(Role)] if is_demonstration(self.request) else []
        return {**super().get_context_data(**more), "demonstration": roles}


class SecondFactor(_OfTheHouse, AuthenticateView):  # type: ignore[misc]  # it has no types
    """The second thing that is asked of whoever has one: a code, or a passkey."""

    template_name = "desk/sign_in/code.html"

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """With what this person has set up, so that nobody is asked for what they have not."""
        types = Authenticator.objects.filter(user=self.stage.login.user).values_list("type", flat=True)
        has_code = any(one != Authenticator.Type.WEBAUTHN for one in types)
        return {
            **super().get_context_data(**more),
            "has_app": Authenticator.Type.TOTP in types,
            "has_code": has_code,
            "has_passkey": Authenticator.Type.WEBAUTHN in types,
        }


class Passkey(_OfTheHouse, LoginWebAuthnView):  # type: ignore[misc]  # it has no types
    """A passkey alone: it is something that somebody has, and knows or is."""


class SignOut(_OfTheHouse, LogoutView):  # type: ignore[misc]  # it has no types
    """Asked for by a link it only asks back."""

    template_name = "desk/sign_in/sign_out.html"


@require_POST
@login_not_required
def demonstration(request: Asked) -> HttpResponse:
    """One of the demonstration's people comes in, by a click. There is no such page at any other desk."""
    if not is_demonstration(request):
        raise Http404
    role = role_called(request.POST.get("role", ""))
    user, made = User.objects.get_or_create(username=f"demo {role.called}", defaults={"role": role})
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    adapter = get_adapter()
    adapter.login(request, user)
    answer: HttpResponse = adapter.post_login(
        request, user, email_verification="none", signal_kwargs=None, email=None, signup=False, redirect_url=None
    )
    return answer
