"""Standing: how a run ended, put into `sync.json` for the desk and the doctor."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from intake.central.fault import CentralError
from intake.central_status import Failure, FailureKind, SyncStatus, write_status
from intake.errors import IntakeError, StorageError, WrongUsageError
from intake.surroundings import iso, now
from intake.sync.conflict import ConflictError
from intake.sync.report import Report


def write_success(folder: Path, before: SyncStatus | None, report: Report) -> None:
    """Say that the log went up, and what could not be done beside it. Raises StorageError."""
    at = iso(now().wall)
    failure = None
    if report.problems:
        failure = _failure(before, FailureKind.MALFORMED, report.problems[0], at)
    write_status(folder, SyncStatus(at, at, failure, report.dead_letters, report.pending))


def write_failure(folder: Path, before: SyncStatus | None, report: Report, error: IntakeError) -> None:
    """Say why the run did not come to its end. Raises StorageError."""
    at = iso(now().wall)
    failure = _failure(before, _kind(error), str(error), at)
    status = replace(before or SyncStatus(at), last_try=at, failure=failure, pending=report.pending)
    write_status(folder, status)


def _failure(before: SyncStatus | None, kind: FailureKind, sentence: str, at: str) -> Failure:
    """Put down a failure; the first of those that follow each other says since when."""
    earlier = before.failure if before else None
    return Failure(kind, sentence, earlier.since if earlier else at)


def _kind(error: IntakeError) -> FailureKind:
    if isinstance(error, CentralError):
        return FailureKind(error.kind.value)
    kinds: dict[type[IntakeError], FailureKind] = {
        ConflictError: FailureKind.CONFLICT,
        WrongUsageError: FailureKind.SETTINGS,
        StorageError: FailureKind.STORAGE,
    }
    return next((kind for each, kind in kinds.items() if isinstance(error, each)), FailureKind.REFUSED)
