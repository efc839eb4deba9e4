"""Routes: what each step takes, and what answers each question. A table; the few rules above it decide."""

from __future__ import annotations

from collections.abc import Callable

from intake.barcode import Jan, KitNumber, ParcelNumber, SerialText
from intake.outcome import Message
from intake.own_label import CommandWord, LabelKind
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
    photos,
    placing,
    rounds,
    signing,
    undoing,
    units,
)
from intake.receipt.decision import Decision, Situation, dropped, refused
from intake.receipt.step import Step

Handler = Callable[[Situation], Decision]
Key = LabelKind | CommandWord | type
"""What routes a reading: an own label by its kind, a command by its word, others by their type."""


def _says(message: Message) -> Handler:
    return lambda situation: refused(situation, message)


EVERYWHERE: dict[Key, Handler] = {
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

_EVIDENCE: dict[Key, Handler] = {CommandWord.PHOTO: photos.ask}

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
        **_EVIDENCE,
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
        **_EVIDENCE,
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
        **_EVIDENCE,
        CommandWord.INTACT: conditions.record,
        CommandWord.CHECK: conditions.check,
        CommandWord.YES: conditions.see,
        CommandWord.NO: conditions.deny,
    },
    Step.BAG: {
        **_ACCESSORIES,
        **_WORSE,
        **_CORRECTIONS,
        **_LOOK_UP,
        **_EVIDENCE,
        LabelKind.BAG: conditions.bag,
    },
    Step.CONTAINER: {
        **_ACCESSORIES,
        **_WORSE,
        **_CORRECTIONS,
        **_LOOK_UP,
        **_EVIDENCE,
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
    Ask.SECOND_PRINTED: {CommandWord.YES: keyed.second_printed},
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
    Ask.PHOTO: {CommandWord.YES: photos.still_asked},
    Ask.KEEP_PHOTO: {CommandWord.YES: photos.keep},
    Ask.NO_PHOTO: {CommandWord.YES: dropped},
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
