"""Times, standings and flags, as the desk writes them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stet.edition import times
from stet.model.brief import Brief, Flag
from stet.model.story import Cause, State
from stet.newsroom import said as house

register = template.Library()


@register.simple_tag(takes_context=True)
def moment(context: template.Context, at: datetime | None, seconds: str = "") -> SafeString | str:
    """An instant in the site's zone: the time of day, with the date where it is not today's."""
    if at is None:
        return ""
    stet = context["request"].stet
    zone = ZoneInfo(stet.site.time_zone)
    there, today = at.astimezone(zone), stet.clock().astimezone(zone).date()
    form = "%H:%M:%S" if seconds else "%H:%M"
    said = there.strftime(form if there.date() == today else f"%Y-%m-%d {form}")
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', at.isoformat(), there.strftime("%Y-%m-%d %H:%M:%S %Z"), said
    )


@register.filter
def said(words: str) -> SafeString | str:
    """What the house says in English, in the language of whoever looks; marked as English where it has to stay so."""
    told = house.said(words)
    if told == words and words and (get_language() or "en") != "en":
        return format_html('<span lang="en">{}</span>', told)
    return told


@register.filter
def number(value: int) -> str:
    """A whole number, grouped as the language of whoever looks has it."""
    return times.number(value, get_language() or "en")


@register.filter
def standing(state: str) -> str:
    """A standing in one word."""
    return _STANDINGS[State(state)]()


@register.filter
def standing_mark(state: str) -> str:
    """How a standing is marked: `good`, `warn`, `bad`, or not at all."""
    return _MARKS.get(State(state), "")


@register.filter
def flags(one: Brief) -> list[tuple[str, str, str]]:
    """Word, mark and text of the flags of a line, the gravest first."""
    return [(flag.called, mark, text()) for flag, mark, text in _FLAGS if flag in one.flags]


@register.filter
def flag_text(flag: Flag) -> str:
    """A flag in words."""
    return next(text() for known, _mark, text in _FLAGS if known is flag)


@register.filter
def cause(one: str) -> str:
    """What holds a story, in a word or two."""
    return _CAUSES[Cause(one)]() if Cause(one) in _CAUSES else str(one)


_STANDINGS: Mapping[State, Callable[[], str]] = {
    State.LIVE: lambda: _("live"),
    State.HELD: lambda: _("held"),
    State.SCHEDULED: lambda: _("embargoed"),
    State.WITHDRAWN: lambda: _("withdrawn"),
    State.EXPIRED: lambda: _("expired"),
    State.LAPSED: lambda: _("rights over"),
    State.FILED: lambda: _("filed"),
}
_MARKS = {State.LIVE: "good", State.HELD: "warn", State.SCHEDULED: "warn", State.WITHDRAWN: "bad", State.LAPSED: "bad"}
_FLAGS: tuple[tuple[Flag, str, Callable[[], str]], ...] = (
    (Flag.ORDER, "bad", lambda: _("stop order?")),
    (Flag.STALE, "bad", lambda: _("stale headline")),
    (Flag.FELL, "bad", lambda: _("rework fell")),
    (Flag.TRIPWIRE, "warn", lambda: _("tripwire")),
    (Flag.EMBARGO, "warn", lambda: _("embargo")),
    (Flag.CORRECTION, "warn", lambda: _("correction")),
    (Flag.ALERT, "warn", lambda: _("alert")),
    (Flag.RIGHTS, "", lambda: _("picture rights")),
    (Flag.NO_PICTURE, "", lambda: _("no picture")),
    (Flag.LOOK, "", lambda: _("odd versions")),
    (Flag.HEADLINE, "", lambda: _("our headline")),
    (Flag.PICTURE, "", lambda: _("our picture")),
)
_CAUSES: Mapping[Cause, Callable[[], str]] = {
    Cause.AFTER_A_KILL: lambda: _("usable after a kill"),
    Cause.ORDER: lambda: _("an order may mean it"),
    Cause.DESK: lambda: _("held at the desk"),
    Cause.ONE_ID: lambda: _("one id for many"),
    Cause.STOPPED_WORDS: lambda: _("words that were stopped"),
    Cause.TWIN: lambda: _("words of another story"),
    Cause.STATUS: lambda: _("unknown status"),
    Cause.QUERY: lambda: _("a question"),
    Cause.TAKE: lambda: _("a take is missing"),
    Cause.ALERT: lambda: _("alert"),
    Cause.TRIPWIRE: lambda: _("tripwire"),
    Cause.NO_TEXT: lambda: _("no text"),
    Cause.FEED: lambda: _("its feed waits"),
    Cause.PAUSED: lambda: _("its feed is paused"),
    Cause.FAULT: lambda: _("failed its check"),
}
