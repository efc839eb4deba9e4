"""The check of the backups, where the service makes them: how old the newest is, and on which disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from intake.doctor.case import Case
from intake.doctor.finding import Check, Finding, fine, warning
from intake.doctor.record import record
from intake.journal import beginning

PLACE = "var/backups/intake"
"""Of the machine: where intake-backup.service puts them (systemd/)."""

_MANY = 2
"""Days: one was missed."""

_DAY = 86_400_000
"""Milliseconds."""


def look(case: Case) -> Iterator[Finding]:
    """Look for manifests, which stand in whole backups alone; `intake backup --verify` proves one."""
    with record(case.folder) as connection:
        is_training = beginning(connection).training
    place = case.machine / PLACE
    newest = _newest(place)
    if newest is None:
        yield (fine if is_training else warning)(Check.BACKUPS, "backups_none", place=f"/{PLACE}")
    else:
        is_beside = not is_training and place.stat().st_dev == case.folder.stat().st_dev
        yield judged(case.wall - newest, is_beside=is_beside)


def judged(age: int, *, is_beside: bool) -> Finding:
    """Judge the newest backup, `age` milliseconds old. `is_beside`: on the disk of the state folder."""
    if (days := age // _DAY) >= _MANY:
        return warning(Check.BACKUPS, "backups_old", place=f"/{PLACE}", days=days)
    if is_beside:
        return warning(Check.BACKUPS, "backups_beside", place=f"/{PLACE}")
    return fine(Check.BACKUPS, "backups", place=f"/{PLACE}", hours=max(age, 0) * 24 // _DAY)


def _newest(place: Path) -> int | None:
    """Give when the newest was made, in milliseconds since 1970. Raises PermissionError."""
    if not place.is_dir():
        return None
    found = (_made(path / "manifest.json") for path in place.iterdir() if not path.name.startswith("."))
    return max((made for made in found if made is not None), default=None)


def _made(manifest: Path) -> int | None:
    """Give when a manifest was written; a disk's own lost+found, where nobody else may look, has none."""
    try:
        return manifest.stat().st_mtime_ns // 1_000_000
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return None
