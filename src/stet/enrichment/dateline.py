"""Where the place a story was filed from ends and its text begins."""

import re

# "MOSCOW, April 3 (Tass) -- ", "KYIV, Ukraine (AP) — ", "Berlin (dpa) - ", "ATLANTA — ".
_DATELINE = re.compile(
    r"\s*(?:[^\n()]{2,60}\([^()\n]{2,40}\)|[A-Z][A-Z .,'’/-]{2,40}(?:,[^\n—–:-]{0,25})?)\s*(?:--|[-–—_:])\s+"
)
_LONGEST = 120


def after_dateline(body: str) -> int:
    """How many characters the dateline takes at the head of a body; 0 where it has none."""
    match = _DATELINE.match(body, 0, min(len(body), _LONGEST))
    return match.end() if match else 0
