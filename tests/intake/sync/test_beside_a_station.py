"""A sync beside a station that runs: it comes in by the door, and the desk goes on."""

from __future__ import annotations

from tests.intake.sync.conftest import Pair


def test_what_the_hub_decided_reaches_the_station_that_runs(pair: Pair, running):
    pair.work(2)
    station = running(pair.folder)
    report = pair.sync()
    assert report.answers == 2
    assert station.process.poll() is None
    assert pair.rows("SELECT answer FROM replacement") == [("acknowledged",)] * 2
    pair.expect_equal()


def test_without_a_station_the_folder_is_free_afterwards(pair: Pair, running):
    pair.work()
    pair.sync()
    running(pair.folder)
    assert pair.sync().sent == 1, "the anchor of the run before"
