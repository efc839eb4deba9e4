"""Recording how bad a unit is."""

from __future__ import annotations

import pytest

from intake import facts
from intake.condition import Condition, Observation
from intake.hold import HoldKind
from intake.outcome import Message
from intake.receipt import Step
from intake.scan import Severity
from tests.intake.receipt.cases import BAG, BEFORE, CHECKLIST, PLAIN
from tests.intake.receipt.desk import Desk, asked, fact_of, recorded, said
from tests.intake.receipt.exploring import moves

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
        if "FactNegated" in recorded(move.decision):
            continue
        if "UnitJudged" in recorded(move.decision) and unit.observation is Observation.INTACT:
            continue  # what was seen stays; the picture card has said that no list names the unit
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

    def test_intact_is_noted_too(self):
        desk = Desk("parcel number")
        decision = desk.scan("INTACT")
        assert said(decision) == (Message.CONDITION_BEFORE_SERIAL, Severity.OK)
        assert decision.answer.params == {"condition": "INTACT"}
        assert fact_of(decision) == facts.ConditionNoticed(Observation.INTACT)

    def test_intact_is_raised_by_what_is_seen_later_and_never_takes_its_place(self):
        assert Desk("parcel number", "INTACT", "D").receipt.parcel.noticed == "D"
        for seen in ("INTACT", "D", "K1"):
            decision = Desk("parcel number", seen).scan("INTACT")
            assert said(decision) == (Message.CONDITION_NOT_MILDER, Severity.REFUSED)
            assert decision.answer.params == {"condition": seen}

    def test_nothing_closes_the_parcel_of_a_unit_seen_intact(self):
        decision = Desk("parcel number", "INTACT").scan("EMPTY")
        assert said(decision) == (Message.CONDITION_BEFORE_SERIAL, Severity.REFUSED)


class TestChecklist:
    """Sign by sign, gravest first: the first "yes" settles the class, the last "no" makes it intact."""

    BEGUN = ("parcel number", "serial affected", "CHECK")

    def test_a_card_begins_it(self):
        desk = Desk("parcel number", "serial affected")
        decision = desk.scan("CHECK")
        assert said(decision) == (Message.CHECKLIST_BEGUN, Severity.NOTE)
        assert recorded(decision) == ["ChecklistBegun"]
        assert decision.answer.unit == desk.unit.id
        assert (desk.unit.checklist_wanted, desk.unit.denied) == (True, 0)

    def test_begun_again_it_begins_at_the_first_sign(self):
        assert Desk(*self.BEGUN, "NO", "NO", "CHECK").unit.denied == 0

    def test_while_it_is_on_intact_is_no_answer(self):
        desk = Desk(*self.BEGUN, "NO")
        decision = desk.scan("INTACT")
        assert said(decision) == (Message.CHECKLIST_FIRST, Severity.REFUSED)
        assert decision.answer.params == {"sign": "swollen"}

    def test_no_goes_on_to_the_next_sign_and_the_last_makes_it_intact(self):
        desk = Desk(*self.BEGUN)
        for place, sign in enumerate(CHECKLIST.signs[:-1], 1):
            decision = desk.scan("NO")
            assert said(decision) == (Message.CHECKLIST_NO, Severity.OK)
            assert decision.answer.params == {"sign": sign.name}
            assert fact_of(decision) == facts.SignDenied(sign.name)
            assert (desk.unit.denied, desk.unit.condition) == (place, None)
        decision = desk.scan("NO")
        assert said(decision) == (Message.CONDITION_INTACT, Severity.OK)
        assert recorded(decision) == ["SignDenied", "ConditionRecorded"]
        assert desk.unit.condition is Condition.R

    @pytest.mark.parametrize(
        ("denied", "message", "condition"),
        [(1, Message.CONDITION_SWOLLEN, "K1"), (3, Message.CONDITION_DAMAGED, "D")],
    )
    def test_yes_settles_the_class(self, denied, message, condition):
        desk = Desk(*self.BEGUN, *("NO",) * denied)
        decision = desk.scan("YES")
        assert said(decision) == (message, Severity.HAZARD)
        assert decision.answer.params == {"condition": condition}
        assert recorded(decision) == ["SignSeen", "ConditionRecorded"]
        assert fact_of(decision) == facts.SignSeen(CHECKLIST.signs[denied].name)
        assert desk.unit.condition == condition

    def test_yes_to_a_sign_of_class_k2_is_the_alarm(self):
        desk = Desk(*self.BEGUN)
        decision = desk.scan("YES")
        assert said(decision) == (Message.EMERGENCY_RAISED, Severity.EMERGENCY)
        assert recorded(decision) == ["SignSeen", "ConditionRecorded", "EmergencyRaised"]
        assert desk.step is Step.EMERGENCY

    def test_what_has_burnt_is_evidence(self):
        desk = Desk(*self.BEGUN, "NO", "NO")
        decision = desk.scan("YES")
        assert recorded(decision) == ["SignSeen", "HoldRaised", "ConditionRecorded"]
        assert (desk.unit.holds[-1].kind, desk.unit.holds[-1].detail) == (HoldKind.EVIDENCE, "burnt")

    @pytest.mark.parametrize("seen", ["D", "K1", "K2"])
    def test_what_is_seen_at_a_glance_ends_it(self, seen):
        assert Desk(*self.BEGUN, seen).unit.condition == seen

    @pytest.mark.parametrize("name", ["YES", "NO", "CHECK, no checklist"])
    def test_with_none_on_yes_and_no_answer_nothing(self, name):
        decision = Desk("parcel number", "serial affected").scan(name)
        assert said(decision) == (Message.SCAN_CONDITION_FIRST, Severity.REFUSED)

    def test_a_due_one_asks_by_itself(self):
        desk = Desk("parcel number", "serial affected, checklist due")
        assert said(desk.scan("INTACT")) == (Message.CHECKLIST_FIRST, Severity.REFUSED)

    @pytest.mark.parametrize("name", ["bag", "right container", "parcel number", CARD])
    def test_whatever_is_scanned_instead_the_refusal_names_what_is_asked(self, name):
        desk = Desk(*self.BEGUN, "NO")
        decision = desk.scan(name)
        assert said(decision) == (Message.CHECKLIST_FIRST, Severity.REFUSED)
        assert decision.answer.params == asked(desk.receipt).params


class TestChecked:
    """Whether the class came out of the checklist stands with it."""

    @pytest.mark.parametrize(
        "answers",
        [("NO",) * len(CHECKLIST.signs), ("NO", "YES"), ("NO", "NO", "YES"), ("NO",) * 3 + ("YES",)],
    )
    def test_it_did_where_its_last_question_was_answered(self, answers):
        decision = Desk("parcel number", "serial affected", "CHECK").scan(*answers)
        assert fact_of(decision, -1).checked

    @pytest.mark.parametrize("seen", ["INTACT", "D", "K1"])
    def test_at_a_glance_it_did_not(self, seen):
        assert not fact_of(Desk("parcel number", "serial affected").scan(seen)).checked

    @pytest.mark.parametrize("seen", ["D", "K1", "K2"])
    def test_what_is_seen_before_its_end_did_not_come_out_of_it(self, seen):
        assert not fact_of(Desk("parcel number", "serial affected", "CHECK", "NO").scan(seen)).checked

    def test_nor_did_what_was_noticed_before_the_serial(self):
        decision = Desk("parcel number", "D").scan("serial affected")
        assert not fact_of(decision, -1).checked


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
