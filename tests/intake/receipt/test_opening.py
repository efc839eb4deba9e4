"""Opening a pre-printed empty container at the desk."""

from __future__ import annotations

import pytest

from intake.campaign import UnNumber
from intake.condition import Condition
from intake.container import Limits
from intake.events import Draft
from intake.facts import ContainerOpened
from intake.outcome import Message
from intake.own_label import CommandWord
from intake.question import Ask, Question
from intake.receipt import Policy, Step
from intake.receipt.opening import limits_of
from intake.scan import Severity
from tests.intake.receipt.cases import BOX, POLICY, Case
from tests.intake.receipt.desk import Desk, recorded, said
from tests.intake.receipt.world import command

READY = ("parcel number", "UNREADABLE", "card UN3480", "INTACT", "bag")
OPENED = (Message.CONTAINER_OPENED, Severity.OK)


@pytest.mark.parametrize("at", [(), ("parcel number",)])
def test_a_label_not_in_use_asks_for_its_class(at):
    desk = Desk(*at)
    decision = desk.scan("unknown container")
    assert said(decision) == (Message.CONTAINER_NEW, Severity.REFUSED)
    assert decision.answer.params == {"container": BOX}
    assert desk.receipt.question == Question(Ask.OPEN_CONTAINER, BOX)


def test_with_a_unit_in_hand_the_right_one_is_named():
    desk = Desk(*READY)
    decision = desk.scan("unknown container, right one named")
    assert said(decision) == (Message.CONTAINER_UNKNOWN, Severity.REFUSED)
    kind = {"condition": Condition.R, "un_number": UnNumber.UN3480}
    assert decision.answer.params == {"container": BOX, "right": BOX, **kind}
    assert desk.receipt.question == Question(Ask.OPEN_CONTAINER, BOX)


def test_a_class_card_with_a_un_number_opens_it():
    desk = Desk("unknown container")
    decision = desk.scan("class card R-UN3480")
    assert said(decision) == OPENED
    kind = {"condition": Condition.R, "un_number": UnNumber.UN3480}
    assert decision.answer.params == {"container": BOX, **kind}
    fact = ContainerOpened(BOX, Condition.R, UnNumber.UN3480, POLICY.limits)
    assert decision.drafts == (Draft(fact),)
    assert (desk.receipt.question, desk.step) == (None, Step.IDLE)


def test_the_units_un_number_is_taken_where_the_card_names_none():
    desk = Desk(*READY, "unknown container")
    decision = desk.scan("class card R")
    assert said(decision) == OPENED
    assert decision.answer.params["un_number"] == UnNumber.UN3480
    assert desk.step is Step.CONTAINER


def test_without_any_un_number_it_is_asked_for():
    desk = Desk("unknown container")
    assert said(desk.scan("class card R")) == (Message.CLASS_CARD_WITHOUT_UN, Severity.REFUSED)
    assert desk.receipt.question == Question(Ask.OPEN_CONTAINER, BOX)
    assert said(desk.scan("class card R-UN3481")) == OPENED


@pytest.mark.parametrize("card", ["N", "D", "K1", "R-UN3481", "D-UN3480"])
def test_a_card_of_another_class_or_un_number_than_the_units_is_refused(card):
    desk = Desk(*READY, "unknown container")
    decision = desk.scan(f"class card {card}")
    assert said(decision) == (Message.CLASS_CARD_DIFFERS, Severity.REFUSED)
    assert decision.answer.params == {"condition": Condition.R, "un_number": UnNumber.UN3480}
    assert recorded(decision) == ["QuestionAsked"]
    assert desk.receipt.question == Question(Ask.OPEN_CONTAINER, BOX)


@pytest.mark.parametrize("card", ["K2", "R-UN9999"])
def test_no_card_opens_a_container_for_what_no_container_takes(card):
    desk = Desk("unknown container")
    decision = desk.scan(f"class card {card}")
    assert said(decision) == (Message.CLASS_CARD_UNKNOWN, Severity.REFUSED)
    assert decision.answer.params == {}
    assert desk.receipt.question == Question(Ask.OPEN_CONTAINER, BOX)


@pytest.mark.parametrize("at", [(), ("parcel number",), READY])
def test_a_card_without_a_label_before_it_is_refused(at):
    decision = Desk(*at).scan("class card R-UN3480")
    assert said(decision) == (Message.CLASS_CARD_ALONE, Severity.REFUSED)
    assert recorded(decision) == ["ScanRefused"]


@pytest.mark.parametrize("condition", [Condition.N, Condition.R, Condition.D, Condition.K1])
def test_every_class_but_k2_has_its_card_and_the_sites_limits(condition):
    limits = Limits(7, 70.0, 700, 7000)
    known = {"policy": Policy(limits=limits)}
    card = command(CommandWord.CLASS, f"{condition}-UN3481")
    decision = Desk("unknown container").take(Case("a card", card, lambda _receipt: known))
    expected = Limits(1 if condition is Condition.K1 else 7, 70.0, 700)
    assert decision.drafts == (Draft(ContainerOpened(BOX, condition, UnNumber.UN3481, expected)),)


def test_a_critical_battery_is_always_alone():
    limits = Limits(7, 70.0, 700, 7000)
    assert limits_of(Condition.K1, limits) == Limits(1, 70.0, 700)


@pytest.mark.parametrize("condition", [Condition.N, Condition.R, Condition.D, Condition.K1])
def test_how_old_a_container_may_get_is_not_written_into_it(condition):
    """It is the site's policy, which may change while the container stands there."""
    assert limits_of(condition, Limits(7, 70.0, 700, 7000)).age_ms == 0


def test_the_container_is_scanned_again_to_put_the_unit_in():
    desk = Desk(*READY, "unknown container", "class card R", "right container")
    assert desk.unit.container == BOX
