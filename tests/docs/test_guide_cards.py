"""The stored cards are those the station prints today."""

from __future__ import annotations

from collections import Counter

import pypdfium2
import pytest

from docs.guide.cards import cards
from docs.guide.page import FOLDER
from intake import catalogue
from intake.language import Language
from intake.printing.control_sheet import groups
from intake.wording import Wording
from scanners.keymap import LABEL
from tests.docs.sheets import A4, HEAVIEST, opened, sizes
from tests.intake.printing.seen import THERMAL, codes, inks, words
from tests.intake.printing.seen import opened as opened_bytes

pytestmark = pytest.mark.parametrize("language", list(Language))


@pytest.fixture
def sheets(language: Language):
    with opened(f"cards.{language}") as document:
        yield document


def test_they_say_and_show_what_the_station_prints_today(language: Language, sheets: pypdfium2.PdfDocument):
    with opened_bytes(cards(language)) as today:
        assert words(sheets) == words(today), "the cards say something else now: run `make shots`"
        assert [inks(sheet) for sheet in sheets] == [inks(sheet) for sheet in today]


def test_a_gun_reads_every_card_from_the_print(language: Language, sheets: pypdfium2.PdfDocument):
    shown = groups(catalogue.load(), Wording(language), LABEL)
    assert codes(sheets, THERMAL) == Counter(card.code for group in shown for card in group.cards)


def test_they_are_light_sheets_of_a4(language: Language, sheets: pypdfium2.PdfDocument):
    assert set(sizes(sheets)) == {A4}
    assert (FOLDER / f"cards.{language}.pdf").stat().st_size <= HEAVIEST
