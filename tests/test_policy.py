"""The pages for an editor and a lawyer say only what a test holds.

In `docs/policy/*.md` every sentence of a paragraph, of a list item and of a row of a table has a link to a test before
its full stop, by file and name:

    A kill leaves no word of the story ([test](../../tests/road/test_promises.py "test_a_kill_takes_the_page_down")).

Headings and indented examples say nothing by themselves and need none. Links to other pages may stand anywhere, and do
not count.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "docs" / "policy").glob("*.md"))
LINK = re.compile(r"\[[^\]]+\]\((?P<target>[^)\s]+)(?: \"(?P<name>[^\"]*)\")?\)")
END = re.compile(r"(?<=[.!?])(?=\s|$)")
ORDINARY = re.compile(r"\b(?:e\.g\.|i\.e\.|No\.|Mr\.|Mrs\.|Dr\.|vs\.)")


def blocks(page: str) -> Iterator[str]:
    """What a page says: paragraphs, list items and rows of tables, each as one line."""
    block: list[str] = []
    for line in [*page.splitlines(), ""]:
        row = line.strip()
        starts = not row or row[0] in "#|" or re.match(r"(?:[-*]|\d+\.) ", row)
        if starts and block:
            yield " ".join(block)
            block = []
        if row.startswith("|"):
            if not re.fullmatch(r"[|: -]+", row):
                yield row
        elif row and row[0] != "#" and (block or not line.startswith("    ")):
            block.append(re.sub(r"^(?:[-*]|\d+\.) ", "", row))


def without_heads(found: list[str]) -> list[str]:
    """The first row of a table names its columns."""
    return [one for at, one in enumerate(found) if one[0] != "|" or (at and found[at - 1][0] == "|")]


def sentences(page: str) -> Iterator[str]:
    for block in without_heads(list(blocks(page))):
        if block[0] == "|":
            yield block
        else:
            # What stands in a link is not looked at for ends of sentences.
            hidden = LINK.sub(lambda link: link[0].replace(".", "\0").replace("?", "\1"), block)
            for said in END.split(hidden):
                if said.strip():
                    yield said.strip().replace("\0", ".").replace("\1", "?")


def held_by(said: str) -> list[tuple[str, str]]:
    """The tests that a sentence is linked to: their files and names."""
    found = [(link["target"], link["name"] or "") for link in LINK.finditer(said)]
    return [(target, name) for target, name in found if re.search(r"(?:^|/)tests/", target)]


@cache
def functions_of(file: Path) -> frozenset[str]:
    return frozenset(node.name for node in ast.parse(file.read_text("utf-8")).body if isinstance(node, ast.FunctionDef))


def faults(page: str, folder: Path) -> list[str]:
    """What is wrong with a page, one line each."""
    found = []
    for said in sentences(page):
        linked = held_by(said)
        if not linked:
            found.append(f"no test holds: {said}")
        for target, name in linked:
            file = folder / target
            if not file.is_file():
                found.append(f"no such file: {target}")
            elif not name.startswith("test_") or name not in functions_of(file):
                found.append(f"{target} has no test {name!r}")
    return found


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_sentence_of_a_policy_is_held_by_a_test_that_there_is(path: Path):
    page = path.read_text("utf-8")
    assert faults(page, path.parent) == []
    assert sum(1 for _ in sentences(page)) > 5
    assert not ORDINARY.search(page), "a full stop that ends no sentence: write the word out"


def test_there_are_policies_and_the_list_of_documents_has_each():
    listed = (ROOT / "docs" / "README.md").read_text("utf-8")
    assert PAGES
    assert not [path.name for path in PAGES if f"(policy/{path.name})" not in listed]


HELD = '([test](test_policy.py "test_a_policy_that_says_more_than_its_tests_is_found"))'


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        (f"# Title\n\nHeld {HELD}.\n", None),
        (f"Held {HELD}. Also held,\nover two lines {HELD}.\n", None),
        (f"- Held {HELD}.\n- Held too {HELD}.\n\n    an example. Two.\n", None),
        (f"| what | then |\n|---|---|\n| one | two {HELD} |\n", None),
        ("Not held.\n", "no test holds: Not held."),
        (f"Held {HELD}. Not held.\n", "no test holds: Not held."),
        (f"Not held. Held {HELD}.\n", "no test holds: Not held."),
        (f"- Held {HELD}.\n- Not held\n", "no test holds: Not held"),
        (f"- Held {HELD}.\n    Not held.\n", "no test holds: Not held."),
        (f"| what | then |\n|---|---|\n| one | two {HELD} |\n| three | four |\n", "no test holds: | three | four |"),
        ("A [page](../README.md) is no test.\n", "no test holds: A [page](../README.md) is no test."),
        ('By a name ([test](test_policy.py "test_nobody_wrote")).\n', "test_policy.py has no test 'test_nobody_wrote'"),
        ('By a helper ([test](test_policy.py "faults")).\n', "test_policy.py has no test 'faults'"),
        ("By no name ([test](test_policy.py)).\n", "test_policy.py has no test ''"),
        ('By a file ([test](test_none.py "test_x")).\n', "no such file: test_none.py"),
    ],
)  # fmt: skip
def test_a_policy_that_says_more_than_its_tests_is_found(page: str, fault: str | None):
    folder = ROOT / "docs" / "policy"
    from_there = page.replace("(test_", "(../../tests/test_")
    found = [one.replace("../../tests/", "") for one in faults(from_there, folder)]
    assert found == ([fault] if fault else [])
