"""Look-up: judged and told, and nothing taken in."""

import pytest
from msgspec.structs import replace

from intake.barcode import KitNumber, SerialText
from intake.facts import ScanRefused, SerialLookedUp
from intake.outcome import Message
from intake.own_label import Command, CommandWord
from intake.question import Ask, Question
from intake.receipt import Known, Step, decide, endings_awaited, length_awaited, step_of
from intake.receipt import look_up as looking
from intake.receipt.decision import Situation
from intake.scan import Severity
from intake.verdict import Reason, Verdict
from tests.intake.receipt.cases import (
    BAG,
    BOX,
    CAMPAIGN,
    CATALOGUE,
    CONFUSABLE,
    HELD,
    NOW,
    OF_A_MODEL,
    OF_NOBODY,
    OF_PLAIN,
    OF_SOME_COLOURS,
    OLD_LABEL,
)
from tests.intake.receipt.desk import Desk, fact_of, fresh, recorded, said
from tests.intake.receipt.exploring import receipts, scans
from tests.intake.receipt.world import scan_of

SIGNED_IN = set(Step) - {Step.SIGNED_OUT, Step.EMERGENCY}


def look_up(*names):
    """Look something up with a parcel open; the desk and its answer."""
    desk = Desk("parcel number", "LOOKUP")
    return desk, desk.scan(*names)


def test_it_is_asked_for_at_every_step_where_somebody_is_signed_in():
    asked: dict[Step, set[Message]] = {}
    for move in scans():
        if move.name == "LOOKUP" and not move.before.cage:
            asked.setdefault(step_of(move.before), set()).add(said(move.decision)[0])
    assert {step for step, messages in asked.items() if messages == {Message.LOOK_UP_ASKED}} == SIGNED_IN
    assert Message.LOOK_UP_ASKED not in asked[Step.SIGNED_OUT]
    assert asked[Step.EMERGENCY] == {Message.EMERGENCY_ON}


def test_what_is_read_off_print_is_never_said_not_affected():
    _, decision = look_up("print not affected")
    assert (decision.answer.message, decision.answer.verdict) == (
        Message.LOOKED_UP_UNCERTAIN,
        Verdict.UNCERTAIN,
    )
    assert decision.answer.reasons == (Reason.PRINTED, Reason.NO_MATCH)
    assert look_up("print affected")[1].answer.verdict is Verdict.AFFECTED


def test_it_asks_and_changes_nothing():
    for receipt in receipts():
        if step_of(receipt) in SIGNED_IN and receipt.cage is None:
            reading = Command(CommandWord.LOOKUP)
            decision = decide(receipt, scan_of("x"), reading, Known(CATALOGUE), fresh())
            assert recorded(decision) == ["QuestionAsked"]


def test_whatever_is_looked_up_changes_nothing_and_is_never_said_as_an_intake():
    """At every step, whatever lies on the table, whatever the verdict."""
    answered = set()
    for move in scans():
        if move.before.question is None or move.before.question.ask is not Ask.LOOK_UP:
            continue
        if said(move.decision)[0].startswith("looked_up_"):
            answered.add(said(move.decision)[0])
            assert said(move.decision)[1] is Severity.NOTE
            assert move.decision.answer.unit is None
            assert move.after == replace(move.before, question=None)
            assert recorded(move.decision) in (["SerialLookedUp"], ["ScanRefused"])
    assert answered == {message for message in Message if message.startswith("looked_up_")}


@pytest.mark.parametrize(
    ("name", "serial", "message", "verdict"),
    [
        ("serial affected", OF_PLAIN, Message.LOOKED_UP_AFFECTED, Verdict.AFFECTED),
        ("serial not affected", OF_NOBODY, Message.LOOKED_UP_NOT_AFFECTED, Verdict.NOT_AFFECTED),
        ("serial uncertain", CONFUSABLE, Message.LOOKED_UP_UNCERTAIN, Verdict.UNCERTAIN),
        ("serial its model decides", OF_A_MODEL, Message.LOOKED_UP_UNCERTAIN, Verdict.UNCERTAIN),
        ("serial its colour decides", OF_SOME_COLOURS, Message.LOOKED_UP_UNCERTAIN, Verdict.UNCERTAIN),
        ("serial affected, before", OF_PLAIN, Message.LOOKED_UP_BEFORE, Verdict.AFFECTED),
        ("keyed affected", OF_PLAIN, Message.LOOKED_UP_AFFECTED, Verdict.AFFECTED),
    ],
)
def test_a_serial_is_judged_and_the_judgement_recorded(name, serial, message, verdict):
    desk, decision = look_up(name)
    assert said(decision) == (message, Severity.NOTE)
    assert decision.answer.verdict is verdict
    assert (fact_of(decision).serial, fact_of(decision).verdict) == (serial, verdict)
    assert (desk.step, desk.receipt.parcel.units) == (Step.PARCEL_OPEN, ())


def test_the_fact_names_the_list_and_no_parcel():
    _, decision = look_up("serial affected")
    (draft,) = decision.drafts
    assert draft.fact == SerialLookedUp(OF_PLAIN, Verdict.AFFECTED, "3.1")
    assert (draft.parcel, draft.unit) == (None, None)


def test_a_serial_received_before_is_told_with_where_and_when():
    _, decision = look_up("serial affected, before")
    told = {"serial": OF_PLAIN, "verdict": Verdict.AFFECTED, "parcel": OLD_LABEL, "at": NOW}
    assert decision.answer.params == told


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("serial its model decides", Reason.MODEL_DECIDES),
        ("serial its colour decides", Reason.COLOUR_DECIDES),
        ("serial its channel decides", Reason.CHANNEL_DECIDES),
    ],
)
def test_what_else_decides_is_said(name, reason):
    _, decision = look_up(name)
    assert decision.answer.params["reason"] is reason


def test_a_keyed_serial_is_never_said_not_affected():
    _, decision = look_up("keyed not affected")
    assert decision.answer.verdict is Verdict.UNCERTAIN
    assert decision.answer.reasons[0] is Reason.KEYED


def test_a_text_that_is_no_serial_is_told_so_and_leaves_no_words_in_the_log():
    desk, decision = look_up("serial invalid")
    assert said(decision) == (Message.LOOKED_UP_INVALID, Severity.NOTE)
    assert (decision.answer.verdict, decision.answer.reasons[0]) == (Verdict.INVALID, Reason.BAD_LENGTH)
    assert isinstance(fact_of(decision), ScanRefused)
    assert not fact_of(decision).misread
    assert desk.receipt.misread is None


def test_a_few_keyed_characters_are_not_taken_for_the_claims_serial():
    desk = Desk("parcel number with a claim", "LOOKUP")
    assert desk.scan("keyed last six").answer.verdict is Verdict.INVALID
    assert desk.receipt.parcel.units == ()


def test_no_ending_completes_a_keyed_look_up_but_a_whole_serial_does():
    desk = Desk("parcel number with a claim")
    length = length_awaited(desk.receipt, CATALOGUE)
    assert endings_awaited(desk.receipt)
    desk.scan("LOOKUP")
    assert endings_awaited(desk.receipt) == ()
    assert length_awaited(desk.receipt, CATALOGUE) == length
    lengths = CAMPAIGN.serial.lengths
    assert length_awaited(Desk("LOOKUP").receipt, CATALOGUE) == (min(lengths) if len(lengths) == 1 else 0)


def test_a_serial_waiting_to_be_read_back_still_waits():
    desk = Desk("parcel number", "keyed affected", "LOOKUP", "serial not affected")
    assert desk.receipt.parcel.keyed.serial == OF_PLAIN
    assert desk.step is Step.UNIT


def test_a_bag_names_its_unit_and_where_it_lies():
    _, decision = look_up("used bag")
    assert decision.answer.params == {"bag": BAG, "serial": "-", "container": HELD.container}
    _, decision = look_up("bag")
    assert said(decision) == (Message.LOOKED_UP_NOTHING, Severity.NOTE)


def test_a_bag_names_the_serial_where_it_was_readable():
    desk = Desk("LOOKUP")
    case_known = Known(CATALOGUE, placed=(replace(HELD, serial="S"),))
    situation = Situation(desk.receipt, Step.IDLE, scan_of("x"), SerialText("x"), case_known, fresh())
    assert looking.bag(situation).answer.params["serial"] == "S"


def test_a_container_tells_what_it_holds_and_takes():
    _, decision = look_up("full container, another is right")
    told = decision.answer.params
    assert (told["container"], told["units"], told["state"]) == (BOX, 50, "open")
    _, decision = look_up("unknown container")
    assert said(decision) == (Message.LOOKED_UP_NOTHING, Severity.NOTE)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("parcel number, seen before", Message.LOOKED_UP_PARCEL),
        ("parcel label", Message.LOOKED_UP_NOTHING),
        ("kit number", Message.LOOKED_UP_NOTHING),
        ("reject bin", Message.LOOKED_UP_NOTHING),
        ("cage", Message.LOOKED_UP_NOTHING),
        ("returnable", Message.LOOKED_UP_NOTHING),
        ("JAN of the catalogue", Message.LOOKED_UP_NOTHING),
    ],
)
def test_a_thing_is_told_or_refused_and_never_taken(name, message):
    desk = Desk("LOOKUP")
    before = replace(desk.receipt, question=None)
    assert said(desk.scan(name)) == (message, Severity.NOTE)
    assert desk.receipt == before


def test_the_open_parcel_is_said_to_be_open():
    desk = Desk("parcel label", "LOOKUP")
    assert said(desk.scan("parcel label")) == (Message.PARCEL_IS_OPEN, Severity.NOTE)


def test_what_is_no_thing_is_taken_as_ever():
    desk, decision = look_up("K2")
    assert (said(decision)[0], desk.step) == (Message.EMERGENCY_RAISED, Step.EMERGENCY)


def test_a_second_look_up_is_asked_for_anew():
    desk, _ = look_up("serial affected")
    assert desk.receipt.question is None
    desk.scan("LOOKUP")
    assert desk.receipt.question == Question(Ask.LOOK_UP)


def test_without_a_judgement_nothing_is_said():
    """The shell gathers one for every serial; a bag's label is none."""
    for reading in (KitNumber("k", "zz-1"), SerialText("S")):
        situation = Situation(
            Desk("LOOKUP").receipt, Step.IDLE, scan_of("x"), reading, Known(CATALOGUE), fresh()
        )
        with pytest.raises(TypeError, match="expected a judged serial"):
            looking.serial(situation)
