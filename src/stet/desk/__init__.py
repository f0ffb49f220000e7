"""What staff may do, and what comes of it. Pure."""

from stet.desk.disclosure import check_wording, disclosure
from stet.desk.doubts import doubts
from stet.desk.resolve import address, resolve

__all__ = ["address", "check_wording", "disclosure", "doubts", "resolve"]
