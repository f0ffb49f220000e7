"""The picture over a story: chosen from its own or the library, or brought; with its words and its focal point."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stet.desk import edit
from stet.errors import Forbidden, Misused, Refused
from stet.journal import desk_pictures
from stet.model.change import SetPicture
from stet.model.story import Story
from stet.newsroom import library
from stet.newsroom.acts import FORBIDDEN, WRONG, done, given
from stet.newsroom.again import keeps_words
from stet.newsroom.library import Offer
from stet.newsroom.looking import Look, look
from stet.newsroom.middleware import Asked
from stet.newsroom.people import person
from stet.newsroom.said import said
from stet.newsroom.story import Typed, picture_form, screen

FIELDS = ("choice", "asset", "caption", "credit", "alt", "left", "top")
_BROUGHT = "pictures"
"""In the session: what this person brought, which they may set."""
_REMEMBERED = 30
_UPLOAD = "upload"


@keeps_words
@require_POST
def picture(request: Asked, sid: str) -> HttpResponse:
    """Set the house picture, or go back to the agency's."""
    it, fields = look(request, sid), given(request, *FIELDS)
    if "back" in request.POST:
        return _set(request, sid, None, fields, focus=None)
    try:
        _may(request, it)
        fields |= _brought(request)
        offer = _chosen(request, it, fields)
        focus = _focus(fields)
        fields |= {name: getattr(offer, name) for name in ("caption", "credit") if getattr(offer, name)}
        _must_be_settable(request, it, offer.digest, fields, focus)
        if focus is not None:
            request.stet.keep_share(offer.digest, focus)
    except Forbidden as forbidden:
        return _again(request, it, fields, said(forbidden), FORBIDDEN)
    except (Misused, Refused) as wrong:
        return _again(request, it, fields, said(wrong), WRONG)
    fields |= {"asset": offer.digest}
    return _set(request, sid, offer.digest, fields, focus=focus)


@keeps_words
@require_POST
def shelf(request: Asked, sid: str) -> HttpResponse:
    """Look for pictures in the library. What was typed into the form stays, and a picture that was brought is kept."""
    it = look(request, sid)
    fields = given(request, *FIELDS, "words")
    fields.setdefault("words", "")
    if request.headers.get("HX-Request") == "true":
        context = {"picture": picture_form(request, it, Typed(form="picture", fields=fields)), "it": it}
        return render(request, "desk/story_shelf.html", context)
    try:
        _may(request, it)
        fields |= _brought(request)
    except Forbidden as forbidden:
        return _again(request, it, fields, said(forbidden), FORBIDDEN)
    except Refused as wrong:
        return _again(request, it, fields, said(wrong), WRONG)
    return screen(request, it, Typed(form="picture", fields=fields))


def _again(request: Asked, it: Look, fields: dict[str, str], wrong: str, status: int) -> HttpResponse:
    return screen(request, it, Typed(form="picture", fields=fields, wrong=wrong), status=status)


def _may(request: Asked, it: Look) -> None:
    """Nobody's picture is looked at who may not set one. Raises `Forbidden`."""
    if it.story is not None:
        try:
            edit.set_picture(it.story, None, who=person(request), at=request.stet.clock())
        except Forbidden:
            raise
        except Misused:
            return  # it is told with what is wrong with the form, once the story has been looked at again


def _brought(request: Asked) -> dict[str, str]:
    """The picture that came with the form, kept: the fields that mean it. Raises `Refused`."""
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return {}
    try:
        digest = request.stet.keep_picture(file.read())
    except Refused as unfit:
        raise Refused(_("The picture was not taken: {why}.").format(why=said(str(unfit).rstrip(".")))) from unfit
    known = [one for one in request.session.get(_BROUGHT, []) if one != digest]
    request.session[_BROUGHT] = [*known, digest][-_REMEMBERED:]
    return {"choice": "kept", "asset": digest}


def _chosen(request: Asked, it: Look, fields: dict[str, str]) -> Offer:
    """The picture that the form means, if it may be set. Raises `Misused`."""
    choice, _colon, digest = fields.get("choice", "").partition(":")
    if choice == _UPLOAD:
        raise Misused(_("No file came: choose the picture's file, or one of the pictures shown."))
    if choice == "kept":
        digest = fields.get("asset", "")
    if choice not in ("own", "library", "kept") or not library.is_digest(digest):
        raise Misused(_("No picture is chosen: choose one of those shown, or a file."))
    offer = next((one for one in library.own(request.stet, it) if one.digest == digest), None)
    offer = offer or library.judged(request.stet, digest)
    if offer is None:
        offer = Offer(digest=digest)
        if not _is_known(request, it, digest):
            raise Misused(_("That picture is not in the library any more: choose another."))
    if offer.barred:
        raise Misused(_("That picture may not be used: {why}").format(why=offer.barred))
    return offer


def _is_known(request: Asked, it: Look, digest: str) -> bool:
    """Whether the house's own picture of that digest may be set: this person brought it, it stands, or it is in the
    library."""
    if digest in request.session.get(_BROUGHT, []) or (it.over.picture and it.over.picture.asset == digest):
        return desk_pictures.has(digest)
    return desk_pictures.has(digest) and any(one.digest == digest for one in desk_pictures.set_by_hand(()))


def _focus(fields: dict[str, str]) -> tuple[float, float] | None:
    """The point, from 0 to 1; none for the middle. Raises `Misused`."""
    left, top = (fields.get(name, "").strip() or "50" for name in ("left", "top"))
    if not (_is_per_cent(left) and _is_per_cent(top)):
        raise Misused(_("The focal point is no place in the picture: give two numbers from 0 to 100."))
    point = (int(left) / 100, int(top) / 100)
    return None if point == (0.5, 0.5) else point


def _is_per_cent(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 3 and int(text) <= 100


def _must_be_settable(
    request: Asked, it: Look, digest: str, fields: dict[str, str], focus: tuple[float, float] | None
) -> None:
    """Raises what desk/edit.py refuses about the words, before a picture is cut for them. What is wrong with the
    story is told when it has been looked at again."""
    if it.story is not None and not it.is_withdrawn:
        _change(request, it.story, digest, fields, focus)


def _change(
    request: Asked, story: Story, digest: str | None, fields: dict[str, str], focus: tuple[float, float] | None
) -> SetPicture:
    who, at = person(request), request.stet.clock()
    if digest is None:
        return edit.set_picture(story, None, who=who, at=at)
    caption, credit, alt = (fields.get(name, "") for name in ("caption", "credit", "alt"))
    return edit.set_picture(story, digest, caption=caption, credit=credit, alt=alt, focus=focus, who=who, at=at)


def _set(
    request: Asked, id_: str, digest: str | None, fields: dict[str, str], *, focus: tuple[float, float] | None
) -> HttpResponse:
    says = _("The picture is set.") if digest else _("The agency's picture stands again.")
    return done(
        request,
        id_,
        SetPicture,
        lambda story: _change(request, story, digest, fields, focus),
        form="picture",
        fields=fields,
        says=says,
    )
