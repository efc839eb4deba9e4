"""Photos at the desk: asked for, offered by the camera, kept or dropped."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from intake import facts
from intake.catalogue import checklist
from intake.outcome import Answer, Message
from intake.own_label import CommandWord
from intake.photo import MOST_OF_A_UNIT, PhotoFault
from intake.question import Ask, Question
from intake.receipt import Decision, Photo, Prompt, Receipt, Step, photos
from intake.receipt.prompt import prompt
from intake.scan import Method, Severity, Symbology
from tests.intake.receipt.cases import BADGE, IN_SCOPE, NOW, OF_PLAIN, Case
from tests.intake.receipt.desk import ENDING, NO_PICTURE, OFFERED, PICTURE, Desk, fact_of, recorded, said
from tests.intake.receipt.exploring import moves
from tests.intake.receipt.world import command

IN_HAND = ("parcel number", "serial affected")
SHOWN = (*IN_HAND, "PHOTO", OFFERED)
NOT_WANTED = Answer(Message.PHOTO_NOT_WANTED, Severity.REFUSED)


def test_it_is_asked_for_by_a_wish_of_its_own():
    desk = Desk(*IN_HAND)
    decision = desk.scan("PHOTO")
    assert said(decision) == (Message.PHOTO_ASKED, Severity.NOTE)
    assert decision.answer.params == {"serial": OF_PLAIN}
    first = desk.receipt.question
    assert first.ask is Ask.PHOTO
    desk.scan("PHOTO")
    assert desk.receipt.question.about != first.about


def test_what_the_camera_offers_is_kept_by_yes():
    desk = Desk(*IN_HAND, "PHOTO")
    assert said(desk.scan(OFFERED)) == (Message.PHOTO_OFFERED, Severity.NOTE)
    assert desk.receipt.question == Question(Ask.KEEP_PHOTO, PICTURE)
    decision = desk.scan("YES")
    assert said(decision) == (Message.PHOTO_KEPT, Severity.OK)
    assert decision.answer.params == {"serial": OF_PLAIN, "count": 1}
    assert fact_of(decision) == facts.PhotoKept(PICTURE)
    assert decision.drafts[0].unit == desk.unit.id
    (photo,) = desk.unit.photos
    assert photo == Photo(photo.id, PICTURE, NOW, BADGE)
    assert desk.receipt.question is None


def test_a_unit_without_a_serial_has_pictures_too():
    desk = Desk("parcel number", "UNREADABLE", "PHOTO", OFFERED)
    assert desk.scan("YES").answer.params == {"serial": "-", "count": 1}


def test_it_is_taken_while_a_unit_is_in_hand_and_never_in_an_emergency():
    asked = [move for move in moves() if move.name == "PHOTO" and move.shape[0] is not Step.SIGNED_OUT]
    taken = {move.shape[0] for move in asked if said(move.decision)[0] is Message.PHOTO_ASKED}
    assert taken == {Step.UNIT, Step.CONDITION, Step.BAG, Step.CONTAINER, Step.PARCEL_OPEN}
    alarms = {said(move.decision)[0] for move in asked if move.shape[0] is Step.EMERGENCY}
    assert alarms == {Message.EMERGENCY_ON}


@pytest.mark.parametrize("names", [("parcel number",), ("parcel number", "print affected")])
def test_where_no_unit_is_known_there_is_none_to_picture(names):
    assert said(Desk(*names).scan("PHOTO")) == (Message.PHOTO_NO_UNIT, Severity.REFUSED)


def test_a_unit_put_away_is_pictured_no_more():
    """What lies before the camera by then is the next one, not taken in yet."""
    desk = Desk(*IN_HAND, "INTACT", "bag", "right container")
    assert said(desk.scan("PHOTO")) == (Message.PHOTO_NO_UNIT, Severity.REFUSED)


def test_what_burnt_is_pictured_once_the_emergency_is_over():
    desk = Desk(*IN_HAND, "K2")
    assert said(desk.scan("PHOTO")) == (Message.EMERGENCY_ON, Severity.EMERGENCY)
    desk.scan(ENDING)
    assert said(desk.scan("PHOTO"))[0] is Message.PHOTO_ASKED
    desk.scan(OFFERED, "YES")
    assert [photo.sha256 for photo in desk.unit.photos] == [PICTURE]


def test_an_alarm_goes_before_the_picture():
    desk = Desk(*SHOWN)
    assert said(desk.scan("K2"))[0] is Message.EMERGENCY_RAISED
    assert (desk.receipt.question, desk.unit.photos) == (None, ())


def test_photo_takes_another_and_no_drops_it():
    desk = Desk(*SHOWN)
    assert said(desk.scan("PHOTO"))[0] is Message.PHOTO_ASKED
    desk.scan(OFFERED)
    assert said(desk.scan("NO")) == (Message.QUESTION_DROPPED, Severity.NOTE)
    assert desk.unit.photos == ()


def test_a_gun_goes_on_with_the_unit():
    desk = Desk(*SHOWN, "INTACT")
    assert (desk.step, desk.receipt.question, desk.unit.photos) == (Step.BAG, None, ())


SEEN = (
    Case("its serial", OF_PLAIN, symbology=Symbology.CODE_128, method=Method.CAMERA),
    Case("its print", OF_PLAIN, method=Method.CAMERA),
    Case("its box", IN_SCOPE.jans[0], symbology=Symbology.EAN_13, method=Method.CAMERA),
    Case("an address", "https://example.com/", symbology=Symbology.QR, method=Method.CAMERA),
)


@pytest.mark.parametrize("case", SEEN, ids=lambda case: case.name)
@pytest.mark.parametrize("names", [(*IN_HAND, "PHOTO"), SHOWN], ids=["asked", "shown"])
def test_what_the_camera_reads_on_the_thing_itself_leaves_the_question_open(names, case):
    desk = Desk(*names)
    before = desk.receipt
    decision = desk.take(case)
    assert said(decision) == (Message.PHOTO_SEEN, Severity.NOTE)
    assert recorded(decision) == ["QuestionAsked"]
    assert desk.receipt == before


def test_a_card_before_the_camera_answers():
    desk = Desk(*SHOWN)
    desk.take(Case("card", command(CommandWord.YES), symbology=Symbology.CODE_128, method=Method.CAMERA))
    assert len(desk.unit.photos) == 1


def test_yes_before_it_is_shown_answers_nothing():
    """Least of all the checklist behind it."""
    desk = Desk(*IN_HAND, "CHECK", "PHOTO")
    before = desk.receipt
    assert said(desk.scan("YES")) == (Message.PHOTO_SEEN, Severity.NOTE)
    assert desk.receipt == before


def test_no_picture_is_said_and_the_desk_goes_on():
    desk = Desk(*IN_HAND, "PHOTO")
    decision = desk.scan(NO_PICTURE)
    assert said(decision) == (Message.PHOTO_FAILED, Severity.NOTE)
    assert decision.answer.params == {"photo_fault": PhotoFault.NO_CAMERA}
    assert fact_of(decision) == facts.PhotoFailed(PhotoFault.NO_CAMERA)
    assert (desk.step, desk.receipt.question) == (Step.CONDITION, Question(Ask.NO_PHOTO))
    assert prompt(desk.receipt, None, checklist()).message is Prompt.LOOK_FEEL_SMELL
    assert said(desk.scan("PHOTO"))[0] is Message.PHOTO_ASKED


def test_of_an_offered_picture_that_cannot_be_shown_any_more_nothing_is_asked():
    """After a start its file may be gone: nobody may say of a picture unseen that it is kept."""
    receipt = Desk(*SHOWN).receipt
    decision = photos.failed(receipt, PICTURE, PhotoFault.NOT_STORED)
    assert isinstance(decision, Decision)
    assert said(decision) == (Message.PHOTO_FAILED, Severity.NOTE)
    assert [draft.fact for draft in decision.drafts] == [
        facts.PhotoFailed(PhotoFault.NOT_STORED),
        facts.QuestionAsked(Ask.NO_PHOTO),
    ]
    assert photos.failed(receipt, "0" * 64, PhotoFault.NOT_STORED) == NOT_WANTED


@pytest.mark.parametrize("word", ["YES", "NO"])
def test_what_is_said_to_a_picture_that_does_not_come_never_answers_the_checklist(word):
    """The operator takes it back in the very moment in which the station gives up."""
    desk = Desk(*IN_HAND, "CHECK", "PHOTO", NO_PICTURE)
    before = desk.receipt
    assert said(desk.scan(word)) == (Message.QUESTION_DROPPED, Severity.NOTE)
    assert desk.receipt == replace(before, question=None)


def test_a_picture_that_comes_too_late_or_is_not_there_is_not_wanted():
    receipt = Desk(*IN_HAND, "PHOTO").receipt
    wish = receipt.question.about
    assert isinstance(photos.offered(receipt, wish, PICTURE, is_stored=True), Decision)
    assert photos.offered(receipt, "another", PICTURE, is_stored=True) == NOT_WANTED
    assert photos.offered(receipt, wish, PICTURE, is_stored=False) == NOT_WANTED
    for other in (Receipt("o"), Desk(*IN_HAND).receipt, Desk(*SHOWN).receipt):
        assert photos.offered(other, wish, PICTURE, is_stored=True) == NOT_WANTED
        assert photos.failed(other, wish, PhotoFault.TOO_LATE) == NOT_WANTED


def pictured(*digests, erased_at=None):
    """Stand at a shown picture, with others of the unit in hand kept."""
    desk = Desk(*SHOWN)
    kept = tuple(Photo(f"e{each}", each, NOW, BADGE, erased_at) for each in digests)
    parcel = replace(desk.receipt.parcel, units=(replace(desk.unit, photos=kept),))
    desk.state = desk.state._replace(receipt=replace(desk.receipt, parcel=parcel))
    return desk


def test_the_same_picture_is_kept_once_and_after_its_erasure_again():
    assert said(pictured(PICTURE).scan("YES")) == (Message.PHOTO_HELD_ALREADY, Severity.REFUSED)
    assert said(pictured(PICTURE, erased_at=NOW).scan("YES"))[0] is Message.PHOTO_KEPT


def test_a_unit_has_so_many_and_no_more():
    many = [f"{number:064}" for number in range(MOST_OF_A_UNIT)]
    assert said(pictured(*many).scan("PHOTO")) == (Message.PHOTO_ENOUGH, Severity.REFUSED)
    assert said(pictured(*many[1:]).scan("PHOTO"))[0] is Message.PHOTO_ASKED
    assert said(pictured(*many, erased_at=NOW).scan("PHOTO"))[0] is Message.PHOTO_ASKED


def test_a_picture_nobody_can_say_the_unit_of_is_not_kept():
    desk = Desk(*SHOWN)
    bare = replace(desk.receipt.parcel, units=())
    desk.state = desk.state._replace(receipt=replace(desk.receipt, parcel=bare))
    assert said(desk.scan("YES")) == (Message.PHOTO_NO_UNIT, Severity.REFUSED)


def test_keeping_is_undone_like_any_other_act():
    desk = Desk(*SHOWN, "YES", "UNDO")
    assert said(desk.scan("reason MISTAKE")) == (Message.UNDONE_PHOTO, Severity.NOTE)
    assert desk.unit.photos == ()
