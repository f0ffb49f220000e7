"""What may be done about a story: its headline, hold, release, kill, and to read what a stop has sealed.

Each goes through desk/edit.py alone. What it refuses comes back as the form, with what was typed and one sentence.
"""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stet.desk import edit
from stet.errors import Forbidden, Misused, Unavailable
from stet.model.change import AnyChange, Change, Hold, Kill, Release, SetHeadline, SetPicture
from stet.model.dispatch import STOPS
from stet.model.story import Story
from stet.newsroom.again import keeps_words
from stet.newsroom.carrying_out import AlreadySo, Moved, carry_out
from stet.newsroom.looking import look
from stet.newsroom.middleware import Asked
from stet.newsroom.people import person
from stet.newsroom.queues import came_from
from stet.newsroom.said import said
from stet.newsroom.story import Typed, address, screen
from stet.show import harmless

MOVED, WRONG, FORBIDDEN, LATER = 409, 422, 403, 503


def given(request: Asked, *names: str) -> dict[str, str]:
    """What was typed into a form, as it was typed."""
    return {name: request.POST[name] for name in names if name in request.POST}


def done(
    request: Asked,
    id_: str,
    kind: type[Change],
    make: Callable[[Story], AnyChange],
    *,
    form: str,
    fields: Mapping[str, str],
    says: str,
) -> HttpResponse:
    """Carry it out, and say so on the story's page, or in the queue that the form was sent from; or show the form again
    there, with what was typed and one sentence."""
    queue = came_from(request)

    def again(status: int, wrong: str, moved: tuple[str, ...] = ()) -> HttpResponse:
        typed = Typed(form=form, fields=fields, wrong=wrong, moved=moved)
        it = look(request, id_)
        return queue.again(request, it, typed, status=status) if queue else screen(request, it, typed, status=status)

    def back(words: str, level: int, whole: str = id_) -> HttpResponse:
        notice = f"{harmless(look(request, id_).named)}: {words}" if queue else words
        messages.add_message(request, level, notice, extra_tags=f"done-{form}")
        return HttpResponseRedirect(queue.address if queue else address(whole), status=303)

    try:
        act = carry_out(request, id_, kind, make, seen=request.POST.get("seen", ""))
    except AlreadySo as so:
        return back(said(so), messages.INFO)
    except Moved as moved:
        words = _("Nothing was done: the story moved while you had it open. Look, and ask again.")
        if kind in (SetHeadline, SetPicture) and look(request, id_).is_withdrawn:
            words = _("Nothing was done: the story was stopped while you had it open, and readers get nothing of it.")
        return again(MOVED, words, tuple(map(said, moved.told)))
    except (Misused, Unavailable) as refused:
        return again(_status(refused), said(refused))
    answer = back(says, messages.SUCCESS, act.row.id)
    for told in act.moved:
        messages.warning(request, _("It had moved since you looked: {what}").format(what=said(told)))
    return answer


def _status(refused: Misused | Unavailable) -> int:
    if isinstance(refused, Unavailable):
        return LATER
    return FORBIDDEN if isinstance(refused, Forbidden) else WRONG


@keeps_words
@require_POST
def headline(request: Asked, sid: str) -> HttpResponse:
    """Set the house headline, or go back to the agency's."""
    goes_back, fields = "back" in request.POST, given(request, "text")
    text = "" if goes_back else fields.get("text", "")

    def make(story: Story) -> SetHeadline:
        if not text.strip() and not goes_back:
            raise Misused(_("The headline is empty: write one, or go back to the agency's by its own button."))
        return edit.set_headline(story, text, who=person(request), at=request.stet.clock())

    says = _("The agency's headline stands again.") if goes_back else _("The headline is set.")
    return done(request, sid, SetHeadline, make, form="headline", fields=fields, says=says)


@keeps_words
@require_POST
def hold(request: Asked, sid: str) -> HttpResponse:
    """Keep it off the site until somebody releases it."""
    says = _("It is held: readers do not get it until somebody releases it.")
    return _take_down(request, sid, Hold, edit.hold, form="hold", says=says)


@keeps_words
@require_POST
def release(request: Asked, sid: str) -> HttpResponse:
    """Let it go."""

    def make(story: Story) -> Release:
        return edit.release(story, who=person(request), at=request.stet.clock())

    return done(request, sid, Release, make, form="release", fields={}, says=_("It is released."))


@keeps_words
@require_POST
def kill(request: Asked, sid: str) -> HttpResponse:
    """Take it down for good."""
    says = _("It is killed: it is gone from the site. The kill receipt says when each place stopped serving it.")
    return _take_down(request, sid, Kill, edit.kill, form="kill", says=says)


def _take_down(
    request: Asked, sid: str, kind: type[Change], act: Callable[..., Hold | Kill], *, form: str, says: str
) -> HttpResponse:
    fields = given(request, "reason")

    def make(story: Story) -> Hold | Kill:
        return act(story, fields.get("reason", ""), who=person(request), at=request.stet.clock())

    return done(request, sid, kind, make, form=form, fields=fields, says=says)


@keeps_words
@require_POST
def kill_picture(request: Asked, sid: str) -> HttpResponse:
    """Take a picture off every page for good: the one that the form names, whatever this page shows by now."""
    it, fields = look(request, sid), given(request, "reason", "named")

    def again(status: int, wrong: str) -> HttpResponse:
        return screen(request, it, Typed(form="kill_picture", fields=fields, wrong=wrong), status=status)

    try:
        request.stet.kill_picture(fields.get("named", ""), fields.get("reason", ""), person(request))
    except (Misused, Unavailable) as refused:
        return again(_status(refused), said(refused))
    messages.success(request, _("The picture is killed: no page shows it any more."), extra_tags="done-kill_picture")
    return HttpResponseRedirect(address(it.row.id), status=303)


@keeps_words
@require_POST
def unseal(request: Asked, sid: str) -> HttpResponse:
    """Read what a stop took away: on record, and shown once."""
    it, fields = look(request, sid), given(request, "reason")
    try:
        words = request.stet.unseal(it.row.key, fields.get("reason", ""), person(request))
    except (Misused, Unavailable) as refused:
        typed = Typed(form="unseal", fields=fields, wrong=said(refused))
        return screen(request, it, typed, status=_status(refused))
    told = sorted((one for one in words if one.status not in STOPS), key=lambda one: (one.version or 0, one.arrived))
    reworks = [one for one in it.history.changes if isinstance(one, SetHeadline | SetPicture)]
    context = {"screen": "story", "it": it, "words": told, "reworks": reworks, "reason": fields.get("reason", "")}
    return render(request, "desk/story_sealed.html", context)
