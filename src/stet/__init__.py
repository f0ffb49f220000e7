"""Stet: a wire desk that publishes agency copy and lets the words stand."""

__version__ = "0.1.0"
