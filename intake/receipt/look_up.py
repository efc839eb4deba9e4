"""Look-up: what the lists and the log say of a thing, without taking it in.

Every answer is a NOTE, whatever the verdict, so that nobody takes it for an intake.
"""

from __future__ import annotations

from intake.barcode import SerialText
from intake.events import Draft
from intake.facts import SerialLookedUp
from intake.near import is_print
from intake.outcome import Answer, Message, Params
from intake.own_label import OwnLabel
from intake.question import Ask, Question
from intake.receipt.decision import Decision, Situation, asked, refused
from intake.receipt.parcels import label_of
from intake.receipt.units import hint
from intake.scan import Method, Severity
from intake.verdict import Judgement, Reason, Verdict, unvouched

_SAID = {
    Verdict.AFFECTED: Message.LOOKED_UP_AFFECTED,
    Verdict.NOT_AFFECTED: Message.LOOKED_UP_NOT_AFFECTED,
    Verdict.UNCERTAIN: Message.LOOKED_UP_UNCERTAIN,
}


def begin(situation: Situation) -> Decision:
    """Ask what is to be looked up (`RI-C-LOOKUP`)."""
    return asked(situation, Question(Ask.LOOK_UP), Message.LOOK_UP_ASKED)


def serial(situation: Situation) -> Decision:
    """Say what the lists in force say of a serial; one keyed or read off print is never said NOT_AFFECTED."""
    judged = situation.known.judgement
    if judged is None or not isinstance(situation.reading, SerialText):
        raise TypeError(f"expected a judged serial, got {situation.reading!r}")
    if judged.verdict is Verdict.INVALID:
        return _invalid(situation, judged)
    if situation.scan.method is Method.KEYED:
        judged = unvouched(judged, Reason.KEYED)
    elif is_print(situation.scan):
        judged = unvouched(judged, Reason.PRINTED)
    fact = SerialLookedUp(judged.serial, judged.verdict, judged.list_version)
    return Decision((Draft(fact),), _answer(situation, judged))


def _invalid(situation: Situation, judged: Judgement) -> Decision:
    """Nothing is known of the text: it may be anything, so the log names its digest only."""
    told: Params = {"reason": judged.reasons[0], "length": len(judged.serial), **hint(judged)}
    drafts = refused(situation, Message.LOOKED_UP_INVALID).drafts
    return Decision(drafts, _note(Message.LOOKED_UP_INVALID, told, judged))


def _answer(situation: Situation, judged: Judgement) -> Answer:
    before = situation.known.unit_before
    told: Params = {"serial": judged.serial}
    if before is not None:
        told |= {"verdict": judged.verdict, "parcel": before.parcel, "at": before.at}
        return _note(Message.LOOKED_UP_BEFORE, told, judged)
    match judged.verdict:
        case Verdict.AFFECTED:
            told["model"] = judged.model or ""
        case Verdict.UNCERTAIN:
            told |= {"reason": judged.reasons[0], **hint(judged)}
    return _note(_SAID[judged.verdict], told, judged)


def _note(message: Message, told: Params, judged: Judgement) -> Answer:
    return Answer(message, Severity.NOTE, told, verdict=judged.verdict, reasons=judged.reasons)


def bag(situation: Situation) -> Decision:
    """Say which unit a bag holds, and where it lies."""
    placed = situation.known.placed
    if len(placed) != 1:
        return unknown(situation)
    told: Params = {"serial": placed[0].serial or "-", "container": placed[0].container}
    return _said(situation, Message.LOOKED_UP_BAG, told | {"bag": _label(situation)})


def container(situation: Situation) -> Decision:
    """Say what a container is for, and how much is in it."""
    found = situation.known.container
    if found is None:
        return unknown(situation)
    told: Params = {"container": found.code, "units": found.load.units, "state": found.state}
    told |= {"condition": found.condition, "un_number": found.un_number}
    return _said(situation, Message.LOOKED_UP_CONTAINER, told)


def parcel(situation: Situation) -> Decision:
    """Say when a parcel was received."""
    is_open, before = situation.receipt.parcel, situation.known.parcel_before
    if is_open is not None and is_open.label == label_of(situation):
        return _said(situation, Message.PARCEL_IS_OPEN, {"parcel": is_open.label})
    if before is None:
        return unknown(situation)
    return _said(situation, Message.LOOKED_UP_PARCEL, {"parcel": before.parcel, "at": before.at})


def unknown(situation: Situation) -> Decision:
    """Nothing is known of it; it is not taken either, whatever the step takes."""
    return _said(situation, Message.LOOKED_UP_NOTHING, {})


def _said(situation: Situation, message: Message, told: Params) -> Decision:
    """Answer about a thing of our own; nothing has changed."""
    return Decision(refused(situation, message).drafts, Answer(message, Severity.NOTE, told))


def _label(situation: Situation) -> str:
    reading = situation.reading
    return reading.code if isinstance(reading, OwnLabel) else ""
