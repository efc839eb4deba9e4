"""A handler that a table sends the wrong thing to says so, or refuses: it never makes a fact of it."""

from __future__ import annotations

import msgspec
import pytest

from intake.barcode import Jan, Reading, SerialText
from intake.campaign import Catalogue
from intake.facts import ScanRefused
from intake.outcome import Message
from intake.own_label import Command, CommandWord, LabelKind, OwnLabel
from intake.receipt import (
    Known,
    Receipt,
    Situation,
    accessories,
    arrivals,
    cards,
    conditions,
    keyed,
    moving,
    opening,
    parcels,
    photos,
    placing,
    rounds,
    step_of,
    units,
)
from intake.receipt.decision import asked_again
from intake.scan import Method, Scan

HANDLERS = [conditions.record, conditions.graver, parcels.label_of, units.serial, arrivals.arrive]
SCAN = Scan(b"x", "x", "port:test", 0, 0)


def situation(reading: Reading) -> Situation:
    """A desk where nobody stands and nothing lies, and a reading."""
    receipt = Receipt()
    return Situation(receipt, step_of(receipt), SCAN, reading, Known(Catalogue(())), tuple("abcdefgh"))


@pytest.mark.parametrize("handler", HANDLERS)
def test_a_reading_of_another_kind_is_a_fault_of_the_table(handler):
    with pytest.raises(TypeError, match="expected"):
        handler(situation(Jan("4571411204692", ())))


@pytest.mark.parametrize("method", [Method.KEYED, Method.CAMERA])
def test_a_keyed_or_printed_serial_nobody_judged_is_a_fault_of_the_table(method):
    typed = msgspec.structs.replace(SCAN, method=method)
    without = msgspec.structs.replace(situation(SerialText("ABCD")), scan=typed)
    with pytest.raises(TypeError, match="expected a judged serial"):
        keyed.serial(without)


YES, NO = Command(CommandWord.YES), Command(CommandWord.NO)
BOX = OwnLabel(LabelKind.CONTAINER, 1)


@pytest.mark.parametrize(
    ("handler", "reading", "message"),
    [
        (conditions.record, Command(CommandWord.INTACT), Message.NOT_EXPECTED_HERE),
        (conditions.bag, OwnLabel(LabelKind.BAG, 1), Message.NOT_EXPECTED_HERE),
        (conditions.check, Command(CommandWord.CHECK), Message.SCAN_CONDITION_FIRST),
        (conditions.see, YES, Message.SCAN_CONDITION_FIRST),
        (conditions.deny, NO, Message.SCAN_CONDITION_FIRST),
        (placing.contain, BOX, Message.NOTHING_TO_CONTAIN),
        (cards.model, Command(CommandWord.MODEL, "A1"), Message.SCAN_MODEL_FIRST),
        (cards.colour, Command(CommandWord.COLOUR, "RED"), Message.SCAN_MODEL_FIRST),
        (keyed.read_back, YES, Message.SCAN_MODEL_FIRST),
        (keyed.drop, NO, Message.SCAN_MODEL_FIRST),
        (keyed.read_back_first, YES, Message.READ_BACK_FIRST),
        (keyed.second_printed, YES, Message.NOT_EXPECTED_HERE),
        (photos.ask, Command(CommandWord.PHOTO), Message.PHOTO_NO_UNIT),
        (photos.keep, YES, Message.PHOTO_NO_UNIT),
        (photos.still_asked, YES, Message.PHOTO_NO_UNIT),
        (units.second, YES, Message.NOT_EXPECTED_HERE),
        (parcels.reopen, YES, Message.NOT_AN_ANSWER),
        (parcels.short, Command(CommandWord.SHORT), Message.NOT_EXPECTED_HERE),
        (accessories.tag, OwnLabel(LabelKind.RETURNABLE, 1), Message.NOTHING_TO_REJECT),
        (accessories.tag, YES, Message.NOTHING_TO_REJECT),
        (accessories.reject, YES, Message.REJECT_BIN_UNKNOWN),
        (accessories.box_empty, YES, Message.REJECT_FIRST),
        (accessories.battery_in_box, NO, Message.REJECT_FIRST),
        (arrivals.cage, YES, Message.NOT_EXPECTED_HERE),
        (opening.unknown, YES, Message.NOT_EXPECTED_HERE),
        (opening.open_by_card, YES, Message.CLASS_CARD_UNKNOWN),
        (moving.named, YES, Message.MOVE_UNKNOWN),
        (moving.place, YES, Message.CONTAINER_UNKNOWN),
        (rounds.inspected, YES, Message.CONTAINER_NOT_IN_USE),
    ],
)
def test_where_nothing_lies_nothing_is_recorded(handler, reading, message):
    decision = handler(situation(reading))
    (draft,) = decision.drafts
    assert isinstance(draft.fact, ScanRefused)
    assert decision.answer.message is message


def test_an_answer_to_no_question_is_a_plain_refusal():
    decision = asked_again(situation(YES), Message.MOVE_UNKNOWN, {"a": 1}, b=2)
    assert decision.answer.params == {"a": 1, "b": 2}
    assert isinstance(decision.drafts[0].fact, ScanRefused)


def test_where_no_parcel_is_open_a_unit_has_no_claim_against_it():
    facts = [draft.fact for draft in units.unreadable(situation(YES)).drafts]
    assert [type(fact).__name__ for fact in facts] == ["UnitIdentified", "HoldRaised"]


def test_where_no_parcel_is_open_closing_records_nothing():
    assert parcels.close(situation(Command(CommandWord.CLOSE))).drafts == ()
    assert parcels.empty(situation(Command(CommandWord.EMPTY))).drafts == ()
