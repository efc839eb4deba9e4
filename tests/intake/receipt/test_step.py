"""The transition table, held against every move that can be made."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from intake.accessory import AccessoryKind
from intake.campaign import UnNumber
from intake.condition import Condition
from intake.disposition import EmergencyOutcome
from intake.receipt import TRANSITIONS, Accessory, Parcel, Receipt, Step, Unit, step_of
from intake.receipt.step import MISSING
from intake.verdict import Verdict
from tests.intake.receipt.cases import ENDING, moves, shape


def observed():
    return {(step_of(move.before), step_of(move.after)) for move in moves()}


def test_every_move_stands_in_the_table():
    unknown = {(before, after) for before, after in observed() if after not in TRANSITIONS[before]}
    assert not unknown


def test_every_move_of_the_table_can_be_made():
    listed = {(before, after) for before, afters in TRANSITIONS.items() for after in afters}
    assert not listed - observed()


def test_every_step_is_reached():
    assert {step_of(move.before) for move in moves()} == set(TRANSITIONS) == set(Step)


def test_from_every_state_some_way_leads_back_to_idle():
    """By scans and, out of an emergency, by the lead: no dead end at the dock."""
    leads_to: dict[tuple, set[tuple]] = {}
    for move in moves():
        leads_to.setdefault(shape(move.after), set()).add(shape(move.before))
    idle = {shape(move.before) for move in moves() if step_of(move.before) is Step.IDLE}
    border = found = set(idle)
    while border := {before for state in border for before in leads_to.get(state, ())} - found:
        found = found | border
    stuck = [move.before for move in moves() if shape(move.before) not in found]
    assert not stuck, stuck[0]


def test_no_scan_leaves_an_emergency():
    left = {
        move.name
        for move in moves()
        if step_of(move.before) is Step.EMERGENCY and step_of(move.after) is not Step.EMERGENCY
    }
    assert left == {ENDING}


def test_an_emergency_can_be_raised_from_every_state():
    for move in moves():
        if move.name == "K2":
            assert step_of(move.after) is Step.EMERGENCY


def test_no_scan_gives_a_unit_back_to_the_parcel_or_to_stock():
    """A unit that was put away stays where it is: in its container, or with its emergency outcome."""
    for move in moves():
        for unit in move.before.parcel.units if move.before.parcel else ():
            if (
                not unit.in_hand
                and move.after.parcel is not None
                and move.after.parcel.id == move.before.parcel.id
            ):
                assert move.after.parcel.unit(unit.id) == unit


def test_a_parcel_is_left_only_with_every_unit_put_away():
    for move in moves():
        parcel = move.before.parcel
        if parcel is not None and (move.after.parcel is None or move.after.parcel.id != parcel.id):
            assert not any(unit.in_hand for unit in parcel.units)
            assert parcel.noticed is None
            assert parcel.pending_accessory is None


class TestGravestFirst:
    """The step is the gravest thing that is missing, whatever else is missing too."""

    UNIT = Unit("u", "", "S", "S", Verdict.AFFECTED, (), bag_wanted=True)
    BARE = Parcel("p", "l", "", None)
    BOX = Accessory("a", AccessoryKind.BOX, "")

    @pytest.mark.parametrize(
        ("receipt", "step"),
        [
            (Receipt(), Step.SIGNED_OUT),
            (Receipt(incident="i"), Step.EMERGENCY),
            (Receipt("o", incident="i"), Step.EMERGENCY),
            (Receipt("o"), Step.IDLE),
            (Receipt(None, BARE), Step.SIGNED_OUT),
            (Receipt("o", BARE), Step.PARCEL_OPEN),
        ],
    )
    def test_without_a_unit(self, receipt, step):
        assert step_of(receipt) is step

    @pytest.mark.parametrize(
        ("unit", "step"),
        [
            ({}, Step.UNIT),
            ({"un_number": UnNumber.UN3480, "colour_wanted": True}, Step.UNIT),
            ({"un_number": UnNumber.UN3480, "colour_wanted": True, "colour": "navy"}, Step.CONDITION),
            ({"un_number": UnNumber.UN3480}, Step.CONDITION),
            ({"un_number": UnNumber.UN3480, "condition": Condition.R}, Step.BAG),
            ({"un_number": UnNumber.UN3480, "condition": Condition.R, "bag_wanted": False}, Step.CONTAINER),
            ({"un_number": UnNumber.UN3480, "condition": Condition.R, "bag": "b"}, Step.CONTAINER),
            ({"container": "c"}, Step.PARCEL_OPEN),
            ({"emergency": EmergencyOutcome.WATER_BATH}, Step.PARCEL_OPEN),
        ],
    )
    def test_with_a_unit(self, unit, step):
        parcel = replace(self.BARE, units=(replace(self.UNIT, **unit),))
        assert step_of(Receipt("o", parcel)) is step
        flagged = replace(parcel, accessories=(self.BOX,))
        assert step_of(Receipt("o", flagged)) is Step.REJECT
        assert step_of(Receipt("o", replace(flagged, incident="i"))) is Step.EMERGENCY

    def test_every_step_but_the_open_parcel_is_something_missing(self):
        assert [step for step, _ in MISSING] == [step for step in _BY_GRAVITY if step is not Step.PARCEL_OPEN]


_BY_GRAVITY = (
    *(Step.EMERGENCY, Step.SIGNED_OUT, Step.IDLE, Step.REJECT, Step.UNIT),
    *(Step.CONDITION, Step.BAG, Step.CONTAINER, Step.PARCEL_OPEN),
)
