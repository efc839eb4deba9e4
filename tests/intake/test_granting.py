"""Granting: every wish, accepted and refused."""

from __future__ import annotations

from string import Formatter
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from intake import facts
from intake.campaign import Catalogue, UnNumber
from intake.claim import Claim, ClaimedUnit
from intake.condition import Condition
from intake.container import Container, ContainerState, Limits, Load, Parcelled
from intake.correction import UndoReason
from intake.disposition import EmergencyOutcome, IncidentKind
from intake.events import Event
from intake.follow_up import campaign_named
from intake.granting import About, Doubtful, Held, Pin, Published, grant, task_of
from intake.hold import HoldDecision, HoldKind
from intake.language import Language
from intake.operator import PERMITTED, Operator, Role, Task
from intake.outcome import Message
from intake.own_label import LabelKind, OwnLabel
from intake.photo import PhotoFault
from intake.question import Ask, Question
from intake.receipt import Act, Case, Hold, Known, Parcel, Placed, Policy, Receipt, Unit
from intake.receipt.rejudging import Received
from intake.receipt.rematching import Announced
from intake.request import (
    ActivateExpected,
    ActivateList,
    AddOperator,
    AddRejectBin,
    ClearContainer,
    CloseEmergency,
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
    RefuseContainer,
    Rejudged,
    RejudgeUnits,
    RematchParcels,
    ResolveHold,
    RetireOperator,
    SealContainer,
    SuspectContainer,
    UndoAct,
    Wish,
)
from intake.scan import Severity
from intake.verdict import Reason, Verdict
from intake.wording import Wording
from tests.intake import lists
from tests.intake.test_granting_central import OF_CENTRAL

BADGE = OwnLabel(LabelKind.BADGE, 7).code
CONTAINER = OwnLabel(LabelKind.CONTAINER, 12).code
BIN = OwnLabel(LabelKind.REJECT_BIN, 1).code
LIMITS = Limits(7, 700.0, 7000)
CAMPAIGN = replace(lists.campaign(1), id="zz-1")
KNOWN = Known(Catalogue((CAMPAIGN,)), Policy(limits=LIMITS))
ABOUT = About(Receipt(), KNOWN, ids=("fresh",))
OPENED = Container(CONTAINER, Condition.R, UnNumber.UN3480, LIMITS, load=Load(units=3))
LEAD = Operator(BADGE, Role.LEAD)
RETIRED = replace(LEAD, retired=True)
IN_USE = replace(ABOUT, known=replace(KNOWN, bin_known=True))
ALARMED = replace(ABOUT, receipt=Receipt(incident="i"))
IDS = ("id-1", "id-2")
VERIFIED = replace(ALARMED, pin=Pin.RIGHT, ids=IDS, until="2031-03-04T05:06:07.089Z")
SEALED = replace(OPENED, state=ContainerState.SEALED)
LOADED = replace(OPENED, state=ContainerState.LOADED)
PLACED = Placed("u", "p", CONTAINER, False, True, Parcelled(Condition.R, UnNumber.UN3480, 37.0, 200))
TARGET = OwnLabel(LabelKind.CONTAINER, 13).code
MOVING = replace(
    ABOUT,
    pin=Pin.RIGHT,
    known=replace(KNOWN, placed=(PLACED,), container=replace(OPENED, code=TARGET)),
)
OPENED_PARCEL = Event(7, "e-7", "t", BADGE, "p", None, facts.ParcelOpened("481000000011"))
ACT = Act((OPENED_PARCEL,), BADGE)
UNDOING = replace(ABOUT, pin=Pin.RIGHT, act=ACT)
HELD = Unit("u", "t", None, "", None, (), False, holds=(Hold("h-1", HoldKind.ORPHAN, "t"),))
CASE = Case(Parcel("p", "481000000011", "t", BADGE, units=(HELD,), closed_at="t"), HELD, HELD.holds[0])
RESOLVING = replace(ABOUT, pin=Pin.RIGHT, case=CASE)
SIGNED_IN = replace(ABOUT, receipt=Receipt(operator=BADGE))
_IN_HAND = Unit("u", "", "S", "s", None, (), bag_wanted=True)
PICTURED = Receipt(BADGE, Parcel("p", "l", "", None, units=(_IN_HAND,)), question=Question(Ask.PHOTO, "w-1"))
"""A picture of the unit in hand is asked for."""


def at(container, *held, **changes):
    """Give what is known of a wish about a container."""
    return replace(ABOUT, container=container, held=held, **changes)


def unit(condition=Condition.R, *, evidence=False):
    """Give a unit in a container."""
    return Held("RI-U-000001-K", condition, evidence)


ADD = AddOperator(BADGE, Role.LEAD, "Taro Yamada", "2468")
RETIRE = RetireOperator(BADGE)
FORGET = ForgetPerson(BADGE, "left")
OPEN = OpenContainer(CONTAINER, Condition.R, UnNumber.UN3480, tare=400, location="A-1")
SEAL = SealContainer(CONTAINER)
ADD_BIN = AddRejectBin(BIN)
ACTIVATE = ActivateList("zz-1", "3.1")
END = CloseEmergency(BADGE, "2468", EmergencyOutcome.WATER_BATH)
ERASE = ErasePayload("0" * 64, "asked for")
LOAD = LoadContainer(CONTAINER)
HAND_OVER = HandOverContainer(CONTAINER, "D-1")
RELEASED = replace(HAND_OVER, release="maker 7")
REFUSE = RefuseContainer(CONTAINER, "no room")
INSPECT = InspectContainer(CONTAINER, 21.5, "cold")
WATCH = SuspectContainer(CONTAINER, 24.0, "warm")
CLEAR = ClearContainer(CONTAINER)
MOVE = MoveUnit("RI-U-000001-K", TARGET, BADGE, "2468")
UNDO = UndoAct(BADGE, "2468", UndoReason.MISREAD)
EXPECT = ActivateExpected("2031-1")
REMATCH = RematchParcels("2031-1", ("p",))
ANNOUNCED = Announced(Parcel("p", "481000000011", "", None), Claim("C-1", (ClaimedUnit(),)))
REJUDGE = RejudgeUnits("zz-1@3.1", ())
SAFE_UNIT = Unit(
    "u", "", "X1", "X1", Verdict.NOT_AFFECTED, (Reason.NO_MATCH,), bag_wanted=False, condition=Condition.N
)
ON_TABLE = Parcel("p", "481000000011", "", None, units=(SAFE_UNIT,))
JUDGED_ANEW = ((Received("p", SAFE_UNIT, in_hand=True), Rejudged("u", Verdict.AFFECTED, (Reason.IN_RANGE,))),)
LOOK = OpenReview(BADGE, "2468")
RESOLVE = ResolveHold(BADGE, "2468", "h-1", HoldDecision.RELEASE, reference="D-1", note="seen")

ACCEPTED: dict[str, tuple[Wish, About, Message, facts.Fact]] = {
    "add operator": (ADD, ABOUT, Message.OPERATOR_ADDED, facts.OperatorAdded(BADGE, Role.LEAD)),
    "add a retired badge again": (
        ADD,
        replace(ABOUT, operator=RETIRED),
        Message.OPERATOR_ADDED,
        facts.OperatorAdded(BADGE, Role.LEAD),
    ),
    "retire": (RETIRE, replace(ABOUT, operator=LEAD), Message.OPERATOR_RETIRED, facts.OperatorRetired(BADGE)),
    "retire who stands at the desk": (
        RETIRE,
        replace(SIGNED_IN, operator=LEAD),
        Message.OPERATOR_RETIRED,
        facts.OperatorRetired(BADGE),
    ),
    "forget": (
        FORGET,
        replace(ABOUT, operator=RETIRED),
        Message.PERSON_FORGOTTEN,
        facts.PersonForgotten(BADGE, "left"),
    ),
    "open container": (
        OPEN,
        ABOUT,
        Message.CONTAINER_OPENED,
        facts.ContainerOpened(CONTAINER, Condition.R, UnNumber.UN3480, LIMITS, 400, "A-1"),
    ),
    "seal container": (
        SEAL,
        replace(ABOUT, container=OPENED),
        Message.CONTAINER_SEALED,
        facts.ContainerSealed(CONTAINER),
    ),
    "add reject bin": (ADD_BIN, ABOUT, Message.REJECT_BIN_ADDED, facts.RejectBinAdded(BIN)),
    "activate list": (
        ACTIVATE,
        replace(ABOUT, training=False, published=Published(training=False, checksum="abc")),
        Message.LIST_ACTIVATED,
        facts.ListActivated("zz-1", "3.1", training=False, checksum="abc"),
    ),
    "activate training list": (
        ACTIVATE,
        replace(ABOUT, published=Published(training=True, checksum="abc")),
        Message.LIST_ACTIVATED,
        facts.ListActivated("zz-1", "3.1", training=True, checksum="abc"),
    ),
    "activate list of the campaign as it is known": (
        replace(ACTIVATE, rules=campaign_named(CAMPAIGN)),
        replace(ABOUT, published=Published(training=True, checksum="abc")),
        Message.LIST_ACTIVATED,
        facts.ListActivated("zz-1", "3.1", training=True, checksum="abc"),
    ),
    "activate list, it names the unit in hand": (
        ACTIVATE,
        replace(
            ABOUT,
            receipt=Receipt(parcel=ON_TABLE),
            received=JUDGED_ANEW,
            published=Published(training=True, checksum="abc"),
        ),
        Message.LIST_ACTIVATED_UNIT,
        facts.ListActivated("zz-1", "3.1", training=True, checksum="abc"),
    ),
    "activate list, it names a unit put away": (
        ACTIVATE,
        replace(ABOUT, received=JUDGED_ANEW, published=Published(training=True, checksum="abc")),
        Message.LIST_ACTIVATED_PARCEL,
        facts.ListActivated("zz-1", "3.1", training=True, checksum="abc"),
    ),
    "judge anew": (
        REJUDGE,
        replace(ABOUT, lists="zz-1@3.1", received=JUDGED_ANEW),
        Message.UNITS_REJUDGED,
        facts.UnitJudged(facts.Because.NEW_LIST, Verdict.AFFECTED, (Reason.IN_RANGE,), condition=Condition.R),
    ),
    "judge anew, recorded before": (
        REJUDGE,
        replace(ABOUT, lists="zz-1@3.1"),
        Message.UNITS_REJUDGED,
        facts.RequestRefused(),
    ),
    "end judging anew": (
        EndRejudging("zz-1@3.1", 7, 1),
        replace(ABOUT, lists="zz-1@3.1"),
        Message.REJUDGING_ENDED,
        facts.RejudgingEnded("zz-1@3.1", 7, 1),
    ),
    "close emergency": (
        END,
        VERIFIED,
        Message.EMERGENCY_CLOSED,
        facts.EmergencyClosed("i", EmergencyOutcome.WATER_BATH, BADGE),
    ),
    "load": (LOAD, at(SEALED), Message.CONTAINER_LOADED, facts.ContainerLoaded(CONTAINER)),
    "hand over": (
        HAND_OVER,
        at(LOADED, unit()),
        Message.CONTAINER_ACCEPTED,
        facts.ContainerAccepted(CONTAINER, "D-1"),
    ),
    "hand over class N, released": (
        RELEASED,
        at(replace(LOADED, condition=Condition.N), unit(Condition.N)),
        Message.CONTAINER_ACCEPTED,
        facts.ContainerAccepted(CONTAINER, "D-1", "maker 7"),
    ),
    "hand over evidence, released": (
        RELEASED,
        at(LOADED, unit(evidence=True)),
        Message.CONTAINER_ACCEPTED,
        facts.ContainerAccepted(CONTAINER, "D-1", "maker 7"),
    ),
    "refuse": (REFUSE, at(LOADED), Message.CONTAINER_REFUSED, facts.ContainerRefused(CONTAINER, "no room")),
    "inspect": (
        INSPECT,
        at(OPENED),
        Message.INSPECTED,
        facts.ContainerInspected(CONTAINER, 21.5, "cold"),
    ),
    "inspect, sealed": (
        INSPECT,
        at(SEALED),
        Message.INSPECTED,
        facts.ContainerInspected(CONTAINER, 21.5, "cold"),
    ),
    "watch": (
        WATCH,
        at(SEALED, until="then"),
        Message.CONTAINER_WATCHED,
        facts.ContainerSuspected(CONTAINER, "then", "warm"),
    ),
    "clear": (
        CLEAR,
        at(replace(OPENED, suspect=True)),
        Message.CONTAINER_CLEARED,
        facts.ContainerCleared(CONTAINER),
    ),
    "move": (MOVE, MOVING, Message.MOVED, facts.UnitMoved(TARGET, CONTAINER)),
    "undo": (
        UNDO,
        UNDOING,
        Message.UNDONE_PARCEL_OPENED,
        facts.FactNegated("e-7", UndoReason.MISREAD, unopened="481000000011"),
    ),
    "open the review": (
        LOOK,
        replace(ABOUT, pin=Pin.RIGHT),
        Message.REVIEW_OPENED,
        facts.ReviewOpened(BADGE),
    ),
    "release a hold": (
        RESOLVE,
        RESOLVING,
        Message.HOLD_RELEASED,
        facts.HoldResolved("h-1", HoldDecision.RELEASE, BADGE, "D-1", "seen"),
    ),
    "leave a note": (LeaveNote("here"), ABOUT, Message.NOTE_LEFT, facts.NoteLeft(ABOUT.ids[0], "here")),
    "read a note": (ReadNote("n"), replace(ABOUT, note_unread=True), Message.NOTE_READ, facts.NoteRead("n")),
    "lock": (LockDesk(), SIGNED_IN, Message.DESK_LOCKED, facts.OperatorSignedOut(idle=True)),
    "activate expected returns": (
        EXPECT,
        replace(ABOUT, published=Published(training=False, checksum="abc")),
        Message.EXPECTED_ACTIVATED,
        facts.ExpectedActivated("2031-1", "abc"),
    ),
    "compare parcels with new claims": (
        REMATCH,
        replace(ABOUT, returns="2031-1", announced=(ANNOUNCED,)),
        Message.PARCELS_REMATCHED,
        facts.ClaimMatched(ANNOUNCED.claim, "2031-1"),
    ),
    "compare parcels, all the same by now": (
        REMATCH,
        replace(ABOUT, returns="2031-1"),
        Message.PARCELS_REMATCHED,
        facts.RequestRefused(),
    ),
    "end comparing": (
        EndRematching("2031-1", 3),
        replace(ABOUT, returns="2031-1"),
        Message.REMATCHING_ENDED,
        facts.RematchingEnded("2031-1", 3),
    ),
    "erase payload": (
        ERASE,
        replace(ABOUT, payload_kept=True),
        Message.PAYLOAD_ERASED,
        facts.PayloadErased("0" * 64, "asked for"),
    ),
    "offer a picture": (
        OfferPhoto("w-1", "f" * 64),
        replace(ABOUT, receipt=PICTURED, photo_stored=True),
        Message.PHOTO_OFFERED,
        facts.QuestionAsked(Ask.KEEP_PHOTO, "f" * 64),
    ),
    "give no picture": (
        FailPhoto("w-1", PhotoFault.NO_CAMERA),
        replace(ABOUT, receipt=PICTURED),
        Message.PHOTO_FAILED,
        facts.PhotoFailed(PhotoFault.NO_CAMERA),
    ),
    "erase picture": (
        ErasePhoto("f" * 64, "asked for"),
        replace(ABOUT, pictured=(("p", "u"),)),
        Message.PHOTO_ERASED,
        facts.PhotoErased("f" * 64, "asked for"),
    ),
}

REFUSED = {
    "add operator, known": (ADD, replace(ABOUT, operator=LEAD), Message.OPERATOR_KNOWN),
    "add operator, other label": (replace(ADD, code=CONTAINER), ABOUT, Message.NOT_A_LABEL),
    "add operator, short PIN": (replace(ADD, pin="123"), ABOUT, Message.PIN_LENGTH),
    "retire, unknown": (RETIRE, ABOUT, Message.OPERATOR_UNKNOWN),
    "retire, retired": (RETIRE, replace(ABOUT, operator=RETIRED), Message.OPERATOR_UNKNOWN),
    "forget, unknown": (FORGET, ABOUT, Message.OPERATOR_UNKNOWN),
    "open container, other label": (replace(OPEN, code=BADGE), ABOUT, Message.NOT_A_LABEL),
    "open container, K2": (replace(OPEN, condition=Condition.K2), ABOUT, Message.CONTAINER_NEVER_K2),
    "open container, known": (OPEN, replace(ABOUT, container=OPENED), Message.CONTAINER_KNOWN),
    "open container, limits": (replace(OPEN, limits=Limits(0)), ABOUT, Message.LIMITS_REFUSED),
    "seal container, unknown": (SEAL, ABOUT, Message.CONTAINER_UNKNOWN),
    "seal container, sealed": (
        SEAL,
        at(SEALED),
        Message.CONTAINER_STATE,
    ),
    "seal container, holding box": (SEAL, at(replace(OPENED, holding=True)), Message.CONTAINER_HOLDING_BOX),
    "seal container, under watch": (SEAL, at(replace(OPENED, suspect=True)), Message.CONTAINER_STILL_WATCHED),
    "seal container, wrong unit in it": (
        SEAL,
        at(OPENED, unit(), unit(Condition.D)),
        Message.CONTAINER_HOLDS_WRONG_UNIT,
    ),
    "load, unknown": (LOAD, ABOUT, Message.CONTAINER_UNKNOWN),
    "load, open": (LOAD, at(OPENED), Message.CONTAINER_STATE),
    "load, under watch": (LOAD, at(replace(SEALED, suspect=True)), Message.CONTAINER_STILL_WATCHED),
    "hand over, unknown": (HAND_OVER, ABOUT, Message.CONTAINER_UNKNOWN),
    "hand over, sealed": (HAND_OVER, at(SEALED), Message.CONTAINER_STATE),
    "hand over class N": (
        HAND_OVER,
        at(replace(LOADED, condition=Condition.N), unit(Condition.N)),
        Message.CONTAINER_NOT_RELEASED,
    ),
    "hand over class N, release empty": (
        replace(HAND_OVER, release=""),
        at(replace(LOADED, condition=Condition.N)),
        Message.CONTAINER_NOT_RELEASED,
    ),
    "hand over evidence": (
        HAND_OVER,
        at(LOADED, unit(), unit(evidence=True)),
        Message.CONTAINER_EVIDENCE,
    ),
    "hand over class N, one of it recalled by now": (
        RELEASED,
        at(replace(LOADED, condition=Condition.N), unit(Condition.R)),
        Message.CONTAINER_NO_LONGER_SAFE,
    ),
    "hand over class N, not all judged by the newest list": (
        RELEASED,
        replace(at(replace(LOADED, condition=Condition.N), unit(Condition.N)), rejudging=True),
        Message.CONTAINER_BEING_JUDGED,
    ),
    "hand over class N, one of it in doubt": (
        RELEASED,
        replace(
            at(replace(LOADED, condition=Condition.N), unit(Condition.N)),
            doubtful=Doubtful("RI-U-000001-K", Reason.STALE_LIST),
        ),
        Message.CONTAINER_IN_DOUBT,
    ),
    "judge anew by lists of old": (REJUDGE, replace(ABOUT, lists="zz-1@4"), Message.LISTS_CHANGED),
    "end judging anew by lists of old": (EndRejudging("zz-1@3.1", 7, 1), ABOUT, Message.LISTS_CHANGED),
    "judge anew by other campaigns": (
        REJUDGE,
        replace(ABOUT, lists="zz-1@3.1", rules="ours"),
        Message.RULES_DIFFER,
    ),
    "end judging anew by other campaigns": (
        EndRejudging("zz-1@3.1", 7, 1, "theirs"),
        replace(ABOUT, lists="zz-1@3.1", rules="ours"),
        Message.RULES_DIFFER,
    ),
    "refuse, sealed": (REFUSE, at(SEALED), Message.CONTAINER_STATE),
    "inspect, unknown": (INSPECT, ABOUT, Message.CONTAINER_UNKNOWN),
    "inspect, loaded": (INSPECT, at(LOADED), Message.CONTAINER_STATE),
    "watch, unknown": (WATCH, ABOUT, Message.CONTAINER_UNKNOWN),
    "clear, loaded": (CLEAR, at(LOADED), Message.CONTAINER_STATE),
    "move, nothing there": (
        MOVE,
        replace(MOVING, known=replace(MOVING.known, placed=())),
        Message.MOVE_UNKNOWN,
    ),
    "move, container unknown": (
        MOVE,
        replace(MOVING, known=replace(MOVING.known, container=None)),
        Message.CONTAINER_UNKNOWN,
    ),
    "move, out of a closed container": (
        MOVE,
        replace(MOVING, known=replace(MOVING.known, placed=(replace(PLACED, is_open=False),))),
        Message.MOVE_CLOSED,
    ),
    "move, wrong class": (
        MOVE,
        replace(MOVING, known=replace(MOVING.known, container=replace(OPENED, condition=Condition.D))),
        Message.CONTAINER_WRONG_CLASS,
    ),
    "move, emergency": (MOVE, replace(MOVING, receipt=Receipt(incident="i")), Message.EMERGENCY_ON),
    "move, no lead": (MOVE, replace(MOVING, pin=Pin.NO_LEAD), Message.LEAD_NOT_VERIFIED),
    "undo, nothing": (UNDO, replace(UNDOING, act=None), Message.UNDO_NOTHING),
    "undo, its container closed": (
        UNDO,
        replace(UNDOING, act=replace(ACT, fixed=True)),
        Message.UNDO_NOTHING,
    ),
    "undo, emergency": (UNDO, replace(UNDOING, receipt=Receipt(incident="i")), Message.EMERGENCY_ON),
    "undo, locked": (UNDO, replace(UNDOING, pin=Pin.LOCKED, lock_minutes=3), Message.PIN_LOCKED),
    "open the review, not permitted": (LOOK, replace(ABOUT, pin=Pin.NO_LEAD), Message.LEAD_NOT_VERIFIED),
    "release a hold, unknown": (RESOLVE, replace(RESOLVING, case=None), Message.HOLD_UNKNOWN),
    "release a hold, emergency": (
        RESOLVE,
        replace(RESOLVING, receipt=Receipt(incident="i")),
        Message.EMERGENCY_ON,
    ),
    "release a hold, decided before": (
        RESOLVE,
        replace(RESOLVING, case=replace(CASE, hold=replace(HELD.holds[0], resolved_at=VERIFIED.until))),
        Message.HOLD_RESOLVED_BEFORE,
    ),
    "release a hold, its parcel open": (
        RESOLVE,
        replace(RESOLVING, receipt=Receipt(BADGE, CASE.parcel)),
        Message.HOLD_PARCEL_OPEN,
    ),
    "leave a note, empty": (LeaveNote(" "), ABOUT, Message.NOTE_REFUSED),
    "leave a note, too long": (LeaveNote("x" * 201), ABOUT, Message.NOTE_REFUSED),
    "leave a note, of two lines": (LeaveNote("a\nb"), ABOUT, Message.NOTE_REFUSED),
    "read a note, read before": (ReadNote("n"), ABOUT, Message.NOTE_UNKNOWN),
    "lock, nobody there": (LockDesk(), ABOUT, Message.DESK_NOT_LOCKED),
    "lock, emergency": (
        LockDesk(),
        replace(ABOUT, receipt=Receipt(operator=BADGE, incident="i")),
        Message.DESK_NOT_LOCKED,
    ),
    "activate expected returns, none there": (EXPECT, ABOUT, Message.EXPECTED_REFUSED),
    "compare parcels with claims of old": (
        REMATCH,
        replace(ABOUT, returns="2031-2", announced=(ANNOUNCED,)),
        Message.EXPECTED_CHANGED,
    ),
    "end comparing, none in force": (EndRematching("2031-1", 3), ABOUT, Message.EXPECTED_CHANGED),
    "close emergency, thing unknown": (
        END,
        replace(VERIFIED, unknown="RI-U-000001-K"),
        Message.EMERGENCY_THING_UNKNOWN,
    ),
    "close emergency, locked": (
        END,
        replace(ALARMED, pin=Pin.LOCKED, lock_minutes=3),
        Message.PIN_LOCKED,
    ),
    "add reject bin, known": (ADD_BIN, IN_USE, Message.REJECT_BIN_KNOWN),
    "add reject bin, other label": (AddRejectBin(CONTAINER), ABOUT, Message.NOT_A_LABEL),
    "activate list, none there": (ACTIVATE, ABOUT, Message.LIST_REFUSED),
    "activate list, training list in production": (
        ACTIVATE,
        replace(ABOUT, training=False, published=Published(training=True, checksum="abc")),
        Message.LIST_REFUSED,
    ),
    "activate list, campaign unknown": (
        ACTIVATE,
        replace(ABOUT, known=Known(Catalogue()), published=Published(training=True, checksum="abc")),
        Message.CAMPAIGN_DIFFERS,
    ),
    "activate list, campaign changed": (
        replace(ACTIVATE, rules=campaign_named(replace(CAMPAIGN, maker="another"))),
        replace(ABOUT, published=Published(training=True, checksum="abc")),
        Message.CAMPAIGN_DIFFERS,
    ),
    "close emergency, none": (END, replace(VERIFIED, receipt=Receipt()), Message.EMERGENCY_NONE),
    "close emergency, no lead": (END, replace(ALARMED, pin=Pin.NO_LEAD), Message.LEAD_NOT_VERIFIED),
    "erase payload, none there": (ERASE, ABOUT, Message.PAYLOAD_UNKNOWN),
    "erase picture, none there": (ErasePhoto("f" * 64, "asked for"), ABOUT, Message.PHOTO_UNKNOWN),
    "give no picture, none asked for": (
        FailPhoto("w-1", PhotoFault.TOO_LATE),
        ABOUT,
        Message.PHOTO_NOT_WANTED,
    ),
    "offer a picture, not stored": (
        OfferPhoto("w-1", "f" * 64),
        replace(ABOUT, receipt=PICTURED),
        Message.PHOTO_NOT_WANTED,
    ),
}
_MISFIT = {"condition", "un_number"}
UNSAID = {
    Message.CONTAINER_UNKNOWN: _MISFIT,
    Message.CONTAINER_NOT_OPEN: _MISFIT,
    Message.CONTAINER_WRONG_CLASS: {"un_number"},
}
"""Values that not every sentence with these answers needs."""

WORDINGS = [Wording(language) for language in Language]


def test_every_wish_is_accepted_and_refused_here():
    """But those that bring what the central claims system said (`test_granting_central`)."""
    here = set(Wish.__args__) - OF_CENTRAL
    assert {type(case[0]) for case in ACCEPTED.values()} == here
    assert {type(case[0]) for case in REFUSED.values()} == here


@pytest.mark.parametrize(("wish", "about", "message", "fact"), ACCEPTED.values(), ids=ACCEPTED)
def test_an_accepted_wish_becomes_a_fact(wish, about, message, fact):
    decision = grant(wish, about)
    assert (decision.answer.message, decision.drafts[0].fact) == (message, fact)
    assert decision.answer.severity in {Severity.OK, Severity.NOTE}


@pytest.mark.parametrize(("wish", "about", "message"), REFUSED.values(), ids=REFUSED)
def test_a_refused_wish_is_recorded_and_changes_nothing(wish, about, message):
    """So that the same request gets the same answer for ever."""
    decision = grant(wish, about)
    assert (decision.answer.message, decision.answer.severity) == (message, Severity.REFUSED)
    assert [draft.fact for draft in decision.drafts] == [facts.RequestRefused()]


@pytest.mark.parametrize("case", [*ACCEPTED.values(), *REFUSED.values()], ids=[*ACCEPTED, *REFUSED])
def test_every_answer_is_worded_in_both_languages_with_exactly_what_it_names(case):
    answer = grant(case[0], case[1]).answer
    for wording in WORDINGS:
        sentence = wording._sentences[answer.message]  # noqa: SLF001 (the catalogue is under test)
        asked = {name for _, name, _, _ in Formatter().parse(sentence) if name}
        unsaid = UNSAID.get(answer.message, set())
        assert asked | unsaid == set(answer.params)
        assert wording.sentence(answer.line)


@pytest.mark.parametrize("code", ["", "x", "RI-C-YES", BADGE.lower(), f" {BADGE}", "RI-O-0007-A", "RI-O-7-H"])
@pytest.mark.parametrize("wish", [ADD, OPEN, ADD_BIN], ids=["badge", "container", "bin"])
def test_a_wrong_check_character_or_no_label_of_ours_is_refused(code, wish):
    assert grant(replace(wish, code=code), ABOUT).answer.message is Message.NOT_A_LABEL


@pytest.mark.parametrize("kind", LabelKind)
@pytest.mark.parametrize(
    ("wish", "own"), [(ADD, LabelKind.BADGE), (OPEN, LabelKind.CONTAINER), (ADD_BIN, LabelKind.REJECT_BIN)]
)
def test_only_the_right_kind_of_label_is_taken(kind, wish, own):
    answer = grant(replace(wish, code=OwnLabel(kind, 3).code), ABOUT).answer
    assert (answer.message is Message.NOT_A_LABEL) == (kind is not own)


@given(st.text(max_size=20))
def test_any_text_for_a_label_is_answered(code):
    for wish in (ADD, OPEN, ADD_BIN, RETIRE, SEAL):
        assert grant(replace(wish, code=code), ABOUT).answer.severity is Severity.REFUSED


def limits_of(wish):
    fact: Any = grant(wish, ABOUT).drafts[0].fact
    return fact.limits


class TestContainers:
    """Limits are the site's policy; a critical battery stays alone whatever was asked for."""

    def test_without_limits_of_its_own_the_policys_hold(self):
        assert limits_of(OPEN) == LIMITS

    def test_its_own_limits_hold(self):
        asked = Limits(2, 20.0, 2000)
        assert limits_of(replace(OPEN, limits=asked)) == asked

    @pytest.mark.parametrize("asked", [None, Limits(2, 20.0, 2000), Limits(0, 20.0, 2000)])
    def test_a_container_for_critical_batteries_holds_one(self, asked):
        wish = replace(OPEN, condition=Condition.K1, limits=asked)
        limits = limits_of(wish)
        wanted = asked or LIMITS
        assert limits == Limits(1, wanted.wh, wanted.grams)

    @pytest.mark.parametrize(
        "changes",
        [
            {"limits": Limits(-1)},
            {"limits": Limits(wh=0.0)},
            {"limits": Limits(wh=float("nan"))},
            {"limits": Limits(wh=float("inf"))},
            {"limits": Limits(grams=-1)},
            {"limits": Limits(units=2**63)},
            {"limits": Limits(grams=2**63)},
            {"tare": -1},
            {"tare": LIMITS.grams + 1},
            {"tare": 2**63},
        ],
        ids=str,
    )
    def test_no_container_has_limits_nothing_can_have(self, changes):
        """A negative tare would let more in than the container may hold."""
        decision = grant(replace(OPEN, **changes), ABOUT)
        assert decision.answer.message is Message.LIMITS_REFUSED

    @pytest.mark.parametrize("condition", sorted(set(Condition) - {Condition.K2}))
    def test_every_class_but_k2_has_containers(self, condition):
        assert grant(replace(OPEN, condition=condition), ABOUT).answer.message is Message.CONTAINER_OPENED

    def test_no_container_is_opened_twice(self):
        for state in ContainerState:
            about = replace(ABOUT, container=replace(OPENED, state=state))
            answer = grant(OPEN, about).answer
            assert (answer.message, answer.params["state"]) == (Message.CONTAINER_KNOWN, state)

    def test_sealing_says_how_many_units_it_holds(self):
        assert grant(SEAL, replace(ABOUT, container=OPENED)).answer.params["units"] == 3


class TestLists:
    """A production folder never uses the training list."""

    @pytest.mark.parametrize(
        ("folder", "listing", "granted"),
        [(True, True, True), (True, False, True), (False, False, True), (False, True, False)],
        ids=["training in training", "real in training", "real in production", "training in production"],
    )
    def test_which_list_may_be_put_in_force(self, folder, listing, granted):
        about = replace(ABOUT, training=folder, published=Published(listing, "abc"))
        assert (grant(ACTIVATE, about).answer.message is Message.LIST_ACTIVATED) == granted


def test_neither_name_nor_pin_reaches_a_fact_or_an_answer():
    wrong = replace(ALARMED, pin=Pin.WRONG)
    cases: tuple[tuple[Wish, About], ...] = (
        (ADD, ABOUT),
        (END, VERIFIED),
        (END, wrong),
        (ADD, replace(ABOUT, operator=LEAD)),
        (MOVE, MOVING),
    )
    for wish, about in (*cases, *WITH_PIN):
        told = repr(grant(wish, about))
        assert "2468" not in told
        assert "Taro" not in told


def test_what_is_no_wish_is_an_error():
    with pytest.raises(TypeError, match="expected a wish, got 'x'"):
        grant(cast("Wish", "x"), ABOUT)


class TestRoles:
    """Who asks by a badge needs the role for it; the person at the machine's command line needs none."""

    @pytest.mark.parametrize("role", Role)
    @pytest.mark.parametrize(("wish", "about", "message", "_fact"), ACCEPTED.values(), ids=ACCEPTED)
    def test_a_badge_may_ask_for_what_its_role_permits(self, wish, about, message, _fact, role):
        answer = grant(wish, replace(about, by=Operator(BADGE, role))).answer
        permitted = about.pin is not None or role in PERMITTED[task_of(wish)]
        assert answer.message is (message if permitted else Message.NOT_ALLOWED)

    def test_a_retired_badge_may_ask_for_nothing(self):
        for case in ACCEPTED.values():
            if case[1].pin is not None:
                continue
            decision = grant(case[0], replace(case[1], by=RETIRED))
            assert decision.answer.message is Message.NOT_ALLOWED
            assert [draft.fact for draft in decision.drafts] == [facts.RequestRefused()]

    def test_the_table_of_roles_as_the_site_has_agreed_it(self):
        """Written out by hand: a change of the table is a change of what people may do."""
        everybody, leads = set(Role), {Role.LEAD, Role.SUPERVISOR, Role.SAFETY}
        assert {task: set(roles) for task, roles in PERMITTED.items()} == {
            Task.OPEN_CONTAINER: everybody,
            Task.INSPECT: everybody,
            Task.UNDO: {Role.LEAD, Role.SUPERVISOR},
            Task.MOVE: leads,
            Task.CLOSE_EMERGENCY: leads,
            Task.WATCH: leads,
            Task.SEAL: {Role.LEAD, Role.SUPERVISOR},
            Task.HAND_OVER: {Role.SUPERVISOR},
            Task.REVIEW: leads,
            Task.RESOLVE_HOLD: {Role.SUPERVISOR},
            Task.LEAVE_NOTE: leads,
            Task.READ_NOTE: everybody,
            Task.ADMINISTER: {Role.SUPERVISOR},
        }


def test_a_badge_retired_at_the_desk_leaves_it_and_the_receipt_waits():
    parcel = Parcel("p", "481000000011", "t", BADGE)
    about = replace(ABOUT, operator=LEAD, receipt=Receipt(operator=BADGE, parcel=parcel))
    retired, left = grant(RETIRE, about).drafts
    assert (retired.fact, left.fact, left.parcel) == (
        facts.OperatorRetired(BADGE),
        facts.OperatorSignedOut(),
        "p",
    )
    somebody = replace(about, receipt=Receipt(operator="RI-O-0001-T"))
    assert len(grant(RETIRE, somebody).drafts) == 1


WITH_PIN: tuple[tuple[Wish, About], ...] = (
    *((END, VERIFIED), (MOVE, MOVING), (UNDO, UNDOING)),
    *((RESOLVE, RESOLVING), (LOOK, replace(ABOUT, pin=Pin.RIGHT))),
)


class TestPins:
    """A wrong PIN counts against the badge, a right one clears it, a locked one is not even looked at."""

    @pytest.mark.parametrize(("wish", "about"), WITH_PIN)
    def test_a_wrong_pin_is_refused_and_counted(self, wish, about):
        decision = grant(wish, replace(about, pin=Pin.WRONG))
        assert decision.answer.message is Message.LEAD_NOT_VERIFIED
        assert [draft.fact for draft in decision.drafts] == [facts.RequestRefused(), facts.PinRefused(BADGE)]

    @pytest.mark.parametrize(("wish", "about"), WITH_PIN)
    def test_a_right_pin_clears_the_wrong_ones_before_it(self, wish, about):
        granted = grant(wish, replace(about, pin_failures=3))
        assert granted.drafts[-1].fact == facts.PinAccepted(BADGE)
        assert granted.drafts[:-1] == grant(wish, about).drafts

    def test_a_right_pin_clears_also_where_the_wish_is_refused(self):
        decision = grant(UNDO, replace(UNDOING, act=None, pin_failures=1))
        assert decision.answer.message is Message.UNDO_NOTHING
        assert [each.fact for each in decision.drafts] == [facts.RequestRefused(), facts.PinAccepted(BADGE)]

    def test_a_locked_badge_and_one_without_the_role_count_nothing(self):
        """Else anybody could lock a lead's badge for ever."""
        for pin in (Pin.LOCKED, Pin.NO_LEAD):
            decision = grant(END, replace(VERIFIED, pin=pin, lock_minutes=4))
            assert [draft.fact for draft in decision.drafts] == [facts.RequestRefused()]


class TestEmergencies:
    """The incident's record, and an outcome for everything the lead names."""

    WISH = CloseEmergency(
        BADGE,
        "2468",
        EmergencyOutcome.WATER_BATH,
        IncidentKind.SMOKE,
        2,
        fire_service=True,
        before_recall=True,
        units={"RI-U-000001-K": EmergencyOutcome.FIRE_SERVICE},
        parcels={"481000000011": EmergencyOutcome.OUTDOOR_OBSERVATION},
        suspects=(CONTAINER,),
    )

    def test_everything_named_is_recorded(self):
        about = replace(VERIFIED, known=replace(KNOWN, placed=(PLACED,)))
        found = [draft.fact for draft in grant(self.WISH, about).drafts]
        assert found == [
            facts.EmergencyClosed("i", EmergencyOutcome.WATER_BATH, BADGE, IncidentKind.SMOKE, 2, True, True),
            facts.UnitLost("i", EmergencyOutcome.FIRE_SERVICE),
            facts.HoldRaised("id-1.0", HoldKind.EVIDENCE, EmergencyOutcome.FIRE_SERVICE),
            facts.ParcelLost("481000000011", "i", EmergencyOutcome.OUTDOOR_OBSERVATION),
            facts.ContainerSuspected(CONTAINER, VERIFIED.until, "i"),
        ]

    def test_without_an_emergency_nothing_named_matters(self):
        about = replace(VERIFIED, receipt=Receipt(), unknown="RI-U-000001-K")
        assert grant(self.WISH, about).answer.message is Message.EMERGENCY_NONE
