"""What allauth says happened, put on record. What a chief does is recorded by accounts.py."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import password_changed, user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_out

from stet.model.person import Person, Role
from stet.newsroom.middleware import Asked
from stet.newsroom.models import User
from stet.newsroom.people import address
from stet.newsroom.record import Kind, record

FACTORS = {
    Authenticator.Type.TOTP: "authenticator app",
    Authenticator.Type.WEBAUTHN: "passkey",
    Authenticator.Type.RECOVERY_CODES: "recovery codes",
}
DEMONSTRATION = "demonstration"


def refused(request: Asked, name: str, what: str) -> None:
    """Somebody was not let in. A name that nobody has is not kept: it may be a password in the wrong field."""
    known = User.objects.filter(username=name).values_list("username", flat=True).first() or ""
    stranger = Person(name="", role=Role.READER, place=address(request))
    record(Kind.SIGN_IN_REFUSED, who=stranger, at=request.stet.clock(), about=known, words=f"wrong {what}")


def _came_in(sender: Any, *, request: Asked, user: User, **_: Any) -> None:
    _by_themselves(Kind.SIGN_IN, request, user, _with_what(request, user))


def _went_out(sender: Any, *, request: Asked, user: User | None, **_: Any) -> None:
    if user is not None:
        _by_themselves(Kind.SIGN_OUT, request, user)


def _chose_a_password(sender: Any, *, request: Asked, user: User, **_: Any) -> None:
    if user.password_given:
        user.password_given = False
        user.save(update_fields=["password_given"])
        request.had_given_password = True
    _by_themselves(Kind.PASSWORD_CHANGED, request, user)


def _added(sender: Any, *, request: Asked, user: User, authenticator: Any, **_: Any) -> None:
    _by_themselves(Kind.SECOND_FACTOR_ADDED, request, user, FACTORS[authenticator.type])


def _removed(sender: Any, *, request: Asked, user: User, authenticator: Any, **_: Any) -> None:
    _by_themselves(Kind.SECOND_FACTOR_REMOVED, request, user, FACTORS[authenticator.type])


def _failed(sender: Any, *, request: Asked, user: User, authenticator: Any, **_: Any) -> None:
    refused(request, user.username, "code")


def _by_themselves(kind: Kind, request: Asked, user: User, words: str = "") -> None:
    who = Person(name=user.username, role=Role(user.role), place=address(request))
    record(kind, who=who, at=request.stet.clock(), about=user.username, words=words)


def _with_what(request: Asked, user: User) -> str:
    """What they showed: `password, authenticator app`."""
    shown = [one.get("type") or one["method"] for one in get_authentication_records(request, user)]
    return ", ".join(FACTORS.get(one, one) for one in shown) or DEMONSTRATION


def listen() -> None:
    """Hear it from now on. To say so twice does nothing."""
    user_logged_in.connect(_came_in)
    user_logged_out.connect(_went_out)
    password_changed.connect(_chose_a_password)
    authenticator_added.connect(_added)
    authenticator_reset.connect(_added)
    authenticator_removed.connect(_removed)
    authentication_failed.connect(_failed)
