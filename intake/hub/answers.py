"""Answers: what a station is told of its replacements, in numbers that grow."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from intake.hub.award import Told
from intake.hub.database import Connection
from intake.hub.times import iso
from intake.wire import Answers, HubAnswer, ReplacementAnswer

_LAST = """
SELECT last.* FROM unnest(%s::text[]) AS wanted (unit) CROSS JOIN LATERAL (
  SELECT unit, key, answer, number, detail, turn FROM answer WHERE station = %s AND unit = wanted.unit
  ORDER BY number DESC LIMIT 1
) AS last
"""
_COUNT = """
UPDATE station SET
  last_answer = greatest(last_answer, floor(extract(epoch FROM clock_timestamp()) * 1000)) + %s
WHERE station = %s RETURNING last_answer
"""
"""By the clock as well: where the hub comes back from an older backup, no number is given a second time."""
_ADD = """
INSERT INTO answer (station, number, key, parcel, unit, answer, detail, turn)
SELECT %s, %s + ordinality, key, parcel, unit, answer, detail, turn
FROM json_populate_recordset(NULL::answer, %s::json) WITH ORDINALITY
"""
_AFTER = """
SELECT number, key, parcel, unit, answer, detail, at FROM answer WHERE station = %s AND number > %s
ORDER BY number LIMIT %s
"""


class Said(msgspec.Struct, frozen=True):
    """What a station was told of a unit last."""

    key: str
    answer: HubAnswer
    number: int
    detail: str
    turn: int


async def last_said(connection: Connection, station: str, units: Sequence[str]) -> dict[str, Said]:
    """Give what a station was told of units last, by unit."""
    found = await (await connection.execute(_LAST, (list(units), station))).fetchall()
    return {row[0]: Said(row[1], HubAnswer(row[2]), *row[3:]) for row in found}


async def record(connection: Connection, station: str, told: Sequence[Told]) -> None:
    """Tell a station what is new to it; the row of the station stays locked until the end.

    So numbers become visible in their order, and nobody who asks after one can miss one before it.
    """
    if not told:
        return
    said = await last_said(connection, station, [each.unit for each in told])
    new = [each for each in told if _is_new(each, said.get(each.unit))]
    if not new:
        return
    row = await (await connection.execute(_COUNT, (len(new), station))).fetchone()
    number = (row[0] if row else 0) - len(new)
    await connection.execute(_ADD, (station, number, msgspec.json.encode(new).decode()))


def _is_new(told: Told, last: Said | None) -> bool:
    if last is None or (last.key, last.answer) != (told.key, told.answer):
        return True
    return told.turn > last.turn


async def answers(connection: Connection, station: str, after: int, limit: int) -> Answers:
    """Give a station's answers after the number `after`, the oldest first."""
    found = await (await connection.execute(_AFTER, (station, after, limit))).fetchall()
    return Answers(
        tuple(
            ReplacementAnswer(number, key, parcel, unit, HubAnswer(answer), detail, iso(at))
            for number, key, parcel, unit, answer, detail, at in found
        )
    )
