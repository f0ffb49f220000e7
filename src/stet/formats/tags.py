"""Tags of HTML in characters: whether a text holds them, and whether it begins with one."""

import re

ELEMENTS = (
    "a|abbr|acronym|address|article|aside|audio|b|big|blockquote|body|br|button|caption|center|cite|code|col|colgroup|"
    "dd|del|details|dfn|div|dl|dt|em|embed|fieldset|figcaption|figure|font|footer|form|frame|h[1-6]|head|header|hr|"
    "html|i|iframe|img|input|ins|kbd|label|li|link|main|map|mark|menu|meta|nav|noscript|object|ol|option|p|param|"
    "picture|pre|q|s|samp|script|section|select|small|source|span|strike|strong|style|sub|summary|sup|svg|table|tbody|"
    "td|textarea|tfoot|th|thead|time|title|tr|tt|u|ul|var|video|wbr"
)
# A tag is known by its attributes: "a<b and b>c" is arithmetic, and a parser of HTML would swallow half of it.
_TAG = re.compile(
    rf"""<!--|</?(?:{ELEMENTS})(?:\s+[\w:.-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>]+))*\s*/?>""", re.IGNORECASE
)


def has_tags(text: str) -> bool:
    """Whether a text holds tags of HTML."""
    return "<" in text and _TAG.search(text) is not None


def begins_with_tag(text: str) -> bool:
    """Whether the first sign of a text that is no blank opens a tag of HTML."""
    bare = text.lstrip()
    return bare.startswith("<") and _TAG.match(bare) is not None
