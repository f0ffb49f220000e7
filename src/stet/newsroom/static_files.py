"""Styles and scripts of the desk, out of the package. Nothing is built, and nothing comes from elsewhere."""

from collections.abc import Mapping
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from mimetypes import guess_type

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


def _below(folder: Traversable, prefix: str = "") -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for entry in folder.iterdir():
        if entry.is_dir():
            found |= _below(entry, f"{prefix}{entry.name}/")
        elif not entry.name.startswith("."):
            found[f"{prefix}{entry.name}"] = entry.read_bytes()
    return found


FILES: Mapping[str, bytes] = {
    **_below(files("allauth.mfa").joinpath("static")),
    **_below(files("stet.newsroom").joinpath("static")),
}
_TAGS = {name: f'"{sha256(data).hexdigest()[:16]}"' for name, data in FILES.items()}


@login_not_required
@require_safe
def static_file(request: HttpRequest, name: str) -> HttpResponse:
    """One of them; asked about each time, which a tag answers in a few bytes."""
    if name not in FILES:
        raise Http404(name)
    if request.headers.get("If-None-Match") == _TAGS[name]:
        return HttpResponse(status=304, headers={"ETag": _TAGS[name]})
    kind, _ = guess_type(name)
    text = "; charset=utf-8" if (kind or "").startswith("text/") else ""
    headers = {"ETag": _TAGS[name], "Cache-Control": "no-cache"}
    return HttpResponse(FILES[name], content_type=f"{kind or 'application/octet-stream'}{text}", headers=headers)
