"""Decide: what one reading leads to at the step the desk stands at. A table, and the few rules above it.

Pure: the clock, the identifiers and all look-ups are arguments. Every step answers every reading.
"""

from __future__ import annotations

from collections.abc import Callable

from intake.barcode import Jan, KitNumber, ParcelNumber, Reading, SerialText, Unreadable
from intake.facts import ScanRepeated
from intake.outcome import Answer, Message
from intake.own_label import Command, CommandWord, LabelKind, OwnLabel
from intake.receipt import accessories, cards, conditions, emergency, parcels, placing, signing, units
from intake.receipt.decision import Decision, Situation, refused
from intake.receipt.known import Known
from intake.receipt.state import Receipt
from intake.receipt.step import Step, step_of
from intake.scan import Scan, Severity, Symbology

Handler = Callable[[Situation], Decision]
Key = LabelKind | CommandWord | type
"""What routes a reading: an own label by its kind, a command by its word, others by their type."""

_EVERYWHERE: dict[Key, Handler] = {
    CommandWord.K2: emergency.raise_alarm,
    LabelKind.BADGE: signing.badge,
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


def _says(message: Message) -> Handler:
    return lambda situation: refused(situation, message)


ROUTES: dict[Step, dict[Key, Handler]] = {
    Step.SIGNED_OUT: {},
    Step.IDLE: {
        **_LABELLED,
        Jan: parcels.box_not_parcel,
        CommandWord.OUT: signing.out,
        CommandWord.YES: parcels.reopen,
    },
    Step.PARCEL_OPEN: {
        **_LABELLED,
        **_ACCESSORIES,
        SerialText: units.serial,
        CommandWord.UNREADABLE: units.unreadable,
        **_WORSE,
        CommandWord.CLOSE: parcels.close,
        CommandWord.SHORT: parcels.short,
        CommandWord.EMPTY: parcels.empty,
        CommandWord.OUT: signing.out,
        LabelKind.CONTAINER: _says(Message.NOTHING_TO_CONTAIN),
        LabelKind.REJECT_BIN: _says(Message.NOTHING_TO_REJECT),
    },
    Step.UNIT: {
        **_ACCESSORIES,
        **_WORSE,
        CommandWord.MODEL: cards.model,
        CommandWord.COLOUR: cards.colour,
    },
    Step.CONDITION: {**_ACCESSORIES, **_WORSE, CommandWord.INTACT: conditions.record},
    Step.BAG: {**_ACCESSORIES, **_WORSE, LabelKind.BAG: conditions.bag},
    Step.CONTAINER: {**_ACCESSORIES, **_WORSE, LabelKind.CONTAINER: placing.contain},
    Step.REJECT: {
        **_ACCESSORIES,
        **_WORSE,
        CommandWord.YES: accessories.box_empty,
        LabelKind.REJECT_BIN: accessories.reject,
    },
}
"""What each step takes. Anything else is refused with the step's own sentence."""

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

    With a parcel open it is taken as the unit's serial, unless the symbology is the parcel labels' own
    (NW-7): a serial mistaken for the next parcel would close this one with a battery still inside.
    """
    if not isinstance(reading, ParcelNumber | KitNumber | Jan) or reading.serial is None:
        return reading
    if step_of(receipt) is not Step.PARCEL_OPEN or scan.symbology is Symbology.CODABAR:
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
    """Decide one scan. `ids` holds four fresh identifiers; total for every receipt and reading."""
    situation = Situation(receipt, step_of(receipt), scan, reading, known, ids)
    if is_repeat(scan, known):
        draft = situation.draft(ScanRepeated())
        return Decision((draft,), Answer(Message.SAME_SCAN, Severity.NOTE))
    if situation.step is Step.EMERGENCY:
        return refused(situation, Message.EMERGENCY_ON, Severity.EMERGENCY)
    if isinstance(reading, Unreadable):
        return refused(situation, Message.UNREADABLE_SCAN, reason=scan.fault or reading.reason)
    return _route(situation)


def _route(situation: Situation) -> Decision:
    key = key_of(situation.reading)
    handler = _EVERYWHERE.get(key) or ROUTES[situation.step].get(key)
    if handler is not None:
        return handler(situation)
    if accessories.unopened(situation) is not None:
        return refused(situation, Message.BOX_NOT_CHECKED)
    return refused(situation, OTHERWISE[situation.step])


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
