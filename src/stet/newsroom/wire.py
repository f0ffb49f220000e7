"""The wire: what came in, newest first, and where it stands."""

from django.http import HttpResponse
from django.shortcuts import render

from stet.newsroom.middleware import Asked


def wire(request: Asked) -> HttpResponse:
    """The list."""
    return render(request, "desk/wire.html", {"screen": "wire"})
