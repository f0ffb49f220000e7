"""Pictures at addresses: which are wanted, when each is asked for next, which were given up."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from django.db.models import Count, Max
from msgspec import Struct

from stet.journal.base import Settled
from stet.journal.connect import asking, writing
from stet.journal.models import RemotePicture
from stet.model.web import host_of

WANTED, UNWANTED, GOT, GIVEN_UP = "wanted", "unwanted", "got", "given_up"
_AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)


class Remote(Struct, frozen=True, kw_only=True):
    """A picture to be fetched."""

    url: str
    host: str
    tries: int
    """How often it was tried in vain."""


class GivenUp(Struct, frozen=True, kw_only=True):
    """Pictures of a feed that could not be fetched: how many, and what was wrong with the last."""

    count: int
    last: str


def want(settled: Sequence[Settled]) -> None:
    """These stories may show these pictures. Within a transaction."""
    called = {pair for one in settled for pair in one.remote}
    if not called:
        return
    rows = [
        RemotePicture(feed=feed, url=url, host=host, due=_AT_ONCE)
        for feed, url in sorted(called)
        if (host := host_of(url))
    ]
    RemotePicture.objects.bulk_create(rows, ignore_conflicts=True)
    for feed, url in called:
        RemotePicture.objects.filter(feed=feed, url=url, state=UNWANTED).update(state=WANTED)


class RemotePictures:
    """What the fetching of pictures asks of the journal. Every method raises `Unavailable` as a journal's do."""

    def hosts(self, feed: str) -> list[str]:
        """Hosts at which pictures of a feed wait to be fetched."""
        with asking():
            return _hosts(feed)

    def next(self, feed: str, hosts: Collection[str], now: datetime) -> Remote | None:
        """What to fetch next from these hosts: what was not tried yet comes first, and of that the newest."""
        with asking():
            waiting = RemotePicture.objects.filter(feed=feed, state=WANTED, host__in=hosts, due__lte=now)
            row = waiting.order_by("tries", "-pk").first()
        return Remote(url=row.url, host=row.host, tries=row.tries) if row else None

    def got(self, feed: str, url: str) -> None:
        """Its bytes are kept."""
        self._say(feed, url, state=GOT, trouble="")

    def unwanted(self, feed: str, url: str) -> None:
        """No story may show it now."""
        self._say(feed, url, state=UNWANTED)

    def failed(self, feed: str, url: str, trouble: str, *, again: datetime | None) -> None:
        """It was not to be had; to be tried again then, or never."""
        with writing():
            row = RemotePicture.objects.get(feed=feed, url=url)
            row.tries += 1
            row.trouble = trouble
            row.state, row.due = (GIVEN_UP, row.due) if again is None else (WANTED, again)
            row.save(update_fields=["tries", "trouble", "state", "due"])

    def rest(self, feed: str, host: str, until: datetime) -> None:
        """Ask nothing of a host before that."""
        with writing():
            waiting = RemotePicture.objects.filter(feed=feed, state=WANTED, host=host, due__lt=until)
            waiting.update(due=until)

    def _say(self, feed: str, url: str, **values: str) -> None:
        with writing():
            RemotePicture.objects.filter(feed=feed, url=url).update(**values)


@asking()
def waiting(feed: str) -> dict[str, int]:
    """How many pictures of a feed wait to be fetched, by host."""
    rows = RemotePicture.objects.filter(feed=feed, state=WANTED).values_list("host")
    return dict(rows.annotate(n=Count("id")).order_by("host"))


@asking()
def given_up(feed: str) -> GivenUp | None:
    """The pictures of a feed that were given up."""
    found = RemotePicture.objects.filter(feed=feed, state=GIVEN_UP).aggregate(count=Count("pk"), last=Max("pk"))
    if not found["count"]:
        return None
    return GivenUp(count=found["count"], last=RemotePicture.objects.get(pk=found["last"]).trouble)


def _hosts(feed: str) -> list[str]:
    rows = RemotePicture.objects.filter(feed=feed, state=WANTED)
    return list(rows.order_by("host").values_list("host", flat=True).distinct())
