"""Files of the state folder that wishes name: affected lists, expected returns, kept payloads."""

from __future__ import annotations

import contextlib
from contextlib import closing
from pathlib import Path
from typing import Any

from intake import payloads, photos
from intake.content import is_digest
from intake.errors import StorageError
from intake.expected import ExpectedReturns, expected_path, retention
from intake.granting import Published
from intake.reference import AffectedIndex, ListFileError
from intake.request import ActivateExpected, ActivateList, ErasePayload
from intake.sqlite import Connection
from intake.state_folder import list_path


def named(folder: Path, wish: ActivateList | ActivateExpected | ErasePayload) -> dict[str, Any]:
    """Give what deciding a wish about a file needs of it."""
    match wish:
        case ActivateList():
            return {"published": _published(folder, wish)}
        case ActivateExpected(version=version):
            return {"published": _published_returns(folder, version)}
        case ErasePayload(sha256=digest):
            kept = payloads.read(folder, digest) is not None
            return {"payload_kept": kept}


def _published(folder: Path, wish: ActivateList) -> Published | None:
    path = list_path(folder, wish.campaign, wish.version)
    if path is None or not path.exists():
        return None
    if wish.checksum is not None and not is_digest(wish.checksum):
        return None
    try:
        index = AffectedIndex.open(path)
    except ListFileError:  # what lies there is no list: the wish is refused in words
        return None
    try:
        if (index.campaign, index.version) != (wish.campaign, wish.version):
            return None
        checksum = _checksum(index, wish)
        return None if checksum is None else Published(index.training, checksum)
    finally:
        index.close()


_SMALL = 4_000_000
"""Bytes read in some milliseconds."""


def _checksum(index: AffectedIndex, wish: ActivateList) -> str | None:
    """Give the file's checksum, or None where the sender has read another file.

    A file of a gigabyte takes seconds to read, and the desk waits: of a large one the sender's word is taken,
    and `intake verify` tells where it is wrong.
    """
    if wish.checksum is not None and index.path.stat().st_size > _SMALL:
        return wish.checksum
    return index.checksum if wish.checksum in {None, index.checksum} else None


def _published_returns(folder: Path, version: str) -> Published | None:
    path = expected_path(folder, version)
    if path is None or not path.exists():
        return None
    try:
        with closing(ExpectedReturns.open(path)) as found:
            return Published(training=False, checksum=found.checksum)
    except StorageError:  # what lies there are no expected returns: the wish is refused in words
        return None


def erase_old_returns(connection: Connection, folder: Path, days: int, wall: int) -> None:
    """Erase expected returns older than `days`, if the disk lets it be. `wall` is now, in milliseconds."""
    with contextlib.suppress(OSError):  # tried again at the next start
        retention.erase_old(folder, version_in_force(connection), days, wall)


def version_in_force(connection: Connection) -> str | None:
    """Give the version of the expected returns in force."""
    row = connection.execute("SELECT version FROM expected_in_force").fetchone()
    return row[0] if row else None


def returns_in_force(connection: Connection, folder: Path) -> ExpectedReturns | None:
    """Open the expected returns in force. Raises StorageError when their file is missing."""
    version = version_in_force(connection)
    path = expected_path(folder, version) if version is not None else None
    if path is None:
        return None
    if not path.exists():
        raise StorageError(
            f"expected {path.name}, which is in force, got nothing: copy it back from the backup "
            "or import expected returns anew"
        )
    return ExpectedReturns.open(path)


def erase(folder: Path, digest: str) -> None:
    """Erase a kept payload, if the disk lets it be."""
    with contextlib.suppress(OSError):  # tried again at the next start; verify tells of it
        payloads.erase(folder, digest)


def erase_photo(folder: Path, digest: str) -> None:
    """Erase a picture, if the disk lets it be."""
    with contextlib.suppress(OSError):  # tried again when the station is idle; verify tells of it
        photos.erase(folder, digest)


def finish_erasures(connection: Connection, folder: Path) -> None:
    """Erase what events say is erased, should a power cut have come between."""
    kept = set(payloads.digests(folder))
    for (digest,) in connection.execute("SELECT sha256 FROM erased"):
        if digest in kept:
            erase(folder, digest)
