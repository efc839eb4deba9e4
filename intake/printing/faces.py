"""Faces: the fonts a sheet is set in. Latin text needs none but those of every PDF; Japanese is embedded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final
from unicodedata import bidirectional

from intake.errors import IntakeError

_FROM_THE_RIGHT = {"R", "AL"}
"""Classes of the Unicode Bidirectional Algorithm (UAX 9): characters are drawn in the order they come."""

LATIN, LATIN_BOLD, FIXED = "Helvetica", "Helvetica-Bold", "Courier-Bold"
"""Of the 14 standard fonts (ISO 32000-1, 9.6.2.2), which every reader and printer has."""

PACKAGE: Final = "fonts-ipafont-gothic"
PLACES: Final = (
    Path("/usr/share/fonts/opentype/ipafont-gothic/ipagp.ttf"),
    Path("/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf"),
    Path("/usr/share/fonts/truetype/fonts-japanese-gothic.ttf"),
    Path("/usr/share/fonts/ipa-pgothic/ipagp.ttf"),
    Path("/usr/local/share/fonts/ipagp.ttf"),
)
"""Where distributions put a Japanese TrueType font; the proportional one first. Outlines in CFF, as Noto has
them, cannot be embedded by reportlab."""


class FontError(IntakeError):
    """A text that no font at hand can show."""


class CharacterError(FontError):
    """A character that the font lacks, or that is not simply set behind the one before it."""


@dataclass(frozen=True, slots=True)
class Face:
    """A font by its name in the PDF."""

    name: str
    thickened: bool = False
    """Bold by a drawn outline: the Japanese fonts have no bold of their own."""


class Faces:
    """The fonts at hand."""

    def __init__(self, font: Path | None = None, places: Iterable[Path] = PLACES) -> None:
        """Take the font named, else the first Japanese one found, which is loaded when a text needs it."""
        self._path = font or next((place for place in places if place.is_file()), None)

    def face(self, text: str, *, bold: bool = False) -> Face:
        """Give the face that shows a text whole. Raises FontError where there is none."""
        try:
            text.encode("cp1252")
        except UnicodeEncodeError:
            return self._wide(text, bold=bold)
        return Face(LATIN_BOLD if bold else LATIN)

    def _wide(self, text: str, *, bold: bool) -> Face:
        if any(bidirectional(character) in _FROM_THE_RIGHT for character in text):
            raise CharacterError(f"expected a text written from left to right, got {text!a}")
        if self._path is None:
            raise FontError(
                f"expected a font with Japanese characters, got none: install the package {PACKAGE}, "
                "or name a TrueType file with --font"
            )
        name, glyphs = _registered(self._path)
        missing = sorted(character for character in set(text) if ord(character) not in glyphs)
        if missing:
            raise CharacterError(
                f"expected a font with the character {missing[0]}, got {self._path}: "
                "name another TrueType file with --font"
            )
        return Face(name, thickened=bold)


@cache
def _registered(path: Path) -> tuple[str, frozenset[int]]:
    """Make a font known to reportlab, once; give its name there and the characters it has."""
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415 (only where something is printed)
    from reportlab.pdfbase.ttfonts import TTFError, TTFont  # noqa: PLC0415 (the same)

    try:
        font = TTFont(f"wide-{path}", str(path))
    except (TTFError, OSError) as error:
        raise FontError(f"expected a TrueType font, got {path}: {error}") from error
    pdfmetrics.registerFont(font)
    return font.fontName, frozenset(font.face.charToGlyph)
