"""Reserving: a key is one unit's while that unit lies on a table. By the hub's clock alone."""

from __future__ import annotations

from intake.hub import confirming
from intake.hub.database import Connection
from intake.hub.times import iso
from intake.wire import Holder, Release, Released, Reservation, Reserve, ReserveOutcome

SECONDS = 120
"""How long a reservation lasts: longer than any unit lies on a table, and confirmed long before."""

_RESERVE = """
INSERT INTO reservation AS r (key, station, incarnation, unit, epoch, since, expires_at)
VALUES (%(key)s, %(station)s, %(incarnation)s, %(unit)s, 1, clock_timestamp(),
  clock_timestamp() + make_interval(secs => %(seconds)s))
ON CONFLICT (key) DO UPDATE SET
  station = excluded.station, incarnation = excluded.incarnation, unit = excluded.unit,
  epoch = CASE WHEN r.unit = excluded.unit AND r.station = excluded.station AND NOT r.released
    THEN r.epoch ELSE r.epoch + 1 END,
  since = CASE WHEN r.unit = excluded.unit AND r.station = excluded.station AND NOT r.released
    THEN r.since ELSE excluded.since END,
  expires_at = excluded.expires_at, released = false
WHERE r.released OR r.expires_at <= clock_timestamp()
  OR (r.unit = excluded.unit AND r.station = excluded.station)
RETURNING epoch, expires_at
"""
_RESERVED_BY = "SELECT station, unit, since FROM reservation WHERE key = %s"
_AWARDED_TO = "SELECT station, unit, awarded_at FROM replacement WHERE key = %s AND state <> 'withdrawn'"
_RELEASE = """
UPDATE reservation SET released = true WHERE key = %s AND station = %s AND unit = %s RETURNING key
"""


async def reserve(connection: Connection, station: str, wanted: Reserve) -> Reservation:
    """Reserve a key for a unit, or tell who has it. The same unit may ask again and again."""
    # First the reservation, whose row a confirmation locks too, then the look whether one has gone before.
    mine = await _try(connection, station, wanted)
    holder = await _holder(connection, _AWARDED_TO, wanted.key, confirmed=True)
    if holder is not None and (holder.station, holder.unit) != (station, wanted.unit):
        if mine is not None:
            await connection.execute(_RELEASE, (wanted.key, station, wanted.unit))
        return Reservation(ReserveOutcome.TAKEN, 0, holder=holder)
    if mine is not None:
        return mine
    return Reservation(
        ReserveOutcome.TAKEN, 0, holder=await _holder(connection, _RESERVED_BY, wanted.key, confirmed=False)
    )


async def _try(connection: Connection, station: str, wanted: Reserve) -> Reservation | None:
    values = {
        "key": wanted.key,
        "station": station,
        "incarnation": wanted.incarnation,
        "unit": wanted.unit,
        "seconds": SECONDS,
    }
    row = await (await connection.execute(_RESERVE, values)).fetchone()
    return Reservation(ReserveOutcome.RESERVED, row[0], iso(row[1])) if row else None


async def _holder(connection: Connection, query: str, key: str, *, confirmed: bool) -> Holder | None:
    row = await (await connection.execute(query, (key,))).fetchone()
    return Holder(row[0], row[1], iso(row[2]), confirmed) if row else None


async def release(connection: Connection, station: str, told: Release) -> Released:
    """Free a key that is this unit's, and take its replacement back unless that may be on its way."""
    freed = await (await connection.execute(_RELEASE, (told.key, station, told.unit))).fetchone()
    withdrawn = await confirming.withdraw(connection, station, told)
    return Released(freed is not None if withdrawn is None else withdrawn)
