"""The check of the clock: events are dated by it, and lists grow old by it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

from intake.doctor.case import Case
from intake.doctor.finding import Check, Finding, fault, fine
from intake.doctor.record import NoRecordError, views
from intake.errors import StorageError
from intake.reference import AffectedIndex, ListFileError
from intake.sqlite import Connection
from intake.sqlite import Error as SqliteError
from intake.state_folder import list_path
from intake.surroundings import milliseconds

_EARLIEST = "2025-10-21T00:00:00.000Z"
"""No station is older than the first recall it was made for; a machine without a battery begins at 1970."""

_LATEST = "2100-01-01T00:00:00.000Z"
_SLACK = 60_000
"""Milliseconds a clock may be behind the latest record: network time sets it back by less."""

_DAY = 86_400_000
_RECORDED = "SELECT max(at) FROM (SELECT envelope ->> '$.at' AS at FROM event ORDER BY seq DESC LIMIT 1000)"
"""Of many: the very last is as far behind as the clock it was recorded by."""


def look(case: Case) -> Iterator[Finding]:
    """Compare the clock with what was recorded and published before."""
    try:
        with views(case.folder) as connection:
            (recorded,) = connection.execute(_RECORDED).fetchone()
            published = _published(connection, case)
    except (NoRecordError, StorageError, SqliteError):  # another check tells why
        recorded, published = None, None
    yield judged(case.wall, recorded, published)


def judged(wall: int, recorded: str | None, published: str | None) -> Finding:
    """Say whether `wall`, in milliseconds since 1970, can be now.

    `recorded`: the latest event's time; `published`: the newest list's date, such as 2026-10-21.
    """
    now = _shown(wall)
    if not milliseconds(_EARLIEST) <= wall < milliseconds(_LATEST):
        return fault(Check.CLOCK, "clock_wrong", now=now)
    if recorded is not None and milliseconds(recorded) - wall > _SLACK:
        return fault(Check.CLOCK, "clock_behind", now=now, recorded=_shown(milliseconds(recorded)))
    # A date is that of the maker's time zone, which may be a day ahead.
    if published is not None and _midnight(published) - wall > _DAY:
        return fault(Check.CLOCK, "clock_behind_list", now=now, published=published)
    return fine(Check.CLOCK, "clock" if recorded else "clock_alone", now=now)


def _shown(wall: int) -> str:
    """Write a time as the clock on the wall shows it, so that the two can be compared."""
    return f"{datetime.fromtimestamp(wall / 1000, UTC).astimezone():%Y-%m-%d %H:%M:%S %z}"


def _midnight(date: str) -> int:
    return round(datetime.fromisoformat(date).replace(tzinfo=UTC).timestamp() * 1000)


def _published(connection: Connection, case: Case) -> str | None:
    """Give the newest date of the lists in force that can be read; the others are another check's."""
    dates = []
    for campaign, version in connection.execute("SELECT campaign, version FROM list_in_force").fetchall():
        path = list_path(case.folder, campaign, version)
        try:
            if path is not None:
                with closing(AffectedIndex.open(path)) as index:
                    dates.append(index.published)
        except ListFileError:
            continue
    return max(dates, default=None)
