"""The edition: copy in, pages out. Pure: bytes in, bytes out, the same for the same input."""

from stet.edition.beside import named_on, without
from stet.edition.edition import Edition
from stet.edition.pictures import cuts
from stet.edition.verbatim import article_text, check, parting

__all__ = ["Edition", "article_text", "check", "cuts", "named_on", "parting", "without"]
