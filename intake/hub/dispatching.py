"""Dispatching: the queue for whoever ships. Work is leased, and an outcome counts by its lease."""

from __future__ import annotations

from typing import Any

import msgspec

from intake.hub import answers, folding
from intake.hub.award import State, Told
from intake.hub.database import Connection
from intake.hub.refused import Refused
from intake.hub.times import iso
from intake.wire import Dispatched, DispatchOutcome, HubAnswer, Lease, Leased, LeaseWanted, ProblemCode

_LEASE = """
WITH next AS MATERIALIZED (
  SELECT key FROM replacement
  WHERE state = 'queued' OR (state = 'leased' AND lease_until <= clock_timestamp() AND NOT compensate)
  ORDER BY number LIMIT %s FOR UPDATE SKIP LOCKED
)
UPDATE replacement SET state = 'leased',
  lease = greatest(lease, floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint) + 1,
  lease_until = clock_timestamp() + make_interval(secs => %s)
FROM next WHERE replacement.key = next.key
RETURNING number, replacement.key, "order"::text, lease, lease_until, campaign, serial, item, colour, claim,
  label, station
"""
"""What may be on its way and is not owed any more is not sent a second time.

A lease counts by the clock as well: where the hub comes back from an older backup, an outcome under one it
has forgotten is none of a new one's.
"""

_LOCK_STATION = """
SELECT FROM station JOIN replacement USING (station) WHERE key = %s FOR NO KEY UPDATE OF station
"""
_SETTLE = """
UPDATE replacement SET reference = %(reference)s, lease_until = NULL, compensate = compensate AND %(shipped)s,
  state = CASE WHEN %(shipped)s THEN 'shipped' WHEN compensate THEN 'withdrawn' ELSE 'failed' END,
  settled_at = CASE WHEN %(shipped)s OR NOT compensate THEN clock_timestamp() END
WHERE key = %(key)s AND lease = %(lease)s AND lease_until IS NOT NULL RETURNING station, parcel, unit, state
"""
"""What is not owed any more and did not go out after all is taken back at last."""

_SETTLED_SO = "SELECT FROM replacement WHERE key = %s AND lease = %s AND state = %s"
_AGAIN = """
UPDATE replacement SET state = 'queued', settled_at = NULL, reference = ''
WHERE key = %s AND state = 'failed' RETURNING station, parcel, unit
"""
_STATE = "SELECT state FROM replacement WHERE key = %s"
_LISTED = """
SELECT key, found.state, station, unit, campaign, serial, item, claim, label, awarded_at, settled_at,
  reference, compensate
FROM unnest(%s::text[]) AS wanted (state) CROSS JOIN LATERAL (
  SELECT * FROM replacement WHERE replacement.state = wanted.state ORDER BY number LIMIT %s
) AS found ORDER BY number LIMIT %s
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
    found = await (await connection.execute(_LEASE, (wanted.count, wanted.seconds))).fetchall()
    first_awarded = sorted(found)
    return Lease(tuple(Leased(row[1], row[2], row[3], iso(row[4]), *row[5:]) for row in first_awarded))


async def settle(connection: Connection, told: DispatchOutcome) -> Dispatched:
    """Record what became of one, and tell its station. Told again, it is recorded once.

    Where it was taken back meanwhile and failed, its key is free for the next who wanted it.
    """
    # The station first, as everywhere: it is told, and its row is locked until the end.
    await connection.execute(_LOCK_STATION, (told.key,))
    row = await (await connection.execute(_SETTLE, msgspec.structs.asdict(told))).fetchone()
    if row is None:
        state = State.SHIPPED if told.shipped else State.FAILED
        again = await connection.execute(_SETTLED_SO, (told.key, told.lease, state))
        return Dispatched(await again.fetchone() is not None)
    station, parcel, unit, state = row
    answer = HubAnswer.SHIPPED if told.shipped else HubAnswer.FAILED
    await answers.record(connection, station, [Told(told.key, parcel, unit, answer, told.reference)])
    if state == State.WITHDRAWN:
        await folding.judge_again(connection, [told.key])
    return Dispatched(recorded=True)


async def send_again(connection: Connection, key: str) -> State:
    """Put one that failed back into the queue, under the same order, and tell its station.

    Where its unit is held by now, it is not sent until that is over. Gives how it stands then. Raises Refused
    for any other.
    """
    await connection.execute(_LOCK_STATION, (key,))
    row = await (await connection.execute(_AGAIN, (key,))).fetchone()
    if row is None:
        raise Refused(ProblemCode.NOT_FOUND, f"expected a replacement that failed, got {key}")
    station, parcel, unit = row
    await answers.record(connection, station, [Told(key, parcel, unit, HubAnswer.ACKNOWLEDGED)])
    await folding.judge(connection, station, parcel, [key])
    stands = await (await connection.execute(_STATE, (key,))).fetchone()
    return State(stands[0]) if stands else State.QUEUED


async def replacements(
    connection: Connection, state: str | None = None, limit: int = 1000
) -> list[ReplacementRow]:
    """List replacements, the first awarded first; of one state, or of all."""
    states = [state] if state else [*State]
    found = await (await connection.execute(_LISTED, (states, limit, limit))).fetchall()
    return [_row(row) for row in found]


def _row(row: tuple[Any, ...]) -> ReplacementRow:
    told = dict(zip(ReplacementRow.__struct_fields__, row, strict=True))
    settled_at = iso(told["settled_at"]) if told["settled_at"] else None
    clear = {"state": State(told["state"]), "awarded_at": iso(told["awarded_at"]), "settled_at": settled_at}
    return ReplacementRow(**told | clear)
