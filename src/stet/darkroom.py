"""Where pictures are made ready, one at a time and beside the road: no story and no stop waits behind one.

The queue is the journal: picture files that are not read yet, then pictures that were cut as an older Stet did it.
When a picture is ready, the stories that call for it are touched, and the road sets them again.
"""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

import structlog
from msgspec.structs import replace

from stet import formats
from stet.edition import RECIPE, cuts, share
from stet.errors import Refused
from stet.journal.base import Asset, Filed, Journal, Kept
from stet.model.dispatch import Reading, Refusal
from stet.model.packet import FETCHED, Origin, mark
from stet.model.page import MIDDLE, Focus

log = structlog.get_logger("stet.road")

_PATIENCE = 2
"""So often a picture may be under way when the process ends without a word; then it is taken for the reason."""
_DEADLY = "Stet ended without a word while it made this picture ready, which is a fault of Stet. Please report it."

OriginOf = Callable[[str, str, datetime], Origin]


class Darkroom:
    """Makes pictures ready for the pages. For one thread at a time, and any thread."""

    def __init__(self, journal: Journal, origin_of: OriginOf) -> None:
        """`origin_of` gives what is known beside the bytes, by feed, source and time of arrival."""
        self._journal = journal
        self._origin_of = origin_of

    def develop(self) -> bool:
        """Make the next picture ready. Returns whether there was one. Raises `Unavailable`; then it still waits."""
        return self.develop_new() or self._outdated()

    def filed(self, kept: Kept) -> Filed:
        """What a packet comes to that is a picture, or claims to be one."""
        packet = kept.packet
        reading = self._read(kept)
        if reading.refusals:
            return Filed(kept=kept, reading=reading)
        if self._journal.recipe_of(packet.digest) == RECIPE:
            return Filed(kept=kept, reading=reading, again=packet.digest)
        try:
            return Filed(kept=kept, reading=reading, asset=make_asset(packet.data))
        except Refused as unfit:
            return _refused(kept, reading.format, str(unfit))

    def develop_new(self) -> bool:
        """As `develop`, and only what came and was never made ready."""
        kept = self._journal.undeveloped()
        if kept is None:
            return False
        if self._journal.attempt(kept.id, "developing") > _PATIENCE:
            filed = _refused(kept, None, _DEADLY)
        else:
            filed = self._guarded(kept)
        for _ in filed.reading.refusals:
            log.warning(
                "refused", feed=kept.packet.feed, packet=mark(kept.packet.digest), index=None, see="stet doctor"
            )
        self._journal.file([filed])
        self._journal.attempt(None, "developing")
        return True

    def _guarded(self, kept: Kept) -> Filed:
        try:
            return self.filed(kept)
        except Exception as bug:  # a bug met by one picture must not stop the others; it is told in full
            log.exception("bug", feed=kept.packet.feed, packet=mark(kept.packet.digest))
            fault = f"Stet failed on this file, which is a fault of Stet: {bug!r}. Please report it."
            return _refused(kept, None, fault)

    def _read(self, kept: Kept) -> Reading:
        packet = kept.packet
        if packet.facts.get(FETCHED):
            return Reading(format="image", why="a picture that a story names")
        reading = formats.read(packet.data, self._origin_of(packet.feed, packet.source, packet.arrived))
        return replace(reading, dispatches=())

    def _outdated(self) -> bool:
        """Cut a picture anew, with the share images that it had."""
        digest = self._journal.outdated(RECIPE)
        if digest is None:
            return False
        old = self._journal.asset(digest)
        focuses = (MIDDLE, *(cut.focus for cut in old.cuts if cut.focus and cut.focus != MIDDLE))
        try:
            if self._journal.attempt(digest, "developing") > _PATIENCE:
                raise Refused(_DEADLY)
            asset = make_asset(old.data, focuses)
        except Refused as unfit:  # what an older Stet could read: pages that show it keep what they have
            log.warning("not_cut_anew", picture=digest, reason=str(unfit))
            asset = replace(old, recipe=RECIPE)
        self._journal.keep_asset(asset)
        self._journal.attempt(None, "developing")
        return True


def make_asset(data: bytes, focuses: tuple[Focus, ...] = (MIDDLE,)) -> Asset:
    """A picture file made ready. Raises `Refused` when it is not a picture this site can show."""
    made = cuts(data, focuses)
    return Asset(
        digest=sha256(data).hexdigest(),
        data=data,
        cuts=tuple(cut for cut, _ in made),
        files={cut.path: file for cut, file in made},
        recipe=RECIPE,
    )


def make_share(digest: str, data: bytes, focus: Focus) -> Asset:
    """One more share image of a picture that the journal has, around a point of it."""
    cut, file = share(data, focus)
    return Asset(digest=digest, data=b"", cuts=(cut,), files={cut.path: file}, recipe=RECIPE)


def _refused(kept: Kept, format_: str | None, reason: str) -> Filed:
    refusal = Refusal(source=kept.packet.source, reason=reason)
    return Filed(kept=kept, reading=Reading(format=format_, why=reason, refusals=(refusal,)))
