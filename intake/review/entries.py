"""Entries: the log, newest first, one row for each event.

Events are never removed and their numbers have no gap, so a position is a number and a page is a range of the
primary key: as quick at five million events as at five.
"""

from __future__ import annotations

from datetime import date

import msgspec

from intake.local_day import LocalDay
from intake.review.stored import Said, decode
from intake.sqlite import Connection

__all__ = ["Entry", "Log", "Said"]

_PAGE = """
SELECT e.envelope, p.label FROM event AS e LEFT JOIN parcel AS p ON p.parcel = e.parcel
WHERE e.seq BETWEEN ? AND ? ORDER BY e.seq DESC
"""
_AT = "SELECT envelope ->> '$.at' FROM event WHERE seq = ?"


class Entry(msgspec.Struct, frozen=True):
    """One event of the log."""

    seq: int
    first: int
    """`seq` of the first event of the same act, which carries what was scanned and what was answered."""

    at: str
    """ISO 8601 UTC."""

    kind: str
    """The fact's name."""

    operator: str | None
    parcel: str | None
    label: str | None
    """On the parcel."""

    unit: str | None
    text: str | None
    """What was scanned, as it was: not yet made printable."""

    by: str | None
    """Who sent a request."""

    said: Said | None

    @property
    def leads(self) -> bool:
        """Whether it is the first of its act; the others are shown under it."""
        return self.seq == self.first


class Log:
    """The log seen from its newest event. Position 0 is the newest at the last `count`."""

    def __init__(self, connection: Connection) -> None:
        """Look where it ends."""
        self._connection = connection
        self._newest = self.count()

    def count(self) -> int:
        """Give how many events there are now, and count positions from the newest of them."""
        (newest,) = self._connection.execute("SELECT max(seq) FROM event").fetchone()
        self._newest = newest or 0
        return self._newest

    def page(self, first_position: int, limit: int) -> list[Entry]:
        """Give at most `limit` entries from a position on, newest first; fewer at the oldest end."""
        newest = self._newest - max(first_position, 0)
        rows = self._connection.execute(_PAGE, (newest - limit + 1, newest))
        return [_entry(envelope, label) for envelope, label in rows]

    def position_of_day(self, day: date) -> int:
        """Give the position of a local day's newest event, or of the nearest before it; else of the oldest.

        It halves the log by the stored times; where the wall clock was set back, some day between is found.
        """
        end = LocalDay(day).times[1]
        low, high = 0, self._newest
        while low < high:
            middle = (low + high + 1) // 2
            (at,) = self._connection.execute(_AT, (middle,)).fetchone()
            low, high = (middle, high) if at < end else (low, middle - 1)
        return self._newest - max(low, min(self._newest, 1))


def _entry(envelope: str, label: str | None) -> Entry:
    stored = decode(envelope)
    return Entry(
        stored.seq,
        stored.first,
        stored.at,
        stored.kind,
        stored.operator,
        stored.parcel,
        label,
        stored.unit,
        stored.cause.text,
        stored.cause.by,
        stored.answer,
    )
