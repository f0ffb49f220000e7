"""Story -> notes beside the text, never in it: reading time, standfirst, topics. Pure."""

from stet.enrichment.notes import notes

__all__ = ["notes"]
