"""Story -> notes beside the text, never in it: reading time, standfirst, topics; and what to name on its page. Pure."""

from stet.enrichment.notes import notes
from stet.enrichment.related import AROUND, WITHIN, related, translations

__all__ = ["AROUND", "WITHIN", "notes", "related", "translations"]
