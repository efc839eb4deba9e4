"""Verifying: whether a folder is a whole backup, read from its manifest to the last byte."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from intake import sqlite
from intake.backup.contents import JOURNAL, PEOPLE, named
from intake.backup.manifest import FILE_NAME, Manifest, Stored, parse
from intake.errors import IntakeError, StorageError
from intake.journal import beginning, envelopes
from intake.publishing import checksum
from intake.schema import expect_journal, missing_views
from intake.soundness import quick_check
from intake.verify import walk


class UnsoundBackupError(IntakeError):
    """A folder that is no backup, or not a sound one."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What reading a backup back has found."""

    manifest: Manifest | None
    """None where there is none, or none that can be believed."""

    faults: tuple[str, ...]


def verify_backup(folder: Path) -> Verified:
    """Compare every file with the manifest, and walk the journal's chain to the head that it names."""
    try:
        manifest = parse((folder / FILE_NAME).read_bytes())
    except FileNotFoundError:
        held = sorted(each.parent.name for each in folder.glob(f"[!.]*/{FILE_NAME}"))
        got = f"a folder of backups: name one of them, as {held[-1]}" if held else "none: it is none, or torn"
        return Verified(None, (f"expected a backup with its {FILE_NAME}, got {got}",))
    except (OSError, StorageError) as error:
        return Verified(None, (f"{FILE_NAME}: {error}",))
    faults = [fault for file in manifest.files for fault in _file(folder, file)]
    if not faults:
        faults += _databases(folder, manifest)
    return Verified(manifest, tuple(faults))


def expect_sound(folder: Path) -> Manifest:
    """Verify a backup and give its manifest. Raises UnsoundBackupError with the first fault."""
    found = verify_backup(folder)
    if found.manifest is None or found.faults:
        more = f" (and {len(found.faults) - 1} more)" if len(found.faults) > 1 else ""
        raise UnsoundBackupError(f"expected a sound backup at {folder}, got: {found.faults[0]}{more}")
    return found.manifest


def _file(folder: Path, file: Stored) -> Iterator[str]:
    path = folder / file.path
    try:
        size, digest = path.stat().st_size, checksum(path)
    except OSError as error:
        yield f"{file.path}: expected to read it, got: {error.strerror}"
        return
    if (size, digest) != (file.size, file.sha256):
        expected = f"{file.size} bytes of SHA-256 {file.sha256[:12]}…"
        yield f"{file.path}: expected {expected}, got {size} of {digest[:12]}…"


def _databases(folder: Path, manifest: Manifest) -> list[str]:
    """Look into the databases. At rest for good: nothing is written beside them."""
    try:
        with closing(sqlite.connect(folder / JOURNAL, immutable=True)) as journal:
            faults = [f"{JOURNAL}: {fault}" for fault in _journal(journal, manifest)]
        if PEOPLE in (file.path for file in manifest.files):
            with closing(sqlite.connect(folder / PEOPLE, immutable=True)) as people:
                faults += [f"{PEOPLE}: {fault}" for fault in _unsound(people)]
    except (sqlite.Error, StorageError, UnicodeDecodeError) as error:
        return [f"expected databases that can be read to their end, got: {error}"]
    return faults


def _unsound(connection: sqlite.Connection) -> Iterator[str]:
    if fault := quick_check(connection):
        yield f"expected a sound database, got: {fault}"


def _journal(journal: sqlite.Connection, manifest: Manifest) -> Iterator[str]:
    yield from _unsound(journal)
    expect_journal(journal)
    seq, head, faults = walk(journal)
    yield from map(str, faults)
    if (seq, head.hex()) != (manifest.seq, manifest.head):
        expected = f"event {manifest.seq} of hash {manifest.head[:12]}…"
        yield f"expected {expected} last, got {seq} of {head.hex()[:12]}…"
    yield from _identity(journal, manifest)
    if not missing_views(journal):  # an older release's: what it named then is in the manifest
        yield from _named(journal, manifest)


def _named(journal: sqlite.Connection, manifest: Manifest) -> Iterator[str]:
    there = {file.path: file.sha256 for file in manifest.files}
    missing = {file.path for file in manifest.missing}
    for path, digest in sorted(named(journal).items()):
        if path not in missing and there.get(path) != digest:
            yield f"expected {path}, which it names, got {'other bytes' if path in there else 'nothing'}"


def _identity(journal: sqlite.Connection, manifest: Manifest) -> Iterator[str]:
    begun = beginning(journal)
    last = next(envelopes(journal, "ORDER BY seq DESC LIMIT 1"))
    got = (begun.training, last.station, last.incarnation)
    expected = (manifest.training, manifest.station, manifest.incarnation)
    if got != expected:
        yield f"expected the journal of {expected}, got one of {got}"
