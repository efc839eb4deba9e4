"""The help card: what may be scanned at this very step, all troubles, or a whole note.

It is away at the next key or scan.
"""

from __future__ import annotations

from typing import ClassVar

from intake.outcome import Outcome
from intake.printable import printable
from intake.scene import Note
from intake.wording import Wording
from tui.alarm import alarms
from tui.cells import wrap
from tui.widgets.lines import Lines

_LONGEST_NOTE, _NOTE_ROWS = 200, 10
"""Characters of the longest note, and rows it takes at most on the narrowest screen that is supported."""

_ALARM, _TROUBLES = "ALARM", "TROUBLES"

_TROUBLE_ROWS, _AROUND = 2, 8
"""Rows of one trouble at most, and of what stands above and below all of them."""


class HelpCard(Lines):
    """Part of the desk's own screen, so that no key of a scan ever goes elsewhere."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"help-card--title", "help-card--text"}
    blank = "help-card--text"
    _note = ""
    """Id of the note that is shown."""

    _page = ""
    """Name of the help that is shown."""

    def toggle(self, outcome: Outcome, wording: Wording) -> None:
        """Show the help for what is on the screen, after that of an alarm and what the banner only counts.

        After the last hide it.
        """
        counted = [_TROUBLES] if len(outcome.scene.troubles) > 1 else []
        pages = [*([_ALARM] if alarms(outcome.scene) else []), *counted, outcome.step]
        passed = pages.index(self._page) + 1 if self._page in pages else len(pages)
        left = pages[passed:] if self.display else pages
        self.display = bool(left)
        if self.display:
            told = self._troubles(outcome, wording) if left[0] == _TROUBLES else wording.help(left[0])
            title, *lines = told
            self._fill(title, [*lines, "", *wording.help("KEYS")])
            self._page = left[0]

    def _troubles(self, outcome: Outcome, wording: Wording) -> list[str]:
        """Word all of them under a title, as many as there is room for, gravest first."""
        size = self.app.size
        told = (wording.sentence(line) for line in outcome.scene.troubles)
        rows = [row for text in told for row in wrap(text, size.width - 4, _TROUBLE_ROWS)]
        return [wording.screen("troubles"), *rows[: size.height - _AROUND]]

    def show_note(self, note: Note, wording: Wording) -> None:
        """Show a note for which the banner is too narrow."""
        text = wrap(printable(note.text, _LONGEST_NOTE), self.app.size.width - 4, _NOTE_ROWS)
        title = wording.screen("note_whole", by=printable(note.by, 14) or wording.screen("nobody"))
        self._fill(title, [*text, "", wording.screen("note_keys")])
        self._note = note.id
        self.display = True

    def shows(self, note: Note) -> bool:
        """Tell whether this note is on the screen."""
        return self.display and self._note == note.id

    def _fill(self, title: str, lines: list[str]) -> None:
        rows = [(f"  {line}", "help-card--text") for line in ["", *lines]]
        self.show([("", "help-card--text"), (f"  {title}", "help-card--title"), *rows])
        self._note = self._page = ""
