"""What may enter a page unescaped, and what an address looks like in one."""

from urllib.parse import quote


class CanonicalBody(str):
    """A body that passed the allow-list of the formats. The only text the templates do not escape."""

    __slots__ = ()

    def __html__(self) -> str:
        """The body as it is: templates take this method as the sign that text is markup already."""
        return str(self)


def address(path: str) -> str:
    """The address of a path on this site, percent-encoded, with a slash at the start."""
    return f"/{quote(path)}"
