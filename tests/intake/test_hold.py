"""Holds."""

from __future__ import annotations

from intake.hold import HoldDecision, HoldKind


def test_a_hold_is_stored_under_its_own_name():
    """Journals hold these names for ever."""
    assert all(kind.name == kind.value for kind in HoldKind)
    assert list(HoldDecision) == ["release", "deny", "cleared"]
    assert {"DUPLICATE", "UNCERTAIN_SERIAL", "EXCLUDED_COLOUR", "MISMATCH", "ORPHAN"} <= set(HoldKind)
