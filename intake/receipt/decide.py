"""Decide: what one reading leads to where the desk stands: the routes, and the few rules above them.

Pure: the clock, the identifiers and all look-ups are arguments. Every step answers every reading.
"""

from __future__ import annotations

from intake.barcode import (
    Jan,
    KitNumber,
    ParcelNumber,
    Reading,
    SerialText,
    Unreadable,
    UnreadableReason,
)
from intake.facts import QuestionAsked, ScanRepeated
from intake.near import is_print
from intake.outcome import Answer, Message
from intake.own_label import Command, CommandWord, OwnLabel
from intake.question import Ask
from intake.receipt import accessories, arrivals, conditions, keyed, photos
from intake.receipt.decision import Decision, Situation, dropped, refused
from intake.receipt.known import Known
from intake.receipt.routes import ANSWERS, ARRIVALS, EVERYWHERE, OTHERWISE, ROUTES, Handler, Key
from intake.receipt.state import Receipt
from intake.receipt.step import Step, step_of
from intake.scan import Scan, Severity, Symbology


def awaited(receipt: Receipt, scan: Scan, reading: Reading) -> Reading:
    """Settle a number that may be a parcel's, a box's or a unit's by what the desk waits for.

    Where a unit is named to be moved, it is a serial. Where something is looked up, and with a parcel open,
    it is the unit's serial, unless the symbology is the parcel labels' own (NW-7): a serial mistaken for the
    next parcel would close this one with a battery still inside. What a scanner says is an EAN names a
    product, however much it looks like a serial; and print is a serial or nothing: a command, a label or a
    parcel's number read off paper would act where nobody has scanned.
    """
    number = reading.serial if isinstance(reading, ParcelNumber | KitNumber | Jan) else None
    if number is not None and _is_serial(receipt, scan):
        return SerialText(number)
    is_barred = scan.symbology in _EAN and not isinstance(reading, Jan)
    is_barred = is_barred or (is_print(scan) and not isinstance(reading, SerialText))
    if is_barred and not isinstance(reading, Unreadable):
        return Unreadable(UnreadableReason.UNRECOGNISED)
    return reading


_EAN = frozenset({Symbology.EAN_13, Symbology.EAN_8})


def _is_serial(receipt: Receipt, scan: Scan) -> bool:
    """Tell whether a number that may be a serial is one here."""
    if is_print(scan) or scan.symbology in _EAN:
        return is_print(scan)
    ask = receipt.question.ask if receipt.question is not None else None
    is_read_back = receipt.parcel is not None and receipt.parcel.keyed is not None
    is_unit = ask is Ask.LOOK_UP or is_read_back or step_of(receipt) is Step.PARCEL_OPEN
    return ask is Ask.MOVE_WHAT or (is_unit and scan.symbology is not Symbology.CODABAR)


def key_of(reading: Reading) -> Key:
    """Give what the reading is routed by."""
    match reading:
        case OwnLabel(kind=kind):
            return kind
        case Command(word=word):
            return word
        case _:
            return type(reading)


def decide(receipt: Receipt, scan: Scan, reading: Reading, known: Known, ids: tuple[str, ...]) -> Decision:
    """Decide one scan. `ids` holds eight fresh identifiers; total for every receipt and reading."""
    situation = Situation(receipt, step_of(receipt), scan, reading, known, ids)
    if is_repeat(scan, known):
        draft = situation.draft(ScanRepeated())
        severity = Severity.EMERGENCY if situation.step is Step.EMERGENCY else Severity.NOTE
        return Decision((draft,), Answer(Message.SAME_SCAN, severity))
    if situation.step is Step.EMERGENCY:
        return refused(situation, Message.EMERGENCY_ON, Severity.EMERGENCY)
    if photos.is_in_view(situation):
        return photos.still_asked(situation)
    if isinstance(reading, Unreadable):
        return _unreadable(situation, scan.fault or reading.reason)
    return _route(situation)


def _unreadable(situation: Situation, reason: str) -> Decision:
    """Refuse, and ask again where a serial is awaited as an answer: the second try must not be an intake."""
    decision = refused(situation, Message.UNREADABLE_SCAN, reason=reason)
    question = situation.receipt.question
    if question is None or situation.receipt.operator is None or SerialText not in ANSWERS[question.ask]:
        return decision
    anew = situation.draft(QuestionAsked(question.ask, question.about))
    return Decision((*decision.drafts, anew), decision.answer)


def _route(situation: Situation) -> Decision:
    handler = _handler(situation, key_of(situation.reading))
    if handler is not None:
        return handler(situation)
    if situation.step is Step.UNIT and situation.receipt.unit is None:
        return keyed.read_back_first(situation)
    if accessories.unopened(situation) is not None:
        return refused(situation, Message.BOX_NOT_CHECKED)
    sign = conditions.awaited_sign(situation)
    if sign is not None:
        return refused(situation, Message.CHECKLIST_FIRST, sign=sign.name)
    return refused(situation, OTHERWISE[situation.step])


def _handler(situation: Situation, key: Key) -> Handler | None:
    question = situation.receipt.question
    answer = _answer(question.ask, key) if question and situation.receipt.operator else None
    if situation.step is Step.IDLE and situation.receipt.cage is not None:
        return EVERYWHERE.get(key) or ARRIVALS.get(key, arrivals.busy)
    return answer or EVERYWHERE.get(key) or ROUTES[situation.step].get(key)


def _answer(ask: Ask, key: Key) -> Handler | None:
    """Give what a scan answers; "no" drops any question in words."""
    if key is CommandWord.NO:
        return dropped
    return ANSWERS[ask].get(key)


def is_repeat(scan: Scan, known: Known) -> bool:
    """Tell whether this is the same code from the same source within the window, nothing between."""
    last = known.last
    return (
        last is not None
        and scan.fault is None
        and scan.raw == last.raw
        and scan.source == last.source
        and 0 <= scan.monotonic - last.monotonic < known.policy.repeat_window
    )
