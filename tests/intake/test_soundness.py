"""The check after an end that was not in order: due once, made beside the desk, and its fault is kept."""

import os
import signal
import time

from intake import soundness
from intake.doctor import journal
from intake.doctor.case import Case
from intake.doctor.finding import State
from intake.follow_up import Task
from intake.reading_room import reading_connection
from intake.state_folder import journal_path, log_path
from intake.troubles import Trouble
from tests.intake.conftest import PATIENCE, stored


def killed(station):
    station.process.send_signal(signal.SIGKILL)
    station.process.wait(PATIENCE)


def rot(folder):
    """Spoil a page of the journal that no start reads."""
    data = bytearray(journal_path(folder).read_bytes())
    page = len(data) // 4096 // 2
    data[page * 4096 : (page + 1) * 4096] = os.urandom(4096)
    journal_path(folder).write_bytes(data)


def test_an_orderly_end_asks_for_nothing(site, open_desk):
    desk = open_desk(site)
    desk.receive()
    desk.restart()
    assert not soundness.is_due(site.folder)
    assert desk.station.tasks() == ()


def test_an_end_beside_one_who_may_only_read_is_orderly(site, open_desk):
    """As the link does all day, and a sync that stands in for the station."""
    desk = open_desk(site)
    with reading_connection(site.folder) as connection:
        desk.receive()
        desk.restart()
        assert not soundness.is_due(site.folder)
        assert connection.execute("SELECT max(seq) FROM event").fetchone()[0] == len(stored(site.folder))


def test_it_is_due_after_a_kill_and_stays_so_over_a_short_command(site, running, intake, open_desk):
    station = running(site.folder)
    station.scan(site.badge)
    killed(station)
    assert log_path(site.folder).stat().st_size > 0
    assert intake(site.folder, "notes", "leave", "hello").code == 0
    assert not log_path(site.folder).exists()
    desk = open_desk(site)
    assert desk.station.tasks() == (Task.SOUNDNESS,)
    assert soundness.check(site.folder) == ""
    assert desk.station.tasks() == ()


def test_a_desk_makes_it_as_soon_as_nobody_scans(site, running):
    station = running(site.folder)
    station.scan(site.badge)
    killed(station)
    station = running(site.folder)
    end = time.monotonic() + PATIENCE
    assert station.scan(site.parcel())["seq"]
    while soundness.is_due(site.folder):
        time.sleep(0.01)
        assert time.monotonic() < end
    assert soundness.fault(site.folder) == ""
    assert station.scan("RI-C-EMPTY")["seq"]


def test_what_it_finds_is_kept_until_it_is_asked_again(site, intake):
    whole = journal_path(site.folder).read_bytes()
    rot(site.folder)
    asked = intake(site.folder, "verify", "--quick")
    assert (asked.code, asked.out.startswith("FAULT journal.db: ")) == (1, True)
    found = soundness.fault(site.folder)
    assert found
    assert not soundness.is_due(site.folder)
    assert intake(site.folder, "verify", "--quick", "--json").rows == [{"fault": found}]
    journal_path(site.folder).write_bytes(whole)
    assert intake(site.folder, "verify", "--quick").out == "The journal is sound.\n"
    assert soundness.fault(site.folder) == ""


def test_the_desk_says_what_was_found(site, open_desk):
    whole = journal_path(site.folder).read_bytes()
    rot(site.folder)
    soundness.check(site.folder)
    journal_path(site.folder).write_bytes(whole)
    desk = open_desk(site)
    scene = desk.station.standing(0).now.scene
    assert Trouble.JOURNAL_UNSOUND in {line.message for line in scene.troubles}
    soundness.check(site.folder)
    changed = desk.station.look_round()
    assert changed is not None
    assert Trouble.JOURNAL_UNSOUND not in {line.message for line in changed.troubles}


def test_the_doctor_says_what_was_found_or_is_still_to_be_found(site):
    whole = journal_path(site.folder).read_bytes()
    (site.folder / "unchecked").touch()
    assert told(site) == [(State.WARNING, "journal_unchecked")]
    rot(site.folder)
    soundness.check(site.folder)
    journal_path(site.folder).write_bytes(whole)
    assert told(site) == [(State.FAULT, "journal_unsound")]


def told(site):
    return [(each.state, each.word) for each in journal.look(Case.of(site.folder))]


def test_a_fault_is_not_forgotten_by_the_next_sudden_end(site, running):
    whole = journal_path(site.folder).read_bytes()
    rot(site.folder)
    found = soundness.check(site.folder)
    journal_path(site.folder).write_bytes(whole)
    station = running(site.folder)
    station.scan(site.badge)
    killed(station)
    running(site.folder)
    assert soundness.fault(site.folder) == found != ""
