"""Holds: reasons against dispatching a replacement, for a supervisor. A hold never stops the dock."""

from __future__ import annotations

from enum import StrEnum


class HoldDecision(StrEnum):
    """What a supervisor decides about a hold."""

    RELEASE = "release"
    """It no longer stands against dispatching."""

    DENY = "deny"
    """No replacement for this unit, whatever else is decided about it."""


class HoldKind(StrEnum):
    """Why a replacement waits."""

    DUPLICATE = "DUPLICATE"
    MISMATCH = "MISMATCH"
    ORPHAN = "ORPHAN"
    PARTIAL = "PARTIAL"
    EXTRA = "EXTRA"
    WRONG_MODEL = "WRONG_MODEL"
    EXCLUDED_COLOUR = "EXCLUDED_COLOUR"
    OTHER_CAMPAIGN = "OTHER_CAMPAIGN"
    ALREADY_REPLACED = "ALREADY_REPLACED"
    PROVISIONAL = "PROVISIONAL"
    UNCERTAIN_SERIAL = "UNCERTAIN_SERIAL"
    EVIDENCE = "EVIDENCE"
