"""The next step: what to do now, in bold words under the verdict."""

from __future__ import annotations

from typing import ClassVar

from intake.outcome import Line
from intake.wording import Wording
from tui.cells import wrap
from tui.widgets.lines import Lines


class NextStep(Lines):
    """One instruction on two lines."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"next-step--word", "next-step--text"}
    blank = "next-step--text"

    def ask(self, prompt: Line, wording: Wording) -> None:
        """Show what to do next."""
        text = wrap(wording.sentence(prompt), max(self.size.width - 6, 20), 2)
        word = f" {wording.screen('next')}"
        self.show([(word, "next-step--word"), *((f"   {line}", "next-step--text") for line in text)])
