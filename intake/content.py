"""Content: bytes kept in a folder under their SHA-256, so that events name them and they can be erased."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from pathlib import Path

from intake.errors import CommitUnknownError, DiskFullError, is_disk_full

_DIGEST = re.compile("[0-9a-f]{64}")


def is_digest(text: str) -> bool:
    """Tell whether a text is a SHA-256 as we write it: any other may name a file elsewhere."""
    return _DIGEST.fullmatch(text) is not None


def keep(place: Path, data: bytes) -> str:
    """Store bytes durably and give their SHA-256: on the disk before any event names them.

    Raises DiskFullError when there is no room, CommitUnknownError when nobody knows what the disk holds.
    """
    digest = hashlib.sha256(data).hexdigest()
    try:
        if not (place / digest).exists():
            place.mkdir(mode=0o750, exist_ok=True)
            _write(place / digest, data)
        flush_folder(place)  # also of a file that is there: its name may not be on the disk yet
        flush_folder(place.parent)
    except OSError as error:
        kind = DiskFullError if is_disk_full(error) else CommitUnknownError
        raise kind(f"expected the disk to store {place.name}/{digest[:12]}…, got: {error}") from error
    return digest


def _write(path: Path, data: bytes) -> None:
    """Write, flush, rename: after a power cut the file is whole or absent."""
    draft = path.with_suffix(".new")
    try:
        _flush_whole(draft, data)
        draft.rename(path)
    except OSError:
        with contextlib.suppress(OSError):  # half of it takes room on a full disk, and nobody could erase it
            draft.unlink(missing_ok=True)
        raise


def _flush_whole(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o640)
    try:
        with os.fdopen(descriptor, "wb", closefd=False) as file:
            file.write(data)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def flush_folder(folder: Path) -> None:
    """Make the names in a folder durable (fsync(2) of the directory)."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(place: Path, digest: str) -> bytes | None:
    """Give stored bytes, or None when they were erased or never kept."""
    path = place / digest
    return path.read_bytes() if is_digest(digest) and path.exists() else None


def erase(place: Path, digest: str) -> None:
    """Remove stored bytes; nothing happens when they are already gone."""
    (place / digest).unlink(missing_ok=True)
    if place.exists():
        flush_folder(place)


def digests(place: Path) -> list[str]:
    """List what is stored; what else somebody has put there is none of ours."""
    return sorted(path.name for path in place.iterdir() if is_digest(path.name)) if place.exists() else []
