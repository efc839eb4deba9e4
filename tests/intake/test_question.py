"""Questions: what drops one, and what leaves it open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import pytest

from intake.campaign import UnNumber
from intake.condition import Condition
from intake.expected import ExpectedRow
from intake.follow_up import lists_named
from intake.founding import TRAINING_PIN
from intake.hold import HoldDecision
from intake.operator import Role
from intake.outcome import Message
from intake.own_label import LabelKind, OwnLabel
from intake.question import Ask, Question
from intake.receipt import Step
from intake.request import (
    ActivateList,
    AddOperator,
    AddRejectBin,
    AnchorHead,
    AnswerReplacements,
    ClearContainer,
    CloseEmergency,
    EndRecovery,
    EndRejudging,
    EndRematching,
    ErasePayload,
    ErasePhoto,
    FailPhoto,
    ForgetPerson,
    HandOverContainer,
    InspectContainer,
    LeaveNote,
    LoadContainer,
    LockDesk,
    MoveUnit,
    OfferPhoto,
    OpenContainer,
    OpenReview,
    ReadNote,
    RecordReservation,
    RefuseContainer,
    RejudgeUnits,
    RematchParcels,
    ResolveHold,
    RetireOperator,
    SealContainer,
    SuspectContainer,
    TellDuplicate,
    TellEmergency,
    UndoAct,
    Wish,
)
from intake.scan import Severity
from intake.wire import EmergencyState, HubAnswer, ReplacementAnswer
from tests.intake.conftest import HOSTILE, fold_log, jpeg


def test_a_question_is_stored_under_these_names():
    """Journals hold them for ever."""
    assert set(Ask) == {
        *("reopen", "second_unit", "second_printed", "second_keyed", "empty", "open_container", "undo"),
        *("move_what", "move_where", "inspect", "look_up", "photo", "keep_photo", "no_photo"),
    }


def test_a_question_is_about_nothing_unless_it_says_so():
    assert Question(Ask.INSPECT) == Question(Ask.INSPECT, "")
    assert Question(Ask.UNDO, "a") != Question(Ask.UNDO, "b")


OF_THE_CAMERA = {OfferPhoto, FailPhoto}
"""They answer the question they are about, and are refused beside it (`tests.intake.test_photos`)."""

ENDING = {LockDesk, CloseEmergency, UndoAct, MoveUnit}
"""Wishes about the desk itself: after them nobody knows what was asked."""

_AT = "2027-01-15T08:00:00.000Z"
SPARE = OwnLabel(LabelKind.CONTAINER, 901).code
BADGE = OwnLabel(LabelKind.BADGE, 901).code


def of_the_centre(desk) -> Iterator[Wish]:
    """Yield what the central claims system says."""
    parcel, unit, key = desk.rows("SELECT parcel, unit, key FROM replacement ORDER BY key")[0]
    yield RecordReservation(parcel, unit, key, 1)
    yield TellDuplicate(parcel, unit, key, "DOCK-2", _AT, confirmed=True)
    yield AnswerReplacements((ReplacementAnswer(1, key, parcel, unit, HubAnswer.ACKNOWLEDGED, "", _AT),))
    incarnation, seq, digest = desk.row(
        "SELECT envelope ->> '$.incarnation', seq, lower(hex(hash)) FROM event ORDER BY seq DESC LIMIT 1"
    )
    yield AnchorHead(incarnation, seq, digest)
    yield EndRecovery(incarnation, 0)
    for state in EmergencyState:
        yield TellEmergency("DOCK-2", "incident-9", state)


def beside(desk) -> Iterator[Wish]:
    """Yield a granted wish of every other type, each possible after the ones before it."""
    site, reason = desk.site, "a test"
    yield AddOperator(BADGE, Role.OPERATOR)
    yield RetireOperator(BADGE)
    yield ForgetPerson(BADGE, reason)
    yield OpenContainer(SPARE, Condition.R, UnNumber.UN3480)
    yield InspectContainer(SPARE)
    yield SuspectContainer(SPARE, 1.0, reason)
    yield ClearContainer(SPARE)
    yield SealContainer(SPARE)
    yield LoadContainer(SPARE)
    yield RefuseContainer(SPARE, reason)
    yield LoadContainer(SPARE)
    yield HandOverContainer(SPARE, "D-1")
    yield AddRejectBin(OwnLabel(LabelKind.REJECT_BIN, 91).code)
    yield ActivateList(site.campaign.id, site.listing.version)
    lists = lists_named(desk.rows("SELECT campaign, version, checksum FROM list_in_force"))
    rules = desk.station.look_ups.rules_named
    yield RejudgeUnits(lists, (), rules)
    yield EndRejudging(lists, 0, 0, rules)
    yield (expected := site.expect(ExpectedRow("KIT-0", "C-1", None, None, None, 1)))
    yield RematchParcels(expected.version, ())
    yield EndRematching(expected.version, 0)
    yield ErasePayload(next((site.folder / "payloads").iterdir()).name, reason)
    yield ErasePhoto(desk.row("SELECT sha256 FROM photo")[0], reason)
    yield OpenReview(site.supervisor, TRAINING_PIN)
    yield ResolveHold(site.supervisor, TRAINING_PIN, desk.row("SELECT hold FROM hold")[0], HoldDecision.DENY)
    yield from of_the_centre(desk)
    yield LeaveNote("hello")
    yield ReadNote(desk.row("SELECT note FROM note")[0])


def with_everything(desk):
    """Leave a replacement, a hold and a payload behind, and a parcel open."""
    desk.receive()
    desk.until(Step.PARCEL_OPEN)
    desk.scan("RI-C-CLOSE")
    desk.open_parcel()
    desk.scan("RI-C-UNREADABLE")
    desk.photograph(jpeg())
    desk.until(Step.PARCEL_OPEN)
    desk.scan("RI-C-CLOSE")
    desk.open_parcel()
    desk.scan(HOSTILE["person"])


@pytest.mark.parametrize(
    ("card", "ask", "answer", "said"),
    [
        ("RI-C-LOOKUP", Ask.LOOK_UP, None, Message.LOOKED_UP_AFFECTED),
        ("RI-C-UNDO", Ask.UNDO, "RI-C-REASON-MISTAKE", Message.UNDONE_PARCEL_OPENED),
    ],
)
def test_no_request_made_beside_the_desk_drops_a_question(desk, state, card, ask, answer, said):
    with_everything(desk)
    desk.scan(card)
    asked, made = desk.station.receipt.question, set()
    assert asked.ask is ask
    for wish in beside(desk):
        assert desk.ask(wish).answer.severity is not Severity.REFUSED, wish
        assert desk.station.receipt.question == asked, wish
        made.add(type(wish))
    assert made | ENDING | OF_THE_CAMERA == set(get_args(Wish))
    desk.restart()
    assert desk.station.receipt.question == asked
    assert fold_log(state.folder) == desk.station.receipt
    assert desk.scan(answer or state.affected()).answer.message is said


@pytest.mark.parametrize("number", [901, 902])
def test_only_a_container_opened_meanwhile_need_not_be_asked_about(desk, number):
    desk.open_parcel()
    desk.scan(SPARE)
    asked = desk.station.receipt.question
    assert asked == Question(Ask.OPEN_CONTAINER, SPARE)
    opened = OwnLabel(LabelKind.CONTAINER, number).code
    desk.ask(OpenContainer(opened, Condition.R, UnNumber.UN3480))
    left = None if opened == SPARE else asked
    assert desk.station.receipt.question == left
    desk.restart()
    assert desk.station.receipt.question == left


def test_a_desk_that_locks_drops_what_was_asked(desk):
    desk.open_parcel()
    desk.scan("RI-C-LOOKUP")
    assert desk.ask(LockDesk()).answer.message is Message.DESK_LOCKED
    assert desk.station.receipt.question is None
