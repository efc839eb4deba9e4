"""Granting what the central claims system said: recorded once, passed over when it is recorded already."""

from __future__ import annotations

from string import Formatter
from typing import get_args

import pytest
from msgspec.structs import replace

from intake import facts
from intake.campaign import Catalogue
from intake.dispatch import Reserved
from intake.gathering.central import Central
from intake.granting import About, Head, grant, task_of
from intake.hold import HoldKind
from intake.language import Language
from intake.operator import PERMITTED, Operator, Role
from intake.outcome import Message
from intake.receipt import Hold, Known, Receipt, Unit
from intake.receipt.answering import Awaiting
from intake.request import (
    AnchorHead,
    AnswerReplacements,
    EndRecovery,
    RecordReservation,
    TellDuplicate,
    TellEmergency,
    Wish,
)
from intake.scan import Severity
from intake.wire import EmergencyState, HubAnswer, ReplacementAnswer
from intake.wording import Wording

OF_CENTRAL = set(get_args(Central))
AT, HASH = "2031-03-04T05:06:07.089Z", "ab" * 32
UNIT = Unit("u", AT, "S", "s", None, (), bag_wanted=False)
ABOUT = About(Receipt(), Known(Catalogue()), ids=("fresh",))
AWAITED = replace(ABOUT, awaiting=(Awaiting("m/S", "p", "u", holds=(Hold("h", HoldKind.PROVISIONAL, AT),)),))
THERE = replace(ABOUT, unit=UNIT)
RESERVED = replace(THERE, unit=replace(UNIT, reservation=Reserved("m/S", 3)))
HEAD = replace(ABOUT, head=Head("n", HASH, AT))
LACKING = replace(ABOUT, known=replace(ABOUT.known, recovering=True))
KNOWN_OF = replace(ABOUT, neighbour=EmergencyState.RAISED)

ANSWER = AnswerReplacements((ReplacementAnswer(7, "m/S", "p", "u", HubAnswer.ACKNOWLEDGED, "", AT),))
RESERVE = RecordReservation("p", "u", "m/S", 3)
TELL = TellDuplicate("p", "u", "m/S", "DOCK-2", AT, confirmed=False)
ANCHOR = AnchorHead("n", 7, HASH)
RAISED = TellEmergency("DOCK-2", "i", EmergencyState.RAISED)
CLOSED = replace(RAISED, state=EmergencyState.CLOSED)
END = EndRecovery("n", 5)

RECORDED: dict[str, tuple[Wish, About, Message, facts.Fact]] = {
    "answer": (
        ANSWER,
        AWAITED,
        Message.ANSWERS_RECORDED,
        facts.ReplacementAnswered("m/S", HubAnswer.ACKNOWLEDGED, 7),
    ),
    "reserve": (RESERVE, THERE, Message.RESERVATION_RECORDED, facts.SerialReserved("m/S", 3)),
    "reserve in another epoch": (
        replace(RESERVE, epoch=4),
        RESERVED,
        Message.RESERVATION_RECORDED,
        facts.SerialReserved("m/S", 4),
    ),
    "reserve another key": (
        replace(RESERVE, key="m/T"),
        RESERVED,
        Message.RESERVATION_RECORDED,
        facts.SerialReserved("m/T", 3),
    ),
    "tell": (
        TELL,
        THERE,
        Message.DUPLICATE_ELSEWHERE_OPEN,
        facts.SerialHeldElsewhere("m/S", "DOCK-2", AT),
    ),
    "anchor": (ANCHOR, HEAD, Message.HEAD_ANCHORED, facts.HeadAnchored("n", 7, HASH, AT)),
    "anchor more": (
        ANCHOR,
        replace(HEAD, anchored=6),
        Message.HEAD_ANCHORED,
        facts.HeadAnchored("n", 7, HASH, AT),
    ),
    "emergency": (
        RAISED,
        ABOUT,
        Message.EMERGENCY_ELSEWHERE,
        facts.NeighbourEmergency("DOCK-2", "i", EmergencyState.RAISED),
    ),
    "emergency over": (
        CLOSED,
        KNOWN_OF,
        Message.EMERGENCY_ELSEWHERE_ENDED,
        facts.NeighbourEmergency("DOCK-2", "i", EmergencyState.CLOSED),
    ),
    "recovered": (END, LACKING, Message.RECOVERY_ENDED, facts.HistoryFetched("n", 5)),
}
PASSED_OVER: dict[str, tuple[Wish, About]] = {
    "answer to what is gone": (ANSWER, ABOUT),
    "reserve for what is gone": (RESERVE, ABOUT),
    "reserve again": (RESERVE, RESERVED),
    "tell of what is gone": (TELL, ABOUT),
    "tell again": (TELL, replace(THERE, unit=replace(UNIT, rival="DOCK-2"))),
    "anchor again": (ANCHOR, replace(HEAD, anchored=7)),
    "anchor less": (ANCHOR, replace(HEAD, anchored=8)),
    "emergency again": (RAISED, KNOWN_OF),
    "emergency that is over": (RAISED, replace(ABOUT, neighbour=EmergencyState.CLOSED)),
    "emergency over again": (CLOSED, replace(ABOUT, neighbour=EmergencyState.CLOSED)),
    "emergency over before it was heard of": (CLOSED, ABOUT),
    "recovered again": (END, ABOUT),
}
DIFFERING = {
    "not there": ABOUT,
    "another hash": replace(ABOUT, head=Head("n", "cd" * 32, AT)),
    "another incarnation": replace(ABOUT, head=Head("o", HASH, AT)),
}


def test_every_wish_of_the_central_system_is_recorded_and_passed_over_here():
    for cases in (RECORDED, PASSED_OVER):
        assert {type(case[0]) for case in cases.values()} == OF_CENTRAL


@pytest.mark.parametrize(("wish", "about", "message", "fact"), RECORDED.values(), ids=RECORDED)
def test_what_is_new_is_recorded(wish, about, message, fact):
    decision = grant(wish, about)
    assert (decision.answer.message, decision.drafts[0].fact) == (message, fact)
    is_alarm = message is Message.EMERGENCY_ELSEWHERE
    assert (decision.answer.severity is Severity.HAZARD) == is_alarm
    for language in Language:
        wording = Wording(language)
        named = {name for _, name, _, _ in Formatter().parse(wording.raw(message)) if name}
        assert named == set(decision.answer.params)
        assert wording.sentence(decision.answer.line)


@pytest.mark.parametrize(("wish", "about"), PASSED_OVER.values(), ids=PASSED_OVER)
def test_what_is_recorded_or_gone_changes_nothing(wish, about):
    decision = grant(wish, about)
    assert (decision.answer.message, decision.answer.severity) == (Message.RECORDED_BEFORE, Severity.OK)
    assert [draft.fact for draft in decision.drafts] == [facts.RequestRefused()]


@pytest.mark.parametrize("about", DIFFERING.values(), ids=DIFFERING)
def test_another_log_is_never_anchored(about):
    decision = grant(ANCHOR, about)
    assert (decision.answer.message, decision.answer.severity) == (Message.ANCHOR_DIFFERS, Severity.REFUSED)
    assert [draft.fact for draft in decision.drafts] == [facts.RequestRefused()]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(
    "wish", [ANSWER, RESERVE, TELL, ANCHOR, RAISED, END], ids=lambda wish: type(wish).__name__
)
def test_no_badge_below_a_supervisors_brings_its_word(wish, role):
    decision = grant(wish, replace(ABOUT, by=Operator("RI-O-0007-H", role)))
    is_allowed = role in PERMITTED[task_of(wish)]
    assert (decision.answer.message is Message.NOT_ALLOWED) == (not is_allowed)
    assert is_allowed == (role is Role.SUPERVISOR)
