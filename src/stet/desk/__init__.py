"""What staff may do, and what comes of it. Pure."""

from stet.desk.disclosure import check_wording, disclosure
from stet.desk.overlay import overlay
from stet.desk.resolve import address, is_headline_doubtful, resolve

__all__ = ["address", "check_wording", "disclosure", "is_headline_doubtful", "overlay", "resolve"]
