"""What staff may do, and what comes of it. Pure."""

from stet.desk.brief import brief, brief_of_no_story
from stet.desk.disclosure import check_wording, disclosure
from stet.desk.doubts import doubts
from stet.desk.resolve import address, resolve

__all__ = ["address", "brief", "brief_of_no_story", "check_wording", "disclosure", "doubts", "resolve"]
