"""Emergencies: reachable from every step, left only by a lead."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from intake import facts
from intake.condition import Condition
from intake.correction import UndoReason
from intake.disposition import EmergencyOutcome, IncidentKind, UnitDisposition
from intake.events import Draft
from intake.hold import HoldKind
from intake.outcome import Answer, Message
from intake.receipt import Known, Receipt, Step
from intake.receipt.emergency import end
from intake.request import CloseEmergency
from intake.scan import Severity
from intake.verdict import Reason, Verdict
from tests.intake.receipt.cases import (
    BADGE_2,
    BOX,
    BY_NAME,
    CATALOGUE,
    HELD,
    IN_SCOPE,
    NOW,
    OF_PLAIN,
    PLAIN,
    RIGHT,
)
from tests.intake.receipt.desk import ENDING, Desk, fact_of, fresh, recorded, said, take

LOST = ["EmergencyClosed", "UnitLost", "HoldRaised"]
ALARM = (Message.EMERGENCY_RAISED, Severity.EMERGENCY)
WISH = CloseEmergency(BADGE_2, "1234", EmergencyOutcome.FIRE_SERVICE)
KNOWN = Known(CATALOGUE)
IDS = tuple("abcdefgh")
HELD_TOO = replace(HELD, unit="held", parcel="elsewhere")


def test_without_a_parcel_the_alarm_alone_is_recorded():
    for receipt in (Receipt(), Desk().receipt):
        decision = take(receipt, BY_NAME["K2"])
        assert said(decision) == ALARM
        assert recorded(decision) == ["EmergencyRaised"]


def test_an_unopened_parcel_gets_its_outcome_with_the_emergency():
    """No unit was seen: the alarm stands for whatever lies there."""
    desk = Desk("K2", ENDING)
    assert desk.step is Step.IDLE
    assert desk.receipt.incident is None


@pytest.mark.parametrize("at", [(), ("CABLE",), ("D",), ("serial invalid",)])
def test_with_nothing_in_hand_a_unit_without_a_serial_is_taken_in(at):
    desk = Desk("parcel number", *at)
    decision = desk.scan("K2")
    assert said(decision) == ALARM
    assert recorded(decision) == ["UnitIdentified", "HoldRaised", "ConditionRecorded", "EmergencyRaised"]
    assert (desk.unit.serial, desk.unit.condition) == (None, Condition.K2)
    assert decision.answer.unit == desk.unit.id


@pytest.mark.parametrize(
    "at",
    [("serial affected",), ("serial affected", "INTACT"), ("serial affected", "K1", "bag"), ("UNREADABLE",)],
)
def test_with_a_unit_in_hand_the_alarm_is_about_that_unit(at):
    desk = Desk("parcel number", *at)
    before = desk.unit.id
    decision = desk.scan("K2")
    assert recorded(decision) == ["ConditionRecorded", "EmergencyRaised"]
    assert (desk.unit.id, desk.unit.condition, desk.unit.in_hand) == (before, Condition.K2, True)
    assert desk.step is Step.EMERGENCY


LOSSES = [outcome for outcome in EmergencyOutcome if outcome is not EmergencyOutcome.FALSE_ALARM]


@pytest.mark.parametrize("outcome", LOSSES)
def test_the_lead_ends_it_with_an_outcome_for_the_unit(outcome):
    desk = Desk("parcel number", "serial affected", "K2")
    decision: Any = end(desk.receipt, replace(WISH, outcome=outcome), KNOWN, IDS, NOW)
    incident, parcel, unit = desk.receipt.incident, desk.receipt.parcel.id, desk.unit.id
    assert said(decision) == (Message.EMERGENCY_CLOSED, Severity.NOTE)
    assert decision.answer.params == {"outcome": outcome, "badge": BADGE_2}
    assert decision.drafts[:3] == (
        Draft(facts.EmergencyClosed(incident, outcome, BADGE_2), parcel),
        Draft(facts.UnitLost(incident, outcome), parcel, unit),
        Draft(facts.HoldRaised("a.0", HoldKind.EVIDENCE, outcome), parcel, unit),
    )


class TestFalseAlarm:
    """The card was scanned by mistake: the alarm stays in the log, what it made of the unit does not."""

    def closed(self, *before: str) -> tuple[Desk, Any]:
        """Raise an alarm and end it as a false one."""
        desk = Desk(*before, "K2")
        known = replace(KNOWN, act=desk.state.act)
        decision: Any = end(
            desk.receipt, replace(WISH, outcome=EmergencyOutcome.FALSE_ALARM), known, IDS, NOW
        )
        desk.state = desk.state.after(decision)
        return desk, decision

    def test_the_unit_in_hand_is_judged_again(self):
        desk, decision = self.closed("parcel number", "serial affected")
        assert recorded(decision) == ["EmergencyClosed", "FactNegated"]
        assert fact_of(decision).outcome is EmergencyOutcome.FALSE_ALARM
        assert fact_of(decision, 1).reason is UndoReason.MISTAKE
        assert decision.drafts[1].unit == desk.unit.id
        assert (desk.step, desk.unit.condition, desk.unit.emergency) == (Step.CONDITION, None, None)
        assert desk.unit.holds == ()

    def test_a_unit_the_alarm_made_is_gone_again(self):
        desk, _ = self.closed("parcel number")
        assert desk.step is Step.PARCEL_OPEN
        assert (desk.receipt.parcel.units, desk.receipt.parcel.loose) == ((), 0)

    def test_with_no_parcel_open_only_the_record_is_left(self):
        desk, decision = self.closed()
        assert recorded(decision) == ["EmergencyClosed"]
        assert desk.step is Step.IDLE


class TestElsewhere:
    """Something else burnt: what lay on the table is judged again, and the record keeps how it ended."""

    def closed(self, *before: str, known: Known = KNOWN, **said_too: Any) -> tuple[Desk, Any]:
        """Raise an alarm and end it as one about something else."""
        desk = Desk(*before, "K2")
        wish = replace(WISH, elsewhere=True, **said_too)
        decision: Any = end(desk.receipt, wish, replace(known, act=desk.state.act), IDS, NOW)
        desk.state = desk.state.after(decision)
        return desk, decision

    @pytest.mark.parametrize("outcome", EmergencyOutcome)
    def test_the_unit_in_hand_is_judged_again_and_the_outcome_stands(self, outcome):
        desk, decision = self.closed("parcel number", "serial affected", outcome=outcome)
        assert said(decision) == (Message.EMERGENCY_CLOSED, Severity.NOTE)
        assert recorded(decision) == ["EmergencyClosed", "FactNegated"]
        assert fact_of(decision).outcome is outcome
        assert decision.answer.params["outcome"] == outcome
        assert (desk.step, desk.unit.condition, desk.unit.emergency) == (Step.CONDITION, None, None)
        assert (desk.unit.holds, desk.unit.replacement) == ((), None)

    def test_a_unit_the_alarm_made_is_gone_again(self):
        desk, _ = self.closed("parcel number")
        assert (desk.receipt.parcel.units, desk.receipt.parcel.loose) == ((), 0)

    def test_what_the_lead_names_is_lost_all_the_same(self):
        wish = {"units": {"one": EmergencyOutcome.WATER_BATH}, "parcels": {"123456789012": WISH.outcome}}
        known = replace(KNOWN, placed=(HELD,))
        _, decision = self.closed("parcel number", "serial affected", known=known, **wish)
        assert recorded(decision) == [
            *("EmergencyClosed", "FactNegated", "UnitLost", "HoldRaised", "ParcelLost"),
        ]
        assert decision.drafts[2].unit == HELD.unit

    def test_else_what_is_in_hand_is_lost(self):
        desk = Desk("parcel number", "serial affected", "K2")
        decision: Any = end(desk.receipt, WISH, replace(KNOWN, act=desk.state.act), IDS, NOW)
        assert recorded(decision)[:2] == ["EmergencyClosed", "UnitLost"]


def test_the_incidents_record_says_what_the_lead_said():
    wish = replace(WISH, kind=IncidentKind.SMOKE, injured=2, fire_service=True, before_recall=True)
    desk = Desk("K2")
    decision: Any = end(desk.receipt, wish, KNOWN, IDS, NOW)
    record = facts.EmergencyClosed(
        desk.receipt.incident, WISH.outcome, BADGE_2, IncidentKind.SMOKE, 2, True, True
    )
    assert decision.drafts == (Draft(record),)


class TestNamedByTheLead:
    """What ended in it without having been in hand."""

    def test_contained_units_leave_their_containers_each_with_its_outcome(self):
        wish = replace(
            WISH,
            units={"one": EmergencyOutcome.WATER_BATH, "two": EmergencyOutcome.ISOLATED_IN_PLACE},
        )
        desk = Desk("K2")
        known = replace(KNOWN, placed=(HELD, HELD_TOO))
        decision: Any = end(desk.receipt, wish, known, IDS, NOW)
        incident = desk.receipt.incident
        assert [(draft.parcel, draft.unit, draft.fact) for draft in decision.drafts[1:]] == [
            (HELD.parcel, HELD.unit, facts.UnitLost(incident, EmergencyOutcome.WATER_BATH)),
            (HELD.parcel, HELD.unit, facts.HoldRaised("a.0", HoldKind.EVIDENCE, "water_bath")),
            ("elsewhere", "held", facts.UnitLost(incident, EmergencyOutcome.ISOLATED_IN_PLACE)),
            ("elsewhere", "held", facts.HoldRaised("a.1", HoldKind.EVIDENCE, "isolated_in_place")),
        ]

    def test_unopened_parcels_are_recorded_by_their_labels(self):
        wish = replace(WISH, parcels={"123456789012": EmergencyOutcome.OUTDOOR_OBSERVATION})
        desk = Desk("K2")
        decision: Any = end(desk.receipt, wish, KNOWN, IDS, NOW)
        lost = facts.ParcelLost("123456789012", desk.receipt.incident, EmergencyOutcome.OUTDOOR_OBSERVATION)
        assert decision.drafts[1:] == (Draft(lost),)

    def test_suspected_containers_are_watched(self):
        desk = Desk("K2")
        decision: Any = end(desk.receipt, replace(WISH, suspects=(BOX, RIGHT)), KNOWN, IDS, NOW)
        incident = desk.receipt.incident
        assert decision.drafts[1:] == tuple(
            Draft(facts.ContainerSuspected(code, NOW, incident)) for code in (BOX, RIGHT)
        )

    def test_a_name_without_its_unit_is_a_fault_of_the_gathering(self):
        wish = replace(WISH, units={"one": EmergencyOutcome.WATER_BATH})
        with pytest.raises(ValueError, match="zip"):
            end(Desk("K2").receipt, wish, KNOWN, IDS, NOW)


def test_the_unit_stays_where_the_emergency_ended_it():
    desk = Desk("parcel number", "serial affected", "K2", ENDING)
    assert desk.unit.disposition is UnitDisposition.EMERGENCY
    assert desk.step is Step.PARCEL_OPEN
    assert recorded(desk.scan("right container")) == ["ScanRefused"]


def test_what_lay_in_a_container_before_is_not_touched():
    desk = Desk("parcel number", "serial affected", "INTACT", "bag", "right container", "K2", ENDING)
    first, second = desk.receipt.parcel.units
    assert first.disposition is UnitDisposition.QUARANTINED
    assert second.disposition is UnitDisposition.EMERGENCY


def test_accessories_on_the_table_still_wait_afterwards():
    assert Desk("parcel number", "BOX", "K2", ENDING).step is Step.REJECT


def test_without_an_emergency_there_is_nothing_to_end():
    for receipt in (Receipt(), Desk("parcel number").receipt):
        assert end(receipt, WISH, KNOWN, IDS, NOW) == Answer(Message.EMERGENCY_NONE, Severity.REFUSED)


class TestAskedForACard:
    """Nobody will scan the card of what burnt: the open question becomes a hold."""

    NAMES = ("parcel number", "serial its model decides", "K2")

    def test_what_its_verdict_waited_for_is_held(self):
        desk = Desk(*self.NAMES, ENDING)
        assert desk.unit.open_holds == (HoldKind.EVIDENCE, HoldKind.UNCERTAIN_SERIAL)
        assert desk.unit.holds[1].detail == Reason.MODEL_DECIDES
        assert desk.unit.replacement is None

    def test_after_a_false_alarm_the_card_is_asked_for_again(self):
        desk = Desk(*self.NAMES)
        wish = CloseEmergency(BADGE_2, "1234", EmergencyOutcome.FALSE_ALARM)
        decision: Any = end(desk.receipt, wish, Known(CATALOGUE), fresh(), NOW)
        assert "HoldRaised" not in recorded(decision)

    def test_what_had_its_card_is_not_held_for_it(self):
        desk = Desk(*self.NAMES[:2], f"card {PLAIN.name}", "K2", ENDING)
        assert desk.unit.open_holds == (HoldKind.EVIDENCE,)
        assert desk.unit.replacement is not None


class TestOwed:
    """A battery that burnt is owed as one in a container is."""

    def test_an_affected_unit_earns_its_replacement(self):
        desk = Desk("parcel number", "serial affected", "K2")
        decision = desk.scan(ENDING)
        assert recorded(decision) == [*LOST, "ReplacementQueued"]
        assert desk.unit.replacement.serial == OF_PLAIN

    @pytest.mark.parametrize(
        "found", ["serial not affected", "serial uncertain", "UNREADABLE", "serial affected, before"]
    )
    def test_nobody_else_earns_one(self, found):
        assert recorded(Desk("parcel number", found, "K2").scan(ENDING)) == LOST

    def test_no_replacement_is_queued_again_for_a_unit_already_put_away(self):
        desk = Desk("parcel number", "serial affected", "INTACT", "bag", "right container", "K2")
        assert recorded(desk.scan(ENDING)) == LOST

    def test_while_the_colour_to_send_is_open_nothing_is_queued(self):
        """The unit is gone before anybody saw its colour."""
        desk = Desk("parcel number", "serial affected, colour wanted", "K2")
        assert desk.unit.verdict is Verdict.AFFECTED
        assert recorded(desk.scan(ENDING)) == LOST
        seen = Desk("parcel number", "serial affected, colour wanted", f"card {IN_SCOPE.name}", "K2")
        assert recorded(seen.scan(ENDING)) == [*LOST, "ReplacementQueued"]
