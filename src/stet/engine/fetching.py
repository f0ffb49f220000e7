"""Fetches the pictures of one feed that stories name by address, beside the road and one after the other.

What is to be fetched, when, and what was given up is in the journal. A picture that came is kept like any packet and
takes its way through the darkroom; one that no story may show any more is not asked for.
"""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from stet.errors import Refused, Unavailable
from stet.model.packet import Packet
from stet.transports.fetch import shown
from stet.transports.pictures import HostUnavailable, PictureSource

log = structlog.get_logger("stet.intake")

PAUSES = (10.0, 60.0, 300.0, 1800.0, 7200.0, 21600.0)
"""Seconds until a picture that was not to be had is asked for again; after the last it is given up."""
HOST_RESTS = 10.0
"""Seconds for which a host that did not answer is left alone."""


class ToFetch(Protocol):
    """A picture to be fetched."""

    @property
    def url(self) -> str:
        """Its address."""

    @property
    def host(self) -> str:
        """The host in the address."""

    @property
    def tries(self) -> int:
        """How often it was tried in vain."""


class Remembering(Protocol):
    """What fetching needs of a journal (journal/remote.py). Every method raises `Unavailable`."""

    def hosts(self, feed: str) -> list[str]:
        """Hosts at which pictures of the feed wait."""

    def next(self, feed: str, hosts: Collection[str], now: datetime) -> ToFetch | None:
        """What to fetch next from these hosts."""

    def got(self, feed: str, url: str) -> None:
        """Its bytes are kept."""

    def unwanted(self, feed: str, url: str) -> None:
        """No story may show it now."""

    def failed(self, feed: str, url: str, trouble: str, *, again: datetime | None) -> None:
        """It was not to be had; to be tried again then, or never."""

    def rest(self, feed: str, host: str, until: datetime) -> None:
        """Ask nothing of a host before that."""


class Fetching:
    """The pictures of one feed."""

    def __init__(
        self,
        source: PictureSource,
        *,
        journal: Remembering,
        fetch: Callable[[PictureSource, str], Packet],
        verify: Callable[[bytes], None],
        wants: Callable[[str, str], bool],
        keep: Callable[[tuple[Packet, ...]], int],
        clock: Callable[[], datetime],
    ) -> None:
        """`verify` raises `Refused` for bytes that are no picture; `wants` says whether a story may show a picture of a
        feed, by its address."""
        self._source = source
        self._journal = journal
        self._fetch = fetch
        self._verify = verify
        self._wants = wants
        self._keep = keep
        self._clock = clock

    def next(self) -> bool:
        """Fetch the next picture. Returns whether there was one to look at. Raises `Unavailable` when the journal does
        not answer; then it is still to be fetched."""
        feed = self._source.feed
        hosts = [host for host in self._journal.hosts(feed) if self._source.allows(host)]
        picture = self._journal.next(feed, hosts, self._clock()) if hosts else None
        if picture is None:
            return False
        if not self._wants(feed, picture.url):
            self._journal.unwanted(feed, picture.url)
            return True
        try:
            packet = self._fetched(picture.url)
        except HostUnavailable as trouble:
            self._failed(picture, trouble)
            rest = max(trouble.retry_after or 0.0, HOST_RESTS)
            self._journal.rest(feed, picture.host, self._clock() + timedelta(seconds=rest))
            return True
        except (Unavailable, Refused) as trouble:
            self._failed(picture, trouble)
            return True
        except Exception as bug:  # one picture's fault must not keep the others from being fetched; it is told in full
            log.exception("bug", feed=feed, host=picture.host)
            self._failed(picture, bug)
            return True
        if not self._wants(feed, picture.url):  # it was killed, or barred, while it came
            self._journal.unwanted(feed, picture.url)
            return True
        self._keep((packet,))
        self._journal.got(feed, picture.url)
        # An address may have words of a story that nobody may see yet.
        log.info("fetched", feed=feed, host=picture.host, bytes=len(packet.data))
        return True

    def _fetched(self, url: str) -> Packet:
        packet = self._fetch(self._source, url)
        self._verify(packet.data)
        return packet

    def _failed(self, picture: ToFetch, trouble: Exception) -> None:
        feed, told = self._source.feed, f"{shown(picture.url)}: {trouble}"
        last = picture.tries >= len(PAUSES)
        again = None if last else self._clock() + timedelta(seconds=PAUSES[picture.tries])
        self._journal.failed(feed, picture.url, told, again=again)
        if last:
            log.warning("given_up", feed=feed, host=picture.host, see="stet doctor")
        elif picture.tries == 0:
            log.warning("not_fetched", feed=feed, host=picture.host)
