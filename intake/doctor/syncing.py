"""The checks of what runs by itself: the night's sync, the live link, and services that failed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from intake.central_status import LinkStatus, SyncStatus, read_status, status_path
from intake.central_troubles import FAILED
from intake.doctor.case import Case
from intake.doctor.finding import Check, Finding, fault, fine, warning
from intake.doctor.record import views
from intake.journal import beginning
from intake.sqlite import Connection
from intake.surroundings import milliseconds

_LATE = 30
"""Hours without a success: a night was missed."""

_HOUR = 3_600_000
_SILENT = 90_000
"""Milliseconds: it writes its status each half minute."""


def look(case: Case) -> Iterator[Finding]:
    """Read the log's anchor and how the last night ended."""
    with views(case.folder) as connection:
        is_training = beginning(connection).training
        moved = changed_anchor(connection)
    if is_training or not case.settings.hub_url:
        yield fine(Check.SYNC, "sync_none")
        return
    if moved:
        yield fault(Check.SYNC, "anchor_differs", event=moved)
    yield from judged(read_status(case.folder, SyncStatus), case.wall)
    for flag in sorted(case.folder.glob(f"{FAILED}*")):
        yield warning(Check.SYNC, "unit_failed", unit=flag.name.removeprefix(FAILED))


def changed_anchor(connection: Connection) -> int:
    """Give the first event that is not what the hub has anchored; 0 where there is none."""
    rows = connection.execute(
        "SELECT anchor.seq, anchor.hash, event.hash FROM anchor LEFT JOIN event USING (seq) ORDER BY seq"
    )
    return next((seq for seq, told, found in rows if found is None or bytes(found).hex() != told), 0)


def judged(status: SyncStatus | None, wall: int) -> Iterator[Finding]:
    """Say how the sync stands at `wall`, milliseconds since 1970."""
    if status is None:
        yield warning(Check.SYNC, "sync_never")
        return
    if status.conflict and status.failure:
        yield fault(Check.SYNC, "sync_conflict", reason=status.failure.sentence)
    elif status.failure:
        yield warning(Check.SYNC, "sync_failed", reason=status.failure.sentence, since=status.failure.since)
    elif (hours := _hours(status.last_success, wall)) > _LATE:
        yield warning(Check.SYNC, "sync_late", hours=hours)
    else:
        yield fine(Check.SYNC, "sync", hours=hours, pending=status.pending)
    if status.dead_letters:
        yield warning(Check.SYNC, "dead_letters", count=status.dead_letters)


def _hours(at: str | None, wall: int) -> int:
    return max((wall - milliseconds(at)) // _HOUR, 0) if at else _LATE + 1


def look_at_link(case: Case) -> Iterator[Finding]:
    """Read what the link says, and how long ago it said so."""
    if not (case.settings.link and case.settings.hub_url):
        yield fine(Check.LINK, "link_none")
        return
    yield judged_link(read_status(case.folder, LinkStatus), _age(case))


def _age(case: Case) -> int:
    path: Path = status_path(case.folder, LinkStatus)
    return case.wall - path.stat().st_mtime_ns // 1_000_000 if path.exists() else 0


def judged_link(status: LinkStatus | None, age: int) -> Finding:
    """Say how the link stands whose status is `age` milliseconds old."""
    if status is None or age > _SILENT:
        return warning(Check.LINK, "link_silent")
    if not status.contact:
        reason = status.failure.sentence if status.failure else "?"
        return warning(Check.LINK, "link_lost", since=status.since, reason=reason)
    return fine(Check.LINK, "link", since=status.since)
