"""Dispositions: where a unit stands between the parcel and its hand-over. None leads to stock."""

from __future__ import annotations

from enum import StrEnum


class UnitDisposition(StrEnum):
    """Where a unit stands."""

    IN_HAND = "in_hand"
    """Out of the parcel, not yet in a container: the operator is busy with it."""

    QUARANTINED = "quarantined"
    LOADED = "loaded"
    HANDED_OVER = "handed_over"
    EMERGENCY = "emergency"
    """Left the normal way by a recorded emergency outcome."""


class EmergencyOutcome(StrEnum):
    """How an emergency ended for one unit or unopened parcel (NITE; Tokyo Fire Department; ERG 147)."""

    WATER_BATH = "water_bath"
    OUTDOOR_OBSERVATION = "outdoor_observation"
    ISOLATED_IN_PLACE = "isolated_in_place"
    FIRE_SERVICE = "fire_service"
