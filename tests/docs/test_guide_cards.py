"""The cards to cut apart name what the shipped campaigns name, are whole, and can be scanned."""

from __future__ import annotations

from collections import Counter

import pypdfium2
import pytest

from docs.guide.cards import SHEETS, cards
from docs.guide.page import FOLDER
from intake import catalogue
from intake.language import Language
from scanners.keymap import LABEL
from tests.docs.sheets import A4, HEAVIEST, codes, opened, sizes, unprinted

CLASSES = ("N", "R", "D", "K1")
"""A container may be of these; of K2 there is none."""

pytestmark = pytest.mark.parametrize("language", list(Language))


@pytest.fixture
def sheets(language: Language):
    with opened(f"cards.{language}") as document:
        yield document


def expected() -> Counter[str]:
    """Count every card: one for a model of two campaigns, `OTHER` behind a model's colours."""
    models = [model for campaign in catalogue.load().campaigns for model in campaign.models]
    coloured = [model for model in models if model.colours]
    colours = [colour.name.upper() for model in coloured for colour in model.colours]
    return Counter(
        [
            *(f"RI-C-MODEL-{name}" for name in {*(model.name for model in models), "UN3480", "UN3481"}),
            *(f"RI-C-COLOUR-{name}" for name in (*colours, *("OTHER" for _ in coloured))),
            *(f"RI-C-CLASS-{name}-{number}" for name in CLASSES for number in ("UN3480", "UN3481")),
            "RI-C-LANGUAGE-JA",
            "RI-C-LANGUAGE-EN",
            LABEL,
        ]
    )


def test_the_stored_page_says_what_the_desk_and_the_campaigns_say_today(language: Language):
    stored = (FOLDER / f"cards.{language}.html").read_text("utf-8")
    assert stored == cards(language), "the cards say something else now: run `make shots`"


def test_nothing_of_the_stored_page_is_cut_from_the_print(language: Language, sheets: pypdfium2.PdfDocument):
    assert unprinted((FOLDER / f"cards.{language}.html").read_text("utf-8"), sheets) == []


def test_they_are_light_sheets_of_a4(language: Language, sheets: pypdfium2.PdfDocument):
    assert sizes(sheets) == [A4] * SHEETS
    assert (FOLDER / f"cards.{language}.pdf").stat().st_size <= HEAVIEST


def test_a_gun_reads_every_card_from_the_print(language: Language, sheets: pypdfium2.PdfDocument):
    assert Counter(codes(sheets)) == expected()
