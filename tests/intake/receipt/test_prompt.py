"""What the desk asks for next."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from intake.campaign import UnNumber
from intake.condition import Condition
from intake.container import Container, Limits
from intake.receipt import Prompt, Receipt, Step, step_of
from intake.receipt.keyed import spaced
from tests.intake.receipt.cases import BOX, CAGE, OF_PLAIN, container_for
from tests.intake.receipt.desk import Desk, asked
from tests.intake.receipt.exploring import receipts

READY = ("parcel number", "serial affected", "INTACT", "bag")


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        ((), Prompt.SCAN_PARCEL),
        (("parcel number, seen before",), Prompt.REOPEN),
        (("parcel number",), Prompt.TAKE_UNIT_OUT),
        (("parcel number", "K1"), Prompt.NOTICED),
        (("parcel number", "UNREADABLE"), Prompt.SCAN_MODEL),
        (("parcel number", "serial affected, colour wanted"), Prompt.SCAN_COLOUR),
        (("parcel number", "serial affected"), Prompt.LOOK_FEEL_SMELL),
        (READY[:3], Prompt.SCAN_BAG),
        (READY, Prompt.CALL_LEAD_FOR_CONTAINER),
        ((*READY, "right container"), Prompt.ANYTHING_ELSE),
        ((*READY, "right container", "D"), Prompt.NOTICED),
        (("parcel number", "BOX"), Prompt.BOX_OPENED),
        (("parcel number", "BOX", "CABLE"), Prompt.BOX_OPENED),
        (("parcel number", "BOX", "YES"), Prompt.REJECT),
        (("parcel number", "CABLE"), Prompt.REJECT),
        (("K2",), Prompt.EMERGENCY),
        (("cage",), Prompt.SCAN_ARRIVALS),
        (("unknown container",), Prompt.OPEN_CONTAINER),
        (("parcel number", "serial invalid", "EMPTY"), Prompt.EMPTY),
        (("cage", "cage", "MOVE"), Prompt.MOVE_WHAT),
        (("MOVE", "used bag"), Prompt.MOVE_WHERE),
        (("INSPECT",), Prompt.INSPECT),
        (("parcel number", "CABLE", "UNDO"), Prompt.UNDO),
        (("parcel number", "UNDO"), Prompt.UNDO),
        (("parcel number", "keyed affected"), Prompt.READ_BACK),
        (("parcel number with a claim",), Prompt.TAKE_CLAIMED_OUT),
        ((*READY, "right container", "serial affected"), Prompt.SECOND_UNIT),
        ((*READY, "right container", "keyed affected"), Prompt.SECOND_UNIT),
        (("parcel number", "BOX", "NO", "reject bin"), Prompt.TAKE_LOOSE),
        (("parcel number", "serial affected", "CHECK"), Prompt.CHECKLIST),
        (("MOVE", "K2"), Prompt.EMERGENCY),
        (("parcel number", "K2"), Prompt.EMERGENCY),
    ],
)
def test_each_situation_has_its_own_sentence(names, sentence):
    assert asked(Desk(*names).receipt).message == sentence


def test_with_nobody_there_it_asks_for_a_badge():
    assert asked(Receipt()).message == Prompt.SIGN_IN


def test_it_names_the_container_and_where_it_stands():
    receipt = Desk(*READY).receipt
    plain = asked(receipt, container_for(receipt))
    assert plain.message == Prompt.PUT_INTO
    assert plain.params["container"] == BOX
    placed = asked(receipt, container_for(receipt, location=lambda _: "B-2"))
    assert placed.message == Prompt.PUT_INTO_AT
    assert placed.params["location"] == "B-2"


def test_where_no_container_is_open_it_says_which_kind_is_wanted():
    receipt = Desk(*READY).receipt
    unit = receipt.unit
    assert asked(receipt).params == {"condition": unit.condition, "un_number": unit.un_number}


def test_it_says_what_was_noticed():
    assert asked(Desk("parcel number", "K1").receipt).params == {"condition": "K1"}


@pytest.mark.parametrize(
    ("names", "params"),
    [
        (("cage",), {"cage": CAGE}),
        (("unknown container",), {"about": BOX}),
        (("parcel number", "keyed affected"), {"serial": spaced(OF_PLAIN)}),
        (("parcel number with a claim",), {"count": 2}),
        (("parcel number with a claim", *READY[1:], "right container"), {"count": 1}),
        (("parcel number", "serial affected", "CHECK", "NO"), {"sign": "swollen"}),
        (("parcel number", "BOX", "CABLE", "YES"), {"count": 2}),
        (("parcel number", "BOX"), {}),
        (("K2",), {}),
    ],
)
def test_it_names_what_it_is_about(names, params):
    assert asked(Desk(*names).receipt).params == params


def test_a_question_is_asked_of_nobody_while_the_desk_is_empty():
    receipt = replace(Desk("MOVE").receipt, operator=None)
    assert asked(receipt).message == Prompt.SIGN_IN


def test_it_counts_what_lies_on_the_table():
    assert asked(Desk("parcel number", "CABLE", "MANUAL").receipt).params == {"count": 2}


def test_every_sentence_is_asked_somewhere():
    sentences = {
        asked(receipt, fitting).message
        for receipt in receipts()
        for fitting in (None, container_for(receipt), container_for(receipt, location=lambda _: "B"))
    }
    assert sentences | {Prompt.SIGN_IN} == set(Prompt)


def test_a_container_is_named_only_where_one_is_awaited():
    elsewhere = Container("other", Condition.R, UnNumber.UN3480, Limits())
    for receipt in receipts():
        if step_of(receipt) is not Step.CONTAINER:
            assert asked(receipt, elsewhere) == asked(receipt)


def test_with_as_many_there_as_were_claimed_none_is_asked_for():
    """Others came than were announced: what is written in the claim is no longer looked for."""
    other = ("UNREADABLE", "card UN3480", "INTACT", "bag", "right container")
    desk = Desk("parcel number with a claim", *other)
    assert (asked(desk.receipt).message, asked(desk.receipt).params) == (
        Prompt.TAKE_CLAIMED_OUT,
        {"count": 1},
    )
    desk.scan(*other)
    assert asked(desk.receipt).message == Prompt.ANYTHING_ELSE
