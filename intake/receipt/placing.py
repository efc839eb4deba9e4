"""Placing a unit in a quarantine container, and queueing what its owner is owed."""

from __future__ import annotations

from msgspec.structs import replace

from intake.container import Container, Misfit, Parcelled, misfit
from intake.dispatch import replacement_key
from intake.events import Draft
from intake.facts import ReplacementQueued, UnitContained
from intake.hold import HoldKind
from intake.outcome import Message
from intake.own_label import OwnLabel
from intake.receipt import opening
from intake.receipt.decision import Decision, Situation, accepted, refused
from intake.receipt.known import Known
from intake.receipt.state import Unit
from intake.scan import Severity
from intake.verdict import Verdict

_MISFIT = {
    Misfit.NOT_OPEN: Message.CONTAINER_NOT_OPEN,
    Misfit.WRONG_CLASS: Message.CONTAINER_WRONG_CLASS,
    Misfit.WRONG_UN_NUMBER: Message.CONTAINER_WRONG_UN_NUMBER,
    Misfit.FULL: Message.CONTAINER_FULL,
    Misfit.SUSPECT: Message.CONTAINER_SUSPECT,
    Misfit.TOO_OLD: Message.CONTAINER_TOO_OLD,
    Misfit.HOLDING_LATE: Message.HOLDING_LATE,
    Misfit.ZONE_FULL: Message.ZONE_FULL,
}


def contain(situation: Situation) -> Decision:
    """Put the unit in hand into the scanned container, if it is one of its class with room."""
    unit, label = situation.receipt.unit, situation.reading
    parcelled = unit.parcelled if unit else None
    if unit is None or parcelled is None or not isinstance(label, OwnLabel):
        return refused(situation, Message.NOTHING_TO_CONTAIN)
    container = situation.known.container
    if container is None:
        return opening.unknown(situation)
    reason = misfit(container, parcelled)
    if reason is not None:
        return _refused(situation, _MISFIT[reason], unit, label)
    return _contained(situation, unit, container.code)


def _refused(situation: Situation, message: Message, unit: Unit, label: OwnLabel) -> Decision:
    """Refuse and name the right container, or none where the lead has to open one."""
    fitting = situation.known.fitting
    return refused(situation, message, told=misfit_params(unit.parcelled, label.code, fitting))


def misfit_params(unit: Parcelled | None, container: str, fitting: Container | None) -> dict[str, str | int]:
    """Give what a refusal of a container names: it, the right one, and the unit's class and UN number."""
    return {
        "container": container,
        "right": fitting.code if fitting else "",
        "condition": unit.condition if unit else "",
        "un_number": unit.un_number if unit else "",
    }


def misfit_message(reason: Misfit) -> Message:
    """Give the sentence for a container that does not take a unit."""
    return _MISFIT[reason]


def _contained(situation: Situation, unit: Unit, container: str) -> Decision:
    owed = owed_for(unit, situation.known)
    drafts = [situation.draft(UnitContained(container), unit.id)]
    drafts += [situation.draft(owed, unit.id)] if owed else []
    placed = replace(unit, container=container)
    if unit.open_holds:
        hold, said = unit.open_holds[0], Message.CONTAINED_HELD
        return accepted(drafts, said, Severity.NOTE, placed, container=container, hold=hold)
    if owed is None:
        return accepted(drafts, Message.CONTAINED, unit=placed, container=container)
    return accepted(drafts, Message.CONTAINED_REPLACEMENT, unit=placed, container=container, item=owed.item)


ANOTHER_COLOUR = "other"
"""The colour of a unit whose colour no card shows: what its owner gets, a supervisor says."""


def owed_for(unit: Unit, known: Known) -> ReplacementQueued | None:
    """Give the replacement a unit earns: only an affected one with a certain serial, and only once."""
    if unit.verdict is not Verdict.AFFECTED or HoldKind.DUPLICATE in unit.open_holds or unit.is_denied:
        return None
    if unit.serial is None or unit.maker is None or unit.campaign is None or unit.model is None:
        return None
    item = known.catalogue.replacement(unit.campaign, unit.model, unit.colour)
    if item is None or item.colour == ANOTHER_COLOUR:
        return None
    key = replacement_key(unit.maker, unit.serial)
    return ReplacementQueued(key, unit.campaign, unit.serial, item.item, item.colour)


def owed_drafts(situation_parcel: str | None, units: tuple[Unit, ...], known: Known) -> list[Draft]:
    """Make the facts of what is owed for units that leave by an emergency."""
    owed = [(unit, owed_for(unit, known)) for unit in units]
    return [Draft(fact, situation_parcel, unit.id) for unit, fact in owed if fact is not None]
