"""The operator's guide says what the desk says, fits one sheet, and every card on it can be scanned."""

from __future__ import annotations

import pypdfium2
import pytest

from docs.guide.page import FOLDER, page
from intake.language import Language
from intake.own_label import Command, CommandWord, parse
from tests.docs.sheets import A4, HEAVIEST, codes, opened, sizes, unprinted

ON_CARDS = {CommandWord.MODEL, CommandWord.COLOUR, CommandWord.CLASS, CommandWord.LANGUAGE}
"""Have sheets of their own (test_guide_cards)."""

pytestmark = pytest.mark.parametrize("language", list(Language))


@pytest.fixture
def guide(language: Language):
    with opened(f"guide.{language}") as document:
        yield document


def test_the_stored_page_says_what_the_desk_says_today(language: Language):
    stored = (FOLDER / f"guide.{language}.html").read_text("utf-8")
    assert stored == page(language), "the guide says something else now: run `make shots`"


def test_the_print_is_of_the_stored_page(language: Language, guide: pypdfium2.PdfDocument):
    assert unprinted((FOLDER / f"guide.{language}.html").read_text("utf-8"), guide) == []


def test_it_is_one_light_sheet_of_a4(language: Language, guide: pypdfium2.PdfDocument):
    assert sizes(guide) == [A4]
    assert (FOLDER / f"guide.{language}.pdf").stat().st_size <= HEAVIEST


def test_a_gun_reads_every_card_from_the_print(language: Language, guide: pypdfium2.PdfDocument):
    cards = {parse(code) for code in codes(guide)}
    words = [card.word for card in cards if isinstance(card, Command)]
    assert set(words) == set(CommandWord) - ON_CARDS
    assert words.count(CommandWord.REASON) == 4
