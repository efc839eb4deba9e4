"""Local days: midnight to midnight where the station stands, also when the clocks change."""

import os
import time
from datetime import UTC, date, datetime

import pytest

from intake.local_day import LocalDay
from intake.surroundings import milliseconds, uuid7


@pytest.fixture(params=["Asia/Tokyo", "UTC", "America/New_York"])
def zone(request, monkeypatch):
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


def test_a_day_begins_and_ends_at_local_midnight(zone):
    begins = {
        "Asia/Tokyo": "2026-03-07T15:00:00.000Z",
        "UTC": "2026-03-08T00:00:00.000Z",
        "America/New_York": "2026-03-08T05:00:00.000Z",
    }
    ends = {
        "Asia/Tokyo": "2026-03-08T15:00:00.000Z",
        "UTC": "2026-03-09T00:00:00.000Z",
        "America/New_York": "2026-03-09T04:00:00.000Z",
    }
    assert os.environ["TZ"] == zone
    assert LocalDay(date(2026, 3, 8)).times == (begins[zone], ends[zone])
    first, after = milliseconds(begins[zone]), milliseconds(ends[zone])
    assert LocalDay.of(first) == LocalDay.of(after - 1) == LocalDay(date(2026, 3, 8))
    assert LocalDay.of(after) == LocalDay(date(2026, 3, 9))


def test_the_identifiers_of_a_day_lie_between_its_bounds():
    noon = 1_800_000_000_000
    day = LocalDay(datetime.fromtimestamp(noon / 1000, UTC).astimezone().date())
    low, high = day.ids
    assert low < uuid7(noon) < high
    assert not low < uuid7(noon - 86_400_000) < high
    assert not low < uuid7(noon + 86_400_000) < high
