"""Standing: how a run stands and how it ended, put into `sync.json` for the desk and the doctor."""

from __future__ import annotations

import contextlib
from pathlib import Path

from msgspec.structs import replace

from intake.central.fault import CentralError
from intake.central_status import Failure, FailureKind, SyncStatus, read_status, status_path, write_status
from intake.errors import IntakeError, StorageError, WrongUsageError
from intake.surroundings import iso, now
from intake.sync.conflict import ConflictError
from intake.sync.report import Report


class Standing:
    """The file `sync.json` during one run."""

    def __init__(self, folder: Path, report: Report) -> None:
        """Read how the run before ended."""
        self._folder = folder
        self._report = report
        self.before = read_status(folder, SyncStatus)
        self._since = self._earlier()

    def lost(self, fault: CentralError) -> None:
        """Say that a call failed, which is tried again: a night is too long to wait for that word."""
        with contextlib.suppress(StorageError):  # the run goes on, and at its end tells of the disk
            self.failed(fault)

    def mended(self) -> None:
        """Take that word back: what was lost has been found, and how the run ends nobody knows yet."""
        self._since = self._earlier()
        with contextlib.suppress(StorageError, OSError):  # as above
            if self.before is None:
                status_path(self._folder, SyncStatus).unlink(missing_ok=True)
            else:
                write_status(self._folder, self.before)

    def succeeded(self) -> None:
        """Say that the log went up, and what could not be done beside it. Raises StorageError."""
        report, at = self._report, iso(now().wall)
        failure = None
        if report.problems:
            failure = self._failure(FailureKind.MALFORMED, report.problems[0], at)
        made = SyncStatus(at, at, failure, report.dead_letters, report.pending, report.skew_ms or 0)
        write_status(self._folder, made)

    def failed(self, error: IntakeError) -> None:
        """Say why the run did not come to its end. Raises StorageError."""
        at = iso(now().wall)
        failure = self._failure(_kind(error), str(error), at)
        status = replace(self.before or SyncStatus(at), last_try=at, failure=failure)
        if self._report.position is not None:  # else nobody has said how far the other side is
            status = replace(status, pending=self._report.pending)
        write_status(self._folder, status)

    def _earlier(self) -> str | None:
        return self.before.failure.since if self.before and self.before.failure else None

    def _failure(self, kind: FailureKind, sentence: str, at: str) -> Failure:
        """Put down a failure; the first of those that follow each other says since when."""
        self._since = self._since or at
        return Failure(kind, sentence, self._since)


def _kind(error: IntakeError) -> FailureKind:
    if isinstance(error, CentralError):
        return FailureKind(error.kind.value)
    kinds: dict[type[IntakeError], FailureKind] = {
        ConflictError: FailureKind.CONFLICT,
        WrongUsageError: FailureKind.SETTINGS,
        StorageError: FailureKind.STORAGE,
    }
    return next((kind for each, kind in kinds.items() if isinstance(error, each)), FailureKind.REFUSED)
