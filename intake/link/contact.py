"""Contact with the central claims system: whether there is any, told to the desk by `link.json`.

Two threads speak with it; there is contact when neither has lost it.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from msgspec.structs import replace

from intake.central.fault import CentralError, FaultKind
from intake.central_status import Failure, FailureKind, LinkStatus, write_status
from intake.errors import StorageError
from intake.surroundings import iso, now

WRITTEN_SECONDS = 30.0
"""So often the file is written anew: its age tells that the link lives."""

_KINDS = {
    FaultKind.UNREACHABLE: FailureKind.UNREACHABLE,
    FaultKind.BUSY: FailureKind.BUSY,
    FaultKind.REFUSED: FailureKind.REFUSED,
    FaultKind.UNTRUSTED: FailureKind.UNTRUSTED,
    FaultKind.MALFORMED: FailureKind.MALFORMED,
}


Tell = Callable[[str], None]
"""Tells whoever looks after the machine a sentence."""


class Talk(StrEnum):
    """What a thread speaks with the hub about."""

    UNITS = "units"
    EMERGENCIES = "emergencies"


class Contact:
    """How contact stands. Used by both threads."""

    def __init__(self, folder: Path, tell: Tell) -> None:
        """Know nothing yet; `tell` hears when contact comes and goes."""
        self._folder = folder
        self._tell = tell
        self._lock = threading.Lock()
        self._lost: dict[Talk, Failure] = {}
        self._status: LinkStatus | None = None
        self._written = 0.0
        self.recovered = 0
        """How often a talk that was lost went on: what the other waits for is worth a try then."""

    def made(self, talk: Talk) -> None:
        """The hub has answered."""
        with self._lock:
            self.recovered += self._lost.pop(talk, None) is not None
            self._settle()

    def lost(self, talk: Talk, error: CentralError) -> None:
        """The hub has not answered, or lets this station not in."""
        with self._lock:
            before = self._lost.get(talk)
            since = before.since if before else iso(now().wall)
            self._lost[talk] = Failure(_KINDS[error.kind], str(error), since)
            self._settle()

    def keep_alive(self) -> None:
        """Write the file anew when it is time."""
        with self._lock:
            if self._status is not None and time.monotonic() - self._written >= WRITTEN_SECONDS:
                self._write(self._status)

    def _settle(self) -> None:
        """Write the file where contact came or went, or is gone for another kind of reason."""
        failure = min(self._lost.values(), key=lambda each: each.since, default=None)
        was = self._status
        if was is not None and was.contact == (failure is None):
            if failure is None or (was.failure and was.failure.kind is failure.kind):
                return
            self._write(replace(was, failure=failure))
            return
        status = LinkStatus(failure is None, failure.since if failure else iso(now().wall), failure)
        self._write(status)
        self._tell(f"no contact: {failure.sentence}" if failure else "contact with the central claims system")

    def _write(self, status: LinkStatus) -> None:
        self._status, self._written = status, time.monotonic()
        with contextlib.suppress(StorageError):  # a full disk: the old file's age says that it tells nothing
            write_status(self._folder, status)
