"""Times that may be read two ways never open an embargo early; days without a year are never far ahead."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stet.errors import Refused
from stet.formats import read
from stet.formats.body import safe_address
from stet.formats.dates import moment, nearest_year
from stet.formats.held import story_key
from stet.formats.text import line
from stet.model.packet import Origin

SOME_DAY = datetime(2026, 3, 4, tzinfo=UTC).replace(tzinfo=None)
A_DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "hour"),
    [("2026-05-04 10:00 PM", 22), ("2026-05-04T10:00PM", 22), ("2026-05-04 12:30 a.m.", 0), ("2026-05-04 12:00 pm", 12),
     ("2026/05/04 10:00 PM UTC", 22)],
)  # fmt: skip
def test_a_clock_of_twelve_hours_counts_after_a_date_in_figures(text: str, hour: int) -> None:
    at = moment(text, "UTC").at
    assert at is not None
    assert at.hour == hour


@pytest.mark.parametrize("text", ["2026-05-04 13:00 PM", "2026-05-04 00:10 AM", "4 May 2026 13:00 PM"])
def test_an_hour_that_no_such_clock_has_is_no_time(text: str) -> None:
    assert moment(text, "UTC").at is None


@pytest.mark.parametrize(
    ("text", "place", "at", "until"),
    [("2026-05-04 10:00 BST", "Asia/Kolkata", (4, 30), (9, 0)),
     ("2026-05-04 10:00 CEST", "Asia/Kolkata", (4, 30), (8, 0)),
     ("2026-05-04 10:00 CEST", "America/New_York", (14, 0), (14, 0)),
     ("2026-05-04 10:00 XYZT", "UTC", (10, 0), (10, 0)),
     ("2026-05-04 10:00 IST", "Asia/Kolkata", (4, 30), (4, 30)), ("2026-05-04T10:00:00Z", "UTC", (10, 0), (10, 0))],
)  # fmt: skip
def test_an_embargo_in_a_zone_of_many_meanings_ends_with_the_last(
    text: str, place: str, at: tuple[int, int], until: tuple[int, int]
) -> None:
    assert moment(text, place).at == datetime(2026, 5, 4, *at, tzinfo=UTC)
    assert moment(text, place, latest=True).at == datetime(2026, 5, 4, *until, tzinfo=UTC)


@given(st.datetimes(SOME_DAY - 14_000 * A_DAY, SOME_DAY + 14_000 * A_DAY), st.dates())
def test_a_day_without_a_year_is_never_more_than_a_week_ahead(arrived: datetime, day: datetime) -> None:
    year = nearest_year(day.month, day.day, arrived)
    if (day.month, day.day) != (2, 29):
        assert year is not None
        ahead = SOME_DAY.replace(year=year, month=day.month, day=day.day) - arrived
        assert -360 * A_DAY < ahead <= 7 * A_DAY


@pytest.mark.parametrize("sign", ["\x85", "\x80", "\u202a", "\u202e", "\u2066", "\u2069", "\x00", "\x7f"])
def test_an_id_with_unseen_marks_is_refused(sign: str) -> None:
    with pytest.raises(Refused, match="control"):
        story_key("MW", f"urn:{sign}x")


def test_isolates_stay_out_of_headlines() -> None:
    assert line("A\u2066B\u2069 C") == "AB C"


@pytest.mark.parametrize(
    "href",
    ["http:evil", "https:/evil", "https:\\\\evil", "https:///x", "http://", "javascript:x", "//x", "http:", "ftp://x"],
)
def test_an_address_without_a_host_is_no_link(href: str) -> None:
    assert safe_address(href) is None


@pytest.mark.parametrize("href", ["http://a.example", "HTTPS://a.example/b", "mailto:a@b.example"])
def test_an_address_with_one_is(href: str) -> None:
    assert safe_address(href) == href


def test_every_format_takes_the_last_reading_for_an_embargo(origin: Origin) -> None:
    words = "2026-05-04 10:00 BST"
    for data in (
        '{"uri": "mw:1", "type": "text", "headline": "H", "body_text": "Words.", "embargoed": "%s"}',
        (
            '<newsItem guid="urn:mw:1" version="1"><itemMeta><embargoed>%s</embargoed></itemMeta><contentMeta>'
            "<headline>H</headline></contentMeta></newsItem>"
        ),
        '<nitf><head><docdata><doc-id id-string="A1"/><date.release norm="%s"/></docdata></head><body/></nitf>',
        (
            "<rss version='2.0' xmlns:prism='http://prismstandard.org/namespaces/basic/2.0/'><channel><title>MW</title><item>"
            "<guid>1</guid><title>T</title><description>W.</description><prism:embargoDate>%s</prism:embargoDate></item>"
            "</channel></rss>"
        ),
    ):
        (dispatch,) = read((data % words).encode(), origin).dispatches
        assert dispatch.embargo is not None
        assert dispatch.embargo.until == datetime(2026, 5, 4, 9, tzinfo=UTC)
