"""Paper: sheets of a PDF, drawn in millimetres from the upper left corner.

Whatever stands on it is drawn as it is: no text is ever read as markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import BinaryIO, Final
from unicodedata import normalize

from intake.language import Language
from intake.printing.faces import FIXED, Face, Faces
from intake.printing.setting import LEADING, Measure, fitted
from intake.printing.symbol import Symbol, SymbolError

MM: Final = 72 / 25.4
"""Points of a millimetre."""

A4: Final = (210.0, 297.0)
"""ISO 216, in millimetres."""

DOT: Final = 0.125
"""Millimetres of one dot of a thermal printer at 203 dpi. Modules are whole dots and begin on one, or a
printer would make some bars wider than others of the same width."""

NARROWEST: Final = 2 * DOT
"""Millimetres of a module: the least that the GS1 General Specifications allow for GS1-128 in distribution
(0.250), which is two whole dots at 203 dpi and three at 300."""

_WIDEST, _WIDEST_SQUARE = 4 * DOT, 8 * DOT
"""Wider ones are read from no farther by a gun at a desk, and take the room of the words."""

_LOWEST, _LOWEST_SHARE = 5.0, 0.15
"""How high bars must be to be met by a gun in a hand: millimetres, and of their width without quiet zones,
whichever is more (ISO/IEC 15417, recommendation for manual scanning)."""

_BLACK = "#000000"
_CODE_POINTS = 11.0
_ASCENT, _THICKER = 0.88, 0.03
"""Above the base line, and the outline of a bold one, in sizes of the type."""

_OUTLINED = 2
"""The text rendering mode that fills and outlines."""
_FIXED_WIDTH = 0.6
"""Of every character of Courier, in sizes of the type."""


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a sheet, in millimetres from its upper left corner."""

    left: float
    top: float
    width: float
    height: float

    def inset(self, margin: float) -> Box:
        """Leave a margin on all sides."""
        return Box(self.left + margin, self.top + margin, self.width - 2 * margin, self.height - 2 * margin)

    def below(self, height: float) -> Box:
        """Leave out so much at the top."""
        return Box(self.left, self.top + height, self.width, self.height - height)

    def split(self, share: float) -> tuple[Box, Box]:
        """Divide it into a left part, `share` of its width, and the right one."""
        left = self.width * share
        return (
            Box(self.left, self.top, left, self.height),
            Box(self.left + left, self.top, self.width - left, self.height),
        )

    def top_part(self, height: float) -> Box:
        """Give so much of it at the top."""
        return Box(self.left, self.top, self.width, height)

    def foot(self, height: float) -> Box:
        """Give so much of it at the bottom."""
        return Box(self.left, self.top + self.height - height, self.width, height)


def module(symbol: Symbol, box: Box) -> float:
    """Give the widest module with which a symbol fits a box, in millimetres.

    Raises SymbolError where that would be narrower than NARROWEST.
    """
    high = symbol.columns * _LOWEST_SHARE if symbol.is_linear else len(symbol.rows) + 2 * symbol.quiet
    lowest = max(high * NARROWEST, _LOWEST if symbol.is_linear else 0)
    room = min(box.width / symbol.width, box.height / high)
    found = min(int(room / DOT + 1e-9) * DOT, _WIDEST if symbol.is_linear else _WIDEST_SQUARE)
    if found < NARROWEST or box.height < lowest:
        raise SymbolError(
            f"expected room for a bar code {symbol.width * NARROWEST:.1f} mm wide and {lowest:.1f} mm high "
            f"of {symbol.text[:60]!a}, got {box.width:.1f} x {box.height:.1f} mm"
        )
    return found


class Paper:
    """A PDF being drawn, sheet after sheet."""

    def __init__(
        self, target: BinaryIO, size: tuple[float, float], faces: Faces, title: str, language: Language
    ) -> None:
        """Begin the first sheet; `size` in millimetres."""
        from reportlab import rl_config  # noqa: PLC0415 (100 ms; only where something is printed)
        from reportlab.lib.colors import HexColor  # noqa: PLC0415 (the same)
        from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 (the same)

        # PDFs go through nothing that takes ASCII alone any more; the coding costs a third of the time.
        rl_config.useA85 = 0
        self._colour = cache(HexColor)
        self._size, self._faces = size, faces
        # The same paper twice is the same file: without a date, so that a stored one can be compared.
        points = (size[0] * MM, size[1] * MM)
        self._canvas = Canvas(target, pagesize=points, pageCompression=1, invariant=1, lang=str(language))
        self._canvas.setTitle(title)
        self._canvas.setAuthor("returns-intake")

    def turn(self) -> None:
        """End this sheet and begin the next."""
        self._canvas.showPage()

    def save(self) -> None:
        """End the last sheet and write the file. A sheet that was begun and left bare is not in it."""
        self._canvas.save()

    def text(
        self,
        text: str,
        box: Box,
        points: float,
        *,
        least: float = 7.0,
        bold: bool = False,
        centred: bool = False,
        colour: str = _BLACK,
    ) -> float:
        """Set a text at the top of a box, as large as fits up to `points`; give its height in millimetres.

        Where it does not fit at `least` points either, it ends in `…`. Raises FontError.
        """
        shown = _plain(text)
        face = self._faces.face(shown, bold=bold)
        room = (box.width * MM, box.height * MM)
        size, lines = fitted(shown, self._measure(face), room, (points, least))
        self._canvas.setFillColor(self._colour(colour))
        self._canvas.setStrokeColor(self._colour(colour))
        high = size * LEADING / MM
        for number, line in enumerate(lines):
            place = Box(box.left, box.top + number * high, box.width, high)
            self._line(line, face, size, place, centred=centred)
        return len(lines) * high

    def code(self, text: str, box: Box, points: float = _CODE_POINTS) -> None:
        """Set what stands in a code under its bars, in characters that cannot be taken for one another."""
        shown = _plain(text)
        size = min(points, box.width * MM / (_FIXED_WIDTH * len(shown)))
        self._canvas.setFillColor(self._colour(_BLACK))
        self._line(shown, Face(FIXED), size, box, centred=True)

    def drawing(self, lines: tuple[str, ...], box: Box) -> None:
        """Draw a picture made of characters, as large as fits."""
        longest = max(map(len, lines))
        size = min(box.width * MM / (_FIXED_WIDTH * longest), box.height * MM / len(lines))
        self._canvas.setFillColor(self._colour(_BLACK))
        for number, line in enumerate(lines):
            self._line(line, Face(FIXED), size, Box(box.left, box.top + number * size / MM, box.width, 0))

    def bars(self, symbol: Symbol, box: Box) -> None:
        """Draw a symbol, quiet zones included, amid a box. Raises SymbolError where it has no room."""
        wide = module(symbol, box)
        high = box.height if symbol.is_linear else wide
        left = round((box.left + (box.width - symbol.width * wide) / 2) / DOT) * DOT + symbol.quiet * wide
        top = box.top + (box.height - high * len(symbol.rows)) / 2
        if not symbol.is_linear:
            top = round(top / DOT) * DOT
        path = self._canvas.beginPath()
        for row, runs in enumerate(symbol.rows):
            bottom = (self._size[1] - top - (row + 1) * high) * MM
            for start, length in runs:
                path.rect((left + start * wide) * MM, bottom, length * wide * MM, high * MM)
        self._canvas.setFillColor(self._colour(_BLACK))
        self._canvas.drawPath(path, stroke=0, fill=1)

    def field(self, box: Box, colour: str) -> None:
        """Fill a box with a colour."""
        self._canvas.setFillColor(self._colour(colour))
        self._canvas.rect(*self._corner(box), stroke=0, fill=1)

    def frame(self, box: Box, *, width: float = 0.3, colour: str = _BLACK, dashed: bool = False) -> None:
        """Draw a line around a box, `width` millimetres wide; dashed to be cut along."""
        self._canvas.setLineWidth(width * MM)
        self._canvas.setStrokeColor(self._colour(colour))
        self._canvas.setDash(*((3, 2) if dashed else ()))
        self._canvas.rect(*self._corner(box), stroke=1, fill=0)

    def stroke(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Draw a hair line between two points."""
        self._canvas.setLineWidth(0.1 * MM)
        self._canvas.setStrokeColor(self._colour(_BLACK))
        self._canvas.setDash()
        height = self._size[1]
        self._canvas.line(start[0] * MM, (height - start[1]) * MM, end[0] * MM, (height - end[1]) * MM)

    def _corner(self, box: Box) -> tuple[float, float, float, float]:
        bottom = self._size[1] - box.top - box.height
        return (box.left * MM, bottom * MM, box.width * MM, box.height * MM)

    def _line(self, line: str, face: Face, size: float, box: Box, *, centred: bool = False) -> None:
        indent = (box.width * MM - self._measure(face)(line, size)) / 2 if centred else 0.0
        left, baseline = box.left * MM + indent, (self._size[1] - box.top) * MM - _ASCENT * size
        # What thickens a line outlasts it (ISO 32000-1, 9.3.6), unless the state before it is restored.
        self._canvas.saveState()
        set_text = self._canvas.beginText(left, baseline)
        set_text.setFont(face.name, size)
        if face.thickened:
            self._canvas.setLineWidth(size * _THICKER)
            self._canvas.setDash()
            set_text.setTextRenderMode(_OUTLINED)
        set_text.textOut(line)
        self._canvas.drawText(set_text)
        self._canvas.restoreState()

    @staticmethod
    def _measure(face: Face) -> Measure:
        from reportlab.pdfbase.pdfmetrics import stringWidth  # noqa: PLC0415 (as in __init__)

        return lambda text, size: float(stringWidth(text, face.name, size))


def _plain(text: str) -> str:
    """Give a text on one line, a question mark in place of what no paper shows.

    Letters and their marks are put together (NFC): fonts have `が` whole, and no marks to set on letters.
    """
    whole = normalize("NFC", " ".join(text.split()))
    return "".join(character if character.isprintable() else "?" for character in whole)
