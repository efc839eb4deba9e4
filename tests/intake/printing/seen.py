"""Paper as a printer and a gun see it: sizes, words, ink, and what is read off it.

Codes are read by zbar, which did not write them. It knows no Data Matrix and tells no AIM identifier: what
concerns these is read by zxing-cpp's reader, off the pixels as well.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

import pypdfium2
import zxingcpp
from pypdfium2 import raw
from pyzbar import pyzbar

from intake.language import Language
from intake.printing.faces import Faces
from intake.printing.paper import A4, MM, Paper

OFFICE, THERMAL = 300, 203
"""Dots per inch of an office printer, and of a common label printer."""

_ZBAR = [pyzbar.ZBarSymbol.CODE128, pyzbar.ZBarSymbol.QRCODE]
_SEGMENTS_OF_A_BOX = 5


@dataclass(frozen=True)
class Ink:
    """Where something is printed, in millimetres from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Ink, gap: float = 0.0) -> bool:
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.top < other.bottom + gap
            and other.top < self.bottom + gap
        )

    def holds(self, other: Ink, margin: float = 0.0) -> bool:
        return (
            self.left + margin <= other.left
            and other.right <= self.right - margin
            and self.top + margin <= other.top
            and other.bottom <= self.bottom - margin
        )


@dataclass(frozen=True)
class Inks:
    """What one sheet has on it."""

    texts: list[Ink]
    codes: list[Ink]
    fields: list[Ink]
    """Bands, swatches, frames and cut lines."""


@contextmanager
def drawn(
    draw: Callable[[Paper], object],
    size: tuple[float, float] = A4,
    language: Language = Language.EN,
    faces: Faces | None = None,
) -> Iterator[pypdfium2.PdfDocument]:
    """Print something and open it."""
    target = BytesIO()
    paper = Paper(target, size, faces or Faces(), "test", language)
    draw(paper)
    paper.save()
    with opened(target.getvalue()) as document:
        yield document


@contextmanager
def opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        yield document
    finally:
        document.close()


def sizes(document: pypdfium2.PdfDocument) -> list[tuple[float, ...]]:
    """Width and height of each sheet in tenths of a millimetre, as a printer cuts."""
    return [tuple(round(side / MM, 1) for side in sheet.get_size()) for sheet in document]


def words(document: pypdfium2.PdfDocument) -> str:
    """All texts without blanks and line ends."""
    return "".join("".join(sheet.get_textpage().get_text_bounded().split()) for sheet in document)


def codes(document: pypdfium2.PdfDocument, dpi: int = OFFICE) -> Counter[str]:
    """Every Code 128 and QR code as zbar reads it, in grey."""
    found: Counter[str] = Counter()
    for sheet in document:
        width, height, grey = _pixels(sheet, dpi)
        found.update(code.data.decode() for code in pyzbar.decode((grey, width, height), symbols=_ZBAR))
    return found


def identified(document: pypdfium2.PdfDocument, dpi: int = OFFICE) -> Counter[tuple[str, str]]:
    """Every code with its AIM identifier, as zxing-cpp reads it."""
    found: Counter[tuple[str, str]] = Counter()
    for sheet in document:
        width, height, grey = _pixels(sheet, dpi)
        picture = memoryview(grey).cast("B", (height, width))
        found.update(
            (code.symbology_identifier, code.bytes.decode()) for code in zxingcpp.read_barcodes(picture)
        )
    return found


def inks(sheet: pypdfium2.PdfPage) -> Inks:
    """Measure what is printed."""
    high = sheet.get_size()[1] / MM
    found = Inks([], [], [])
    for thing in sheet.get_objects():
        left, bottom, right, top = (side / MM for side in thing.get_bounds())
        ink = Ink(left, high - top, right, high - bottom)
        if thing.type == raw.FPDF_PAGEOBJ_TEXT:
            found.texts.append(ink)
        elif raw.FPDFPath_CountSegments(thing) > _SEGMENTS_OF_A_BOX:
            found.codes.append(ink)
        else:
            found.fields.append(ink)
    return found


def fonts(document: pypdfium2.PdfDocument) -> dict[str, bool]:
    """Each font that sets a text, and whether it comes along in the file."""
    found = {}
    for sheet in document:
        for thing in sheet.get_objects():
            if thing.type == raw.FPDF_PAGEOBJ_TEXT:
                font = raw.FPDFTextObj_GetFont(thing)
                name = ctypes.create_string_buffer(100)
                raw.FPDFFont_GetBaseFontName(font, name, len(name))
                found[name.value.decode()] = raw.FPDFFont_GetIsEmbedded(font) == 1
    return found


def faults(document: pypdfium2.PdfDocument, margin: float = 3.0, quiet: float = 2.5) -> list[str]:
    """List what lies over something else, in a quiet zone, or nearer than `margin` millimetres to the edge.

    `quiet`: millimetres left and right of bars; ten of the narrowest modules.
    """
    return [
        f"sheet {number}: {fault}"
        for number, sheet in enumerate(document, 1)
        for fault in _faults(inks(sheet), _whole(sheet), margin, quiet)
    ]


def _faults(on: Inks, sheet: Ink, margin: float, quiet: float) -> Iterator[str]:
    for ink in (*on.texts, *on.codes, *on.fields):
        if not sheet.holds(ink, margin):
            yield f"over the edge: {ink}"
    for number, text in enumerate(on.texts):
        for other in on.texts[number + 1 :]:
            if text.meets(other):
                yield f"text on text: {text} {other}"
    for code in on.codes:
        zone = Ink(code.left - quiet, code.top, code.right + quiet, code.bottom)
        if any(zone.meets(text) for text in on.texts):
            yield f"text in a quiet zone: {code}"
        if any(zone.meets(other) for other in on.codes if other is not code):
            yield f"another code in a quiet zone: {code}"
        if any(zone.meets(field) and not field.holds(zone) for field in on.fields):
            yield f"a line in a quiet zone: {code}"


def _whole(sheet: pypdfium2.PdfPage) -> Ink:
    width, height = sheet.get_size()
    return Ink(0, 0, width / MM, height / MM)


def _pixels(sheet: pypdfium2.PdfPage, dpi: int) -> tuple[int, int, bytes]:
    bitmap = sheet.render(scale=dpi / 72, grayscale=True)
    rows = bytes(bitmap.buffer)
    lines = (rows[row * bitmap.stride : row * bitmap.stride + bitmap.width] for row in range(bitmap.height))
    return bitmap.width, bitmap.height, b"".join(lines)
