"""Copying: files and databases into a backup, durable when this returns, or linked from an earlier one."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from contextlib import closing
from pathlib import Path

from intake import sqlite
from intake.backup.manifest import Stored
from intake.content import flush_folder
from intake.errors import StorageError
from intake.publishing import checksum

_CHUNK = 1 << 20
"""Bytes read at once."""


def copy_database(source: sqlite.Connection, target: Path) -> None:
    """Copy a database in one step, as it stands at one moment (sqlite.org/backup.html).

    No writer waits for it. The copy is one file: nothing of a write-ahead log is left beside it. Raises
    StorageError.
    """
    try:
        with closing(sqlite.connect(target, journal_mode="DELETE")) as copy:
            source.backup(copy, pages=-1)
    except sqlite.Error as error:  # a full disk, most often
        raise StorageError(f"expected to copy {target.name} to {target.parent}, got: {error}") from error
    flush(target)


def copy_file(source: Path, target: Path) -> str:
    """Copy bytes and give their SHA-256. Raises the system's errors."""
    target.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with source.open("rb") as read, target.open("xb") as written:
        while chunk := read.read(_CHUNK):
            digest.update(chunk)
            written.write(chunk)
        written.flush()
        os.fsync(written.fileno())
    shutil.copymode(source, target)  # a published list is nobody's to write
    return digest.hexdigest()


def link(earlier: Path, target: Path, sha256: str) -> bool:
    """Give an earlier backup's file a second name, where it still holds these bytes; tell whether it does.

    A disk without links (a stick with FAT) gets a copy.
    """
    with contextlib.suppress(OSError):  # absent, or it cannot be read: the state folder's own is taken
        if checksum(earlier) != sha256:
            return False
        target.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        try:
            os.link(earlier, target)
        except OSError:
            return copy_file(earlier, target) == sha256
        return True
    target.unlink(missing_ok=True)
    return False


def stored(folder: Path, path: str) -> Stored:
    """Read a file back as the manifest is to tell it."""
    return Stored(path, checksum(folder / path), (folder / path).stat().st_size)


def flush(path: Path) -> None:
    """Make a file's bytes durable."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def flush_folders(folder: Path) -> None:
    """Make every name in a folder durable, and in the folders in it."""
    for place, _, _ in os.walk(folder, topdown=False):
        flush_folder(Path(place))
