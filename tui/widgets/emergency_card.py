"""The emergency card: the whole screen red, the site's words, and how it ends. No scan takes it away."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from intake.outcome import Outcome
from intake.printable import cell_count
from intake.safety import SafetyTexts
from intake.wording import Wording
from tui.cells import fit, wrap
from tui.letters import ROWS, drawn
from tui.look import Look
from tui.widgets.lines import Lines

_FOOT = 4
"""Rows at the bottom: since when, the last answer in one or two, how it ends."""


class EmergencyCard(Lines):
    """Over everything else while an emergency is on."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"emergency-card--text", "emergency-card--foot"}
    blank = "emergency-card--text"

    def tell(self, outcome: Outcome, texts: SafetyTexts, wording: Wording) -> None:
        """Show the card while an emergency is on, else hide it."""
        self.display = outcome.scene.emergency_since is not None
        if not self.display:
            return
        width, height = self.app.size
        # On a screen too low for all of it, how it ends stays.
        text = self._texts(texts.emergency, width - 4, height - _FOOT)[: height - _FOOT]
        blank = [""] * (height - _FOOT - len(text))
        rows = [(f"  {line}", "emergency-card--text") for line in [*text, *blank]]
        foot = [(f"  {line}", "emergency-card--foot") for line in self._foot(outcome, width - 4, wording)]
        self.show([*rows, *foot])

    def _texts(self, lines: tuple[str, ...], width: int, height: int) -> list[str]:
        """Draw all lines large where they fit, else the first one alone."""
        for scale in (3, 2, 1):
            large = [drawn(line, width, scale) for line in lines]
            high = [len(rows) == ROWS * scale for rows in large]
            if all(high) and (ROWS * scale + 1) * len(lines) <= height:
                return ["", *(row for rows in large for row in (*rows, ""))]
        title, rest = lines[0], lines[1:]
        spread = 2 * len(rest)
        first = drawn(title, width, max((height - spread - 2) // ROWS, 1))
        mark = drawn(
            Look.EMERGENCY.symbol, width - max(map(cell_count, first), default=0) - 4, len(first) // ROWS
        )
        is_beside = len(mark) == len(first)
        top = (
            [f"{row}    {sign}" for row, sign in zip(first, mark, strict=True)] if is_beside else list(first)
        )
        return ["", *(top or [title]), "", *(row for line in rest for row in (f"[!!!!]  {line}", ""))]

    @staticmethod
    def _foot(outcome: Outcome, width: int, wording: Wording) -> list[str]:
        since = datetime.fromtimestamp((outcome.scene.emergency_since or 0) / 1000).astimezone()
        raised = wording.screen("emergency_since", at=f"{since:%H:%M}")
        answer = wrap(wording.sentence(outcome.answer.line), width, 2)
        return [raised, *answer, fit(wording.screen("emergency_ends"), width), ""][:_FOOT]
