"""The idle lock: nobody scans for a while, the desk signs out and keeps the open receipt."""

import time
from math import inf

import pytest

from intake.campaign import UnNumber
from intake.condition import Condition
from intake.keying import Key
from intake.lane import Lane
from intake.outcome import Message
from intake.receipt import Step
from intake.request import LockDesk, OpenContainer
from intake.settings import Settings
from intake.station import Station
from intake.verify import verify
from tests.intake.conftest import PATIENCE, fold_log, kinds

MINUTE = 60.0


def test_after_the_idle_minutes_the_desk_locks_and_the_receipt_waits(desk, state):
    desk.open_parcel()
    desk.scan(state.affected())
    before = desk.station.receipt.parcel, desk.station.step
    state.clock.pass_by(14.9 * MINUTE)
    assert desk.station.tend() is None
    state.clock.pass_by(0.2 * MINUTE)
    outcome = desk.station.tend()
    assert outcome is not None
    assert (outcome.answer.message, outcome.step) == (Message.DESK_LOCKED, Step.SIGNED_OUT)
    assert desk.station.tend() is None
    assert desk.scan(state.affected()).answer.message is Message.SIGN_IN_FIRST
    desk.restart()
    assert fold_log(state.folder) == desk.station.receipt
    desk.scan(state.supervisor)
    assert (desk.station.receipt.parcel, desk.station.step) == before
    assert verify(state.folder).faults == ()


def test_every_scan_begins_the_time_anew(desk, state):
    desk.open_parcel()
    for text in ("何かの名前", state.misread(), "RI-C-NO"):
        state.clock.pass_by(10 * MINUTE)
        desk.scan(text)
        assert desk.station.tend() is None
    assert desk.station.receipt.operator == state.badge


def test_a_request_from_elsewhere_keeps_no_desk_open(desk, state):
    desk.open_parcel()
    state.clock.pass_by(14 * MINUTE)
    desk.ask(OpenContainer(state.container(), Condition.R, UnNumber.UN3480))
    state.clock.pass_by(2 * MINUTE)
    assert desk.station.tend().answer.message is Message.DESK_LOCKED


def test_an_emergency_locks_nothing(desk, state):
    desk.open_parcel()
    desk.scan("RI-C-K2")
    state.clock.pass_by(600 * MINUTE)
    assert desk.station.seconds_to_lock() == inf
    assert desk.station.tend() is None
    assert desk.ask(LockDesk()).answer.message is Message.DESK_NOT_LOCKED
    assert desk.station.receipt.operator == state.badge


def test_nobody_at_the_desk_nothing_to_lock(desk, state):
    state.clock.pass_by(600 * MINUTE)
    assert desk.station.tend() is None
    assert desk.ask(LockDesk()).answer.message is Message.DESK_NOT_LOCKED
    assert "OperatorSignedOut" not in kinds(state.folder)


def test_a_site_may_switch_it_off(state, open_desk):
    desk = open_desk(state, Settings(idle_lock_minutes=0.0))
    desk.open_parcel()
    state.clock.pass_by(600 * MINUTE)
    assert (desk.station.seconds_to_lock(), desk.station.tend()) == (inf, None)


def test_the_clock_on_the_wall_locks_nothing(desk, state):
    """It may be set forward by an hour at any time; only the monotonic clock counts."""
    desk.open_parcel()
    state.clock.wall += 3_600_000
    assert desk.station.tend() is None


@pytest.mark.parametrize("step", [Step.IDLE, Step.BAG, Step.REJECT])
def test_a_lane_left_alone_locks_its_desk_and_says_so(site, open_desk, step):
    desk = open_desk(site, Settings(idle_lock_minutes=0.0))
    if step is Step.REJECT:
        desk.open_parcel()
        desk.scan("RI-C-CABLE")
    elif step is Step.BAG:
        desk.open_parcel()
        desk.scan(site.affected())
    desk.until(step)
    desk.close()
    said = []
    lane = Lane(
        lambda: Station(site.folder, Settings(idle_lock_minutes=0.005), synchronous="OFF"),
        lambda _, outcome: said.append(outcome),
    )
    lane.start()
    lane.opened()
    end = time.monotonic() + PATIENCE
    while not said and time.monotonic() < end:
        time.sleep(0.02)
    lane.stop()
    assert [outcome.answer.message for outcome in said] == [Message.DESK_LOCKED]
    desk.station = desk._open()  # noqa: SLF001 (the desk is closed again at the end)
    assert desk.station.receipt.operator is None
    assert (desk.station.receipt.parcel is None) is (step is Step.IDLE)


def test_whoever_keys_is_there(desk, state):
    desk.open_parcel()
    state.clock.pass_by(14 * MINUTE)
    desk.station.key(Key("A"))
    state.clock.pass_by(14 * MINUTE)
    assert desk.station.tend() is None


def test_a_lock_that_cannot_be_recorded_says_nothing_and_waits_its_time(desk, state):
    """A full disk over night must not flood the desk with refusals."""
    desk.open_parcel()
    state.clock.pass_by(16 * MINUTE)
    connection = desk.station.journal.connection
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")  # SQLite's own full disk
    while desk.scan("no code of ours " * 20).seq is not None:
        pass
    state.clock.pass_by(16 * MINUTE)
    assert desk.station.tend() is None
    assert desk.station.receipt.operator == state.badge
    assert desk.station.seconds_to_lock() > 14 * MINUTE
