"""Emergencies: what one desk tells the others of its site, in numbers that grow."""

from __future__ import annotations

from typing import Any

from psycopg import sql

from intake.hub.database import TOLD, Connection
from intake.hub.refused import Refused
from intake.hub.times import iso, parse
from intake.wire import EmergencyState, EmergencyTold, ProblemCode, SiteEmergencies, SiteEmergency

MOST = 1000
"""In one answer."""

_LOCK_SITE = """
SELECT site, greatest(last_emergency, floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint) + 1
FROM site JOIN station USING (site) WHERE station = %s FOR UPDATE OF site
"""
"""By the clock as well: where the hub comes back from an older backup, no number is given a second time."""
_ADD = """
INSERT INTO emergency (site, number, station, incident, state, at)
SELECT %(site)s, %(number)s, %(station)s, %(incident)s, %(state)s, %(at)s
WHERE NOT EXISTS (SELECT FROM emergency
  WHERE station = %(station)s AND incident = %(incident)s AND state = 'closed')
ON CONFLICT DO NOTHING
"""
"""What is closed is not raised by a telling that came late."""

_COUNT = "UPDATE site SET last_emergency = %s WHERE site = %s"
_NOTIFY = sql.SQL("SELECT pg_notify({}, %s)").format(TOLD)
_LAST = "SELECT site, last_emergency FROM site JOIN station USING (site) WHERE station = %s"
_AFTER = """
SELECT number, station, incident, state, at FROM emergency
WHERE site = %s AND number > %s AND number <= %s AND station <> %s AND (state = 'closed' OR NOT EXISTS (
  SELECT FROM emergency AS closed WHERE closed.station = emergency.station
  AND closed.incident = emergency.incident AND closed.state = 'closed'))
ORDER BY number LIMIT %s
"""
_OPEN = """
SELECT number, station, incident, state, at FROM emergency AS raised
WHERE state = 'raised' AND NOT EXISTS (SELECT FROM emergency AS closed
  WHERE closed.station = raised.station AND closed.incident = raised.incident AND closed.state = 'closed')
ORDER BY at
"""


async def tell(connection: Connection, station: str, told: EmergencyTold) -> None:
    """Record what a desk tells of its emergency, and announce it; told again, nothing changes.

    The site's row is locked until the end, so that numbers become visible in their order.
    Raises Refused for a time that is none, and for a station that is not known.
    """
    try:
        at = parse(told.at)
    except ValueError as error:
        raise Refused(ProblemCode.MALFORMED, str(error)) from error
    row = await (await connection.execute(_LOCK_SITE, (station,))).fetchone()
    if row is None:
        raise Refused(ProblemCode.NOT_FOUND, f"No station {station} is known here.")
    site, number = row
    named = {"site": site, "number": number, "station": station, "at": at}
    values = {**named, "incident": told.incident, "state": told.state}
    if (await connection.execute(_ADD, values)).rowcount:
        await connection.execute(_COUNT, (number, site))
        await connection.execute(_NOTIFY, (site,))


async def after(connection: Connection, station: str, number: int) -> SiteEmergencies:
    """Give the site's emergencies after the number `number`, the oldest first, but for the station's own.

    At most MOST of them, and none as raised that is over: only its end is told.
    """
    row = await (await connection.execute(_LAST, (station,))).fetchone()
    if row is None:
        raise Refused(ProblemCode.NOT_FOUND, f"No station {station} is known here.")
    site, last = row
    found = await (await connection.execute(_AFTER, (site, number, last, station, MOST))).fetchall()
    told = tuple(_emergency(row) for row in found)
    return SiteEmergencies(told, told[-1].number if len(told) == MOST else max(last, number))


async def open_ones(connection: Connection) -> list[SiteEmergency]:
    """List the emergencies of every site that are not over, the oldest first."""
    found = await (await connection.execute(_OPEN)).fetchall()
    return [_emergency(row) for row in found]


def _emergency(row: tuple[Any, ...]) -> SiteEmergency:
    number, station, incident, state, at = row
    return SiteEmergency(number, station, incident, EmergencyState(state), iso(at))
