"""Keyed and printed serials: read back before they count, and never the ground for NOT_AFFECTED.

Six keys are enough where the parcel's claim names the serial: they confirm that the claim's unit is here. So
does the camera that reads it off print. Any other serial off print is confirmed by six keys or by a code of
it, for whoever is asked whether the screen is right says yes.
"""

from __future__ import annotations

from intake.barcode import Reading, SerialText
from intake.campaign import Catalogue
from intake.claim import TAIL
from intake.facts import KeyedDropped, SerialKeyed
from intake.near import is_print
from intake.outcome import Message, Params
from intake.own_label import Command, CommandWord
from intake.question import Ask, Question
from intake.receipt import units
from intake.receipt.decision import Decision, Situation, accepted, refused
from intake.receipt.state import Keyed, Receipt
from intake.receipt.step import Step, step_of
from intake.scan import Method, Scan, Severity
from intake.serial_number import How
from intake.verdict import Judgement, Verdict

_SECOND = frozenset({*units.SECOND, Ask.SECOND_PRINTED})


def serial_in_question(receipt: Receipt, scan: Scan, reading: Reading) -> str | None:
    """Give the serial, in normal form, that the lists are to be asked about; None when there is none."""
    parcel = receipt.parcel
    match reading:
        case SerialText(normal=normal) if is_looking_up(receipt):
            return normal
        case Command(word=CommandWord.YES) if receipt.question and receipt.question.ask in _SECOND:
            return receipt.question.about
        case Command(word=CommandWord.YES) if parcel is not None and parcel.keyed is not None:
            return parcel.keyed.serial
        case SerialText(normal=normal) if parcel is not None and parcel.keyed is not None:
            return parcel.keyed.serial if _says_the_same(scan, normal, parcel.keyed) else normal
        case SerialText(normal=normal):
            return _claimed(receipt, scan, normal) or normal
        case _:
            return None


def _says_the_same(scan: Scan, normal: str, keyed: Keyed) -> bool:
    """The whole serial says it, or its last characters keyed again; a device reads all of it or nothing."""
    is_tail = scan.method is Method.KEYED and len(normal) == TAIL and keyed.serial.endswith(normal)
    return normal == keyed.serial or is_tail


def _claimed(receipt: Receipt, scan: Scan, normal: str) -> str | None:
    """Give the one serial of the claim that ends in what was keyed."""
    parcel = receipt.parcel
    if scan.method is not Method.KEYED or len(normal) != TAIL or parcel is None or parcel.claim is None:
        return None
    ending = parcel.claim.ending(normal, parcel.serials)
    return ending[0] if len(ending) == 1 else None


def endings_awaited(receipt: Receipt) -> tuple[str, ...]:
    """Give the last characters that complete an entry by themselves: of the claim, or to be read back."""
    step, parcel = step_of(receipt), receipt.parcel
    if parcel is None or is_looking_up(receipt):
        return ()
    if step is Step.UNIT and parcel.keyed is not None:
        return (parcel.keyed.serial[-TAIL:],)
    return tuple(each[-TAIL:] for each in parcel.awaited_serials) if step is Step.PARCEL_OPEN else ()


def length_awaited(receipt: Receipt, catalogue: Catalogue) -> int:
    """Give how many keyed characters are a whole serial, where all have one length; 0: only Enter tells."""
    lengths = {length for campaign in catalogue.campaigns for length in campaign.serial.lengths}
    is_awaited = step_of(receipt) is Step.PARCEL_OPEN or is_looking_up(receipt)
    return min(lengths) if is_awaited and len(lengths) == 1 else 0


def is_looking_up(receipt: Receipt) -> bool:
    """Tell whether the next serial is only looked up: nothing of it is taken in."""
    return (
        receipt.question is not None and receipt.question.ask is Ask.LOOK_UP and receipt.operator is not None
    )


def serial(situation: Situation) -> Decision:
    """Take a serial while the next unit is awaited: scanned, keyed, or confirmed by its last characters."""
    reading, judged, parcel = situation.reading, situation.known.judgement, situation.receipt.parcel
    if is_print(situation.scan):
        return _printed(situation)
    if situation.scan.method is not Method.KEYED:
        return units.serial(situation)
    if judged is None or parcel is None or not isinstance(reading, SerialText):
        raise TypeError(f"expected a judged serial, got {reading!r}")
    if len(reading.normal) == TAIL and parcel.awaited_serials:
        return _confirm(situation, judged, reading.normal)
    if judged.verdict is Verdict.INVALID:
        return units.invalid(situation, judged)
    if (twin := units.taken_here(parcel, judged.serial)) is not None:
        return units.ask_for_second(situation, Question(Ask.SECOND_KEYED, judged.serial), twin)
    fact = SerialKeyed(judged.serial, situation.scan.text)
    return accepted(
        [situation.draft(fact)], Message.SERIAL_KEYED, Severity.NOTE, serial=spaced(judged.serial)
    )


def _printed(situation: Situation) -> Decision:
    """Take what a camera read off print: the claim's own serial at once, any other to be read back."""
    judged, parcel = situation.known.judgement, situation.receipt.parcel
    if judged is None or parcel is None:
        raise TypeError(f"expected a judged serial, got {situation.reading!r}")
    if judged.verdict is Verdict.INVALID:
        return units.invalid(situation, judged)
    if (twin := units.taken_here(parcel, judged.serial)) is not None:
        return units.ask_for_second(situation, Question(Ask.SECOND_PRINTED, judged.serial), twin)
    if judged.serial in parcel.awaited_serials:
        return units.identified(situation, judged, situation.scan.text, How.CLAIM)
    return _to_read_back(situation, judged, situation.scan.text)


def second_printed(situation: Situation) -> Decision:
    """Ask for another unit with a serial of this very parcel to be read back as well (`RI-C-YES`)."""
    judged = situation.known.judgement
    if judged is None:
        return refused(situation, Message.NOT_EXPECTED_HERE)
    return _to_read_back(situation, judged, judged.serial)


def _to_read_back(situation: Situation, judged: Judgement, raw: str) -> Decision:
    draft = situation.draft(SerialKeyed(judged.serial, raw, How.PRINTED))
    told: Params = {"serial": spaced(judged.serial), "length": TAIL}
    return accepted([draft], Message.SERIAL_PRINTED, Severity.NOTE, told=told)


def _confirm(situation: Situation, judged: Judgement, tail: str) -> Decision:
    parcel = situation.receipt.parcel
    if parcel is None or parcel.claim is None or len(parcel.claim.ending(tail, parcel.serials)) != 1:
        return refused(situation, Message.KEYED_NO_MATCH, length=TAIL)
    if judged.verdict is Verdict.INVALID:
        return units.invalid(situation, judged)
    return units.identified(situation, judged, situation.scan.text, How.CLAIM)


def read_back(situation: Situation) -> Decision:
    """Take a serial as read back: scanned, or its last characters keyed; if it was keyed, `RI-C-YES` too."""
    parcel, judged = situation.receipt.parcel, situation.known.judgement
    keyed = parcel.keyed if parcel else None
    if keyed is None or judged is None:
        return refused(situation, Message.SCAN_MODEL_FIRST)
    if judged.serial != keyed.serial:
        return refused(situation, Message.KEYED_DIFFERS, serial=spaced(keyed.serial))
    is_text = isinstance(situation.reading, SerialText)
    if keyed.is_printed and (is_print(situation.scan) or not is_text):
        return _keys_wanted(situation, keyed, Severity.NOTE)
    if is_text and situation.scan.method is not Method.KEYED:
        return units.identified(situation, judged, situation.scan.text, units.read_by_device(situation))
    return units.identified(situation, judged, keyed.raw, keyed.how)


def read_back_first(situation: Situation) -> Decision:
    """Refuse whatever else is scanned while a serial waits to be read back."""
    keyed = situation.receipt.parcel.keyed if situation.receipt.parcel else None
    if keyed is not None and keyed.is_printed:
        return _keys_wanted(situation, keyed, Severity.REFUSED)
    return refused(situation, Message.READ_BACK_FIRST)


def _keys_wanted(situation: Situation, keyed: Keyed, severity: Severity) -> Decision:
    told: Params = {"serial": spaced(keyed.serial), "length": TAIL}
    return refused(situation, Message.PRINT_NEEDS_KEYS, severity, told=told)


def drop(situation: Situation) -> Decision:
    """Forget the keyed serial: read back, it is not what stands on the unit (`RI-C-NO`)."""
    if situation.receipt.parcel is None or situation.receipt.parcel.keyed is None:
        return refused(situation, Message.SCAN_MODEL_FIRST)
    return accepted([situation.draft(KeyedDropped())], Message.KEYED_DROPPED, Severity.NOTE)


def spaced(serial_number: str) -> str:
    """Write a serial in groups of four, to be read aloud."""
    return " ".join(serial_number[place : place + 4] for place in range(0, len(serial_number), 4))
