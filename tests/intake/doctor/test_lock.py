"""The lock: a station that runs is told, and one that died is not taken for one that does."""

import subprocess
import sys
import threading
from dataclasses import replace

import pytest

from intake.doctor import Check, State, lock
from intake.state_folder import Lock
from tests.intake.conftest import PATIENCE
from tests.intake.doctor.conftest import found, words

# The child inherits the lock's open file, as a station's child could that was not started with exec.
FORKING = """
import os, sys
from pathlib import Path
from intake.state_folder import Lock
lock = Lock(Path(sys.argv[1]), "station")
if os.fork() == 0:
    os.write(1, b"held\\n")
    sys.stdin.read()
"""


@pytest.fixture
def forking(site):
    """A process that took the lock and ended, and its child that goes on."""
    command = [sys.executable, "-c", FORKING, str(site.folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        assert process.stdout.readline() == b"held\n"
        process.wait(PATIENCE)
        yield
        process.stdin.close()


def test_a_running_station_holds_it_and_a_killed_one_does_not(site, running, case):
    station = running(site.folder)
    (finding,) = found(case, Check.LOCK)
    assert (finding.state, finding.word) == (State.OK, "lock_held")
    assert str(station.process.pid) in str(finding.params["holder"])
    assert station.scan(site.badge)["severity"] == "ok"
    station.process.kill()
    station.process.wait(PATIENCE)
    assert words(case, Check.LOCK) == [(State.OK, "lock_free")]


def test_a_dead_process_whose_child_lives_on_is_a_fault(forking, case):
    assert words(case, Check.LOCK) == [(State.FAULT, "lock_orphaned")]


def test_looking_never_takes_it(site, case):
    """However often somebody looks, a station that starts finds the folder free."""
    done = threading.Event()

    def look_on():
        while not done.is_set():
            list(lock.look(case))

    looking = threading.Thread(target=look_on)
    looking.start()
    try:
        for _ in range(500):
            Lock(site.folder, "station").release()
    finally:
        done.set()
        looking.join(PATIENCE)


def test_where_the_kernel_says_nothing_nothing_is_claimed(case, tmp_path, site):
    (site.folder / "lock").write_text("process 7 (station)")
    assert words(replace(case, machine=tmp_path), Check.LOCK) == [(State.WARNING, "lock_unknown")]
