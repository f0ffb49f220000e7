from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from stet.edition.times import numerals, stamp


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


@pytest.mark.parametrize(
    ("language", "zone", "text"),
    [
        ("en-GB", "Europe/London", "Apr 28 2023 | 2:24 PM BST"),
        ("de-DE", "Europe/Berlin", "28. April 2023, 15:24 MESZ"),
        ("fr-FR", "Europe/Paris", "28 avril 2023, 15:24 CEST"),
        ("hi-IN", "Asia/Kolkata", "28 अप्रैल 2023, 6:54 pm IST"),
        ("ar-EG", "Africa/Cairo", "٢٨ أبريل ٢٠٢٣، ٤:٢٤ م EEST"),
        ("ar-AE", "Asia/Dubai", "28 أبريل 2023، 5:24 م UTC+4"),
        ("bn-BD", "Asia/Dhaka", "২৮ এপ্রিল, ২০২৩ ৭:২৪ PM UTC+6"),
        ("xx-nowhere", "UTC", "Apr 28 2023 | 1:24 PM UTC"),
    ],
)
def test_a_time_is_set_in_the_sites_language_with_its_months_and_numerals(language: str, zone: str, text: str) -> None:
    made = stamp(datetime(2023, 4, 28, 13, 24, tzinfo=UTC), ZoneInfo(zone), language)
    assert made.text.replace("\u202f", " ").replace("\u200f", "") == text


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "Europe/Berlin", "America/New_York", "UTC", "Asia/Dubai"])
@pytest.mark.parametrize("language", ["en", "hi", "ar", "de", "fr", "ur", "ta", "zh", "th"])
def test_every_time_names_its_zone_and_its_year_in_every_language(language: str, zone: str) -> None:
    local = datetime(2023, 4, 28, 13, 24, tzinfo=UTC).astimezone(ZoneInfo(zone))
    text = stamp(local, ZoneInfo(zone), language).text
    assert numerals("2023", language) in text or "2566" in text
    assert text.split()[-1].strip("0123456789:") not in ("", "AM", "PM")
