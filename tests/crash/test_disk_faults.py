"""The disk fails at every call there is: each scan is recorded and answered, or refused in words.

One parcel is taken in again and again; at the n-th fsync, write or open the disk fails, once or for ever,
with an input/output error or because it is full (SQLite tests itself this way: sqlite.org/testing.html).
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from intake.verify import verify
from tests.crash import record
from tests.crash.day import morning
from tests.crash.dock import PAUSE, new_state, proof, station_command
from tests.crash.faulty import PARCEL, REQUESTS, a_case, wrong_with
from tests.crash.records import Op, read_log

STRIDE = dict.fromkeys(("fsync", "write", "open"), 1) if proof() else {"fsync": 3, "write": 37, "open": 4}
"""From one call that is made to fail to the next."""

PARTS = 4 if proof() else 1
"""Tests that share the calls of one kind of fault."""


class Fault(NamedTuple):
    """One kind of fault, on one tape."""

    tape: Sequence[str]
    call: str
    error: str
    times: str

    @property
    def settings(self) -> dict[str, str]:
        """What the shim has to be told, but for the number of the call."""
        forever = "1" if self.times == "for ever" else "0"
        return {"FAIL_OP": self.call, "FAIL_ERRNO": self.error, "FAIL_FOREVER": forever}

    def __str__(self) -> str:
        """Name it for a test's id."""
        tape = "parcel" if self.tape is PARCEL else "requests"
        return f"{tape}-{self.call}-{self.error}-{self.times}"


FAULTS = [
    Fault(tape, call, error, times)
    for tape in (PARCEL, REQUESTS)
    for call, error in (("fsync", "EIO"), ("write", "EIO"), ("write", "ENOSPC"), ("open", "EIO"))
    for times in ("once", "for ever")
    if proof() or tape is PARCEL or (error, times) != ("EIO", "for ever")
]


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state folder at the beginning of a day."""
    folder = new_state(tmp_path_factory.mktemp("ready") / "state")
    tape = "".join(f"{line}\n" for line in morning()).encode()
    environment = os.environ | {"INTAKE_STATE": str(folder)}
    command = [*station_command(), "station", "--headless"]
    subprocess.run(command, input=tape, env=environment, check=True, capture_output=True)
    return folder


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_no_fault_deceives_anybody(shim: Path, ready: Path, memory: Path, fault: Fault, part: int) -> None:
    """The n-th call fails, for every n there is."""
    step, failed, found = STRIDE[fault.call], 0, {}
    for number in itertools.count(1 + part * step, PARTS * step):
        folder = memory / str(number)
        case = a_case(shim, ready, folder, fault.tape, FAIL_AT=str(number), **fault.settings)
        if not case.faults:
            break
        failed += 1
        if wrong := wrong_with(case):
            found[f"{fault.call} {number} at {case.faults[0]}"] = wrong
    assert failed, "expected calls that can fail, got none"
    assert not found, found


def test_a_station_that_swallows_errors_is_found_out(shim: Path, ready: Path, memory: Path) -> None:
    """The harness can fail: an answer whose commit failed is a lie."""
    settings = {"FAIL_OP": "fsync", "FAIL_PATH": "journal.db-wal", "FAIL_AT": "5"}
    case = a_case(shim, ready, memory / "case", PARCEL, "errors-swallowed", **settings)
    assert any(fault.startswith("lost") for fault in wrong_with(case))


def test_a_slow_disk_changes_no_answer(shim: Path, ready: Path, memory: Path) -> None:
    """Every scan waits for its fsync, and all are answered in order."""
    quick = a_case(shim, ready, memory / "quick", PARCEL)
    slow = a_case(shim, ready, memory / "slow", PARCEL, SLOW_FSYNC_MS="40")
    assert [o["scan"] for o in slow.outcomes] == PARCEL
    assert [o["message_id"] for o in slow.outcomes] == [o["message_id"] for o in quick.outcomes]
    assert not wrong_with(slow)


class Talk:
    """A station to talk to, one scan at a time."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        """Talk to a process."""
        self._process = process

    def say(self, scan: str) -> dict[str, Any]:
        """Send a scan and return its outcome."""
        if self._process.stdin is None:
            raise ValueError("expected a process with pipes")
        self._process.stdin.write(f"{scan}\n".encode())
        self._process.stdin.flush()
        return self.hear()

    def hear(self) -> dict[str, Any]:
        """Wait for the next outcome, also of what another process has asked for."""
        if self._process.stdout is None:
            raise ValueError("expected a process with pipes")
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


@contextmanager
def talking(shim: Path, folder: Path, **settings: str) -> Iterator[Talk]:
    """Run a station under the shim, and end it in the orderly way."""
    environment = record.shimmed(shim, folder / "state", folder / "log", **settings)
    environment |= {"INTAKE_STATE": str(folder / "state"), "INTAKE_LANGUAGE": "en"}
    command = [*station_command(), "station", "--headless"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment, stdin=pipe, stdout=pipe) as process:
        yield Talk(process)


def test_when_there_is_room_again_the_parcel_goes_on(shim: Path, ready: Path, memory: Path) -> None:
    """A full disk refuses scans, without stopping; what was refused is scanned again."""
    shutil.copytree(ready, memory / "state")
    full = memory / "full"
    fault = {"FAIL_OP": "write", "FAIL_ERRNO": "ENOSPC", "FAIL_FOREVER": "1", "FAIL_WHILE": str(full)}
    with talking(shim, memory, **fault) as station:
        before = [station.say(scan) for scan in PARCEL[:3]]
        full.touch()
        refused = [station.say(scan) for scan in PARCEL[3:6]]
        found_while_full = verify(memory / "state").faults
        full.unlink()
        after = [station.say(scan) for scan in PARCEL[3:]]
    assert all(outcome["seq"] is not None for outcome in before + after)
    assert {(o["seq"], o["severity"], o["message_id"]) for o in refused} == {(None, "refused", "disk_full")}
    assert all("NOT RECORDED" in outcome["message"] for outcome in refused)
    assert after[-1]["message_id"] == "parcel_closed"
    assert not found_while_full
    assert not verify(memory / "state").faults


def test_an_outcome_nobody_knows_is_found_out_when_the_disk_works_again(
    shim: Path, ready: Path, memory: Path
) -> None:
    """The desk stops, says so, and takes no scan; then it looks for the event and goes on from the truth."""
    shutil.copytree(ready, memory / "state")
    broken = memory / "broken"
    fault = {"FAIL_OP": "fsync", "FAIL_FOREVER": "1", "FAIL_WHILE": str(broken)}
    with talking(shim, memory, **fault) as station:
        before = [station.say(scan) for scan in PARCEL[:3]]
        broken.touch()
        doubtful, stopped = station.say(PARCEL[3]), station.say(PARCEL[4])
        asked = subprocess.run(
            [*station_command(), "notes", "leave", "hello"],
            env={**os.environ, "INTAKE_STATE": str(memory / "state")},
            capture_output=True,
            check=False,
        )
        answered = station.hear()
        broken.unlink()
        again = station.say(PARCEL[3])
        rest = [station.say(scan) for scan in PARCEL[4:]]
    assert all(outcome["seq"] is not None for outcome in [*before, again, *rest])
    assert (doubtful["severity"], doubtful["message_id"]) == ("refused", "outcome_unknown")
    for each in (stopped, answered):
        assert (each["severity"], each["message_id"]) == ("refused", "station_stopped")
    assert asked.returncode == 3, asked.stderr
    assert again["message_id"] in {"condition_intact", "scan_bag_first"}, (
        "recorded once, the first or second time"
    )
    assert rest[-1]["message_id"] == "parcel_closed"
    assert not verify(memory / "state").faults


@pytest.mark.parametrize(("call", "error"), [("fsync", "EIO"), ("write", "EIO"), ("write", "ENOSPC")])
def test_a_fault_in_an_idle_moment_stops_nothing(
    shim: Path, ready: Path, memory: Path, call: str, error: str
) -> None:
    """Folding the log into the journal fails while nobody scans: no scan was at stake, so none is refused."""
    shutil.copytree(ready, memory / "state")
    broken = memory / "broken"
    fault = {"FAIL_OP": call, "FAIL_ERRNO": error, "FAIL_FOREVER": "1", "FAIL_WHILE": str(broken)}
    with talking(shim, memory, **fault) as station:
        # So much that folding it needs new space, whatever has been folded soon after the start.
        refused = ["RI-C-EMPTY", "RI-C-SHORT"] * 40
        before = [station.say(scan) for scan in (*PARCEL[:3], *refused)]
        broken.touch()
        time.sleep(PAUSE)
        broken.unlink()
        after = [station.say(scan) for scan in PARCEL[3:]]
    assert any(entry.op is Op.FAULT for entry in read_log(memory / "log"))
    assert all(outcome["seq"] is not None for outcome in before + after)
    assert not verify(memory / "state").faults
