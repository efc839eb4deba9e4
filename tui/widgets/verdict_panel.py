"""The verdict panel: the answer to the last scan, by large word, shape and colour, always in one place."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from intake.outcome import Outcome
from intake.printable import cell_count, printable
from intake.wording import Wording
from tui.cells import fit, wrap
from tui.letters import GAP, ROWS, beside, drawn
from tui.look import Look, look_of
from tui.look_alike import compared
from tui.widgets.lines import Lines

TEXT_ROWS = 3
"""Rows under the large word: shape and scanned text, then the sentence."""

_MARGIN = "  "
_SCANNED_CELLS = 44


class VerdictPanel(Lines):
    """A coloured field as wide as the screen."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"verdict-panel--{look}" for look in Look}
    blank = _name = "verdict-panel--none"

    def __init__(self) -> None:
        """Begin without an answer."""
        super().__init__()
        self._rows: Callable[[], list[str]] = list
        """Words what stands here, for the size it has then."""

    def tell(self, outcome: Outcome, swollen: tuple[str, ...], wording: Wording) -> None:
        """Show an answer; `swollen` is the site's text on a swollen unit."""
        look = look_of(outcome)
        self._name = f"verdict-panel--{look}"
        side = swollen if outcome.scene.is_swollen and look is Look.HAZARD else ()
        self._rows = partial(self._text, outcome, look, side, wording)
        self.on_resize()

    def on_resize(self) -> None:
        """Draw for the size it has: none while a picture of the unit stands in its place."""
        rows = self._rows() if self.size.width else []
        self.show([(_MARGIN + line, self._name) for line in rows], self._name)

    def _text(self, outcome: Outcome, look: Look, side: tuple[str, ...], wording: Wording) -> list[str]:
        width = max(self.size.width - 2 * len(_MARGIN), 20)
        high = max(self.size.height - TEXT_ROWS, 0)
        word = wording.headline(outcome)
        scale = high // ROWS
        pair = compared(outcome, wording)
        large = _warned(word, side, width, scale) if side else _marked(word, look.symbol, width, scale)
        if pair and not side:
            large = _hinted(word, pair, width, high) or large
        above = (large + [""] * high)[:high]
        sentence = wrap(wording.sentence(outcome.answer.line), width, 2)
        return [*above, fit(self._mark(outcome, look, word, wording), width), *sentence]

    @staticmethod
    def _mark(outcome: Outcome, look: Look, word: str, wording: Wording) -> str:
        parts = [f"{look.shape} {word}", printable(outcome.scan or "", _SCANNED_CELLS)]
        parts += [f"({', '.join(wording.term('hold', hold) for hold in outcome.answer.holds)})"]
        return "   ".join(part for part in parts if part not in {"", "()"})


def _marked(word: str, symbol: str, width: int, scale: int) -> list[str]:
    """Draw a word large, with its symbol at the right where there is room; nothing where it does not fit."""
    large = drawn(word, width, scale)
    mark = drawn(symbol, width, len(large) // ROWS)
    if not mark:
        return list(large)
    lead = " " * max(width - max(map(cell_count, large)) - GAP - cell_count(mark[0]), 0)
    return beside(large, [lead + sign for sign in mark], width, cell_count(mark[0])) or list(large)


def _warned(word: str, warning: tuple[str, ...], width: int, scale: int) -> list[str]:
    """Draw a word as large as leaves room for a warning beside it; the warning alone where none does."""
    widest = max(map(cell_count, warning))
    drawings = (drawn(word, width, size) for size in range(scale, 0, -1))
    return next(filter(None, (beside(large, warning, width, widest) for large in drawings)), [*warning])


def _hinted(word: str, pair: list[str], width: int, high: int) -> list[str]:
    """Draw a word as large as leaves room for two serials below or beside it; nothing where it never does."""
    widest = max(map(cell_count, pair))
    for size in range(high // ROWS, 0, -1):
        large = drawn(word, width, size)
        if large and len(large) + len(pair) <= high and widest <= width:
            gap = [""] * min(high - len(large) - len(pair), 1)
            return [*large, *gap, *pair]
        if rows := beside(large, pair, width, widest):
            return rows
    return []
