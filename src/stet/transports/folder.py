"""The folder: a file renamed or written into it is taken (edge_cases.md 101, 102, 113).

A file that looks whole is taken at the next call; one that does not is waited for until it has rested, and is then
handed over as it is, so that the formats refuse it by name. Files are let go of only when the packet is durable, and
only if they are still the very files that were read: a sender may put new content under an old name at any instant.
"""

import os
import stat
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Literal, TypeAlias, TypeVar
from urllib.parse import quote, unquote

from msgspec import Struct

from stet.errors import Misused
from stet.model.packet import Packet
from stet.transports.base import Clock, Cursor, Haul, Outage, printable
from stet.transports.folder_files import Sign, Spot, called, give_back, move, read, remove, sign
from stet.transports.whole import looks_whole

NEWEST = 5
"""So many of the newest files are taken first while more wait than one call takes."""
FILES_PER_CALL = 10
"""Few: a kill that comes while a call is under way waits for its end."""
BYTES_PER_CALL = 32_000_000
LOOK_EVERY = 2.0
"""Seconds between two looks through a folder in which more waits than one call takes, where a watcher names what comes
meanwhile: ten thousand names are a long list to read beside a busy road."""
BUSY = 0.1
"""Seconds until a file that was written to while it was read is looked at again."""
IDLE = 1.0
"""Seconds until the safety scan when nothing waits; a watcher wakes the caller sooner."""
_PATIENCE = 5  # files that cannot be put away, before the others are left for the next call
_BESIDE = ("taken", "refused")
_UNFINISHED = (".tmp", ".part", ".filepart", "~")

T = TypeVar("T")
After: TypeAlias = Literal["move", "remove", "leave"]


class FolderSource(Struct, frozen=True, kw_only=True):
    """A folder that an agency, or a program that fetches for it, drops files into. Not searched recursively."""

    feed: str
    path: Path
    after: After = "move"
    """What happens to a file once its packet is durable: to `taken/` beside it, away, or nothing."""
    size_limit: int = 20_000_000
    """Bytes. A larger file is put into `refused/`, never read."""
    settle: float = 2.0
    """Seconds a file that does not look whole must rest before it is handed over as it is."""

    def __post_init__(self) -> None:
        if self.size_limit <= 0 or self.settle < 0:
            raise Misused(f"Feed {self.feed}: size_limit must be above 0 and settle not below 0.")


class Folder:
    """The transport of `FolderSource`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._far: dict[Path, list[Spot]] = {}
        """Of folders with more than one call takes: the files that no call has come near yet. They are not asked for
        their age again at each call, which would keep what comes in meanwhile waiting. Speed, and nothing else."""
        self._looked = 0.0
        self._told: deque[str] | None = None

    def tell(self, name: str) -> None:
        """A file of this name appeared in the folder, or was written to. For a watcher, in a thread of its own."""
        if self._told is None:
            self._told = deque()
        self._told.append(name)

    def __call__(self, source: FolderSource, cursor: Cursor) -> Haul:
        """The files that wait, oldest first, at most 10 or 32 MB of them; puts away those of the last haul first.

        Where more wait than one call takes, the newest few come before: a kill never waits behind a backlog.

        Raises:
            Outage: the folder cannot be listed.
        """
        visit = _Visit(source, cursor, self._clock)
        try:
            visit.put_away()
            spots = self._waiting(source.path, visit)
            more = visit.take(_newest_too(spots))
        except OSError as error:
            raise _gone(source, cursor, error) from error
        if more:
            met = visit.met()
            self._far[source.path] = [spot for spot in spots if spot.name not in met]
        return visit.haul(more)

    def _waiting(self, path: Path, visit: "_Visit") -> list[Spot]:
        told = self._told
        names = [told.popleft() for _ in range(len(told))] if told else []
        far = self._far.pop(path, [])
        if far and told is not None and monotonic() - self._looked < LOOK_EVERY:
            return _told_of(path, visit, far, names)
        self._looked = monotonic()
        return _waiting(path, visit, far)


def _told_of(path: Path, visit: "_Visit", far: list[Spot], names: Iterable[str]) -> list[Spot]:
    """The files that may be taken, oldest first, as far as they are known or named: the folder itself is not read."""
    near = {*names, *visit.met(), *visit.rested}
    spots = [*_looked_at(path, visit, dict.fromkeys(near, 0))]
    visit.forget_all_but(spots)
    return sorted([*(spot for spot in far if spot.name not in near), *spots])


def _gone(source: FolderSource, cursor: Cursor, error: OSError) -> Outage:
    return Outage(
        f"Feed {source.feed}: the folder {source.path} cannot be read ({error.strerror or error}). Bring it back, or "
        f"mend `path` of this feed in stet.toml; files are taken again as soon as it is there.",
        cursor=cursor,
        retry_after=IDLE,
    )


def _waiting(path: Path, visit: "_Visit", far: list[Spot]) -> list[Spot]:
    """The files that may be taken, oldest first. Whatever is not a regular file is left alone. Those that are known
    from `far`, which are in order, are not looked at again."""
    with os.scandir(path) as entries:
        there = {entry.name: entry.inode() for entry in entries}
    known = [spot for spot in far if there.get(spot.name) == spot.entry]
    for spot in known:
        del there[spot.name]
    near = [*_looked_at(path, visit, there)]
    visit.forget_all_but(near)
    return sorted([*known, *near])


def _looked_at(path: Path, visit: "_Visit", entries: Mapping[str, int]) -> Iterator[Spot]:
    for name, entry in entries.items():
        if name.startswith(".stet-"):
            give_back(path, name)
        if name.startswith(".") or name.lower().endswith(_UNFINISHED):
            continue
        try:
            found = (path / name).stat(follow_symlinks=False)
        except FileNotFoundError:
            continue
        if stat.S_ISREG(found.st_mode):
            yield Spot(found.st_mtime_ns, name, found.st_size, sign(found), entry)
        elif stat.S_ISDIR(found.st_mode):
            if name not in _BESIDE:
                visit.say(
                    f"folder {name}", f"a folder lies in it ({called(found.st_ino)}); what is in that is not taken."
                )
        else:
            visit.say(
                f"odd {name}", f"a link or a device lies in it, not a file ({called(found.st_ino)}), and is left alone."
            )


def _newest_too(spots: list[Spot]) -> list[Spot]:
    """Of very many files the newest before the others: among them is what its sender is in haste about."""
    if len(spots) <= FILES_PER_CALL:
        return spots
    return [*reversed(spots[-NEWEST:]), *spots[:-NEWEST]]


def _names(quoted: dict[str, T]) -> dict[str, T]:
    return {unquote(name, errors="surrogateescape"): value for name, value in quoted.items()}


def _quoted(names: dict[str, T]) -> dict[str, T]:
    """File names are bytes in any encoding; percent-encoded they fit into JSON."""
    return {quote(name, errors="surrogateescape"): value for name, value in names.items()}


class _Visit:
    """One call: what the cursor said, what was found, what the next cursor says.

    The cursor holds four things, names percent-encoded: `done` (handed over, to be put away), `refused` (too large),
    `waiting` (not whole when last seen, and since when), `said` (notes that need no repeating).
    """

    def __init__(self, source: FolderSource, cursor: Cursor, clock: Clock) -> None:
        self.source = source
        self.clock = clock
        self.now = clock()
        self.done: dict[str, Sign] = _names(cursor.get("done", {}))
        self.refused: dict[str, Sign] = _names(cursor.get("refused", {}))
        self.rested: dict[str, list[str]] = _names(cursor.get("waiting", {}))
        self.waiting: dict[str, list[str]] = {}
        self.said: frozenset[str] = frozenset(cursor.get("said", ()))
        self.standing: dict[str, str] = {}
        self.news: list[str] = []
        self.packets: list[Packet] = []
        self.pause = IDLE

    def say(self, key: str, note: str) -> None:
        """A note about a state that lasts: said when it begins, not at every call."""
        self.standing[quote(key, errors="surrogateescape")] = f"Feed {self.source.feed}: {note}"

    def put_away(self) -> None:
        """Let go of the files whose packets are durable, and of those that are too large."""
        if self.source.after == "leave":
            return
        away = remove if self.source.after == "remove" else move
        failures = 0
        for names, act, where in ((self.refused, move, "refused"), (self.done, away, "taken")):
            for name, known in list(names.items()):
                try:
                    act(self.source.path, name, known, where)
                except OSError as error:
                    self._stays(error)
                    failures += 1
                    if failures >= _PATIENCE:
                        return
                else:
                    del names[name]

    def _stays(self, error: OSError) -> None:
        self.source.path.stat()  # a folder that is gone is another matter, and raised
        self.say(
            "stays",
            f"files cannot be put away in {self.source.path} ({error.strerror or error}); they stay and are "
            f'remembered. Let Stet write to the folder, or set `after = "leave"` for this feed.',
        )

    def forget_all_but(self, spots: list[Spot]) -> None:
        """What is no longer there, or is there with new content, is not remembered."""
        there = {spot.name: spot.sign for spot in spots}
        self.done = {name: known for name, known in self.done.items() if there.get(name) == known}
        self.refused = {name: known for name, known in self.refused.items() if there.get(name) == known}

    def met(self) -> set[str]:
        """Names of the files that this call or one before has had to do with."""
        return {*self.done, *self.refused, *self.waiting}

    def take(self, spots: list[Spot]) -> bool:
        """Read what can be read. True when the limit of one call was reached and more is there."""
        size = 0
        for spot in spots:
            if self.done.get(spot.name) == spot.sign or self.refused.get(spot.name) == spot.sign:
                continue
            if self.packets and (len(self.packets) >= FILES_PER_CALL or size + spot.size > BYTES_PER_CALL):
                return True
            size += self._take(spot)
        return False

    def _take(self, spot: Spot) -> int:
        if spot.size > self.source.size_limit:
            if self._has_rested(spot):
                self._refuse(spot)
            return 0
        if self._seen_before(spot) and not self._has_rested(spot):
            return 0
        try:
            found = read(self.source.path / spot.name, self.source.size_limit)
        except FileNotFoundError:
            return 0
        except OSError as error:
            self.say(f"shut {spot.name}", f"a file cannot be read ({error.strerror or error}): {spot.called}.")
            return 0
        return self._hand_over(spot, found) if found else self._wait(spot)

    def _seen_before(self, spot: Spot) -> bool:
        return spot.name in self.rested and self.rested[spot.name][0] == spot.sign

    def _wait(self, spot: Spot) -> int:
        self._has_rested(spot)
        self.pause = min(self.pause, BUSY)
        return 0

    def _hand_over(self, spot: Spot, found: tuple[Sign, bytes]) -> int:
        """The file becomes a packet if it is whole or at rest; the bytes that were taken, or 0."""
        spot, data = spot._replace(sign=found[0]), found[1]
        if not looks_whole(data) and not self._has_rested(spot):
            return 0
        self.waiting.pop(spot.name, None)
        self.done[spot.name] = spot.sign
        name = printable(spot.name)
        self.packets.append(Packet(feed=self.source.feed, source=name, data=data, arrived=self.clock()))
        return len(data)

    def _has_rested(self, spot: Spot) -> bool:
        """Whether the file has been the same for long enough; if not, it is noted as waiting."""
        seen, since = self.rested.get(spot.name, ("", ""))
        began = min(datetime.fromisoformat(since), self.now) if seen == spot.sign else self.now
        left = (began + timedelta(seconds=self.source.settle) - self.now).total_seconds()
        if left <= 0:
            self.waiting.pop(spot.name, None)
            return True
        self.waiting[spot.name] = [spot.sign, began.isoformat()]
        self.pause = min(self.pause, max(left, 0.05))
        return False

    def _refuse(self, spot: Spot) -> None:
        self.refused[spot.name] = spot.sign
        where = "left where it is" if self.source.after == "leave" else "put into refused/"
        self.news.append(
            f"Feed {self.source.feed}: a file has {spot.size} bytes, more than size_limit ({self.source.size_limit}), "
            f"and is {where} unread; {spot.called}. Raise size_limit and put it back to take it."
        )

    def haul(self, more: bool) -> Haul:
        """What goes out: packets, the next cursor, and what a person has not been told yet."""
        cursor: Cursor = {
            "done": _quoted(self.done),
            "refused": _quoted(self.refused),
            "waiting": _quoted(self.waiting),
            "said": sorted(self.standing),
        }
        fresh = [note for key, note in self.standing.items() if key not in self.said]
        return Haul(
            packets=tuple(self.packets),
            cursor={key: value for key, value in cursor.items() if value},
            again=0.0 if more else self.pause,
            notes=(*self.news, *fresh),
        )
