"""Runs the real station headless under the shim, and keeps what a crash test needs to judge it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from intake.founding import found
from tests.crash import record
from tests.crash.check import Promise, promise
from tests.crash.records import Record, acknowledged, read_log
from tests.crash.replay import Disk, Names, State, states

PAUSE = 0.6
"""Seconds without a scan after which the station has folded its write-ahead log into the journal."""

BURST = 30
"""Scans between two pauses."""


def station_command(variant: str | None = None) -> list[str]:
    """Return the command that starts the station, or a deliberately broken one."""
    if variant is None:
        return [sys.executable, "-m", "intake"]
    return [sys.executable, "-m", "tests.crash.variant", variant]


def new_state(folder: Path) -> Path:
    """Make a training state folder."""
    return found(folder, training=True, station="crash").folder


@dataclass(slots=True)
class Run:
    """One recorded run: the folder before it, the log, what was promised."""

    before: Path
    inodes: dict[str, int]
    records: list[Record]
    tape: Sequence[str]
    promises: list[Promise]
    errors: str
    code: int
    earlier: list[Promise] = field(default_factory=list)
    """What was promised before this run began."""

    def states(self, seeds: Iterable[int], names: Names = Names.EXT4) -> Iterator[State]:
        """Yield the disks a power cut could have left at some moment of the run."""
        disk = Disk(names)
        disk.load(self.before, self.inodes)
        return states(self.records, seeds, names, disk)


def recorded(
    shim: Path, folder: Path, tape: Sequence[str], variant: str | None = None, **settings: str
) -> Run:
    """Feed the tape to a station on the state folder `folder/state`, and return what happened."""
    state, before, log = folder / "state", folder / "before", folder / "log"
    shutil.rmtree(before, ignore_errors=True)
    shutil.copytree(state, before, ignore=shutil.ignore_patterns("*.sock"))
    inodes = {path.relative_to(state).as_posix(): path.stat().st_ino for path in state.rglob("*")}
    log.unlink(missing_ok=True)
    environment = record.shimmed(shim, state, log, INTAKE_STATE=str(state), **settings)
    with (folder / "out").open("wb") as out, (folder / "errors").open("wb") as errors:
        command = [*station_command(variant), "station", "--headless"]
        process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=out, stderr=errors)
        feed(process, tape)
        code = process.wait(60)
    records = read_log(log)
    promises = [promise(ack.index, ack.line) for ack in acknowledged(records)]
    return Run(before, inodes, records, tape, promises, (folder / "errors").read_text(), code)


def feed(process: subprocess.Popen[bytes], tape: Sequence[str]) -> None:
    """Write the tape in bursts, so that the station also meets idle moments; then end its input."""
    if process.stdin is None:
        raise ValueError("expected a process with a pipe as standard input")
    with process.stdin as pipe:
        for start in range(0, len(tape), BURST):
            if start:
                time.sleep(PAUSE)
            pipe.write("".join(f"{line}\n" for line in tape[start : start + BURST]).encode())
            pipe.flush()


def proof() -> bool:
    """Tell whether the long run was asked for."""
    return os.environ.get("PROOF") == "1"
