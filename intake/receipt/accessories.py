"""Taking out what does not belong in the parcel, and putting it into a reject bin."""

from __future__ import annotations

from intake.accessory import AccessoryKind
from intake.barcode import Jan
from intake.events import Draft
from intake.facts import (
    AccessoryFlagged,
    AccessoryRejected,
    AccessoryTagged,
    BatteryFoundInBox,
    BoxFoundEmpty,
)
from intake.outcome import Message
from intake.own_label import Command, OwnLabel
from intake.receipt.decision import Decision, Situation, accepted, refused
from intake.receipt.state import Accessory
from intake.scan import Severity


def flag(situation: Situation) -> Decision:
    """Flag an accessory by command scan; a catalogue JAN flags the retail box it is printed on."""
    reading = situation.reading
    kind = AccessoryKind(reading.word.lower()) if isinstance(reading, Command) else AccessoryKind.BOX
    drafts = [situation.draft(AccessoryFlagged(situation.ids[0], kind))]
    if kind is AccessoryKind.BOX:
        return accepted(drafts, Message.BOX_FLAGGED, Severity.NOTE, unit=situation.receipt.unit)
    return accepted(
        drafts, Message.ACCESSORY_FLAGGED, Severity.NOTE, unit=situation.receipt.unit, accessory=kind
    )


def jan(situation: Situation) -> Decision:
    """A retail box's code in an open parcel: the box is here. Another trade code means nothing."""
    reading = situation.reading
    if isinstance(reading, Jan) and reading.items:
        return flag(situation)
    return refused(situation, Message.NOT_EXPECTED_HERE)


def _pending(situation: Situation) -> tuple[Accessory, ...]:
    parcel = situation.receipt.parcel
    return tuple(item for item in parcel.accessories if item.pending) if parcel else ()


def unopened(situation: Situation) -> Accessory | None:
    """Give a flagged box nobody has opened yet: a battery may be inside."""
    boxes = (item for item in _pending(situation) if item.kind is AccessoryKind.BOX)
    return next((box for box in boxes if not box.found_empty), None)


def box_empty(situation: Situation) -> Decision:
    """The box was opened and holds no battery (`RI-C-YES`)."""
    box = unopened(situation)
    if box is None:
        return refused(situation, Message.REJECT_FIRST)
    return accepted([situation.draft(BoxFoundEmpty(box.id))], Message.BOX_EMPTY)


def battery_in_box(situation: Situation) -> Decision:
    """The box was opened and a battery is in it (`RI-C-NO`): a unit of its own, still to come."""
    box = unopened(situation)
    if box is None:
        return refused(situation, Message.REJECT_FIRST)
    return accepted([situation.draft(BatteryFoundInBox(box.id))], Message.BATTERY_IN_BOX, Severity.NOTE)


def tag(situation: Situation) -> Decision:
    """Send one thing back to its owner under a returnable's label."""
    label, pending = situation.reading, _pending(situation)
    if unopened(situation) is not None:
        return refused(situation, Message.BOX_NOT_CHECKED)
    if not pending or not isinstance(label, OwnLabel):
        return refused(situation, Message.NOTHING_TO_REJECT)
    if situation.known.tag_used:
        return refused(situation, Message.TAG_USED, tag=label.code)
    drafts = [situation.draft(AccessoryTagged(pending[0].id, label.code))]
    return accepted(drafts, Message.ACCESSORY_TAGGED, accessory=pending[0].kind, tag=label.code)


def reject(situation: Situation) -> Decision:
    """Put everything flagged into the scanned reject bin."""
    label = situation.reading
    if not situation.known.bin_known or not isinstance(label, OwnLabel):
        return refused(situation, Message.REJECT_BIN_UNKNOWN)
    if unopened(situation) is not None:
        return refused(situation, Message.BOX_NOT_CHECKED)
    drafts: list[Draft] = [
        situation.draft(AccessoryRejected(item.id, label.code)) for item in _pending(situation)
    ]
    return accepted(drafts, Message.ACCESSORY_REJECTED, count=len(drafts), bin=label.code)
