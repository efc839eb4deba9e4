"""Dispositions."""

from __future__ import annotations

from intake.disposition import Closing, EmergencyOutcome, IncidentKind, UnitDisposition


def test_no_disposition_leads_to_stock():
    assert set(UnitDisposition) == {"in_hand", "quarantined", "loaded", "handed_over", "emergency"}


def test_an_emergency_ends_in_water_outdoors_in_place_or_with_the_fire_service():
    assert set(EmergencyOutcome) == {
        *("water_bath", "outdoor_observation", "isolated_in_place", "fire_service", "false_alarm")
    }


def test_a_parcel_is_closed_by_the_next_by_word_as_empty_or_as_short():
    assert set(Closing) == {"next", "close", "empty", "short"}


def test_what_was_seen_of_an_emergency_is_one_of_these():
    assert set(IncidentKind) == {"hot", "smoke", "flame", "hiss", "leak", "smell", "other"}
