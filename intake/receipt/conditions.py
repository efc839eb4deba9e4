"""Recording how bad a unit is, before or after its serial; a class may be raised, never eased."""

from __future__ import annotations

from intake.condition import Condition, Observation, classify, is_worse
from intake.facts import BagAttached, ConditionNoticed, ConditionRecorded
from intake.outcome import Message
from intake.own_label import Command, OwnLabel
from intake.receipt.decision import Decision, Situation, accepted, refused
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
    condition = classify(observation, unit.verdict)
    if unit.condition is not None and not is_worse(condition, unit.condition):
        return refused(situation, Message.CONDITION_NOT_MILDER, condition=unit.condition)
    message, severity = _SAID[observation]
    drafts = [situation.draft(ConditionRecorded(observation, condition), unit.id)]
    return accepted(drafts, message, severity, unit=unit, condition=condition)


def graver(situation: Situation) -> Decision:
    """Record damage or swelling of the unit in hand, or notice it of the next one."""
    return notice(situation) if situation.receipt.unit is None else record(situation)


def notice(situation: Situation) -> Decision:
    """Note damage or swelling before any serial is read; the next unit of the parcel takes it over."""
    parcel, observation = situation.receipt.parcel, _observation(situation)
    noticed = parcel.noticed if parcel else None
    if noticed is not None and not is_worse(Condition(observation), Condition(noticed)):
        return refused(situation, Message.CONDITION_NOT_MILDER, condition=noticed)
    drafts = [situation.draft(ConditionNoticed(observation))]
    return accepted(
        drafts, Message.CONDITION_BEFORE_SERIAL, Severity.HAZARD, condition=Condition(observation)
    )


def bag(situation: Situation) -> Decision:
    """Give the unit its licence plate: a bag label never used before."""
    unit, label, before = situation.receipt.unit, situation.reading, situation.known.bag_before
    if unit is None or not isinstance(label, OwnLabel):
        return refused(situation, Message.NOT_EXPECTED_HERE)
    if before is not None:
        return refused(situation, Message.BAG_USED, bag=label.code, parcel=before.parcel, at=before.at)
    drafts = [situation.draft(BagAttached(label.code), unit.id)]
    return accepted(drafts, Message.BAG_ATTACHED, unit=unit, bag=label.code)
