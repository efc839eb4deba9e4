"""Recording how bad a unit is, before or after its serial; a class may be raised, never eased."""

from __future__ import annotations

from msgspec.structs import replace

from intake.condition import Condition, Observation, Sign, classify, is_worse
from intake.events import Draft
from intake.facts import (
    BagAttached,
    ChecklistBegun,
    ConditionNoticed,
    ConditionRecorded,
    HoldRaised,
    SignDenied,
    SignSeen,
)
from intake.hold import HoldKind
from intake.outcome import Message
from intake.own_label import Command, OwnLabel
from intake.receipt import emergency
from intake.receipt.decision import Decision, Situation, accepted, refused
from intake.receipt.state import Hold, Unit
from intake.receipt.step import Step
from intake.scan import Severity

_SAID = {
    Observation.INTACT: (Message.CONDITION_INTACT, Severity.OK),
    Observation.D: (Message.CONDITION_DAMAGED, Severity.HAZARD),
    Observation.K1: (Message.CONDITION_SWOLLEN, Severity.HAZARD),
}


def _observation(situation: Situation) -> Observation:
    if not isinstance(situation.reading, Command):
        raise TypeError(f"expected a condition command, got {situation.reading!r}")
    return Observation(situation.reading.word.value)


def record(situation: Situation) -> Decision:
    """Record what the operator saw of the unit in hand."""
    unit, observation = situation.receipt.unit, _observation(situation)
    if unit is None:
        return refused(situation, Message.NOT_EXPECTED_HERE)
    sign = _next_sign(situation, unit)
    if observation is Observation.INTACT and sign is not None:
        return refused(situation, Message.CHECKLIST_FIRST, sign=sign.name)
    condition = classify(observation, unit.verdict)
    if unit.condition is not None and not is_worse(condition, unit.condition):
        return refused(situation, Message.CONDITION_NOT_MILDER, condition=unit.condition)
    return _recorded(situation, unit, ConditionRecorded(observation, condition), [])


def _recorded(situation: Situation, unit: Unit, fact: ConditionRecorded, drafts: list[Draft]) -> Decision:
    message, severity = _SAID[fact.observation]
    told = [*drafts, situation.draft(fact, unit.id)]
    return accepted(told, message, severity, unit=unit, condition=fact.condition)


def _checked(observation: Observation, unit: Unit) -> ConditionRecorded:
    """Give the class that the checklist's answers make, all of it answered as far as it goes."""
    return ConditionRecorded(observation, classify(observation, unit.verdict), checked=True)


def graver(situation: Situation) -> Decision:
    """Record damage or swelling of the unit in hand, or notice it of the next one."""
    return notice(situation) if situation.receipt.unit is None else record(situation)


def notice(situation: Situation) -> Decision:
    """Note what is seen before any serial is read; the next unit of the parcel takes it over."""
    parcel, observation = situation.receipt.parcel, _observation(situation)
    noticed = parcel.noticed if parcel else None
    if noticed is not None and not is_worse(_seen(observation), _seen(noticed)):
        return refused(situation, Message.CONDITION_NOT_MILDER, condition=noticed)
    severity = Severity.OK if observation is Observation.INTACT else Severity.HAZARD
    drafts = [situation.draft(ConditionNoticed(observation))]
    return accepted(drafts, Message.CONDITION_BEFORE_SERIAL, severity, condition=observation)


def _seen(observation: Observation) -> Condition:
    """Give the class of what is seen before the list has spoken."""
    return classify(observation, None)


def _next_sign(situation: Situation, unit: Unit) -> Sign | None:
    """Give the question that waits for its answer; None when the checklist is not on."""
    checklist = situation.known.policy.checklist
    return checklist.sign(unit.denied) if unit.checklist_wanted else None


def awaited_sign(situation: Situation) -> Sign | None:
    """Give the question that the desk asks just now; None where it asks none."""
    unit = situation.receipt.unit
    return _next_sign(situation, unit) if unit is not None and situation.step is Step.CONDITION else None


def check(situation: Situation) -> Decision:
    """Begin the checklist for the unit in hand (`RI-C-CHECK`)."""
    unit, first = situation.receipt.unit, situation.known.policy.checklist.sign(0)
    if unit is None or first is None:
        return refused(situation, Message.SCAN_CONDITION_FIRST)
    drafts = [situation.draft(ChecklistBegun(), unit.id)]
    return accepted(drafts, Message.CHECKLIST_BEGUN, Severity.NOTE, unit=unit)


def deny(situation: Situation) -> Decision:
    """Answer the checklist's question with "no"; the last "no" makes the unit intact."""
    unit = situation.receipt.unit
    sign = _next_sign(situation, unit) if unit else None
    if unit is None or sign is None:
        return refused(situation, Message.SCAN_CONDITION_FIRST)
    drafts = [situation.draft(SignDenied(sign.name), unit.id)]
    if situation.known.policy.checklist.sign(unit.denied + 1) is None:
        return _recorded(situation, unit, _checked(Observation.INTACT, unit), drafts)
    return accepted(drafts, Message.CHECKLIST_NO, unit=unit, sign=sign.name)


def see(situation: Situation) -> Decision:
    """Answer the checklist's question with "yes": it settles the class, for graver ones were denied."""
    unit = situation.receipt.unit
    sign = _next_sign(situation, unit) if unit else None
    if unit is None or sign is None:
        return refused(situation, Message.SCAN_CONDITION_FIRST)
    drafts = [situation.draft(SignSeen(sign.name), unit.id)]
    if sign.evidence:
        fact = HoldRaised(situation.ids[3], HoldKind.EVIDENCE, sign.name)
        drafts.append(situation.draft(fact, unit.id))
        unit = replace(unit, holds=(*unit.holds, Hold(fact.hold, fact.kind, "", fact.detail)))
    if sign.observation is Observation.K2:
        return emergency.raise_alarm(situation, drafts)
    return _recorded(situation, unit, _checked(sign.observation, unit), drafts)


def bag(situation: Situation) -> Decision:
    """Give the unit its licence plate: a bag label never used before."""
    unit, label, before = situation.receipt.unit, situation.reading, situation.known.bag_before
    if unit is None or not isinstance(label, OwnLabel):
        return refused(situation, Message.NOT_EXPECTED_HERE)
    if before is not None:
        return refused(situation, Message.BAG_USED, bag=label.code, parcel=before.parcel, at=before.at)
    drafts = [situation.draft(BagAttached(label.code), unit.id)]
    return accepted(drafts, Message.BAG_ATTACHED, unit=unit, bag=label.code)
