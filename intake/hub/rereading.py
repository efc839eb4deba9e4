"""Rereading: dead letters that a newer release of the hub can read take effect at last.

Each has kept its place and its bytes; only what follows from it is missing. For the database's owner alone:
the role that serves changes no event.
"""

from __future__ import annotations

from collections import defaultdict

from intake.events import Event
from intake.hub import folding, joining, received
from intake.hub.database import Connection
from intake.hub.folding import Foreseen
from intake.hub.received import Place, Received

_LOCK = "SELECT FROM station WHERE station = %s FOR NO KEY UPDATE"
_DEAD = """
SELECT number, incarnation, seq, hash, envelope FROM rejection JOIN event USING (station, incarnation, seq)
WHERE station = %s ORDER BY number
"""
_READ = """
UPDATE event SET id = %(id)s, kind = %(kind)s, at = %(at)s, parcel = %(parcel)s, unit = %(unit)s,
  rejected = NULL
WHERE station = %(station)s AND incarnation = %(incarnation)s AND seq = %(seq)s
  AND NOT EXISTS (SELECT FROM event AS other WHERE other.id = %(id)s)
"""
_NO_LETTER = "DELETE FROM rejection WHERE station = %s AND number = %s"


async def reread(connection: Connection, station: str) -> int:
    """Take what this release can read of a station's dead letters, and give how many that were.

    What follows from them follows now: a replacement goes to whoever has its key by now. Raises Refused for
    the log of a training folder.
    """
    await connection.execute(_LOCK, (station,))
    found = await (await connection.execute(_DEAD, (station,))).fetchall()
    taken = list[Event]()
    for number, incarnation, seq, digest, envelope in found:
        place = Place(station, incarnation)
        each = received.read_one(place, seq, digest, envelope)
        joining.expect_production([each])
        if each.event is not None and await _is_taken(connection, place, each, each.event):
            await connection.execute(_NO_LETTER, (station, number))
            taken.append(each.event)
    await folding.follow(connection, station, Foreseen(_by_parcel(taken), []))
    return len(taken)


async def _is_taken(connection: Connection, place: Place, each: Received, event: Event) -> bool:
    """Give an event its row; not where another has its id."""
    named = {"id": event.id, "kind": each.kind, "at": event.at, "parcel": event.parcel, "unit": event.unit}
    where = {"station": place.station, "incarnation": place.incarnation, "seq": each.seq}
    return bool((await connection.execute(_READ, named | where)).rowcount)


def _by_parcel(events: list[Event]) -> folding.Histories:
    """Give events by parcel. All of them are folded from their whole history: other events stand there."""
    found = defaultdict[str, list[Event]](list)
    for event in events:
        if event.parcel is not None:
            found[event.parcel].append(event)
    return found
