"""The state folder: where everything a station knows lies, held by one process at a time."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
from pathlib import Path
from types import TracebackType
from typing import Self

from intake.errors import LockHeldError, StorageError

VARIABLE = "INTAKE_STATE"


def default_folder() -> Path:
    """Give the folder of `INTAKE_STATE`, or `intake` in the user's data folder."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path  # noqa: PLC0415 (not needed where the variable is set)

    return user_data_path("intake")


def journal_path(folder: Path) -> Path:
    """Give the journal's file."""
    return folder / "journal.db"


def log_path(folder: Path) -> Path:
    """Give the journal's write-ahead log."""
    path = journal_path(folder)
    return path.with_name(f"{path.name}-wal")


def socket_path(folder: Path) -> Path:
    """Give the door's socket."""
    return folder / "station.sock"


_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


def list_path(folder: Path, campaign: str, version: str) -> Path | None:
    """Give the file of a published affected list, or None for a name that can be none."""
    if not (_NAME.fullmatch(campaign) and _NAME.fullmatch(version)):
        return None
    return folder / "reference" / f"list-{campaign}-{version}.db"


def is_state_folder(folder: Path) -> bool:
    """Tell whether `intake init` has been here."""
    return journal_path(folder).is_file()


def expect_state_folder(folder: Path) -> None:
    """Raise StorageError where `intake init` has not been."""
    if not is_state_folder(folder):
        raise StorageError(f"expected a state folder at {folder}, got none: run intake init first")


_NAMED = re.compile(r"process (\d+)")
_FLOCK = re.compile(r"\bFLOCK\b.* (\d+) ([0-9a-f]+:[0-9a-f]+):(\d+) 0 EOF")
"""In /proc/locks: process, device, inode (proc_locks(5))."""


def holder_of(folder: Path, machine: Path = Path("/")) -> int | None:
    """Give the process that holds a folder by its lock, 0 for none, None where the kernel does not say.

    The lock is never tried: to take it for a moment could send a starting station away. Raises OSError where
    the folder has none yet.
    """
    path = folder / "lock"
    named, status = _NAMED.match(path.read_text(encoding="utf-8", errors="replace")), path.stat()
    try:
        locks = (machine / "proc" / "locks").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    device = f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev):02x}"
    for process, on, inode in _FLOCK.findall(locks):
        # btrfs tells another device here than stat does; then the process named in the file must fit.
        is_ours = on == device or (named is not None and named[1] == process)
        if int(inode) == status.st_ino and is_ours:
            return int(process)
    return 0


class Lock:
    """An exclusive lock on a state folder, for as long as the process lives (flock(2))."""

    def __init__(self, folder: Path, holder: str, name: str = "lock") -> None:
        """Take the lock. Raises LockHeldError that says who holds it, StorageError if it cannot be made.

        `name`: the station's; work that goes on beside it, but never twice at once, has one of its own.
        """
        path = folder / name
        try:
            self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
        except OSError as error:
            raise StorageError(f"expected a writable state folder, got: {error}") from error
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            held_by = os.read(self._fd, 200).decode("utf-8", "replace") or "another process"
            os.close(self._fd)
            raise LockHeldError(
                f"expected the state folder {folder} to be free, got one held by {held_by}; "
                "end that one first, or set INTAKE_STATE to another folder"
            ) from error
        with contextlib.suppress(OSError):  # a courtesy to whoever finds it held; the lock itself stands
            os.ftruncate(self._fd, 0)
            os.pwrite(self._fd, f"process {os.getpid()} ({holder})".encode(), 0)

    def release(self) -> None:
        """Let the folder go."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def __enter__(self) -> Self:
        """Hold the lock for a block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go at the end of the block."""
        self.release()
