"""The help card: what may be scanned at this very step, or a whole note; away at the next key or scan."""

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

_ALARM = "ALARM"


class HelpCard(Lines):
    """Part of the desk's own screen, so that no key of a scan ever goes elsewhere."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"help-card--title", "help-card--text"}
    blank = "help-card--text"
    _note = ""
    """Id of the note that is shown."""

    _page = ""
    """Name of the help that is shown."""

    def toggle(self, outcome: Outcome, wording: Wording) -> None:
        """Show the help for what is on the screen, that of an alarm before; after the last hide it."""
        pages = [*([_ALARM] if alarms(outcome.scene) else []), outcome.step]
        passed = pages.index(self._page) + 1 if self._page in pages else len(pages)
        left = pages[passed:] if self.display else pages
        self.display = bool(left)
        if self.display:
            title, *lines = wording.help(left[0])
            self._fill(title, [*lines, "", *wording.help("KEYS")])
            self._page = left[0]

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
