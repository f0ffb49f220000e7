"""Dispatches and changes in, one story out. Pure; `now` is an argument."""

from stet.story.fold import fold
from stet.story.lent import Lender, lent
from stet.story.remote import wanted
from stet.story.sealed import sealed
from stet.story.standing import WITHHELD
from stet.story.surge import burst, is_late, is_old
from stet.story.thread import thread
from stet.story.ties import ties
from stet.story.usage import clauses

__all__ = [
    "WITHHELD", "Lender", "burst", "clauses", "fold", "is_late", "is_old", "lent", "sealed", "thread", "ties", "wanted",
]  # fmt: skip
