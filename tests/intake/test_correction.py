"""Corrections."""

from __future__ import annotations

import pytest

from intake.correction import UndoReason
from intake.own_label import Command, CommandWord, parse


@pytest.mark.parametrize(
    ("reason", "card"),
    [
        ("misread", "MISREAD"),
        ("wrong_unit", "WRONG-UNIT"),
        ("wrong_place", "WRONG-PLACE"),
        ("mistake", "MISTAKE"),
    ],
)
def test_each_reason_has_a_card_that_survives_any_keyboard(reason, card):
    assert UndoReason(reason).card == card
    assert parse(f"RI-C-REASON-{card}") == Command(CommandWord.REASON, card)


def test_there_is_no_other_reason():
    assert set(UndoReason) == {"misread", "wrong_unit", "wrong_place", "mistake"}
