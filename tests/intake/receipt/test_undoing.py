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
from intake.hold import HoldKind
from intake.outcome import Answer, Message
from intake.own_label import CommandWord
from intake.question import Ask, Question
from intake.receipt import Act, Decision, Receipt, Step
from intake.receipt.undoing import BARS, REASONS, TABLE, by_lead, needs_lead, telling
from intake.request import SealContainer
from intake.scan import Severity
from tests.intake.receipt.audit import audit
from tests.intake.receipt.cases import BAG, BIN, BOX, TAG, Case
from tests.intake.receipt.desk import ENDING, LEAD_UNDOES, OFFERED, Desk, fact_of, recorded, said
from tests.intake.receipt.exploring import moves, undone
from tests.intake.receipt.world import World, command, letter_pack

READY = ("parcel number", "serial affected", "INTACT", "bag")
LABEL = letter_pack(11111111111)
NOTHING = (Message.UNDO_NOTHING, Severity.REFUSED)
BY_LEAD_ONLY = (Message.UNDO_NEEDS_LEAD, Severity.REFUSED)


class TestEveryMove:
    """What any scan recorded of a parcel is undone right after it, whatever the desk stood at."""

    def test_undoing_gives_back_the_receipt_as_it_was(self):
        """But for what was asked or misread, and for the battery that lies on the table then."""
        for one in undone():
            before = replace(one.move.before, question=None, misread=None)
            if "UnitIdentified" in recorded(one.move.decision):
                parcel: Any = before.parcel
                before = replace(before, parcel=replace(parcel, loose=max(parcel.loose, 1)))
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

    def test_only_what_is_in_a_container_class_k1_and_evidence_need_the_lead(self):
        for one in undone():
            names = {type(draft.fact) for draft in one.move.decision.drafts}
            contained = facts.UnitContained in names
            classes = [draft.fact for draft in one.move.decision.drafts]
            told = next(kind for kind in TABLE if kind in names)
            swollen = told in {facts.ConditionRecorded, facts.ConditionNoticed} and any(
                getattr(fact, "observation", None) is Observation.K1 for fact in classes
            )
            evidence = any(getattr(fact, "kind", None) is HoldKind.EVIDENCE for fact in classes)
            evidence = evidence or (told is facts.PhotoKept and _is_of_evidence(one.move))
            assert one.by_lead == (contained or swollen or evidence), one.move.name

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


def _is_of_evidence(move):
    unit = move.before.parcel.unit(move.decision.drafts[0].unit)
    return HoldKind.EVIDENCE in unit.open_holds


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
        ((*READY[:2], "CHECK", "NO", "NO", "NO", "YES"), Message.UNDONE_CONDITION, {}),
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
    back = [desk.scan("UNDO", "reason MISREAD").answer.message for _ in range(3)]
    assert back == [Message.UNDONE_BAG, Message.UNDONE_CONDITION, Message.UNDONE_UNIT]
    # A battery lies on the table: that its parcel was never opened is the lead's word.
    assert said(desk.scan("UNDO")) == BY_LEAD_ONLY
    assert said(desk.scan(LEAD_UNDOES))[0] is Message.UNDONE_PARCEL_OPENED
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

    def test_an_act_that_came_after_what_the_lead_was_told_is_left_alone(self):
        act = Act((event(facts.ParcelClosed(Closing.EMPTY)),), "o")
        refusal = Answer(Message.UNDO_CHANGED, Severity.REFUSED, {"act": "ParcelClosed"})
        assert by_lead(act, UndoReason.MISTAKE, "another") == refusal
        assert isinstance(by_lead(act, UndoReason.MISTAKE, "e"), Decision)
        assert isinstance(by_lead(act, UndoReason.MISTAKE), Decision)

    def test_the_lead_names_the_event_that_tells_what_the_act_was(self):
        """An act may record more: its first event is not always the one that was named."""
        desk = Desk("parcel number", "serial affected", "CHECK", "NO", "YES")
        act: Any = desk.state.act
        told: Any = telling(act)
        assert told.id != act.events[0].id
        assert isinstance(by_lead(act, UndoReason.MISTAKE, told.id), Decision)
        assert said_by(by_lead(act, UndoReason.MISTAKE, act.events[0].id)) is Message.UNDO_CHANGED

    @pytest.mark.parametrize("reason", UndoReason)
    def test_the_leads_reason_is_recorded(self, reason):
        decision: Any = by_lead(Act((event(facts.ParcelClosed(Closing.EMPTY)),), "o"), reason)
        assert decision.drafts == (Draft(facts.FactNegated("e", reason), "p", "u"),)
        assert said(decision) == (Message.UNDONE_CLOSED, Severity.NOTE)


class TestOnTheTable:
    """A battery whose taking-in is undone is still there: it is to be taken in again."""

    UNDONE = ("parcel number", "serial affected", "UNDO", "reason MISREAD")

    @pytest.mark.parametrize("closing", ["EMPTY", "CLOSE", "SHORT", "kit number"])
    def test_nothing_closes_its_parcel(self, closing):
        decision = Desk(*self.UNDONE).scan(closing)
        assert said(decision) == (Message.BATTERY_OUTSTANDING, Severity.REFUSED)
        assert decision.answer.params == {"units": 1}
        assert recorded(decision) == ["ScanRefused"]

    @pytest.mark.parametrize("reason", ["MISREAD", "WRONG-PLACE", "MISTAKE"])
    def test_the_fact_says_so(self, reason):
        decision = Desk(*self.UNDONE[:3]).scan(f"reason {reason}")
        assert fact_of(decision).loose == 1
        assert [fact_of(decision, place).loose for place in range(1, len(decision.drafts))] == [
            None for _ in decision.drafts[1:]
        ]

    def test_only_a_battery_lies_there(self):
        for names in (("CABLE",), ("D",), ("keyed affected",), ("serial affected", "INTACT")):
            desk = Desk("parcel number", *names, "UNDO", "reason MISREAD")
            assert desk.receipt.parcel.loose == 0

    def test_taken_in_again_it_no_longer_does(self):
        desk = Desk(*self.UNDONE, "serial affected", "INTACT", "bag", "right container")
        assert desk.receipt.parcel.loose == 0
        assert said(desk.scan("CLOSE")) == (Message.PARCEL_CLOSED, Severity.OK)

    def test_undone_twice_it_is_still_one(self):
        assert Desk(*self.UNDONE, *self.UNDONE[1:]).receipt.parcel.loose == 1

    def test_two_are_two(self):
        """The second unit is undone, then the first one out of its container and off the table."""
        done = ("INTACT", "bag", "right container")
        desk = Desk("parcel number", "serial affected", *done, "serial affected with its colour")
        desk.scan("UNDO", "reason MISREAD", LEAD_UNDOES)
        while desk.receipt.parcel.units:
            desk.scan("UNDO", "reason MISREAD")
        assert desk.receipt.parcel.loose == 2
        desk.scan("serial affected", *done)
        assert said(desk.scan("CLOSE")) == (Message.BATTERY_OUTSTANDING, Severity.REFUSED)

    def test_the_leads_word_frees_a_parcel_in_which_something_was_undone_before(self):
        desk = Desk("parcel number", "UNREADABLE", "UNDO", "reason MISREAD", "UNREADABLE")
        decision: Any = by_lead(desk.state.act, UndoReason.WRONG_UNIT)
        desk.state = desk.state.after(decision)
        assert said(desk.scan("EMPTY")) == (Message.PARCEL_EMPTY, Severity.NOTE)

    def test_out_of_a_box_it_is_still_one(self):
        desk = Desk("parcel number", "BOX", "NO", "reject bin")
        assert desk.receipt.parcel.loose == 1
        desk.scan(*self.UNDONE[1:])
        assert desk.receipt.parcel.loose == 1

    def test_that_it_is_none_of_the_parcels_no_card_says(self):
        desk = Desk(*self.UNDONE[:3])
        unit = desk.unit
        decision = desk.scan("reason WRONG-UNIT")
        assert said(decision) == BY_LEAD_ONLY
        assert decision.answer.params == {"act": "UnitIdentified"}
        assert recorded(decision) == ["ScanRefused"]
        assert (desk.unit, desk.receipt.question) == (unit, None)

    def test_of_anything_else_a_card_says_that_the_unit_was_wrong(self):
        desk = Desk("parcel number", "serial affected", "INTACT", "UNDO")
        assert said(desk.scan("reason WRONG-UNIT")) == (Message.UNDONE_CONDITION, Severity.NOTE)

    def test_that_it_is_none_of_the_parcels_the_lead_says(self):
        desk = Desk("parcel number", "serial affected")
        decision: Any = by_lead(desk.state.act, UndoReason.WRONG_UNIT)
        assert said(decision) == (Message.UNDONE_UNIT, Severity.NOTE)
        assert not any(draft.fact.loose for draft in decision.drafts)
        desk.state = desk.state.after(decision)
        assert desk.receipt.parcel.loose == 0
        assert said(desk.scan("EMPTY")) == (Message.PARCEL_EMPTY, Severity.NOTE)

    def test_of_any_other_reason_the_leads_undoing_leaves_it_there(self):
        desk = Desk("parcel number", "serial affected", LEAD_UNDOES)
        assert desk.receipt.parcel.loose == 1

    def test_the_auditor_finds_a_parcel_closed_over_it(self):
        for closing in (Closing.EMPTY, Closing.NEXT):
            world = self.undone(None)
            with pytest.raises(AssertionError, match="an undone battery on the table"):
                audit([*world.events, self.closed(world, closing)])

    def test_the_auditor_finds_an_undone_battery_nobody_is_told_of(self):
        world = self.undone(None)
        place = next(i for i, e in enumerate(world.events) if getattr(e.fact, "loose", None))
        silent = replace(world.events[place], fact=replace(world.events[place].fact, loose=None))
        world.events[place] = silent
        with pytest.raises(AssertionError, match="nobody is told"):
            audit(world.events)

    def test_the_auditor_lets_one_go_that_was_none_of_the_parcels(self):
        world = self.undone(UndoReason.WRONG_UNIT)
        world.scan(command(CommandWord.EMPTY))
        assert world.step is Step.IDLE
        audit(world.events)

    def undone(self, by_lead: UndoReason | None) -> World:
        """Take a unit in and undo it: by card, or by the lead for a reason."""
        world = World().furnish().sign_in()
        for text in (letter_pack(1), command(CommandWord.UNREADABLE)):
            world.scan(text)
        if by_lead is not None:
            world.undo_as_lead(by_lead)
            return world
        for text in (command(CommandWord.UNDO), command(CommandWord.REASON, "MISREAD")):
            world.scan(text)
        return world

    def closed(self, world: World, closing: Closing) -> Event:
        """Make the event that no desk records."""
        parcel = world.receipt.parcel.id
        return Event(len(world.events) + 1, "z", world.at(), None, parcel, None, facts.ParcelClosed(closing))


class TestEvidence:
    """Who undoes what burnt takes evidence away: the lead alone."""

    BURNT = (*READY[:2], "CHECK", "NO", "NO", "YES")

    def test_whoever_stands_there_does_not_undo_it(self):
        desk = Desk(*self.BURNT)
        decision = desk.scan("UNDO")
        assert said(decision) == BY_LEAD_ONLY
        assert decision.answer.params == {"act": "ConditionRecorded"}
        assert desk.receipt.question is None

    def test_the_lead_undoes_it(self):
        desk = Desk(*self.BURNT)
        assert desk.unit.open_holds == (HoldKind.EVIDENCE,)
        assert said(desk.scan(LEAD_UNDOES)) == (Message.UNDONE_CONDITION, Severity.NOTE)
        assert desk.unit.open_holds == ()

    def test_nor_a_picture_of_it(self):
        """Undone, the picture is erased for good."""
        desk = Desk(*self.BURNT, "PHOTO", OFFERED, "YES")
        assert said(desk.scan("UNDO")) == BY_LEAD_ONLY
        assert said(desk.scan(LEAD_UNDOES)) == (Message.UNDONE_PHOTO, Severity.NOTE)
        assert desk.unit.open_holds == (HoldKind.EVIDENCE,)

    def test_other_holds_do_not_need_one(self):
        assert said(Desk("parcel number", "UNREADABLE").scan("UNDO")) == (Message.UNDO_ASKED, Severity.NOTE)


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


@pytest.mark.parametrize(
    "names", [("parcel number",), (*READY, "right container", "parcel number with a claim")]
)
def test_a_parcel_whose_opening_is_undone_waits_again(names):
    desk = Desk(*names)
    opened = desk.receipt.parcel.label
    decision = desk.scan("UNDO", "reason MISTAKE")
    assert [fact_of(decision, place).unopened for place in range(len(decision.drafts))] == [
        *(None for _ in decision.drafts[1:]),
        opened,
    ]


def said_by(refusal):
    return refusal.message


def event(fact, name="e"):
    return Event(1, name, "", "o", "p", "u", fact)
