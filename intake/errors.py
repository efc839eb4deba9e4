"""Errors people see: one sentence that says what to do, and the exit code of design's command line."""

from __future__ import annotations

import errno


class IntakeError(Exception):
    """A problem with a sentence for the person who can mend it."""

    exit_code = 1


class WrongUsageError(IntakeError):
    """Asked for in a way that cannot be understood."""

    exit_code = 2


class ScreenFailedError(IntakeError):
    """A fault of the program ended its screen."""


class StorageError(IntakeError):
    """The state folder, the journal or the disk."""

    exit_code = 3


class LockHeldError(StorageError):
    """Another process holds the state folder."""


class DiskFullError(StorageError):
    """The disk took nothing more; the facts at hand were certainly not recorded."""


class CommitUnknownError(StorageError):
    """A commit failed so that nobody knows whether its facts are on the disk (SQLite SQLITE_IOERR)."""


def is_disk_full(error: OSError) -> bool:
    """Tell whether the operating system says that the disk takes nothing more."""
    return error.errno in {errno.ENOSPC, errno.EDQUOT}
