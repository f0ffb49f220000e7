from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stet.model.text import fingerprint, fold, joined, pick_up


@given(st.lists(st.text(alphabet=st.characters(blacklist_categories=("Zs", "Cc", "Zl", "Zp")), min_size=1)))
def test_only_white_space_is_forgiven(words: list[str]):
    assert fingerprint(" ".join(words)) == fingerprint("\n\t " + " \u00a0\n".join(words) + "\r\n")


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("stay", "Stay"),
        ("stay", "sta y"),
        ("“stay”", '"stay"'),
        ("क्‍ष", "क्ष"),
        ("می‌روم", "میروم"),
        ("co\u00adoperate", "cooperate"),
        ("é", "e\u0301"),
        ("a b", "ab"),
    ],
)
def test_no_letter_joiner_or_mark_is(sent: str, shown: str):
    assert fingerprint(sent) != fingerprint(shown)


def test_anybody_can_compute_it_again():
    assert fingerprint("  let it\n stand ") == sha256(b"let it stand").hexdigest()
    assert fold("  let it\n stand ") == "let it stand"


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("The shed was lit.", "EASTMERE: was lit. Police came.", "EASTMERE: was lit."),
        ("The shed was lit.", "EASTMERE: Was lit Police came.", "EASTMERE: Was lit"),
        ("The shed was lit.", "NEW EASTMERE: shed was lit. Police came.", "NEW EASTMERE: shed was lit."),
        ("The shed was lit.", "EASTMERE: lit. Police came.", ""),
        ("The shed was lit.", "Eastmere: was lit. Police came.", ""),
        ("The shed was lit.", "EASTMERE: was not lit. Police came.", ""),
        ("The shed was lit.", "Police came.", ""),
        ("lit.", "EASTMERE: lit. lit.", ""),
        ("", "EASTMERE: was lit.", ""),
    ],
)
def test_a_line_that_repeats_how_the_take_before_ends_is_known_by_its_words(before: str, after: str, line: str) -> None:
    assert pick_up(before, after) == line
    assert joined([before, after]) == fold(f"{before} {after[len(line) :]}")


@given(st.text())
def test_one_text_joined_is_that_text(text: str) -> None:
    assert joined([text]) == fold(text)
