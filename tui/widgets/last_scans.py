"""The last scans with their answers, newest on top: a list that grows without any layout."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from intake.outcome import Outcome
from intake.printable import printable
from intake.scan import Severity
from intake.wording import Wording
from tui.cells import fit
from tui.marks import MARKS
from tui.widgets.lines import Lines, Styled

KEPT = 200
"""Answers kept for a taller screen or another language."""

_SCAN_CELLS = 17
_TITLED = 6
"""Rows from which on a title is worth one of them."""


class LastScans(Lines):
    """Time, mark, scanned text and answer of each scan."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"last-scans--{severity}" for severity in Severity} | {
        "last-scans--title"
    }

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        """Begin with no scans."""
        super().__init__(id=id)
        self._outcomes: deque[Outcome] = deque(maxlen=KEPT)
        self._worded: deque[Styled] = deque(maxlen=KEPT)
        self._titles = ("", "")
        """Above scans, and where there are none yet."""

    def fill(self, newest_first: Iterable[Outcome], wording: Wording) -> None:
        """Show what the journal recorded before."""
        self._outcomes = deque(newest_first, KEPT)
        self.reword(wording)

    def reword(self, wording: Wording) -> None:
        """Show all anew, in another language."""
        self._worded = deque((self._line(outcome, wording) for outcome in self._outcomes), KEPT)
        self._titles = wording.screen("last_scans"), wording.screen("no_scans_yet")
        self.on_resize()

    def add(self, outcome: Outcome, wording: Wording) -> None:
        """Put an answer on top."""
        self._outcomes.appendleft(outcome)
        self._worded.appendleft(self._line(outcome, wording))
        self.on_resize()

    def on_resize(self) -> None:
        """Show as many as there is room for."""
        titled = self.size.height >= _TITLED or not self._worded
        title = [(f" {self._titles[not self._worded]}", "last-scans--title")] if titled else []
        lines = [line for line, _ in zip(self._worded, range(self.size.height), strict=False)]
        self.show([*title, *lines][: max(self.size.height, 1)])

    @staticmethod
    def _line(outcome: Outcome, wording: Wording) -> Styled:
        answer = outcome.answer
        at = datetime.fromtimestamp(outcome.at / 1000).astimezone()
        scanned = fit(printable(outcome.scan or "-", _SCAN_CELLS), _SCAN_CELLS)
        text = f" {at:%H:%M:%S} {MARKS[answer.severity]} {scanned} {wording.sentence(answer.line)}"
        return text, f"last-scans--{answer.severity}"
