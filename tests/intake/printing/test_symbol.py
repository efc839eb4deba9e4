"""A text becomes the modules its standard asks for, or is refused."""

from __future__ import annotations

from itertools import pairwise

import pytest

from intake.printing.symbol import SymbolError, symbol
from intake.scan import Symbology

GS1 = "010952123454321321RI-TEST\x1d10LOT-42"


def test_bars_stand_apart_from_the_first_module_to_the_last():
    made = symbol("RI-C-INTACT")
    (bars,) = made.rows
    assert made.is_linear
    assert bars[0] == (0, 2)  # start code B of ISO/IEC 15417: 2 1 1 2 1 4
    assert sum(bars[-1]) == made.columns == 13 + 11 * (11 + 2)  # stop, start, check, a character each
    assert all(start + length < following for (start, length), (following, _) in pairwise(bars))
    assert made.width == made.columns + 20


def test_pairs_of_digits_share_a_character():
    assert symbol("RI-U-000001-K").columns < symbol("RI-U-ABCDEF-K").columns


@pytest.mark.parametrize("symbology", [Symbology.QR, Symbology.DATA_MATRIX, Symbology.GS1_DATA_MATRIX])
def test_a_matrix_is_square(symbology: Symbology):
    made = symbol(GS1 if symbology is Symbology.GS1_DATA_MATRIX else "RI-C-YES", symbology)
    assert not made.is_linear
    assert len(made.rows) == made.columns
    assert made.width == made.columns + 2 * (4 if symbology is Symbology.QR else 1)


@pytest.mark.parametrize("symbology", [Symbology.GS1_128, Symbology.GS1_DATA_MATRIX])
def test_gs1_brackets_what_stands_under_it(symbology: Symbology):
    made = symbol(GS1, symbology)
    assert made.text == GS1
    assert made.shown == "(01)09521234543213(21)RI-TEST(10)LOT-42"


@pytest.mark.parametrize(
    ("text", "symbology"),
    [
        ("", Symbology.CODE_128),
        ("破損", Symbology.CODE_128),
        ("X" * 300, Symbology.CODE_128),
        ("", Symbology.GS1_128),
        ("RI-C-YES", Symbology.GS1_128),
        ("4571411204692", Symbology.EAN_13),
    ],
)
def test_what_cannot_be_printed_is_refused_in_words(text: str, symbology: Symbology):
    with pytest.raises(SymbolError, match=r"^expected .*, got "):
        symbol(text, symbology)
