"""Recording how bad a unit is."""

from __future__ import annotations

import pytest

from intake.condition import Condition
from intake.outcome import Message
from intake.receipt import Step
from intake.scan import Severity
from tests.intake.receipt.cases import BAG, BEFORE, PLAIN, Desk, moves, recorded, said

CARD = f"card {PLAIN.name}"
TAKEN_IN = {
    "affected": ("serial affected",),
    "not affected": ("serial not affected", CARD),
    "uncertain": ("serial uncertain", CARD),
    "unreadable": ("UNREADABLE", CARD),
}


@pytest.mark.parametrize(("verdict", "names"), TAKEN_IN.items())
def test_an_intact_unit_is_class_n_only_when_it_is_not_affected(verdict, names):
    desk = Desk("parcel number", *names)
    assert said(desk.scan("INTACT")) == (Message.CONDITION_INTACT, Severity.OK)
    assert desk.unit.condition is (Condition.N if verdict == "not affected" else Condition.R)


@pytest.mark.parametrize("names", TAKEN_IN.values(), ids=TAKEN_IN)
@pytest.mark.parametrize(
    ("seen", "message"), [("D", Message.CONDITION_DAMAGED), ("K1", Message.CONDITION_SWOLLEN)]
)
def test_what_was_seen_counts_whatever_the_list_says(names, seen, message):
    desk = Desk("parcel number", *names)
    assert said(desk.scan(seen)) == (message, Severity.HAZARD)
    assert desk.unit.condition == seen


@pytest.mark.parametrize("at", [("INTACT",), ("INTACT", "bag"), ("D",), ("D", "bag")])
def test_a_class_is_raised_until_the_unit_is_put_away(at):
    desk = Desk("parcel number", "serial affected", *at, "K1")
    assert desk.unit.condition is Condition.K1
    assert desk.step in {Step.BAG, Step.CONTAINER}


@pytest.mark.parametrize(("first", "then"), [("D", "D"), ("K1", "D"), ("K1", "K1")])
def test_a_class_is_never_eased(first, then):
    desk = Desk("parcel number", "serial affected", first)
    decision = desk.scan(then)
    assert said(decision) == (Message.CONDITION_NOT_MILDER, Severity.REFUSED)
    assert decision.answer.params == {"condition": first}
    assert desk.unit.condition == first


def test_no_move_eases_a_class():
    gravity = list(Condition)
    for move in moves():
        unit = move.before.unit
        if unit is not None and unit.condition is not None and move.after.parcel is not None:
            now = move.after.parcel.unit(unit.id).condition
            assert gravity.index(now) >= gravity.index(unit.condition)


def test_intact_is_no_answer_once_a_class_is_recorded():
    desk = Desk("parcel number", "serial affected", "D")
    assert recorded(desk.scan("INTACT")) == ["ScanRefused"]
    assert desk.unit.condition is Condition.D


class TestNoticed:
    """Damage or swelling seen before any serial."""

    @pytest.mark.parametrize("seen", ["D", "K1"])
    def test_it_is_noted_with_the_parcel(self, seen):
        desk = Desk("parcel number")
        assert said(desk.scan(seen)) == (Message.CONDITION_BEFORE_SERIAL, Severity.HAZARD)
        assert desk.receipt.parcel.noticed == seen
        assert desk.step is Step.PARCEL_OPEN

    def test_it_can_be_raised(self):
        assert Desk("parcel number", "D", "K1").receipt.parcel.noticed == "K1"

    @pytest.mark.parametrize(("first", "then"), [("D", "D"), ("K1", "D"), ("K1", "K1")])
    def test_it_is_never_eased(self, first, then):
        desk = Desk("parcel number", first)
        assert said(desk.scan(then)) == (Message.CONDITION_NOT_MILDER, Severity.REFUSED)
        assert desk.receipt.parcel.noticed == first

    def test_it_can_be_raised_on_the_unit_that_took_it_over(self):
        assert Desk("parcel number", "D", "serial affected", "K1").unit.condition is Condition.K1


class TestBags:
    """The bag's label is the unit's licence plate."""

    def test_a_new_one_is_attached(self):
        desk = Desk("parcel number", "serial affected", "INTACT")
        assert said(desk.scan("bag")) == (Message.BAG_ATTACHED, Severity.OK)
        assert desk.unit.bag == BAG

    def test_a_used_one_is_refused_and_says_where(self):
        desk = Desk("parcel number", "serial affected", "INTACT")
        decision = desk.scan("used bag")
        assert said(decision) == (Message.BAG_USED, Severity.REFUSED)
        assert decision.answer.params == {"bag": BAG, "parcel": BEFORE.parcel, "at": BEFORE.at}
        assert desk.unit.bag is None
