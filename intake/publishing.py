"""Publishing: an immutable file is written in a folder aside and appears whole, for good, or not at all."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Self

from intake.content import flush_folder
from intake.errors import StorageError
from intake.sqlite import OperationalError

_DRAFT = ".draft-"
"""Begins the name of a folder in which somebody writes."""


@contextmanager
def draft_folder(parent: Path) -> Iterator[Path]:
    """Give a new folder in `parent` to write in, which is gone with all that lies in it when the block ends.

    It stays locked (flock(2)) while its process lives; those whose process was killed are removed first. A
    process's number would not tell: numbers come again, and containers that share a folder each count their
    own. Raises the system's errors.
    """
    for left in parent.glob(f"{_DRAFT}*"):
        _clear(left)
    path, lock = _new_folder(parent)
    try:
        yield path
    finally:
        shutil.rmtree(path)
        os.close(lock)


def _clear(path: Path) -> None:
    """Remove the folder of a process that is dead."""
    lock = _locked(path)
    if lock is not None:
        try:
            shutil.rmtree(path)
        finally:
            os.close(lock)


def _new_folder(parent: Path) -> tuple[Path, int]:
    """Make a folder and lock it; one that somebody cleared away before it was locked is made again."""
    while True:
        path = Path(tempfile.mkdtemp(prefix=_DRAFT, dir=parent))
        lock = _locked(path)
        if lock is not None:
            return path, lock


def _locked(path: Path) -> int | None:
    """Lock a folder; None where somebody else has it, may have it, or has removed it."""
    try:
        lock = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(path.stat(), os.fstat(lock)):
            return lock
    except (BlockingIOError, FileNotFoundError):
        pass  # both tell that it is not ours
    os.close(lock)
    return None


@contextmanager
def writing_in(folder: Path) -> Iterator[None]:
    """Say in a sentence that the disk does not let us write in a folder. Raises StorageError."""
    try:
        yield
    except BrokenPipeError:
        raise  # whoever read what we say went away: nothing to do with the disk
    except (OSError, OperationalError) as error:
        got = error.strerror if isinstance(error, OSError) else error
        raise StorageError(f"expected room on the disk and leave to write in {folder}, got: {got}") from error


def checksum(path: Path) -> str:
    """Give the SHA-256 of a published file, in hexadecimal."""
    # Opening the file beside SQLite drops no lock: an immutable database takes none.
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class PublishingDraft:
    """A file on its way: `with PublishingDraft(target) as draft`, write `draft.path`, `draft.publish()`.

    What is not published when the block ends is gone, and what lies beside it. Raises the system's errors.
    """

    path: Path
    """Where to write, in a folder of its own."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self.path = self._stack.enter_context(draft_folder(self.target.parent)) / self.target.name
        return self

    def __exit__(self, *_fault: object) -> None:
        self._stack.close()

    def publish(self) -> Path:
        """Make the draft, which is closed, durable, and give it the name under which it never changes.

        Raises FileExistsError where a file has that name, also one published a moment ago.
        """
        self.path.chmod(0o444)
        with self.path.open("rb") as file:
            os.fsync(file.fileno())
        os.link(self.path, self.target)  # renaming would replace what is there
        flush_folder(self.target.parent)
        return self.target
