"""Identifying units."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from intake import facts
from intake.claim import Claim, ClaimedUnit, nearest
from intake.condition import Checklist, Condition
from intake.hold import HoldKind
from intake.outcome import Message
from intake.own_label import CommandWord
from intake.question import Ask, Question
from intake.receipt import Known, Policy, Step
from intake.receipt.objections import is_excluded
from intake.scan import Method, Severity
from intake.serial_number import How
from intake.verdict import Reason, Verdict
from tests.intake.receipt.cases import (
    BEFORE,
    BOX,
    CAMPAIGN,
    CATALOGUE,
    CHECKLIST,
    CLAIM,
    COLOURED,
    CONFUSABLE,
    EXCLUDED,
    IN_SCOPE,
    OF_NOBODY,
    OF_PLAIN,
    PLAIN,
    Case,
)
from tests.intake.receipt.desk import Desk, fact_of, recorded, said, take
from tests.intake.receipt.world import command, letter_pack

CLAIMED = "parcel number with a claim"


def test_an_affected_serial_makes_a_unit_with_what_the_list_and_the_campaign_say():
    desk = Desk("parcel number")
    decision = desk.scan("serial affected")
    assert said(decision) == (Message.UNIT_AFFECTED, Severity.OK)
    assert recorded(decision) == ["UnitIdentified"]
    unit = desk.unit
    assert (unit.serial, unit.verdict, unit.reasons) == (OF_PLAIN, Verdict.AFFECTED, (Reason.IN_RANGE,))
    assert (unit.maker, unit.campaign, unit.model) == (CAMPAIGN.maker, CAMPAIGN.id, PLAIN.name)
    assert (unit.un_number, unit.wh, unit.grams) == (PLAIN.un_number, PLAIN.wh, PLAIN.grams)
    assert unit.list_version == "3.1"
    assert desk.step is Step.CONDITION


def test_the_raw_text_is_kept_as_it_was_read():
    printed = f"SN: {OF_PLAIN.lower()}"
    decision = take(Desk("parcel number").receipt, Case("as printed", printed))
    assert (fact_of(decision).raw, fact_of(decision).serial) == (printed, OF_PLAIN)


def test_a_colour_is_asked_for_only_when_the_remedy_needs_it_and_the_list_does_not_say():
    assert Desk("parcel number", "serial affected, colour wanted").step is Step.UNIT
    for name in ("serial affected", "serial affected with its colour"):
        assert Desk("parcel number", name).step is Step.CONDITION


def test_a_colour_the_list_says_is_taken_over():
    assert Desk("parcel number", "serial affected with its colour").unit.colour == IN_SCOPE.name


def test_a_colour_the_campaign_leaves_out_raises_a_hold():
    desk = Desk("parcel number")
    decision = desk.scan("serial affected, colour left out")
    assert desk.unit.open_holds == (HoldKind.EXCLUDED_COLOUR,) == decision.answer.holds
    assert desk.unit.holds[0].detail == EXCLUDED.name


def test_a_unit_that_is_not_affected_is_taken_in_all_the_same():
    """It is in the parcel, so it goes into quarantine: model and class are asked for as for any other."""
    desk = Desk("parcel number")
    assert said(desk.scan("serial not affected")) == (Message.UNIT_NOT_AFFECTED, Severity.NOTE)
    assert desk.step is Step.UNIT
    assert desk.unit.open_holds == ()


def test_an_uncertain_serial_is_held():
    desk = Desk("parcel number")
    decision = desk.scan("serial uncertain")
    assert said(decision) == (Message.UNIT_UNCERTAIN, Severity.NOTE)
    assert decision.answer.params["reason"] == Reason.CONFUSABLE_CHARACTERS
    assert desk.unit.open_holds == (HoldKind.UNCERTAIN_SERIAL,)
    assert desk.unit.serial == CONFUSABLE


def test_an_invalid_serial_makes_no_unit():
    desk = Desk("parcel number")
    decision = desk.scan("serial invalid")
    assert said(decision) == (Message.SERIAL_INVALID, Severity.REFUSED)
    assert decision.answer.verdict is Verdict.INVALID
    assert decision.answer.params == {"reason": Reason.BAD_LENGTH, "length": len(OF_PLAIN) - 1}
    assert desk.receipt.parcel.units == ()


@pytest.mark.parametrize("also", [(), ("K1",)])
def test_the_last_invalid_reading_stays_with_a_unit_declared_unreadable(also):
    desk = Desk("parcel number", "serial invalid", *also, "UNREADABLE")
    assert desk.unit.raw == ""
    identified = next(e.fact for e in desk.state.acts[-1] if isinstance(e.fact, facts.UnitIdentified))
    assert identified.misread == hashlib.sha256(OF_PLAIN[:-1].encode()).hexdigest()
    assert desk.receipt.misread is None


def test_an_invalid_reading_is_forgotten_once_a_serial_was_read():
    names = ("serial invalid", "serial affected", "INTACT", "bag", "right container", "UNREADABLE")
    desk = Desk("parcel number", *names)
    identified: Any = desk.state.acts[-1][0].fact
    assert identified.misread is None


def test_an_invalid_reading_is_forgotten_with_its_parcel():
    desk = Desk("parcel number", "serial invalid", "EMPTY", "YES", "kit number", "UNREADABLE")
    identified: Any = desk.state.acts[-1][0].fact
    assert identified.misread is None


def test_an_unreadable_unit_has_no_verdict_and_is_held():
    desk = Desk("parcel number")
    decision = desk.scan("UNREADABLE")
    assert said(decision) == (Message.UNIT_UNREADABLE, Severity.NOTE)
    assert (desk.unit.serial, desk.unit.verdict) == (None, None)
    assert desk.unit.open_holds == (HoldKind.UNCERTAIN_SERIAL,) == decision.answer.holds
    assert desk.step is Step.UNIT


class TestSeenBefore:
    """The same serial of the same maker, received before."""

    def test_it_is_held_and_says_where_and_when(self):
        desk = Desk("parcel number")
        decision = desk.scan("serial affected, before")
        assert said(decision) == (Message.UNIT_DUPLICATE, Severity.NOTE)
        assert decision.answer.params == {
            "serial": OF_PLAIN,
            "model": PLAIN.name,
            "parcel": BEFORE.parcel,
            "at": BEFORE.at,
            "badge": BEFORE.operator,
        }
        assert desk.unit.open_holds == (HoldKind.DUPLICATE,)
        assert desk.unit.holds[0].detail == BEFORE.parcel

    def test_every_reason_to_hold_is_raised(self):
        desk = Desk("parcel number", "serial uncertain, before")
        assert desk.unit.open_holds == (HoldKind.DUPLICATE, HoldKind.UNCERTAIN_SERIAL)

    def test_holds_have_names_of_their_own(self):
        unit = Desk("parcel number", "serial uncertain, before").unit
        assert len({unit.id, *(hold.id for hold in unit.holds)}) == 3

    def test_it_still_goes_into_quarantine(self):
        desk = Desk("parcel number", "serial affected, before", "INTACT", "bag")
        decision = desk.scan("right container")
        assert said(decision)[0] is Message.CONTAINED_HELD
        assert recorded(decision) == ["UnitContained"]


@pytest.mark.parametrize("wanted", [True, False])
def test_whether_a_bag_is_asked_for_is_a_setting_kept_with_the_unit(wanted):
    desk = Desk("parcel number", "serial affected" if wanted else "serial affected, no bags")
    assert desk.unit.bag_wanted is wanted
    desk.scan("INTACT")
    assert desk.step is (Step.BAG if wanted else Step.CONTAINER)


class TestNoticedBefore:
    """Damage or swelling seen before any serial goes over to the next unit."""

    @pytest.mark.parametrize("seen", ["D", "K1"])
    @pytest.mark.parametrize(
        "found", ["serial affected", "UNREADABLE", "serial not affected", "serial uncertain"]
    )
    def test_the_next_unit_takes_it_over(self, seen, found):
        desk = Desk("parcel number", seen)
        decision = desk.scan(found)
        assert recorded(decision)[-1] == "ConditionRecorded"
        assert (desk.unit.observation, desk.unit.condition) == (seen, seen)
        assert desk.receipt.parcel.noticed is None

    def test_an_invalid_serial_leaves_it_noticed(self):
        desk = Desk("parcel number", "K1", "serial invalid")
        assert desk.receipt.parcel.noticed == "K1"

    def test_only_one_unit_takes_it_over(self):
        desk = Desk("parcel number", "K1", "serial affected", "bag", "right container", "UNREADABLE")
        assert desk.unit.condition is None


def test_a_colour_is_excluded_only_where_the_campaign_says_so():
    known = Known(CATALOGUE)
    assert is_excluded(known.catalogue, CAMPAIGN.id, COLOURED.name, EXCLUDED.name)
    assert not is_excluded(known.catalogue, CAMPAIGN.id, COLOURED.name, IN_SCOPE.name)
    assert not is_excluded(known.catalogue, CAMPAIGN.id, COLOURED.name, None)
    assert not is_excluded(known.catalogue, CAMPAIGN.id, None, EXCLUDED.name)
    assert not is_excluded(known.catalogue, None, COLOURED.name, EXCLUDED.name)


def test_a_unit_identified_says_how_its_serial_came_to_be_known():
    assert Desk("parcel number", "serial affected").unit.how is How.SCANNED
    assert Desk("parcel number", "UNREADABLE").unit.how is How.UNREADABLE


class TestAgainstTheClaim:
    """What the claim says of the next unit."""

    def test_a_serial_it_names_is_expected(self):
        assert Desk(CLAIMED, "serial affected").unit.open_holds == ()

    def test_another_is_a_mismatch_with_the_nearest_that_was_expected(self):
        desk = Desk(CLAIMED)
        decision = desk.scan("serial not affected")
        assert said(decision)[0] is Message.UNIT_UNCERTAIN
        assert decision.answer.holds == desk.unit.open_holds == (HoldKind.UNCERTAIN_SERIAL, HoldKind.MISMATCH)
        assert desk.unit.holds[1].detail == nearest(OF_NOBODY, CLAIM.serials)

    def test_an_unreadable_one_is_no_mismatch(self):
        assert Desk(CLAIMED, "UNREADABLE").unit.open_holds == (HoldKind.UNCERTAIN_SERIAL,)

    def test_one_more_than_announced_is_extra(self):
        done = ("INTACT", "bag", "right container")
        desk = Desk(CLAIMED, "serial affected", *done, "serial affected with its colour", *done)
        assert desk.unit.open_holds == ()
        desk.scan("UNREADABLE")
        assert desk.unit.open_holds == (HoldKind.UNCERTAIN_SERIAL, HoldKind.EXTRA)
        assert desk.unit.holds[1].detail == CLAIM.number

    def test_a_claim_with_an_unread_serial_lets_any_serial_through(self):
        claim = Claim("C-2", (ClaimedUnit(OF_PLAIN), ClaimedUnit(None)))
        desk = Desk()
        desk.take(Case("a claim", letter_pack(1), lambda _receipt: {"claim": claim, "expecting": True}))
        desk.scan("serial not affected")
        assert desk.unit.open_holds == (HoldKind.UNCERTAIN_SERIAL,)

    @pytest.mark.parametrize("named", [OF_NOBODY, OF_PLAIN])
    def test_none_is_said_to_be_safe_where_it_names_a_serial(self, named):
        claim = Claim("C-2", (ClaimedUnit(named), ClaimedUnit(None)))
        desk = Desk()
        desk.take(Case("a claim", letter_pack(1), lambda _receipt: {"claim": claim, "expecting": True}))
        decision = desk.scan("serial not affected")
        assert decision.answer.params["reason"] is Reason.CLAIM_DISAGREES
        assert (desk.unit.verdict, desk.unit.holds[0].detail) == (Verdict.UNCERTAIN, "claim_disagrees")
        assert desk.unit.reasons == (Reason.CLAIM_DISAGREES, Reason.NO_MATCH)
        desk.scan(f"card {PLAIN.name}", "INTACT")
        assert (desk.unit.condition, desk.unit.verdict) == (Condition.R, Verdict.UNCERTAIN)

    def test_one_that_names_none_says_nothing_of_it(self):
        claim = Claim("C-2", (ClaimedUnit(None),))
        desk = Desk()
        desk.take(Case("a claim", letter_pack(1), lambda _receipt: {"claim": claim, "expecting": True}))
        assert desk.scan("serial not affected").answer.verdict is Verdict.NOT_AFFECTED


class TestPrint:
    """Text a camera read off print, and read back: no character of it is vouched for."""

    def test_it_never_says_not_affected(self):
        desk = Desk("parcel number", "print not affected")
        desk.take(Case("its last six", OF_NOBODY[-6:], method=Method.KEYED))
        desk.scan("card UN3480", "INTACT")
        assert (desk.unit.how, desk.unit.verdict) == (How.PRINTED, Verdict.UNCERTAIN)
        assert desk.unit.reasons == (Reason.PRINTED, Reason.NO_MATCH)
        assert (desk.unit.condition, desk.unit.open_holds) == (Condition.R, (HoldKind.UNCERTAIN_SERIAL,))

    def test_it_may_say_affected(self):
        unit = Desk("parcel number", "print affected", "keyed last six").unit
        assert (unit.verdict, unit.reasons) == (Verdict.AFFECTED, (Reason.IN_RANGE, Reason.PRINTED))
        assert unit.open_holds == ()


class TestSecondUnit:
    """A serial of this very parcel, scanned again: the same unit once more, or another that bears it."""

    DONE = ("INTACT", "bag", "right container")

    def test_it_is_asked(self):
        desk = Desk("parcel number", "serial affected", *self.DONE)
        decision = desk.scan("serial affected")
        assert said(decision) == (Message.SERIAL_TAKEN_HERE, Severity.REFUSED)
        assert decision.answer.params == {"serial": OF_PLAIN, "container": BOX}
        assert desk.receipt.question == Question(Ask.SECOND_UNIT, OF_PLAIN)
        assert len(desk.receipt.parcel.units) == 1

    def test_yes_takes_another_in_and_holds_it(self):
        desk = Desk("parcel number", "serial affected", *self.DONE, "serial affected")
        decision = desk.scan("YES")
        assert said(decision) == (Message.UNIT_DUPLICATE, Severity.NOTE)
        assert (desk.unit.serial, desk.unit.how) == (OF_PLAIN, How.UNCHECKED)
        assert desk.unit.open_holds == (HoldKind.DUPLICATE,)
        assert recorded(desk.scan(*self.DONE)) == ["UnitContained"]

    def test_the_other_is_no_more_certain_than_it_was_keyed(self):
        spared = ("parcel number", "serial not affected", "card UN3480", *self.DONE)
        desk = Desk(*spared, "keyed not affected", "YES")
        assert (desk.unit.how, desk.unit.verdict) == (How.KEYED, Verdict.UNCERTAIN)
        assert desk.receipt.parcel.units[0].verdict is Verdict.NOT_AFFECTED

    def test_another_serial_asks_nothing(self):
        desk = Desk("parcel number", "serial affected", *self.DONE)
        assert recorded(desk.scan("serial affected with its colour")) == ["UnitIdentified"]


class TestChecklistDue:
    """Every so many units one answers the whole checklist."""

    @pytest.mark.parametrize("found", ["serial affected, checklist due", "UNREADABLE, checklist due"])
    def test_the_unit_that_makes_it_due_is_checked(self, found):
        desk = Desk("parcel number", found)
        assert desk.unit.checklist_wanted

    @pytest.mark.parametrize(
        ("unchecked", "every", "signs", "wanted"),
        [
            *((18, 20, True, False), (19, 20, True, True), (25, 20, True, True), (0, 1, True, True)),
            *((99, 0, True, False), (19, 20, False, False)),
        ],
    )
    def test_it_is_due_with_the_nth_unit(self, unchecked, every, signs, wanted):
        policy = Policy(checklist_every=every, checklist=CHECKLIST if signs else Checklist())
        known = {"unchecked": unchecked, "policy": policy}
        for text in (OF_PLAIN, command(CommandWord.UNREADABLE)):
            desk = Desk("parcel number")
            desk.take(Case("a unit", text, lambda _receipt: known))
            assert desk.unit.checklist_wanted is wanted

    def test_intact_seen_before_does_not_stand_in_for_it(self):
        desk = Desk("parcel number", "INTACT", "serial affected, checklist due")
        assert desk.unit.condition is None
        assert desk.step is Step.CONDITION

    @pytest.mark.parametrize("seen", ["D", "K1"])
    def test_damage_seen_before_does(self, seen):
        assert Desk("parcel number", seen, "serial affected, checklist due").unit.condition == seen
        assert Desk("parcel number", seen, "UNREADABLE, checklist due").unit.condition == seen


@pytest.mark.parametrize("found", ["serial affected", "UNREADABLE"])
def test_intact_seen_before_the_serial_counts(found):
    desk = Desk("parcel number", "INTACT", found)
    assert desk.unit.condition is Condition.R


def test_intact_seen_before_a_unit_that_is_not_affected_makes_class_n():
    assert Desk("parcel number", "INTACT", "serial not affected").unit.condition is Condition.N


def test_unit_and_holds_take_the_identifiers_in_their_order():
    known = {"unit_before": BEFORE}
    decision = take(
        Desk(CLAIMED).receipt, Case("uncertain", CONFUSABLE, lambda _receipt: known), ids=tuple("abcdefgh")
    )
    assert {draft.unit for draft in decision.drafts} == {"a"}
    assert [fact_of(decision, place).hold for place in (1, 2, 3)] == ["b", "c", "d"]


def test_the_answer_to_a_serial_names_verdict_reasons_and_unit():
    desk = Desk("parcel number")
    answer = desk.scan("serial affected").answer
    unit = desk.unit
    assert (answer.unit, answer.verdict) == (unit.id, Verdict.AFFECTED)
    assert answer.reasons == unit.reasons != ()
    assert answer.params == {"serial": OF_PLAIN, "model": PLAIN.name}
