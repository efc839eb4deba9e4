"""Figures: how the hub stands, for whoever watches it."""

from __future__ import annotations

import msgspec

from intake.hub.award import State
from intake.hub.database import Connection

_STATES = """
SELECT state, (SELECT count(*) FROM replacement WHERE replacement.state = named.state)
FROM unnest(%s::text[]) AS named (state)
"""
_COUNTS = """
SELECT (SELECT count(*) FROM reservation WHERE NOT released AND expires_at > clock_timestamp()),
  (SELECT count(*) FROM rejection),
  (SELECT count(*) FROM to_make_good),
  (SELECT count(*) FROM emergency AS raised WHERE state = 'raised' AND NOT EXISTS (
    SELECT FROM emergency AS closed
    WHERE closed.station = raised.station AND closed.incident = raised.incident AND closed.state = 'closed'))
"""
_SEEN = """
SELECT station, extract(epoch FROM clock_timestamp() - seen_at)::float8 FROM station
WHERE seen_at IS NOT NULL ORDER BY station
"""


class Figures(msgspec.Struct, frozen=True):
    """What is counted."""

    replacements: dict[str, int]
    """By state, each state named."""

    reservations: int
    """That hold now."""

    dead_letters: int
    to_compensate: int
    """Went out, or may have, and were not owed; nobody has settled them."""

    emergencies: int
    """Not over."""

    seen: dict[str, float]
    """Seconds since each station last sent events."""


async def figures(connection: Connection) -> Figures:
    """Count."""
    states: dict[str, int] = dict(await (await connection.execute(_STATES, ([*State],))).fetchall())
    counts = await (await connection.execute(_COUNTS)).fetchone()
    seen: dict[str, float] = dict(await (await connection.execute(_SEEN)).fetchall())
    reservations, dead_letters, to_compensate, emergencies = counts or (0, 0, 0, 0)
    return Figures(states, reservations, dead_letters, to_compensate, emergencies, seen)
