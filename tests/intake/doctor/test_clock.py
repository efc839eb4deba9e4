"""The clock: not before what was recorded or published, and in a year that can be."""

import pytest

from intake.doctor import Check, State
from intake.doctor.clock import judged
from intake.surroundings import milliseconds
from tests.intake.conftest import BEGINNING
from tests.intake.doctor.conftest import case_of, words
from tests.intake.rejudging.newer import newer_list

NOW = milliseconds("2026-11-23T08:00:00.000Z")
DAY = 86_400_000


@pytest.mark.parametrize(
    ("wall", "recorded", "published", "word"),
    [
        (NOW, None, None, "clock_alone"),
        (NOW, "2026-11-23T07:59:59.000Z", "2026-11-20", "clock"),
        (0, None, None, "clock_wrong"),
        (milliseconds("2100-01-01T00:00:00.000Z"), None, None, "clock_wrong"),
        (NOW, "2026-11-23T08:00:50.000Z", None, "clock"),
        (NOW, "2026-11-23T08:02:00.000Z", None, "clock_behind"),
        (NOW, "2026-11-23T07:00:00.000Z", "2026-11-24", "clock"),
        (NOW, "2026-11-23T07:00:00.000Z", "2026-11-26", "clock_behind_list"),
    ],
)
def test_what_a_clock_can_show(wall, recorded, published, word):
    assert judged(wall, recorded, published).word == word


def test_a_clock_set_back_is_told(site, open_desk):
    open_desk(site).receive()
    assert words(case_of(site.folder, site.clock.wall), Check.CLOCK) == [(State.OK, "clock")]
    back = case_of(site.folder, site.clock.wall - DAY)
    assert words(back, Check.CLOCK) == [(State.FAULT, "clock_behind")]


def test_what_was_recorded_after_it_was_set_back_hides_nothing(site, open_desk):
    desk = open_desk(site)
    desk.receive()
    site.clock.wall -= DAY
    desk.scan(site.badge)
    assert words(case_of(site.folder, site.clock.wall), Check.CLOCK) == [(State.FAULT, "clock_behind")]


def test_a_list_of_a_day_to_come_is_told(site, open_desk):
    newer_list(open_desk(site), site.unnamed())  # of 2031
    case = case_of(site.folder, site.clock.wall)
    assert words(case, Check.CLOCK) == [(State.FAULT, "clock_behind_list")]
    assert words(case_of(site.folder, BEGINNING.wall + 2000 * DAY), Check.CLOCK) == [(State.OK, "clock")]
