"""Dispatching: the queue for whoever ships. Work is leased, and an outcome counts by its lease."""

from __future__ import annotations

from typing import Any

import msgspec

from intake.hub import answers
from intake.hub.award import State, Told
from intake.hub.database import Connection
from intake.hub.times import iso
from intake.wire import Dispatched, DispatchOutcome, HubAnswer, Lease, Leased, LeaseWanted

_LEASE = """
UPDATE replacement SET state = 'leased', lease = lease + 1,
  lease_until = clock_timestamp() + make_interval(secs => %s)
WHERE key IN (
  SELECT key FROM replacement
  WHERE state = 'queued' OR (state = 'leased' AND lease_until <= clock_timestamp())
  ORDER BY number LIMIT %s FOR UPDATE SKIP LOCKED
)
RETURNING number, key, "order"::text, lease, lease_until, campaign, serial, item, colour, claim, label,
  station
"""
_LOCK_STATION = """
SELECT FROM station JOIN replacement USING (station) WHERE key = %s FOR UPDATE OF station
"""
_SETTLE = """
UPDATE replacement SET state = %s, reference = %s, lease_until = NULL, settled_at = clock_timestamp()
WHERE key = %s AND lease = %s AND lease_until IS NOT NULL RETURNING station, parcel, unit
"""
_SETTLED_SO = "SELECT FROM replacement WHERE key = %s AND lease = %s AND state = %s"
_LISTED = """
SELECT key, state, station, unit, campaign, serial, item, claim, label, awarded_at, settled_at, reference,
  compensate
FROM replacement WHERE %s::text IS NULL OR state = %s ORDER BY number LIMIT %s
"""


class ReplacementRow(msgspec.Struct, frozen=True):
    """A replacement as a person looks at it."""

    key: str
    state: State
    station: str
    unit: str
    campaign: str
    serial: str
    item: str
    claim: str | None
    label: str
    awarded_at: str
    settled_at: str | None
    reference: str
    compensate: bool
    """It went out, or may have, and was not owed after all."""


async def lease(connection: Connection, wanted: LeaseWanted) -> Lease:
    """Give work to one worker; what somebody else is just getting is passed over.

    What was leased and has no outcome is leased again when its time is over, under the same order.
    """
    found = await (await connection.execute(_LEASE, (wanted.seconds, wanted.count))).fetchall()
    first_awarded = sorted(found)
    return Lease(tuple(Leased(row[1], row[2], row[3], iso(row[4]), *row[5:]) for row in first_awarded))


async def settle(connection: Connection, told: DispatchOutcome) -> Dispatched:
    """Record what became of one, and tell its station. Told again, it is recorded once."""
    # The station first, as everywhere: it is told, and its row is locked until the end.
    await connection.execute(_LOCK_STATION, (told.key,))
    state = State.SHIPPED if told.shipped else State.FAILED
    values = (state, told.reference, told.key, told.lease)
    row = await (await connection.execute(_SETTLE, values)).fetchone()
    if row is None:
        again = await connection.execute(_SETTLED_SO, (told.key, told.lease, state))
        return Dispatched(await again.fetchone() is not None)
    station, parcel, unit = row
    answer = HubAnswer.SHIPPED if told.shipped else HubAnswer.FAILED
    await answers.record(connection, station, [Told(told.key, parcel, unit, answer, told.reference)])
    return Dispatched(recorded=True)


async def replacements(
    connection: Connection, state: str | None = None, limit: int = 1000
) -> list[ReplacementRow]:
    """List replacements, the first awarded first; of one state, or of all."""
    found = await (await connection.execute(_LISTED, (state, state, limit))).fetchall()
    return [_row(row) for row in found]


def _row(row: tuple[Any, ...]) -> ReplacementRow:
    told = dict(zip(ReplacementRow.__struct_fields__, row, strict=True))
    settled_at = iso(told["settled_at"]) if told["settled_at"] else None
    clear = {"state": State(told["state"]), "awarded_at": iso(told["awarded_at"]), "settled_at": settled_at}
    return ReplacementRow(**told | clear)
