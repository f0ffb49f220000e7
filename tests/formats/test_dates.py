from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stet.formats.dates import moment

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-04T12:00:00Z", "2026-03-04T17:30:00+05:30", "2026-03-04T17:30:00+0530", "2026-03-04 17:30:00 +05:30",
        "20260304T173000+0530", "2026-03-04T12:00:00.000Z", "2026-03-04T07:00:00-05", "20260304T120000Z",
        "Wed, 04 Mar 2026 12:00:00 GMT", "Wed, 4 Mar 26 17:30 +0530", "04 Mar 2026 07:00:00 EST",
        " 2026-03-04T12:00:00Z\n",
    ],
)  # fmt: skip
def test_a_time_with_a_zone_is_read_without_assuming(text: str) -> None:
    assert moment(text, "Asia/Kolkata") == (NOON, None)


def test_a_time_without_a_zone_takes_the_feeds_and_says_so() -> None:
    at, assumed = moment("2026-03-04T17:30:00", "Asia/Kolkata")
    assert at == NOON
    assert assumed == "2026-03-04T17:30:00 carries no time zone; the feed's (Asia/Kolkata) was used"


def test_a_date_alone_says_that_it_has_no_time() -> None:
    at, assumed = moment("2026-03-04", "UTC")
    assert at == datetime(2026, 3, 4, tzinfo=UTC)
    assert assumed is not None
    assert "without a time" in assumed


def test_ist_is_what_the_feeds_country_means_by_it() -> None:
    assert moment("Wed, 04 Mar 2026 17:30:00 IST", "Asia/Kolkata") == (NOON, None)
    assert moment("Wed, 04 Mar 2026 14:00:00 IST", "Asia/Jerusalem") == (NOON, None)
    at, assumed = moment("Wed, 04 Mar 2026 12:00:00 IST", "UTC")
    assert at == NOON
    assert assumed is not None
    assert "more than one meaning" in assumed


@pytest.mark.parametrize(
    "text", ["11/12/2026", "11.12.2026 10:00", "2026-02-32T10:00:00Z", "yesterday", "", "32 Foo 2026 10:00"]
)
def test_what_is_ambiguous_or_impossible_is_not_guessed(text: str) -> None:
    at, assumed = moment(text, "UTC")
    assert at is None
    assert assumed


def test_a_year_that_stands_first_leaves_nothing_to_guess() -> None:
    assert moment("2026/3/4 12:00:00", "UTC").at == NOON


def test_a_leap_second_and_midnight_as_24_are_the_next_instant() -> None:
    assert moment("2026-03-04T23:59:60Z", "UTC").at == moment("2026-03-04T24:00:00Z", "UTC").at


def test_in_the_doubled_hour_the_later_instant_is_taken() -> None:
    assert moment("2026-10-25T02:30:00", "Europe/Berlin").at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_in_the_missing_hour_the_next_valid_instant_is_taken() -> None:
    assert moment("2026-03-29T02:30:00", "Europe/Berlin").at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


@given(st.text(max_size=40) | st.from_regex(r"[0-9T:+\-/., ZA-Za-z]{0,35}"))
def test_no_text_ever_raises(text: str) -> None:
    at, assumed = moment(text, "Asia/Kolkata")
    assert at is not None or assumed


_CLOCKS = st.from_regex(r"([01]\d|2[0-4]):[0-5]\d:([0-5]\d|60)", fullmatch=True) | st.from_regex(
    r"[0-9:.]{1,8}", fullmatch=True
)
_ZONES = st.sampled_from(["GMT", "UT", "UTC", "Z", "EST", "IST", "+0000", "-0000", "+0530", "-1200", "+2500"])
_ODD_ZONES = st.from_regex(r"[+\-]?[0-9:.]{1,6}", fullmatch=True)
_MONTHS = st.sampled_from(["Jan", "Feb", "Mar", "Jun", "Sep", "Dec", "Okt", "sep"])


_YEARS = st.from_regex(r"(19|20)[0-9]{2}|[0-9]{2,5}", fullmatch=True)
_RFC_822 = st.tuples(
    st.sampled_from(["Mon,", "Wed,", "Sun,", "Mi,"]), st.from_regex(r"[0-9]{1,2}", fullmatch=True), _MONTHS, _YEARS,
    _CLOCKS, _ZONES | _ODD_ZONES,
).map(" ".join)  # fmt: skip


@given(_RFC_822)
@example("Mon, 1 Jan 1900 00:00.00 GMT")
def test_a_date_of_rfc_822_means_what_it_means_with_a_comment_behind_it(text: str) -> None:
    assert moment(text, "Europe/Berlin").at == moment(f"{text} (any)", "Europe/Berlin").at


@given(st.from_regex(r"20[0-9]{6}T[0-9]{6}([.,][0-9]{1,9})?(Z|[+\-][0-9:]{1,6})?", fullmatch=True))
def test_a_date_without_signs_between_the_figures_may_have_a_blank_for_its_letter(text: str) -> None:
    assert moment(text, "Europe/Berlin").at == moment(text.replace("T", " "), "Europe/Berlin").at
