"""What this house says where allauth asks: its own words, no door it does not need, and no way that leads elsewhere.

Nothing here tells somebody who is not signed in whether a name is one of the desk's.
"""

import time
from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from stet.newsroom.middleware import Asked
from stet.newsroom.models import User
from stet.newsroom.people import address
from stet.newsroom.sign_in import heard

HOME = "/desk/"
_NOWHERE = "0.0.0.0"  # noqa: S104 - what a session says of a request without an address, as over a socket
_WRONG = _("This name and this password do not belong together. Type both again; a chief can reset a lost password.")
_TOO_OFTEN = _("Too many wrong attempts. Wait five minutes, then try again.")
_WRONG_CODE = _("This code is not right, or was used already. Type the one that is shown now.")


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # it has no types
    """Passwords, sessions and messages."""

    error_messages: ClassVar[Mapping[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _WRONG,
        "too_many_login_attempts": _TOO_OFTEN,
        "rate_limited": _TOO_OFTEN,
        "incorrect_code": _WRONG_CODE,
        "incorrect_password": _("This is not your password. Type it again."),
        "enter_current_password": _("This is not your present password. Type it again."),
    }
    _said: ClassVar[Mapping[str, Any]] = {
        "account/messages/logged_out.txt": _("You are signed out."),
        "account/messages/password_changed.txt": _("Your password is changed. You are signed out everywhere else."),
        "mfa/messages/totp_activated.txt": _("The authenticator app is set up."),
        "mfa/messages/totp_deactivated.txt": _("The authenticator app is no longer asked for."),
        "mfa/messages/recovery_codes_generated.txt": _("You have new recovery codes. Keep them where you keep keys."),
        "mfa/messages/webauthn_added.txt": _("The passkey is added."),
        "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody lets themselves in: a chief does."""
        return False

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say what happened, in the desk's words; nothing where it has none for it."""
        if words := message or self._said.get(message_template or ""):
            messages.add_message(request, level, str(words), extra_tags=extra_tags)

    def is_safe_url(self, url: str | None) -> bool:
        """Whether somebody may be sent on to there: only to a page of this desk."""
        if not url or not url_has_allowed_host_and_scheme(url, allowed_hosts=None):
            return False
        return urlsplit(url).path.startswith(HOME)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Where a request comes from, as the record has it too."""
        return address(request) or _NOWHERE  # type: ignore[arg-type]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Where whoever chose a new password goes on."""
        return HOME if getattr(request, "had_given_password", False) else f"{HOME}me/"

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Before somebody changes how they sign in, unless they have just signed in."""
        request = context.request
        given = (float(one["at"]) for one in get_authentication_records(request, request.user))
        return bool(time.time() - max(given, default=0.0) > REAUTHENTICATION_TIMEOUT)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Somebody who was shut out is told as much as a stranger."""
        messages.error(request, str(_WRONG))
        return redirect("account_login")

    def authentication_failed(self, request: Asked, **credentials: Any) -> None:
        """A password was wrong."""
        heard.refused(request, str(credentials.get("username", "")), "password")

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """The desk sends no mail."""


class Factors(DefaultMFAAdapter):  # type: ignore[misc]  # it has no types
    """Second factors."""

    error_messages: ClassVar[Mapping[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _WRONG_CODE,
    }

    def _get_site_name(self) -> str:
        """The house, as an authenticator app names it."""
        name: str = context.request.stet.site.name
        return now_in_words("%(site)s desk") % {"site": name}

    def build_totp_svg(self, url: str) -> str:
        """The picture to be scanned, as part of a page: without what makes it a file of its own."""
        svg: str = super().build_totp_svg(url)
        return svg[svg.index("<svg") :]

    def generate_authenticator_name(self, user: User, type: Any) -> str:  # noqa: A002 - allauth names it
        """What a passkey is called until its owner says better."""
        return now_in_words("Passkey")
