"""The verdict panel: the answer to the last scan, by word, shape and colour, in one place."""

from __future__ import annotations

from typing import ClassVar

from intake.outcome import Outcome
from intake.printable import printable
from intake.receipt import Step
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
        name = f"verdict-panel--{_severity(outcome)}"
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
        answer, severity = outcome.answer, _severity(outcome)
        word = wording.term("severity", severity)
        if answer.verdict is not None and severity is not Severity.EMERGENCY:
            refused = f"{word}  " if severity is Severity.REFUSED else ""
            word = refused + wording.term("verdict", answer.verdict)
        holds = ", ".join(wording.term("hold", hold) for hold in answer.holds)
        return f"{_SHAPES[severity]}  {word}{f'   ({holds})' if holds else ''}"


def _severity(outcome: Outcome) -> Severity:
    """While an emergency is on, nothing that is answered meanwhile takes the red card away."""
    return Severity.EMERGENCY if outcome.step == Step.EMERGENCY else outcome.answer.severity
