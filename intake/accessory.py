"""Accessories: what an owner put into the bag besides the unit itself, and what becomes of it."""

from __future__ import annotations

from enum import StrEnum


class AccessoryKind(StrEnum):
    """Things that must be taken out and rejected.

    A cable fixed to the unit, the fire-resistant bag and the kit's sheet are none; an extra battery
    is a unit of its own.
    """

    CABLE = "cable"
    MANUAL = "manual"
    BOX = "box"
    OTHER = "other"


class AccessoryDisposition(StrEnum):
    """Where a flagged accessory has got to."""

    FLAGGED = "flagged"
    REJECTED = "rejected"
    DISPOSED = "disposed"
    RETURNED = "returned"
