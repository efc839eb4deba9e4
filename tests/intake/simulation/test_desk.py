"""The model by itself: a few walks whose answers stand in the specification word for word."""

import pytest

from intake.own_label import LabelKind
from intake.simulation.code import card, carrier, misread, own, serial
from intake.simulation.day import account_of
from intake.simulation.desk import Desk
from intake.simulation.said import Held, Level, Said, Step, Verdict

PARCEL = carrier(31_200_000_001)
UNIT = serial("ATEST1263K00FVU8")


class Walk:
    """Scans far enough apart."""

    def __init__(self, site):
        self.desk = Desk(account_of(site))
        self._at = 0

    def __call__(self, *codes, apart=2000):
        expected = None
        for code in codes:
            self._at += apart
            expected = self.desk.scan(code, self._at)
        return expected


@pytest.fixture
def walk(site):
    return Walk(site)


BADGE, BAG, CRATE = own(LabelKind.BADGE, 1), own(LabelKind.BAG, 1), own(LabelKind.CONTAINER, 1)


def test_an_ordinary_parcel(walk):
    assert walk(BADGE).step is Step.IDLE
    assert walk(PARCEL).message is Said.PARCEL_OPENED
    assert walk(UNIT).verdict is Verdict.AFFECTED
    assert walk(card("INTACT")).step is Step.BAG
    assert walk(BAG).step is Step.CONTAINER
    assert walk(CRATE).message is Said.CONTAINED_REPLACEMENT
    assert walk(carrier(31_200_000_002)).message is Said.PARCEL_OPENED


def test_a_repeat_confirms_nothing_and_a_later_scan_is_one(walk):
    walk(BADGE, PARCEL, UNIT, card("INTACT"), BAG, CRATE)
    assert walk(PARCEL).message is Said.PARCEL_IS_OPEN
    assert walk(PARCEL, apart=300).message is Said.SAME_SCAN
    assert walk(PARCEL).message is Said.PARCEL_IS_OPEN


def test_a_question_is_dropped_by_any_other_scan_but_not_by_a_repeat(walk):
    walk(BADGE, PARCEL, card("EMPTY"), PARCEL)
    assert walk(PARCEL, apart=300).message is Said.SAME_SCAN
    assert walk(card("YES")).message is Said.PARCEL_REOPENED
    walk(card("EMPTY"), PARCEL, misread(BAG))
    assert walk(card("YES")).message is Said.NOT_AN_ANSWER


def test_an_emergency_takes_no_scan_and_its_repeat_stays_one(walk):
    walk(BADGE, PARCEL, card("K2"))
    assert walk(card("YES")).severity is Level.EMERGENCY
    again = walk(card("YES"), apart=300)
    assert (again.message, again.severity) == (Said.SAME_SCAN, Level.EMERGENCY)


def test_a_second_unit_with_one_serial_is_held(walk):
    walk(BADGE, PARCEL, UNIT, card("INTACT"), BAG, CRATE)
    assert walk(UNIT).message is Said.SERIAL_TAKEN_HERE
    assert walk(card("YES")).holds == (Held.DUPLICATE,)


def test_a_misread_label_of_ours_has_a_wrong_check_character(walk):
    assert misread(BAG).text != BAG.text
    assert walk(misread(BAG)).message is Said.UNREADABLE_SCAN
