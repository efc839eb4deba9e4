"""The log: what the hub has of a station's events, given back."""

from __future__ import annotations

from intake.hub.database import Connection
from intake.hub.joining import Head
from intake.hub.refused import Refused
from intake.hub.times import iso
from intake.wire import History, Positions, ProblemCode, Rejected, RejectedItems
from intake.wire.log import MOST_BYTES

_HEADS = """
SELECT incarnation, number, before, first, prev, seq, hash FROM incarnation WHERE station = %s ORDER BY number
"""
_HISTORY = """
SELECT seq, envelope FROM (
  SELECT seq, envelope, sum(length(envelope)) OVER (ORDER BY seq) AS bytes FROM (
    SELECT seq, envelope FROM event WHERE station = %s AND incarnation = %s AND seq > %s ORDER BY seq LIMIT %s
  ) AS wanted
) AS counted WHERE bytes <= %s ORDER BY seq
"""
_REJECTED = """
SELECT number, incarnation, seq, reason, at FROM rejection WHERE station = %s AND number > %s
ORDER BY number LIMIT %s
"""


async def heads(connection: Connection, station: str) -> dict[str, Head]:
    """Give how far the hub has each incarnation, in the order they began here."""
    found = await (await connection.execute(_HEADS, (station,))).fetchall()
    return {row[0]: Head(*row) for row in found}


async def positions(connection: Connection, station: str) -> Positions:
    """Tell how far the hub has come with a station."""
    found = await heads(connection, station)
    return Positions(station, tuple(head.position for head in found.values()))


async def history(connection: Connection, station: str, incarnation: str, after: int, limit: int) -> History:
    """Give events after `after`, byte for byte as they came: at most `limit`, and no more than a body holds.

    Raises Refused for an incarnation that is not known.
    """
    if incarnation not in await heads(connection, station):
        raise Refused(ProblemCode.NOT_FOUND, f"The hub has nothing of incarnation {incarnation}.")
    wanted = (station, incarnation, after, limit, MOST_BYTES)
    found = await (await connection.execute(_HISTORY, wanted)).fetchall()
    first = found[0][0] if found else 0
    return History(incarnation, first, tuple(envelope.decode() for _, envelope in found))


async def rejected(connection: Connection, station: str, after: int, limit: int = 1000) -> RejectedItems:
    """Give dead letters after the number `after`, the oldest first."""
    found = await (await connection.execute(_REJECTED, (station, after, limit))).fetchall()
    items = (Rejected(number, where, seq, why, iso(at)) for number, where, seq, why, at in found)
    return RejectedItems(tuple(items))
