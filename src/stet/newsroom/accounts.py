"""Who may use the desk, and as what: one function per act, each allowed or refused here and nowhere else.

The desk's page and `stet user` call these. Each is on record, each raises `Forbidden` for whoever is no chief and
`Misused` with what to do instead. Nobody is ever removed: acts are signed with their names. A house that has a chief
keeps one: the last who can sign in can be neither shut out nor made anything less.
"""

import re
import secrets
from collections.abc import Iterable
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import password_validation
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import ValidationError

from stet.errors import Forbidden, Misused
from stet.journal.connect import asking, writing
from stet.model.person import Person, Role
from stet.newsroom.models import User
from stet.newsroom.record import Kind, record

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as a second factor. Recovery codes only stand in for one."""
_NAME = re.compile(r"[^\W_](?:[\w.@ -]{0,58}\w)?")
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""Those that are not taken for one another, read out or on paper."""


def find(name: str) -> User:
    """The person of that name. Raises `Misused` naming those there are."""
    with asking():
        if found := User.objects.filter(username=name).first():
            return found
        known = ", ".join(User.objects.order_by("username").values_list("username", flat=True)) or "nobody yet"
    raise Misused(f"Nobody at the desk is called {name!r}. There are: {known}.")


def everybody() -> list[User]:
    """All the people of the house, those who are shut out too."""
    with asking():
        return list(User.objects.order_by("-is_active", "username"))


def role_called(word: str) -> Role:
    """The role of that name. Raises `Misused`."""
    for role in Role:
        if role.called == word:
            return role
    raise Misused(f"{word!r} is no role; write of these: {', '.join(role.called for role in Role)}.")


def one_time_password() -> str:
    """A password to be read out or copied, and used once: 80 bits in groups of four letters."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def add(name: str, role: Role, password: str | None = None, *, by: Person, at: datetime) -> tuple[User, str]:
    """Let somebody new in. Without a password they get one that is used once. Returns it, for them and nobody else."""
    _must_be_chief(by, "Adding somebody")
    name = " ".join(name.split())
    if not _NAME.fullmatch(name):
        raise Misused(
            f"{name!r} cannot be a name at the desk: acts are signed with it. Write up to 60 letters, figures, blanks "
            "and . - @, beginning and ending with a letter or figure."
        )
    given = password or one_time_password()
    user = User(username=name, role=role, password_given=password is None)
    if password is not None:
        _must_be_strong(password, user)
    user.set_password(given)
    with writing():
        if User.objects.filter(username__iexact=name).exists():
            raise Misused(f"Somebody called {name!r} is at the desk already. Choose another name, or reset theirs.")
        user.save()
        record(Kind.USER_ADDED, who=by, at=at, about=name, words=role.called)
    return user, given


def set_role(user: User, role: Role, *, by: Person, at: datetime) -> None:
    """Say what somebody may do. It holds from their next request on."""
    _must_be_chief(by, "Changing a role")
    with writing():
        user.refresh_from_db()
        was = Role(user.role)
        if was is role:
            return
        if role is not Role.CHIEF:
            _must_not_be_the_last_chief(user, "made anything less")
        user.role = role
        user.save(update_fields=["role"])
        record(Kind.ROLE_CHANGED, who=by, at=at, about=user.username, words=f"{was.called} to {role.called}")


def shut_out(user: User, *, by: Person, at: datetime) -> None:
    """Let somebody in no more, and end what they have open. They can be let in again."""
    _must_be_chief(by, "Shutting somebody out")
    with writing():
        user.refresh_from_db()
        if not user.is_active:
            return
        _must_not_be_the_last_chief(user, "shut out")
        user.is_active = False
        user.save(update_fields=["is_active"])
        _end(UserSession.objects.filter(user=user))
        record(Kind.USER_DISABLED, who=by, at=at, about=user.username)


def let_in(user: User, *, by: Person, at: datetime) -> None:
    """Let somebody in again who was shut out."""
    _must_be_chief(by, "Letting somebody in")
    with writing():
        user.refresh_from_db()
        if not user.is_active:
            user.is_active = True
            user.save(update_fields=["is_active"])
            record(Kind.USER_ENABLED, who=by, at=at, about=user.username)


def reset(user: User, password: str | None = None, *, by: Person, at: datetime) -> str:
    """For whoever lost their password, their telephone, or either to a thief: a new password, no second factor, and
    nothing open any more. Returns the password, which is used once unless it was named."""
    _must_be_chief(by, "Resetting a password")
    if password is not None:
        _must_be_strong(password, user)
    given = password or one_time_password()
    with writing():
        user.refresh_from_db()
        user.set_password(given)
        user.password_given = password is None
        user.save(update_fields=["password", "password_given"])
        Authenticator.objects.filter(user=user).delete()
        _end(UserSession.objects.filter(user=user))
        record(Kind.USER_RESET, who=by, at=at, about=user.username)
    return given


def end_sessions(user: User, sessions: Iterable[UserSession], *, by: Person, at: datetime) -> int:
    """Sign somebody out where they are signed in: anybody themselves, others by a chief. Returns in how many places."""
    if by.name != user.username:
        _must_be_chief(by, "Ending somebody else's session")
    with writing():
        ended = _end(one for one in sessions if one.user_id == user.pk)
        if ended:
            places = ", ".join(dict.fromkeys(ended))
            record(Kind.SESSION_ENDED, who=by, at=at, about=user.username, words=f"{len(ended)}: from {places}")
    return len(ended)


def sessions_of(user: User) -> list[UserSession]:
    """Where somebody is signed in, the newest first."""
    found: list[UserSession] = UserSession.objects.purge_and_list(user)
    return sorted(found, key=lambda one: one.created_at, reverse=True)


def has_second_factor(user: User) -> bool:
    """Whether somebody's password alone does not let them in."""
    return bool(Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).exists())


def _end(sessions: Iterable[UserSession]) -> list[str]:
    """End sessions. Returns the addresses they were opened from."""
    ended = []
    for one in sessions:
        SessionStore().delete(one.session_key)
        one.delete()
        ended.append(str(one.ip))
    return ended


def _must_not_be_the_last_chief(user: User, what: str) -> None:
    chiefs = list(User.objects.select_for_update().filter(role=Role.CHIEF, is_active=True))  # until this is done
    if [one.pk for one in chiefs] == [user.pk]:
        raise Misused(
            f"{user.username} is the last chief who can sign in, and cannot be {what}: nobody could undo it. Make "
            "somebody else a chief first."
        )


def _must_be_strong(password: str, user: User) -> None:
    try:
        password_validation.validate_password(password, user)
    except ValidationError as weak:
        raise Misused(f"This password is too weak. {' '.join(weak.messages)}") from None


def _must_be_chief(by: Person, what: str) -> None:
    if by.role < Role.CHIEF:
        raise Forbidden(f"{what} takes a chief, and {by.name} is none here. Ask a chief to do it.")
