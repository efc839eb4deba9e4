"""Dispositions."""

from __future__ import annotations

from intake.disposition import EmergencyOutcome, UnitDisposition


def test_no_disposition_leads_to_stock():
    assert set(UnitDisposition) == {"in_hand", "quarantined", "loaded", "handed_over", "emergency"}


def test_an_emergency_ends_in_water_outdoors_in_place_or_with_the_fire_service():
    assert set(EmergencyOutcome) == {"water_bath", "outdoor_observation", "isolated_in_place", "fire_service"}
