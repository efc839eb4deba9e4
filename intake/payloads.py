"""Payloads: bytes of scans nobody recognised, by their SHA-256. They may hold personal data.

The journal keeps only the digest, so a payload can be erased while the log stays valid.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from intake.errors import CommitUnknownError, DiskFullError
from intake.facts import Fact, ScanRefused
from intake.journal import is_disk_full


def _path(folder: Path, digest: str) -> Path:
    return folder / "payloads" / digest


def keep(folder: Path, data: bytes) -> str:
    """Store bytes durably and give their SHA-256: on the disk before any event names them."""
    digest = hashlib.sha256(data).hexdigest()
    path = _path(folder, digest)
    if not path.exists():
        path.parent.mkdir(mode=0o750, exist_ok=True)
        _write(path, data)
    return digest


def keep_named(folder: Path, fact: Fact, data: bytes) -> None:
    """Store the bytes that a refusal names, if it names any.

    Raises DiskFullError when there is no room, CommitUnknownError when nobody knows what the disk holds.
    """
    if not isinstance(fact, ScanRefused) or fact.payload is None:
        return
    try:
        keep(folder, data)
    except OSError as error:
        kind = DiskFullError if is_disk_full(error) else CommitUnknownError
        raise kind(f"expected the disk to store a payload, got: {error}") from error


def _write(path: Path, data: bytes) -> None:
    """Write, flush, rename, flush the folder: after a power cut the file is whole or absent."""
    draft = path.with_suffix(".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o640)
    try:
        with os.fdopen(descriptor, "wb", closefd=False) as file:
            file.write(data)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    draft.rename(path)
    flush_folder(path.parent)
    flush_folder(path.parent.parent)


def flush_folder(folder: Path) -> None:
    """Make the names in a folder durable (fsync(2) of the directory)."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(folder: Path, digest: str) -> bytes | None:
    """Give stored bytes, or None when they were erased or never kept."""
    path = _path(folder, digest)
    return path.read_bytes() if path.exists() else None


def erase(folder: Path, digest: str) -> None:
    """Remove stored bytes; nothing happens when they are already gone."""
    _path(folder, digest).unlink(missing_ok=True)
    if (folder / "payloads").exists():
        flush_folder(folder / "payloads")


def digests(folder: Path) -> list[str]:
    """List what is stored."""
    place = folder / "payloads"
    return sorted(path.name for path in place.iterdir() if not path.suffix) if place.exists() else []
