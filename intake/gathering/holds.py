"""Holds: one of them with its unit, its parcel, and what else the log knows of the serial it is about."""

from __future__ import annotations

from msgspec.structs import replace

from intake.dispatch import replacement_key
from intake.journal import events_of_parcel
from intake.known import LookUps
from intake.receipt import Case, Earlier, fold_parcel
from intake.serial_number import normalise

_HOLD = "SELECT parcel, unit FROM hold WHERE hold = ?"
_TWIN = """
SELECT label, parcel, identified_at, operator FROM unit
WHERE serial = ? AND unit <> ? AND (maker IS ? OR maker IS NULL OR ? IS NULL) ORDER BY identified_at LIMIT 1
"""
_QUEUED = """
SELECT p.label FROM replacement AS r JOIN parcel AS p ON p.parcel = r.parcel WHERE r.key = ? AND r.unit <> ?
"""


def case_of(look_ups: LookUps, hold: str, serial: str | None, wall: int) -> Case | None:
    """Give a hold with what stands behind it; None for an id nobody knows.

    `serial` is what the supervisor read on the unit; `wall` is now, in milliseconds.
    """
    row = look_ups.connection.execute(_HOLD, (hold,)).fetchone()
    parcel = fold_parcel(events_of_parcel(look_ups.connection, row[0])) if row else None
    unit = parcel.unit(row[1]) if parcel else None
    found = next((each for each in unit.holds if each.id == hold), None) if unit else None
    if parcel is None or unit is None or found is None:
        return None
    judged = look_ups.judge(normalise(serial), wall) if serial is not None else None
    return _with_others(look_ups, Case(parcel, unit, found, judged))


def _with_others(look_ups: LookUps, case: Case) -> Case:
    """Add which other units bear the serial, and which of them has its replacement."""
    judged, unit = case.judged, case.unit
    serial = judged.serial if judged else unit.serial
    campaign = judged.campaign if judged else None
    maker = look_ups.catalogue.campaign(campaign).maker if campaign else unit.maker
    if serial is None:
        return case
    twin = look_ups.connection.execute(_TWIN, (serial, unit.id, maker, maker)).fetchone()
    key = replacement_key(maker or "", serial)
    queued = look_ups.connection.execute(_QUEUED, (key, unit.id)).fetchone()
    return replace(case, twin=Earlier(*twin) if twin else None, queued=queued[0] if queued else None)
