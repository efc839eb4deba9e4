"""Opening and closing parcels."""

from __future__ import annotations

from intake.barcode import CheckDigit, KitNumber, ParcelNumber
from intake.disposition import Closing
from intake.events import Draft
from intake.facts import HoldRaised, ParcelClosed, ParcelOpened, ParcelReopened
from intake.hold import HoldKind
from intake.outcome import Message
from intake.own_label import OwnLabel
from intake.question import Ask, Question
from intake.receipt.decision import Decision, Situation, accepted, asked, refused
from intake.receipt.state import Parcel
from intake.scan import Severity


def open_parcel(situation: Situation) -> Decision:
    """Take a parcel in; the label of the next one closes the open one, if that one is complete."""
    hindrance = _hindrance(situation, label_of(situation))
    if hindrance is not None:
        return hindrance
    parcel_id, label, holds = situation.ids[0], label_of(situation), _check_holds(situation)
    claim = situation.known.claim
    drafts = _closing(situation, Closing.NEXT)
    orphan = situation.known.expecting and claim is None
    drafts.append(Draft(ParcelOpened(label, holds, claim, orphan), parcel_id))
    if not holds:
        return accepted(drafts, Message.PARCEL_OPENED_CHECK_FAILS, Severity.NOTE, parcel=label)
    if claim is not None:
        said = Message.PARCEL_OPENED_CLAIM
        return accepted(drafts, said, parcel=label, claim=claim.number, units=claim.count)
    return accepted(drafts, Message.PARCEL_OPENED, parcel=label)


def _hindrance(situation: Situation, label: str) -> Decision | None:
    parcel, before = situation.receipt.parcel, situation.known.parcel_before
    if parcel is not None and parcel.label == label:
        return refused(situation, Message.PARCEL_IS_OPEN, Severity.NOTE, parcel=label)
    if parcel is not None and (unfinished := _unfinished(situation, parcel)) is not None:
        return unfinished
    if situation.known.lost:
        return refused(situation, Message.PARCEL_LOST, parcel=label)
    if situation.known.disk_low:
        return refused(situation, Message.DISK_LOW)
    if before is not None:
        return _offer(situation, label)
    return None


def _offer(situation: Situation, label: str) -> Decision:
    before = situation.known.parcel_before
    if before is None or situation.receipt.parcel is not None:
        return refused(situation, Message.CLOSE_PARCEL_FIRST, parcel=_open_label(situation))
    question = Question(Ask.REOPEN, before.parcel_id)
    return asked(situation, question, Message.PARCEL_KNOWN, Severity.REFUSED, parcel=label, at=before.at)


def _open_label(situation: Situation) -> str:
    parcel = situation.receipt.parcel
    return parcel.label if parcel else ""


def _unfinished(situation: Situation, parcel: Parcel) -> Decision | None:
    if (outstanding := _outstanding(situation, parcel)) is not None:
        return outstanding
    if not parcel.units:
        return refused(situation, Message.PARCEL_WITHOUT_UNIT, parcel=parcel.label)
    if parcel.below_claim:
        claimed = parcel.claim.count if parcel.claim else 0
        return refused(situation, Message.PARCEL_BELOW_CLAIM, units=len(parcel.units), claimed=claimed)
    return None


def _outstanding(situation: Situation, parcel: Parcel) -> Decision | None:
    """Refuse while a battery was seen that is not taken in yet."""
    if parcel.noticed is not None:
        return refused(situation, Message.CONDITION_BEFORE_SERIAL, condition=parcel.noticed)
    if parcel.loose:
        return refused(situation, Message.BATTERY_OUTSTANDING, units=parcel.loose)
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


def _closing(situation: Situation, how: Closing) -> list[Draft]:
    parcel = situation.receipt.parcel
    if parcel is None:
        return []
    return [situation.draft(ParcelClosed(how, parcel.below_claim, parcel.above_claim))]


def reopen(situation: Situation) -> Decision:
    """Take the parcel just offered back onto the table (`RI-C-YES`)."""
    before = situation.known.parcel_before
    if before is None:
        return refused(situation, Message.NOT_AN_ANSWER)
    return accepted([Draft(ParcelReopened(), situation.about)], Message.PARCEL_REOPENED, parcel=before.parcel)


def close(situation: Situation) -> Decision:
    """Close the open parcel with nothing else found (`RI-C-CLOSE`)."""
    parcel = situation.receipt.parcel
    if parcel is not None and (unfinished := _unfinished(situation, parcel)) is not None:
        return unfinished
    return accepted(_closing(situation, Closing.CLOSE), Message.PARCEL_CLOSED, parcel=_open_label(situation))


def short(situation: Situation) -> Decision:
    """Close a parcel that holds fewer units than it should (`RI-C-SHORT`)."""
    parcel = situation.receipt.parcel
    if parcel is None:
        return refused(situation, Message.NOT_EXPECTED_HERE)
    if (outstanding := _outstanding(situation, parcel)) is not None:
        return outstanding
    if not parcel.units:
        return refused(situation, Message.PARCEL_WITHOUT_UNIT, parcel=parcel.label)
    drafts = [*_partial(situation, parcel), *_closing(situation, Closing.SHORT)]
    said, missing = Message.PARCEL_SHORT_CLAIM, parcel.below_claim
    if not missing:
        return accepted(drafts, Message.PARCEL_SHORT, Severity.NOTE, parcel=parcel.label)
    return accepted(drafts, said, Severity.NOTE, parcel=parcel.label, missing=missing)


def _partial(situation: Situation, parcel: Parcel) -> list[Draft]:
    """Hold every unit of a parcel that came with fewer than its claim says, or than its owner packed."""
    held = [unit for unit in parcel.units if HoldKind.PARTIAL not in unit.open_holds]
    return [
        situation.draft(HoldRaised(f"{situation.ids[0]}.{place}", HoldKind.PARTIAL), unit.id)
        for place, unit in enumerate(held)
    ]


def empty(situation: Situation) -> Decision:
    """Close a parcel that holds no unit at all (`RI-C-EMPTY`)."""
    parcel = situation.receipt.parcel
    if parcel is not None and (outstanding := _outstanding(situation, parcel)) is not None:
        return outstanding
    if parcel is not None and parcel.units:
        return refused(situation, Message.PARCEL_HAS_UNITS, units=len(parcel.units))
    if situation.receipt.misread is not None:
        question = Question(Ask.EMPTY)
        return asked(situation, question, Message.EMPTY_AFTER_MISREAD, Severity.REFUSED)
    return surely_empty(situation)


def surely_empty(situation: Situation) -> Decision:
    """Close it as empty, whatever was misread in it (`RI-C-YES`)."""
    drafts = _closing(situation, Closing.EMPTY)
    return accepted(drafts, Message.PARCEL_EMPTY, Severity.NOTE, parcel=_open_label(situation))


def box_not_parcel(situation: Situation) -> Decision:
    """A retail box's code while a parcel label is awaited."""
    return refused(situation, Message.BOX_NOT_PARCEL)
