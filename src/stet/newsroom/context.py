"""What every page of the desk is set with."""

from typing import Any

from django.http import HttpRequest

from stet.model.person import Role


def desk(request: HttpRequest) -> dict[str, Any]:
    """The house's name, and what whoever is signed in may do."""
    stet = getattr(request, "stet", None)
    role = Role(getattr(request.user, "role", Role.READER)) if getattr(request, "user", None) else Role.READER
    return {
        "site": stet.site if stet else None,
        "role": role,
        "is_editor": role >= Role.EDITOR,
        "is_chief": role >= Role.CHIEF,
    }
