"""Placing units in containers, and what their owners are owed for it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from intake import facts
from intake.campaign import Catalogue
from intake.claim import Claim, ClaimedUnit
from intake.condition import Condition
from intake.container import Limits
from intake.events import Draft
from intake.facts import ReplacementQueued
from intake.hold import HoldKind
from intake.outcome import Answer, Message
from intake.own_label import CommandWord
from intake.receipt import Decision, Hold, Known, Policy, Step
from intake.receipt.placing import lacks_colour, owed_for
from intake.receipt.told import ANOTHER_COLOUR
from intake.request import SealContainer
from intake.scan import Severity
from intake.verdict import Reason, Verdict
from tests.intake.receipt.cases import (
    BOX,
    BY_NAME,
    CAMPAIGN,
    CATALOGUE,
    COLOURED,
    IN_SCOPE,
    OF_COLOURED,
    OF_PLAIN,
    PLAIN,
    RIGHT,
    Case,
)
from tests.intake.receipt.desk import Desk, fact_of, recorded, said
from tests.intake.receipt.exploring import moves
from tests.intake.receipt.world import World, command, letter_pack

INTO = {
    *(
        "right container",
        "right container, history missing",
        "right container, for two",
        "nearly full container, for two",
    ),
    *("container they lie in", "holding box"),
}
CARD = f"card {PLAIN.name}"
ANSWER = Answer(Message.LIST_ACTIVATED, Severity.OK)
READY = ("parcel number", "serial affected", "INTACT", "bag")
OTHERS = {
    "closed container": Message.CONTAINER_NOT_OPEN,
    "container of another class": Message.CONTAINER_WRONG_CLASS,
    "container of another UN number": Message.CONTAINER_WRONG_UN_NUMBER,
    "full container": Message.CONTAINER_FULL,
    "container under watch": Message.CONTAINER_SUSPECT,
    "old container": Message.CONTAINER_TOO_OLD,
    "late box": Message.HOLDING_LATE,
    "container in a full zone": Message.ZONE_FULL,
}


def test_the_right_container_takes_the_unit():
    desk = Desk(*READY)
    decision = desk.scan("right container")
    assert recorded(decision) == ["UnitContained", "ReplacementQueued"]
    assert decision.answer.container == desk.unit.container == BOX
    assert desk.unit.contained_at is not None
    assert desk.step is Step.PARCEL_OPEN


@pytest.mark.parametrize(("name", "message"), OTHERS.items())
def test_any_other_is_refused_and_the_right_one_is_named(name, message):
    decision = Desk(*READY).scan(f"{name}, another is right")
    assert said(decision) == (message, Severity.REFUSED)
    kind = {"condition": Condition.R, "un_number": PLAIN.un_number}
    assert decision.answer.params == {"container": BOX, "right": RIGHT, **kind}


@pytest.mark.parametrize(("name", "message"), OTHERS.items())
def test_any_other_is_refused_when_no_right_one_stands_open(name, message):
    decision = Desk(*READY).scan(f"{name}, none is open")
    assert said(decision) == (message, Severity.REFUSED)
    assert decision.answer.params["right"] == ""


def test_a_container_nobody_opened_is_refused():
    desk = Desk(*READY)
    assert said(desk.scan("unknown container")) == (Message.CONTAINER_UNKNOWN, Severity.REFUSED)
    named = desk.scan("unknown container, right one named")
    assert named.answer.params["right"] == BOX
    assert desk.step is Step.CONTAINER


def test_with_nothing_in_hand_no_container_is_taken():
    for at in ((), ("parcel number",)):
        expected = Message.NOTHING_TO_CONTAIN if at else Message.SCAN_PARCEL_FIRST
        assert said(Desk(*at).scan("right container")) == (expected, Severity.REFUSED)


@pytest.mark.parametrize("at", [("serial affected",), ("serial affected", "INTACT"), ("UNREADABLE",)])
def test_no_container_is_taken_before_class_and_bag_are_known(at):
    desk = Desk("parcel number", *at)
    assert recorded(desk.scan("right container")) == ["ScanRefused"]
    assert desk.unit.in_hand


def test_no_move_puts_a_unit_into_a_container_but_by_its_label():
    for move in moves():
        if "UnitContained" in recorded(move.decision):
            assert move.name in {
                "right container",
                "right container, history missing",
                "right container, for two",
                "container they lie in",
                "nearly full container, for two",
                "holding box",
            }


@pytest.mark.parametrize(("load", "wh", "grams"), [(1, 5000.0, 90_000), (9, 30.0, 90_000), (9, 5000.0, 400)])
def test_units_watt_hours_and_weight_each_fill_a_container(load, wh, grams):
    """The unknown model counts 20 Wh and 300 g: one fits each limit, two do not. The tare is 500 g."""
    tare = 500
    limits = Limits(load, wh, grams + tare)
    policy = Policy(bag_labels=False, limits=limits, unknown_wh=20.0, unknown_grams=300)
    world = World(policy=policy).furnish().sign_in()
    world.scan(letter_pack(1))
    answers = []
    for _ in range(2):
        world.scan(command(CommandWord.UNREADABLE))
        world.scan(command(CommandWord.MODEL, "UN3480"))
        world.scan(command(CommandWord.INTACT))
        code = next(
            one.code
            for one in world.containers().values()
            if (one.condition, one.un_number) == ("R", "UN3480")
        )
        answers.append(world.scan(code).answer.message)
    assert answers == [Message.CONTAINED_HELD, Message.CONTAINER_FULL]


def test_two_critical_batteries_never_share_a_container():
    world = World(policy=Policy(bag_labels=False, limits=Limits(50, 9e6, 10**7))).furnish().sign_in()
    world.scan(letter_pack(1))
    answers = []
    for _ in range(2):
        for text in (CommandWord.K1, CommandWord.UNREADABLE, CommandWord.MODEL):
            world.scan(command(text, "UN3480" if text is CommandWord.MODEL else None))
        code = next(
            one.code
            for one in world.containers().values()
            if (one.condition, one.un_number) == ("K1", "UN3480")
        )
        answers.append(world.scan(code).answer.message)
    assert answers == [Message.CONTAINED_HELD, Message.CONTAINER_FULL]
    assert world.fitting() is None


def test_a_sealed_container_takes_nothing_more():
    world = World(policy=Policy(bag_labels=False)).furnish().sign_in()
    for text in (letter_pack(1), command(CommandWord.UNREADABLE), command(CommandWord.MODEL, "UN3481")):
        world.scan(text)
    world.scan(command(CommandWord.D))
    code = world.fitting().code
    world.ask(SealContainer(code))
    assert world.scan(code).answer.message is Message.CONTAINER_NOT_OPEN


class TestOwed:
    """What an owner gets: only for an affected unit with a certain serial, and once."""

    def test_an_affected_unit_earns_its_remedy(self):
        decision = Desk(*READY).scan("right container")
        assert said(decision) == (Message.CONTAINED_REPLACEMENT, Severity.OK)
        fact = fact_of(decision, 1)
        key = f"{CAMPAIGN.maker}/{OF_PLAIN}"
        assert fact == ReplacementQueued(key, CAMPAIGN.id, OF_PLAIN, PLAIN.remedy.item, None)

    @pytest.mark.parametrize("card", [(), (f"card {IN_SCOPE.name}",)])
    def test_the_same_colour_is_sent_where_the_remedy_says_so(self, card):
        name = "serial affected, colour wanted" if card else "serial affected with its colour"
        desk = Desk("parcel number", name, *card, "INTACT", "bag", "right container")
        owed = desk.unit.replacement
        assert (owed.item, owed.colour) == (COLOURED.remedy.item, IN_SCOPE.name)

    @pytest.mark.parametrize(
        ("names", "message"),
        [
            (("serial not affected", CARD), Message.CONTAINED),
            (("serial uncertain", CARD), Message.CONTAINED_HELD),
            (("UNREADABLE", CARD), Message.CONTAINED_HELD),
            (("serial affected, before",), Message.CONTAINED_HELD),
            (("serial uncertain, before", CARD), Message.CONTAINED_HELD),
        ],
    )
    def test_nobody_else_earns_one(self, names, message):
        decision = Desk("parcel number", *names, "INTACT", "bag").scan("right container")
        assert said(decision)[0] is message
        assert recorded(decision) == ["UnitContained"]

    def test_a_held_unit_earns_one_that_waits(self):
        """EXCLUDED_COLOUR stands against dispatching, not against being owed."""
        decision = Desk("parcel number", "serial affected, colour left out", "INTACT", "bag").scan(
            "right container"
        )
        assert said(decision)[0] is Message.CONTAINED_HELD
        assert recorded(decision) == ["UnitContained", "ReplacementQueued"]

    def test_no_move_queues_one_for_a_unit_in_hand(self):
        for move in moves():
            for draft in move.decision.drafts:
                if isinstance(draft.fact, ReplacementQueued):
                    unit = move.after.parcel.unit(draft.unit)
                    assert not unit.in_hand
                    assert unit.verdict is Verdict.AFFECTED
                    assert unit.serial == draft.fact.serial

    def test_nothing_is_owed_while_the_colour_to_send_is_open(self):
        unit = Desk("parcel number", "serial affected, colour wanted").unit
        assert owed_for(unit, Known(CATALOGUE)) is None
        assert owed_for(replace(unit, colour=IN_SCOPE.name), Known(CATALOGUE)) is not None

    def test_what_a_colour_would_name_lacks_nothing_else(self):
        unit = Desk("parcel number", "serial affected, colour wanted").unit
        assert lacks_colour(unit, Known(CATALOGUE))
        assert lacks_colour(replace(unit, colour=ANOTHER_COLOUR), Known(CATALOGUE))
        assert not lacks_colour(replace(unit, colour=IN_SCOPE.name), Known(CATALOGUE))
        assert not lacks_colour(replace(unit, verdict=Verdict.UNCERTAIN), Known(CATALOGUE))

    def test_a_campaign_whose_replacements_leave_from_elsewhere_owes_nothing_here(self):
        unit = Desk("parcel number", "serial affected").unit
        abroad = Known(Catalogue((replace(CAMPAIGN, dispatched_here=False),)))
        assert owed_for(unit, abroad) is None
        assert not lacks_colour(replace(unit, colour=None), abroad)

    def test_of_a_serial_that_many_units_bear_each_has_a_key_of_its_own(self):
        unit = Desk("parcel number", "serial affected").unit
        stamped = Known(Catalogue((replace(CAMPAIGN, serial=replace(CAMPAIGN.serial, unique=False)),)))
        first, second = owed_for(unit, stamped), owed_for(replace(unit, id="another"), stamped)
        assert first is not None
        assert second is not None
        assert (first.serial, first.key == second.key) == (second.serial, False)

    @pytest.mark.parametrize("kind", [HoldKind.DUPLICATE, HoldKind.ALREADY_REPLACED])
    def test_nothing_is_queued_while_the_serial_may_have_its_replacement(self, kind):
        unit = replace(Desk("parcel number", "serial affected").unit, holds=(Hold("h", kind, ""),))
        assert owed_for(unit, Known(CATALOGUE)) is None

    @pytest.mark.parametrize("lacking", ["serial", "maker", "campaign", "model"])
    def test_nothing_is_owed_for_a_unit_nobody_can_name(self, lacking):
        unit = Desk("parcel number", "serial affected").unit
        assert owed_for(unit, Known(CATALOGUE)) is not None
        assert owed_for(replace(unit, **{lacking: None}), Known(CATALOGUE)) is None


@pytest.mark.parametrize(
    ("names", "message", "params"),
    [
        (("serial affected",), Message.CONTAINED_REPLACEMENT, {"item": PLAIN.remedy.item}),
        (("serial not affected", CARD), Message.CONTAINED, {}),
        (("UNREADABLE", CARD), Message.CONTAINED_HELD, {"hold": "UNCERTAIN_SERIAL"}),
    ],
)
def test_the_answer_names_unit_verdict_holds_and_container(names, message, params):
    desk = Desk("parcel number", *names, "INTACT", "bag")
    answer = desk.scan("right container").answer
    unit = desk.unit
    assert (answer.message, answer.params) == (message, {"container": BOX, **params})
    assert (answer.unit, answer.verdict, answer.reasons) == (unit.id, unit.verdict, unit.reasons)
    assert (answer.holds, answer.container) == (unit.open_holds, BOX)


class TestClaimsLimit:
    """Never more replacements go out than the claim expects."""

    AWAY = ("INTACT", "bag", "right container")

    def desk(self, *lines):
        """Open a parcel whose claim has these lines."""
        desk = Desk()
        claim = Claim("C-9", lines)
        desk.take(Case("claimed", letter_pack(66666666666), lambda _: {"claim": claim}))
        return desk

    def test_the_unit_beyond_it_is_held_as_extra(self):
        """The claim names the second by its serial, so nothing was said of it when it came out."""
        desk = self.desk(ClaimedUnit(OF_COLOURED), ClaimedUnit(replaced=True))
        desk.scan("serial affected", *self.AWAY)
        assert desk.unit.is_served
        assert recorded(desk.scan("serial affected with its colour")) == ["UnitIdentified"]
        desk.scan("INTACT", "bag")
        decision = desk.scan("right container")
        assert recorded(decision) == ["UnitContained", "HoldRaised", "ReplacementQueued"]
        assert said(decision) == (Message.CONTAINED_HELD, Severity.NOTE)
        assert decision.answer.params["hold"] == HoldKind.EXTRA
        assert decision.answer.holds == desk.unit.open_holds == (HoldKind.EXTRA,)
        assert (desk.unit.holds[0].detail, desk.unit.is_served) == ("C-9", False)

    def test_what_is_held_takes_nobodys_place(self):
        """A stranger came first and waits for a supervisor: the claimed unit has its replacement."""
        desk = self.desk(ClaimedUnit(OF_COLOURED))
        desk.scan("serial affected", *self.AWAY)
        assert desk.unit.open_holds == (HoldKind.MISMATCH,)
        desk.scan("serial affected with its colour", *self.AWAY)
        assert desk.unit.is_served

    def test_a_unit_without_the_colour_to_send_is_held_not_forgotten(self):
        """A newer list names it when its picture card lies behind it."""
        desk = Desk("parcel number", "serial affected", "INTACT", "bag")
        fact = facts.UnitJudged(
            *(facts.Because.NEW_LIST, Verdict.AFFECTED, (Reason.IN_RANGE,)),
            *(CAMPAIGN.maker, CAMPAIGN.id, COLOURED.name, None, "4"),
        )
        desk.state = desk.state.after(Decision((Draft(fact, desk.receipt.parcel.id, desk.unit.id),), ANSWER))
        decision = desk.scan("right container")
        assert recorded(decision) == ["UnitContained", "HoldRaised"]
        assert decision.answer.holds == desk.unit.open_holds == (HoldKind.EXCLUDED_COLOUR,)

    def test_where_many_units_bear_a_serial_a_unit_without_a_claim_is_held(self):
        """A newer file of its campaign says so when the unit is in hand."""
        stamped = Catalogue((replace(CAMPAIGN, serial=replace(CAMPAIGN.serial, unique=False)),))
        desk = Desk(*READY)
        decision = desk.take(
            Case("stamped", BOX, lambda one: BY_NAME["right container"].says(one) | {"catalogue": stamped})
        )
        assert recorded(decision) == ["UnitContained", "HoldRaised", "ReplacementQueued"]
        assert decision.answer.holds == desk.unit.open_holds == (HoldKind.ORPHAN,)

    def test_a_claims_serial_reserves_nothing(self):
        """It came in another parcel: whoever is there first is served."""
        desk = Desk("parcel number", "serial affected", *self.AWAY)
        assert desk.unit.is_served
