"""Conditions: a row that means every unit of a model says nothing of a serial."""

from intake.affected import NamedBy
from intake.verdict import NOTHING_TOLD, Told, speaks_of_serial
from tests.intake.verdict.campaigns import DIGITS, HEXES, row


def test_a_row_speaks_of_a_serial_unless_it_means_every_unit_or_leaves_it_out():
    assert speaks_of_serial(row(), NOTHING_TOLD, HEXES)
    assert speaks_of_serial(row(by=NamedBy.MASKED), NOTHING_TOLD, HEXES)
    assert not speaks_of_serial(row(by=NamedBy.ALL_UNITS), NOTHING_TOLD, HEXES)
    assert not speaks_of_serial(row(colours=("navy",)), Told(colour="red"), HEXES)
    assert not speaks_of_serial(row(), NOTHING_TOLD, DIGITS)
