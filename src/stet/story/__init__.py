"""Dispatches and changes in, one story out. Pure; `now` is an argument."""

from stet.story.fold import fold
from stet.story.thread import thread
from stet.story.ties import ties

__all__ = ["fold", "thread", "ties"]
