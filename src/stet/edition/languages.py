"""Languages of stories: how the page names them, and which way they run."""

import re
from functools import lru_cache

# BCP 47, as far as a page needs it: a language, then subtags. Anything else from a feed is no tag.
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*\Z")

# Languages written from right to left unless a script subtag says otherwise (CLDR, likely subtags).
_RTL = """ar arc arz azb bal bgn bqi brh ckb dcc dv fa glk haz he iw ji ks lrc luz mzn nqo ota pnb prs ps rhg sd sdh skr
    syr ug ur yi"""
_RTL_LANGUAGES = frozenset(_RTL.split())
_RTL_SCRIPTS = frozenset(
    ("adlm", "arab", "aran", "hebr", "mand", "mend", "nkoo", "rohg", "samr", "syrc", "thaa", "yezi")
)
UNDETERMINED = "und"


@lru_cache(maxsize=1024)
def tag(language: str) -> str:
    """The language as a well-formed BCP 47 tag; `und` when the feed gave none that is."""
    return language if _TAG.match(language) else UNDETERMINED


@lru_cache(maxsize=1024)
def direction(language: str) -> str:
    """`rtl` or `ltr`, from the script subtag where there is one, else from the language."""
    first, *rest = tag(language).lower().split("-")
    script = next((part for part in rest if len(part) == 4 and part.isalpha()), None)
    if script:
        return "rtl" if script in _RTL_SCRIPTS else "ltr"
    return "rtl" if first in _RTL_LANGUAGES else "ltr"
