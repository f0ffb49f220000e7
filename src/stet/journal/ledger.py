"""The ledger: what the journal knows of itself and of the feeds, and how it is opened, closed and rebuilt."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from stet.journal import listings, ties
from stet.journal.connect import asking, writing
from stet.journal.derived import NO_HASTE, parts, touch
from stet.journal.models import Dispatch, Fact, Feed, Receipt, Story


class Ledger:
    """The ledger of this process's journal (see connect.py). Every method raises `Unavailable` as a journal's do."""

    # -- feeds

    def cursor(self, feed: str) -> dict[str, Any]:
        """Where a feed's transport stopped; empty at first."""
        with asking():
            return dict(Feed.objects.filter(name=feed).values_list("cursor", flat=True).first() or {})

    def mark(self, feed: str, cursor: Mapping[str, Any], trouble: str | None) -> None:
        """Remember where a feed's transport is, and what troubles it; none when nothing does."""
        told = {"cursor": dict(cursor), "trouble": trouble or ""}
        with writing():
            if not Feed.objects.filter(name=feed).update(**told):
                Feed.objects.get_or_create(name=feed, defaults=told)

    def subscription(self, feed: str) -> dict[str, Any]:
        """What was last remembered of a feed's subscription at a hub; empty at first."""
        with asking():
            return dict(Feed.objects.filter(name=feed).values_list("subscription", flat=True).first() or {})

    def subscribed(self, feed: str, subscription: Mapping[str, Any]) -> None:
        """Remember a feed's subscription. Values are of plain JSON."""
        with writing():
            Feed.objects.update_or_create(name=feed, defaults={"subscription": dict(subscription)})

    def feeds_once(self) -> dict[str, Any]:
        """How feeds were last set up, by name; also of those that are no more. As `remember_feeds` was given it."""
        with asking():
            return dict(Fact.objects.filter(name="feeds").values_list("value", flat=True).first() or {})

    def remember_feeds(self, feeds: Mapping[str, Any], again: Collection[str] = ()) -> None:
        """Remember how feeds are set up, beside those remembered. Values are of plain JSON. The stories of those named
        in `again` are due: what the house decided for them has changed."""
        known = self.feeds_once()
        if known != (together := known | dict(feeds)):
            with writing():
                Fact.objects.update_or_create(name="feeds", defaults={"value": together})
                theirs = Dispatch.objects.filter(feed__in=again).values_list("story_key", flat=True)
                touch(ties.reached(dict.fromkeys(theirs, NO_HASTE), ()))

    def remembered(self, name: str, make: Callable[[], str]) -> str:
        """A value that is made once and stays."""
        with asking():
            known = Fact.objects.filter(name=name).values_list("value", flat=True).first()
        if known is None:
            with writing():
                known = Fact.objects.get_or_create(name=name, defaults={"value": make()})[0].value
        return str(known)

    def rebuilt(self) -> None:
        """The rebuild is complete."""
        with writing():
            Fact.objects.filter(name="rebuilding").delete()

    def rebuilding(self) -> bool:
        """Whether a rebuild was begun and not ended."""
        with asking():
            return Fact.objects.filter(name="rebuilding", value=True).exists()

    # -- the clock

    def clock(self) -> dict[str, Any]:
        """What was last remembered of the clock; empty at first."""
        with asking():
            return dict(Fact.objects.filter(name="clock").values_list("value", flat=True).first() or {})

    def remember_clock(self, anchor: Mapping[str, Any]) -> None:
        """Remember what the clock shows, and by which uptime. Values are of plain JSON."""
        with writing():
            Fact.objects.update_or_create(name="clock", defaults={"value": dict(anchor)})

    def is_clock_stopped(self) -> bool:
        """Whether nothing opens by the clock."""
        with asking():
            return Fact.objects.filter(name="clock_stopped").exists()

    def stop_clock(self) -> None:
        """From now on nothing opens by the clock. Saying so again changes nothing."""
        with writing():
            since = Fact.objects.filter(name="checkpoint").values_list("value", flat=True).first() or 0
            Fact.objects.get_or_create(name="clock_stopped", defaults={"value": since})

    def start_clock(self) -> None:
        """The clock is believed again: stories whose pages were put or removed meanwhile are touched."""
        with writing():
            stopped = Fact.objects.filter(name="clock_stopped").first()
            if stopped is not None:
                touch(dict.fromkeys(_stories_since(stopped.value), NO_HASTE))
                stopped.delete()

    # -- after a crash

    def opened(self) -> bool:
        """Say that a road runs on this journal now. Returns whether the last one was closed in order; if not, every
        story whose page was put since the last checkpoint is touched, for a page is not flushed one by one."""
        with writing():
            facts = dict(Fact.objects.values_list("name", "value"))
            orderly = facts.get("open") is not True
            if not orderly:
                stories = _stories_since(facts.get("checkpoint", 0))
                touch(dict.fromkeys(stories, NO_HASTE))
                for some in parts(stories):
                    Story.objects.filter(key__in=some).update(unsure=True)  # their pictures are put again too
                listings.dirty_again()
            Fact.objects.update_or_create(name="open", defaults={"value": True})
            # What troubled the last one, and was still troubling it when it was killed, is found again or is over.
            Fact.objects.filter(name="trouble").delete()
            Feed.objects.exclude(trouble="").update(trouble="")
        return orderly

    def last_receipt(self) -> int:
        """The number of the newest receipt; 0 when there is none."""
        with asking():
            return Receipt.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def checkpoint(self, receipt: int) -> None:
        """Every page up to this receipt has reached the disk."""
        with writing():
            Fact.objects.update_or_create(name="checkpoint", defaults={"value": receipt})
            listings.safe(receipt)

    def complain(self, trouble: str) -> None:
        """Remember what keeps the road from going on; empty when nothing does."""
        with writing():
            Fact.objects.update_or_create(name="trouble", defaults={"value": trouble})

    def writable(self) -> None:
        """Raises `Unavailable` when the journal cannot be written to."""
        with writing():
            Fact.objects.update_or_create(name="examined", defaults={"value": True})

    def closed(self) -> None:
        """Say that the road ended in order, after a checkpoint."""
        with writing():
            Fact.objects.update_or_create(name="open", defaults={"value": False})


def _stories_since(receipt: int) -> set[str]:
    """Keys of the stories that files were put or removed for after this receipt."""
    since = Receipt.objects.filter(pk__gt=receipt).exclude(story_key="")
    return set(since.values_list("story_key", flat=True))
