"""The edition: copy in, pages out. Pure: bytes in, bytes out, the same for the same input."""

from stet.edition.beside import named_on, without
from stet.edition.edition import COLUMN_FILES, Edition
from stet.edition.faces import Faces
from stet.edition.pictures import RECIPE, cuts, share, verify
from stet.edition.verbatim import article_text, check, parting

__all__ = [
    "COLUMN_FILES",
    "RECIPE",
    "Edition",
    "Faces",
    "article_text",
    "check",
    "cuts",
    "named_on",
    "parting",
    "share",
    "verify",
    "without",
]
