"""Signing in and out."""

from __future__ import annotations

import pytest

from intake.events import Draft
from intake.facts import OperatorSignedOut
from intake.outcome import Answer, Message
from intake.receipt import Receipt, Step
from intake.receipt.signing import lock
from intake.scan import Severity
from tests.intake.receipt.cases import BADGE, BADGE_2, BY_NAME, HOLDING
from tests.intake.receipt.desk import LOCKING, Desk, recorded, said, take
from tests.intake.receipt.exploring import moves


def test_a_badge_signs_in():
    decision = take(Receipt(), BY_NAME["badge"])
    assert said(decision) == (Message.SIGNED_IN, Severity.OK)
    assert recorded(decision) == ["OperatorSignedIn"]
    assert Desk().receipt.operator == BADGE


@pytest.mark.parametrize(
    ("name", "message"), [("unknown badge", Message.BADGE_UNKNOWN), ("retired badge", Message.BADGE_RETIRED)]
)
def test_a_badge_that_is_not_in_use_signs_nobody_in(name, message):
    assert said(take(Receipt(), BY_NAME[name])) == (message, Severity.REFUSED)
    desk = Desk()
    desk.scan(name)
    assert desk.receipt.operator == BADGE


def test_ones_own_badge_again_changes_nothing():
    assert said(Desk().scan("badge")) == (Message.ALREADY_SIGNED_IN, Severity.NOTE)


def test_another_badge_takes_the_desk_over_at_every_step_and_changes_nothing_else():
    steps = set()
    for move in moves():
        if move.name == "another badge" and recorded(move.decision) == ["OperatorSignedIn"]:
            steps.add(move.before.operator and move.before.parcel and True)
            assert move.after.operator == BADGE_2
            assert move.after.parcel == move.before.parcel
            expected = Message.SIGNED_IN if move.before.operator is None else Message.HANDED_OVER
            assert move.decision.answer.message is expected
    assert True in steps


def test_signing_out_needs_every_parcel_closed():
    for at in ((), ("serial affected", "INTACT", "bag", "right container")):
        decision = Desk("parcel number", *at).scan("OUT")
        assert said(decision) == (Message.CLOSE_PARCEL_FIRST, Severity.REFUSED)


def test_signing_out_leaves_nobody_at_the_desk():
    desk = Desk()
    decision = desk.scan("OUT")
    assert said(decision) == (Message.SIGNED_OUT, Severity.OK)
    assert decision.answer.params == {"badge": BADGE}
    assert desk.step is Step.SIGNED_OUT


def test_nobody_leaves_an_open_parcel_behind():
    for move in moves():
        if move.after.operator is None and move.before.operator is not None and move.after.parcel:
            assert move.name == LOCKING


def test_nobody_leaves_a_battery_behind_in_a_holding_box():
    desk = Desk()
    decision = desk.scan("OUT, a holding box is not empty")
    assert said(decision) == (Message.HOLDING_NOT_EMPTY, Severity.REFUSED)
    assert decision.answer.params == {"container": HOLDING, "units": 2}
    assert desk.step is Step.IDLE


class TestLocking:
    """Nobody has scanned for a while: the desk locks itself and keeps what lies on it."""

    def test_it_signs_the_badge_out_and_keeps_the_parcel(self):
        desk = Desk("parcel number", "serial affected")
        decision = desk.scan(LOCKING)
        assert said(decision) == (Message.DESK_LOCKED, Severity.NOTE)
        assert decision.answer.params == {"badge": BADGE}
        (draft,) = decision.drafts
        assert draft == Draft(OperatorSignedOut(idle=True), desk.receipt.parcel.id)
        assert desk.step is Step.SIGNED_OUT
        desk.scan("another badge")
        assert str(desk.step) == "CONDITION"

    def test_with_no_parcel_open_none_is_named(self):
        assert Desk().scan(LOCKING).drafts == (Draft(OperatorSignedOut(idle=True)),)

    def test_a_desk_nobody_stands_at_and_an_emergency_are_left_as_they_are(self):
        for receipt in (Receipt(), Desk("K2").receipt):
            assert lock(receipt) == Answer(Message.DESK_NOT_LOCKED, Severity.REFUSED)


@pytest.mark.parametrize("scans", [(), ("parcel label", "serial affected"), ("cage",)])
def test_a_language_card_changes_nothing_but_the_language(scans):
    desk = Desk(*scans)
    before = desk.receipt
    assert said(desk.scan("language EN")) == (Message.LANGUAGE_CHOSEN, Severity.OK)
    assert desk.receipt == before


def test_a_language_nobody_wrote_is_refused():
    assert said(Desk().scan("language FR")) == (Message.LANGUAGE_UNKNOWN, Severity.REFUSED)


def test_no_language_card_is_taken_during_an_emergency():
    assert said(Desk("K2").scan("language EN")) == (Message.EMERGENCY_ON, Severity.EMERGENCY)
