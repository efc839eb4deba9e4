"""Decide: what one reading leads to at the step the desk stands at. A table, and the few rules above it.

Pure: the clock, the identifiers and all look-ups are arguments. Every step answers every reading.
"""

from __future__ import annotations

from collections.abc import Callable

from intake.barcode import Jan, KitNumber, ParcelNumber, Reading, SerialText, Unreadable
from intake.facts import QuestionAsked, ScanRepeated
from intake.outcome import Answer, Message
from intake.own_label import Command, CommandWord, LabelKind, OwnLabel
from intake.question import Ask
from intake.receipt import (
    accessories,
    arrivals,
    cards,
    conditions,
    emergency,
    keyed,
    look_up,
    moving,
    opening,
    parcels,
    placing,
    rounds,
    signing,
    undoing,
    units,
)
from intake.receipt.decision import Decision, Situation, refused
from intake.receipt.known import Known
from intake.receipt.state import Receipt
from intake.receipt.step import Step, step_of
from intake.scan import Scan, Severity, Symbology

Handler = Callable[[Situation], Decision]
Key = LabelKind | CommandWord | type
"""What routes a reading: an own label by its kind, a command by its word, others by their type."""


def _says(message: Message) -> Handler:
    return lambda situation: refused(situation, message)


_EVERYWHERE: dict[Key, Handler] = {
    CommandWord.K2: emergency.raise_alarm,
    LabelKind.BADGE: signing.badge,
    CommandWord.LANGUAGE: signing.language,
}
_LOOK_UP: dict[Key, Handler] = {CommandWord.LOOKUP: look_up.begin}
"""Wherever somebody is signed in: it changes nothing."""

_PLACES: dict[Key, Handler] = {
    CommandWord.MOVE: moving.begin,
    CommandWord.INSPECT: rounds.begin,
    LabelKind.CONTAINER: opening.in_use,
    CommandWord.CLASS: _says(Message.CLASS_CARD_ALONE),
}
"""What concerns containers while nothing is in hand."""

_CORRECTIONS: dict[Key, Handler] = {
    CommandWord.UNDO: undoing.ask,
    CommandWord.REASON: _says(Message.REASON_ALONE),
}
_ACCESSORIES: dict[Key, Handler] = {
    CommandWord.CABLE: accessories.flag,
    CommandWord.MANUAL: accessories.flag,
    CommandWord.BOX: accessories.flag,
    CommandWord.OTHER: accessories.flag,
    Jan: accessories.jan,
}
_WORSE: dict[Key, Handler] = {CommandWord.D: conditions.graver, CommandWord.K1: conditions.graver}
"""A unit does not stop swelling because a cable lies on the table."""

_LABELLED: dict[Key, Handler] = {
    ParcelNumber: parcels.open_parcel,
    KitNumber: parcels.open_parcel,
    LabelKind.PARCEL: parcels.open_parcel,
}


ROUTES: dict[Step, dict[Key, Handler]] = {
    Step.SIGNED_OUT: {},
    Step.IDLE: {
        **_LABELLED,
        **_PLACES,
        **_CORRECTIONS,
        **_LOOK_UP,
        Jan: parcels.box_not_parcel,
        CommandWord.OUT: signing.out,
        CommandWord.YES: _says(Message.NOT_AN_ANSWER),
        LabelKind.CAGE: arrivals.cage,
    },
    Step.PARCEL_OPEN: {
        **_LABELLED,
        **_ACCESSORIES,
        **_PLACES,
        **_CORRECTIONS,
        **_LOOK_UP,
        SerialText: keyed.serial,
        CommandWord.UNREADABLE: units.unreadable,
        **_WORSE,
        CommandWord.INTACT: conditions.notice,
        CommandWord.CLOSE: parcels.close,
        CommandWord.SHORT: parcels.short,
        CommandWord.EMPTY: parcels.empty,
        CommandWord.OUT: signing.out,
        LabelKind.REJECT_BIN: _says(Message.NOTHING_TO_REJECT),
    },
    Step.UNIT: {
        **_ACCESSORIES,
        **_WORSE,
        **_CORRECTIONS,
        **_LOOK_UP,
        CommandWord.MODEL: cards.model,
        CommandWord.COLOUR: cards.colour,
        CommandWord.YES: keyed.read_back,
        CommandWord.NO: keyed.drop,
        SerialText: keyed.read_back,
    },
    Step.CONDITION: {
        **_ACCESSORIES,
        **_WORSE,
        **_CORRECTIONS,
        **_LOOK_UP,
        CommandWord.INTACT: conditions.record,
        CommandWord.CHECK: conditions.check,
        CommandWord.YES: conditions.see,
        CommandWord.NO: conditions.deny,
    },
    Step.BAG: {**_ACCESSORIES, **_WORSE, **_CORRECTIONS, **_LOOK_UP, LabelKind.BAG: conditions.bag},
    Step.CONTAINER: {
        **_ACCESSORIES,
        **_WORSE,
        **_CORRECTIONS,
        **_LOOK_UP,
        LabelKind.CONTAINER: placing.contain,
        CommandWord.CLASS: _says(Message.CLASS_CARD_ALONE),
    },
    Step.REJECT: {
        **_ACCESSORIES,
        **_WORSE,
        **_CORRECTIONS,
        **_LOOK_UP,
        CommandWord.YES: accessories.box_empty,
        CommandWord.NO: accessories.battery_in_box,
        LabelKind.REJECT_BIN: accessories.reject,
        LabelKind.RETURNABLE: accessories.tag,
    },
}
"""What each step takes. Anything else is refused with the step's own sentence."""

ANSWERS: dict[Ask, dict[Key, Handler]] = {
    Ask.REOPEN: {CommandWord.YES: parcels.reopen},
    Ask.SECOND_UNIT: {CommandWord.YES: units.second},
    Ask.SECOND_PRINTED: {CommandWord.YES: units.second},
    Ask.SECOND_KEYED: {CommandWord.YES: units.second},
    Ask.EMPTY: {CommandWord.YES: parcels.surely_empty},
    Ask.OPEN_CONTAINER: {CommandWord.CLASS: opening.open_by_card},
    Ask.UNDO: {CommandWord.REASON: undoing.by_card},
    Ask.MOVE_WHAT: {
        LabelKind.BAG: moving.named,
        LabelKind.CONTAINER: moving.named,
        SerialText: moving.named,
    },
    Ask.MOVE_WHERE: {LabelKind.CONTAINER: moving.place},
    Ask.INSPECT: {LabelKind.CONTAINER: rounds.inspected},
    Ask.LOOK_UP: {
        SerialText: look_up.serial,
        LabelKind.BAG: look_up.bag,
        LabelKind.CONTAINER: look_up.container,
        LabelKind.PARCEL: look_up.parcel,
        ParcelNumber: look_up.parcel,
        KitNumber: look_up.parcel,
        Jan: look_up.unknown,
        LabelKind.REJECT_BIN: look_up.unknown,
        LabelKind.CAGE: look_up.unknown,
        LabelKind.RETURNABLE: look_up.unknown,
    },
}
"""What the next scan may answer, before the step's own table is asked; any other scan drops the
question, but for one that cannot be read where a serial is asked for."""

ARRIVALS: dict[Key, Handler] = {
    ParcelNumber: arrivals.arrive,
    KitNumber: arrivals.arrive,
    LabelKind.PARCEL: arrivals.arrive,
    LabelKind.CAGE: arrivals.cage,
    CommandWord.CLOSE: arrivals.end,
}
"""What is taken while a cage is being filled; anything else waits until that is ended."""

OTHERWISE: dict[Step, Message] = {
    Step.SIGNED_OUT: Message.SIGN_IN_FIRST,
    Step.IDLE: Message.SCAN_PARCEL_FIRST,
    Step.PARCEL_OPEN: Message.NOT_EXPECTED_HERE,
    Step.UNIT: Message.SCAN_MODEL_FIRST,
    Step.CONDITION: Message.SCAN_CONDITION_FIRST,
    Step.BAG: Message.SCAN_BAG_FIRST,
    Step.CONTAINER: Message.SCAN_CONTAINER_FIRST,
    Step.REJECT: Message.REJECT_FIRST,
}


def awaited(receipt: Receipt, scan: Scan, reading: Reading) -> Reading:
    """Settle a number that may be a parcel's, a box's or a unit's by what the desk waits for.

    Where a unit is named to be moved, it is a serial. Where something is looked up, and with a parcel open,
    it is the unit's serial, unless the symbology is the parcel labels' own (NW-7): a serial mistaken for the
    next parcel would close this one with a battery still inside.
    """
    if not isinstance(reading, ParcelNumber | KitNumber | Jan) or reading.serial is None:
        return reading
    asked = receipt.question.ask if receipt.question is not None else None
    if asked is Ask.MOVE_WHAT:
        return SerialText(reading.serial)
    is_unit = asked is Ask.LOOK_UP or step_of(receipt) is Step.PARCEL_OPEN
    if not is_unit or scan.symbology is Symbology.CODABAR:
        return reading
    return SerialText(reading.serial)


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
        return refused(situation, Message.READ_BACK_FIRST)
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
        return _EVERYWHERE.get(key) or ARRIVALS.get(key, arrivals.busy)
    return answer or _EVERYWHERE.get(key) or ROUTES[situation.step].get(key)


def _answer(ask: Ask, key: Key) -> Handler | None:
    """Give what a scan answers; "no" drops any question in words."""
    if key is CommandWord.NO:
        return lambda situation: refused(situation, Message.QUESTION_DROPPED, Severity.NOTE)
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
