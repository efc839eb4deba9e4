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

_HOLDERS = """
SELECT key, station, unit, state, lease_until IS NOT NULL, awarded_at, reference, compensate
FROM replacement
WHERE key = ANY(%s) ORDER BY key FOR UPDATE
"""
_CHANGE = """
UPDATE replacement AS r SET state = new.state, compensate = new.compensate,
  settled_at = CASE WHEN new.state IN ('shipped', 'failed') THEN r.settled_at END
FROM json_to_recordset(%s::json) AS new (key text, state text, compensate boolean) WHERE r.key = new.key
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
SELECT wanted.claim, wanted.label, expects.count
FROM unnest(%s::text[], %s::text[]) AS wanted (claim, label) CROSS JOIN LATERAL (
  SELECT sum(CASE WHEN line.replaced THEN 0 ELSE line.count END)::bigint AS count FROM expected_line AS line
  WHERE line.version = (SELECT version FROM expected_version WHERE in_force)
    AND line.label = wanted.label AND line.claim = ANY(string_to_array(wanted.claim, '+'))
) AS expects WHERE expects.count IS NOT NULL ORDER BY wanted.claim, wanted.label
"""
"""A parcel of several claims bears their numbers joined by `+` (`claim.Claim`)."""

_KNOW_CLAIM = "INSERT INTO claim (claim, label) VALUES (%s, %s) ON CONFLICT DO NOTHING"
_LOCK_CLAIM = "SELECT FROM claim WHERE (claim, label) = (%s, %s) FOR UPDATE"
_SERVED = """
SELECT count(*) FROM replacement
WHERE label = %s AND claim = %s AND state <> 'withdrawn' AND NOT beyond_claim
"""

Room = dict[tuple[str, str], int]
"""How many more a claim expects, by its number and its parcel's label."""


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
        turn, beyond, rest = deciding.next_turn(waiting, await _room(connection, waiting))
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
            change = deciding.change_of(holder, each.standing)
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


async def _room(connection: Connection, waiting: Iterable[Owed]) -> Room:
    """Count what claims still expect, each claim's row locked: nobody else counts it meanwhile.

    A claim the expected returns do not name limits nothing.
    """
    claims = sorted({claim for each in waiting if (claim := deciding.limiting(each))})
    if not claims:
        return {}
    columns = [list(column) for column in zip(*claims, strict=True)]
    expected = await (await connection.execute(_EXPECTED, columns)).fetchall()
    room = Room()
    for claim, label, count in expected:
        await connection.execute(_KNOW_CLAIM, (claim, label))
        await connection.execute(_LOCK_CLAIM, (claim, label))
        served = await (await connection.execute(_SERVED, (label, claim))).fetchone()
        room[claim, label] = count - (served[0] if served else 0)
    return room
