"""A printed document as a printer and a gun see it: its sheets, its words, its bar codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape

import pypdfium2
import zxingcpp

from docs.guide.page import FOLDER

HEAVIEST = 300_000
"""Bytes of one PDF: it goes by mail."""

A4 = (210, 297)
"""Millimetres."""

_POINTS_PER_MM = 72 / 25.4
_DOTS_PER_INCH = 300
"""What an office printer prints."""


@contextmanager
def opened(name: str) -> Iterator[pypdfium2.PdfDocument]:
    """Open a stored print."""
    document = pypdfium2.PdfDocument(FOLDER / f"{name}.pdf")
    try:
        yield document
    finally:
        document.close()


def sizes(document: pypdfium2.PdfDocument) -> list[tuple[int, ...]]:
    """Give each sheet's width and height in millimetres."""
    return [tuple(round(side / _POINTS_PER_MM) for side in sheet.get_size()) for sheet in document]


def unprinted(html: str, document: pypdfium2.PdfDocument) -> list[str]:
    """List what the page says and no sheet shows, blanks aside."""
    said = [unescape(text) for text in re.findall(r">([^<>]+)<", html.partition("<body>")[2])]
    shown = _packed("".join(sheet.get_textpage().get_text_bounded() for sheet in document))
    return [text for text in said if _packed(text) not in shown]


def codes(document: pypdfium2.PdfDocument) -> list[str]:
    """Read every Code 128 of the print."""
    found = []
    for sheet in document:
        bitmap = sheet.render(scale=_DOTS_PER_INCH / 72, grayscale=True)
        picture = memoryview(bitmap.buffer).cast("B").cast("B", (bitmap.height, bitmap.stride))
        found += zxingcpp.read_barcodes(picture)
    return [code.text for code in found if code.format == zxingcpp.BarcodeFormat.Code128]


def _packed(text: str) -> str:
    return "".join(text.split())
