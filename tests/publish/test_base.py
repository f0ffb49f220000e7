from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stet.errors import Unavailable, Withheld
from stet.model.page import Act, Page
from stet.publish.base import Fake, Publisher, check_path, publish

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def clock():
    return NOW


ESCAPES = ["", "/", "/etc/passwd", "../x", "a/../b", "a/..", "a//b", "a/", "./a", "a/.", ".tmp/x", "a/.htaccess"]
ESCAPES += [".well-known/", ".well-known/../x", ".well-known/.x", "a/.well-known/x", ".well-known"]
ESCAPES += ["a\\b", "a\0b", "a\nb", "a\x7fb", "a/\ud800", "x" * 256, "é" * 128, "a/" * 1200 + "b"]


@pytest.mark.parametrize("path", ESCAPES)
def test_a_path_that_could_leave_the_edition_is_refused(path):
    with pytest.raises(Withheld, match="below the edition"):
        check_path(path)


@pytest.mark.parametrize(
    "path", ["index.html", "india/rain-0123456789.html", "topic/नमस्ते\u200d/index.html", "a..b", ".well-known/x"]
)
def test_the_paths_pages_have_are_fine(path):
    check_path(path)


def test_removals_come_before_anything_is_put():
    fake: Publisher = Fake()
    fake.publish([Page(path="a", body=b"1"), Page(path="b", body=b"1")], clock)
    receipts = publish(fake, [Page(path="c", body=b"2"), Page(path="a", body=None), Page(path="b", body=None)], clock)
    assert [(r.path, r.act) for r in receipts] == [("a", Act.REMOVED), ("b", Act.REMOVED), ("c", Act.PUT)]


def test_removals_are_done_even_if_nothing_can_be_put():
    class Full(Fake):
        def put(self, page, clock):
            raise Unavailable("The disk is full.")

    full = Full()
    full.pages["a"] = b"1"
    with pytest.raises(Unavailable):
        full.publish([Page(path="b", body=b"2"), Page(path="a", body=None)], clock)
    assert full.pages == {}


def test_no_page_is_touched_when_one_path_escapes():
    fake = Fake()
    fake.pages["a"] = b"1"
    with pytest.raises(Withheld):
        fake.publish([Page(path="a", body=None), Page(path="../b", body=b"2")], clock)
    assert fake.pages == {"a": b"1"}


@given(st.lists(st.tuples(st.sampled_from("abc"), st.none() | st.binary(max_size=2))))
def test_for_each_path_the_last_page_counts(steps):
    fake, expected = Fake(), {}
    pages = [Page(path=path, body=body) for path, body in steps]
    for path, body in steps:
        expected[path] = body
    fake.publish(pages, clock)
    assert fake.pages == {path: body for path, body in expected.items() if body is not None}


def test_a_removal_of_nothing_gives_no_receipt():
    assert Fake().publish([Page(path="a", body=None)], clock) == ()


def test_the_fake_fails_on_demand():
    fake = Fake()
    fake.failing = Unavailable("The disk is full.")
    with pytest.raises(Unavailable):
        fake.publish([Page(path="a", body=b"1")], clock)


def test_a_receipt_has_the_time_of_its_own_act():
    """Asked after the act: what is receipted as removed at an instant was not there any more then."""
    fake = Fake()
    fake.pages["old"] = b"1"
    instants = iter(NOW + timedelta(seconds=number) for number in range(3))
    there: list[set[str]] = []

    def ticking():
        there.append(set(fake.pages))
        return next(instants)

    receipts = fake.publish(
        [Page(path="b", body=b"2"), Page(path="old", body=None), Page(path="c", body=b"2")], ticking
    )
    assert [(one.path, one.at - NOW) for one in receipts] == [
        ("old", timedelta(0)), ("b", timedelta(seconds=1)), ("c", timedelta(seconds=2)),
    ]  # fmt: skip
    assert there == [set(), {"b"}, {"b", "c"}]
