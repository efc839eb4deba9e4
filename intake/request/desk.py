"""Wishes about what stands at the desk: an emergency, a move, an undo, a lock, notes."""

from __future__ import annotations

from typing import Annotated

import msgspec

from intake.condition import Observation
from intake.correction import UndoReason
from intake.disposition import EmergencyOutcome, IncidentKind


class CloseEmergency(msgspec.Struct, frozen=True, tag="emergency.close"):
    """End the emergency by a lead's badge and PIN, naming how it ended."""

    lead: str
    pin: str
    outcome: EmergencyOutcome
    """Of every unit in hand."""

    kind: IncidentKind = IncidentKind.OTHER
    injured: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = 0
    fire_service: bool = False
    before_recall: bool = False
    units: dict[str, EmergencyOutcome] = {}
    """Contained units that ended in it too, by bag label or serial."""

    parcels: dict[str, EmergencyOutcome] = {}
    """Unopened parcels that did, by their labels."""

    elsewhere: bool = False
    """It was not what lay on the table: that is judged again."""

    suspects: tuple[str, ...] = ()
    """Containers in which something may still react."""


class MoveUnit(msgspec.Struct, frozen=True, tag="units.move"):
    """Move a unit out of a quarantine container, by a lead's badge and PIN."""

    unit: str
    """Its bag label or serial."""

    container: str
    lead: str
    pin: str
    seen: Observation | None = None
    """What is seen of it now, if it has got worse."""


class UndoAct(msgspec.Struct, frozen=True, tag="receipt.undo"):
    """Undo the last act, by a lead's badge and PIN."""

    lead: str
    pin: str
    reason: UndoReason
    act: str | None = None
    """The event that told the lead what would be undone, so that nothing scanned since is undone instead."""


class LockDesk(msgspec.Struct, frozen=True, tag="desk.lock"):
    """Nobody has scanned for a while."""


class LeaveNote(msgspec.Struct, frozen=True, tag="notes.leave"):
    """Leave a note to whoever stands at the desk. It stays in the log for ever: no name belongs in it."""

    text: str
    """At most 200 printable characters."""


class ReadNote(msgspec.Struct, frozen=True, tag="notes.read"):
    """Somebody at the desk has read a note."""

    note: str
    """Its id."""
