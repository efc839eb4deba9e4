"""Opening and closing parcels."""

from __future__ import annotations

from intake.barcode import CheckDigit, KitNumber, ParcelNumber
from intake.events import Draft
from intake.facts import ParcelClosed, ParcelOpened, ParcelReopened
from intake.outcome import Message
from intake.own_label import OwnLabel
from intake.receipt.decision import Decision, Situation, accepted, refused
from intake.receipt.state import Parcel
from intake.scan import Severity


def open_parcel(situation: Situation) -> Decision:
    """Take a parcel in; the label of the next one closes the open one, if that one is complete."""
    hindrance = _hindrance(situation, label_of(situation))
    if hindrance is not None:
        return hindrance
    parcel_id, label, holds = situation.ids[0], label_of(situation), _check_holds(situation)
    drafts = _closing(situation, "next")
    drafts.append(Draft(ParcelOpened(label, holds), parcel_id))
    if not holds:
        return accepted(drafts, Message.PARCEL_OPENED_CHECK_FAILS, Severity.NOTE, parcel=label)
    return accepted(drafts, Message.PARCEL_OPENED, parcel=label)


def _hindrance(situation: Situation, label: str) -> Decision | None:
    parcel, before = situation.receipt.parcel, situation.known.parcel_before
    if parcel is not None and parcel.label == label:
        return refused(situation, Message.PARCEL_IS_OPEN, Severity.NOTE, parcel=label)
    if parcel is not None and (unfinished := _unfinished(situation, parcel)) is not None:
        return unfinished
    if situation.known.disk_low:
        return refused(situation, Message.DISK_LOW)
    if before is not None:
        return _offer(situation, label)
    return None


def _offer(situation: Situation, label: str) -> Decision:
    before = situation.known.parcel_before
    if before is None or situation.receipt.parcel is not None:
        return refused(situation, Message.CLOSE_PARCEL_FIRST, parcel=_open_label(situation))
    return refused(situation, Message.PARCEL_KNOWN, offered=before.parcel_id, parcel=label, at=before.at)


def _open_label(situation: Situation) -> str:
    parcel = situation.receipt.parcel
    return parcel.label if parcel else ""


def _unfinished(situation: Situation, parcel: Parcel) -> Decision | None:
    if parcel.noticed is not None:
        return refused(situation, Message.CONDITION_BEFORE_SERIAL, condition=parcel.noticed)
    if not parcel.units:
        return refused(situation, Message.PARCEL_WITHOUT_UNIT, parcel=parcel.label)
    return None


def label_of(situation: Situation) -> str:
    """Give the parcel's label as it is written in the log."""
    match situation.reading:
        case ParcelNumber(number=number) | KitNumber(number=number):
            return number
        case OwnLabel() as own:
            return own.code
        case reading:
            raise TypeError(f"expected a parcel label, got {reading!r}")


def _check_holds(situation: Situation) -> bool:
    reading = situation.reading
    return not (isinstance(reading, ParcelNumber) and reading.check is CheckDigit.FAILS)


def _closing(situation: Situation, how: str) -> list[Draft]:
    return [situation.draft(ParcelClosed(how))] if situation.receipt.parcel else []


def reopen(situation: Situation) -> Decision:
    """Take the parcel just offered back onto the table (`RI-C-YES`)."""
    offered, before = situation.receipt.offered, situation.known.parcel_before
    if offered is None or before is None:
        return refused(situation, Message.NOT_AN_ANSWER)
    return accepted([Draft(ParcelReopened(), offered)], Message.PARCEL_REOPENED, parcel=before.parcel)


def close(situation: Situation) -> Decision:
    """Close the open parcel with nothing else found (`RI-C-CLOSE`)."""
    return _close(situation, "close", Message.PARCEL_CLOSED)


def short(situation: Situation) -> Decision:
    """Close a parcel that holds fewer units than it should (`RI-C-SHORT`)."""
    return _close(situation, "short", Message.PARCEL_SHORT, Severity.NOTE)


def _close(situation: Situation, how: str, message: Message, severity: Severity = Severity.OK) -> Decision:
    parcel = situation.receipt.parcel
    if parcel is not None and (unfinished := _unfinished(situation, parcel)) is not None:
        return unfinished
    return accepted(_closing(situation, how), message, severity, parcel=_open_label(situation))


def empty(situation: Situation) -> Decision:
    """Close a parcel that holds no unit at all (`RI-C-EMPTY`)."""
    parcel = situation.receipt.parcel
    if parcel is not None and parcel.noticed is not None:
        return refused(situation, Message.CONDITION_BEFORE_SERIAL, condition=parcel.noticed)
    if parcel is not None and parcel.units:
        return refused(situation, Message.PARCEL_HAS_UNITS, units=len(parcel.units))
    return accepted(
        _closing(situation, "empty"), Message.PARCEL_EMPTY, Severity.NOTE, parcel=_open_label(situation)
    )


def box_not_parcel(situation: Situation) -> Decision:
    """A retail box's code while a parcel label is awaited."""
    return refused(situation, Message.BOX_NOT_PARCEL)
