"""`/desk/audit/`: who did what, when, to what, from where. All that is read here was appended and stays.

Of what was stopped the words are sealed here as everywhere: a house headline that fell with its story is not told.
"""

import csv
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from asgiref.sync import sync_to_async
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from msgspec.structs import replace

from stet.app import Stet
from stet.desk.overlay import let_fall
from stet.errors import Misused
from stet.journal import audit
from stet.journal.audit import DESK, STORY, SWITCHED, Did, Place, Wanted
from stet.model.address import story_id
from stet.model.change import AnyChange, SetHeadline, SetPicture
from stet.model.switch import Mode
from stet.newsroom import asks
from stet.newsroom.middleware import Asked
from stet.newsroom.models import Act
from stet.newsroom.record import Kind
from stet.newsroom.said import said
from stet.show import SEALED

PAGE = 100
_CHUNK = 500
"""Rows of a table for a spreadsheet that are in memory together."""
_ASKED = ("who", "act", "story", "since", "until")
_LONGEST = 300


@require_GET
def page(request: Asked) -> HttpResponse:
    """A page of it, as far as the address asks for it."""
    given = _given(request)
    wrong, wanted = "", Wanted()
    try:
        wanted = _wanted(given, _zone(request.stet))
    except Misused as no:
        wrong = said(no)
    below = _place(request.GET.get("below", ""))
    found = [] if wrong else acts(request.stet, wanted, below, PAGE + 1)
    context: dict[str, Any] = {
        "screen": "audit",
        "acts": [(did, story_id(did.about) if did.source == STORY else "") for did in found[:PAGE]],
        "older": f"?{urlencode(given | {'below': _spelt(found[PAGE - 1].below)})}" if len(found) > PAGE else "",
        "is_first": below is None,
        "query": urlencode(given),
        "given": given,
        "kinds": [(kind, words()) for kind, words in KINDS.items()],
        "wrong": wrong,
        "sealed": SEALED,
    }
    return render(request, "desk/audit.html", context, status=422 if wrong else 200)


@require_GET
def table(request: Asked) -> HttpResponse | StreamingHttpResponse:
    """All of it that is asked for, for a spreadsheet."""
    stet = request.stet
    try:
        wanted = _wanted(_given(request), _zone(stet))
    except Misused as no:
        return HttpResponse(said(no), status=422, content_type="text/plain; charset=utf-8")
    return StreamingHttpResponse(
        _table(stet, wanted),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="audit-{stet.clock():%Y-%m-%d}.csv"'},
    )


def acts(stet: Stet, wanted: Wanted, below: Place | None, limit: int) -> list[Did]:
    """What was done, of all that is recorded, the last first."""
    found = [
        *audit.changes(wanted, below, limit),
        *audit.switches(wanted, below, limit),
        *_others(wanted, below, limit),
    ]
    return list(_sealed(stet, sorted(found, key=lambda did: did.rank)[:limit]))


def _others(wanted: Wanted, below: Place | None, limit: int) -> Iterator[Did]:
    """What is neither done to a story nor a switch of a feed."""
    if wanted.keys is not None:
        return
    kept = Act.objects.filter(kind=wanted.kind) if wanted.kind else Act.objects.all()
    for row in audit.rows(kept, DESK, wanted, below, limit):
        yield Did(
            at=row.at,
            source=DESK,
            number=row.pk,
            who=row.who,
            kind=row.kind,
            about=row.about,
            place=row.place,
            words=row.words,
        )


# -- the words of what was stopped


def _sealed(stet: Stet, found: Collection[Did]) -> Iterator[Did]:
    reworked = {did.about for did in found if isinstance(did.change, SetHeadline | SetPicture) and did.words}
    fallen = _fallen(stet, reworked)
    for did in found:
        yield replace(did, words=SEALED) if did.words and did.change in fallen.get(did.about, ()) else did


def _fallen(stet: Stet, keys: Collection[str]) -> dict[str, tuple[AnyChange, ...]]:
    """For each of these stories that a stop has reached, the house headlines and pictures that are sealed with it."""
    found: dict[str, tuple[AnyChange, ...]] = {}
    for history in stet.journal.histories(audit.known(keys), stet.clock()) if keys else ():
        if stet.sealed_in(history):
            found[history.key] = let_fall(stet.flow.fold(history), history.changes)
    return found


# -- for a spreadsheet

COLUMNS = ("at", "who", "act", "on", "version", "words", "from")


async def _table(stet: Stet, wanted: Wanted) -> AsyncIterator[bytes]:
    yield _line(COLUMNS)
    below: Place | None = None
    while found := await sync_to_async(acts)(stet, wanted, below, _CHUNK):
        yield b"".join(_line(_cells(did)) for did in found)
        below = found[-1].below


def _cells(did: Did) -> tuple[str, ...]:
    about = story_id(did.about) if did.source == STORY else did.about
    version = "" if did.version is None else str(did.version)
    return (did.at.astimezone(UTC).isoformat(), did.who, did.kind, about, version, did.words, did.place)


class _Echo:
    """What is written to it is the answer to writing."""

    def write(self, text: str) -> str:
        return text


_writer = csv.writer(_Echo(), quoting=csv.QUOTE_ALL)


def _line(cells: Iterable[str]) -> bytes:
    return str(_writer.writerow([inert(cell) for cell in cells])).encode()


def inert(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") else cell


# -- what the address asks for


def _given(request: Asked) -> dict[str, str]:
    return {name: request.GET[name][:_LONGEST] for name in _ASKED if request.GET.get(name)}


def _zone(stet: Stet) -> tzinfo:
    return ZoneInfo(stet.site.time_zone)


def _wanted(given: Mapping[str, str], zone: tzinfo) -> Wanted:
    story = given.get("story", "").strip()
    return Wanted(
        who=given.get("who", "").strip(),
        kind=given.get("act", ""),
        keys=audit.keys_of(story) if story else None,
        since=_instant(given.get("since", ""), zone),
        until=_instant(given.get("until", ""), zone),
    )


def _instant(text: str, zone: tzinfo) -> datetime | None:
    if not text:
        return None
    try:
        told = datetime.fromisoformat(text)
        return (told if told.tzinfo else told.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Misused(_("%(text)s is not a time: write 2026-11-21T18:54.") % {"text": repr(text)}) from None


def _spelt(place: Place) -> str:
    return f"{place.at.isoformat()}~{place.source}~{place.number}"


def _place(text: str) -> Place | None:
    at, _, rest = text.partition("~")
    source, _, digits = rest.partition("~")
    told, number = asks.instant(at), asks.number(digits)
    if source not in audit.SOURCES or told is None or number is None:
        return None
    return Place(told, source, number)


KINDS: Mapping[str, Callable[[], str]] = {
    "headline": lambda: _("headline"),
    "picture": lambda: _("picture"),
    "hold": lambda: _("hold"),
    "release": lambda: _("release"),
    "kill": lambda: _("kill"),
    "unsealed": lambda: _("sealed words read"),
    SWITCHED[Mode.HOLD]: lambda: _("feed held"),
    SWITCHED[Mode.PAUSE]: lambda: _("feed paused"),
    SWITCHED[Mode.AUTO]: lambda: _("feed resumed"),
    Kind.READ_AGAIN: lambda: _("file read again"),
    Kind.SIGN_IN: lambda: _("signed in"),
    Kind.SIGN_IN_REFUSED: lambda: _("sign-in refused"),
    Kind.SIGN_OUT: lambda: _("signed out"),
    Kind.SESSION_ENDED: lambda: _("session ended"),
    Kind.PASSWORD_CHANGED: lambda: _("password changed"),
    Kind.SECOND_FACTOR_ADDED: lambda: _("second factor added"),
    Kind.SECOND_FACTOR_REMOVED: lambda: _("second factor removed"),
    Kind.USER_ADDED: lambda: _("person added"),
    Kind.USER_DISABLED: lambda: _("person shut out"),
    Kind.USER_ENABLED: lambda: _("person let in again"),
    Kind.USER_RESET: lambda: _("password reset"),
    Kind.ROLE_CHANGED: lambda: _("role changed"),
}
"""Every act, in the words of the desk."""
