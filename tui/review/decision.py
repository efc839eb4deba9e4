"""The decision about one hold: release or deny, on what grounds, by badge and PIN."""

from __future__ import annotations

from collections.abc import Iterator

from intake.hold import HoldDecision, HoldKind
from intake.receipt.resolving import LONGEST_NOTE, LONGEST_REFERENCE
from intake.request import ResolveHold
from intake.review.registers import HoldRow
from tui.review import hold_row
from tui.review.card import PIN, Card
from tui.review.form import Field
from tui.review.room import Room


class Decision(Card):
    """Each decision carries the PIN anew."""

    NAME = "decide"

    def __init__(self, room: Room, hold: HoldRow) -> None:
        """Decide about a hold."""
        self._hold = hold
        super().__init__(room)

    def about(self) -> Iterator[str]:
        """Say what is held and why."""
        return hold_row.in_full(self._hold, self.room.wording)

    def fields(self) -> tuple[Field, ...]:
        """Ask for what this kind of hold needs."""
        wording = self.room.wording
        choices = tuple((decision.value, wording.term("decision", decision)) for decision in HoldDecision)
        grounds = {
            HoldKind.UNCERTAIN_SERIAL: Field("serial", wording.review("serial_read"), longest=40),
            HoldKind.EVIDENCE: Field("reference", wording.review("reference"), longest=LONGEST_REFERENCE),
        }
        needed = grounds.get(HoldKind(self._hold.reason))
        return (
            Field("decision", wording.review("decision"), choices=choices),
            *([needed] if needed else []),
            Field("note", wording.review("note"), longest=LONGEST_NOTE),
            self.pin_field(),
        )

    def wish(self) -> ResolveHold:
        """Ask for the decision to be recorded."""
        values = self.form.values
        return ResolveHold(
            lead=self.room.badge,
            pin=values[PIN],
            hold=self._hold.hold,
            decision=HoldDecision(values["decision"]),
            serial=values.get("serial") or None,
            reference=values.get("reference", ""),
            note=values["note"],
        )
