"""The edition: copy in, pages out. Pure: bytes in, bytes out, the same for the same input."""

from stet.edition.edition import COLUMN_FILES, Edition
from stet.edition.pictures import cuts
from stet.edition.verbatim import article_text, check, parting

__all__ = ["COLUMN_FILES", "Edition", "article_text", "check", "cuts", "parting"]
