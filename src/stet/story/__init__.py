"""Dispatches and changes in, one story out. Pure; `now` is an argument."""
