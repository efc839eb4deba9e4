"""Holds: reasons against dispatching a replacement, for a supervisor. A hold never stops the dock."""

from __future__ import annotations

from enum import StrEnum


class HoldDecision(StrEnum):
    """What a supervisor decides about a hold."""

    RELEASE = "release"
    """It no longer stands against dispatching."""

    DENY = "deny"
    """No replacement for this unit, whatever else is decided about it."""

    CLEARED = "cleared"
    """What it rested on is gone, by a newer list or newer claims: nobody had to decide."""


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
    REJUDGED = "REJUDGED"
    """A newer list no longer names the unit."""

    GONE = "GONE"
    """The unit was handed over as not affected before a newer list named it: an alarm."""
