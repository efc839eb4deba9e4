"""Stations: which ones there are, and where they stand."""

from __future__ import annotations

import msgspec

from intake.hub.database import Connection
from intake.hub.times import iso

_ADD_SITE = "INSERT INTO site (site) VALUES (%s) ON CONFLICT DO NOTHING"
_ADD = """
INSERT INTO station (station, site) VALUES (%s, %s) ON CONFLICT (station) DO UPDATE SET site = excluded.site
"""
_ALL = """
SELECT station, site, seen_at, (
  SELECT count(*) FROM token WHERE token.station = station.station AND revoked_at IS NULL
) FROM station ORDER BY station
"""


class StationRow(msgspec.Struct, frozen=True):
    """A station as a person looks at it."""

    station: str
    site: str
    seen_at: str | None
    """When it last sent events."""

    tokens: int
    """Not revoked."""


async def add(connection: Connection, station: str, site: str) -> None:
    """Name a station and its site; one that is known moves there."""
    await connection.execute(_ADD_SITE, (site,))
    await connection.execute(_ADD, (station, site))


async def list_all(connection: Connection) -> list[StationRow]:
    """List every station by its name."""
    found = await (await connection.execute(_ALL)).fetchall()
    return [StationRow(name, site, iso(seen) if seen else None, tokens) for name, site, seen, tokens in found]
