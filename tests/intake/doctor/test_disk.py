"""The disk: how many days of intake still go onto it."""

import pytest

from intake.doctor import Check, State
from intake.doctor.disk import Growth, judged
from tests.intake.doctor.conftest import case_of, found, words

GROWTH = Growth(bytes_an_event=1000.0, events_a_day=10_000.0)
"""Ten megabytes a day."""


@pytest.mark.parametrize(
    ("free_mb", "told", "days"),
    [
        (63, (State.FAULT, "disk_low"), None),
        (64 + 20, (State.WARNING, "disk_short"), 2),
        (64 + 200, (State.OK, "disk"), 20),
        (10**9, (State.OK, "disk"), 3650),
    ],
)
def test_days_of_intake_decide(free_mb, told, days):
    finding = judged(free_mb * 1_000_000, 64, GROWTH)
    assert (finding.state, finding.word) == told
    assert finding.params.get("days") == days


def test_less_than_the_floor_is_a_fault(site):
    site.write_settings(f"disk_floor_mb = {10**12}\n")
    assert words(case_of(site.folder), Check.DISK) == [(State.FAULT, "disk_low")]


def test_the_journal_itself_tells_how_fast_it_grows(site, open_desk, case):
    assert found(case, Check.DISK)[0].word == "disk_unmeasured"
    desk = open_desk(site)
    desk.receive()
    site.clock.pass_by(3 * 86_400)
    desk.receive()
    assert found(case, Check.DISK)[0].params["days"] > 0
