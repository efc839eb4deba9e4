"""A station in memory: journal, look-ups and clock as plain lists, around the real decide, grant and apply.

Nothing of the product is replaced but its storage: what `Known` says is worked out from the events recorded,
by this file's own short rules. Campaigns and lists are made from a seed (`tests.intake.lists`).
"""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from intake.affected import AffectedRow
from intake.barcode import read
from intake.campaign import UnNumber
from intake.condition import Condition
from intake.correction import UndoReason
from intake.disposition import EmergencyOutcome
from intake.events import Event
from intake.granting import About, Pin, grant, task_of
from intake.operator import Role
from intake.own_label import LabelKind
from intake.receipt import (
    Decision,
    Known,
    LastScan,
    awaited,
    decide,
    fold,
    settle,
    step_of,
    touched,
)
from intake.request import (
    AddOperator,
    AddRejectBin,
    CloseEmergency,
    ErasePhoto,
    MoveUnit,
    OfferPhoto,
    OpenContainer,
    RetireOperator,
    SealContainer,
    SuspectContainer,
    UndoAct,
    Wish,
)
from intake.scan import Method, Scan, Symbology
from tests.intake.receipt.memory import (
    CHECKLIST,
    GUN,
    LEAD_PIN,
    SECOND,
    Memory,
    command,
    label,
    letter_pack,
    scan_of,
)


class World(Memory):
    """One station at work."""

    # --- what a scan leads to ---------------------------------------------------------------------------

    def scan(
        self,
        text: str,
        *,
        symbology: Symbology = Symbology.UNKNOWN,
        source: str = GUN,
        method: Method = Method.PORT,
        after: int = 2 * SECOND,
    ) -> Decision:
        """Take one scan, `after` nanoseconds later than the one before."""
        self.clock += after
        return self.take(scan_of(text, at=self.clock, source=source, symbology=symbology, method=method))

    def take(self, scan: Scan) -> Decision:
        """Take a scan as it is."""
        reading = awaited(self.receipt, scan, read(scan, self.catalogue))
        decision = decide(self.receipt, scan, reading, self.known(scan, reading), self.ids())
        recorded = self.record(decision, by_scan=True)
        self.last = LastScan(scan.raw, scan.source, scan.monotonic, recorded[0].seq)
        return decision

    def ask(self, wish: Wish) -> Decision:
        """Take a request."""
        decision = grant(wish, self.about(wish))
        self.record(decision)
        return decision

    def about(self, wish: Any) -> About:  # noqa: PLR0911 (one for each wish)
        """Gather what a wish needs."""
        known = Known(self.catalogue, self.policy)
        about = About(self.receipt, known, ids=self.ids(), until=self.at(3600 * SECOND))
        lead = getattr(wish, "lead", None)
        if lead is not None:
            holder = self.operator(lead)
            may = holder is not None and holder.may(task_of(wish))
            right = Pin.RIGHT if wish.pin == LEAD_PIN else Pin.WRONG
            about = replace(about, pin=right if may else Pin.NO_LEAD)
        match wish:
            case AddOperator(code=code) | RetireOperator(code=code):
                return replace(about, operator=self.operator(code))
            case OpenContainer(code=code) | SealContainer(code=code) | SuspectContainer(code=code):
                return replace(about, container=self.container(code), held=self.held(code))
            case AddRejectBin(code=code):
                return replace(about, known=replace(known, bin_known=self.bin_known(code)))
            case UndoAct():
                return replace(about, act=self.last_act())
            case OfferPhoto():
                return replace(about, photo_stored=True)
            case ErasePhoto(sha256=digest):
                return replace(about, pictured=self.pictured(digest))
            case MoveUnit(unit=unit, container=code):
                placed = self.placed(unit)
                fitting = self.fitting_for(placed[0].parcelled) if placed else None
                known = replace(known, placed=placed, container=self.container(code), fitting=fitting)
                return replace(about, known=known)
            case CloseEmergency(units=units, parcels=lost):
                units_named = [self.placed(name) for name in units]
                opened = {parcel.label for parcel in self.parcels.values()}
                is_known = [*map(bool, units_named), *(one not in opened for one in lost)]
                unknown = None if all(is_known) else is_known.index(False) + 1
                known = replace(
                    known, placed=tuple(found[0] for found in units_named if found), act=self.last_act()
                )
                return replace(about, known=known, unknown=unknown)
        return about

    def record(self, decision: Decision, *, by_scan: bool = False) -> list[Event]:
        """Make facts events, and fold them as the station does: before anything is answered."""
        self.clock += SECOND // 1000
        first, at = len(self.events) + 1, self.at()
        new = [
            Event(seq, self.new_id(), at, self.receipt.operator, draft.parcel, draft.unit, draft.fact)
            for seq, draft in enumerate(decision.drafts, first)
        ]
        changed = touched(self.receipt.parcel, new, self.history)
        self.receipt = settle(fold(self.receipt, new), changed)
        self.parcels |= {key: pair[1] for key, pair in changed.items()}
        self.parcels = {key: parcel for key, parcel in self.parcels.items() if parcel is not None}
        self.events += new
        self.firsts += [first] * len(new)
        self.by_scan |= {first} if by_scan else set()
        return new

    def new_id(self) -> str:
        """Give an identifier never given before."""
        self._ids += 1
        return f"id-{self._ids:06}"

    def ids(self) -> tuple[str, ...]:
        """Give eight identifiers."""
        return tuple(self.new_id() for _ in range(8))

    # --- short ways -------------------------------------------------------------------------------------

    def furnish(self) -> World:
        """Add two operators, a lead, a retired badge, a reject bin and a container of every sort."""
        for number, role in ((1, Role.OPERATOR), (2, Role.OPERATOR), (7, Role.LEAD), (9, Role.OPERATOR)):
            self.ask(AddOperator(label(LabelKind.BADGE, number), role))
        self.ask(RetireOperator(label(LabelKind.BADGE, 9)))
        self.ask(AddRejectBin(label(LabelKind.REJECT_BIN, 1)))
        for condition in (Condition.N, Condition.R, Condition.D, Condition.K1):
            for un_number in UnNumber:
                self.open_container(condition, un_number)
        return self

    def open_container(self, condition: Condition, un_number: UnNumber, *, holding: bool = False) -> str:
        """Open the container with the next number."""
        code = label(LabelKind.CONTAINER, len(self.containers()) + 1)
        self.ask(OpenContainer(code, condition, un_number, tare=500, holding=holding))
        return code

    def close_emergency(
        self, outcome: EmergencyOutcome = EmergencyOutcome.WATER_BATH, **named: Any
    ) -> Decision:
        """End the emergency as the lead."""
        return self.ask(CloseEmergency(label(LabelKind.BADGE, 7), LEAD_PIN, outcome, **named))

    def undo_as_lead(self, reason: UndoReason = UndoReason.MISTAKE, act: str | None = None) -> Decision:
        """Undo the last act as the lead."""
        return self.ask(UndoAct(label(LabelKind.BADGE, 7), LEAD_PIN, reason, act))

    def sign_in(self, number: int = 1) -> World:
        """Scan a badge."""
        self.scan(label(LabelKind.BADGE, number))
        return self

    def named(self, place: int = 0) -> AffectedRow:
        """Give a row of the first list."""
        return self.lists[0].rows[place % len(self.lists[0].rows)]

    @property
    def step(self) -> Any:
        """What the desk waits for."""
        return step_of(self.receipt)


__all__ = ["CHECKLIST", "GUN", "LEAD_PIN", "SECOND", "World", "command", "label", "letter_pack", "scan_of"]
