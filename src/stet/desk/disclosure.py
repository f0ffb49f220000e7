"""The sentence a page carries about what the house reworked (promise 5)."""

from msgspec.structs import asdict

from stet.errors import Misused
from stet.model.page import Site, Wording

_SITE = "{site}"


def disclosure(*, house_headline: bool, house_picture: bool, site: Site) -> str:
    """The sentence for what the page really shows, with the site's name in it."""
    wording = site.wording
    if house_headline:
        sentence = wording.both if house_picture else wording.headline
    else:
        sentence = wording.picture if house_picture else wording.nothing
    # "by the The Morning Ledger staff" is no English: the article is said once.
    sentence = sentence.replace(f"the {_SITE}", f"the {site.name.removeprefix('The ')}")
    return sentence.replace(_SITE, site.name)


def check_wording(wording: Wording) -> None:
    """See that a site's own wording can be set.

    Raises `Misused`, naming the sentence and what is wrong with it, when a sentence is empty, or has a placeholder
    other than `{site}` or a brace that belongs to none.
    """
    for name, sentence in asdict(wording).items():
        if not sentence.strip():
            raise Misused(f"The disclosure's wording `{name}` is empty: write a sentence, or leave the setting out.")
        rest = sentence.replace(_SITE, "")
        start = rest.find("{")
        end = rest.find("}", start + 1)
        if start >= 0 and end >= 0:
            raise Misused(
                f"The disclosure's wording `{name}` has the placeholder {rest[start : end + 1]}, which is not known: "
                f"only {_SITE} is, for the site's name."
            )
        if start >= 0 or end >= 0:
            raise Misused(
                f"The disclosure's wording `{name}` has a brace that belongs to no placeholder: take it out, "
                f"or write {_SITE}."
            )
