"""`/desk/feeds/`: how each feed is, what it was switched to, and what of it could not be read."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST
from msgspec import Struct

from stet.desk import switches
from stet.errors import Forbidden, Misused, Unavailable
from stet.journal import inquiry, rates
from stet.journal import refused as refusals
from stet.journal.inquiry import FeedState
from stet.journal.refused import Refused
from stet.journal.switches import current
from stet.model.switch import Mode, Span
from stet.newsroom.again import keeps_words
from stet.newsroom.heartbeat import LOOKED_BACK, Beat, beat
from stet.newsroom.middleware import Asked
from stet.newsroom.people import person
from stet.newsroom.record import Kind, record
from stet.newsroom.said import said
from stet.show import harmless

LISTED = 10
"""At most so many refused files of a feed are listed."""
TEXT = 64 * 1024
"""Bytes of a file that are shown as text."""
HEX = 4 * 1024
"""And byte by byte."""
_HEIGHT = 40
_STEP = 10


class Bar(Struct, frozen=True):
    """One hour of the chart, in its own units."""

    x: int
    y: float
    height: float
    said: str


class Row(Struct, frozen=True, kw_only=True):
    """A feed, as the page shows it."""

    name: str
    agency: str
    is_former: bool
    state: FeedState | None
    """None: it never brought anything."""
    beat: Beat
    bars: tuple[Bar, ...]
    usual: tuple[tuple[str, str], ...]
    """For each hour of the day the usual interval, in words."""
    usual_now: str
    span: Span | None
    """What it is switched to now."""
    holds: bool
    """`stet.toml` has its stories wait."""
    refused: tuple[Refused, ...]
    reason: str = ""
    """What was typed into its form, where that comes back."""
    wrong: str = ""

    @property
    def mode(self) -> Mode:
        """What it is switched to, in a word."""
        return self.span.mode if self.span else Mode.AUTO

    @property
    def total(self) -> int:
        """New stories in the last 24 hours."""
        return sum(self.beat.day)


@require_GET
def feeds(request: Asked) -> HttpResponse:
    """All of them."""
    return _page(request)


def _page(request: Asked, typed: Mapping[str, tuple[str, str]] | None = None, status: int = 200) -> HttpResponse:
    return render(
        request,
        "desk/feeds.html",
        {"screen": "feeds", "feeds": _rows(request, typed or {}), "modes": Mode},
        status=status,
    )


def _rows(request: Asked, typed: Mapping[str, tuple[str, str]]) -> list[Row]:
    stet, now = request.stet, request.stet.clock()
    zone = ZoneInfo(stet.site.time_zone)
    states = {one.name: one for one in inquiry.feeds()}
    feeds = {**stet.feeds, **stet.former}
    hours, firsts, gate = rates.hourly(feeds, now - LOOKED_BACK), rates.begun(feeds), current()
    found = []
    for name, feed in feeds.items():
        state = states.get(name)
        its = beat(hours[name], firsts.get(name), state.last_arrival if state else None, now, zone)
        usual = tuple((f"{hour:02}–{(hour + 1) % 24:02}", interval(rate)) for hour, rate in enumerate(its.rates))
        reason, wrong = typed.get(name, ("", ""))
        found.append(
            Row(
                name=name,
                agency=feed.agency,
                is_former=name in stet.former,
                state=state,
                beat=its,
                bars=_bars(its, now, zone),
                usual=usual,
                usual_now=usual[now.astimezone(zone).hour][1] if usual else "",
                span=gate.now(name),
                holds=feed.policy.hold,
                refused=tuple(refusals.refused(name, LISTED)),
                reason=reason,
                wrong=wrong,
            )
        )
    return found


def interval(rate: float) -> str:
    """How far apart stories lie that come so often in an hour, in words."""
    if rate <= 0:
        return _("nothing")
    minutes = 60 / rate
    if minutes < 1:
        return _("several a minute")
    if minutes < 90:
        return ngettext("every minute", "every %(count)d minutes", round(minutes)) % {"count": round(minutes)}
    return ngettext("every hour", "every %(count)d hours", round(minutes / 60)) % {"count": round(minutes / 60)}


def _bars(its: Beat, now: datetime, zone: ZoneInfo) -> tuple[Bar, ...]:
    most = max(its.day)
    present = int(now.timestamp()) // 3600
    found = []
    for place, stories in enumerate(its.day):
        height = round(_HEIGHT * stories / most, 1) if most else 0.0
        there = datetime.fromtimestamp((present - len(its.day) + 1 + place) * 3600, UTC).astimezone(zone)
        said = ngettext("%(hour)s: %(count)d story", "%(hour)s: %(count)d stories", stories)
        found.append(
            Bar(place * _STEP, round(_HEIGHT - height, 1), height, said % {"hour": f"{there:%H:%M}", "count": stories})
        )
    return tuple(found)


_DONE: Mapping[Mode, Callable[[], str]] = {
    Mode.HOLD: lambda: _("New stories of %(feed)s wait for a person from now on."),
    Mode.PAUSE: lambda: _("%(feed)s is paused: nothing of it alters a page, but for stops."),
    Mode.AUTO: lambda: _("%(feed)s goes on. What waited for its pause to end is taken now."),
}


@keeps_words
@require_POST
def switch(request: Asked, name: str) -> HttpResponse:
    """Hold a feed, pause it, or let it go on."""
    _known(request, name)
    reason, asked = request.POST.get("reason", ""), request.POST.get("mode", "")
    if asked not in set(Mode):
        return _page(request, {name: (reason, _("Say what to do: hold, pause or resume."))}, 422)
    try:
        request.stet.switch(name, Mode(asked), reason, person(request))
    except Forbidden as no:
        return _forbidden(request, no)
    except Misused as wrong:
        return _page(request, {name: (reason, said(wrong))}, 422)
    except Unavailable as trouble:
        return _page(request, {name: (reason, said(trouble))}, 503)
    messages.success(request, _DONE[Mode(asked)]() % {"feed": name})
    return HttpResponseRedirect("/desk/feeds/", status=303)


def _forbidden(request: Asked, no: Forbidden) -> HttpResponse:
    return render(request, "desk/sign_in/forbidden.html", {"why": said(no), "screen": "feeds"}, status=403)


def _known(request: Asked, name: str) -> None:
    if name not in request.stet.feeds and name not in request.stet.former:
        raise Http404(name)


# -- what could not be read


@require_GET
def refused(request: Asked, name: str, packet: int) -> HttpResponse:
    """A file that could not be read, as text and byte by byte."""
    file = _file(request, name, packet)
    context: dict[str, Any] = {"screen": "feeds", "file": file, "is_sealed": request.stet.is_sealed(packet)}
    if not context["is_sealed"]:
        data = refusals.packet(packet).data
        context |= {
            "text": harmless(data[:TEXT].decode("utf-8", "replace")),
            "hex": dump(data[:HEX]),
            "text_left": max(0, len(data) - TEXT),
            "hex_left": max(0, len(data) - HEX),
        }
    return render(request, "desk/refused.html", context)


@require_GET
def data(request: Asked, name: str, packet: int) -> HttpResponse:
    """Its bytes, to be kept as a file, whatever it claims to be."""
    file = _file(request, name, packet)
    if request.stet.is_sealed(packet):
        raise Http404
    return HttpResponse(
        refusals.packet(packet).data,
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{file.feed}-{file.id}.bin"'},
    )


@require_POST
def read_again(request: Asked, name: str, packet: int) -> HttpResponse:
    """Have it read again. Who had it done is on record."""
    file, who = _file(request, name, packet), person(request)
    try:
        switches.may_read_again(who=who)
        record(Kind.READ_AGAIN, who=who, at=request.stet.clock(), about=name, words=f"{file.id}: {file.source}")
        request.stet.read_again(packet, who)
    except Forbidden as no:
        return _forbidden(request, no)
    except (Misused, Unavailable) as wrong:
        messages.error(request, said(wrong))
        return HttpResponseRedirect("/desk/feeds/", status=303)
    now = refusals.one(name, packet)
    if now is None:
        messages.success(request, _("It could be read. Its stories are on the wire."))
        return HttpResponseRedirect("/desk/feeds/", status=303)
    messages.warning(request, _("It was read again, with the outcome that stands here."))
    return HttpResponseRedirect(f"/desk/feeds/{name}/refused/{packet}/", status=303)


def _file(request: Asked, name: str, packet: int) -> Refused:
    _known(request, name)
    found = refusals.one(name, packet)
    if found is None:
        raise Http404
    return found


def dump(data: bytes) -> str:
    """Bytes in rows of sixteen: place, figures, and the letters that are plain ASCII."""
    rows = []
    for place in range(0, len(data), 16):
        some = data[place : place + 16]
        letters = "".join(chr(one) if 32 <= one < 127 else "." for one in some)
        rows.append(f"{place:08x}  {some.hex(' '):<47}  {letters}")
    return "\n".join(rows)
