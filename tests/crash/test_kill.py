"""SIGKILL at any moment: what was answered is recorded, once, and the parcel goes on where it stopped.

A simulated gun at a pseudo-terminal scans on at its own pace, whether the station answers or not. What it
sent into a station that was dead is lost, as at a real dock, where the screen after the restart shows the
last recorded scans; the scan after those is the next one sent.
"""

from __future__ import annotations

import os
import random
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from intake.verify import verify
from scanners.pseudo_gun import PseudoGun
from tests.crash.check import Promise, doubled, envelopes_in, kept, out_of_order, promise, scans_of
from tests.crash.day import Day, morning
from tests.crash.dock import new_state, proof, station_command

KILLS = 50
ROUNDS = 100 if proof() else 2
"""Each round is a state folder of its own, so that its journal stays short enough to verify at each kill."""

LONGEST_LIFE = 0.2
"""Seconds a station lives at most once its scanner is ready."""


@dataclass(slots=True)
class Life:
    """What one station did until it was killed."""

    sent: int
    promises: list[Promise]


class Dock:
    """A state folder, a gun, and a station that is killed again and again."""

    def __init__(self, folder: Path, tape: Sequence[str], seed: int, variant: str | None = None) -> None:
        """Make a training folder and open its day."""
        self.state = new_state(folder / "state")
        self.tape = tape
        self._folder = folder
        self._chance = random.Random(f"kill {seed}")
        self._command = [*station_command(variant), "station", "--headless"]
        self._environment = os.environ | {"INTAKE_STATE": str(self.state), "INTAKE_LANGUAGE": "en"}
        whole = "".join(f"{line}\n" for line in morning())
        subprocess.run(
            self._command, env=self._environment, input=whole.encode(), check=True, capture_output=True
        )

    def live(self) -> Life:
        """Start a station, scan on from the first scan it has not recorded, and kill it at some moment."""
        start = len(self.recorded())
        with PseudoGun(self._folder / "gun") as gun, self.station(gun) as station:
            sent = 0 if self._chance.random() < 0.2 else self._scan(gun, station, start)
            time.sleep(self._chance.uniform(0, 0.1) if not sent else 0)
        answers = (self._folder / "answers").read_text(encoding="utf-8").splitlines(keepends=True)
        return Life(sent, [promise(0, line) for line in answers if line.endswith("\n")])

    @contextmanager
    def station(self, gun: PseudoGun) -> Iterator[subprocess.Popen[bytes]]:
        """Run a station on the gun, and kill it in the end."""
        command = [*self._command, "--port", str(gun.link)]
        with (
            (self._folder / "answers").open("wb") as answers,
            subprocess.Popen(
                command, env=self._environment, stdin=subprocess.PIPE, stdout=answers, stderr=subprocess.PIPE
            ) as station,
        ):
            yield station
            station.kill()

    def _scan(self, gun: PseudoGun, station: subprocess.Popen[bytes], start: int) -> int:
        """Send scans at a random pace for a random time; return how many."""
        wait_until_ready(station)
        end = time.monotonic() + self._chance.uniform(0, LONGEST_LIFE)
        pace, sent = self._chance.choice((0.001, 0.01, 0.03)), 0
        while time.monotonic() < end:
            gun.send(self.tape[start + sent].encode() + b"\r")
            sent += 1
            time.sleep(self._chance.uniform(0, pace))
        return sent

    def recorded(self) -> list[str]:
        """Name the recorded scans of the tape."""
        return scans_of(envelopes_in(self.state), self.tape)

    def faults(self, life: Life) -> list[str]:
        """Say what is wrong after a kill; nothing means sound."""
        envelopes, found = envelopes_in(self.state), [str(fault) for fault in verify(self.state).faults]
        if kept(envelopes, life.promises) < len(life.promises):
            found.append(f"lost: {life.promises[kept(envelopes, life.promises)]}")
        return [*found, *doubled(envelopes), *out_of_order(envelopes, self.tape)]


def wait_until_ready(station: subprocess.Popen[bytes]) -> None:
    """Wait until the station says that the gun is ready: what is sent before that is dropped on opening."""
    if station.stderr is None:
        raise ValueError("expected a process with a pipe as standard error")
    heard: list[bytes] = []
    while not (heard and heard[-1].endswith(b": ready\n")):
        heard.append(station.stderr.readline())
        if not heard[-1]:
            raise RuntimeError(f"expected a station that gets ready, got {heard}")


def told(envelopes: Sequence[dict[str, object]]) -> list[tuple[object, ...]]:
    """Tell the journal's story without times and identifiers: what was scanned, recorded and answered."""
    story: list[tuple[object, ...]] = []
    for each in envelopes:
        answer = each.get("answer")
        said = (answer["message"], answer["severity"]) if isinstance(answer, dict) else None
        story.append((each["kind"], each.get("operator"), said))
    return story


@pytest.mark.parametrize("part", range(ROUNDS))
def test_killing_the_station_loses_and_doubles_nothing(memory: Path, part: int) -> None:
    """After every kill the journal is sound and holds what was answered; the day goes on as if unhurt."""
    tape = Day(part).parcels(400)
    dock = Dock(memory, tape, part)
    kills = KILLS if proof() else KILLS // ROUNDS
    sent = answered = 0
    for kill in range(kills):
        life = dock.live()
        assert not dock.faults(life), f"round {part}, kill {kill}: {dock.faults(life)}"
        sent, answered = sent + life.sent, answered + len(life.promises)
    stored = len(dock.recorded())
    assert sent >= stored >= answered > kills, (sent, stored, answered)
    assert told(envelopes_in(dock.state)) == told(unhurt(memory / "unhurt", tape[:stored]))


def unhurt(folder: Path, scans: Sequence[str]) -> list[dict[str, object]]:
    """Return the journal of a station that nobody killed."""
    dock = Dock(folder, scans, 0)
    with PseudoGun(folder / "gun") as gun, dock.station(gun) as station:
        wait_until_ready(station)
        for scan in scans:
            gun.send(scan.encode() + b"\r")
        deadline = time.monotonic() + 30
        while len(dock.recorded()) < len(scans) and time.monotonic() < deadline:
            time.sleep(0.05)
    return envelopes_in(dock.state)


def test_a_station_that_answers_before_it_records_is_found_out(memory: Path) -> None:
    """The harness can fail: the last answer before a kill has no facts."""
    dock = Dock(memory, Day(1).parcels(100), 1, "acknowledge-before-commit")
    found = [fault for _ in range(6) for fault in dock.faults(dock.live())]
    assert any(fault.startswith("lost") for fault in found), found
