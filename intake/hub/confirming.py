"""Confirming: what is reserved becomes a replacement, in one transaction, or nothing does."""

from __future__ import annotations

from intake.hub import answers, awarding, folding
from intake.hub.award import Owed, State
from intake.hub.database import Connection
from intake.wire import Confirm, Confirmation, Release

_IS_MINE = """
SELECT FROM reservation
WHERE key = %s AND station = %s AND unit = %s AND epoch = %s AND NOT released FOR UPDATE
"""
_IS_AWARDED = "SELECT FROM replacement WHERE key = %s AND state <> 'withdrawn'"
_LOCK_STATION = "SELECT FROM station WHERE station = %s FOR NO KEY UPDATE"


async def confirm(connection: Connection, station: str, told: Confirm) -> Confirmation:
    """Create a unit's replacement by its reservation's epoch. Repeated, it gives the same answer.

    Where the key has gone to a unit already, this one or another, that is the answer, whatever the epoch.
    """
    fenced = (told.key, station, told.unit, told.epoch)
    is_mine = await (await connection.execute(_IS_MINE, fenced)).fetchone()
    await connection.execute(_LOCK_STATION, (station,))
    is_awarded = await (await connection.execute(_IS_AWARDED, (told.key,))).fetchone()
    if is_mine is None and is_awarded is None:
        return Confirmation(None)
    await awarding.give(connection, station, [_owed(told)])
    said = (await answers.last_said(connection, station, [told.unit])).get(told.unit)
    return Confirmation(said.answer, said.number, said.detail) if said else Confirmation(None)


def _owed(told: Confirm) -> Owed:
    return Owed(
        key=told.key,
        incarnation=told.incarnation,
        unit=told.unit,
        parcel=told.parcel,
        campaign=told.campaign,
        serial=told.serial,
        item=told.item,
        colour=told.colour,
        label=told.label,
        claim=told.claim,
        beyond_claim=told.beyond_claim,
    )


async def withdraw(connection: Connection, station: str, told: Release) -> bool | None:
    """Take a unit's own replacement back; False where it may be on its way, None where it has none.

    The key goes to the next who wanted it.
    """
    await connection.execute(_LOCK_STATION, (station,))
    state = await awarding.take_back(connection, station, told.key, told.unit)
    if state is State.WITHDRAWN:
        await folding.judge_again(connection, [told.key])
    return None if state is None else state is State.WITHDRAWN
