"""Photos at the desk: a picture of the unit in hand is asked for, looked at, and kept or dropped.

While the question stands the camera takes it. The file is stored first and then offered by its SHA-256
(`intake.request.OfferPhoto`); what nobody keeps is erased when the station is idle.
"""

from __future__ import annotations

from intake.events import Draft
from intake.facts import PhotoFailed, PhotoKept, QuestionAsked
from intake.outcome import Answer, Message
from intake.own_label import Command, OwnLabel
from intake.photo import MOST_OF_A_UNIT, PhotoFault
from intake.question import Ask, Question
from intake.receipt.decision import Decision, Situation, accepted, asked, refused
from intake.receipt.state import Receipt, Unit
from intake.scan import Method, Severity


def pictured(receipt: Receipt) -> Unit | None:
    """Give the unit a picture would be of: the one in hand, else the last one if it ended in an emergency.

    A unit in a container is none: what lies before the camera then is another, not taken in yet.
    """
    parcel = receipt.parcel
    if parcel is None or receipt.unit is not None or parcel.keyed is not None or not parcel.units:
        return receipt.unit
    last = parcel.units[-1]
    return last if last.emergency is not None else None


def ask(situation: Situation) -> Decision:
    """Ask the camera for a picture (`RI-C-PHOTO`), or for another in place of the one shown."""
    unit = pictured(situation.receipt)
    if unit is None:
        return refused(situation, Message.PHOTO_NO_UNIT)
    if len(unit.kept_photos) >= MOST_OF_A_UNIT:
        return refused(situation, Message.PHOTO_ENOUGH, count=MOST_OF_A_UNIT)
    question = Question(Ask.PHOTO, situation.ids[0])
    return asked(situation, question, Message.PHOTO_ASKED, serial=unit.serial or "-")


def keep(situation: Situation) -> Decision:
    """Keep the picture that is shown (`RI-C-YES`)."""
    unit, sha256 = pictured(situation.receipt), situation.about
    if unit is None:  # it has been put somewhere beside the desk since: nobody may say what this shows
        return refused(situation, Message.PHOTO_NO_UNIT)
    if any(photo.sha256 == sha256 for photo in unit.kept_photos):
        return refused(situation, Message.PHOTO_HELD_ALREADY)
    draft = situation.draft(PhotoKept(sha256), unit.id)
    count = len(unit.kept_photos) + 1
    return accepted([draft], Message.PHOTO_KEPT, unit=unit, serial=unit.serial or "-", count=count)


def is_in_view(situation: Situation) -> bool:
    """Tell whether a camera has only read what lies before it for its picture: that answers no question."""
    question = situation.receipt.question
    is_pictured = question is not None and question.ask in {Ask.PHOTO, Ask.KEEP_PHOTO}
    is_ours = isinstance(situation.reading, Command | OwnLabel)
    is_camera = situation.scan.method is Method.CAMERA and situation.receipt.operator is not None
    return is_pictured and is_camera and not is_ours


def still_asked(situation: Situation) -> Decision:
    """Leave the picture's question open: codes on the thing in the picture are no scan of the operator's.

    Nor is a "yes" before it is shown: it would answer whatever the step asks, perhaps the checklist.
    """
    question = situation.receipt.question
    if question is None:
        return refused(situation, Message.PHOTO_NO_UNIT)
    return asked(situation, question, Message.PHOTO_SEEN)


def offered(receipt: Receipt, wish: str, sha256: str, *, is_stored: bool) -> Decision | Answer:
    """Show a picture and ask whether it is kept. Gives a bare answer when nobody wants it any more."""
    unit, question = pictured(receipt), receipt.question
    if unit is None or question != Question(Ask.PHOTO, wish) or not is_stored:
        return Answer(Message.PHOTO_NOT_WANTED, Severity.REFUSED)
    told = Answer(Message.PHOTO_OFFERED, Severity.NOTE, {"serial": unit.serial or "-"}, unit=unit.id)
    return Decision((_of_parcel(receipt, QuestionAsked(Ask.KEEP_PHOTO, sha256)),), told)


def failed(receipt: Receipt, wish: str, fault: PhotoFault) -> Decision | Answer:
    """Say that no picture came, or that the one offered cannot be shown, and let the desk go on."""
    if receipt.question not in {Question(Ask.PHOTO, wish), Question(Ask.KEEP_PHOTO, wish)}:
        return Answer(Message.PHOTO_NOT_WANTED, Severity.REFUSED)
    told = Answer(Message.PHOTO_FAILED, Severity.NOTE, {"photo_fault": fault})
    facts = (PhotoFailed(fault), QuestionAsked(Ask.NO_PHOTO))
    return Decision(tuple(_of_parcel(receipt, fact) for fact in facts), told)


def _of_parcel(receipt: Receipt, fact: QuestionAsked | PhotoFailed) -> Draft:
    return Draft(fact, receipt.parcel.id if receipt.parcel else None)
