from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stet.model.text import fingerprint, fold


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
