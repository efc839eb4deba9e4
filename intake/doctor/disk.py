"""The check of the disk's room: how much is free, and how many days of intake that is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from intake.doctor.case import Case
from intake.doctor.finding import Check, Finding, fault, fine, warning
from intake.doctor.record import NoRecordError, record
from intake.errors import StorageError
from intake.sqlite import Error as SqliteError
from intake.state_folder import journal_path, log_path
from intake.surroundings import free_bytes, milliseconds

_FEW_DAYS = 14
"""Somebody has to order a disk, and come."""

_MANY_DAYS = 3650
_DAY = 86_400_000
"""Milliseconds."""

_MEGABYTE = 1_000_000
_LATEST = 20_000
"""Events a day are counted over: some weeks of a dock, read by two seeks."""

_AT = "SELECT envelope ->> '$.at' FROM event WHERE seq = ?"


@dataclass(frozen=True, slots=True)
class Growth:
    """How fast a journal grows."""

    bytes_an_event: float
    events_a_day: float

    def days(self, room: int) -> int:
        """Say how many days of intake go into so many bytes, ten years at most."""
        return min(round(room / (self.bytes_an_event * self.events_a_day)), _MANY_DAYS)


def look(case: Case) -> Iterator[Finding]:
    """Measure the room where the state folder lies, or will lie."""
    place = next(each for each in (case.folder, *case.folder.absolute().parents) if each.is_dir())
    yield judged(free_bytes(place), case.settings.disk_floor_mb, _growth(case.folder))


def judged(free: int, floor_mb: int, growth: Growth | None) -> Finding:
    """Say whether `free` bytes are enough, with the setting disk_floor_mb."""
    told = {"free": free // _MEGABYTE, "floor": floor_mb}
    room = free - floor_mb * _MEGABYTE
    if room < 0:
        return fault(Check.DISK, "disk_low", **told)
    if growth is None:
        return fine(Check.DISK, "disk_unmeasured", **told)
    days = growth.days(room)
    if days < _FEW_DAYS:
        return warning(Check.DISK, "disk_short", days=days, **told)
    return fine(Check.DISK, "disk", days=days, **told)


def _growth(folder: Path) -> Growth | None:
    """Measure it; None where the journal is younger than a day, or cannot be read: its own check tells."""
    try:
        with record(folder) as connection:
            (last,) = connection.execute("SELECT max(seq) FROM event").fetchone()
            first = max(last - _LATEST, 1)
            begin, end = (
                milliseconds(connection.execute(_AT, (seq,)).fetchone()[0]) for seq in (first, last)
            )
    except (NoRecordError, StorageError, SqliteError, OSError, TypeError, ValueError):
        return None
    if end - begin < _DAY:
        return None
    log = log_path(folder)
    written = journal_path(folder).stat().st_size + (log.stat().st_size if log.exists() else 0)
    return Growth(written / last, (last - first) * _DAY / (end - begin))
