"""Awaiting: what a camera looks for, by where the desk stands."""

from __future__ import annotations

import random
import re

import pytest
from msgspec.structs import replace

from intake.barcode import Jan, SerialText, read
from intake.campaign import Catalogue
from intake.receipt import Receipt, awaited, awaiting, serial_patterns, step_of
from intake.scan import Awaited, Method, Symbology
from intake.serial_number import SerialRule
from tests.intake import lists
from tests.intake.receipt.cases import CAMPAIGN, CATALOGUE, IN_SCOPE, Case
from tests.intake.receipt.desk import ENDING, Desk, recorded
from tests.intake.receipt.exploring import receipts

PATTERNS = serial_patterns(CATALOGUE)
PARCEL, SERIAL, BOTH, NEITHER = (True, False), (False, True), (True, True), (False, False)
HELD = ("parcel number", "serial affected")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ((), PARCEL),
        (("cage",), PARCEL),
        (("parcel number, seen before",), PARCEL),
        (("LOOKUP",), BOTH),
        (("MOVE",), BOTH),
        (("parcel number",), BOTH),
        (("parcel number", "keyed affected"), SERIAL),
        (("parcel number", "print affected"), SERIAL),
        (("parcel number", "UNREADABLE"), NEITHER),
        (("parcel number", "CABLE"), NEITHER),
        (HELD, NEITHER),
        ((*HELD, "LOOKUP"), BOTH),
        ((*HELD, "INTACT", "bag"), NEITHER),
        ((*HELD, "K2"), NEITHER),
        ((*HELD, "K2", ENDING, "PHOTO"), PARCEL),
    ],
)
def test_what_is_awaited(names, expected):
    found = awaiting(Desk(*names).receipt, PATTERNS)
    assert (found.parcel, found.serial) == expected
    assert found.patterns == (PATTERNS if found.serial else ())


def test_with_nobody_signed_in_nothing_is():
    assert awaiting(Receipt(), PATTERNS) == Awaited()


def test_a_picture_is_wanted_only_while_its_question_stands():
    desk = Desk(*HELD, "PHOTO")
    assert awaiting(desk.receipt, PATTERNS).photo == desk.receipt.question.about
    desk.scan("INTACT")
    assert awaiting(desk.receipt, PATTERNS).photo == ""


def test_where_a_serial_would_be_taken_one_is_awaited():
    """A camera is never blind to what the desk asks for."""
    for receipt in receipts():
        if awaiting(receipt, ()).serial or receipt.question is not None:
            continue
        desk = Desk()
        desk.state = desk.state._replace(receipt=receipt)
        taken = {*recorded(desk.scan("camera affected"))} & {"UnitIdentified", "SerialKeyed"}
        assert not taken, step_of(receipt)


def a_catalogue(rule):
    return Catalogue((replace(CAMPAIGN, serial=rule),))


@pytest.mark.parametrize("seed", range(1, 6))
def test_a_pattern_fits_the_serials_of_its_rule_and_no_others(seed):
    campaign, rng = lists.campaign(seed), random.Random(seed)
    (pattern,) = serial_patterns(Catalogue((campaign,)))
    for drawn in (lists.serial(campaign, rng) for _ in range(50)):
        for text in (drawn, drawn[:-1], drawn[::-1], f"{drawn}0", drawn.lower()):
            assert (re.fullmatch(pattern, text) is not None) == campaign.serial.matches(text)


@pytest.mark.parametrize(
    "rule", [SerialRule((6, 8), "AB01-"), SerialRule((4,), "0123456789", "[0-3][0-9]{3}|9999")]
)
def test_so_does_that_of_a_rule_of_several_lengths_or_with_a_hyphen(rule):
    (pattern,) = serial_patterns(a_catalogue(rule))
    texts = ("AB-010", "AB01", "AB0101AB", "AB0101ABA", "1234", "9999", "99990", "4123", "A" * 7, "AB01]0")
    assert [text for text in texts if re.fullmatch(pattern, text)] == [t for t in texts if rule.matches(t)]


def test_campaigns_with_one_rule_have_one_pattern():
    assert serial_patterns(Catalogue((CAMPAIGN, CAMPAIGN))) == PATTERNS


class TestAProductsNumberIsNoSerial:
    """An EAN never stands in for a serial, also where a campaign has serials of as many digits."""

    DIGITS = a_catalogue(SerialRule((8, 13), "0123456789"))

    def reading(self, names, text, symbology, method=Method.CAMERA):
        scan = Case("code", text, symbology=symbology, method=method).scan
        return awaited(Desk(*names).receipt, scan, read(scan, self.DIGITS))

    @pytest.mark.parametrize(
        "names", [("parcel number",), ("LOOKUP",), ("MOVE",), ("parcel number", "keyed affected")]
    )
    @pytest.mark.parametrize("method", [Method.CAMERA, Method.PORT])
    def test_whatever_is_awaited(self, names, method):
        for text, symbology in ((IN_SCOPE.jans[0], Symbology.EAN_13), ("96385074", Symbology.EAN_8)):
            found = self.reading(names, text, symbology, method)
            assert isinstance(found, Jan)
            assert found.serial is not None

    def test_as_a_code_of_another_kind_it_is_one(self):
        jan = IN_SCOPE.jans[0]
        assert self.reading(("parcel number",), jan, Symbology.CODE_128) == SerialText(jan)

    def test_one_whose_check_digit_fails_is_neither(self):
        found = self.reading(("parcel number",), "4901234567890", Symbology.EAN_13)
        assert not isinstance(found, SerialText | Jan)
