"""The picture card: the models or colours to choose from, as they look; the card itself is scanned."""

from __future__ import annotations

import re
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from intake.outcome import Outcome
from intake.pictures import CASINGS, CELLS, ROWS, picture
from intake.printable import cell_count
from intake.scene import Card, CardKind
from intake.wording import Wording
from tui.cells import fit

_COLUMNS = CELLS + 2
_HIGH = ROWS + 1
"""Rows of one card: its name, and below it its picture, which may be cut off."""

_LEAST = 3
"""Rows of a card that say something: its name, and the half of its picture."""

_SWATCH = 16
_BRACKETS = re.compile(r"[(\[（［][^)\]）］]*[)\]）］]?")


class PictureCard(Widget):
    """In place of the next step while a model or colour card is asked for."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "picture-card--title",
        "picture-card--text",
        "picture-card--outside",
    }

    def __init__(self) -> None:
        """Begin hidden, with nothing to choose from."""
        super().__init__()
        self._cards: tuple[Card, ...] = ()
        self._title = self._outside = ""
        self._names: list[str] = []

    def tell(self, outcome: Outcome, wording: Wording) -> None:
        """Show the cards that may be scanned now; hide where there are none."""
        self._cards = outcome.scene.cards
        self._title = wording.sentence(outcome.prompt)
        self._outside = wording.screen("out_of_scope")
        self._names = [_name(card, wording) for card in self._cards]
        self.display = bool(self._cards)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one line of the grid of cards."""
        width = self.size.width
        if y == 0:
            title = Segment(fit(f"  {self._title}", width), self._style("picture-card--title"))
            return Strip([title], width)
        across = max(width // _COLUMNS, 1)
        row, line = divmod(y - 1, self._high(across))
        segments: list[Segment] = []
        for place in range(row * across, min((row + 1) * across, len(self._cards))):
            segments += self._cell(place, line)
        return Strip(segments).adjust_cell_length(width, self._style("picture-card--text"))

    def _high(self, across: int) -> int:
        """Rows of each card: where not every one has room for some of its picture, they are names alone."""
        rows_above = (len(self._cards) - 1) // across
        return _HIGH if 1 + rows_above * _HIGH + _LEAST <= self.size.height else 1

    def _cell(self, place: int, line: int) -> list[Segment]:
        card = self._cards[place]
        style = self._style("picture-card--text" if card.in_scope else "picture-card--outside")
        if line == 0:
            return [Segment(fit(f"  {self._names[place]}", _COLUMNS), style)]
        if card.kind is CardKind.MODEL:
            return [Segment(fit(f"  {picture(card.name)[line - 1]}", _COLUMNS), style)]
        return self._swatch(card, line - 1, style)

    def _swatch(self, card: Card, line: int, style: Style) -> list[Segment]:
        """A field of the colour, framed: black shows on black. The frame says what the notice leaves out."""
        if line in {0, ROWS - 1}:
            told = f" {self._outside} " if not line and not card.in_scope else ""
            frame = f"+{told}{'-' * (_SWATCH - cell_count(told))}+"
            return [Segment(fit(f"  {frame}", _COLUMNS), style)]
        casing = CASINGS.get(card.name)
        inside = (
            Segment(" " * _SWATCH, Style(bgcolor=casing)) if casing else Segment("?".center(_SWATCH), style)
        )
        return [Segment("  |", style), inside, Segment(fit("|", _COLUMNS - _SWATCH - 3), style)]

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(name)


def _name(card: Card, wording: Wording) -> str:
    """Name a card; a long product name loses its brackets, then its first words, usually the maker's."""
    if card.kind is CardKind.COLOUR:
        return wording.colour(card.name)
    whole, words = card.title.split(), _BRACKETS.sub(" ", card.title).split()
    shorter = (words[place:] for place in range(len(words) + 1))
    names = (" ".join([card.name, *title]) for title in (whole, *shorter))
    return next((name for name in names if cell_count(name) <= CELLS), card.name)
