"""Who asks, as desk/edit.py wants to know it."""

from stet.model.person import Person, Role
from stet.newsroom.middleware import Asked


def person(request: Asked) -> Person:
    """Whoever is signed in, and from where they act."""
    return Person(name=request.user.username, role=Role(request.user.role), place=address(request))


def address(request: Asked) -> str:
    """The network address that a request comes from."""
    return str(request.META.get("REMOTE_ADDR", ""))
