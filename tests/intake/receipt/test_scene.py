"""The scene of a receipt: hand, cards, what is pending, the container to use."""

import pytest
from msgspec.structs import replace

from intake.campaign import Catalogue, UnNumber
from intake.condition import Condition
from intake.line import Line
from intake.own_label import parse
from intake.receipt import Receipt, Step, step_of
from intake.receipt.scene import scene_of
from intake.scene import CardKind, Note, Pending, PendingKind, Scene, Tally
from tests.intake.receipt.cases import (
    BOX,
    CAMPAIGN,
    CATALOGUE,
    CHECKLIST,
    COLOURED,
    OF_PLAIN,
    PLAIN,
    container_for,
)
from tests.intake.receipt.desk import Desk
from tests.intake.receipt.exploring import receipts

AROUND = Scene(
    pending=(Pending(PendingKind.HOLDING, 2, "box"),),
    emergency_since=7,
    tally=Tally(1, 2, 3, 4, 5, 6),
    troubles=(Line("t"),),
    note=Note("n", "text", "b", 8),
    notes=3,
)


def shown(receipt, fitting=None, catalogue=CATALOGUE):
    return scene_of(receipt, fitting, catalogue, CHECKLIST, Scene())


def counts(receipt):
    return {each.kind: each.count for each in shown(receipt).pending}


def test_an_empty_desk_shows_nothing_but_what_stands_around_it():
    assert scene_of(Receipt(), None, CATALOGUE, CHECKLIST, AROUND) == AROUND
    assert shown(Receipt()) == Scene()


def test_the_unit_in_hand_is_told_as_it_is():
    desk = Desk("parcel number", "serial affected", "INTACT", "bag")
    unit, hand = desk.unit, shown(desk.receipt).hand
    names = ("serial", "raw", "model", "colour", "verdict", "condition", "observation", "bag", "un_number")
    assert {name: getattr(hand, name) for name in names} == {name: getattr(unit, name) for name in names}
    assert (hand.keyed, hand.question, hand.questions) == (False, 0, 0)
    assert shown(desk.receipt).cards == ()


def test_once_contained_nothing_is_in_hand():
    desk = Desk("parcel number", "serial affected", "INTACT", "bag", "right container")
    assert shown(desk.receipt) == Scene()


def test_a_question_of_the_checklist_is_counted_only_while_it_is_asked():
    desk = Desk("parcel number", "serial affected, checklist due")
    assert (shown(desk.receipt).hand.question, shown(desk.receipt).hand.questions) == (1, 4)
    desk.scan("NO", "NO")
    assert shown(desk.receipt).hand.question == 3
    desk.scan("CABLE")
    assert (shown(desk.receipt).hand.question, shown(desk.receipt).hand.questions) == (0, 0)


def test_one_read_off_print_is_shown_as_such():
    """The desk asks for keys there, not for a "yes"."""
    scenes = [shown(Desk("parcel number", f"{how} affected").receipt) for how in ("print", "keyed", "serial")]
    assert [(scene.keyed, scene.is_printed) for scene in scenes] == [
        *((OF_PLAIN, True), (OF_PLAIN, False), (None, False)),
    ]


def test_a_keyed_serial_is_shown_ungrouped_until_it_is_read_back():
    desk = Desk("parcel number", "keyed affected")
    assert (shown(desk.receipt).keyed, shown(desk.receipt).hand) == (OF_PLAIN, None)
    desk.scan("YES")
    assert (shown(desk.receipt).keyed, shown(desk.receipt).hand.keyed) == (None, True)


def test_model_cards_are_every_model_and_any_other_battery_or_device():
    desk = Desk("parcel number", "UNREADABLE")
    cards = shown(desk.receipt).cards
    assert [card.name for card in cards] == [*(model.name for model in CAMPAIGN.models), *UnNumber]
    assert [card.title for card in cards][:2] == [COLOURED.product, PLAIN.product]
    assert {card.kind for card in cards} == {CardKind.MODEL}
    assert all(card.in_scope for card in cards)


def test_the_units_own_campaign_shows_its_models_first_and_no_name_twice():
    other = replace(CAMPAIGN, id="another", models=CAMPAIGN.models[1:2])
    desk = Desk("parcel number", "serial uncertain")
    assert desk.unit.campaign == CAMPAIGN.id
    cards = shown(desk.receipt, catalogue=Catalogue((other, CAMPAIGN))).cards
    assert [card.name for card in cards] == [*(model.name for model in CAMPAIGN.models), *UnNumber]


def test_colour_cards_are_the_models_colours_and_any_other():
    desk = Desk("parcel number", "serial affected, colour wanted")
    cards = shown(desk.receipt).cards
    assert [card.name for card in cards] == [*(colour.name for colour in COLOURED.colours), "other"]
    assert [card.in_scope for card in cards] == [*(colour.in_scope for colour in COLOURED.colours), True]
    assert {card.kind for card in cards} == {CardKind.COLOUR}


def test_every_card_shown_can_be_scanned():
    for names in (("UNREADABLE",), ("serial affected, colour wanted",)):
        for card in shown(Desk("parcel number", *names).receipt).cards:
            assert parse(card.code).code == card.code


def test_cards_are_shown_only_while_one_is_awaited():
    for receipt in receipts():
        unit = receipt.unit
        awaited = step_of(receipt) is Step.UNIT and unit is not None and receipt.question is None
        assert bool(shown(receipt).cards) is awaited


@pytest.mark.parametrize(
    ("names", "pending"),
    [
        (("serial affected",), {PendingKind.IN_HAND: 1}),
        (("CABLE", "MANUAL"), {PendingKind.THINGS: 2}),
        (("BOX", "NO"), {PendingKind.THINGS: 1, PendingKind.BATTERIES: 1}),
        (("CABLE", "reject bin"), {}),
    ],
)
def test_what_is_still_to_be_done_is_counted(names, pending):
    assert counts(Desk("parcel number", *names).receipt) == pending


def test_a_claims_units_that_have_not_come_are_pending():
    desk = Desk("parcel number with a claim")
    assert counts(desk.receipt) == {PendingKind.BELOW_CLAIM: 2}
    desk.scan("serial affected")
    assert counts(desk.receipt) == {PendingKind.BELOW_CLAIM: 1, PendingKind.IN_HAND: 1}


def test_boxes_that_wait_come_after_the_parcels_own():
    receipt = Desk("parcel number", "CABLE").receipt
    pending = scene_of(receipt, None, CATALOGUE, CHECKLIST, AROUND).pending
    assert [each.kind for each in pending] == [PendingKind.THINGS, PendingKind.HOLDING]


def test_the_container_to_use_is_named_with_what_it_takes_and_only_then():
    desk = Desk("parcel number", "serial affected", "INTACT", "bag")
    fitting = container_for(desk.receipt)
    scene = shown(desk.receipt, fitting)
    assert (scene.container, scene.condition, scene.un_number) == (BOX, Condition.R, desk.unit.un_number)
    scene = shown(desk.receipt)
    assert (scene.container, scene.condition) == (None, Condition.R)
    desk.scan("CABLE")
    scene = shown(desk.receipt, fitting)
    assert (scene.container, scene.condition, scene.un_number) == (None, None, None)


def test_a_swollen_unit_in_hand_is_told():
    desk = Desk("parcel number", "serial affected")
    assert not shown(desk.receipt).is_swollen
    desk.scan("K1")
    assert shown(desk.receipt).is_swollen
