"""What the terms of a picture come to, in plain words."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from stet.model.dispatch import Picture
from stet.model.story import Clause

_PLAIN: Mapping[Clause, Callable[[], str]] = {
    Clause.NO_ARCHIVE: lambda: _("It may not stay in an archive, and this site's pages stay."),
    Clause.CREDIT: lambda: _("It must carry the credit that the agency asks for."),
    Clause.WEB: lambda: _("It is not for the web."),
    Clause.TERRITORY: lambda: _("It may be used in some countries only."),
    Clause.POOL: lambda: _("It is a pool picture: only members of the pool may use it."),
    Clause.HANDOUT: lambda: _("It was handed out by somebody, for news about this only."),
    Clause.DAYS: lambda: _("It may be used for some days only, and comes off by itself then."),
    Clause.SEQUENCE: lambda: _("It may not be shown in a row with others of the same match."),
    Clause.PASSING_ON: lambda: _("It may not be passed on."),
    Clause.UNKNOWN: lambda: _("Its terms restrict something that no program can read: ask the agency."),
}


def plain(picture: Picture, asked: tuple[Clause, ...], *, is_barred: bool) -> Iterator[str]:
    """A sentence for each thing that its terms ask; one that says so where they ask nothing."""
    yield from (_PLAIN[clause]() for clause in asked)
    if picture.rights_end is not None:
        yield _until(picture.rights_end)
    if asked and not is_barred:
        yield _("It may be used here: the contract with the agency, or how it is shown, settles that.")
    if not asked and picture.rights_end is None:
        yield _("No restriction is known: it may be used with news.")


def _until(end: datetime) -> str:
    return _("It may be used until {end} and comes off by itself then.").format(end=f"{end:%Y-%m-%d %H:%M} UTC")
