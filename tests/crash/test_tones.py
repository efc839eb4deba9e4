"""A gun sounds good only for what survives a power cut, and is told in time when the disk does not answer.

The real station, recorded under the shim, with each maker's gun on a pseudo-terminal: what was written to
the gun stands in the same order as what was written to the disk and flushed.
"""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from intake.language import Language
from intake.verify import verify
from intake.wording import Wording
from scanners.light import LightState
from tests.crash import record
from tests.crash.check import promise
from tests.crash.day import Day, morning
from tests.crash.dock import new_state, proof, station_command
from tests.crash.faulty import PARCEL
from tests.crash.records import Op, Record, read_log
from tests.scanners.doubles import DOUBLES, Gun, Sound

GOOD = b"\x1b7,"
"""What a Honeywell gun takes for stored."""

OPENING = {"datalogic": b"E"}
"""What a gun hears before anything is scanned."""

TAPE = [*PARCEL, *Day(7).parcels(20)] if proof() else PARCEL[:5]
"""A parcel, something unknown, a unit, its condition, its bag."""

SOUNDS = {
    "ok": Sound.GOOD,
    "note": Sound.GOOD,
    "refused": Sound.BAD,
    "hazard": Sound.HAZARD,
    "emergency": Sound.HAZARD,
}

PATIENCE = 20.0
"""Seconds a test waits for what must happen; only a failing test waits that long."""


class Talk:
    """A station with one gun: scans go in by the gun, answers come out by the gun and as lines."""

    def __init__(self, process: subprocess.Popen[str], gun: Gun) -> None:
        """Talk to a process."""
        self._process = process
        self.gun = gun
        self.lights: list[str] = []
        self._told = threading.Condition()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def say(self, line: str) -> None:
        """Hand a line in, by the pipe, and wait for its answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        self.outcome()

    def pull(self, code: str) -> None:
        """Scan by the gun, once it does not wait for an answer any more."""
        self.gun.wait(lambda: not self.gun.is_suspended, PATIENCE)
        assert self.gun.pull(code.encode())

    def outcome(self) -> dict[str, Any]:
        """The next answer that was printed."""
        assert self._process.stdout is not None
        found: dict[str, Any] = json.loads(self._process.stdout.readline())
        return found

    def wait_light(self, state: LightState) -> None:
        """Wait until the gun's light is worded so."""
        word = Wording(Language.EN).light(state, str(self.gun.link), "", "")
        with self._told:
            assert self._told.wait_for(lambda: any(word in line for line in self.lights), PATIENCE), (
                self.lights
            )

    def wait_tones(self, tones: list[Sound]) -> None:
        """Wait until the gun has sounded all this, in full."""
        self.gun.wait(lambda: self.gun.tones == tones and not self.gun.is_disabled, PATIENCE)

    def end(self) -> int:
        """End the input, and wait."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        return self._process.wait(PATIENCE)

    def _listen(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            with self._told:
                self.lights.append(line)
                self._told.notify_all()


class Told(NamedTuple):
    """One scan, the ids of its facts, and up to which byte of all it was told the gun had heard of it."""

    text: str
    events: tuple[str, ...]
    heard: int


@contextmanager
def talking(
    shim: Path, folder: Path, driver: str, variant: str | None = None, speed: float = 1.0, **settings: str
) -> Iterator[Talk]:
    """Run a station with one gun, up to the moment at which parcels are taken in."""
    state = new_state(folder / "state")
    with DOUBLES[driver](folder / "gun", speed) as gun:
        scanners = [{"device": str(gun.link), "feedback": driver}]
        environment = record.shimmed(shim, state, folder / "log", INTAKE_STATE=str(state), **settings)
        environment |= {"INTAKE_SCANNERS": json.dumps(scanners), "INTAKE_LANGUAGE": "en"}
        command = [*station_command(variant), "station", "--headless"]
        pipe = subprocess.PIPE
        with subprocess.Popen(
            command, env=environment, stdin=pipe, stdout=pipe, stderr=pipe, text=True
        ) as process:
            try:
                talk = Talk(process, gun)
                talk.wait_light(LightState.READY)
                for line in morning():
                    talk.say(line)
                yield talk
            finally:
                process.kill()  # where a test failed: its disk may stand still for ever


def early(records: Sequence[Record], told: Sequence[Told]) -> list[str]:
    """Name the scans of which the gun was told anything before all they led to was flushed to the log."""
    found: list[Told] = []
    heard, scans = 0, iter(told)
    scan = next(scans)
    for answer in (entry for entry in records if entry.op is Op.SAID):
        while heard >= scan.heard:
            scan = next(scans)
        heard += len(answer.data)
        if scan not in found and any(flushed_at(event, records) > answer.index for event in scan.events):
            found.append(scan)
    return [scan.text for scan in found]


def flushed_at(event: str, records: Sequence[Record]) -> int:
    """At which record an event was safe: the first flush of the log that covers its writing."""
    name, never = event.encode(), len(records)
    written = next(
        (
            entry
            for entry in records
            if entry.op is Op.WRITE and entry.path.endswith("-wal") and name in entry.data
        ),
        None,
    )
    if written is None:
        return never
    return next(
        (
            entry.index
            for entry in records
            if entry.op is Op.SYNC and entry.inode == written.inode and entry.offset > written.index
        ),
        never,
    )


def a_parcel(shim: Path, folder: Path, driver: str, variant: str | None = None) -> list[Told]:
    """Take in what is on the tape by a gun that is answered in full before the next scan."""
    with talking(shim, folder, driver, variant) as talk:
        gun = talk.gun
        gun.wait(lambda: gun.bytes_heard == OPENING.get(driver, b""), PATIENCE)
        told, tones = [Told("", (), len(gun.bytes_heard))], list[Sound]()
        for code in TAPE:
            talk.pull(code)
            outcome = talk.outcome()
            tones.append(SOUNDS[outcome["severity"]])
            talk.wait_tones(tones)
            events = promise(0, json.dumps(outcome)).events
            told.append(Told(outcome["scan"], events, len(gun.bytes_heard)))
        assert talk.end() == 0
        assert gun.complaints == []
        assert {*tones} >= {Sound.GOOD, Sound.BAD}
    assert [each.text for each in told[1:]] == TAPE
    return told


@pytest.mark.parametrize("driver", DOUBLES)
def test_a_gun_is_told_good_or_bad_only_of_what_is_on_the_disk(shim: Path, memory: Path, driver: str) -> None:
    told = a_parcel(shim, memory, driver)
    assert early(read_log(memory / "log"), told) == []


@pytest.mark.parametrize("driver", ["honeywell_ack", "zebra_ssi"])
def test_a_station_that_answers_before_it_commits_is_found_out(shim: Path, memory: Path, driver: str) -> None:
    """The check can fail."""
    told = a_parcel(shim, memory, driver, "acknowledge-before-commit")
    assert len(early(read_log(memory / "log"), told)) > len(TAPE) // 2


def test_a_gun_is_told_in_time_that_the_disk_does_not_answer(shim: Path, memory: Path) -> None:
    """The disk stands still. CI has a gun that gives up after 5 s and a station that speaks long before."""
    stalled = memory / "stalled"
    haste = (None, 1.0) if proof() else ("impatient-guns", 2.0)
    with talking(shim, memory, "honeywell_ack", *haste, STALL_WHILE=str(stalled)) as talk:
        gun = talk.gun
        stalled.touch()
        talk.pull(PARCEL[0])
        gun.wait(lambda: not gun.is_suspended, PATIENCE)
        assert gun.tones == [Sound.BAD], "before the gun's own error tone"
        talk.wait_light(LightState.WAITING)
        talk.pull(PARCEL[0])
        gun.wait(lambda: not gun.is_suspended, PATIENCE)
        assert gun.tones == [Sound.BAD, Sound.BAD]
        heard = gun.bytes_heard
        stalled.unlink()
        first, again = talk.outcome(), talk.outcome()
        assert (first["severity"], first["message_id"]) == ("ok", "parcel_opened")
        assert again["message_id"] != "parcel_opened", "taken once"
        talk.pull(PARCEL[2])
        assert talk.outcome()["severity"] == "ok"
        gun.wait(lambda: len(gun.tones) == 3)
        assert gun.bytes_heard == heard + GOOD, "what came late was not sounded for the next scan"
        assert talk.end() == 0
    assert not verify(memory / "state").faults


def test_a_tone_for_nothing_is_found_out() -> None:
    """An answer without its facts anywhere on the disk."""
    said = Record(0, Op.SAID, 0, 0, "/dev/pts/0", "", GOOD)
    assert early([said], [Told("1", ("an-id",), len(GOOD))]) == ["1"]


@pytest.mark.parametrize(("covered", "too_early"), [(1, ["1"]), (2, [])])
def test_a_flush_covers_only_what_was_written_before_it_began(covered: int, too_early: list[str]) -> None:
    records = [
        Record(0, Op.CREATE, 7, 0, "journal.db-wal", "", b""),
        Record(1, Op.WRITE, 7, 0, "journal.db-wal", "", b"... an-id ..."),
        Record(2, Op.SYNC, 7, covered, "journal.db-wal", "", b""),
        Record(3, Op.SAID, 0, 0, "/dev/pts/0", "", GOOD),
    ]
    assert early(records, [Told("1", ("an-id",), len(GOOD))]) == too_early
