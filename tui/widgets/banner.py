"""The banner: troubles and notes, each with what to do; it is there only while there is one."""

from __future__ import annotations

from typing import ClassVar

from intake.outcome import Outcome
from intake.printable import printable
from intake.wording import Wording
from tui.cells import cell_len
from tui.widgets.lines import Lines

_MOST = 2
"""Rows it takes at most: what is gravest comes first."""


class Banner(Lines):
    """One row for each trouble, and one for the oldest note not read."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"banner--trouble", "banner--note"}
    blank = "banner--trouble"
    cuts_note = False
    """Whether the note is longer than its row."""

    def tell(self, outcome: Outcome, wording: Wording) -> None:
        """Show the gravest troubles and the oldest note."""
        scene = outcome.scene
        troubles = [wording.sentence(line) for line in scene.troubles]
        more = wording.screen("more_troubles", count=len(troubles) - 1) if len(troubles) > 1 else ""
        rows = [(f" [ !! ] {troubles[0]} {more}", "banner--trouble")] if troubles else []
        if scene.note is not None:
            text = printable(scene.note.text, 200)
            by = printable(scene.note.by, 14) or wording.screen("nobody")
            told = wording.screen("note", count=scene.notes, by=by, text=text)
            rows.append((f" [ i  ] {told}", "banner--note"))
            self.cuts_note = cell_len(rows[-1][0]) > self.app.size.width
        rows = rows[:_MOST]
        self.display = bool(rows)
        if self.styles.height is None or self.styles.height.value != len(rows):
            self.styles.height = max(len(rows), 1)
        self.show(rows)
