"""The text the agency sent as the body, taken by a reader that shares nothing with the one that builds the body.

It knows two things only: which elements part words, and which are not text. It builds no markup, mends no nesting
and follows no rule of the canonical body, so a letter lost, added or changed over there shows as a difference
(the house, decision 1). It shares the XML, JSON and HTML parsers and nothing else.
"""

from lxml import etree
from selectolax.lexbor import LexborHTMLParser, LexborNode

from stet.formats.text import names

PARTING = names(
    "p div section article header footer aside main nav address center dl dt dd form fieldset legend details summary "
    "hr html body h1 h2 h3 h4 h5 h6 ul ol li blockquote table caption thead tbody tfoot tr th td pre listing br figure "
    "figcaption menu text "
    # NITF 3.6
    "block body.content hl1 hl2 hedline bq fn note nitf-table byline byttl dateline "
    "distributor abstract tagline bibliography copyrite postaddr virtloc delivery.point credit"
)
"""Elements that stand apart from what is before and after them. All others are part of a word's surroundings."""

SILENT = names(
    "head style script template title iframe object embed applet noembed noframes select textarea button datalist svg "
    "math canvas audio video map input meta link base "
    "media nitf-table-metadata body.head body.end ed-msg"
)
"""Elements whose characters are not body text: machinery, controls, what NITF says is not for print, and its `media`,
whose caption and credit belong to the picture and stand with it."""


def sent_in_tree(element: etree._Element) -> str:
    """All body text below an XML element, word breaks where blocks part."""
    words: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, node in walk:
        name = str(node.tag).rpartition("}")[2].lower()
        silent = name in SILENT or (name == "note" and node.get("type") == "npa")
        if event == "start":
            if name in PARTING:
                words.append("\n")
            if silent:
                walk.skip_subtree()
            elif node.text:
                words.append(node.text)
            elif name == "frac-sep":
                words.append("/")
        else:
            if name in PARTING:
                words.append("\n")
            if node is not element and node.tail:
                words.append(node.tail)
    return "".join(words)


def sent_in_html(tree: LexborHTMLParser) -> str:
    """All body text of parsed HTML, word breaks where blocks part."""
    words: list[str] = []
    # A hand-made stack: hostile HTML may be nested deeper than Python likes to recurse.
    waiting: list[LexborNode | str] = [tree.body] if tree.body is not None else []
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            words.append(node)
        elif node.is_text_node:
            words.append(node.text_content or "")
        elif node.is_element_node and node.tag not in SILENT:
            parted = node.tag in PARTING
            waiting += ["\n"] * parted
            waiting += reversed(list(node.iter(include_text=True)))
            waiting += ["\n"] * parted
    return "".join(words)
