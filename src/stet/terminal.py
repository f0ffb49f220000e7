"""Where commands print, and for which house they are."""

import sys
from pathlib import Path

from rich.console import Console

from stet.config import FILE_NAME, House, load

# Into a pipe or a file, lines are as long as they need be.
out = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else 160)
err = Console(stderr=True, highlight=False, soft_wrap=True)


class Settings:
    """The file that --config names; read when a command needs it."""

    file = Path(FILE_NAME)

    @classmethod
    def house(cls) -> House:
        """The settings. Raises `Misused`."""
        return load(cls.file)
