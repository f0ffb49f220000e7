"""Files of the edition, kept in memory as long as they are the same on the disk.

Each request looks at the file again (a millionth of a second or two), so a page that was taken away is gone at once.
"""

import errno
import gzip
import os
import stat
from collections import OrderedDict
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TypeAlias

from msgspec import Struct

from stet.engine.site_http import content_type, http_date, is_text

SMALL = 32 * 1024
"""Bytes. A larger file is read and compressed beside the event loop."""
_WORTH_PACKING = 512
_LEVEL = 6
_NOT_THERE = (errno.ENOENT, errno.ENOTDIR, errno.EACCES, errno.ELOOP, errno.ENAMETOOLONG, errno.ENXIO)

_Sign: TypeAlias = tuple[int, int, int, int]


class Held(Struct, frozen=True):
    """A file as it was read: its bytes, packed too if that pays, and what to say about it."""

    sign: _Sign
    body: bytes
    packed: bytes | None
    etag: bytes
    packed_etag: bytes
    type: bytes
    modified: float
    last_modified: bytes

    @property
    def weight(self) -> int:
        """Bytes it takes in memory, nearly."""
        return len(self.body) + len(self.packed or b"") + 1024


class Files:
    """Looks files of a folder up. Safe to use from several threads."""

    def __init__(self, root: Path, *, memory: int) -> None:
        """`memory`: bytes to keep at most. A file larger than an eighth of that is read each time."""
        self._root = root
        self._real: str | None = None
        self._memory = memory
        self._held: OrderedDict[str, Held] = OrderedDict()
        self._weight = 0
        self._lock = Lock()

    def look(self, path: str) -> os.stat_result | None:
        """The state of the regular file at the path; none when there is none. Raises OSError if the disk fails."""
        try:
            found = os.stat(f"{self._root}/{path}")  # noqa: PTH116 -- done twice a request: a Path costs more than this
        except OSError as error:
            _raise_if_failing(error)
            return None
        return found if stat.S_ISREG(found.st_mode) else None

    def known(self, path: str, found: os.stat_result) -> Held | None:
        """The file, if it is in memory and still the same."""
        held = self._held.get(path)
        if held is None or held.sign != _sign(found):
            return None
        with self._lock:
            if path in self._held:
                self._held.move_to_end(path)
        return held

    def read(self, path: str) -> Held | None:
        """Read the file and keep it. None when it is gone meanwhile, or a link leads out of the folder."""
        full = f"{self._root}/{path}"
        if not self._is_inside(full):
            return None
        try:
            handle = os.open(full, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            _raise_if_failing(error)
            return None
        with os.fdopen(handle, "rb") as file:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                return None
            held = _hold(path, file.read(), found)
        self._keep(path, held)
        return held

    def _is_inside(self, full: str) -> bool:
        if self._real is None:
            self._real = os.path.realpath(self._root)
        return os.path.realpath(full).startswith(self._real + os.sep)

    def _keep(self, path: str, held: Held) -> None:
        with self._lock:
            old = self._held.pop(path, None)
            self._weight -= old.weight if old else 0
            if held.weight > self._memory // 8:
                return
            self._held[path] = held
            self._weight += held.weight
            while self._weight > self._memory:
                _, dropped = self._held.popitem(last=False)
                self._weight -= dropped.weight


def _raise_if_failing(error: OSError) -> None:
    """Not there, as far as a visitor is concerned, is one thing; a disk that fails is another."""
    if error.errno not in _NOT_THERE:
        raise error


def _sign(found: os.stat_result) -> _Sign:
    return found.st_mtime_ns, found.st_size, found.st_ino, found.st_dev


def _hold(path: str, body: bytes, found: os.stat_result) -> Held:
    media_type = content_type(path.rpartition("/")[2])
    text = is_text(media_type)
    packed = gzip.compress(body, _LEVEL, mtime=0) if text and len(body) >= _WORTH_PACKING else None
    digest = sha256(body).hexdigest()[:32]
    return Held(
        sign=_sign(found),
        body=body,
        packed=packed if packed and len(packed) < len(body) else None,
        etag=f'"{digest}"'.encode(),
        packed_etag=f'"{digest}-gz"'.encode(),
        type=media_type.encode(),
        modified=found.st_mtime,
        last_modified=http_date(found.st_mtime),
    )
