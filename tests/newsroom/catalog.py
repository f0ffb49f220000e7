"""The desk's sentences, as they stand in code and templates, and the catalogue of their translations.

`make words` brings the catalogue to what the code says: what is new stands in it without a translation, what is gone is
gone, and the compiled file is made anew. The tests hold all three to one another.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import count, permutations
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import stet.newsroom
from stet.model.dispatch import Status
from stet.model.person import Role
from stet.model.story import Clause, State
from stet.newsroom.said import CONTEXT

NEWSROOM = Path(stet.newsroom.__file__).parent
SOURCE = NEWSROOM.parent
PO = NEWSROOM / "locale/hi/LC_MESSAGES/django.po"

Id = str | tuple[str, str]
Key = tuple[str, Id]
"""Context, and the sentence: with its plural, where it has one."""

# -- what the desk says by gettext

CALLS = {"_": None, "gettext": None, "gettext_lazy": None, "now_in_words": None, "ngettext": (1, 2)}
OF_ALLAUTH = (
    "You must type the same password each time.",
    "You cannot deactivate two-factor authentication.",
    "You cannot generate recovery codes without having two-factor authentication enabled.",
)
"""What its forms may say here; it ships no Hindi."""


def furniture() -> Iterator[Key]:
    from django.utils.translation import templatize

    for file in sorted(NEWSROOM.rglob("*")):
        if file.suffix == ".html":
            source = templatize(file.read_text("utf-8"))
        elif file.suffix == ".py" and "migrations" not in file.parts:
            source = file.read_text("utf-8")
        else:
            continue
        for _line, said, _comments, _context in extract("python", BytesIO(source.encode()), keywords=CALLS):
            yield "", said if isinstance(said, str) else tuple(said)
    yield from (("", said) for said in OF_ALLAUTH)


# -- what the rest of the house says, which the desk knows again by its fixed words (newsroom/said.py)

WHOLE = (
    "desk/edit.py", "desk/seen.py", "desk/words.py", "desk/roles.py", "desk/switches.py", "desk/doubts.py",
    "desk/moved.py", "desk/stale.py", "desk/brief.py", "desk/difference.py", "story/standing.py", "story/dated.py",
    "story/doubts.py", "story/spots.py", "story/paused.py", "story/surge.py", "story/takes.py", "story/usage.py",
    "story/tripwires.py", "story/lent.py", "newsroom/accounts.py", "newsroom/sign_in/heard.py",
)  # fmt: skip
"""Files all of whose sentences may come to the desk."""
RAISED = ("app.py", "journal/inquiry.py", "journal/refused.py", "edition/pictures.py")
"""Files of which only the refusals do."""
WORDS = {
    *State, *Status, *Clause, *(role.called for role in Role),
    *(f"{one.called} to {other.called}" for one, other in permutations(Role, 2)),
    "headline", "picture", "slug", "dateline", "byline", "summary", "body", "captions", "password", "passkey", "code",
    "demonstration", "killed", "paused", "corrected", "updated", "none", "before", "after", "command line",
    "page", "provenance", "older addresses", "front", "section", "topic", "agency", "archive", "feed", "sitemap",
    "list", "other page", "stays: another story shows this picture", "terms of use", "copyright notice",
    "control characters", "references to control characters", "a reply", "a forwarded one", "signature", "legal notice",
    "use a JPEG, PNG, WebP, AVIF, GIF or TIFF file", "Live.", "As it would be set.",
    "Nothing has arrived for this story.", "A picture, killed at the desk: no page shows it.", "Part of story {0}.",
    "The subject “{0}”", "“{0}” ({1})",
    "It came while {0} had all of feed {1} wait ({2}): release the story to publish it.",
    "Stet failed on this story, which is a fault of Stet: {0}.",
}  # fmt: skip
"""Words and sentences that stand elsewhere among much that is never said."""
NOT_SAID = {
    "{0}: {1}", "{0} {1}", "{0} to {1}", "the time of a change needs a zone", "the time of a switch needs a zone",
    "no headline", "Another Stet is running on this journal. Stop it first, or use the one that runs.",
    "Another Stet is running on this journal. Stop it before a replay.",
    "Nobody doubts the clock: there is nothing to confirm.",
    "{0} means more than one story. Give the id of the one you mean:{1}",
    "asked by the reader of every format (formats/in_words.py, formats/textwire.py)",
    "a rule of the standing (story/standing.py)",
}  # fmt: skip
"""For developers, for commands alone, or without a fixed word to be known by."""
_CODE = re.compile(r"\\|\(\?|%Y|\A[^a-z]*\Z|\A(?:jan|feb|mar|apr|may mai|jun|jul|aug|sep|oct|nov|dec) ")


def of_the_house() -> Iterator[Key]:
    found = set(WORDS)
    for name in WHOLE:
        found |= _sentences(ast.parse((SOURCE / name).read_text("utf-8")))
    for name in RAISED:
        for node in ast.walk(ast.parse((SOURCE / name).read_text("utf-8"))):
            if isinstance(node, ast.Raise):
                found |= _sentences(node)
    for file in sorted((SOURCE / "formats").rglob("*.py")):
        read = _sentences(ast.parse(file.read_text("utf-8")))
        found |= {_numbered(said) for said in read if said.endswith(".") and not re.match("[a-z,]", said)}
    return ((CONTEXT, said) for said in sorted(map(str, found - NOT_SAID)))


def _numbered(said: str) -> str:
    """What a reader of files asks about an item is a whole sentence; what it mends begins small."""
    number = count()
    return re.sub("{}", lambda _: f"{{{next(number)}}}", said)


def _sentences(tree: ast.AST) -> set[str]:
    """Every constant with a blank in it, and every sentence with values, which become gaps with a number."""
    nodes = list(ast.walk(tree))
    parts = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in ast.walk(node) if part != node}
    alone = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    found = set()
    for node in nodes:
        if id(node) in parts | alone:
            continue
        if isinstance(node, ast.JoinedStr):
            found.add(_with_gaps(node))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value)
    inner = (value for node in nodes if isinstance(node, ast.FormattedValue) for value in [node.value])
    for value in inner:
        found |= _sentences(value) if not isinstance(value, ast.Name | ast.Attribute) else set()
    return {said.strip() for said in found if " " in said.strip() and not _CODE.search(said)}


def _with_gaps(said: ast.JoinedStr) -> str:
    number, parts = 0, []
    for part in said.values:
        if isinstance(part, ast.Constant):
            parts.append(str(part.value))
        else:
            parts.append(f"{{{number}}}")
            number += 1
    return "".join(parts)


# -- the catalogue


def keys() -> list[Key]:
    """All that the catalogue is to have, in the order of the files."""
    return list(dict.fromkeys([*furniture(), *of_the_house()]))


def read() -> Catalog:
    return read_po(BytesIO(PO.read_bytes()))


def keys_of(catalog: Catalog) -> set[Key]:
    return {(one.context or "", one.id if isinstance(one.id, str) else tuple(one.id)) for one in catalog if one.id}


def compiled(catalog: Catalog) -> bytes:
    out = BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def brought_up_to(said: Iterable[Key], old: Catalog) -> Catalog:
    """The catalogue with exactly these sentences; those that it had keep their translations."""
    new = Catalog(locale=old.locale, fuzzy=False)
    for context, id_ in said:
        known = old.get(id_ if isinstance(id_, str) else id_[0], context or None)
        new.add(id_, known.string if known else None, context=context or None)
    return new


def write() -> None:
    """Bring the files to what the code says. What stands above the first sentence stays as it is."""
    head, _, _ = PO.read_text("utf-8").partition("\n\n")
    new, out = brought_up_to(keys(), read()), BytesIO()
    write_po(out, new, width=118, omit_header=True)
    PO.write_text(f"{head}\n\n{out.getvalue().decode()}", "utf-8")
    PO.with_suffix(".mo").write_bytes(compiled(read()))


if __name__ == "__main__":
    import stet.journal.connect

    write()
