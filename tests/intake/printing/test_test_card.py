"""The test card holds the codes the set-up asks for, in the symbologies it asks for them."""

from __future__ import annotations

from collections import Counter

import pypdfium2
import pytest

from intake.cli.print import samples
from intake.language import Language
from intake.printing.paper import A4
from intake.printing.test_card import draw_sheet
from intake.wording import Wording
from scanners.test_card import BAD, CARD, GOOD, GS1, LAYOUT, QR
from tests.intake.printing.seen import OFFICE, THERMAL, codes, drawn, faults, identified, sizes, words

MEANT = {
    ("]C0", GOOD.text),
    ("]C0", LAYOUT.text),
    ("]d2", GS1.text),
    ("]C1", GS1.text),
    ("]Q1", QR.text),
    ("]C0", BAD.text),
    ("]C0", "RI-C-YES"),
    ("]C0", "RI-C-NO"),
}


@pytest.fixture(scope="module", params=list(Language))
def sheet(request: pytest.FixtureRequest):
    wording = Wording(request.param)
    with drawn(lambda paper: draw_sheet(paper, samples(), wording), A4, request.param) as document:
        yield document


@pytest.mark.parametrize("dpi", [OFFICE, THERMAL])
def test_another_decoder_reads_every_text(sheet: pypdfium2.PdfDocument, dpi: int):
    assert codes(sheet, dpi) == Counter(text for identifier, text in MEANT if identifier != "]d2")


@pytest.mark.parametrize("dpi", [OFFICE, THERMAL])
def test_every_symbology_is_the_one_meant_with_fnc1_where_gs1_has_it(sheet: pypdfium2.PdfDocument, dpi: int):
    assert identified(sheet, dpi) == Counter(MEANT)


def test_the_card_of_the_set_up_is_all_there():
    assert {(code.identifier, code.text) for code in CARD} <= MEANT


def test_it_is_one_sheet_with_nothing_over_anything_else(sheet: pypdfium2.PdfDocument):
    assert sizes(sheet) == [A4]
    assert faults(sheet) == []


def test_the_text_stands_under_each_code(sheet: pypdfium2.PdfDocument):
    shown = words(sheet)
    assert "(01)09521234543213(21)RI-TEST(10)LOT-42" in shown
    assert all(text in shown for _, text in MEANT if "\x1d" not in text)
