"""Entries: the log, newest first, one row for each event.

Events are never removed and their numbers have no gap, so a position is a number and a page is a range of the
primary key: as quick at five million events as at five.
"""

from __future__ import annotations

import msgspec

from intake.review.stored import Said, Stored
from intake.sqlite import Connection

__all__ = ["Entry", "Log", "Said"]

_PAGE = """
SELECT json_group_array(json_array(json(e.envelope), p.label) ORDER BY e.seq DESC)
FROM event AS e LEFT JOIN parcel AS p ON p.parcel = e.parcel WHERE e.seq BETWEEN ? AND ?
"""
"""All in one row: between two rows the screen's thread may take its turn, and then it takes it whole."""


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
        (rows,) = self._connection.execute(_PAGE, (newest - limit + 1, newest)).fetchone()
        return [_entry(stored, label) for stored, label in _decode(rows)]


_decode = msgspec.json.Decoder(list[tuple[Stored, str | None]]).decode


def _entry(stored: Stored, label: str | None) -> Entry:
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
