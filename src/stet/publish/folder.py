"""The edition folder: pages as files, which any web server can serve and which live without this program (promise 7).

A page is written under a hidden name and renamed, so a reader gets the old one or the new one and never a part. It is
not forced to the disk each time: after an unclean stop the pages since the last checkpoint are rendered again (the
house, decision 7).
"""

import contextlib
import errno
import itertools
import os
import time
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path

from stet.errors import Unavailable
from stet.model.page import Page, Receipt
from stet.publish.base import Clock, check_path, publish, put_receipt, removed_receipt

_HIDDEN = ".tmp"
_STALE = 60.0  # seconds; a temporary file lives a thousandth of one, but another process may be writing just now
_FEW = 64  # files that are forced to the disk one by one; beyond that the whole file system is
_ADVICE = {
    errno.ENOSPC: "Make room on its disk",
    errno.EDQUOT: "Raise its quota or make room",
    errno.EROFS: "Make its disk writable",
    errno.EACCES: "Let Stet write there",
    errno.EPERM: "Let Stet write there",
}


class FolderPublisher:
    """Puts pages into a folder. One thread at a time; several processes do not harm one another."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._hidden = root / _HIDDEN
        self._names = (self._hidden / f"{os.getpid()}-{number}" for number in itertools.count())
        self._touched: set[Path] = set()
        self._opened = False

    def put(self, page: Page, clock: Clock) -> Receipt:
        """See `Publisher`. A file that has these bytes already is not written again."""
        check_path(page.path)
        body = page.body or b""
        target = self._root / page.path
        try:
            if not _holds(target, body):
                self._write(target, body)
                self._touched.add(target)
        except OSError as error:
            raise self._trouble(page.path, error) from error
        return put_receipt(page, body, clock())

    def remove(self, page: Page, clock: Clock) -> Receipt | None:
        """See `Publisher`. A folder that is empty now goes too."""
        check_path(page.path)
        target = self._root / page.path
        try:
            target.unlink()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise self._trouble(page.path, error) from error
        self._touched.add(target)
        self._prune(target.parent)
        return removed_receipt(page, clock())

    def read(self, path: str) -> bytes | None:
        """See `Publisher`."""
        check_path(path)
        try:
            handle = os.open(self._root / path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
            with os.fdopen(handle, "rb") as file:
                return file.read()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise self._trouble(path, error) from error

    def publish(self, pages: Iterable[Page], clock: Clock) -> tuple[Receipt, ...]:
        """See `Publisher`."""
        return publish(self, pages, clock)

    def holds(self, path: str, digest: str) -> bool:
        """See `Publisher`."""
        check_path(path)
        try:
            return sha256((self._root / path).read_bytes()).hexdigest() == digest
        except OSError:
            return False

    def checkpoint(self) -> None:
        """See `Publisher`. A handful of files is synced one by one, more of them by syncing all there is."""
        if len(self._touched) > _FEW:
            os.sync()
        else:
            try:
                for path in self._touched:
                    _sync(path)
                for folder in {path.parent for path in self._touched}:
                    _sync(folder)
            except OSError as error:
                raise self._trouble("what was put last", error) from error
        self._touched.clear()

    def sweep(self, keep: Callable[[str], bool]) -> tuple[str, ...]:
        """Remove every file that `keep` does not want and return their paths, sorted. Hidden files are left alone.

        Raises:
            Unavailable: the folder cannot be written.
        """
        away = [path for path in self._paths() if not keep(path)]
        for path in away:
            target = self._root / path
            try:
                target.unlink()
            except FileNotFoundError:
                continue
            except OSError as error:
                raise self._trouble(path, error) from error
            self._touched.add(target)
            self._prune(target.parent)
        return tuple(sorted(away))

    def naming(self, word: str) -> list[str]:
        """Paths of the files that have a word in them or in their name, sorted; pictures by their name only."""
        found = []
        for path in self._paths():
            with contextlib.suppress(FileNotFoundError):  # removed while this looks
                is_text = not path.startswith("media/")
                if word in path or (is_text and word.encode() in (self._root / path).read_bytes()):
                    found.append(path)
        return sorted(found)

    def _paths(self) -> list[str]:
        found = []
        for folder, folders, files in os.walk(self._root):
            folders[:] = [name for name in folders if not name.startswith(".")]
            found += [Path(folder, name) for name in files if not name.startswith(".")]
        return [path.relative_to(self._root).as_posix() for path in found]

    def _write(self, target: Path, body: bytes) -> None:
        if not self._opened:
            self._open()
        for last in (False, False, True):
            try:
                self._write_once(target, body)
            except FileNotFoundError:  # a folder is missing, or another process pruned it between two steps
                if last:
                    raise
                self._hidden.mkdir(parents=True, exist_ok=True)
                target.parent.mkdir(parents=True, exist_ok=True)
            else:
                return

    def _write_once(self, target: Path, body: bytes) -> None:
        temporary = next(self._names)
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
        try:
            try:
                rest = memoryview(body)
                while rest:
                    rest = rest[os.write(handle, rest) :]
            finally:
                os.close(handle)
            temporary.rename(target)
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise

    def _open(self) -> None:
        """Make the folder, and clear away what an unclean stop left half written."""
        self._hidden.mkdir(parents=True, exist_ok=True)
        before = time.time() - _STALE
        for left in self._hidden.iterdir():
            with contextlib.suppress(FileNotFoundError):
                if left.lstat().st_mtime < before:
                    left.unlink()
        self._opened = True

    def _prune(self, folder: Path) -> None:
        """Remove the folder if it is empty, and those above it that then are. Never the edition folder itself."""
        with contextlib.suppress(OSError):
            while folder != self._root:
                folder.rmdir()
                folder = folder.parent

    def _trouble(self, path: str, error: OSError) -> Unavailable:
        advice = _ADVICE.get(error.errno or 0, "See what is wrong with it")
        return Unavailable(
            f"{path} cannot be written or removed in the edition folder {self._root} ({error.strerror or error}). "
            f"{advice}; the page there stays as it was, and it is tried again by itself."
        )


def _holds(target: Path, body: bytes) -> bool:
    """Whether the file has exactly these bytes."""
    try:
        handle = os.open(target, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        return os.fstat(handle).st_size == len(body) and os.read(handle, len(body) + 1) == body
    except OSError:
        return False
    finally:
        os.close(handle)


def _sync(path: Path) -> None:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return  # removed since; its folder is synced
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
