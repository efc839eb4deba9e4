"""The help card: what may be scanned at this very step, and the keys; away at the next key or scan."""

from __future__ import annotations

from typing import ClassVar

from intake.outcome import Outcome
from intake.wording import Wording
from tui.widgets.lines import Lines


class HelpCard(Lines):
    """Part of the desk's own screen, so that no key of a scan ever goes elsewhere."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"help-card--title", "help-card--text"}
    blank = "help-card--text"

    def toggle(self, outcome: Outcome, wording: Wording) -> None:
        """Show the help for what is on the screen, or hide it."""
        if not self.display:
            title, *lines = wording.help(outcome.step)
            rows = [(f"  {line}", "help-card--text") for line in ["", *lines, "", *wording.help("KEYS")]]
            self.show([("", "help-card--text"), (f"  {title}", "help-card--title"), *rows])
        self.display = not self.display
