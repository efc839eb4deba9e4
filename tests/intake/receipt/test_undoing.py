"""Undoing: newest act first, with a reason by scan, and a word on where the thing goes back to."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from intake import facts
from intake.condition import Condition, Observation
from intake.correction import UndoReason
from intake.disposition import Closing, EmergencyOutcome
from intake.events import Draft, Event
from intake.outcome import Answer, Message
from intake.own_label import CommandWord
from intake.question import Ask, Question
from intake.receipt import Act, Receipt, Step
from intake.receipt.undoing import BARS, REASONS, TABLE, by_lead, needs_lead, telling
from intake.request import SealContainer
from intake.scan import Severity
from tests.intake.receipt.cases import BAG, BIN, BOX, TAG, Case
from tests.intake.receipt.desk import ENDING, LEAD_UNDOES, Desk, fact_of, recorded, said
from tests.intake.receipt.exploring import moves, undone
from tests.intake.receipt.world import World, command, letter_pack

READY = ("parcel number", "serial affected", "INTACT", "bag")
LABEL = letter_pack(11111111111)
NOTHING = (Message.UNDO_NOTHING, Severity.REFUSED)
BY_LEAD_ONLY = (Message.UNDO_NEEDS_LEAD, Severity.REFUSED)


class TestEveryMove:
    """What any scan recorded of a parcel is undone right after it, whatever the desk stood at."""

    def test_undoing_gives_back_the_receipt_as_it_was(self):
        """But for what was asked or misread."""
        for one in undone():
            before = replace(one.move.before, question=None, misread=None)
            assert replace(one.receipt, question=None, misread=None) == before, one.move.name

    def test_every_kind_of_act_is_undone(self):
        assert {one.decision.answer.message for one in undone()} == {each.said for each in TABLE.values()}

    def test_undoing_is_a_note(self):
        assert {one.decision.answer.severity for one in undone()} == {Severity.NOTE}

    def test_every_fact_of_the_act_is_negated_for_the_reason_given(self):
        for one in undone():
            reason = UndoReason.MISTAKE if one.by_lead else UndoReason.MISREAD
            drafts = one.decision.drafts
            act = one.move.now[-1]
            assert [draft.fact.event for draft in drafts] == [e.id for e in act if e.parcel]
            assert {draft.fact.reason for draft in drafts} == {reason}
            assert [(d.parcel, d.unit) for d in drafts] == [(e.parcel, e.unit) for e in act if e.parcel]

    def test_only_what_is_in_a_container_and_class_k1_needs_the_lead(self):
        for one in undone():
            names = {type(draft.fact) for draft in one.move.decision.drafts}
            contained = facts.UnitContained in names
            classes = [draft.fact for draft in one.move.decision.drafts]
            told = next(kind for kind in TABLE if kind in names)
            swollen = told in {facts.ConditionRecorded, facts.ConditionNoticed} and any(
                getattr(fact, "observation", None) is Observation.K1 for fact in classes
            )
            assert one.by_lead == (contained or swollen), one.move.name

    def test_it_is_asked_and_says_what_it_is_about(self):
        for one in undone():
            names = {type(draft.fact) for draft in one.move.decision.drafts}
            told = next(kind.__name__ for kind in TABLE if kind in names)
            assert one.asked.answer.params == {"act": told}
            assert said(one.asked) == (BY_LEAD_ONLY if one.by_lead else (Message.UNDO_ASKED, Severity.NOTE))

    def test_no_act_with_a_bar_is_ever_undone(self):
        for move in moves():
            if any(isinstance(draft.fact, BARS) for draft in move.decision.drafts):
                assert telling(Act(move.now[-1], None)) is None


@pytest.mark.parametrize(
    ("names", "message", "params"),
    [
        (("parcel number",), Message.UNDONE_PARCEL_OPENED, {"parcel": LABEL}),
        (("parcel number, seen before", "YES"), Message.UNDONE_REOPENED, {}),
        (("parcel number", "EMPTY"), Message.UNDONE_CLOSED, {}),
        (("parcel number", "D"), Message.UNDONE_NOTICED, {}),
        (("parcel number", "keyed affected"), Message.UNDONE_KEYED, {}),
        (("parcel number", "keyed affected", "NO"), Message.UNDONE_KEYED, {}),
        (READY[:2], Message.UNDONE_UNIT, {}),
        (("parcel number", "D", "serial affected"), Message.UNDONE_UNIT, {}),
        (("parcel number", "UNREADABLE", "card UN3480"), Message.UNDONE_MODEL, {}),
        (("parcel number", "serial affected, colour wanted", "card other"), Message.UNDONE_COLOUR, {}),
        (READY[:3], Message.UNDONE_CONDITION, {}),
        ((*READY[:2], "CHECK"), Message.UNDONE_CHECKLIST, {}),
        ((*READY[:2], "CHECK", "NO"), Message.UNDONE_CHECKLIST, {}),
        ((*READY[:2], "CHECK", "NO", "NO", "YES"), Message.UNDONE_CONDITION, {}),
        (READY, Message.UNDONE_BAG, {"bag": BAG}),
        (("parcel number", "CABLE"), Message.UNDONE_FLAG, {}),
        (("parcel number", "BOX", "YES"), Message.UNDONE_BOX, {}),
        (("parcel number", "BOX", "NO"), Message.UNDONE_BOX, {}),
        (("parcel number", "CABLE", "reject bin"), Message.UNDONE_REJECTED, {"bin": BIN}),
        (("parcel number", "CABLE", "returnable"), Message.UNDONE_REJECTED, {"bin": TAG}),
    ],
)
def test_each_act_says_where_the_thing_goes_back_to(names, message, params):
    desk = Desk(*names, "UNDO")
    assert desk.receipt.question.ask is Ask.UNDO
    decision = desk.scan("reason MISTAKE")
    assert said(decision) == (message, Severity.NOTE)
    assert decision.answer.params == params
    assert fact_of(decision).reason is UndoReason.MISTAKE


@pytest.mark.parametrize("reason", UndoReason)
def test_each_reason_has_its_card(reason):
    desk = Desk("parcel number", "CABLE", "UNDO")
    decision = desk.take(Case("a card", command(CommandWord.REASON, reason.card)))
    assert fact_of(decision).reason is reason
    assert REASONS[reason.card] is reason


def test_a_card_of_no_reason_leaves_the_question_open():
    desk = Desk("parcel number", "CABLE", "UNDO")
    asked = desk.receipt.question
    assert said(desk.scan("reason BOREDOM")) == (Message.REASON_UNKNOWN, Severity.REFUSED)
    assert desk.receipt.question == asked


def test_a_reason_nobody_asked_for_is_refused():
    for at in ((), ("parcel number",), READY[:2], ("parcel number", "UNDO", "CABLE")):
        assert said(Desk(*at).scan("reason MISREAD")) == (Message.REASON_ALONE, Severity.REFUSED)


def test_again_and_again_it_goes_further_back_to_the_beginning():
    desk = Desk(*READY)
    back = [desk.scan("UNDO", "reason MISREAD").answer.message for _ in range(4)]
    assert back == [
        *(Message.UNDONE_BAG, Message.UNDONE_CONDITION),
        *(Message.UNDONE_UNIT, Message.UNDONE_PARCEL_OPENED),
    ]
    assert said(desk.scan("UNDO")) == NOTHING
    assert desk.step is Step.IDLE


def test_the_parcel_a_label_had_closed_is_open_again():
    desk = Desk(*READY, "right container")
    before = desk.receipt.parcel
    desk.scan("kit number")
    assert said(desk.scan("UNDO", "reason MISTAKE"))[0] is Message.UNDONE_PARCEL_OPENED
    assert desk.receipt.parcel == before


def test_what_was_undone_may_be_done_again_in_another_way():
    desk = Desk("parcel number", "UNREADABLE", "UNDO", "reason MISREAD", "serial affected")
    assert [unit.serial for unit in desk.receipt.parcel.units] == [desk.unit.serial]
    assert desk.unit.open_holds == ()


class TestByTheLead:
    """What lies in a container, what is swollen, what another badge did in a parcel that is closed."""

    def test_a_contained_unit_comes_back_into_the_hand_and_nothing_is_owed(self):
        desk = Desk(*READY, "right container")
        refusal = desk.scan("UNDO")
        assert said(refusal) == BY_LEAD_ONLY
        assert refusal.answer.params == {"act": "UnitContained"}
        assert desk.receipt.question is None
        decision = desk.scan(LEAD_UNDOES)
        assert said(decision) == (Message.UNDONE_CONTAINED, Severity.NOTE)
        assert decision.answer.params == {"container": BOX}
        assert (desk.unit.in_hand, desk.unit.replacement) == (True, None)
        assert desk.step is Step.CONTAINER
        assert recorded(desk.scan("right container")) == ["UnitContained", "ReplacementQueued"]

    @pytest.mark.parametrize("at", [("parcel number",), READY[:2], READY])
    def test_nobody_else_takes_back_that_it_is_swollen(self, at):
        desk = Desk(*at, "K1")
        assert said(desk.scan("UNDO")) == BY_LEAD_ONLY
        assert said(desk.scan(LEAD_UNDOES))[1] is Severity.NOTE

    def test_damage_is_taken_back_by_whoever_stands_there(self):
        for at in (("parcel number",), READY[:2]):
            assert said(Desk(*at, "D").scan("UNDO")) == (Message.UNDO_ASKED, Severity.NOTE)

    def test_a_closed_parcel_of_another_badge(self):
        desk = Desk("parcel number", "EMPTY")
        assert said(desk.scan("UNDO, another badge's act")) == BY_LEAD_ONLY
        assert said(Desk("parcel number", "CABLE").scan("UNDO, another badge's act"))[1] is Severity.NOTE

    def test_badges_count_only_while_no_parcel_is_open(self):
        act = Act((event(facts.ParcelClosed(Closing.EMPTY)),), "another")
        assert needs_lead(act, Receipt("me"))
        assert not needs_lead(replace(act, operator="me"), Receipt("me"))
        assert not needs_lead(act, replace(Desk("parcel number").receipt, operator="me"))

    def test_an_act_nobody_knows_to_undo_needs_one_too(self):
        assert needs_lead(Act((event(facts.ScanRefused()),), "me"), Receipt("me"))

    def test_with_nothing_to_undo_the_lead_is_refused(self):
        refusal = Answer(Message.UNDO_NOTHING, Severity.REFUSED)
        assert by_lead(None, UndoReason.MISTAKE) == refusal
        closed = event(facts.ParcelClosed(Closing.EMPTY))
        assert by_lead(Act((closed,), "o", fixed=True), UndoReason.MISTAKE) == refusal
        assert by_lead(Act((event(facts.EmergencyRaised("i")),), "o"), UndoReason.MISTAKE) == refusal

    @pytest.mark.parametrize("reason", UndoReason)
    def test_the_leads_reason_is_recorded(self, reason):
        decision: Any = by_lead(Act((event(facts.ParcelClosed(Closing.EMPTY)),), "o"), reason)
        assert decision.drafts == (Draft(facts.FactNegated("e", reason), "p", "u"),)
        assert said(decision) == (Message.UNDONE_CLOSED, Severity.NOTE)


class TestNeverUndone:
    """Emergencies, moves, what lies before them, and what is in a container no longer open."""

    def test_nothing_at_the_beginning(self):
        assert said(Desk().scan("UNDO")) == NOTHING

    def test_an_emergency_and_what_lies_before_it(self):
        desk = Desk("parcel number", "serial affected", "K2", ENDING)
        assert said(desk.scan("UNDO")) == NOTHING

    def test_what_came_after_an_emergency_is_undone_up_to_it(self):
        desk = Desk("parcel number", "K2", ENDING, "CABLE")
        assert said(desk.scan("UNDO", "reason MISTAKE"))[0] is Message.UNDONE_FLAG
        assert said(desk.scan("UNDO")) == NOTHING

    def test_a_move_and_what_lies_before_it(self):
        desk = Desk("parcel number", "EMPTY", "MOVE", "used bag", "right container")
        assert said(desk.scan("UNDO")) == NOTHING

    @pytest.mark.parametrize("between", [("cage", "parcel number", "cage"), ("another badge", "badge")])
    def test_arrivals_badges_and_questions_are_passed_over(self, between):
        desk = Desk("parcel number", "EMPTY", *between, "INSPECT", "right container", "MOVE")
        assert said(desk.scan("UNDO", "reason MISTAKE"))[0] is Message.UNDONE_CLOSED

    def test_an_act_whose_container_is_closed_by_now(self):
        assert said(Desk("parcel number", "CABLE").scan("UNDO, its container is closed")) == NOTHING

    def test_a_unit_in_a_sealed_container_stays_there(self):
        world = World().furnish().sign_in()
        for text in (
            *(letter_pack(1), command(CommandWord.UNREADABLE), command(CommandWord.MODEL, "UN3480")),
            *(command(CommandWord.INTACT), BAG),
        ):
            world.scan(text)
        code = world.fitting().code
        world.scan(code)
        world.ask(SealContainer(code))
        assert said(world.undo_as_lead()) == NOTHING
        assert world.receipt.parcel.units[0].container == code

    @pytest.mark.parametrize("bar", BARS)
    def test_an_act_with_a_bar_tells_nothing(self, bar):
        made = {
            facts.EmergencyRaised: facts.EmergencyRaised("i"),
            facts.EmergencyClosed: facts.EmergencyClosed("i", EmergencyOutcome.WATER_BATH, "l"),
            facts.UnitMoved: facts.UnitMoved("c", "d"),
        }[bar]
        recorded_first = event(facts.ConditionRecorded(Observation.K2, Condition.K2))
        assert telling(Act((recorded_first, event(made)), "o")) is None
        assert telling(Act((recorded_first,), "o")) == recorded_first


def test_the_act_may_have_changed_before_the_reason_is_scanned():
    """A request between label and card: what would be undone is no longer what was asked."""
    desk = Desk("parcel number", "CABLE", "UNDO")
    moved_on = replace(desk.receipt, question=Question(Ask.UNDO, "another act"))
    desk.state = desk.state._replace(receipt=moved_on)
    assert said(desk.scan("reason MISTAKE")) == NOTHING


def event(fact, name="e"):
    return Event(1, name, "", "o", "p", "u", fact)
