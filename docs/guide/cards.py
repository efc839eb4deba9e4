"""The cards to cut apart, as `intake print control-sheet` prints them for the shipped campaigns."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
from PIL import Image

from docs.guide.page import FOLDER
from intake import catalogue
from intake.language import Language
from intake.printing.control_sheet import draw_sheets, groups
from intake.printing.faces import Faces
from intake.printing.paper import A4, Paper
from intake.wording import Wording
from scanners.keymap import LABEL

_DOTS_PER_INCH = 60
_ACROSS = 3
_COLOURS = 32
"""Of the picture: it shows what the sheets look like; they are printed from the PDF."""


def cards(language: Language) -> bytes:
    """Print the control sheet of the shipped campaigns."""
    wording, target = Wording(language), BytesIO()
    paper = Paper(target, A4, Faces(), wording.printed("control_sheet"), language)
    draw_sheets(paper, groups(catalogue.load(), wording, LABEL), wording)
    paper.save()
    return target.getvalue()


def store(language: Language) -> None:
    """Store the print, and a picture of its sheets."""
    pdf = cards(language)
    (FOLDER / f"cards.{language}.pdf").write_bytes(pdf)
    document = pypdfium2.PdfDocument(pdf)
    sheets = [sheet.render(scale=_DOTS_PER_INCH / 72).to_pil() for sheet in document]
    document.close()
    width, height = sheets[0].size
    picture = Image.new("RGB", (width * _ACROSS, height * -(-len(sheets) // _ACROSS)), "white")
    for number, sheet in enumerate(sheets):
        down, across = divmod(number, _ACROSS)
        picture.paste(sheet, (across * width, down * height))
    picture.quantize(_COLOURS).save(FOLDER / f"cards.{language}.png", optimize=True)
