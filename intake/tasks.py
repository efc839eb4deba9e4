"""Tasks: what newer lists, claims or a sudden end make necessary, done by processes beside the desk."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from intake.errors import IntakeError
from intake.follow_up import Task
from intake.soundness import is_due
from intake.sqlite import Connection

_DUE = """
SELECT task FROM follow_up AS f WHERE ended_at IS NULL AND f.seq > (
  SELECT e.seq FROM event AS e WHERE +e.kind = iif(f.task = ?, 'UnitIdentified', 'ParcelOpened')
  ORDER BY e.seq LIMIT 1
) ORDER BY task
"""
"""What came in later was judged by the newer list from the beginning. Later is what stands behind it in the
log: a clock may have been set back. The first unit stands near the log's beginning; the plus keeps SQLite
from making an index of millions of events to find it."""

COMMANDS = {
    Task.REJUDGING: ("campaigns", "rejudge", "--beside"),
    Task.REMATCHING: ("expected", "rematch", "--beside"),
    Task.SOUNDNESS: ("verify", "--quick"),
}
"""What does each task."""

PAUSE = 15.0
"""Seconds before a task that ended without being done is tried again."""

LONG_PAUSE = 600.0
"""The same for one that was refused: the log is for ever, and what was refused stays so for a while."""

_NICE = 10
_ENDING = 2.0
"""Seconds a process has to end by itself."""


def due(connection: Connection) -> tuple[Task, ...]:
    """Give what is still to be done for something received before the newer list or claims."""
    return tuple(Task(task) for (task,) in connection.execute(_DUE, (Task.REJUDGING,)).fetchall())


def all_due(connection: Connection, folder: Path) -> tuple[Task, ...]:
    """Give the same, and the check of the journal where it was not closed in order."""
    return (*due(connection), Task.SOUNDNESS) if is_due(folder) else due(connection)


class Children:
    """The processes that do a station's tasks, looked after whenever nobody scans. Used by one thread."""

    def __init__(self, folder: Path) -> None:
        """Start none yet."""
        self._folder = folder
        self._running: dict[Task, subprocess.Popen[bytes]] = {}
        self._not_before: dict[Task, float] = {}

    def look_after(self, tasks: tuple[Task, ...]) -> None:
        """Start what is due and not running; one that has ended without doing it is started after a pause."""
        for task, child in [*self._running.items()]:
            if child.poll() is not None:
                del self._running[task]
                is_refused = child.returncode == IntakeError.exit_code
                self._not_before[task] = time.monotonic() + (LONG_PAUSE if is_refused else PAUSE)
        for task in tasks:
            if task not in self._running and time.monotonic() >= self._not_before.get(task, 0.0):
                self._try(task)

    def _try(self, task: Task) -> None:
        try:
            self._running[task] = self._start(task)
        except OSError:  # no room for its log, or no process to be had: the desk goes on, it is tried again
            self._not_before[task] = time.monotonic() + PAUSE

    def _start(self, task: Task) -> subprocess.Popen[bytes]:
        """What it says last is kept in the state folder, for whoever asks why a task does not end.

        -P: no code is taken from the folder the station was started in.
        """
        with (self._folder / f"{task}.log").open("wb") as log:
            child = subprocess.Popen(  # noqa: S603 (our own command)
                [sys.executable, "-P", "-m", "intake", *COMMANDS[task]],
                env=os.environ | {"INTAKE_STATE": str(self._folder)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
            )
        with suppress(OSError):  # it has ended already, or goes on no slower than we do
            os.setpriority(os.PRIO_PROCESS, child.pid, _NICE)
        return child

    def end(self) -> None:
        """End them all: what they have sent is recorded, the rest is for the next time."""
        for child in self._running.values():
            child.terminate()
        for child in self._running.values():
            try:
                child.wait(_ENDING)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        self._running.clear()
