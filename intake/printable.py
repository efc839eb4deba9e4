"""Printable: scanned text made harmless for a screen or a page. What it shows, everybody sees.

Control characters become their pictures (U+2400 block), so that a GS or an ESC in a code is visible and
moves no cursor; direction marks, zero-width and private characters become ⍰, so that no text can pretend
to read otherwise (Unicode TR 36, section 2.5).
"""

from __future__ import annotations

import unicodedata

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Mn", "Me"})
"""Also marks without a width: two texts that differ by one would look alike."""

_WIDE = frozenset({"W", "F"})
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
    return "\u2370" if unicodedata.category(character) in _HIDDEN else character


def cell_count(text: str) -> int:
    """Count the cells of a terminal that printable text takes: wide characters two (Unicode TR 11)."""
    return sum(2 if unicodedata.east_asian_width(character) in _WIDE else 1 for character in text)
