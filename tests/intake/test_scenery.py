"""The scenery: what the desk shows besides follows the facts, survives a restart, costs a scan nothing."""

import time

import pytest

from intake import sqlite
from intake.correction import UndoReason
from intake.founding import TRAINING_PIN
from intake.lane import Lane
from intake.outcome import Message
from intake.receipt import Step
from intake.request import LeaveNote, MoveUnit, OpenContainer, UndoAct
from intake.scene import Pending, PendingKind, Scene, Tally
from intake.settings import Settings
from intake.station import Station
from intake.troubles import Trouble
from tests.intake.conftest import PATIENCE

DAY = 86_400.0


def scene(desk):
    """Give what the desk shows now."""
    return desk.station.standing(0).now.scene


def tally(desk):
    return scene(desk).tally


def into_holding_box(desk):
    """Put a unit into a new holding box; the box's label."""
    desk.open_parcel()
    desk.scan(desk.site.affected())
    desk.until(Step.CONTAINER)
    unit, box = desk.station.receipt.unit, desk.site.container()
    desk.ask(OpenContainer(box, unit.condition, unit.un_number, holding=True))
    desk.scan(box)
    return box


class TestTally:
    """Counted as it happens, and counted anew at a start: both give the same."""

    def test_a_day_is_counted(self, desk, state):
        serial = state.affected()
        desk.receive(serial)
        desk.receive(serial)
        desk.open_parcel()
        desk.scan("RI-C-CABLE")
        desk.scan(state.bin)
        assert tally(desk) == Tally(parcels=3, units=2, rejected=1, held=1)

    def test_a_restart_counts_the_same(self, desk, state):
        desk.receive()
        desk.receive(state.unnamed())
        desk.open_parcel()
        desk.scan("RI-C-UNREADABLE")
        before = tally(desk)
        desk.restart()
        assert tally(desk) == before == Tally(parcels=3, units=2, held=1)

    def test_what_a_lead_undoes_is_taken_away(self, desk, state):
        desk.open_parcel()
        desk.scan(state.affected())
        desk.until(Step.PARCEL_OPEN)
        assert tally(desk).units == 1
        desk.ask(UndoAct(state.lead, TRAINING_PIN, UndoReason.MISREAD))
        assert tally(desk).units == 0
        desk.restart()
        assert tally(desk).units == 0

    def test_a_new_day_begins_at_nothing(self, desk, state):
        desk.receive()
        state.clock.pass_by(DAY)
        assert desk.scan(state.badge).scene.tally == Tally()
        desk.receive()
        assert tally(desk).parcels == 1
        desk.restart()
        assert tally(desk).parcels == 1

    def test_a_clock_set_back_mixes_no_days(self, desk, state):
        desk.receive()
        desk.receive()
        state.clock.wall -= round(DAY * 1000)
        desk.receive()
        assert tally(desk).parcels == 1
        desk.restart()
        assert tally(desk).parcels == 1
        state.clock.pass_by(DAY)
        desk.receive()
        assert tally(desk).parcels == 3

    def test_a_new_day_is_seen_while_nobody_scans(self, desk, state):
        desk.receive()
        assert desk.station.look_round() is None
        state.clock.pass_by(DAY)
        assert desk.station.look_round().tally == Tally()

    def test_a_training_folder_has_nothing_to_send_and_another_everything(self, desk, state):
        desk.receive()
        assert (tally(desk).unsent, tally(desk).unsent_since) == (0, None)
        desk.station.scenery._training = False  # noqa: SLF001 (a production folder takes no training list)
        last = desk.scan(state.badge)
        assert last.scene.tally.unsent == desk.station.journal.seq == last.seq
        query = "SELECT round(unixepoch(envelope ->> '$.at', 'subsec') * 1000) FROM event WHERE seq = 1"
        assert (last.scene.tally.unsent_since,) == desk.row(query)


class TestBoxes:
    """What waits in the desk's holding boxes."""

    def test_a_box_counts_up_and_is_emptied(self, desk, state):
        box = into_holding_box(desk)
        assert scene(desk).pending == (Pending(PendingKind.HOLDING, 1, box),)
        desk.restart()
        assert scene(desk).pending == (Pending(PendingKind.HOLDING, 1, box),)
        (bag,) = desk.row("SELECT bag FROM unit")
        (right,) = desk.rows(
            "SELECT c.code FROM container c JOIN unit u USING (un_number) WHERE class = 'R' AND holding = 0 "
            "AND state = 'open' LIMIT 1"
        )[0]
        desk.ask(MoveUnit(bag, right, state.lead, TRAINING_PIN))
        assert scene(desk).pending == ()

    def test_a_unit_that_burnt_no_longer_waits(self, desk):
        into_holding_box(desk)
        desk.scan("RI-C-UNREADABLE")
        assert {each.kind for each in scene(desk).pending} == {PendingKind.IN_HAND, PendingKind.HOLDING}


class TestEmergency:
    """Since when it has been on."""

    def test_it_is_told_since_when(self, desk, state):
        desk.open_parcel()
        raised = desk.scan("RI-C-K2")
        assert raised.scene.emergency_since == raised.at
        state.clock.pass_by(30)
        assert scene(desk).emergency_since == raised.at
        desk.restart()
        assert scene(desk).emergency_since == raised.at
        assert desk.go_on().scene.emergency_since is None


class TestTroubles:
    """Looked for when nobody scans."""

    def test_a_change_is_told_once(self, desk, state):
        desk.until(Step.IDLE)
        assert scene(desk).troubles == ()
        assert desk.station.look_round() is None
        state.free = 0
        assert [line.message for line in desk.station.look_round().troubles] == [Trouble.DISK_LOW]
        assert desk.station.look_round() is None
        assert [line.message for line in desk.scan(state.badge).scene.troubles] == [Trouble.DISK_LOW]
        state.free = 10**12
        assert desk.station.look_round().troubles == ()

    def test_a_start_finds_them_at_once(self, desk, state):
        state.free = 0
        desk.restart()
        assert [line.message for line in scene(desk).troubles] == [Trouble.DISK_LOW]

    def test_a_lane_left_alone_tells_of_a_change(self, site, open_desk):
        open_desk(site).close()
        told: list[Scene] = []
        lane = Lane(lambda: Station(site.folder, Settings(), site.surroundings, synchronous="OFF"))
        lane.on_scene = told.append
        lane.start()
        lane.opened()
        site.free = 0
        lane.ask(site_note())  # a scan or a request is followed by an idle moment
        end = time.monotonic() + PATIENCE
        while not told and time.monotonic() < end:
            time.sleep(0.02)
        lane.stop()
        assert [line.message for line in told[-1].troubles] == [Trouble.DISK_LOW]


def site_note():
    from intake.request import Request  # noqa: PLC0415 (only here)

    return Request("a note", "uid:1", LeaveNote("hello"))


class TestFaults:
    """A scene never stands in a scan's way."""

    def test_a_fact_a_lost_commit_hid_is_read_after_it_is_found(self, desk, state):
        desk.receive()
        desk.station.scenery._seq -= 1  # noqa: SLF001 (as after a commit whose outcome was unknown)
        desk.scan(state.parcel())
        assert tally(desk).parcels == 2

    @pytest.mark.parametrize("view", ["note", "container", "incident"])
    def test_a_view_that_cannot_be_read_leaves_the_scene_as_it_was(self, desk, state, view):
        desk.receive()
        connection = desk.station.journal.connection
        connection.execute(f"ALTER TABLE {view} RENAME TO gone")
        desk.station.scenery._seq = 0  # noqa: SLF001 (as above)
        assert desk.station.scenery.scene(desk.station.receipt, None, in_doubt=False).tally.parcels == 1
        state.clock.pass_by(DAY)
        assert desk.station.look_round() is None
        connection.execute(f"ALTER TABLE gone RENAME TO {view}")
        assert desk.scan(state.badge).scene.tally == Tally()

    def test_a_note_that_cannot_be_read_back_is_shown_by_the_next_scene(self, desk, state):
        desk.until(Step.IDLE)
        scenery = desk.station.scenery
        look_ups, scenery._look_ups = scenery._look_ups, Unreadable(scenery._look_ups)  # noqa: SLF001
        left = desk.ask(LeaveNote("hello"), by=state.lead)
        assert (left.answer.message, left.scene.note) == (Message.NOTE_LEFT, None)
        scenery._look_ups = look_ups  # noqa: SLF001 (the disk is back)
        assert scene(desk).note.text == "hello"

    def test_in_doubt_nothing_is_read(self, desk):
        scenery = desk.station.scenery
        scenery._look_ups = Unreadable(scenery._look_ups)  # noqa: SLF001
        scenery._seq = 0  # noqa: SLF001
        assert isinstance(scenery.scene(desk.station.receipt, None, in_doubt=True), Scene)


class Unreadable:
    """Look-ups over a disk that fails."""

    def __init__(self, look_ups):
        self.catalogue, self.policy = look_ups.catalogue, look_ups.policy

    @property
    def connection(self):
        raise sqlite.Error("disk I/O error")


def test_an_ordinary_scan_asks_the_journal_nothing_for_the_scene(desk, state):
    """The views are asked at a start, and when a fact concerns them."""
    desk.until(Step.IDLE)
    asked: list[str] = []
    connection = desk.station.journal.connection
    scenery = desk.station.scenery
    connection.set_trace_callback(asked.append)
    recorded = scenery.recorded

    def counted(events):
        before = len(asked)
        recorded(events)
        assert len(asked) == before

    scenery.recorded = counted
    try:
        desk.receive()
        desk.open_parcel()
    finally:
        connection.set_trace_callback(None)
    assert asked
