"""What the desk switched feeds to, as the journal keeps it, and whom it happens to."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Max, Q
from msgspec.structs import replace

from stet.journal import ties
from stet.journal.connect import asking, writing
from stet.journal.derived import NO_HASTE, parts, touch
from stet.journal.models import Dispatch, Packet, Story, Tie
from stet.journal.models import Switch as Row
from stet.journal.prepared import prepared
from stet.model.switch import Gate, Mode, Switch, gate


def record(switch: Switch) -> Switch:
    """Append what a person switched a feed to, and touch the stories that it happens to: what came since, for the road
    may have been faster, and what waited. Whatever the clock says, it is later than the switch before it. Returns it
    as it was appended."""
    with writing():
        last = Row.objects.filter(feed=switch.feed).order_by("-at", "-id").first()
        since = switch.at
        if last is not None:
            if switch.at <= last.at:
                switch = replace(switch, at=last.at + timedelta(microseconds=1))
            if last.mode == Mode.PAUSE:
                since = _began(switch.feed)
        Row.objects.create(
            feed=switch.feed,
            mode=switch.mode.value,
            reason=switch.reason,
            who=switch.who,
            at=switch.at,
            place=switch.place,
        )
        came = Dispatch.objects.filter(feed=switch.feed, arrived__gte=since).values_list("story_key", flat=True)
        newest = Packet.objects.aggregate(newest=Max("pk"))["newest"] or 0
        touch(ties.reached(dict.fromkeys(came, NO_HASTE), ()), place=newest)
        _stir(came)
    return switch


def _stir(keys: Iterable[str]) -> None:
    """What these say of translations begins to count, or ceases to: pages that may name one are looked at again."""
    for some in parts(set(keys)):
        told = set(Tie.objects.filter(key__in=some, kind=ties.TONGUES).values_list("key", flat=True))
        Story.objects.filter(Q(key__in=told) | Q(key__in=Story.objects.filter(key__in=told).values("whole"))).update(
            stirred=True
        )


def _began(feed: str) -> datetime:
    """When the pause began that is in force: one that was given a further reason goes on."""
    other = Row.objects.filter(feed=feed).exclude(mode=Mode.PAUSE.value).order_by("-at", "-id").first()
    pauses = Row.objects.filter(feed=feed, mode=Mode.PAUSE.value)
    if other is not None:
        pauses = pauses.filter(at__gt=other.at)
    return pauses.earliest("at", "id").at


def switched() -> Gate:
    """All that was ever switched. For a transaction or a question that is under way."""
    return gate(
        Switch(feed=feed, mode=Mode(mode), reason=reason, who=who, at=at, place=place)
        for feed, mode, reason, who, at, place in _all()
    )


_all = prepared(lambda: Row.objects.order_by("id").values_list("feed", "mode", "reason", "who", "at", "place"))


def current() -> Gate:
    """All that was ever switched. Raises `Unavailable`."""
    with asking():
        return switched()
