"""The operator's guide says what the desk says, fits one sheet, and every card on it can be scanned."""

from __future__ import annotations

import re
from html import unescape

import pypdfium2
import pytest
import zxingcpp

from docs.guide.page import FOLDER, page
from intake.language import Language
from intake.own_label import Command, CommandWord, parse

HEAVIEST = 300_000
"""Bytes of one PDF: it goes by mail."""

POINTS_PER_MM = 72 / 25.4
DOTS_PER_INCH = 300
"""What an office printer prints."""

pytestmark = pytest.mark.parametrize("language", list(Language))


@pytest.fixture
def sheet(language: Language):
    document = pypdfium2.PdfDocument(FOLDER / f"guide.{language}.pdf")
    yield document
    document.close()


def packed(text: str) -> str:
    return "".join(text.split())


def test_the_stored_page_says_what_the_desk_says_today(language: Language):
    stored = (FOLDER / f"guide.{language}.html").read_text("utf-8")
    assert stored == page(language), "the guide says something else now: run `make shots`"


def test_the_print_is_of_the_stored_page(language: Language, sheet: pypdfium2.PdfDocument):
    body = (FOLDER / f"guide.{language}.html").read_text("utf-8").partition("<body>")[2]
    said = [unescape(text) for text in re.findall(r">([^<>]+)<", body) if text.strip()]
    printed = packed(sheet[0].get_textpage().get_text_bounded())
    assert [text for text in said if packed(text) not in printed] == []


def test_it_is_one_light_sheet_of_a4(language: Language, sheet: pypdfium2.PdfDocument):
    assert len(sheet) == 1
    assert [round(side / POINTS_PER_MM) for side in sheet[0].get_size()] == [210, 297]
    assert (FOLDER / f"guide.{language}.pdf").stat().st_size <= HEAVIEST


def test_a_gun_reads_every_card_from_the_print(language: Language, sheet: pypdfium2.PdfDocument):
    bitmap = sheet[0].render(scale=DOTS_PER_INCH / 72, grayscale=True)
    picture = memoryview(bitmap.buffer).cast("B").cast("B", (bitmap.height, bitmap.stride))
    found = [
        code for code in zxingcpp.read_barcodes(picture) if code.format == zxingcpp.BarcodeFormat.Code128
    ]
    cards = {parse(code.text) for code in found}
    words = [card.word for card in cards if isinstance(card, Command)]
    on_pictures = {CommandWord.MODEL, CommandWord.COLOUR, CommandWord.CLASS, CommandWord.LANGUAGE}
    assert set(words) == set(CommandWord) - on_pictures
    assert words.count(CommandWord.REASON) == 4
