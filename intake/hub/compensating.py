"""Compensating: what went out and was not owed is settled by a person, once for each sending.

What was settled while nobody knew whether it had gone out is open again when it turns out that it had.
"""

from __future__ import annotations

from intake.hub.database import Connection
from intake.hub.refused import Refused
from intake.hub.times import iso
from intake.wire import Compensation, Compensations, MadeGood, ProblemCode, Settled

_OPEN = """
SELECT key, station, unit, serial, item, claim, label, shipped, reference, awarded_at
FROM to_make_good ORDER BY number LIMIT %s
"""
_LOCK = "SELECT lease, state = 'shipped', compensate FROM replacement WHERE key = %s FOR UPDATE"
_RECORD = """
INSERT INTO made_good (key, lease, shipped, name, reason) VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
"""
_RECORDED = "SELECT name, reason, at FROM made_good WHERE key = %s AND lease = %s AND shipped = %s"
_SETTLED = "SELECT key, name, reason, at FROM made_good ORDER BY at DESC, key LIMIT %s"


async def open_ones(connection: Connection, limit: int) -> Compensations:
    """List what nobody has settled yet, the first awarded first."""
    found = await (await connection.execute(_OPEN, (limit,))).fetchall()
    return Compensations(tuple(Compensation(*(*row[:-1], iso(row[-1]))) for row in found))


async def settle(connection: Connection, told: MadeGood) -> Settled:
    """Record that a person has made good; told again, what was told first stands.

    Raises Refused where nothing is to be made good under the key.
    """
    sent = await (await connection.execute(_LOCK, (told.key,))).fetchone()
    if sent is not None:
        *sending, compensate = (told.key, *sent)
        if compensate:
            await connection.execute(_RECORD, (*sending, told.name, told.reason))
        recorded = await (await connection.execute(_RECORDED, sending)).fetchone()
        if recorded is not None:
            name, reason, at = recorded
            return Settled(told.key, name, reason, iso(at))
    raise Refused(
        ProblemCode.NOT_FOUND,
        "expected the key of a replacement that went out and was not owed, got another: "
        "intake hub compensations list",
    )


async def settled(connection: Connection, limit: int) -> list[Settled]:
    """List what was settled, the newest first."""
    found = await (await connection.execute(_SETTLED, (limit,))).fetchall()
    return [Settled(key, name, reason, iso(at)) for key, name, reason, at in found]
