"""Dispositions: where a unit stands between the parcel and its hand-over. None leads to stock."""

from __future__ import annotations

from enum import StrEnum


class Closing(StrEnum):
    """How a parcel's receipt ended."""

    NEXT = "next"
    """The next parcel's label was scanned: nothing else was found."""

    CLOSE = "close"
    EMPTY = "empty"
    SHORT = "short"


class UnitDisposition(StrEnum):
    """Where a unit stands."""

    IN_HAND = "in_hand"
    """Out of the parcel, not yet in a container: the operator is busy with it."""

    QUARANTINED = "quarantined"
    LOADED = "loaded"
    HANDED_OVER = "handed_over"
    EMERGENCY = "emergency"
    """Left the normal way by a recorded emergency outcome."""


class IncidentKind(StrEnum):
    """What was seen of an emergency."""

    HOT = "hot"
    SMOKE = "smoke"
    FLAME = "flame"
    HISS = "hiss"
    LEAK = "leak"
    SMELL = "smell"
    OTHER = "other"


class EmergencyOutcome(StrEnum):
    """How an emergency ended for one unit or unopened parcel (NITE; Tokyo Fire Department; ERG 147)."""

    WATER_BATH = "water_bath"
    OUTDOOR_OBSERVATION = "outdoor_observation"
    ISOLATED_IN_PLACE = "isolated_in_place"
    FIRE_SERVICE = "fire_service"
    FALSE_ALARM = "false_alarm"
    """The card was scanned by mistake: the lead has looked, and the unit goes on where it was."""
