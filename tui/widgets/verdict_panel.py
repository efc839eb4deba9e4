"""The verdict panel: the answer to the last scan, by large word, shape and colour, always in one place."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len

from intake.outcome import Outcome
from intake.printable import printable
from intake.wording import Wording
from tui.cells import fit, wrap
from tui.letters import ROWS, drawn
from tui.look import Look, look_of
from tui.widgets.lines import Lines

TEXT_ROWS = 3
"""Rows under the large word: shape and scanned text, then the sentence."""

_MARGIN = "  "
_GAP = 4
_SCANNED_CELLS = 44


class VerdictPanel(Lines):
    """A coloured field as wide as the screen."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"verdict-panel--{look}" for look in Look}
    blank = "verdict-panel--none"

    def tell(self, outcome: Outcome, wording: Wording) -> None:
        """Show an answer."""
        look = look_of(outcome)
        name = f"verdict-panel--{look}"
        self.show([(_MARGIN + line, name) for line in self._text(outcome, look, wording)], name)

    def _text(self, outcome: Outcome, look: Look, wording: Wording) -> list[str]:
        width = max(self.size.width - 2 * len(_MARGIN), 20)
        word = wording.headline(outcome)
        scale = (self.size.height - TEXT_ROWS) // ROWS
        large = beside(word, look.symbol, width, scale)
        empty = [""] * (self.size.height - TEXT_ROWS - len(large))
        sentence = wrap(wording.sentence(outcome.answer.line), width, 2)
        return [*large, *empty, fit(self._mark(outcome, look, word, wording), width), *sentence]

    @staticmethod
    def _mark(outcome: Outcome, look: Look, word: str, wording: Wording) -> str:
        parts = [f"{look.shape} {word}", printable(outcome.scan or "", _SCANNED_CELLS)]
        parts += [f"({', '.join(wording.term('hold', hold) for hold in outcome.answer.holds)})"]
        return "   ".join(part for part in parts if part not in {"", "()"})


def beside(word: str, symbol: str, width: int, scale: int) -> list[str]:
    """Draw a word large, with its symbol at the right where there is room; nothing where it does not fit."""
    large = drawn(word, width, scale)
    if not large:
        return []
    size = len(large) // ROWS
    mark = drawn(symbol, width, size)
    left = max(cell_len(row) for row in large)
    room = width - left - _GAP
    if not mark or cell_len(mark[0]) > room:
        return list(large)
    return [row + " " * (width - left - cell_len(sign)) + sign for row, sign in zip(large, mark, strict=True)]
