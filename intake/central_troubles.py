"""Troubles with the central claims system and with other desks, each a sentence for the banner.

Read off the log's own views and off the small files that processes beside the desk leave in the state folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from intake.central_status import MOST_SKEW, LinkStatus, SyncStatus, read_status, status_path
from intake.line import Line, Params
from intake.settings import Settings
from intake.sqlite import Connection
from intake.surroundings import iso, milliseconds
from intake.troubles import Trouble

_HOUR = 3_600_000
"""Milliseconds."""

EMERGENCY_LASTS = 12 * _HOUR
"""After so long nobody's word that it is over will come: its desk or the contact is gone."""

ANCHOR_LASTS = 30 * _HOUR
"""A night's sync, and six hours for it to begin late."""

LINK_LASTS = 90_000
"""It writes its file each 30 s."""

FAILED = "failed-"
"""What `intake-failed@.service` leaves in the state folder begins so; the rest is the unit's name."""

_NEIGHBOURS = """
SELECT station, raised_at, count(*) OVER () FROM neighbour
WHERE ended_at IS NULL AND raised_at > ? ORDER BY raised_at DESC LIMIT 1
"""
_RESTORED = "SELECT 1 FROM incarnation WHERE complete = 0"
_ANCHORED = """
SELECT coalesce((SELECT max(anchored_at) FROM anchor), (SELECT envelope ->> '$.at' FROM event WHERE seq = 1))
"""


def emergencies(connection: Connection, wall: int) -> Iterator[Line]:
    """Tell of the newest emergency at another desk of the site, and how many there are."""
    for station, raised_at, count in connection.execute(_NEIGHBOURS, (iso(wall - EMERGENCY_LASTS),)):
        yield Line(Trouble.EMERGENCY_ELSEWHERE, {"station": station, "at": raised_at, "count": count})


def central_troubles(
    connection: Connection, folder: Path, settings: Settings, wall: int, *, training: bool
) -> Iterator[Line]:
    """Tell what keeps the log from the central claims system, and its word from the desk."""
    if connection.execute(_RESTORED).fetchone() is not None:
        yield Line(Trouble.RESTORED_INCOMPLETE)
    status = read_status(folder, SyncStatus)
    if not training and settings.hub_url:
        yield from _sync(status, connection, wall)
        yield from _link(folder, wall) if settings.link else ()
    is_told = status is not None and status.failure is not None
    yield from _failed_units(folder, ("intake-sync",) if is_told else ())


def _sync(status: SyncStatus | None, connection: Connection, wall: int) -> Iterator[Line]:
    """A failed night goes before a late one: it has a reason."""
    if status is not None and status.dead_letters:
        yield Line(Trouble.DEAD_LETTERS, {"count": status.dead_letters})
    if status is not None and (skew := abs(status.skew_ms)) > MOST_SKEW:
        yield Line(Trouble.CLOCK_APART, {"minutes": round(skew / 60_000)})
    if status is not None and status.failure is not None:
        told: Params = {"failure": status.failure.kind, "at": status.failure.since}
        yield Line(Trouble.SYNC_CONFLICT) if status.conflict else Line(Trouble.SYNC_FAILED, told)
        return
    (since,) = connection.execute(_ANCHORED).fetchone()
    if wall - milliseconds(since) > ANCHOR_LASTS:
        yield Line(Trouble.SYNC_LATE, {"at": since})


def _link(folder: Path, wall: int) -> Iterator[Line]:
    """A link that no longer writes has ended, whatever it wrote last."""
    status, written = read_status(folder, LinkStatus), _written(status_path(folder, LinkStatus))
    if status is None or written is None:
        yield Line(Trouble.LINK_NONE)
    elif wall - written > LINK_LASTS:
        yield Line(Trouble.LINK_DOWN, {"at": iso(written)})
    elif not status.contact:
        yield Line(Trouble.LINK_DOWN, {"at": status.since})


def _failed_units(folder: Path, told: tuple[str, ...]) -> Iterator[Line]:
    """Name the services that systemd has seen fail, but those that have told why themselves."""
    found = {path.name.removeprefix(FAILED): _written(path) for path in sorted(folder.glob(f"{FAILED}*"))}
    failed = {unit: at for unit, at in found.items() if at is not None and unit not in told}
    if failed:
        yield Line(Trouble.UNIT_FAILED, {"services": ", ".join(failed), "at": iso(max(failed.values()))})


def _written(path: Path) -> int | None:
    """Give when a file was written last, in milliseconds since 1970; None where there is none (any more)."""
    try:
        return path.stat().st_mtime_ns // 1_000_000
    except OSError:
        return None
