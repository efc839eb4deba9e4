"""What each kind of parcel costs, counted from a worker's acts."""

from dataclasses import replace

import pytest

from intake.simulation.day import work
from intake.simulation.goods import Kind
from intake.simulation.mix import FULL
from intake.simulation.report import cost, day_page, first_page

COSTS = {
    Kind.ORDINARY: (5, 0, 0),
    Kind.COLOUR_CARD: (6, 0, 0),
    Kind.ALL_LOTS: (6, 0, 0),
    Kind.WITHHELD: (6, 0, 0),
    Kind.ABROAD: (5, 0, 0),
    Kind.NOT_LISTED: (6, 0, 0),
    Kind.OTHER_MODEL: (6, 0, 0),
    Kind.DAMAGED: (5, 0, 0),
    Kind.SWOLLEN: (5, 0, 0),
    Kind.HOT: (2, 0, 1),
    Kind.UNREADABLE: (7, 0, 0),
    Kind.KEYED: (5, 16, 0),
    Kind.CLAIM_CONFIRMED: (4, 6, 0),
    Kind.CABLE: (7, 0, 0),
    Kind.BOX: (8, 0, 0),
    Kind.TWO_UNITS: (9, 0, 0),
    Kind.EMPTY: (2, 0, 0),
    Kind.SHORT: (6, 0, 0),
    Kind.CHECKLIST: (11, 0, 0),
}


@pytest.mark.parametrize(("kind", "counts"), COSTS.items())
def test_scans_and_keys_of_a_parcel(site, kind, counts):
    found = cost(site, kind)
    assert (found.scans, found.keys, found.requests) == counts


def test_without_bag_labels_an_ordinary_parcel_takes_four_scans(site):
    assert cost(replace(site, bags=False), Kind.ORDINARY).scans == 4


def test_the_first_page_names_every_kind_and_the_second_every_answer(site):
    page = "\n".join(first_page(site))
    assert [kind for kind in Kind if f"\n{kind} " not in page] == []
    day = work(site, 1, 20, FULL)
    shown = "\n".join(day_page(day))
    assert "seed 1: 20 parcels" in shown
    assert "signed_out" in shown
