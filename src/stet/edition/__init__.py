"""The edition: copy in, pages out. Pure: bytes in, bytes out, the same for the same input."""

from stet.edition.edition import Edition
from stet.edition.pictures import RECIPE, cuts, share, verify
from stet.edition.verbatim import article_text, check, parting

__all__ = ["RECIPE", "Edition", "article_text", "check", "cuts", "parting", "share", "verify"]
