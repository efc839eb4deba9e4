"""A handler that a table sends the wrong thing to says so, or refuses: it never makes a fact of it."""

from __future__ import annotations

import pytest

from intake.barcode import Jan, Reading
from intake.campaign import Catalogue
from intake.facts import ScanRefused
from intake.own_label import Command, CommandWord, LabelKind, OwnLabel
from intake.receipt import Known, Receipt, Situation, conditions, parcels, placing, step_of, units
from intake.scan import Scan

SCAN = Scan(b"x", "x", "port:test", 0, 0)


def situation(reading: Reading) -> Situation:
    """A desk where nobody stands and nothing lies, and a reading."""
    receipt = Receipt()
    return Situation(receipt, step_of(receipt), SCAN, reading, Known(Catalogue(())), ("a", "b", "c", "d"))


@pytest.mark.parametrize("handler", [conditions.record, parcels.label_of, units.serial])
def test_a_reading_of_another_kind_is_a_fault_of_the_table(handler):
    with pytest.raises(TypeError, match="expected"):
        handler(situation(Jan("4571411204692", ())))


@pytest.mark.parametrize(
    ("handler", "reading"),
    [
        (conditions.record, Command(CommandWord.INTACT, None)),
        (conditions.bag, OwnLabel(LabelKind.BAG, 1)),
        (placing.contain, OwnLabel(LabelKind.CONTAINER, 1)),
    ],
)
def test_without_a_unit_in_hand_nothing_is_recorded_of_one(handler, reading):
    (draft,) = handler(situation(reading)).drafts
    assert isinstance(draft.fact, ScanRefused)
