"""Conditions: what a row asks beside the serial, and what is told of the unit."""

import pytest

from intake.affected import NamedBy
from intake.verdict import NOTHING_TOLD, OTHER_CHANNEL, Told, speaks_of_serial, understood
from tests.intake.verdict.campaigns import CATALOGUE, PLAIN, row


def test_a_row_speaks_of_a_serial_unless_it_means_every_unit_or_leaves_it_out():
    def speaks(found, told=NOTHING_TOLD):
        return speaks_of_serial(found, PLAIN, told, CATALOGUE)

    assert speaks(row())
    assert speaks(row(by=NamedBy.MASKED))
    assert not speaks(row(by=NamedBy.ALL_UNITS))
    assert not speaks(row(colours=("navy",)), Told(colour="white"))
    assert speaks(row(colours=("navy",)), Told(colour="wihte"))
    assert not speaks(row("digits"))


@pytest.mark.parametrize(
    ("channel", "heard"),
    [(None, None), ("shop", "shop"), (OTHER_CHANNEL, OTHER_CHANNEL), ("Shop", None), ("fair", None)],
)
def test_a_channel_no_list_names_is_as_if_nothing_were_told(channel, heard):
    told = Told("M", "navy", channel)
    assert understood(told, {"shop"}) == Told("M", "navy", heard)
