"""Why a story stands where it does, for people (`stet show STORY --why`)."""

from datetime import UTC, datetime

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from stet.why import Why

_HOUR = 3600


def told(found: Why) -> RenderableType:
    """It for people."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    parts = found.parts
    table.add_row("news value", f"{_instant(parts['freshness'])}: the time of the version shown")
    table.add_row("", f"{_hours(parts['urgency'])} for urgency {found.card.urgency}")
    table.add_row("", f"{_hours(parts['picture'])} for its picture" if parts["picture"] else "nothing for a picture")
    table.add_row("", f"{_hours(parts['correction'])} for a correction" if parts["correction"] else "no correction")
    table.add_row("", f"so it stands as one of {_instant(sum(parts.values()))} would")
    table.add_row("front", Text(_front(found)))
    place = f"{found.in_section} among the newest" if found.in_section else "no longer on its first page"
    table.add_row("section", Text(f"{found.card.section}: {place}"))
    return table


def _front(found: Why) -> str:
    if found.twin:
        return f"not there: story {found.twin} tells the same and weighs more"
    by_value = f"{found.rank} of {found.looked_at} by news value" if found.rank else ""
    if found.slot:
        return f"{by_value}: {found.slot}"
    return f"{by_value}: not there, its section's shelf is full" if by_value else "not there: too many weigh more"


def _hours(seconds: float) -> str:
    return f"{seconds / _HOUR:+.0f} h"


def _instant(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S} UTC"
