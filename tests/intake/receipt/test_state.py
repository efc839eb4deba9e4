"""The receipt and what it is made of."""

from __future__ import annotations

from msgspec.structs import replace

from intake.accessory import AccessoryDisposition, AccessoryKind
from intake.campaign import UnNumber
from intake.claim import Claim, ClaimedUnit
from intake.condition import Condition
from intake.container import Parcelled
from intake.disposition import EmergencyOutcome, UnitDisposition
from intake.hold import HoldKind
from intake.receipt import Accessory, Hold, Parcel, Receipt, Unit
from intake.verdict import Verdict

UNIT = Unit("u", "", "S", "s", Verdict.AFFECTED, (), bag_wanted=True)
PARCEL = Parcel("p", "l", "", None)


def test_a_unit_is_in_hand_until_a_container_or_an_emergency_has_it():
    assert UNIT.in_hand
    assert replace(UNIT, container="c").disposition is UnitDisposition.QUARANTINED
    burnt = replace(UNIT, emergency=EmergencyOutcome.WATER_BATH)
    assert burnt.disposition is replace(burnt, container="c").disposition is UnitDisposition.EMERGENCY


def test_a_container_is_told_of_a_unit_only_once_class_and_un_number_are_known():
    assert UNIT.parcelled is None
    assert replace(UNIT, condition=Condition.R).parcelled is None
    assert replace(UNIT, un_number=UnNumber.UN3480).parcelled is None
    known = replace(UNIT, condition=Condition.R, un_number=UnNumber.UN3480, wh=2.0, grams=3)
    assert known.parcelled == Parcelled(Condition.R, UnNumber.UN3480, 2.0, 3)


def test_a_resolved_hold_stands_no_more():
    open_one, resolved = Hold("1", HoldKind.ORPHAN, ""), Hold("2", HoldKind.EVIDENCE, "", resolved_at="then")
    assert replace(UNIT, holds=(open_one, resolved)).open_holds == (HoldKind.ORPHAN,)


def test_an_accessory_is_pending_until_it_is_put_aside():
    flagged = Accessory("a", AccessoryKind.CABLE, "")
    assert flagged.pending
    done = [each for each in AccessoryDisposition if each is not AccessoryDisposition.FLAGGED]
    assert not any(replace(flagged, disposition=each).pending for each in done)
    rejected = replace(flagged, disposition=AccessoryDisposition.REJECTED)
    assert replace(PARCEL, accessories=(rejected, flagged)).pending_accessory == flagged


def test_the_unit_in_hand_is_the_last_that_lies_nowhere():
    away = replace(UNIT, id="away", container="c")
    assert replace(PARCEL, units=(UNIT, away)).unit_in_hand == UNIT
    assert replace(PARCEL, units=(away,)).unit_in_hand is None
    assert Receipt("o").unit is None
    assert Receipt("o", replace(PARCEL, units=(away, UNIT))).unit == UNIT


def test_a_unit_is_found_by_its_id_alone():
    parcel = replace(PARCEL, units=(UNIT,))
    assert parcel.unit("u") == UNIT
    assert parcel.unit("v") is None
    assert parcel.unit(None) is None


def test_a_parcel_counts_its_units_against_its_claim():
    claim = Claim("C", (ClaimedUnit("S"), ClaimedUnit("T"), ClaimedUnit(None, count=2)))
    claimed = replace(PARCEL, claim=claim)
    assert (claimed.below_claim, claimed.above_claim) == (4, 0)
    assert claimed.awaited_serials == ("S", "T")
    one = replace(claimed, units=(UNIT,))
    assert (one.below_claim, one.above_claim, one.awaited_serials) == (3, 0, ("T",))
    many = replace(claimed, units=(UNIT,) * 6)
    assert (many.below_claim, many.above_claim) == (0, 2)
    assert (PARCEL.below_claim, PARCEL.above_claim, PARCEL.awaited_serials) == (0, 0, ())


def test_serials_are_those_of_its_units_with_none_for_each_unreadable_one():
    assert replace(PARCEL, units=(UNIT, replace(UNIT, serial=None))).serials == ("S", None)
