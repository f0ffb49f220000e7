from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from stet.edition.times import stamp


@pytest.mark.parametrize(
    ("instant", "zone", "text", "iso"),
    [
        ("2023-04-28T13:24:00Z", "Asia/Kolkata", "Apr 28 2023 | 6:54 PM IST", "2023-04-28T18:54:00+05:30"),
        ("2023-04-28T13:24:59.9Z", "Asia/Dubai", "Apr 28 2023 | 5:24 PM UTC+4", "2023-04-28T17:24:59+04:00"),
        ("2024-01-01T00:05:00Z", "UTC", "Jan 1 2024 | 12:05 AM UTC", "2024-01-01T00:05:00+00:00"),
        ("2024-07-09T12:00:00Z", "Europe/London", "Jul 9 2024 | 1:00 PM BST", "2024-07-09T13:00:00+01:00"),
        ("2024-07-09T12:00:00Z", "America/Sao_Paulo", "Jul 9 2024 | 9:00 AM UTC-3", "2024-07-09T09:00:00-03:00"),
        ("2024-07-09T12:00:00Z", "Asia/Kathmandu", "Jul 9 2024 | 5:45 PM UTC+5:45", "2024-07-09T17:45:00+05:45"),
        ("2024-12-31T23:30:00Z", "Asia/Kolkata", "Jan 1 2025 | 5:00 AM IST", "2025-01-01T05:00:00+05:30"),
    ],
)
def test_a_time_is_set_in_the_sites_zone_with_its_name(instant: str, zone: str, text: str, iso: str) -> None:
    made = stamp(datetime.fromisoformat(instant), ZoneInfo(zone))
    assert (made.text, made.iso) == (text, iso)


def test_the_zone_an_instant_came_in_makes_no_difference() -> None:
    here = datetime(2023, 4, 28, 13, 24, tzinfo=UTC)
    there = here.astimezone(timezone(timedelta(hours=-9)))
    assert stamp(here, ZoneInfo("Asia/Kolkata")) == stamp(there, ZoneInfo("Asia/Kolkata"))


def test_a_zone_that_calls_itself_zero_is_utc() -> None:
    assert stamp(datetime(2024, 1, 1, tzinfo=UTC), ZoneInfo("Antarctica/Troll")).text.endswith("12:00 AM UTC")
