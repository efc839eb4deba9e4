"""What cards and supervisors tell of a unit, for the lists to be asked."""

from __future__ import annotations

import pytest

from intake.barcode import SerialText
from intake.campaign import UnNumber
from intake.own_label import Command, CommandWord
from intake.receipt import Receipt, told_by_card
from intake.receipt.told import ANOTHER_COLOUR, also, by_colour, colour_on_card
from intake.verdict import NOTHING_TOLD, OTHER_MODEL, Judgement, Reason, Told, Verdict
from tests.intake.receipt.cases import CATALOGUE, COLOURED, IN_SCOPE, OF_PLAIN, PLAIN
from tests.intake.receipt.desk import Desk

MODEL = Command(CommandWord.MODEL, COLOURED.name)
COLOUR = Command(CommandWord.COLOUR, IN_SCOPE.name.upper())


def test_each_word_is_added_to_those_said_before():
    told = also(also(also(NOTHING_TOLD, model="M"), colour="navy"), channel="shop")
    assert told == also(told) == Told("M", "navy", "shop")


@pytest.mark.parametrize("name", UnNumber)
def test_a_un_number_says_that_it_is_none_of_the_catalogues(name):
    assert also(NOTHING_TOLD, model=name).model == OTHER_MODEL


def test_another_colour_says_nothing():
    """In doubt, hold: a row for some colours neither names the unit by it nor leaves it out."""
    assert also(NOTHING_TOLD, colour=ANOTHER_COLOUR) == NOTHING_TOLD


def test_a_colour_never_clears_what_was_affected_without_it():
    spared = Judgement("S", Verdict.NOT_AFFECTED, (Reason.NO_MATCH, Reason.COLOUR_EXCLUDED))
    doubted = by_colour(spared)
    assert (doubted.verdict, doubted.reasons) == (
        Verdict.UNCERTAIN,
        (Reason.COLOUR_EXCLUDED, Reason.NO_MATCH),
    )
    named = Judgement("S", Verdict.AFFECTED, (Reason.IN_RANGE,))
    assert by_colour(named) == named


class TestByCard:
    """The card just scanned counts only where it is awaited."""

    def test_a_models_card_tells_the_model(self):
        receipt = Desk("parcel number", "serial its model decides").receipt
        assert told_by_card(receipt, MODEL, CATALOGUE) == Told(COLOURED.name)

    def test_a_colours_card_tells_the_colour_beside_the_model(self):
        receipt = Desk("parcel number", "serial its model decides", f"card {COLOURED.name}").receipt
        assert told_by_card(receipt, COLOUR, CATALOGUE) == Told(COLOURED.name, IN_SCOPE.name)

    @pytest.mark.parametrize(
        ("names", "reading"),
        [
            (("parcel number",), MODEL),
            (("parcel number", "UNREADABLE"), MODEL),
            (("parcel number", "serial affected"), MODEL),
            (("parcel number", "serial affected"), COLOUR),
            (("parcel number", "serial its model decides"), COLOUR),
            (("parcel number", "serial its model decides"), SerialText(OF_PLAIN)),
            (("parcel number", "serial its model decides"), Command(CommandWord.D)),
        ],
    )
    def test_any_other_scan_tells_nothing(self, names, reading):
        assert told_by_card(Desk(*names).receipt, reading, CATALOGUE) is None

    def test_nobody_there_is_told_nothing(self):
        assert told_by_card(Receipt(), MODEL, CATALOGUE) is None


def test_a_colour_is_found_by_the_name_on_its_card():
    unit = Desk("parcel number", "serial affected, colour wanted").unit
    assert colour_on_card(unit, IN_SCOPE.name.upper(), CATALOGUE) == IN_SCOPE.name
    assert colour_on_card(unit, "PLAID", CATALOGUE) is None
    plain = Desk("parcel number", "serial affected").unit
    assert (plain.model, plain.colour_wanted) == (PLAIN.name, False)
