"""What can go wrong, drawn as a tree.

    StetError
    ├── Refused       the bytes cannot be used: kept, listed by name, hurts nothing else
    ├── Unavailable   a feed, a disk or a database does not answer: tried again later
    ├── Withheld      this must not be published: the page is taken away, the desk is told
    └── Misused       a command or a setting is wrong: a person mends it (exit code 2)
        └── Forbidden it takes another role at the desk

Anything else that is raised is a bug in Stet and is not caught on the way.
Each message says what happened, to which item or setting, and what to do now.
"""


class StetError(Exception):
    """The root of all that Stet raises on purpose."""


class Refused(StetError):
    """The bytes cannot be read as what they claim to be. They are kept and can be read again."""


class Unavailable(StetError):
    """Something outside does not answer now. Trying again later is the right thing to do.

    `retry_after` is in seconds, where the other side named it.
    """

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Withheld(StetError):
    """A finished page failed its last check and must not be published."""


class Misused(StetError):
    """A command or a setting that cannot be carried out as written."""


class Forbidden(Misused):
    """An act that this person's role at the desk does not allow."""
