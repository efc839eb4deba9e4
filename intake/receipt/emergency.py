"""Emergencies: reachable from every step, left only by a lead's badge and PIN, never by a scan."""

from __future__ import annotations

from intake.condition import Condition, Observation
from intake.events import Draft
from intake.facts import ConditionRecorded, EmergencyClosed, EmergencyRaised
from intake.outcome import Answer, Message
from intake.receipt.decision import Decision, Situation
from intake.receipt.known import Known
from intake.receipt.placing import owed_drafts
from intake.receipt.state import Receipt
from intake.receipt.units import nameless
from intake.request import CloseEmergency
from intake.scan import Severity


def raise_alarm(situation: Situation) -> Decision:
    """Record that something is hot, smoking, hissing, leaking or smelling, and stop everything else."""
    unit = situation.receipt.unit
    unit_id = unit.id if unit else None
    drafts: list[Draft] = []
    if situation.receipt.parcel is not None:
        drafts = [] if unit else nameless(situation)
        unit_id = unit_id or situation.ids[0]
        drafts.append(situation.draft(ConditionRecorded(Observation.K2, Condition.K2), unit_id))
    drafts.append(situation.draft(EmergencyRaised(situation.ids[2])))
    return Decision(tuple(drafts), Answer(Message.EMERGENCY_RAISED, Severity.EMERGENCY, unit=unit_id))


def end(receipt: Receipt, wish: CloseEmergency, known: Known) -> Decision | Answer:
    """End the emergency. Gives a bare answer when it is refused: nothing has changed."""
    parcel = receipt.parcel
    incident = parcel.incident if parcel and parcel.incident else receipt.incident
    if incident is None:
        return Answer(Message.EMERGENCY_NONE, Severity.REFUSED)
    if not known.lead_verified:
        return Answer(Message.LEAD_NOT_VERIFIED, Severity.REFUSED, {"badge": wish.lead})
    parcel_id = parcel.id if parcel and parcel.incident else None
    in_hand = tuple(unit for unit in parcel.units if unit.in_hand) if parcel and parcel_id else ()
    drafts = [
        Draft(EmergencyClosed(incident, wish.outcome, wish.lead), parcel_id),
        *owed_drafts(parcel_id, in_hand, known),
    ]
    params: dict[str, str | int] = {"outcome": wish.outcome, "badge": wish.lead}
    return Decision(tuple(drafts), Answer(Message.EMERGENCY_CLOSED, Severity.NOTE, params))
