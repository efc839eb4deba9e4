"""Facts: the bodies of events."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.facts import KINDS, Fact

# The printed digits of a float come back as the same float; a lone surrogate is no JSON.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
ANY = st.one_of(*(st.from_type(kind) for kind in KINDS.values()))
st.register_type_strategy(str, TEXT)
st.register_type_strategy(float, st.floats(0, 1e6))


@given(ANY)
def test_every_fact_is_read_as_it_was_written(fact):
    kind = KINDS[type(fact).__name__]
    assert msgspec.json.decode(msgspec.json.encode(fact), type=kind) == fact


@given(ANY)
def test_a_fact_is_written_the_same_way_every_time(fact):
    stored = msgspec.json.encode(fact)
    assert msgspec.json.encode(msgspec.json.decode(stored, type=type(fact))) == stored


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_fact_cannot_be_changed(kind):
    assert kind.__struct_config__.frozen
    assert issubclass(kind, Fact)


def test_kinds_are_never_removed():
    """What the first release recorded is read for ever; new kinds are added here."""
    assert set(KINDS) >= {
        *("StationCreated", "GuardRestored", "OperatorAdded", "OperatorRetired", "OperatorSignedIn"),
        "PersonForgotten",
        *("OperatorSignedOut", "ContainerOpened", "ContainerSealed", "RejectBinAdded", "ListActivated"),
        *("ScanRefused", "ScanRepeated", "RequestRefused", "PayloadErased", "ParcelOpened", "ParcelReopened"),
        *("ParcelClosed", "ConditionNoticed", "UnitIdentified", "ModelConfirmed", "ColourConfirmed"),
        *("ConditionRecorded", "BagAttached", "UnitContained", "ReplacementQueued", "HoldRaised"),
        *("AccessoryFlagged", "BoxFoundEmpty", "AccessoryRejected", "EmergencyRaised", "EmergencyClosed"),
        "FactNegated",
    }
