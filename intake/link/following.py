"""Following the journal: which parcels something was recorded of, as soon as it is."""

from __future__ import annotations

from typing import NamedTuple

from intake.sqlite import Connection

LOOK_BACK = 500
"""Events before the end that are looked at once at the start: what was undone while nobody followed is given
back, and what is older than a reservation lives has ended by itself."""

PAGE = 1000
"""Events read at once."""

_NEWS = "SELECT seq, parcel, kind FROM event WHERE seq > ? ORDER BY seq LIMIT ?"
_EMERGENCIES = frozenset({"EmergencyRaised", "EmergencyClosed"})


class News(NamedTuple):
    """What was recorded since the last look."""

    parcels: tuple[str, ...] = ()
    """Touched, the newest last."""

    emergency: bool = False
    """One was raised or closed."""


NOTHING = News()


class Follower:
    """Looks at a journal another process writes, over a connection of this thread's."""

    def __init__(self, connection: Connection) -> None:
        """Begin a little before the end."""
        self._connection = connection
        (head,) = connection.execute("SELECT coalesce(max(seq), 0) FROM event").fetchone()
        self._seq = max(0, head - LOOK_BACK)
        self._version = -1

    def news(self) -> News:
        """Give what is new. Where nothing is, that costs one look at the write-ahead log's index.

        `PRAGMA data_version` changes with every commit of another connection (sqlite.org/pragma.html).
        """
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        if version == self._version:
            return NOTHING
        rows = self._connection.execute(_NEWS, (self._seq, PAGE)).fetchall()
        if len(rows) < PAGE:
            self._version = version
        if not rows:
            return NOTHING
        self._seq = rows[-1][0]
        touched = {parcel: None for _, parcel, _ in reversed(rows) if parcel is not None}
        return News(tuple(reversed(touched)), any(kind in _EMERGENCIES for _, _, kind in rows))
