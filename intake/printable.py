"""Printable: scanned text made harmless for a screen or a page. What it shows, everybody sees.

Control characters become their pictures (U+2400 block), so that a GS or an ESC in a code is visible and
moves no cursor; direction marks, zero-width and private characters become ⍰, so that no text can pretend
to read otherwise (Unicode TR 36, section 2.5).
"""

from __future__ import annotations

import re
from itertools import chain
from unicodedata import category, east_asian_width

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Mn", "Mc", "Me"})
"""Also marks without a width of their own: two texts that differ by one would look alike."""

_WITHOUT_WIDTH = re.compile("[\u1160-\u11ff\u3164\ud7b0-\ud7fb\uffa0\U0001f3fb-\U0001f3ff]")
"""The same, of other categories: Hangul's fillers and inner letters, and the colours of emoji."""

_NARROW = re.compile("[\x20-\x7e\xa0-\u02ff\u2580-\u259f]*")
"""Latin and the blocks of large letters: one cell each."""

_WIDE = frozenset({"W", "F"})
_TRIGRAMS, _MONOGRAMS, _HEXAGRAMS = range(0x2630, 0x2638), range(0x268A, 0x2690), range(0x4DC0, 0x4E00)
_TAI_XUAN, _COUNTING_RODS = range(0x1D300, 0x1D357), range(0x1D360, 0x1D377)
_NEWLY_WIDE = frozenset(map(chr, chain(_TRIGRAMS, _MONOGRAMS, _HEXAGRAMS, _TAI_XUAN, _COUNTING_RODS)))
"""Wide since Unicode 16; Python 3.11 knows Unicode 14."""

_DELETE = "\x7f"


def printable(text: str, limit: int = 60) -> str:
    """Show a scanned text in at most `limit` characters, an ellipsis in place of what was cut."""
    if text.isascii() and text.isprintable() and len(text) <= limit:
        return text
    shown = text if len(text) <= limit else text[: limit - 1]
    cut = "" if len(text) <= limit else "…"
    return "".join(_picture(character) for character in shown) + cut


def _picture(character: str) -> str:
    if character < " ":
        return chr(0x2400 + ord(character))
    if character == _DELETE:
        return "\u2421"
    is_hidden = category(character) in _HIDDEN or _WITHOUT_WIDTH.match(character)
    return "\u2370" if is_hidden else character


def cell_count(text: str) -> int:
    """Count the cells of a terminal that printable text takes: wide characters two (Unicode TR 11).

    As Rich counts, which paints the desk; but Rich keeps four thousand texts, and a desk's are new with
    every scan: only the memory grew.
    """
    if _NARROW.fullmatch(text):
        return len(text)
    return sum(2 if east_asian_width(each) in _WIDE or each in _NEWLY_WIDE else 1 for each in text)
