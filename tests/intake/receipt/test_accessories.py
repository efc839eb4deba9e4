"""Taking out what does not belong in the parcel."""

from __future__ import annotations

import pytest

from intake import facts
from intake.accessory import AccessoryDisposition, AccessoryKind
from intake.outcome import Message
from intake.receipt import Step, step_of
from intake.scan import Severity
from tests.intake.receipt.cases import BIN, TAG
from tests.intake.receipt.desk import Desk, fact_of, recorded, said

EVERY_PLACE: dict[str, tuple[str, ...]] = {
    "open": (),
    "unit": ("UNREADABLE",),
    "condition": ("serial affected",),
    "bag": ("serial affected", "INTACT"),
    "container": ("serial affected", "INTACT", "bag"),
    "reject": ("CABLE",),
}


@pytest.mark.parametrize("at", EVERY_PLACE.values(), ids=EVERY_PLACE)
@pytest.mark.parametrize("kind", AccessoryKind)
def test_whatever_is_found_is_flagged_at_any_time(at, kind):
    before = Desk("parcel number", *at).step
    desk = Desk("parcel number", *at)
    decision = desk.scan(kind.upper())
    assert recorded(decision) == ["AccessoryFlagged"]
    assert decision.answer.severity is Severity.NOTE
    assert desk.receipt.parcel.accessories[-1].kind is kind
    assert desk.step is Step.REJECT
    desk.scan("YES", "reject bin")
    assert step_of(desk.receipt) is (before if before is not Step.REJECT else Step.PARCEL_OPEN)


@pytest.mark.parametrize("at", EVERY_PLACE.values(), ids=EVERY_PLACE)
def test_a_box_is_flagged_by_the_code_printed_on_it(at):
    desk = Desk("parcel number", *at)
    assert said(desk.scan("JAN of the catalogue")) == (Message.BOX_FLAGGED, Severity.NOTE)
    assert desk.receipt.parcel.accessories[-1].kind is AccessoryKind.BOX


@pytest.mark.parametrize("at", EVERY_PLACE.values(), ids=EVERY_PLACE)
def test_a_trade_code_of_something_else_flags_nothing(at):
    decision = Desk("parcel number", *at).scan("JAN of another thing")
    assert said(decision) == (Message.NOT_EXPECTED_HERE, Severity.REFUSED)


def test_a_box_must_be_found_empty_before_it_is_rejected():
    desk = Desk("parcel number", "BOX")
    assert said(desk.scan("reject bin")) == (Message.BOX_NOT_CHECKED, Severity.REFUSED)
    assert said(desk.scan("YES"))[0] is Message.BOX_EMPTY
    assert said(desk.scan("reject bin"))[0] is Message.ACCESSORY_REJECTED
    item = desk.receipt.parcel.accessories[0]
    assert (item.disposition, item.bin, item.found_empty) == (AccessoryDisposition.REJECTED, BIN, True)


def test_one_yes_speaks_of_one_box():
    desk = Desk("parcel number", "BOX", "BOX", "YES")
    assert said(desk.scan("reject bin"))[0] is Message.BOX_NOT_CHECKED
    desk.scan("YES", "reject bin")
    assert desk.step is Step.PARCEL_OPEN


def test_everything_flagged_goes_into_the_bin_together():
    desk = Desk("parcel number", "CABLE", "BOX", "MANUAL", "YES")
    decision = desk.scan("reject bin")
    assert recorded(decision) == ["AccessoryRejected"] * 3
    assert decision.answer.params == {"count": 3, "bin": BIN}
    assert desk.receipt.parcel.pending_accessory is None


class TestBatteryInBox:
    """A battery found in a retail box is a unit of its own."""

    def test_it_still_has_to_come_out_of_this_parcel(self):
        desk = Desk("parcel number", "BOX")
        decision = desk.scan("NO")
        assert said(decision) == (Message.BATTERY_IN_BOX, Severity.NOTE)
        box = desk.receipt.parcel.accessories[0]
        assert fact_of(decision) == facts.BatteryFoundInBox(box.id)
        assert (box.found_empty, desk.receipt.parcel.loose) == (True, 1)
        desk.scan("reject bin")
        assert desk.step is Step.PARCEL_OPEN

    def test_the_next_unit_is_that_battery(self):
        desk = Desk("parcel number", "BOX", "NO", "BOX", "NO", "reject bin", "UNREADABLE")
        assert desk.receipt.parcel.loose == 1
        desk.scan("card UN3480", "INTACT", "bag", "right container", "serial affected")
        assert desk.receipt.parcel.loose == 0

    def test_no_is_no_answer_when_no_box_waits(self):
        for at in (("CABLE",), ("BOX", "NO")):
            decision = Desk("parcel number", *at).scan("NO")
            assert said(decision) == (Message.REJECT_FIRST, Severity.REFUSED)


class TestReturnables:
    """What goes back to its owner carries a label of its own."""

    def test_one_thing_is_tagged_the_first_that_lies_there(self):
        desk = Desk("parcel number", "CABLE", "MANUAL")
        decision = desk.scan("returnable")
        first, second = desk.receipt.parcel.accessories
        assert said(decision) == (Message.ACCESSORY_TAGGED, Severity.OK)
        assert decision.answer.params == {"accessory": AccessoryKind.CABLE, "tag": TAG}
        assert fact_of(decision) == facts.AccessoryTagged(first.id, TAG)
        assert (first.pending, first.bin, second.pending) == (False, TAG, True)
        assert desk.step is Step.REJECT

    def test_a_used_label_is_refused(self):
        decision = Desk("parcel number", "CABLE").scan("used returnable")
        assert said(decision) == (Message.TAG_USED, Severity.REFUSED)
        assert decision.answer.params == {"tag": TAG}

    def test_a_box_is_opened_first(self):
        decision = Desk("parcel number", "CABLE", "BOX").scan("returnable")
        assert said(decision) == (Message.BOX_NOT_CHECKED, Severity.REFUSED)


def test_what_was_rejected_is_not_rejected_again():
    desk = Desk("parcel number", "CABLE", "reject bin", "MANUAL")
    assert desk.scan("reject bin").answer.params["count"] == 1


def test_yes_is_no_answer_when_no_box_waits():
    assert said(Desk("parcel number", "CABLE").scan("YES")) == (Message.REJECT_FIRST, Severity.REFUSED)


def test_a_bin_nobody_added_is_refused():
    desk = Desk("parcel number", "CABLE")
    assert said(desk.scan("unknown reject bin")) == (Message.REJECT_BIN_UNKNOWN, Severity.REFUSED)
    assert desk.step is Step.REJECT


def test_a_bin_is_refused_when_nothing_is_flagged():
    assert said(Desk("parcel number").scan("reject bin")) == (Message.NOTHING_TO_REJECT, Severity.REFUSED)


@pytest.mark.parametrize("grave", ["D", "K1"])
def test_damage_seen_while_an_accessory_waits_is_taken(grave):
    """The unit in the operator's hand does not stop swelling because a cable lies on the table."""
    desk = Desk("parcel number", "serial affected", "CABLE")
    assert recorded(desk.scan(grave)) == ["ConditionRecorded"]
    assert desk.unit.condition == grave


@pytest.mark.parametrize("grave", ["D", "K1"])
def test_damage_seen_in_the_parcel_while_an_accessory_waits_is_taken(grave):
    desk = Desk("parcel number", "CABLE")
    assert recorded(desk.scan(grave)) == ["ConditionNoticed"]
    assert desk.step is Step.REJECT


@pytest.mark.parametrize("strange", ["CHECK", "serial affected", "parcel number", "bag", "EMPTY"])
def test_nobody_is_told_to_put_a_box_into_the_bin_that_nobody_has_opened(strange):
    """A battery may be inside: the box is opened first, whatever else is scanned."""
    decision = Desk("parcel number", "BOX").scan(strange)
    assert said(decision) == (Message.BOX_NOT_CHECKED, Severity.REFUSED)
