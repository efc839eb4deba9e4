"""Restoring into a folder: only an empty one, all or nothing, and everything as it was."""

import os
import random
import signal
import subprocess
import time

import pytest

from intake.backup import UnsoundBackupError, back_up
from intake.errors import StorageError
from intake.facts import StationRestored
from intake.founding import found
from intake.restoring import restore
from intake.state_folder import is_state_folder, journal_path
from intake.verify import verify
from tests.intake.conftest import Site, command, environment, kinds, stored

SEED = 9_913
KILLS = 500 if os.environ.get("PROOF") else 8


@pytest.fixture
def backup(site, open_desk, tmp_path):
    """A backup of a training folder, whose disk is gone then."""
    desk = open_desk(site)
    desk.receive()
    desk.close()
    return back_up(site.folder, tmp_path / "backups").folder


@pytest.fixture
def empty(tmp_path):
    return tmp_path / "new disk" / "state"


def test_a_training_folder_stands_again_and_works(backup, site, empty, open_desk):
    made = restore(backup, empty, surroundings=site.surroundings)
    assert (made.complete, made.has_central) == (True, False)
    assert kinds(empty)[: made.manifest.seq] == kinds(site.folder)
    assert kinds(empty)[made.manifest.seq :] == [StationRestored.__name__]
    assert stored(empty)[-1].incarnation == made.incarnation != stored(site.folder)[-1].incarnation
    assert verify(empty).faults == ()
    assert {path.name for path in empty.iterdir()} >= {"campaigns", "people.db", "reference"}
    desk = open_desk(Site(empty, site.campaign, site.listing, site.clock, site.ids))
    desk.receive()
    assert {envelope.incarnation for envelope in stored(empty)[made.manifest.seq :]} == {made.incarnation}
    desk.close()
    assert verify(empty).faults == ()


def test_restored_from_a_restored_one(backup, site, empty, tmp_path):
    restore(backup, empty, surroundings=site.surroundings)
    again = back_up(empty, tmp_path / "backups").folder
    made = restore(again, tmp_path / "third", surroundings=site.surroundings)
    assert len({envelope.incarnation for envelope in stored(made.folder)}) == 3
    assert verify(made.folder).faults == ()


def test_the_token_of_the_new_disk_may_lie_there_already(backup, empty):
    empty.mkdir(parents=True)
    (empty / "hub-token").write_text("a token of sixteen")
    restore(backup, empty)
    assert (empty / "hub-token").read_text() == "a token of sixteen"


def test_a_new_disk_has_something_of_its_own(backup, empty):
    (empty / "lost+found").mkdir(parents=True)
    (empty / "failed-intake-link").touch()
    restore(backup, empty)
    assert verify(empty).faults == ()


def test_a_station_whose_desk_was_never_opened_stands_again(tmp_path):
    found(tmp_path / "new", training=False, station="dock-1")
    made = restore(back_up(tmp_path / "new", tmp_path / "backups").folder, tmp_path / "again")
    assert verify(made.folder).faults == ()


def test_a_state_folder_stays_as_it_is(backup, site):
    before = journal_path(site.folder).read_bytes()
    with pytest.raises(StorageError, match="it stays as it is"):
        restore(backup, site.folder)
    assert journal_path(site.folder).read_bytes() == before


@pytest.mark.parametrize("stranger", ["journal.db-wal", "photos", "notes.txt"])
def test_a_folder_with_something_in_it_is_refused(backup, empty, stranger):
    empty.mkdir(parents=True)
    (empty / stranger).write_text("somebody's")
    with pytest.raises(StorageError, match=f"got '{stranger}'"):
        restore(backup, empty)
    assert [path.name for path in empty.iterdir()] == [stranger]


def test_a_backup_that_rots_is_refused_before_anything_is_written(backup, empty):
    (backup / "people.db").write_bytes(b"rotten")
    with pytest.raises(UnsoundBackupError, match=r"people\.db"):
        restore(backup, empty)
    assert not empty.exists()


def test_killed_anywhere_there_is_none_yet_or_it_is_whole(backup, tmp_path):
    rng = random.Random(SEED)
    begin = time.monotonic()
    run(backup, tmp_path / "first").wait()
    takes = time.monotonic() - begin
    for kill in range(KILLS):
        folder = tmp_path / f"state-{kill}"
        process = run(backup, folder)
        time.sleep(rng.uniform(0.4, 1.0) * takes)
        process.send_signal(signal.SIGKILL)
        process.wait()
        if not is_state_folder(folder):
            assert run(backup, folder).wait() == 0, f"kill {kill} of seed {SEED}"
        assert verify(folder).faults == (), f"kill {kill} of seed {SEED}"


def run(backup, folder):
    return subprocess.Popen(
        command("restore", str(backup)), env=environment(folder), stdout=subprocess.DEVNULL
    )
