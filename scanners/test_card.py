"""The test card: codes whose texts are known, so that what a gun makes of them says how it is set.

None of them does anything at a desk: GOOD and BAD are labels nobody has, the GTIN is of the prefix GS1 keeps
for examples (952), the host of the QR code is reserved for documents (RFC 2606), and the desk only reads the
layouts off the layout label.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from intake.scan import Symbology
from scanners.keymap import LABEL

GS: Final = "\x1d"
"""What a gun sends for FNC1 between two element strings (GS1 General Specifications, section 7.8)."""


class CodeName(StrEnum):
    """Each code by its name on the card, in the order they are asked for."""

    GOOD = "good"
    LAYOUT = "layout"
    GS1 = "gs1"
    QR = "qr"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class CardCode:
    """One code of the card."""

    name: CodeName

    text: str
    """What a gun that is set well sends, but for identifier, prefix and terminator; GS for each FNC1."""

    symbology: Symbology
    """As what it is printed. FNC1 in first position is the symbology's and stands in no text."""

    identifier: str
    """The AIM identifier a gun puts in front where it is told to (ISO/IEC 15424)."""

    @property
    def element_strings(self) -> tuple[str, ...]:
        """The text as GS1 prints it under the bars, `(01)…`, one to each application identifier; GS1 only."""
        return _ELEMENTS if self.name is CodeName.GS1 else ()


_ELEMENTS: Final = ("(01)09521234543213", "(21)RI-TEST", "(10)LOT-42")
"""The GTIN has a fixed length and needs no FNC1 behind it; the serial has none and does."""

GOOD: Final = CardCode(CodeName.GOOD, "RI-TEST-GOOD-0123456789", Symbology.CODE_128, "]C0")
"""Letters, digits and hyphen: what every gun and every layout gets right. No label has this form."""

BAD: Final = CardCode(CodeName.BAD, "RI-Q-0012-X", Symbology.CODE_128, "]C0")
"""A container's label with a wrong check character (T would be right): the desk refuses it."""

GS1: Final = CardCode(
    CodeName.GS1, f"010952123454321321RI-TEST{GS}10LOT-42", Symbology.GS1_DATA_MATRIX, "]d2"
)
"""GTIN, serial and lot: shows what becomes of a GS."""

QR: Final = CardCode(CodeName.QR, "https://example.com/ri_test?code=42", Symbology.QR, "]Q1")
"""Lower case and the marks of an address: shows Caps Lock, cuts and layouts that differ."""

LAYOUT: Final = CardCode(CodeName.LAYOUT, LABEL, Symbology.CODE_128, "]C0")
"""Tells for which keyboard a gun types that is a keyboard."""

CARD: Final = (GOOD, LAYOUT, GS1, QR, BAD)
"""All of them, in the order they are asked for."""
