"""Emergencies: reachable from every step, left only by a lead's badge and PIN, never by a scan.

Closing one leaves the incident's record and an outcome for every unit in hand, and for whatever else the
lead names: a unit out of a container, a parcel nobody had opened.
"""

from __future__ import annotations

from collections.abc import Sequence

from intake.condition import Condition, Observation
from intake.correction import UndoReason
from intake.disposition import EmergencyOutcome
from intake.events import Draft
from intake.facts import (
    ConditionRecorded,
    ContainerSuspected,
    EmergencyClosed,
    EmergencyRaised,
    FactNegated,
    HoldRaised,
    ParcelLost,
    UnitLost,
)
from intake.hold import HoldKind
from intake.outcome import Answer, Message
from intake.receipt.decision import Decision, Situation
from intake.receipt.known import Known, Placed
from intake.receipt.placing import owed_drafts
from intake.receipt.state import Receipt
from intake.receipt.units import nameless
from intake.request import CloseEmergency
from intake.scan import Severity


def raise_alarm(situation: Situation, before: Sequence[Draft] = ()) -> Decision:
    """Record that something is hot, smoking, hissing, leaking or smelling, and stop everything else."""
    unit = situation.receipt.unit
    unit_id = unit.id if unit else None
    drafts: list[Draft] = [*before]
    if situation.receipt.parcel is not None:
        drafts += [] if unit else nameless(situation)
        unit_id = unit_id or situation.ids[0]
        drafts.append(situation.draft(ConditionRecorded(Observation.K2, Condition.K2), unit_id))
    drafts.append(situation.draft(EmergencyRaised(situation.ids[4])))
    return Decision(tuple(drafts), Answer(Message.EMERGENCY_RAISED, Severity.EMERGENCY, unit=unit_id))


def end(
    receipt: Receipt, wish: CloseEmergency, known: Known, ids: tuple[str, ...], until: str
) -> Decision | Answer:
    """End the emergency. Gives a bare answer when it is refused: nothing has changed.

    `known.placed` are the contained units `wish.units` names, in its order. Containers under suspicion are
    observed until `until`. After a false alarm the unit is judged again: `known.act` is what raised it.
    """
    incident = receipt.incident
    if incident is None:
        return Answer(Message.EMERGENCY_NONE, Severity.REFUSED)
    is_false = wish.elsewhere or wish.outcome is EmergencyOutcome.FALSE_ALARM
    lost = [*([] if is_false else _in_hand(receipt, wish)), *_out_of_containers(wish, known)]
    drafts = [
        Draft(_record(incident, wish), receipt.parcel.id if receipt.parcel else None),
        *(_taken_back(known) if is_false else ()),
        *_losses(incident, lost, ids),
        *(() if is_false else _undecided(receipt, ids)),
        *(Draft(ParcelLost(label, incident, outcome)) for label, outcome in wish.parcels.items()),
        *(Draft(ContainerSuspected(code, until, incident)) for code in wish.suspects),
        *(() if is_false else _owed(receipt, known)),
    ]
    params: dict[str, str | int] = {"outcome": wish.outcome, "badge": wish.lead}
    return Decision(tuple(drafts), Answer(Message.EMERGENCY_CLOSED, Severity.NOTE, params))


def _record(incident: str, wish: CloseEmergency) -> EmergencyClosed:
    return EmergencyClosed(
        incident, wish.outcome, wish.lead, wish.kind, wish.injured, wish.fire_service, wish.before_recall
    )


def _taken_back(known: Known) -> list[Draft]:
    """Negate what the alarm recorded of the unit; that there was an alarm stays in the log."""
    events = known.act.events if known.act else ()
    return [
        Draft(FactNegated(event.id, UndoReason.MISTAKE), event.parcel, event.unit)
        for event in events
        if event.parcel is not None and not isinstance(event.fact, EmergencyRaised)
    ]


Loss = tuple[str, str, EmergencyOutcome]
"""A parcel's id, a unit's id, and how it ended."""


def _in_hand(receipt: Receipt, wish: CloseEmergency) -> list[Loss]:
    parcel = receipt.parcel
    units = parcel.units if parcel else ()
    return [(parcel.id, unit.id, wish.outcome) for unit in units if parcel and unit.in_hand]


def _out_of_containers(wish: CloseEmergency, known: Known) -> list[Loss]:
    placed: tuple[Placed, ...] = known.placed
    outcomes = wish.units.values()
    return [(each.parcel, each.unit, outcome) for each, outcome in zip(placed, outcomes, strict=True)]


def _losses(incident: str, lost: list[Loss], ids: tuple[str, ...]) -> list[Draft]:
    """Make the facts: it is evidence until the maker releases it."""
    drafts = []
    for place, (parcel, unit, outcome) in enumerate(lost):
        hold = HoldRaised(f"{ids[0]}.{place}", HoldKind.EVIDENCE, outcome)
        drafts += [Draft(UnitLost(incident, outcome), parcel, unit), Draft(hold, parcel, unit)]
    return drafts


def _undecided(receipt: Receipt, ids: tuple[str, ...]) -> list[Draft]:
    """Hold units in hand whose verdict waited for a picture card: nobody will scan one any more."""
    parcel = receipt.parcel
    return [
        Draft(
            HoldRaised(f"{ids[0]}.card.{place}", HoldKind.UNCERTAIN_SERIAL, unit.reasons[0]),
            parcel.id,
            unit.id,
        )
        for place, unit in enumerate(parcel.units if parcel else ())
        if parcel and unit.in_hand and unit.asks_card and HoldKind.UNCERTAIN_SERIAL not in unit.open_holds
    ]


def _owed(receipt: Receipt, known: Known) -> list[Draft]:
    """Queue what is owed for the units in hand; what was contained has been queued before."""
    parcel = receipt.parcel
    in_hand = tuple(unit for unit in parcel.units if unit.in_hand) if parcel else ()
    return owed_drafts(parcel.id if parcel else None, in_hand, known)
