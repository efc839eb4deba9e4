"""The transition table, held against every move that can be made."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from intake.accessory import AccessoryKind
from intake.campaign import UnNumber
from intake.condition import Condition
from intake.disposition import EmergencyOutcome
from intake.receipt import TRANSITIONS, Accessory, Parcel, Receipt, Step, Unit, step_of
from intake.receipt.state import Keyed
from intake.receipt.step import MISSING
from intake.verdict import Verdict
from tests.intake.receipt.desk import ENDING, LEAD_UNDOES, LOCKING, recorded
from tests.intake.receipt.exploring import Shape, moves


def undoes(move):
    return "FactNegated" in recorded(move.decision)


def forward():
    """Give the moves of the ordinary way: not back by undoing, not away by locking."""
    return [move for move in moves() if not undoes(move) and move.name != LOCKING]


def observed():
    return {(step_of(move.before), step_of(move.after)) for move in forward()}


def test_every_move_stands_in_the_table():
    unknown = {(before, after) for before, after in observed() if after not in TRANSITIONS[before]}
    assert not unknown


def test_every_move_of_the_table_can_be_made():
    listed = {(before, after) for before, afters in TRANSITIONS.items() for after in afters}
    assert not listed - observed()


def test_every_step_is_reached():
    assert {step_of(move.before) for move in moves()} == set(TRANSITIONS) == set(Step)


def test_a_desk_locks_at_every_step_but_in_an_emergency_and_keeps_what_lies_there():
    locked = [move for move in moves() if move.name == LOCKING]
    assert {step_of(move.before) for move in locked} == set(Step) - {Step.SIGNED_OUT, Step.EMERGENCY}
    for move in locked:
        assert move.after == replace(move.before, operator=None, question=None)


def stuck(ways) -> list[Shape]:
    """Give the states from which none of these ways leads back to IDLE, computed backwards from there."""
    leads_to: dict[Shape, set[Shape]] = {}
    for move in ways:
        leads_to.setdefault(move.leads_to, set()).add(move.shape)
    found = border = {move.shape for move in moves() if step_of(move.before) is Step.IDLE}
    while border := {before for state in border for before in leads_to.get(state, ())} - found:
        found = found | border
    return sorted({move.shape for move in moves()} - found, key=repr)


def test_from_every_state_some_way_leads_back_to_idle():
    """By scans, keys and, out of an emergency, by the lead: no dead end at the dock."""
    assert not stuck(moves())


def test_from_every_state_a_way_without_undoing_leads_back_to_idle():
    assert not stuck([move for move in moves() if not undoes(move) and move.name != LEAD_UNDOES])


def test_from_every_state_a_way_without_the_lead_leads_back_to_idle_or_to_an_emergency():
    alone = [move for move in moves() if move.name not in {ENDING, LEAD_UNDOES, LOCKING}]
    assert {state[0] for state in stuck(alone)} == {Step.EMERGENCY}


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
    """A unit that was put away stays away: in a container, or with its emergency outcome."""
    for move in forward():
        same = move.before.parcel and move.after.parcel and move.before.parcel.id == move.after.parcel.id
        for unit in move.before.parcel.units if same else ():
            assert unit.in_hand or not move.after.parcel.unit(unit.id).in_hand


def test_a_parcel_is_left_only_with_every_unit_put_away():
    for move in forward():
        parcel = move.before.parcel
        if parcel is not None and (move.after.parcel is None or move.after.parcel.id != parcel.id):
            assert not any(unit.in_hand for unit in parcel.units)
            assert parcel.noticed is None
            assert parcel.keyed is None
            assert parcel.loose == 0
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
            ({"un_number": UnNumber.UN3480, "colour_wanted": True, "colour": "", "condition": "R"}, Step.BAG),
            ({"container": "c"}, Step.PARCEL_OPEN),
            ({"emergency": EmergencyOutcome.WATER_BATH}, Step.PARCEL_OPEN),
        ],
    )
    def test_with_a_unit(self, unit, step):
        parcel = replace(self.BARE, units=(replace(self.UNIT, **unit),))
        assert step_of(Receipt("o", parcel)) is step
        flagged = replace(parcel, accessories=(self.BOX,))
        assert step_of(Receipt("o", flagged)) is Step.REJECT
        assert step_of(Receipt("o", flagged, incident="i")) is Step.EMERGENCY
        assert step_of(Receipt(None, flagged)) is Step.SIGNED_OUT

    def test_a_keyed_serial_is_read_back_before_anything_else_is_asked_of_the_unit(self):
        keyed = replace(self.BARE, keyed=Keyed("S", "s"))
        assert step_of(Receipt("o", keyed)) is Step.UNIT
        assert step_of(Receipt("o", replace(keyed, accessories=(self.BOX,)))) is Step.REJECT

    def test_every_step_but_the_open_parcel_is_something_missing(self):
        assert [step for step, _ in MISSING] == [step for step in _BY_GRAVITY if step is not Step.PARCEL_OPEN]


_BY_GRAVITY = (
    *(Step.EMERGENCY, Step.SIGNED_OUT, Step.IDLE, Step.REJECT, Step.UNIT),
    *(Step.CONDITION, Step.BAG, Step.CONTAINER, Step.PARCEL_OPEN),
)
