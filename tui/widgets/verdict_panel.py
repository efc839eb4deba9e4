"""The verdict panel: the answer to the last scan, by word, shape and colour, in one place."""

from __future__ import annotations

from typing import ClassVar

from intake.outcome import Outcome
from intake.printable import printable
from intake.scan import Severity
from intake.wording import Wording
from tui.cells import fit, wrap
from tui.widgets.lines import Lines

_SHAPES = {
    Severity.OK: "[ OK ]",
    Severity.NOTE: "[ !  ]",
    Severity.REFUSED: "[ XX ]",
    Severity.HAZARD: "[ !! ]",
    Severity.EMERGENCY: "[!!!!]",
}
"""Told apart without colour, and of one width in every terminal."""

_MARGIN = "  "


class VerdictPanel(Lines):
    """A coloured field as wide as the screen."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"verdict-panel--{severity}" for severity in Severity} | {
        "verdict-panel--none"
    }
    blank = "verdict-panel--none"

    def tell(self, outcome: Outcome, wording: Wording) -> None:
        """Show an answer."""
        answer = outcome.answer
        name = f"verdict-panel--{answer.severity}"
        self.show([(line, name) for line in self._text(outcome, wording)], name)

    def _text(self, outcome: Outcome, wording: Wording) -> list[str]:
        width = max(self.size.width - 2 * len(_MARGIN), 20)
        head = self._head(outcome, wording)
        body = wrap(wording.sentence(outcome.answer.line), width, 3)
        scanned = printable(outcome.scan or "", max(width - 2, 10))
        lines = ["", head, "", *body, *[""] * (3 - len(body)), fit(scanned, width)]
        return [_MARGIN + line for line in lines]

    @staticmethod
    def _head(outcome: Outcome, wording: Wording) -> str:
        answer = outcome.answer
        word = wording.term("severity", answer.severity)
        if answer.verdict is not None and answer.severity is not Severity.EMERGENCY:
            refused = f"{word}  " if answer.severity is Severity.REFUSED else ""
            word = refused + wording.term("verdict", answer.verdict)
        holds = ", ".join(wording.term("hold", hold) for hold in answer.holds)
        return f"{_SHAPES[answer.severity]}  {word}{f'   ({holds})' if holds else ''}"
