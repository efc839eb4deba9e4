"""The fourth page: what `intake doctor` checks, the worst first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake.doctor import MARKS, Finding, State
from tui.cells import wrap
from tui.setup.page import Page
from tui.setup.signals import Examined, Saved
from tui.widgets.lines import Styled

if TYPE_CHECKING:
    from tui.setup.course import Course

_STYLES = {State.OK: "text", State.WARNING: "note", State.FAULT: "bad"}
_WORST_FIRST = (State.FAULT, State.WARNING, State.OK)
_LINES = 3
"""Most lines of a sentence."""


class ChecksPage(Page):
    """Shows what is found as it is found; the arrows move the list."""

    NAME = "checks"

    def __init__(self, course: Course) -> None:
        """Have looked at nothing yet."""
        super().__init__(course)
        self._findings: list[Finding] = []
        self._is_over = True
        self._first = self._last = 0

    def begin(self) -> None:
        """Look at everything anew."""
        if not self._is_over:
            return  # what was begun before still comes
        self._findings.clear()
        self._is_over = False
        self._first = 0
        self.course.examine()

    def told(self, message: Examined | Saved) -> None:
        """Take in one more finding."""
        if not isinstance(message, Examined):
            return
        if message.finding is None:
            self._is_over = True
        else:
            self._findings.append(message.finding)

    def question(self) -> str:
        """Say how it stands."""
        if not self._is_over:
            return self.say("checks_running")
        bad = sum(finding.state is not State.OK for finding in self._findings)
        return self.say("checks_bad", count=bad) if bad else self.say("checks_good")

    def lines(self, width: int, room: int) -> list[Styled]:
        """Show the findings, the worst first, from where the arrows have gone."""
        findings = sorted(self._findings, key=lambda finding: _WORST_FIRST.index(finding.state))
        every = [line for finding in findings for line in self._finding(finding, width)]
        self._last = max(len(every) - room, 0)
        self._first = min(self._first, self._last)
        return every[self._first : self._first + room]

    def _finding(self, finding: Finding, width: int) -> list[Styled]:
        wording = self.course.wording
        name = wording.doctor(f"check_{finding.check}")
        told = f"{MARKS[finding.state]} {name}: {finding.message(wording)}"
        advice = finding.advice(wording)
        style = _STYLES[finding.state]
        lines: list[Styled] = [(line, style) for line in wrap(told, width, _LINES)]
        return lines + [(f"  {line}", "text") for line in wrap(advice, width - 2, _LINES)]

    def move(self, by: int) -> None:
        """Move the list."""
        self._first = min(max(self._first + by, 0), self._last)
