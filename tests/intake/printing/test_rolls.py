"""Numbered labels: every number once, each a label the station takes, on sheets and on rolls."""

from __future__ import annotations

from collections import Counter

import pytest

from intake.errors import WrongUsageError
from intake.language import Language
from intake.own_label import LabelKind, OwnLabel, parse
from intake.printing.paper import A4
from intake.printing.rolls import MOST, Roll, draw_roll, draw_sheets, parse_size
from intake.printing.symbol import SymbolError
from intake.wording import Wording
from tests.intake.printing.seen import OFFICE, THERMAL, codes, drawn, faults, sizes, words

BROTHER = (62.0, 29.0)
"""Millimetres of a label for the printers most offices have."""


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("kind", list(LabelKind))
def test_each_kind_is_read_from_a_roll(kind: LabelKind, language: Language):
    roll, wording = Roll(kind, 7, 3), Wording(language)
    meant = Counter(OwnLabel(kind, number).code for number in (7, 8, 9))
    with drawn(lambda paper: draw_roll(paper, roll, BROTHER, wording), BROTHER, language) as document:
        assert sizes(document) == [BROTHER] * 3
        assert codes(document, OFFICE) == codes(document, THERMAL) == meant
        assert all(parse(code) == OwnLabel(kind, 7 + at) for at, code in enumerate(meant))
        assert faults(document, margin=1.0) == []
        shown = words(document)
        assert all(code in shown for code in meant)
        assert "".join(wording.printed(f"label_{kind}").split()) in shown


@pytest.mark.parametrize("count", [24, 25])
def test_sheets_hold_24_and_no_number_twice(count: int):
    roll, wording = Roll(LabelKind.BAG, 999_900, count), Wording(Language.JA)
    with drawn(lambda paper: draw_sheets(paper, roll, wording), A4, Language.JA) as document:
        assert sizes(document) == [A4] * -(-count // 24)
        meant = Counter(OwnLabel(LabelKind.BAG, 999_900 + at).code for at in range(count))
        assert codes(document, THERMAL) == meant
        assert faults(document) == []


def test_a_small_label_keeps_its_code_and_drops_the_word():
    roll, wording = Roll(LabelKind.REJECT_BIN, 1, 1), Wording(Language.EN)
    with drawn(lambda paper: draw_roll(paper, roll, (45, 15), wording), (45, 15)) as document:
        assert codes(document, THERMAL) == {"RI-R-01-S": 1}
        assert words(document) == "RI-R-01-S"


def test_a_label_with_no_room_for_its_bars_is_refused():
    roll, wording = Roll(LabelKind.BAG, 1, 1), Wording(Language.EN)
    with (
        pytest.raises(SymbolError, match="expected room for a bar code"),
        drawn(lambda paper: draw_roll(paper, roll, (40, 20), wording), (40, 20)),
    ):
        pass


@pytest.mark.parametrize(
    ("kind", "first", "count"),
    [
        (LabelKind.CAGE, 100, 1),
        (LabelKind.CAGE, 95, 6),
        (LabelKind.BAG, -1, 2),
        (LabelKind.BAG, 1, 0),
        (LabelKind.BAG, 1, MOST + 1),
    ],
)
def test_what_would_be_no_label_is_refused_before_anything_is_printed(
    kind: LabelKind, first: int, count: int
):
    with pytest.raises(WrongUsageError, match=r"^expected .*, got "):
        Roll(kind, first, count)


def test_the_next_number_goes_on_and_ends_with_the_digits():
    assert Roll(LabelKind.CAGE, 0, 99).following == 99
    assert Roll(LabelKind.CAGE, 99, 1).following is None


@pytest.mark.parametrize(
    ("text", "size"), [("62x29", (62, 29)), ("100.5×50", (100.5, 50)), (" 10x300 ", (10, 300))]
)
def test_a_size_is_read(text: str, size: tuple[float, float]):
    assert parse_size(text) == size


@pytest.mark.parametrize("text", ["", "62", "62x", "9x29", "62x301", "62x-1", "1e2x50", "６２x29", "62x29mm"])
def test_another_size_is_refused(text: str):
    with pytest.raises(WrongUsageError, match="expected a label's width and height like 62x29"):
        parse_size(text)
