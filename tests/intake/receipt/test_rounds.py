"""Inspection rounds: container after container is looked at and scanned."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from intake.container import ContainerState, Load
from intake.events import Draft
from intake.facts import ContainerInspected, QuestionAsked
from intake.outcome import Message
from intake.question import Ask, Question
from intake.scan import Severity
from tests.intake.receipt.cases import BOX, Case
from tests.intake.receipt.desk import Desk, recorded, said
from tests.intake.receipt.test_moving import TARGET

ON = Question(Ask.INSPECT)


@pytest.mark.parametrize("at", [(), ("parcel number",)])
def test_a_card_begins_one(at):
    desk = Desk(*at)
    assert said(desk.scan("INSPECT")) == (Message.INSPECT_ASKED, Severity.NOTE)
    assert desk.receipt.question == ON


def test_each_container_is_recorded_with_what_it_holds_and_the_round_goes_on():
    desk = Desk("INSPECT")
    filled = Case("a container", BOX, lambda _receipt: {"container": _filled(3)})
    for _ in range(2):
        decision = desk.take(filled)
        assert said(decision) == (Message.INSPECTED, Severity.OK)
        assert decision.answer.params == {"container": BOX, "units": 3}
        assert decision.drafts == (Draft(ContainerInspected(BOX)), Draft(QuestionAsked(Ask.INSPECT)))
        assert desk.receipt.question == ON


def test_a_label_not_in_use_is_refused_and_the_round_goes_on():
    desk = Desk("INSPECT")
    decision = desk.scan("unknown container")
    assert said(decision) == (Message.CONTAINER_NOT_IN_USE, Severity.REFUSED)
    assert decision.answer.params == {"container": BOX}
    assert recorded(decision) == ["QuestionAsked"]
    assert desk.receipt.question == ON


@pytest.mark.parametrize("state", [ContainerState.LOADED, ContainerState.ACCEPTED])
def test_a_container_that_left_the_site_cannot_be_looked_at(state):
    desk = Desk("INSPECT")
    gone = {"container": replace(TARGET, state=state)}
    decision = desk.take(Case("a container", BOX, lambda _receipt: gone))
    assert said(decision) == (Message.CONTAINER_STATE, Severity.REFUSED)
    assert decision.answer.params == {"container": BOX, "state": state}
    assert recorded(decision) == ["QuestionAsked"]
    assert desk.receipt.question == ON


def test_a_sealed_container_is_looked_at_too():
    sealed = {"container": replace(TARGET, state=ContainerState.SEALED)}
    decision = Desk("INSPECT").take(Case("a container", BOX, lambda _receipt: sealed))
    assert said(decision) == (Message.INSPECTED, Severity.OK)


@pytest.mark.parametrize("at", [("UNREADABLE",), ("CABLE",)])
def test_with_something_in_hand_no_round_begins(at):
    desk = Desk("parcel number", *at)
    assert said(desk.scan("INSPECT"))[1] is Severity.REFUSED
    assert desk.receipt.question is None


def test_any_other_scan_ends_it():
    desk = Desk("INSPECT", "parcel number")
    assert desk.receipt.question is None
    assert desk.receipt.parcel is not None


def _filled(units):
    return replace(TARGET, load=Load(units))
