"""What is done with single files of a watched folder: read them, put them away, never lose one on the way.

Between looking at a name and acting on it a sender may put another file there. So whatever is moved is looked at
again in its new place, and given back when it is not the file that was read.
"""

import contextlib
import hashlib
import itertools
import os
import stat
from pathlib import Path
from typing import NamedTuple, TypeAlias

Sign: TypeAlias = str
"""Size, time of last writing and inode: what tells one content under a name from the next."""

_CHUNK = 1 << 20
_NAME_BYTES = 200


class Spot(NamedTuple):
    """A file seen in the folder. Sorts by age, then by name."""

    mtime_ns: int
    name: str
    size: int
    sign: Sign
    entry: int = 0
    """The inode that the folder's own entry names."""

    @property
    def called(self) -> str:
        """How notes call it."""
        return called(int(self.sign.rpartition(":")[2]))


def called(inode: int) -> str:
    """How notes call what lies in a folder. They go into the log, and the name of a file may have words of what is
    under an embargo or killed."""
    return f"`ls -i` has it as {inode}"


def sign(found: os.stat_result) -> Sign:
    """The sign of a file as `stat` sees it."""
    return f"{found.st_size}:{found.st_mtime_ns}:{found.st_ino}"


def read(path: Path, limit: int) -> tuple[Sign, bytes] | None:
    """The bytes of a regular file and its sign; none when it is written to meanwhile or has outgrown the limit.

    Raises:
        OSError: gone, not readable, or a link.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        before = os.fstat(handle)
        if not stat.S_ISREG(before.st_mode) or before.st_size > limit:
            return None
        data = _all_of(handle, before.st_size)
        unchanged = sign(os.fstat(handle)) == sign(before) and len(data) == before.st_size
        return (sign(before), data) if unchanged else None
    finally:
        os.close(handle)


def _all_of(handle: int, size: int) -> bytes:
    first = os.read(handle, size)
    if len(first) == size:
        return first
    parts = [first]
    while parts[-1] and sum(map(len, parts)) < size:
        parts.append(os.read(handle, _CHUNK))
    return b"".join(parts)


def move(folder: Path, name: str, known: Sign, where: str) -> None:
    """Put the file into a folder beside it, under a free name. Anything but the known file stays or is given back.

    Raises:
        OSError: the folder cannot be written.
    """
    if not _is_still(folder / name, known):
        return
    beside = folder / where
    beside.mkdir(exist_ok=True)
    target = _free(beside, name, folder / name)
    with contextlib.suppress(FileNotFoundError):
        (folder / name).rename(target)
        if not _is_still(target, known):
            _return(target, folder, name)


def remove(folder: Path, name: str, known: Sign, _where: str) -> None:
    """Delete the file, by way of a hidden name, so that nothing but the known file is ever deleted.

    Raises:
        OSError: the folder cannot be written.
    """
    if not _is_still(folder / name, known):
        return
    hidden = folder / f".stet-{known.rpartition(':')[2]}{Path(name).suffix[:20]}"
    with contextlib.suppress(FileNotFoundError):
        (folder / name).rename(hidden)
        if _is_still(hidden, known):
            hidden.unlink()
        else:
            _return(hidden, folder, name)


def give_back(folder: Path, hidden: str) -> None:
    """Bring back a file that was hidden when the program stopped. It is read once more, which does no harm."""
    with contextlib.suppress(OSError):
        _return(folder / hidden, folder, hidden[1:])


def _is_still(path: Path, known: Sign) -> bool:
    try:
        return sign(path.lstat()) == known
    except FileNotFoundError:
        return False


def _return(path: Path, folder: Path, name: str) -> None:
    """Back into the folder without writing over what came there meanwhile."""
    target = _free(folder, name, path)
    try:
        target.hardlink_to(path)
    except OSError:
        path.rename(target)  # a file system without links
    else:
        path.unlink()


def _free(folder: Path, name: str, source: Path) -> Path:
    """A path nothing stands at: the name, or the name with a digest of the bytes, or that with a number."""
    if len(os.fsencode(name)) <= _NAME_BYTES and not os.path.lexists(folder / name):
        return folder / name
    with source.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()[:12]
    short = os.fsdecode(os.fsencode(Path(name).stem)[: _NAME_BYTES - 40])
    suffix = Path(name).suffix[:20]
    numbers = itertools.chain(("",), (f"-{number}" for number in itertools.count(2)))
    candidates = (folder / f"{short}-{digest}{number}{suffix}" for number in numbers)
    return next(candidate for candidate in candidates if not os.path.lexists(candidate))
