"""Containers and what lies in them, for wishes that open, carry, watch, move or lose."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from intake.acts import act_with
from intake.condition import Observation, classify
from intake.container import Parcelled
from intake.disposition import EmergencyOutcome
from intake.facts import EmergencyRaised
from intake.known import LookUps
from intake.quarantine import Quarantine
from intake.receipt import Known, Placed
from intake.request import CloseEmergency, MoveUnit, SuspectContainer, Wish
from intake.settings import Settings
from intake.surroundings import iso

_NO_LOSS = frozenset({EmergencyOutcome.FALSE_ALARM})
_HOUR = 3_600_000
"""Milliseconds."""


def named(wish: Wish, known: Known, look_ups: LookUps, settings: Settings, wall: int) -> dict[str, Any]:
    """Give what deciding a wish needs of containers and units. `wall` is now, in milliseconds."""
    quarantine = look_ups.quarantine(wall)
    match wish:
        case CloseEmergency():
            until = iso(wall + round(settings.suspect_hours * _HOUR))
            return {"until": until} | _emergency(wish, known, look_ups, quarantine)
        case MoveUnit(unit=unit, container=code):
            placed, container = quarantine.placed(unit), quarantine.container(code)
            fitting = quarantine.fitting_for(_as_seen(placed[0], wish.seen)) if placed else None
            return {"known": replace(known, placed=placed, container=container, fitting=fitting)}
        case _:
            return _container(wish, quarantine, wall)


def _container(wish: Wish, quarantine: Quarantine, wall: int) -> dict[str, Any]:
    code = getattr(wish, "code", "")
    found: dict[str, Any] = {"container": quarantine.container(code), "held": quarantine.held(code)}
    if isinstance(wish, SuspectContainer):
        found["until"] = iso(wall + round(wish.hours * _HOUR))
    return found


def _emergency(
    wish: CloseEmergency, known: Known, look_ups: LookUps, quarantine: Quarantine
) -> dict[str, Any]:
    """Find what the lead names; the first name nobody knows refuses the whole."""
    placed = [quarantine.unit(name) for name in wish.units]
    # Named twice, by bag and by serial, a unit would be lost twice.
    known_things = [found is not None and placed.count(found) == 1 for found in placed]
    known_things += [look_ups.is_unopened_label(label) for label in wish.parcels]
    # A false alarm is said of the whole emergency; a thing that was lost was lost somehow.
    lost = [how not in _NO_LOSS for how in (*wish.units.values(), *wish.parcels.values())]
    known_things = [one and other for one, other in zip(known_things, lost, strict=True)]
    known_things += [quarantine.is_here(code) for code in wish.suspects]
    act = act_with(look_ups.connection, EmergencyRaised)
    return {
        "known": replace(known, placed=tuple(found for found in placed if found), act=act),
        "unknown": None if all(known_things) else known_things.index(False) + 1,
    }


def _as_seen(placed: Placed, seen: Observation | None) -> Parcelled:
    """Give the unit by the class it goes on in: a swollen one is never sent to its old class's container."""
    return replace(placed.parcelled, condition=classify(seen, None)) if seen else placed.parcelled
