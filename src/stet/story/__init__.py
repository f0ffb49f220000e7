"""Dispatches and changes in, one story out. Pure; `now` is an argument."""

from stet.story.fold import fold

__all__ = ["fold"]
