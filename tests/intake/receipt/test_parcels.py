"""Opening, closing and reopening parcels."""

from __future__ import annotations

import pytest

from intake import facts
from intake.disposition import Closing, EmergencyOutcome
from intake.hold import HoldKind
from intake.outcome import Message
from intake.own_label import CommandWord, LabelKind
from intake.question import Ask, Question
from intake.receipt import Policy, Step
from intake.receipt.prompt import Prompt
from intake.scan import Severity
from tests.intake.receipt.cases import BEFORE, CLAIM, KIT, PLAIN
from tests.intake.receipt.desk import Desk, asked, fact_of, recorded, said
from tests.intake.receipt.world import SECOND, World, command, label, letter_pack

DONE = ("serial affected", "INTACT", "bag", "right container")


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("parcel number", letter_pack(11111111111)),
        ("parcel number NW-7", letter_pack(22222222222)),
        ("kit number", KIT),
        ("parcel label", label(LabelKind.PARCEL, 5)),
    ],
)
def test_a_label_opens_a_parcel_under_its_number(name, written):
    desk = Desk()
    decision = desk.scan(name)
    assert said(decision) == (Message.PARCEL_OPENED, Severity.OK)
    assert decision.answer.params == {"parcel": written}
    assert desk.receipt.parcel.label == written
    assert desk.receipt.parcel.check_holds


def test_a_failing_check_digit_is_a_note_and_stays_with_the_parcel():
    desk = Desk()
    assert said(desk.scan("parcel number, check fails")) == (Message.PARCEL_OPENED_CHECK_FAILS, Severity.NOTE)
    assert not desk.receipt.parcel.check_holds


def test_the_next_label_closes_a_parcel_whose_units_are_all_put_away():
    decision = Desk("parcel number", *DONE).scan("kit number")
    assert recorded(decision) == ["ParcelClosed", "ParcelOpened"]
    assert fact_of(decision).how == "next"
    assert decision.drafts[0].parcel != decision.drafts[1].parcel


def test_the_next_label_does_not_close_a_parcel_without_a_unit():
    assert said(Desk("parcel number").scan("kit number"))[0] is Message.PARCEL_WITHOUT_UNIT


@pytest.mark.parametrize("closing", ["kit number", "CLOSE", "SHORT", "EMPTY"])
@pytest.mark.parametrize("noticed", ["D", "K1"])
def test_nothing_closes_a_parcel_in_which_a_damaged_battery_was_seen(noticed, closing):
    """The battery seen must be taken in first: by its serial, or as unreadable."""
    decision = Desk("parcel number", *DONE, noticed).scan(closing)
    assert said(decision) == (Message.CONDITION_BEFORE_SERIAL, Severity.REFUSED)
    assert recorded(decision) == ["ScanRefused"]


@pytest.mark.parametrize("closing", ["kit number", "CLOSE", "SHORT", "EMPTY", "OUT"])
@pytest.mark.parametrize(
    "at",
    [DONE[:1], DONE[:2], DONE[:3], (*DONE, "CABLE"), (*DONE, "BOX"), ("UNREADABLE",), ("D", "UNREADABLE")],
)
def test_nothing_closes_a_parcel_while_something_lies_on_the_table(at, closing):
    desk = Desk("parcel number", *at)
    assert desk.step not in {Step.PARCEL_OPEN, Step.IDLE}
    assert recorded(desk.scan(closing)) == ["ScanRefused"]


@pytest.mark.parametrize(
    ("word", "message"), [("CLOSE", Message.PARCEL_CLOSED), ("SHORT", Message.PARCEL_SHORT)]
)
def test_close_and_short_need_a_unit(word, message):
    assert said(Desk("parcel number").scan(word)) == (Message.PARCEL_WITHOUT_UNIT, Severity.REFUSED)
    desk = Desk("parcel number", *DONE)
    decision = desk.scan(word)
    assert said(decision)[0] is message
    assert fact_of(decision, -1) == facts.ParcelClosed(Closing(word.lower()))
    assert decision.answer.params["parcel"] == letter_pack(11111111111)
    assert desk.step is Step.IDLE


def test_empty_needs_no_unit():
    desk = Desk("parcel number", *DONE)
    refusal = desk.scan("EMPTY")
    assert said(refusal) == (Message.PARCEL_HAS_UNITS, Severity.REFUSED)
    assert refusal.answer.params == {"units": 1}
    desk = Desk("parcel number")
    assert said(desk.scan("EMPTY")) == (Message.PARCEL_EMPTY, Severity.NOTE)
    assert desk.step is Step.IDLE


class TestEmptyAfterAMisreadSerial:
    """A serial was nearly read in it: there is a battery, unless somebody says so twice."""

    MISREAD = ("parcel number", "serial invalid")

    def test_it_is_asked_again(self):
        desk = Desk(*self.MISREAD)
        decision = desk.scan("EMPTY")
        assert said(decision) == (Message.EMPTY_AFTER_MISREAD, Severity.REFUSED)
        assert recorded(decision) == ["QuestionAsked"]
        assert desk.receipt.question == Question(Ask.EMPTY)
        assert asked(desk.receipt).message == Prompt.EMPTY

    def test_yes_closes_it(self):
        desk = Desk(*self.MISREAD, "EMPTY")
        decision = desk.scan("YES")
        assert said(decision) == (Message.PARCEL_EMPTY, Severity.NOTE)
        assert decision.answer.params == {"parcel": letter_pack(11111111111)}
        assert fact_of(decision) == facts.ParcelClosed(Closing.EMPTY)
        assert (desk.step, desk.receipt.question) == (Step.IDLE, None)

    @pytest.mark.parametrize("between", ["NO", "serial invalid", "CLOSE"])
    def test_any_other_scan_drops_the_question(self, between):
        desk = Desk(*self.MISREAD, "EMPTY", between)
        assert desk.receipt.question is None
        assert recorded(desk.scan("YES")) == ["ScanRefused"]
        assert said(desk.scan("EMPTY")) == (Message.EMPTY_AFTER_MISREAD, Severity.REFUSED)

    def test_the_question_may_be_answered_by_the_serial(self):
        assert said(Desk(*self.MISREAD, "EMPTY").scan("serial affected"))[0] is Message.UNIT_AFFECTED

    def test_what_was_misread_in_another_parcel_does_not_count(self):
        desk = Desk(*self.MISREAD, "EMPTY", "YES", "kit number")
        assert said(desk.scan("EMPTY")) == (Message.PARCEL_EMPTY, Severity.NOTE)

    def test_a_damaged_battery_seen_goes_before(self):
        decision = Desk(*self.MISREAD, "D").scan("EMPTY")
        assert said(decision) == (Message.CONDITION_BEFORE_SERIAL, Severity.REFUSED)


@pytest.mark.parametrize("at", [(), ("parcel number", *DONE)])
def test_a_parcel_that_an_emergency_ended_is_never_opened(at):
    desk = Desk(*at)
    decision = desk.scan("parcel number, lost")
    assert said(decision) == (Message.PARCEL_LOST, Severity.REFUSED)
    assert decision.answer.params == {"parcel": letter_pack(88888888888)}
    assert recorded(decision) == ["ScanRefused"]


def test_at_a_station_what_the_lead_says_is_lost_neither_arrives_nor_opens():
    world = World().furnish().sign_in()
    world.scan(command(CommandWord.K2))
    world.close_emergency(parcels={letter_pack(1): EmergencyOutcome.WATER_BATH})
    assert world.scan(letter_pack(1)).answer.message is Message.PARCEL_LOST
    world.scan(label(LabelKind.CAGE, 1))
    assert world.scan(letter_pack(1)).answer.message is Message.PARCEL_LOST
    assert world.scan(letter_pack(2)).answer.message is Message.PARCEL_ARRIVED


def test_the_label_of_the_open_parcel_changes_nothing():
    assert said(Desk("parcel number").scan("parcel number")) == (Message.PARCEL_IS_OPEN, Severity.NOTE)


def test_with_the_disk_nearly_full_no_parcel_is_opened():
    assert said(Desk().scan("parcel label, disk low")) == (Message.DISK_LOW, Severity.REFUSED)


def test_with_the_disk_nearly_full_the_open_parcel_is_still_finished():
    world = World().furnish().sign_in()
    world.scan(letter_pack(1))
    world.disk_low = True
    world.scan(command(CommandWord.EMPTY))
    assert world.step is Step.IDLE


def test_a_boxs_code_is_no_parcel():
    for name in ("JAN of the catalogue", "JAN of another thing"):
        assert said(Desk().scan(name)) == (Message.BOX_NOT_PARCEL, Severity.REFUSED)


CLAIMED = "parcel number with a claim"
SECOND_DONE = ("serial affected with its colour", "INTACT", "bag", "right container")


class TestClaims:
    """What was announced for a parcel, where expected returns are in force."""

    def test_opening_says_what_to_expect(self):
        desk = Desk()
        decision = desk.scan(CLAIMED)
        assert said(decision) == (Message.PARCEL_OPENED_CLAIM, Severity.OK)
        assert decision.answer.params == {"parcel": letter_pack(44444444444), "claim": "C-1", "units": 2}
        assert fact_of(decision) == facts.ParcelOpened(letter_pack(44444444444), claim=CLAIM)
        assert desk.receipt.parcel.claim == CLAIM

    def test_a_parcel_nobody_announced_is_an_orphan(self):
        desk = Desk()
        assert said(desk.scan("parcel number nobody announced")) == (Message.PARCEL_OPENED, Severity.OK)
        assert desk.receipt.parcel.orphan
        desk.scan("serial affected")
        assert desk.unit.open_holds == (HoldKind.ORPHAN,)

    def test_without_expected_returns_in_force_no_parcel_is_one(self):
        assert not Desk("parcel number").receipt.parcel.orphan
        assert not Desk(CLAIMED).receipt.parcel.orphan

    @pytest.mark.parametrize("closing", ["CLOSE", "kit number"])
    def test_fewer_units_than_the_claim_are_not_closed_over(self, closing):
        decision = Desk(CLAIMED, *DONE).scan(closing)
        assert said(decision) == (Message.PARCEL_BELOW_CLAIM, Severity.REFUSED)
        assert decision.answer.params == {"units": 1, "claimed": 2}
        assert recorded(decision) == ["ScanRefused"]

    def test_short_says_that_no_more_came_and_holds_what_did(self):
        desk = Desk(CLAIMED, *DONE)
        unit = desk.unit.id
        decision = desk.scan("SHORT")
        assert said(decision) == (Message.PARCEL_SHORT_CLAIM, Severity.NOTE)
        assert decision.answer.params == {"parcel": letter_pack(44444444444), "missing": 1}
        assert recorded(decision) == ["HoldRaised", "ParcelClosed"]
        assert (fact_of(decision).kind, decision.drafts[0].unit) == (HoldKind.PARTIAL, unit)
        assert fact_of(decision, 1) == facts.ParcelClosed(Closing.SHORT, missing=1)

    def test_short_with_all_of_the_claim_there_names_no_missing_one(self):
        """The owner packed more than was announced, or says so."""
        desk = Desk(CLAIMED, *DONE, *SECOND_DONE)
        decision = desk.scan("SHORT")
        assert said(decision) == (Message.PARCEL_SHORT, Severity.NOTE)
        assert decision.answer.params == {"parcel": letter_pack(44444444444)}
        assert fact_of(decision, -1) == facts.ParcelClosed(Closing.SHORT)

    def test_short_without_a_claim_says_no_number(self):
        decision = Desk("parcel number", *DONE).scan("SHORT")
        assert said(decision) == (Message.PARCEL_SHORT, Severity.NOTE)
        assert decision.answer.params == {"parcel": letter_pack(11111111111)}

    def test_every_unit_of_a_short_parcel_is_held_once(self):
        desk = Desk("parcel number", *DONE, *SECOND_DONE)
        first, second = desk.scan("SHORT").drafts[:2]
        assert first.unit != second.unit
        assert first.fact.hold != second.fact.hold

    def test_a_unit_held_already_is_not_held_again(self):
        world = World(policy=Policy(bag_labels=False)).furnish().sign_in()
        texts = (CommandWord.UNREADABLE, CommandWord.INTACT, CommandWord.SHORT)
        world.scan(letter_pack(1))
        world.scan(command(texts[0]))
        world.scan(command(CommandWord.MODEL, "UN3480"))
        world.scan(command(texts[1]))
        world.scan(world.fitting().code)
        assert recorded(world.scan(command(texts[2]))) == ["HoldRaised", "ParcelClosed"]
        world.scan(letter_pack(1))
        world.scan(command(CommandWord.YES))
        assert recorded(world.scan(command(texts[2]))) == ["ParcelClosed"]

    def test_as_many_as_announced_close_it_and_more_are_extra(self):
        desk = Desk(CLAIMED, *DONE, *SECOND_DONE)
        desk.scan("serial not affected", f"card {PLAIN.name}", "INTACT", "bag", "right container")
        assert desk.unit.open_holds == (HoldKind.UNCERTAIN_SERIAL, HoldKind.MISMATCH, HoldKind.EXTRA)
        decision = desk.scan("CLOSE")
        assert said(decision) == (Message.PARCEL_CLOSED, Severity.OK)
        assert fact_of(decision) == facts.ParcelClosed(Closing.CLOSE, missing=0, extra=1)
        complete = Desk(CLAIMED, *DONE, *SECOND_DONE).scan("CLOSE")
        assert fact_of(complete) == facts.ParcelClosed(Closing.CLOSE)

    def test_an_empty_parcel_lacks_the_whole_claim(self):
        assert fact_of(Desk(CLAIMED).scan("EMPTY")) == facts.ParcelClosed(Closing.EMPTY, missing=2)


@pytest.mark.parametrize("closing", ["kit number", "CLOSE", "SHORT", "EMPTY"])
def test_nothing_closes_a_parcel_while_a_battery_from_a_box_waits(closing):
    decision = Desk("parcel number", *DONE, "BOX", "NO", "reject bin").scan(closing)
    assert said(decision) == (Message.BATTERY_OUTSTANDING, Severity.REFUSED)
    assert decision.answer.params == {"units": 1}


class TestSeenBefore:
    """A label seen before offers to reopen its parcel."""

    def test_it_is_offered_and_yes_reopens_it(self):
        desk = Desk()
        offer = desk.scan("parcel number, seen before")
        assert said(offer) == (Message.PARCEL_KNOWN, Severity.REFUSED)
        assert desk.receipt.question == Question(Ask.REOPEN, BEFORE.parcel_id)
        assert offer.answer.params == {"parcel": BEFORE.parcel, "at": BEFORE.at}
        assert asked(desk.receipt).message == Prompt.REOPEN
        yes = desk.scan("YES")
        assert said(yes)[0] is Message.PARCEL_REOPENED
        assert yes.answer.params == {"parcel": BEFORE.parcel}
        assert desk.receipt.parcel.id == BEFORE.parcel_id
        assert desk.receipt.question is None

    @pytest.mark.parametrize("between", ["CLOSE", "address", "another badge", "JAN of another thing"])
    def test_any_other_scan_drops_the_offer(self, between):
        desk = Desk("parcel number, seen before", between)
        assert said(desk.scan("YES")) == (Message.NOT_AN_ANSWER, Severity.REFUSED)

    def test_a_gun_that_reads_the_label_twice_does_not_drop_the_offer(self):
        world = World().furnish().sign_in()
        for text in (letter_pack(1), command(CommandWord.EMPTY), letter_pack(1)):
            world.scan(text)
        assert world.scan(letter_pack(1), after=SECOND // 10).answer.message is Message.SAME_SCAN
        assert world.scan(command(CommandWord.YES)).answer.message is Message.PARCEL_REOPENED

    def test_yes_without_an_offer_answers_nothing(self):
        assert said(Desk().scan("YES")) == (Message.NOT_AN_ANSWER, Severity.REFUSED)

    def test_with_another_parcel_open_it_must_be_closed_first(self):
        desk = Desk("parcel number", *DONE)
        assert said(desk.scan("parcel number, seen before")) == (Message.CLOSE_PARCEL_FIRST, Severity.REFUSED)
        assert desk.receipt.question is None

    def test_a_reopened_parcel_still_holds_its_units(self):
        world = World().furnish().sign_in()
        world.scan(letter_pack(1))
        world.scan(command(CommandWord.UNREADABLE))
        world.scan(command(CommandWord.MODEL, "UN3480"))
        world.scan(command(CommandWord.INTACT))
        world.scan(label(LabelKind.BAG, 1))
        world.scan(world.fitting().code)
        before = world.receipt.parcel.units
        for text in (command(CommandWord.CLOSE), letter_pack(1), command(CommandWord.YES)):
            world.scan(text)
        assert world.receipt.parcel.units == before
        assert world.receipt.parcel.closed_at is None
        assert world.step is Step.PARCEL_OPEN
