"""Which stories a stop order hits, and how surely (life.md 5; edge cases 50 and 119).

An order of a structured format names an id. One of a text wire names a serial or a slug, of which the readers make the
id that a story under it has that day: `agency/wire/v9991/2026-11-27`. Serials wrap and days end at midnight, so the
same name of the days before may be meant too.
"""

import re
from datetime import date, timedelta

from stet.model.dispatch import BY_SLUG, Dispatch

DAYS = 7
"""How far back an order reaches: within a day a serial is sure, after that a person has to say."""

_DAILY = re.compile(r"(?P<name>.*/)(?P<day>\d{4}-\d\d-\d\d)", re.DOTALL)
_SERIAL = re.compile(r".*/[a-z]{0,5}-?\d{2,5}/", re.DOTALL)


def aims(order: Dispatch) -> tuple[tuple[str, bool], ...]:
    """The story keys that a stop may be meant for, and whether that is sure; its own first.

    An order of a structured format that names no more than a slug is never sure.
    """
    by_slug = order.guid.startswith(BY_SLUG)
    own = (order.story_key, not by_slug)
    daily = _DAILY.fullmatch(order.story_key)
    if daily is None:
        return (own,)
    try:
        day = date.fromisoformat(daily["day"])
    except ValueError:
        return (own,)
    is_serial = not by_slug and _SERIAL.fullmatch(daily["name"]) is not None
    before = range(1, min(DAYS, day.toordinal() - 1) + 1)
    return (own, *((f"{daily['name']}{day - timedelta(days=back)}", is_serial and back == 1) for back in before))
