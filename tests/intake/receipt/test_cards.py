"""Picture cards: model and colour by the operator's eye."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from intake.campaign import CampaignError, Catalogue, UnNumber, parse
from intake.facts import ModelConfirmed
from intake.hold import HoldKind
from intake.outcome import Message
from intake.own_label import Command, CommandWord
from intake.receipt import Known, Policy, Step, decide
from intake.receipt.recognised import card_name
from intake.scan import Severity
from tests.intake import lists
from tests.intake.receipt.cases import CAMPAIGN, COLOURED, EXCLUDED, IN_SCOPE, PLAIN
from tests.intake.receipt.desk import Desk, fact_of, fresh, recorded, said
from tests.intake.receipt.world import scan_of

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
