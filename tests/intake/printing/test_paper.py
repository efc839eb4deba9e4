"""Sheets in millimetres: what is drawn lies where it was asked for, and a printer prints bars as they are."""

from __future__ import annotations

from io import BytesIO

import pytest

from intake.language import Language
from intake.printing.faces import Faces
from intake.printing.paper import A4, DOT, NARROWEST, Box, Paper, module
from intake.printing.symbol import SymbolError, symbol
from intake.scan import Symbology
from tests.intake.printing.seen import Ink, drawn, inks, sizes, words

CODE = symbol("RI-C-INTACT")


def test_a_sheet_has_its_size_and_a_bare_one_is_not_printed():
    def draw(paper: Paper) -> None:
        paper.text("1", Box(10, 10, 50, 10), 10)
        paper.turn()
        paper.text("2", Box(10, 10, 50, 10), 10)
        paper.turn()

    with drawn(draw, (62, 29)) as document:
        assert sizes(document) == [(62, 29), (62, 29)]
        assert words(document) == "12"


def test_boxes_divide():
    box = Box(10, 20, 100, 50)
    assert box.inset(5) == Box(15, 25, 90, 40)
    assert box.below(10) == Box(10, 30, 100, 40)
    assert box.top_part(10) == Box(10, 20, 100, 10)
    assert box.foot(10) == Box(10, 60, 100, 10)
    assert box.split(0.25) == (Box(10, 20, 25, 50), Box(35, 20, 75, 50))


@pytest.mark.parametrize(
    ("width", "modules"), [(CODE.width * NARROWEST, 2), (70, 3), (80, 3), (88, 4), (190, 4)]
)
def test_modules_are_whole_dots_and_as_wide_as_there_is_room(width: float, modules: int):
    assert module(CODE, Box(0, 0, width, 20)) == modules * DOT


def test_bars_are_high_enough_for_a_gun_in_a_hand():
    assert module(CODE, Box(0, 0, 190, 0.15 * CODE.columns * 3 * DOT)) == 3 * DOT
    with pytest.raises(SymbolError, match=r"44\.0 mm wide and 5\.8 mm high .* got 190\.0 x 5\.7 mm"):
        module(CODE, Box(0, 0, 190, 5.7))
    with pytest.raises(SymbolError, match=r"5\.0 mm high"):
        module(symbol("1"), Box(0, 0, 190, 4.9))


def test_too_little_room_is_refused_rather_than_printed_unreadable():
    with pytest.raises(SymbolError, match=r"expected room for a bar code 44\.0 mm wide .* of 'RI-C-INTACT'"):
        module(CODE, Box(0, 0, 43.9, 10))


def test_a_matrix_needs_the_height_too():
    made = symbol("RI-C-INTACT", Symbology.DATA_MATRIX)
    assert module(made, Box(0, 0, 100, (made.columns + 2) * 3 * DOT)) == 3 * DOT


@pytest.mark.parametrize("symbology", [Symbology.CODE_128, Symbology.QR])
def test_bars_lie_amid_their_box_with_quiet_zones_and_on_whole_dots(symbology: Symbology):
    made, box = symbol("RI-C-INTACT", symbology), Box(10.03, 10.01, 90, 30)
    wide = module(made, box)
    with drawn(lambda paper: paper.bars(made, box)) as document:
        (ink,) = inks(document[0]).codes
    assert ink.right - ink.left == pytest.approx(made.columns * wide, abs=0.01)
    assert ink.left / DOT == pytest.approx(round(ink.left / DOT), abs=0.01)
    assert ink.left - box.left >= made.quiet * wide - DOT
    assert box.left + box.width - ink.right >= made.quiet * wide - DOT
    assert Ink(box.left, box.top - DOT, box.left + box.width, box.top + box.height + DOT).holds(ink)


def test_a_text_stays_in_its_box_and_tells_its_height():
    used: list[float] = []
    box = Box(20, 30, 40, 20)
    with drawn(lambda paper: used.append(paper.text("another unit or parcel " * 3, box, 30))) as document:
        assert words(document).startswith("anotherunitorparcel")
        assert all(Ink(20, 30, 60.2, 50).holds(ink) for ink in inks(document[0]).texts)
    assert 0 < used[0] <= box.height


def test_nothing_in_a_text_is_markup_and_nothing_hides():
    with drawn(
        lambda paper: paper.text("<b>Ann</b> &amp;\t\x1b[2J\u3000(Bob) \\057", Box(10, 10, 190, 10), 10)
    ) as document:
        assert words(document) == "<b>Ann</b>&amp;?[2J(Bob)\\057"


def test_the_same_paper_is_the_same_file():
    def pdf() -> bytes:
        target = BytesIO()
        paper = Paper(target, A4, Faces(), "a", Language.JA)
        paper.text("破損", Box(10, 10, 50, 10), 10)
        paper.save()
        return target.getvalue()

    assert pdf() == pdf()
