"""The outbox: the journal, read to be sent. Short reads only: while one is open, no checkpoint ends."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from intake.chain import GENESIS
from intake.sqlite import Connection
from intake.wire import Position
from intake.wire.log import MOST_BYTES

_UNSENT = "SELECT count(*) FROM event WHERE seq > ? AND kind <> 'HeadAnchored'"

EVENTS = 2500
"""In one batch. From 2,000 on a batch's own cost no longer counts (measured)."""

BYTES = 2 * 1024 * 1024
"""Of a batch's envelopes: about 256 KiB when packed."""


class Stretch(NamedTuple):
    """The events of one incarnation."""

    incarnation: str
    first: int
    last: int
    goes_on: bool = True
    """It is the newest one."""


@dataclass(frozen=True, slots=True)
class Room:
    """How much one batch holds."""

    events: int = EVENTS
    bytes: int = BYTES

    @property
    def halved(self) -> Room | None:
        """Give half of it; None where one event alone is too large."""
        return Room(self.events // 2, self.bytes // 2) if self.events > 1 else None


class Outbox:
    """A journal opened for reading. Each question is a transaction of its own."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def head(self) -> int:
        """`seq` of the newest event."""
        (found,) = self._connection.execute("SELECT max(seq) FROM event").fetchone()
        return int(found or 0)

    def stretches(self) -> list[Stretch]:
        """Give the log's stretches in the order they began; the last one goes on."""
        head = self.head
        query = "SELECT incarnation, first FROM incarnation WHERE first <= ? ORDER BY first"
        begun = [*self._connection.execute(query, (head,)).fetchall(), ("", head + 1)]
        return [
            Stretch(name, first, after - 1, after > head) for (name, first), (_, after) in pairwise(begun)
        ]

    def hash_at(self, seq: int) -> str:
        """Give the hash of an event in hexadecimal: of 0 zeros, of one that is not there nothing."""
        if not seq:
            return GENESIS.hex()
        row = self._connection.execute("SELECT hash FROM event WHERE seq = ?", (seq,)).fetchone()
        return row[0].hex() if row else ""

    def events(self, first: int, last: int, room: Room) -> tuple[str, ...]:
        """Give envelopes byte for byte from `first` on, as many as there is room for, and one at least."""
        query = "SELECT envelope FROM event WHERE seq BETWEEN ? AND ? ORDER BY seq LIMIT ?"
        found: list[str] = []
        size = 0
        rows = self._connection.execute(query, (first, last, room.events))
        for (envelope,) in rows:
            size += len(envelope)
            if found and size > min(room.bytes, MOST_BYTES // 2):  # quoted, an envelope grows
                break
            found.append(envelope)
        rows.close()
        return tuple(found)

    def unsent(self, position: Position | None) -> int:
        """Count the events behind a position, but for anchors: a night's own goes with the next night."""
        row = self._connection.execute(_UNSENT, (position.seq if position else 0,)).fetchone()
        return int(row[0])

    def anchored(self, incarnation: str) -> int | None:
        """Give how far the log says the other side has an incarnation."""
        query = "SELECT seq FROM anchor WHERE incarnation = ?"
        row = self._connection.execute(query, (incarnation,)).fetchone()
        return None if row is None else int(row[0])
