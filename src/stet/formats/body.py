"""The canonical body: the agency's words in one small, safe subset of HTML.

Paragraphs, subheads (h2, h3), lists and their numbering, quotes, tables with spans, preformatted text, emphasis,
sup/sub, ruby, links, line breaks, captions at their place, `lang`/`dir` per block and `dir` of words. Unknown markup
is unwrapped and its text stays; losing a tag costs nothing, losing a letter is a fault (mapping.md 3). A white space
stands between any two blocks and after each line break, so that the text of the result is the same with or without a
rule for block boundaries.

`Setter` is fed with start, text and end by the walkers in walk.py and writes as it goes.
"""

import re
from collections.abc import Callable, Sequence
from html import escape
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import nh3

from stet.formats.marks import BOX, HEADING, INLINE, MARGIN, OUT, Role, role_of
from stet.formats.text import names
from stet.formats.xml import XML_LANG
from stet.model.text import fold

_BLANKS = re.compile(r"[ \t\n\r\f]+")
_BLANK_LINES = re.compile("\n{3,}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_GATE = nh3.Cleaner(
    tags=set(names(
        "p h2 h3 ul ol li blockquote table caption thead tbody tfoot tr th td pre em strong sup sub q s a bdi bdo br "
        "ruby rt rp figure figcaption"
    )),
    clean_content_tags=set(),
    attributes={"*": {"lang", "dir"}, "a": {"href"}, "ol": {"start", "type", "reversed"}, "li": {"value"},
                "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}},
    url_schemes={"http", "https", "mailto"}, url_relative="deny", link_rel=None, strip_comments=True,
)  # fmt: skip
_UNSEEN_IN_ADDRESS = re.compile(r"[\t\n\r]+")
_NUMBER = re.compile("-?[0-9]{1,5}")
_ADDRESS = re.compile(r"https?://[^/\\?#\s]|mailto:", re.IGNORECASE)
_OVERRIDES = re.compile("[\u202d\u202e]")
_ISOLATE = Role(INLINE, "bdi")
"""HTML isolates the words of any element that has a direction of its own (HTML, 15.3.5)."""
_UNMARKED = ("", "")
_BARE = {tag: (f"<{tag}>", f"</{tag}>") for tag in names("em strong sup sub q s bdi ruby rt rp")}
_QUOTED = ("<q>", "</q>")
_MARK = frozenset("\"'“”‘’„‚«»‹›「『")
"""Signs of quotation: where the agency wrote its own, a `q` would make the browser show them twice."""
_TABLE_PARTS = frozenset({"table", "thead", "tbody", "tfoot"})
_CELLS = frozenset({"li", "td", "th"})

Attributes = Callable[[str], str | None]
"""Looks one attribute of an element up by name."""


class Body(NamedTuple):
    """A finished body."""

    html: str
    text: str
    """Paragraphs split by a blank line."""
    problems: tuple[str, ...] = ()
    queries: tuple[str, ...] = ()
    """What a person has to answer before this body is shown."""


NO_BODY = Body("", "")


def nothing(_name: str) -> None:
    """The attributes of an element that has none. A walker passes it where it can tell."""
    return


_UNWRAPPED: tuple[str, int, tuple[str, str] | None] = ("", 0, None)
_MARGIN: tuple[str, int, tuple[str, str] | None] = ("m", 0, None)
_MARKED_MARGIN: tuple[str, int, tuple[str, str] | None] = ("mm", 0, None)


class Setter:
    """Sets one body, block by block."""

    def __init__(self, base: str | None = None, cut: Sequence[re.Pattern[str]] = ()) -> None:
        self._base = base
        self._cut = cut
        self._out: list[str] = []
        self._plain: list[str] = []
        self._gap = ""  # what parts the next run from the words before it, in the plain text
        self._rows = self._columns = 0
        self._boxes: list[tuple[str, bool]] = []  # open containers, and whether they were only implied
        self._close: str | None = None  # what ends the open run of text; none when no run is open
        self._blank = True
        self._break_due = False  # inside a caption the edge of a block becomes a line break, once words follow
        self._want: tuple[str, str] | None = None  # a heading, caption or preformatted text waits for its first word
        self._in_margin = False  # a cell or list item had a block in it: bare words after it are a paragraph
        self._inlines: list[tuple[str, str]] = []
        self._opened = 0
        self._marks = [_UNMARKED]
        self._lead = ""  # blanks before the first word of preformatted text
        self._undo: list[tuple[str, int, tuple[str, str] | None]] = []
        self._heads: list[tuple[int, int]] = []
        self._starts: list[tuple[int, int]] = []  # where each paragraph begins, in markup and plain text, for cut rules
        self._seam = False  # inside a caption the next words are a paragraph of their own to cut rules
        self._broken = False  # line breaks were set that are not edges of blocks
        self._lost = 0
        self._unlinked = 0
        self._formula = False

    # What the walkers call.

    def start(self, name: str, get: Attributes) -> bool:
        """An element begins. False when it and all in it is left out; then `end` must not be called."""
        role = role_of(name)
        if role is None:
            if get is nothing or not get("dir"):
                self._undo.append(_UNWRAPPED)
                return True
            role = _ISOLATE
        kind, tag = role
        if kind is MARGIN:
            self._margin()
            if get is nothing:
                self._undo.append(_MARGIN)
                return True
            if tag and role.is_for_editors(get):
                return False
            self._marks.append(self._marked(get))
            self._undo.append(_MARKED_MARGIN)
        elif kind is INLINE:
            self._start_inline(tag, get)
        elif kind is BOX:
            self._start_box(tag, get)
        elif kind is HEADING:
            self._start_wanted(tag, get)
        elif kind is OUT:
            return False
        else:
            self._break()
        return True

    def text(self, words: str) -> None:
        """Characters, as they stand between tags."""
        want = self._want
        preformatted = want is not None and want[0] == "pre"
        if self._close is None and (not words or words.isspace()):
            self._lead = self._lead + words if preformatted else ""
            return
        if not preformatted and ("\n" in words or "  " in words or "\t" in words or "\r" in words or "\f" in words):
            words = _BLANKS.sub(" ", words)
        if self._close is None:
            words = self._lead.rpartition("\n")[2] + words if preformatted else words.lstrip(" ")
            self._open_run()
        elif self._blank and words[:1] == " " and not preformatted:
            words = words[1:]
        if not words:
            return
        if self._seam and not words.isspace():
            self._seam = False
            if self._cut:
                self._starts.append((len(self._out), len(self._plain)))
            if self._break_due:
                self._break_due = False
                self._line_break()
                words = words.lstrip(" ")
        if len(self._inlines) > self._opened:
            if self._inlines[-1] == _QUOTED and not _MARK.isdisjoint((words.lstrip()[:1], self.last_sign())):
                self._inlines[-1] = ("", "")
            self._out.extend(tag for tag, _ in self._inlines[self._opened :])
            self._opened = len(self._inlines)
        self._out.append(escape(words, quote=False) if "&" in words or "<" in words or ">" in words else words)
        self._plain.append(words)
        self._blank = words[-1] == " "

    def end(self) -> None:
        """The element begun last ends."""
        undo = self._undo.pop()
        if undo is _MARGIN:
            self._margin()
            return
        what, depth, want = undo
        if what == "i":
            self._end_inline()
        elif what == "mm":
            self._margin()
            self._marks.pop()
        elif what == "b":
            self._end_run()
            self._pop_to(depth)
            self._marks.pop()
            self._want = want
        elif what == "w":
            self._end_run()
            self._marks.pop()
            self._want = want
            self._in_margin = True

    def last_sign(self) -> str:
        """The last character set in the open paragraph, if any."""
        return next((words[-1] for words in reversed(self._plain) if words), "") if self._close is not None else ""

    def left_out(self, words: str) -> None:
        """Text of an element that is left out though a reader might have seen it."""
        self._lost += len(words.split())

    def finish(self) -> Body:
        """The body, through the last gate."""
        self._end_run()
        self._pop_to(0)
        gone = self._take_off() if self._cut and self._starts else 0
        self._heads = [(place, rank) for place, rank in self._heads if self._out[place]]
        top = min((rank for _, rank in self._heads), default=2)
        for index, (place, rank) in enumerate(self._heads):
            tag = "h2" if rank == top or index == 0 else "h3"
            self._out[place] = self._out[place].replace("h?", tag)
            self._out[rank_end(self._out, place)] = f"</{tag}>\n"
        problems = []
        if gone:
            problems.append(f"{_count(gone, 'paragraph')} at the edges of the body cut by rule")
        if self._lost:
            problems.append(f"{_count(self._lost, 'word')} inside frames, forms or controls left out of the body")
        if self._unlinked:
            problems.append(f"{_count(self._unlinked, 'link')} without a usable address kept as plain text")
        plain = "".join(self._plain).strip()
        if self._broken:
            plain = _BLANK_LINES.sub("\n\n", plain)
        if not plain.isascii() and _OVERRIDES.search(plain):
            problems.append("the body holds marks that turn the direction of writing round; they are kept")
        queries = ("The body holds a formula; set as plain characters it may say something else.",)
        html = _GATE.clean("".join(self._out)).strip()
        return Body(html, plain, tuple(problems), queries if self._formula else ())

    def block(self, name: str, text: str) -> None:
        """A whole paragraph (`p`), subhead (`h2`) or preformatted text (`pre`); its line breaks stay."""
        self.start(name, nothing)
        if name == "pre":
            self.text(text)
        else:
            for index, row in enumerate(text.split("\n")):
                if index:
                    self.start("br", nothing)
                    self.end()
                self.text(row)
        self.end()

    # Cut rules.

    def _take_off(self) -> int:
        """Takes the paragraphs off that a rule matches whole, at the top and at the foot; says how many."""
        ends = [*self._starts[1:], (len(self._out), len(self._plain))]
        cut = [
            any(rule.fullmatch(words) for rule in self._cut)
            for (_, start), (_, end) in zip(self._starts, ends, strict=True)
            for words in [fold("".join(self._plain[start:end]))]
        ]
        if all(cut):
            return 0
        first, last = cut.index(False), len(cut) - 1 - cut[::-1].index(False)
        for index in (*range(first), *range(last + 1, len(cut))):
            (start, plain_start), (end, plain_end) = self._starts[index], ends[index]
            self._out[start:end] = ["" if _is_words(piece) else piece for piece in self._out[start:end]]
            self._plain[plain_start:plain_end] = [""] * (plain_end - plain_start)
        full = [place for place, piece in enumerate(self._out) if _is_words(piece) and not piece.isspace()]
        _empty_out(self._out, range(full[0]))
        _empty_out(self._out, range(full[-1] + 1, len(self._out)))
        return first + len(cut) - 1 - last

    # Inline markup.

    def _start_inline(self, tag: str, get: Attributes) -> None:
        if get is nothing and tag in _BARE:
            tags = _BARE[tag]
        elif tag == "a":
            tags = self._link(get("href"))
        elif tag == "math":
            self._formula = True
            tags = "", ""
        else:
            direction = _direction(get)
            marks = _in_markup(("", direction)) if direction else ""
            tags = (f"<{tag}{marks}>", f"</{tag}>") if tag and (tag != "bdo" or marks) else ("", "")
        self._inlines.append(tags)
        self._undo.append(("i", 0, None))

    def _end_inline(self) -> None:
        _, closing = self._inlines.pop()
        if self._opened > len(self._inlines):
            self._opened -= 1
            self._out.append(closing)

    def _link(self, href: str | None) -> tuple[str, str]:
        if not href or any(tag.startswith("<a ") for tag, _ in self._inlines):
            return "", ""
        address = safe_address(href, self._base)
        if address is None:
            self._unlinked += not href.startswith("#")
            return "", ""
        return f'<a href="{escape(address)}">', "</a>"

    # Blocks.

    def _marked(self, get: Attributes) -> tuple[str, str]:
        """Language and direction of a block: its own, else those of what it is in."""
        if get is nothing:
            return self._marks[-1]
        language, direction = get("lang") or get(XML_LANG), _direction(get)
        if not language and not direction:
            return self._marks[-1]
        around = self._marks[-1]
        language = language if language and _LANGUAGE.fullmatch(language) else around[0]
        return language, direction or around[1]

    def _margin(self) -> None:
        """The edge of a paragraph-like block. Inside a caption it is a line break, not a new block."""
        if self._want is not None and self._want[0] == "figure":
            self._seam = self._close is not None
            self._break_due = self._seam and not self._blank
            return
        if self._close is not None:
            self._end_run()
        self._in_margin = True

    def _start_wanted(self, tag: str, get: Attributes) -> None:
        self._end_run()
        self._undo.append(("w", 0, self._want))
        self._marks.append(self._marked(get))
        self._lead = ""
        if tag == "caption" and not (self._boxes and self._boxes[-1][0] == "table"):
            self._in_margin = True
            return
        self._want = (tag, "")

    def _start_box(self, tag: str, get: Attributes) -> None:
        self._end_run()
        self._drop_implied(tag)
        self._undo.append(("b" if self._fits(tag) else "w", len(self._boxes), self._want))
        if self._undo[-1][0] == "w":  # a row or cell without a table, an item without a list: just a block
            self._marks.append(self._marked(get))
            self._in_margin = True
            return
        if tag in ("td", "th") and self._boxes[-1][0] != "tr":
            self._push("tr", "", implied=True)
            self._undo[-1] = ("b", len(self._boxes), self._want)
        self._want = None
        more = _MORE.get(tag)
        self._push(tag, _in_markup(self._marked(get)) + (more(get) if more else ""))
        self._marks.append(_UNMARKED)

    def _fits(self, tag: str) -> bool:
        parent = self._boxes[-1][0] if self._boxes else ""
        if tag == "li":
            return parent in ("ul", "ol")
        if tag in ("td", "th"):
            return parent == "tr" or parent in _TABLE_PARTS
        if tag == "tr":
            return parent in _TABLE_PARTS
        return parent == "table" if tag in ("thead", "tbody", "tfoot") else self._imply_cell()

    def _imply_cell(self) -> bool:
        """Words or blocks straight inside a table or list get the cell or item they lack."""
        parent = self._boxes[-1][0] if self._boxes else ""
        if parent in _TABLE_PARTS:
            self._push("tr", "", implied=True)
            self._push("td", "", implied=True)
        elif parent == "tr":
            self._push("td", "", implied=True)
        elif parent in ("ul", "ol"):
            self._push("li", "", implied=True)
        return True

    def _drop_implied(self, tag: str) -> None:
        """What was only implied ends where the real thing begins."""
        parts = {"li": ("li",), "td": ("td",), "th": ("td",)}.get(tag, ("td", "tr"))
        if tag in ("ul", "ol", "blockquote", "table"):
            return
        while self._boxes and self._boxes[-1][1] and self._boxes[-1][0] in parts:
            self._out.append(f"</{self._boxes.pop()[0]}>\n")

    def _push(self, tag: str, attributes: str, *, implied: bool = False) -> None:
        self._out.append(f"<{tag}{attributes}>" if tag in _CELLS else f"<{tag}{attributes}>\n")
        self._boxes.append((tag, implied))
        self._in_margin = False
        if tag == "table":
            self._rows = 0
        elif tag == "tr":
            self._gap = "\n" if self._rows else "\n\n"
            self._rows, self._columns = self._rows + 1, 0
        elif tag in ("td", "th"):
            self._gap = "\t" if self._columns else self._gap
            self._columns += 1

    def _pop_to(self, depth: int) -> None:
        while len(self._boxes) > depth:
            self._out.append(f"</{self._boxes.pop()[0]}>\n")
            self._gap = ""
            self._in_margin = True

    # Runs of text.

    def _open_run(self) -> None:
        around = self._marks[-1]
        marks = "" if around is _UNMARKED else _in_markup(around)
        want = self._want
        if want is None:
            opening, self._close = f"<p{marks}>", "</p>\n"
            if self._boxes:
                self._imply_cell()
                if self._boxes[-1][0] in _CELLS and not self._in_margin and not marks:
                    opening, self._close = "", "\n"
        elif want[0] == "caption":
            opening, self._close = f"<caption{marks}>", "</caption>\n"
        elif self._imply_cell() and want[0] == "figure":
            opening, self._close = f"<figure{marks}><figcaption>", "</figcaption></figure>\n"
        elif want[0] == "pre":
            opening, self._close = f"<pre{marks}>", "</pre>\n"
            self._broken = True
        else:
            self._heads.append((len(self._out), int(want[0][1:])))
            opening, self._close = f"<h?{marks}>", "</h?>\n"
        if self._cut:
            self._starts.append((len(self._out), len(self._plain)))
        self._out.append(opening)
        if self._plain:
            self._plain.append(self._gap or "\n\n")
        self._gap = "\n" if self._boxes and self._boxes[-1][0] in ("td", "th") else ""
        self._blank = True

    def _end_run(self) -> None:
        if self._close is None:
            return
        if self._close == "</pre>\n":
            self._out[-1] = self._out[-1].rstrip("\n")
        elif self._blank:
            self._plain[-1] = self._plain[-1].rstrip(" ")
        if self._opened:
            self._out.extend(closing for _, closing in reversed(self._inlines[: self._opened]))
            self._opened = 0
        self._break_due = self._seam = False
        self._out.append(self._close)
        self._close = None

    def _break(self) -> None:
        self._undo.append(_UNWRAPPED)
        if self._close is not None:
            self._line_break()

    def _line_break(self) -> None:
        self._broken = True
        if self._want is not None and self._want[0] == "pre":
            self._out.append("\n")
        else:
            self._out.append("<br>\n")
            self._plain[-1] = self._plain[-1].rstrip(" ")
            self._blank = True
        self._plain.append("\n")


def _is_words(piece: str) -> bool:
    """Whether a piece of the markup is words or a line break, not a tag around words."""
    return bool(piece) and (piece[0] != "<" or piece == "<br>\n")


def _empty_out(out: list[str], places: range) -> None:
    """Takes off elements that have lost all their words. Cells go with their row only: a table keeps its columns."""
    opened: list[int] = []
    for place in places:
        piece = out[place]
        if not piece.startswith("</"):
            if piece.startswith("<"):
                opened.append(place)
            continue
        if not opened:
            continue
        start = opened.pop()
        if piece not in ("</td>\n", "</th>\n"):
            out[start : place + 1] = [""] * (place + 1 - start)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def rank_end(out: list[str], start: int) -> int:
    """Where the heading opened at `start` is closed."""
    return next(place for place in range(start + 1, len(out)) if out[place] == "</h?>\n")


def safe_address(href: str, base: str | None = None) -> str | None:
    """An absolute http or https address with a host, or one of mailto; none for all else."""
    try:
        href = _UNSEEN_IN_ADDRESS.sub("", href.strip())  # as every browser does (WHATWG URL, 4.4)
        address = urljoin(base, href) if base else href
        urlsplit(address)
    except ValueError:
        return None
    return address if _ADDRESS.match(address) else None


def _direction(get: Attributes) -> str:
    """A direction of writing that is one of HTML's; else nothing."""
    direction = get("dir")
    return direction.lower() if direction and direction.lower() in ("ltr", "rtl", "auto") else ""


def _in_markup(marks: tuple[str, str]) -> str:
    """Language and direction as attributes."""
    if marks is _UNMARKED:
        return ""
    language, direction = marks
    return (f' lang="{language}"' if language else "") + (f' dir="{direction}"' if direction else "")


def _number(text: str | None, least: int, most: int) -> int | None:
    """A whole number of an attribute, within bounds."""
    return int(text) if text and _NUMBER.fullmatch(text) and least <= int(text) <= most else None


def _cell(get: Attributes) -> str:
    """The spans of a cell, within the bounds of HTML."""
    found = ""
    for name, most in (("colspan", 1000), ("rowspan", 65534)):
        value = _number(get(name), 2, most)
        found += f' {name}="{value}"' if value is not None else ""
    return found


def _head_cell(get: Attributes) -> str:
    scope = get("scope")
    return _cell(get) + (f' scope="{scope}"' if scope in ("col", "row", "colgroup", "rowgroup") else "")


def _numbered_list(get: Attributes) -> str:
    """How a list is numbered: signs that readers see. NITF calls the first number `seqnum`."""
    first, sort = _number(get("start") or get("seqnum"), -99999, 99999), get("type")
    found = f' start="{first}"' if first is not None else ""
    found += f' type="{sort}"' if sort in ("a", "A", "i", "I") else ""
    return found + (' reversed=""' if get("reversed") is not None else "")


def _item(get: Attributes) -> str:
    value = _number(get("value"), -99999, 99999)
    return f' value="{value}"' if value is not None else ""


_MORE = {"td": _cell, "th": _head_cell, "ol": _numbered_list, "li": _item}
"""What a container keeps beside its language and direction."""
