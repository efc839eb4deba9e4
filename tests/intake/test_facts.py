"""Facts: the bodies of events."""

from __future__ import annotations

from enum import Enum
from typing import get_args, get_origin

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.campaign import CampaignError, parse
from intake.facts import KINDS, Fact
from tests.intake import lists

# Numbers are what campaigns, settings and requests may hold: positive and finite. JSON has no lone surrogate.
LEAVES = {
    str: st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    float: st.floats(0, 1e7),
    int: st.integers(0, 2**31),
    bool: st.booleans(),
    type(None): st.none(),
}


def values(kind):
    """Give a strategy for the values a field of this type may hold."""
    if kind in LEAVES:
        return LEAVES[kind]
    if get_origin(kind) is tuple:
        return st.lists(values(get_args(kind)[0]), max_size=3).map(tuple)
    if get_args(kind):
        return st.one_of(*(values(each) for each in get_args(kind)))
    if issubclass(kind, Enum):
        return st.sampled_from(kind)
    fields = msgspec.structs.fields(kind)
    return st.builds(kind, **{field.name: values(field.type) for field in fields})


ANY = st.one_of(*(values(kind) for kind in KINDS.values()))


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
        *("FactNegated", "PinRefused", "PinAccepted", "ExpectedActivated", "QuestionAsked"),
        *("ContainerLoaded", "ContainerRefused", "ContainerAccepted", "ContainerInspected"),
        *("ContainerSuspected", "ContainerCleared", "ArrivalsBegun", "ArrivalsEnded", "ParcelArrived"),
        *("ParcelLost", "BatteryFoundInBox", "AccessoryTagged", "SerialKeyed", "KeyedDropped"),
        *("ChecklistBegun", "SignDenied", "SignSeen", "UnitMoved", "UnitLost"),
        *("PhotoKept", "PhotoErased", "PhotoFailed"),
    }


@pytest.mark.parametrize("number", [float("inf"), float("nan")])
def test_no_campaign_brings_a_number_that_a_journal_cannot_hold(number):
    """JSON has neither: the fact would be stored as null and could never be read again."""
    tables = lists.mapping(1)
    tables["models"][0]["wh"] = number
    with pytest.raises(CampaignError, match="wh"):
        parse(tables)
