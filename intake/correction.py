"""Corrections: why an earlier fact is negated. Nothing is edited; what was wrong stays in the log."""

from __future__ import annotations

from enum import StrEnum


class UndoReason(StrEnum):
    """The reason on the card that is scanned to undo an act."""

    MISREAD = "misread"
    """The scanner read something else than what is printed."""

    WRONG_UNIT = "wrong_unit"
    """It belongs to another unit or parcel."""

    WRONG_PLACE = "wrong_place"
    """It went into another container or bin than the one scanned."""

    MISTAKE = "mistake"

    @property
    def card(self) -> str:
        """What stands on its card after `RI-C-REASON-`."""
        return self.value.upper().replace("_", "-")
