"""Awarding: keys given to units, in one transaction with what the units are owed for.

The primary key of `replacement` lets one win, whatever else happens at the same time. Rows are locked in the
order of their keys, and a station's own row before them, so that nobody waits for one that waits for him.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from intake.hub import answers
from intake.hub import award as deciding
from intake.hub.award import Change, Holder, Owed, Standing, State, Told
from intake.hub.database import Connection
from intake.hub.limit import Places

_HOLDERS = """
SELECT key, station, unit, state, lease_until IS NOT NULL, awarded_at, reference, compensate
FROM replacement
WHERE key = ANY(%s) ORDER BY key FOR UPDATE
"""
_CHANGE = """
UPDATE replacement AS r SET state = new.state, compensate = new.compensate, reference = new.reference,
  settled_at = CASE WHEN new.state IN ('shipped', 'failed')
    THEN coalesce(r.settled_at, clock_timestamp()) END,
  lease_until = CASE WHEN new.state <> 'shipped' THEN r.lease_until END
FROM json_to_recordset(%s::json) AS new (key text, state text, compensate boolean, reference text)
WHERE r.key = new.key
"""
_AWARD = """
INSERT INTO replacement (station, key, incarnation, unit, parcel, campaign, serial, item, colour, claim,
  label, beyond_claim, state, reference, settled_at)
SELECT %s, key, incarnation, unit, parcel, campaign, serial, item, colour, claim,
  label, beyond_claim, state, reference, CASE state WHEN 'shipped' THEN clock_timestamp() END
FROM json_populate_recordset(NULL::replacement, %s::json) WITH ORDINALITY ORDER BY ordinality
ON CONFLICT DO NOTHING
"""
_AWARD_AGAIN = """
UPDATE replacement AS r SET station = %s, incarnation = new.incarnation, unit = new.unit, parcel = new.parcel,
  campaign = new.campaign, serial = new.serial, item = new.item, colour = new.colour, claim = new.claim,
  label = new.label, beyond_claim = new.beyond_claim, state = new.state, awarded_at = clock_timestamp(),
  settled_at = CASE new.state WHEN 'shipped' THEN clock_timestamp() END, reference = new.reference
FROM json_populate_recordset(NULL::replacement, %s::json) AS new
WHERE r.key = new.key AND r.state = 'withdrawn'
"""
_EXPECTED = """
SELECT wanted.label, expects.claim, expects.count
FROM unnest(%s::text[]) AS wanted (label) CROSS JOIN LATERAL (
  SELECT claim, sum(CASE WHEN replaced THEN 0 ELSE count END)::bigint AS count FROM expected_line
  WHERE version = (SELECT version FROM expected_version WHERE in_force) AND label = wanted.label
  GROUP BY claim
) AS expects ORDER BY wanted.label, expects.claim
"""
_KNOW_CLAIMS = """
INSERT INTO claim (claim, label) SELECT claim, %s FROM unnest(%s::text[]) AS known (claim) ORDER BY claim
ON CONFLICT DO NOTHING
"""
_LOCK_CLAIMS = "SELECT FROM claim WHERE label = %s AND claim = ANY(%s) ORDER BY claim FOR UPDATE"
_SERVED = """
SELECT claim, count(*) FROM replacement
WHERE label = %s AND claim IS NOT NULL AND state <> 'withdrawn' AND NOT beyond_claim GROUP BY claim
"""


async def award(connection: Connection, station: str, owed: Sequence[Owed]) -> set[str]:
    """Hold, release and take back what units have, give free keys to whom they are owed, tell the station.

    Gives the keys that were taken back and are free now.
    """
    if not owed:
        return set()
    holders = await _holders(connection, (each.key for each in owed))
    freed = await _change(connection, station, owed, holders)
    return freed - await give(connection, station, owed)


async def give(connection: Connection, station: str, owed: Sequence[Owed]) -> set[str]:
    """Give free keys to the units they are owed for, in their order, and tell the station.

    What units have already stays as it is. Gives the keys that were free.
    """
    told, waiting, given = list[Told](), list(owed), set[str]()
    while waiting:
        holders = await _holders(connection, (each.key for each in waiting))
        answered, waiting = _divide(station, waiting, holders)
        turn, beyond, rest = deciding.next_turn(waiting, await _places(connection, waiting))
        told += [*answered, *deciding.beyond(beyond)]
        await _give(connection, station, turn, holders)
        given |= {each.key for each in turn}
        waiting = [*turn, *rest]
    await answers.record(connection, station, told)
    return given


async def _holders(connection: Connection, keys: Iterable[str]) -> dict[str, Holder]:
    found = await (await connection.execute(_HOLDERS, (sorted(set(keys)),))).fetchall()
    return {holder.key: holder for holder in map(_holder, found)}


def _holder(row: tuple[Any, ...]) -> Holder:
    key, station, unit, state, *told = row
    return Holder(key, station, unit, State(state), *told)


async def _change(
    connection: Connection, station: str, owed: Iterable[Owed], holders: dict[str, Holder]
) -> set[str]:
    """Hold, release or take back the replacements these units have already; gives the keys that are free."""
    changes = dict[str, Change]()
    for each in owed:
        holder = holders.get(each.key)
        if holder is not None and (holder.station, holder.unit) == (station, each.unit):
            change = deciding.change_of(holder, each.standing, each.shipped_as)
            changes |= {each.key: change} if change else {}
    await _write(connection, list(changes.values()))
    return {key for key, change in changes.items() if change.state is State.WITHDRAWN}


async def _write(connection: Connection, changes: Sequence[Change]) -> None:
    if changes:
        await connection.execute(_CHANGE, (msgspec.json.encode(changes).decode(),))


async def take_back(connection: Connection, station: str, key: str, unit: str) -> State | None:
    """Take a unit's own replacement back, unless it may be on its way; None where it has none.

    Gives how it stands now.
    """
    holder = (await _holders(connection, [key])).get(key)
    if holder is None or (holder.station, holder.unit) != (station, unit):
        return None
    change = deciding.change_of(holder, Standing.GONE)
    await _write(connection, [change] if change else [])
    return change.state if change else holder.state


def _divide(
    station: str, waiting: Iterable[Owed], holders: dict[str, Holder]
) -> tuple[list[Told], list[Owed]]:
    """Give what is told of units whose key is somebody's, and those whose key is free."""
    told, free = list[Told](), list[Owed]()
    for each in waiting:
        holder = holders.get(each.key)
        if deciding.is_awaiting(each, holder):
            free.append(each)
        elif holder is not None and (answer := deciding.answer_of(station, each, holder)):
            told.append(answer)
    return told, free


async def _give(
    connection: Connection, station: str, turn: Sequence[Owed], holders: dict[str, Holder]
) -> None:
    """Give keys that nobody has. Whoever is quicker meanwhile keeps his: the next look finds him."""
    again = [each for each in turn if each.key in holders]
    new = [each for each in turn if each.key not in holders]
    for statement, given in ((_AWARD_AGAIN, again), (_AWARD, new)):
        if given:
            await connection.execute(statement, (station, msgspec.json.encode(given).decode()))


async def _places(connection: Connection, waiting: Iterable[Owed]) -> dict[str, Places]:
    """Count what the claims under each label still expect, as nobody else does meanwhile.

    Nothing limits a label that the expected returns do not name.
    """
    labels = sorted({each.label for each in waiting if deciding.may_be_limited(each)})
    if not labels:
        return {}
    expected = dict[str, dict[str, int]]()
    for label, claim, count in await (await connection.execute(_EXPECTED, (labels,))).fetchall():
        expected.setdefault(label, {})[claim] = count
    return {
        label: Places(claims, await _served(connection, label, sorted(claims)))
        for label, claims in expected.items()
    }


async def _served(connection: Connection, label: str, claims: list[str]) -> dict[str, int]:
    """Count what parcels of a label were given, by their claims; all that it expects is locked."""
    await connection.execute(_KNOW_CLAIMS, (label, claims))
    await connection.execute(_LOCK_CLAIMS, (label, claims))
    return dict(await (await connection.execute(_SERVED, (label,))).fetchall())
