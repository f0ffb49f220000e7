"""The page of a story as readers get it, in a frame of the desk's, and the pictures of pages that are not up."""

import re

from django.http import Http404, HttpResponse
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stet.errors import Withheld
from stet.journal import desk_pictures
from stet.newsroom.looking import look
from stet.newsroom.middleware import Asked
from stet.newsroom.said import said

CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""Nothing runs in it, whatever an agency sent: there is no source of scripts at all."""
_TAG = re.compile(rb"<(?:img|source)\b[^>]*>")
_MEDIA = re.compile(rb'(?<=[ "])/media/')
_CUT = re.compile(r"media/[\w.-]+", re.ASCII)
_TYPES = {"jpg": "image/jpeg", "webp": "image/webp", "avif": "image/avif", "png": "image/png"}


@require_safe
def preview(request: Asked, sid: str) -> HttpResponse:
    """The page."""
    it = look(request, sid)
    try:
        page = request.stet.preview(it.row.key)
    except Withheld as withheld:
        page = _note(_("This page fails its last check and is not published: {why}").format(why=said(withheld)))
    if page is None:
        page = _note(_("This has no page of its own."))
    response = HttpResponse(_at_the_desk(page), headers={"Content-Security-Policy": CSP})
    response.framed_by_the_desk = True  # type: ignore[attr-defined]
    return response


def _at_the_desk(page: bytes) -> bytes:
    """Its pictures out of the journal, and its links into a window of their own."""
    page = _TAG.sub(lambda tag: _MEDIA.sub(b"/desk/story/picture/media/", tag[0]), page)
    return page.replace(b"<head>", b'<head><base target="_blank">', 1)


def _note(words: str) -> bytes:
    page = format_html(
        '<!doctype html><html lang="{}"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">'
        "<title>{}</title></head>"
        '<body><p dir="auto">{}</p></body></html>',
        get_language(),
        _("Preview"),
        words,
    )
    return page.encode()


@require_safe
def picture_file(request: Asked, path: str) -> HttpResponse:
    """A cut of a picture, whether or not its page is up, but for one that a stop took down. A browser may keep it for a
    few minutes: what is in it does not change, and a stop may come."""
    data = desk_pictures.cut_file(path) if _CUT.fullmatch(path) else None
    if data is None or desk_pictures.is_stopped(path):
        raise Http404(path)
    kind = _TYPES.get(path.rpartition(".")[2], "application/octet-stream")
    return HttpResponse(data, content_type=kind, headers={"Cache-Control": "private, max-age=300"})
