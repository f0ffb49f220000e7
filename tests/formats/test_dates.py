from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stet.formats.dates import closing, moment

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


# -- when something ends


@pytest.mark.parametrize(
    "text",
    ["2026-03-31", "20260331", "31 March 2026", "2026/3/31", "2026-03-31T24:00:00", "2026-03-31+05:30",
     "20260331000000+0530", "20260331000000"],
)  # fmt: skip
def test_a_date_alone_allows_its_day_to_the_end_in_its_own_zone_or_the_feeds(text: str) -> None:
    assert closing(text, "Asia/Kolkata").at == datetime(2026, 3, 31, 18, 30, tzinfo=UTC)
    assert moment("2026-03-31", "Asia/Kolkata").at == datetime(2026, 3, 30, 18, 30, tzinfo=UTC)


def test_a_date_alone_that_ends_something_says_that_it_has_no_time() -> None:
    assert "the end of that day in Asia/Kolkata stands in" in (closing("2026-03-31", "Asia/Kolkata").assumed or "")


def test_an_end_with_a_time_is_that_instant() -> None:
    assert closing("2026-03-31T00:00:00Z", "Asia/Kolkata") == (datetime(2026, 3, 31, tzinfo=UTC), None)
    assert closing("20260331T000000-0500", "UTC").at == datetime(2026, 3, 31, 5, tzinfo=UTC)
    assert closing("2026-03-31Z", "Asia/Kolkata").at == datetime(2026, 4, 1, tzinfo=UTC)


def test_an_end_is_the_first_of_the_instants_that_it_may_mean() -> None:
    assert closing("2026-10-25T02:30:00", "Europe/Berlin").at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert closing("2026-03-29T02:30:00", "Europe/Berlin").at == datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    assert closing("2026-03-04 12:00 IST", "UTC").at == datetime(2026, 3, 4, 6, 30, tzinfo=UTC)
    assert moment("2026-03-04 12:00 IST", "UTC", latest=True).at == datetime(2026, 3, 4, 12, tzinfo=UTC)


def test_the_last_day_of_the_calendar_means_for_ever() -> None:
    assert closing("9999-12-31", "Asia/Kolkata").at == datetime.max.replace(tzinfo=UTC)
    assert closing("9999-12-31T23:59:59", "America/Lima").at == datetime.max.replace(tzinfo=UTC)


@pytest.mark.parametrize("text", ["31/03/2026", "some day", "2026-02-30", "", "until further notice", "2026-13"])
def test_an_end_that_cannot_be_read_is_not_guessed(text: str) -> None:
    assert closing(text, "UTC").at is None
    assert closing(text, "UTC").assumed


@given(st.text(max_size=60) | st.from_regex(r"[0-9T:+\-/., ZA-Za-z]{0,35}"))
def test_an_end_never_raises_and_no_time_of_day_ends_after_it_opens(text: str) -> None:
    at, opens = closing(text, "Europe/Berlin").at, moment(text, "Europe/Berlin", latest=True)
    if at is not None and opens.at is not None and "without a time" not in (opens.assumed or ""):
        assert at <= opens.at or text.strip().startswith("9999")
