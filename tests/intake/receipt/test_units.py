"""Identifying units."""

from __future__ import annotations

import pytest

from intake.hold import HoldKind
from intake.outcome import Message
from intake.receipt import Step
from intake.receipt.units import is_excluded
from intake.scan import Severity
from intake.verdict import Reason, Verdict
from tests.intake.receipt.cases import (
    BEFORE,
    BY_NAME,
    CAMPAIGN,
    COLOURED,
    CONFUSABLE,
    EXCLUDED,
    IN_SCOPE,
    OF_PLAIN,
    PLAIN,
    Case,
    Desk,
    fact_of,
    known_of,
    reading_of,
    recorded,
    said,
    take,
)


def test_an_affected_serial_makes_a_unit_with_what_the_list_and_the_campaign_say():
    desk = Desk("parcel number")
    decision = desk.scan("serial affected")
    assert said(decision) == (Message.UNIT_AFFECTED, Severity.OK)
    assert recorded(decision) == ["UnitIdentified"]
    unit = desk.unit
    assert (unit.serial, unit.verdict, unit.reasons) == (OF_PLAIN, Verdict.AFFECTED, (Reason.IN_RANGE,))
    assert (unit.maker, unit.campaign, unit.model) == (CAMPAIGN.maker, CAMPAIGN.id, PLAIN.name)
    assert (unit.un_number, unit.wh, unit.grams) == (PLAIN.un_number, PLAIN.wh, PLAIN.grams)
    assert unit.list_version == "3.1"
    assert desk.step is Step.CONDITION


def test_the_raw_text_is_kept_as_it_was_read():
    printed = f"SN: {OF_PLAIN.lower()}"
    decision = take(Desk("parcel number").receipt, Case("as printed", printed))
    assert (fact_of(decision).raw, fact_of(decision).serial) == (printed, OF_PLAIN)


def test_a_colour_is_asked_for_only_when_the_remedy_needs_it_and_the_list_does_not_say():
    assert Desk("parcel number", "serial affected, colour wanted").step is Step.UNIT
    for name in ("serial affected", "serial affected with its colour"):
        assert Desk("parcel number", name).step is Step.CONDITION


def test_a_colour_the_list_says_is_taken_over():
    assert Desk("parcel number", "serial affected with its colour").unit.colour == IN_SCOPE.name


def test_a_colour_the_campaign_leaves_out_raises_a_hold():
    desk = Desk("parcel number")
    decision = desk.scan("serial affected, colour left out")
    assert desk.unit.open_holds == (HoldKind.EXCLUDED_COLOUR,) == decision.answer.holds
    assert desk.unit.holds[0].detail == EXCLUDED.name


def test_a_unit_that_is_not_affected_is_taken_in_all_the_same():
    """It is in the parcel, so it goes into quarantine: model and class are asked for as for any other."""
    desk = Desk("parcel number")
    assert said(desk.scan("serial not affected")) == (Message.UNIT_NOT_AFFECTED, Severity.NOTE)
    assert desk.step is Step.UNIT
    assert desk.unit.open_holds == ()


def test_an_uncertain_serial_is_held():
    desk = Desk("parcel number")
    decision = desk.scan("serial uncertain")
    assert said(decision) == (Message.UNIT_UNCERTAIN, Severity.NOTE)
    assert decision.answer.params["reason"] == Reason.CONFUSABLE_CHARACTERS
    assert desk.unit.open_holds == (HoldKind.UNCERTAIN_SERIAL,)
    assert desk.unit.serial == CONFUSABLE


def test_an_invalid_serial_makes_no_unit():
    desk = Desk("parcel number")
    decision = desk.scan("serial invalid")
    assert said(decision) == (Message.SERIAL_INVALID, Severity.REFUSED)
    assert decision.answer.verdict is Verdict.INVALID
    assert decision.answer.params == {"reason": Reason.BAD_LENGTH, "length": len(OF_PLAIN) - 1}
    assert desk.receipt.parcel.units == ()


@pytest.mark.parametrize("also", [(), ("K1",)])
def test_the_last_invalid_reading_stays_with_a_unit_declared_unreadable(also):
    desk = Desk("parcel number", "serial invalid", *also, "UNREADABLE")
    assert desk.unit.raw == OF_PLAIN[:-1]
    assert desk.receipt.misread is None


def test_an_invalid_reading_is_forgotten_once_a_serial_was_read():
    names = ("serial invalid", "serial affected", "INTACT", "bag", "right container", "UNREADABLE")
    desk = Desk("parcel number", *names)
    assert desk.unit.raw == ""


def test_an_invalid_reading_is_forgotten_with_its_parcel():
    desk = Desk("parcel number", "serial invalid", "EMPTY", "kit number", "UNREADABLE")
    assert desk.unit.raw == ""


def test_an_unreadable_unit_has_no_verdict_and_is_held():
    desk = Desk("parcel number")
    decision = desk.scan("UNREADABLE")
    assert said(decision) == (Message.UNIT_UNREADABLE, Severity.NOTE)
    assert (desk.unit.serial, desk.unit.verdict) == (None, None)
    assert desk.unit.open_holds == (HoldKind.UNCERTAIN_SERIAL,) == decision.answer.holds
    assert desk.step is Step.UNIT


class TestSeenBefore:
    """The same serial of the same maker, received before."""

    def test_it_is_held_and_says_where_and_when(self):
        desk = Desk("parcel number")
        decision = desk.scan("serial affected, before")
        assert said(decision) == (Message.UNIT_DUPLICATE, Severity.NOTE)
        assert decision.answer.params == {
            "serial": OF_PLAIN,
            "model": PLAIN.name,
            "parcel": BEFORE.parcel,
            "at": BEFORE.at,
            "badge": BEFORE.operator,
        }
        assert desk.unit.open_holds == (HoldKind.DUPLICATE,)
        assert desk.unit.holds[0].detail == BEFORE.parcel

    def test_every_reason_to_hold_is_raised(self):
        desk = Desk("parcel number", "serial uncertain, before")
        assert desk.unit.open_holds == (HoldKind.DUPLICATE, HoldKind.UNCERTAIN_SERIAL)

    def test_holds_have_names_of_their_own(self):
        unit = Desk("parcel number", "serial uncertain, before").unit
        assert len({unit.id, *(hold.id for hold in unit.holds)}) == 3

    def test_it_still_goes_into_quarantine(self):
        desk = Desk("parcel number", "serial affected, before", "INTACT", "bag")
        decision = desk.scan("right container")
        assert said(decision)[0] is Message.CONTAINED_HELD
        assert recorded(decision) == ["UnitContained"]


@pytest.mark.parametrize("wanted", [True, False])
def test_whether_a_bag_is_asked_for_is_a_setting_kept_with_the_unit(wanted):
    desk = Desk("parcel number", "serial affected" if wanted else "serial affected, no bags")
    assert desk.unit.bag_wanted is wanted
    desk.scan("INTACT")
    assert desk.step is (Step.BAG if wanted else Step.CONTAINER)


class TestNoticedBefore:
    """Damage or swelling seen before any serial goes over to the next unit."""

    @pytest.mark.parametrize("seen", ["D", "K1"])
    @pytest.mark.parametrize(
        "found", ["serial affected", "UNREADABLE", "serial not affected", "serial uncertain"]
    )
    def test_the_next_unit_takes_it_over(self, seen, found):
        desk = Desk("parcel number", seen)
        decision = desk.scan(found)
        assert recorded(decision)[-1] == "ConditionRecorded"
        assert (desk.unit.observation, desk.unit.condition) == (seen, seen)
        assert desk.receipt.parcel.noticed is None

    def test_an_invalid_serial_leaves_it_noticed(self):
        desk = Desk("parcel number", "K1", "serial invalid")
        assert desk.receipt.parcel.noticed == "K1"

    def test_only_one_unit_takes_it_over(self):
        desk = Desk("parcel number", "K1", "serial affected", "bag", "right container", "serial affected")
        assert desk.unit.condition is None


def test_a_colour_is_excluded_only_where_the_campaign_says_so():
    known = known_of(BY_NAME["CAGE"], reading_of(BY_NAME["CAGE"], Desk().receipt), Desk().receipt)
    assert is_excluded(known, CAMPAIGN.id, COLOURED.name, EXCLUDED.name)
    assert not is_excluded(known, CAMPAIGN.id, COLOURED.name, IN_SCOPE.name)
    assert not is_excluded(known, CAMPAIGN.id, COLOURED.name, None)
    assert not is_excluded(known, CAMPAIGN.id, None, EXCLUDED.name)
    assert not is_excluded(known, None, COLOURED.name, EXCLUDED.name)
