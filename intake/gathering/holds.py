"""Holds: one of them with its unit, its parcel, and what else the log knows of the serial it is about."""

from __future__ import annotations

from msgspec.structs import replace

from intake.container import ContainerState
from intake.dispatch import replacement_key
from intake.journal import events_of_parcel
from intake.known import LookUps
from intake.receipt import Case, Earlier, Hold, Unit, certifying, fold_parcel
from intake.request import ResolveHold
from intake.verdict import Judgement

_HOLD = "SELECT parcel, unit FROM hold WHERE hold = ?"
_TWIN = """
SELECT label, parcel, identified_at, operator FROM unit
WHERE serial = ? AND unit <> ? AND (maker IS ? OR maker IS NULL OR ? IS NULL) ORDER BY identified_at LIMIT 1
"""
_QUEUED = """
SELECT p.label FROM replacement AS r JOIN parcel AS p ON p.parcel = r.parcel WHERE r.key = ? AND r.unit <> ?
"""
_GONE = "SELECT 1 FROM container WHERE code = ? AND state = ?"


def case_of(look_ups: LookUps, wish: ResolveHold, wall: int) -> Case | None:
    """Give a hold with what stands behind it; None for an id nobody knows.

    `wish` is what the supervisor says; `wall` is now, in milliseconds.
    """
    row = look_ups.connection.execute(_HOLD, (wish.hold,)).fetchone()
    parcel = fold_parcel(events_of_parcel(look_ups.connection, row[0])) if row else None
    unit = parcel.unit(row[1]) if parcel else None
    found = next((each for each in unit.holds if each.id == wish.hold), None) if unit else None
    if parcel is None or unit is None or found is None:
        return None
    case = Case(
        parcel,
        unit,
        found,
        _judged(look_ups, unit, found, wish, wall),
        channels=_channels(look_ups, unit, found, wish),
        handed_over=_is_handed_over(look_ups, unit),
    )
    return _with_others(look_ups, case)


def _judged(look_ups: LookUps, unit: Unit, hold: Hold, wish: ResolveHold, wall: int) -> Judgement | None:
    """Ask the lists about the unit, with what the supervisor says of it; None where nothing is asked."""
    serial = certifying.serial_in_question(unit, hold, wish)
    if serial is None:
        return None
    is_vouched = certifying.was_read_whole(unit, serial)
    return look_ups.judge(serial, wall, certifying.told_with(unit, wish), vouched=is_vouched)


def _channels(look_ups: LookUps, unit: Unit, hold: Hold, wish: ResolveHold) -> frozenset[str]:
    """Give the lists' own words for how such units were sold, where the supervisor says it."""
    serial = certifying.serial_in_question(unit, hold, wish)
    return frozenset() if serial is None or wish.channel is None else look_ups.channels_of(serial)


def _is_handed_over(look_ups: LookUps, unit: Unit) -> bool:
    values = (unit.container, ContainerState.ACCEPTED)
    return look_ups.connection.execute(_GONE, values).fetchone() is not None


def _with_others(look_ups: LookUps, case: Case) -> Case:
    """Add which other units bear the serial, and which of them has its replacement."""
    judged, unit = case.judged, case.unit
    serial = judged.serial if judged else unit.serial
    campaign = judged.campaign if judged else None
    maker = look_ups.catalogue.campaign(campaign).maker if campaign else unit.maker
    if serial is None or not look_ups.catalogue.is_unique(serial, campaign or unit.campaign):
        return case
    twin = look_ups.connection.execute(_TWIN, (serial, unit.id, maker, maker)).fetchone()
    key = replacement_key(maker or "", serial)
    queued = look_ups.connection.execute(_QUEUED, (key, unit.id)).fetchone()
    return replace(case, twin=Earlier(*twin) if twin else None, queued=queued[0] if queued else None)
