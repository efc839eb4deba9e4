"""Cards: one code with what it says, large enough to be picked with gloves on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from intake.printing.paper import Box, Paper
from intake.printing.symbol import symbol

WIDTH, HEIGHT = 95.0, 46.0
"""Millimetres of a card: two side by side and five below one another on A4."""

ALARM_HEIGHT: Final = 60.0
"""Millimetres of the card for an emergency, which is as wide as two."""

_BAND, _GAP = 4.0, 1.5
_WORD, _MEANING = 24.0, 15.0
_WORDS_HEIGHT, _BARS_HEIGHT, _CODE_HEIGHT = 22.0, 15.0, 5.0
_WHITE = "#ffffff"


class Tone(StrEnum):
    """How grave what a card says is, by the colour of its band. On grey paper the words say it."""

    PLAIN = "#c4c8cc"
    GOOD = "#0b5d1e"
    CAUTION = "#ffd400"
    DANGER = "#e06000"
    EMERGENCY = "#b00020"
    CONTAINER = "#1f4f80"


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on a card."""

    word: str
    """What the desk calls it."""

    meaning: str
    code: str
    """What a gun reads."""

    tone: Tone = Tone.PLAIN
    picture: tuple[str, ...] = ()
    """Drawn in characters, as on the screen."""

    swatch: str | None = None
    """A colour `#rrggbb` to compare a casing with."""


def draw(card: Card, paper: Paper, box: Box) -> None:
    """Draw a card into a box. Raises SymbolError where its code has no room, FontError."""
    if card.tone is Tone.EMERGENCY:
        _draw_alarm(card, paper, box)
        return
    paper.field(Box(box.left, box.top, _BAND, box.height), card.tone)
    paper.frame(box, dashed=True, colour="#6b7780")
    inner = Box(box.left + _BAND + _GAP, box.top + 2, box.width - _BAND - _GAP - 0.5, box.height - 3)
    _words(card, paper, inner)
    paper.bars(symbol(card.code), inner.below(_WORDS_HEIGHT + 1).top_part(_BARS_HEIGHT))
    paper.code(card.code, inner.foot(_CODE_HEIGHT))


def _words(card: Card, paper: Paper, inner: Box) -> None:
    words = inner.top_part(_WORDS_HEIGHT)
    if card.picture or card.swatch:
        words, shown = words.split(0.46)
        _show(card, paper, shown)
    # Latin words are long and stand alone; where there is a picture, the name gets one line.
    used = paper.text(card.word, words.top_part(11.0), _WORD, bold=True)
    paper.text(card.meaning, words.below(used), _MEANING)


def _show(card: Card, paper: Paper, box: Box) -> None:
    place = box.inset(1.0)
    if card.picture:
        paper.drawing(card.picture, place)
    elif card.swatch:
        paper.field(place, card.swatch)
        paper.frame(place, width=0.4)


def _draw_alarm(card: Card, paper: Paper, box: Box) -> None:
    """Nobody may have to look for it: red, framed, twice as wide, its word higher than any other."""
    band = box.top_part(25.0)
    paper.field(band, card.tone)
    word, meaning = band.inset(2.0).split(0.25)
    paper.text(card.word, word, 56.0, bold=True, centred=True, colour=_WHITE)
    paper.text(card.meaning, meaning, 26.0, bold=True, colour=_WHITE)
    inner = box.below(25.0).inset(2.0)
    paper.bars(symbol(card.code), inner.top_part(inner.height - _CODE_HEIGHT - 1))
    paper.code(card.code, inner.foot(_CODE_HEIGHT))
    paper.frame(box.inset(0.75), width=1.5, colour=card.tone)
