"""A clock that stands still until it is told to go on."""

from datetime import UTC, datetime, timedelta

import pytest


class Clock:
    def __init__(self):
        self.now = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)

    def __call__(self):
        return self.now

    def forward(self, seconds):
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock():
    return Clock()
