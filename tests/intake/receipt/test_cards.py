"""Picture cards: model and colour by the operator's eye."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from intake.campaign import CampaignError, Catalogue, UnNumber, parse
from intake.claim import Claim, ClaimedUnit
from intake.condition import Condition
from intake.facts import ModelConfirmed
from intake.hold import HoldKind
from intake.outcome import Message
from intake.own_label import Command, CommandWord
from intake.receipt import Known, Policy, Step, decide
from intake.receipt.recognised import card_name
from intake.scan import Severity
from intake.verdict import Judgement, Reason, Verdict
from tests.intake import lists
from tests.intake.receipt.cases import (
    BEFORE,
    CAMPAIGN,
    CATALOGUE,
    COLOURED,
    EXCLUDED,
    IN_SCOPE,
    OF_A_MODEL,
    OF_SOME_COLOURS,
    PLAIN,
    Case,
)
from tests.intake.receipt.desk import Desk, fact_of, fresh, recorded, said
from tests.intake.receipt.world import letter_pack, scan_of

UNKNOWN_MODEL = ("serial not affected", "serial uncertain", "UNREADABLE")


@pytest.mark.parametrize("found", UNKNOWN_MODEL)
@pytest.mark.parametrize("model", [PLAIN, COLOURED])
def test_a_models_card_gives_un_number_and_weights(found, model):
    desk = Desk("parcel number", found)
    decision = desk.scan(f"card {model.name}")
    assert said(decision) == (Message.MODEL_CONFIRMED, Severity.OK)
    unit = desk.unit
    assert (unit.model, unit.un_number, unit.wh, unit.grams) == (
        model.name,
        model.un_number,
        model.wh,
        model.grams,
    )
    wanted = found == "UNREADABLE" and model is COLOURED
    assert unit.colour_wanted is wanted
    assert desk.step is (Step.UNIT if wanted else Step.CONDITION)


class TestUnreadable:
    """Nobody knows its serial; a supervisor may still grant a replacement, so its colour is seen now."""

    def test_the_models_one_campaign_becomes_the_units(self):
        for model in (PLAIN, COLOURED):
            assert Desk("parcel number", "UNREADABLE", f"card {model.name}").unit.campaign == CAMPAIGN.id

    def test_the_colour_is_asked_for_where_the_remedy_needs_it(self):
        desk = Desk("parcel number", "UNREADABLE", f"card {COLOURED.name}")
        assert said(desk.scan(f"card {IN_SCOPE.name}")) == (Message.COLOUR_CONFIRMED, Severity.OK)
        assert desk.unit.colour == IN_SCOPE.name
        assert desk.step is Step.CONDITION

    def test_of_another_makers_device_no_colour_is_asked(self):
        desk = Desk("parcel number", "UNREADABLE", "card UN3480")
        assert (desk.unit.campaign, desk.unit.colour_wanted) == (None, False)

    def test_a_model_of_several_campaigns_names_none(self):
        other = replace(CAMPAIGN, id="aa-1")
        known = Known(Catalogue((CAMPAIGN, other)))
        card = Command(CommandWord.MODEL, COLOURED.name)
        receipt = Desk("parcel number", "UNREADABLE").receipt
        fact = fact_of(decide(receipt, scan_of(card.code), card, known, fresh()))
        assert (fact.campaign, fact.colour_wanted) == (None, False)


class TestAnotherColour:
    """A colour no card shows."""

    def test_the_unit_goes_on_and_is_held(self):
        desk = Desk("parcel number", "serial affected, colour wanted")
        decision = desk.scan("card other")
        assert said(decision) == (Message.COLOUR_OTHER, Severity.NOTE)
        assert decision.answer.holds == desk.unit.open_holds == (HoldKind.EXCLUDED_COLOUR,)
        assert (desk.unit.colour, desk.unit.holds[0].detail) == ("other", "other")
        assert desk.step is Step.CONDITION

    def test_it_says_nothing_while_the_model_is_awaited(self):
        decision = Desk("parcel number", "UNREADABLE").scan("card other")
        assert said(decision) == (Message.SCAN_MODEL_FIRST, Severity.REFUSED)


def test_an_excluded_colours_hold_names_it():
    desk = Desk("parcel number", "serial affected, colour wanted", f"card {EXCLUDED.name}")
    assert desk.unit.holds[0].detail == EXCLUDED.name


def test_a_colour_confirmed_is_told_with_its_unit():
    desk = Desk("parcel number", "serial affected, colour wanted")
    decision = desk.scan(f"card {IN_SCOPE.name}")
    assert decision.answer.params == {"colour": IN_SCOPE.name}
    assert decision.answer.unit == desk.unit.id


@pytest.mark.parametrize("un_number", UnNumber)
def test_any_other_power_bank_or_device_counts_as_the_policy_says(un_number):
    desk = Desk("parcel number", "UNREADABLE", f"card {un_number}")
    unit, policy = desk.unit, Policy()
    assert (unit.un_number, unit.wh, unit.grams) == (un_number, policy.unknown_wh, policy.unknown_grams)


def test_a_card_of_no_model_is_refused():
    decision = Desk("parcel number", "UNREADABLE").scan("card NOWHERE")
    assert said(decision) == (Message.MODEL_UNKNOWN, Severity.REFUSED)
    assert decision.answer.params == {}


@pytest.mark.parametrize("card", [PLAIN.name, COLOURED.name, "UN3480", "UN3481", "NOWHERE"])
def test_a_models_card_never_overrules_what_the_list_says(card):
    """While the colour is awaited the model is known: another would change UN number and replacement."""
    desk = Desk("parcel number", "serial affected, colour wanted")
    before = desk.unit
    assert recorded(desk.scan(f"card {card}")) == ["ScanRefused"]
    assert desk.unit == before
    assert desk.step is Step.UNIT


@pytest.mark.parametrize("card", [PLAIN.name, "UN3480", "UN3481"])
def test_after_a_wrong_card_the_unit_can_still_be_put_away(card):
    desk = Desk("parcel number", "serial affected, colour wanted", f"card {card}", f"card {IN_SCOPE.name}")
    desk.scan("INTACT", "bag", "right container")
    assert desk.step is Step.PARCEL_OPEN


def test_the_units_own_campaign_goes_before_another_with_the_same_model():
    other = replace(CAMPAIGN, id="aa-1", models=tuple(replace(model, wh=1.5) for model in CAMPAIGN.models))
    desk = Desk("parcel number", "serial not affected")
    assert desk.unit.campaign == CAMPAIGN.id
    for campaigns in ((CAMPAIGN, other), (other, CAMPAIGN)):
        known = Known(Catalogue(campaigns))
        card = Command(CommandWord.MODEL, PLAIN.name)
        fact = fact_of(decide(desk.receipt, scan_of(card.code), card, known, fresh()))
        assert isinstance(fact, ModelConfirmed)
        assert fact.wh == PLAIN.wh


class TestColours:
    """A colour is asked for where the remedy comes in the colour of the unit."""

    def test_a_colours_card_gives_the_colour(self):
        desk = Desk("parcel number", "serial affected, colour wanted")
        assert said(desk.scan(f"card {IN_SCOPE.name}")) == (Message.COLOUR_CONFIRMED, Severity.OK)
        assert desk.unit.colour == IN_SCOPE.name
        assert desk.step is Step.CONDITION

    def test_a_colour_left_out_raises_a_hold_and_does_not_stop_the_dock(self):
        desk = Desk("parcel number", "serial affected, colour wanted")
        decision = desk.scan(f"card {EXCLUDED.name}")
        assert said(decision) == (Message.COLOUR_EXCLUDED, Severity.NOTE)
        assert decision.answer.holds == desk.unit.open_holds == (HoldKind.EXCLUDED_COLOUR,)
        assert desk.step is Step.CONDITION

    def test_a_colour_the_model_does_not_have_is_refused(self):
        decision = Desk("parcel number", "serial affected, colour wanted").scan("card plaid")
        assert said(decision) == (Message.COLOUR_UNKNOWN, Severity.REFUSED)
        assert decision.answer.params == {"model": COLOURED.name}

    def test_a_colours_card_says_nothing_while_the_model_is_awaited(self):
        for found in UNKNOWN_MODEL:
            decision = Desk("parcel number", found).scan(f"card {IN_SCOPE.name}")
            assert said(decision) == (Message.SCAN_MODEL_FIRST, Severity.REFUSED)

    def test_every_colour_of_a_campaign_has_a_card(self):
        for model in CAMPAIGN.models:
            names = [card_name(colour.name) for colour in model.colours]
            assert len(set(names)) == len(names)
            assert all(Command(CommandWord.COLOUR, name) for name in names)

    def test_a_blank_in_a_colours_name_becomes_a_hyphen(self):
        assert card_name("space grey") == "SPACE-GREY"


@pytest.mark.parametrize("grave", ["D", "K1"])
@pytest.mark.parametrize("found", [*UNKNOWN_MODEL, "serial affected, colour wanted"])
def test_damage_seen_while_a_card_is_awaited_is_taken(found, grave):
    """Safety never waits for the paperwork: class D and K need neither serial nor model."""
    desk = Desk("parcel number", found)
    decision = desk.scan(grave)
    assert recorded(decision) == ["ConditionRecorded"]
    assert desk.unit.condition == grave
    assert desk.step is Step.UNIT


def test_no_campaign_asks_for_a_colour_it_has_no_card_for():
    """Its units would wait for a card that is not there, and never get into a container."""
    tables = lists.mapping(1)
    tables["models"][0]["colours"] = []
    assert tables["models"][0]["remedy"]["colour"] == "same_as_unit"
    with pytest.raises(CampaignError, match="colours"):
        parse(tables)


def test_a_unit_of_another_colour_earns_nothing_by_itself():
    """What its owner gets a supervisor says: no item has a colour that no card shows."""
    desk = Desk("parcel number", "serial affected, colour wanted", "card other", "INTACT", "bag")
    contained = desk.scan("right container")
    assert recorded(contained) == ["UnitContained"]
    assert contained.answer.message is Message.CONTAINED_HELD


class TestModelDecides:
    """A list may name every unit of a model: what the card says decides."""

    ASKED = ("parcel number", "serial its model decides")

    def test_the_unit_is_taken_in_and_nothing_is_held_yet(self):
        desk = Desk("parcel number")
        decision = desk.scan("serial its model decides")
        assert said(decision) == (Message.UNIT_MODEL_DECIDES, Severity.NOTE)
        assert recorded(decision) == ["UnitIdentified"]
        assert desk.unit.verdict is Verdict.UNCERTAIN
        assert desk.unit.reasons == (Reason.MODEL_DECIDES,)
        assert decision.answer.params == {"serial": OF_A_MODEL, "model": ""}
        assert desk.step is Step.UNIT

    def test_a_model_the_list_names_makes_it_affected(self):
        desk = Desk(*self.ASKED)
        decision = desk.scan(f"card {PLAIN.name}")
        assert said(decision) == (Message.UNIT_AFFECTED, Severity.OK)
        assert recorded(decision) == ["ModelConfirmed", "UnitJudged"]
        assert decision.answer.params == {"serial": OF_A_MODEL, "model": PLAIN.name}
        assert (decision.answer.verdict, decision.answer.holds) == (Verdict.AFFECTED, ())
        unit = desk.unit
        assert (unit.verdict, unit.reasons) == (Verdict.AFFECTED, (Reason.ALL_UNITS,))
        assert (unit.maker, unit.campaign, unit.model) == (CAMPAIGN.maker, CAMPAIGN.id, PLAIN.name)
        desk.scan("INTACT", "bag")
        assert said(desk.scan("right container")) == (Message.CONTAINED_REPLACEMENT, Severity.OK)

    @pytest.mark.parametrize("un_number", UnNumber)
    def test_another_device_is_cleared_by_no_card_where_a_list_names_whole_models(self, un_number):
        desk = Desk(*self.ASKED)
        decision = desk.scan(f"card {un_number}")
        assert said(decision) == (Message.UNIT_UNCERTAIN, Severity.NOTE)
        assert decision.answer.params["reason"] is Reason.MODEL_UNKNOWN
        assert recorded(decision) == ["ModelConfirmed", "UnitJudged", "HoldRaised"]
        assert (desk.unit.verdict, desk.unit.model) == (Verdict.UNCERTAIN, un_number)
        assert [(hold.kind, hold.detail) for hold in desk.unit.holds] == [
            (HoldKind.UNCERTAIN_SERIAL, Reason.MODEL_UNKNOWN)
        ]
        assert not desk.unit.asks_card
        desk.scan("INTACT")
        assert desk.unit.condition is Condition.R

    @pytest.mark.parametrize("un_number", UnNumber)
    def test_another_device_is_cleared_where_no_list_does(self, un_number):
        desk = Desk("parcel number", "serial not affected", f"card {un_number}", "INTACT")
        assert (desk.unit.verdict, desk.unit.condition) == (Verdict.NOT_AFFECTED, Condition.N)

    def test_a_model_of_which_only_some_colours_are_named_asks_for_the_colour(self):
        desk = Desk(*self.ASKED)
        decision = desk.scan(f"card {COLOURED.name}")
        assert said(decision) == (Message.UNIT_COLOUR_DECIDES, Severity.NOTE)
        assert recorded(decision) == ["ModelConfirmed", "UnitJudged"]
        assert (desk.step, desk.unit.open_holds) == (Step.UNIT, ())
        assert said(desk.scan(f"card {IN_SCOPE.name}")) == (Message.UNIT_AFFECTED, Severity.OK)
        assert (desk.unit.verdict, desk.unit.colour) == (Verdict.AFFECTED, IN_SCOPE.name)

    def test_a_card_of_no_model_decides_nothing(self):
        desk = Desk(*self.ASKED)
        assert said(desk.scan("card NOWHERE")) == (Message.MODEL_UNKNOWN, Severity.REFUSED)
        assert desk.unit.asks_card

    def test_a_keyed_serial_is_not_said_to_be_not_affected_by_its_card_either(self):
        desk = Desk("parcel number", "keyed its model decides", "YES")
        decision = desk.scan("card UN3480")
        assert said(decision) == (Message.UNIT_UNCERTAIN, Severity.NOTE)
        assert desk.unit.reasons == (Reason.MODEL_UNKNOWN, Reason.KEYED)
        assert recorded(decision) == ["ModelConfirmed", "UnitJudged", "HoldRaised"]
        assert desk.unit.open_holds == (HoldKind.UNCERTAIN_SERIAL,) == decision.answer.holds

    @pytest.mark.parametrize(("card", "condition"), [("UN3480", "R"), (PLAIN.name, "R")])
    def test_what_was_intact_before_gets_the_class_of_the_verdict(self, card, condition):
        desk = Desk("parcel number", "INTACT", "serial its model decides")
        assert desk.unit.condition is Condition.R
        desk.scan(f"card {card}")
        assert desk.unit.condition == condition

    @pytest.mark.parametrize("grave", ["D", "K1"])
    def test_what_was_damaged_before_stays_so(self, grave):
        desk = Desk("parcel number", grave, "serial its model decides", "card UN3480")
        assert (desk.unit.verdict, desk.unit.condition) == (Verdict.UNCERTAIN, grave)

    def test_undoing_the_card_takes_back_what_it_decided(self):
        desk = Desk("parcel number", "INTACT", *self.ASKED[1:])
        before = desk.unit
        desk.scan("card UN3480", "UNDO", "reason MISREAD")
        assert desk.unit == before

    def test_one_received_before_says_so_and_is_asked_all_the_same(self):
        desk = Desk("parcel number")
        decision = desk.take(Case("again", OF_A_MODEL, lambda _: {"unit_before": BEFORE}))
        assert said(decision) == (Message.UNIT_DUPLICATE, Severity.NOTE)
        assert desk.unit.open_holds == (HoldKind.DUPLICATE,)
        assert said(desk.scan(f"card {PLAIN.name}"))[0] is Message.UNIT_AFFECTED
        assert desk.unit.open_holds == (HoldKind.DUPLICATE,)


class TestColourDecides:
    """A list may name some colours only."""

    ASKED = ("parcel number", "serial its colour decides")

    def test_the_model_is_known_and_the_colour_is_asked_for(self):
        desk = Desk("parcel number")
        decision = desk.scan("serial its colour decides")
        assert said(decision) == (Message.UNIT_COLOUR_DECIDES, Severity.NOTE)
        assert decision.answer.params == {"serial": OF_SOME_COLOURS, "model": COLOURED.name}
        assert (desk.step, desk.unit.open_holds) == (Step.UNIT, ())
        assert desk.unit.un_number is COLOURED.un_number

    def test_a_colour_the_list_names_makes_it_affected(self):
        desk = Desk(*self.ASKED)
        decision = desk.scan(f"card {IN_SCOPE.name}")
        assert said(decision) == (Message.UNIT_AFFECTED, Severity.OK)
        assert recorded(decision) == ["ColourConfirmed", "UnitJudged"]

    def test_a_colour_it_does_not_name_makes_it_not_affected_and_a_supervisor_looks(self):
        desk = Desk(*self.ASKED)
        decision = desk.scan(f"card {EXCLUDED.name}")
        assert said(decision) == (Message.COLOUR_EXCLUDED, Severity.NOTE)
        assert decision.answer.verdict is desk.unit.verdict is Verdict.NOT_AFFECTED
        assert desk.unit.reasons == (Reason.NO_MATCH, Reason.COLOUR_EXCLUDED)
        assert desk.unit.open_holds == (HoldKind.EXCLUDED_COLOUR,)
        desk.scan("INTACT")
        assert desk.unit.condition is Condition.N

    def test_another_colour_leaves_it_uncertain_and_is_held_once(self):
        desk = Desk(*self.ASKED)
        decision = desk.scan("card other")
        assert said(decision) == (Message.COLOUR_OTHER, Severity.NOTE)
        assert recorded(decision) == ["ColourConfirmed", "HoldRaised"]
        assert (desk.unit.verdict, desk.unit.colour) == (Verdict.UNCERTAIN, "other")
        assert [(hold.kind, hold.detail) for hold in desk.unit.holds] == [
            (HoldKind.UNCERTAIN_SERIAL, Reason.COLOUR_DECIDES)
        ]
        assert desk.step is Step.CONDITION


class TestAgainstTheClaim:
    """What the card says is compared with what the owner announced."""

    CLAIMED = Case(
        "claimed",
        letter_pack(66666666666),
        lambda _: {"claim": Claim("C-9", (ClaimedUnit(model=PLAIN.name),))},
    )

    @pytest.mark.parametrize("found", ["serial its model decides", "serial not affected", "UNREADABLE"])
    def test_another_model_is_held_whatever_the_verdict(self, found):
        desk = Desk()
        desk.take(self.CLAIMED)
        desk.scan(found, f"card {COLOURED.name}")
        held = [(hold.kind, hold.detail) for hold in desk.unit.holds]
        assert (HoldKind.WRONG_MODEL, PLAIN.name) in held

    def test_the_claims_model_is_not(self):
        desk = Desk()
        desk.take(self.CLAIMED)
        decision = desk.scan("serial its model decides", f"card {PLAIN.name}")
        assert desk.unit.open_holds == () == decision.answer.holds


class TestSeveralCampaigns:
    """A model of two campaigns: the list says of which the unit is, not the model's name."""

    ABROAD = replace(
        CAMPAIGN,
        id="abroad",
        dispatched_here=False,
        models=tuple(replace(m, wh=1.5) for m in CAMPAIGN.models),
    )
    BOTH = Catalogue((CAMPAIGN, ABROAD))

    def scanned(self, judgement):
        """Scan a model's card while the lists of both campaigns are in force."""
        card = Command(CommandWord.MODEL, PLAIN.name)
        receipt = Desk("parcel number", "serial its model decides").receipt
        return decide(receipt, scan_of(card.code), card, Known(self.BOTH, judgement=judgement), fresh())

    def test_the_campaign_is_that_of_the_list(self):
        judged = Judgement(OF_A_MODEL, Verdict.AFFECTED, (Reason.ALL_UNITS,), "abroad", PLAIN.name)
        decision = self.scanned(judged)
        assert recorded(decision) == ["ModelConfirmed", "UnitJudged", "HoldRaised"]
        confirmed, ruled, held = (fact_of(decision, place) for place in range(3))
        assert (confirmed.campaign, confirmed.wh, ruled.campaign) == ("abroad", 1.5, "abroad")
        assert (held.kind, held.detail) == (HoldKind.OTHER_CAMPAIGN, "abroad")

    def test_what_no_list_names_is_of_neither(self):
        judged = Judgement(OF_A_MODEL, Verdict.NOT_AFFECTED, (Reason.NO_MATCH,))
        receipt_campaign = Desk("parcel number", "serial its model decides").unit.campaign
        confirmed, ruled = (fact_of(self.scanned(judged), place) for place in range(2))
        assert confirmed.campaign == ruled.campaign == receipt_campaign == CAMPAIGN.id

    def test_a_list_that_names_another_model_than_the_card_is_held(self):
        """It came into force while the operator looked for the card."""
        judged = Judgement(OF_A_MODEL, Verdict.AFFECTED, (Reason.IN_RANGE,), CAMPAIGN.id, COLOURED.name)
        decision = self.scanned(judged)
        held = fact_of(decision, -1)
        assert (held.kind, held.detail) == (HoldKind.WRONG_MODEL, PLAIN.name)
        assert fact_of(decision, 1).model == COLOURED.name

    def test_what_claim_and_list_have_against_the_model_is_one_hold(self):
        judged = Judgement(OF_A_MODEL, Verdict.AFFECTED, (Reason.IN_RANGE,), CAMPAIGN.id, COLOURED.name)
        card = Command(CommandWord.MODEL, PLAIN.name)
        desk = Desk()
        desk.take(TestAgainstTheClaim.CLAIMED)
        desk.scan("serial its model decides")
        known = Known(CATALOGUE, judgement=judged)
        decision = decide(desk.receipt, scan_of(card.code), card, known, fresh())
        assert recorded(decision) == ["ModelConfirmed", "UnitJudged", "HoldRaised"]
        assert (fact_of(decision, -1).kind, fact_of(decision, -1).detail) == (
            HoldKind.WRONG_MODEL,
            PLAIN.name,
        )
