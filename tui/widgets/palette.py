"""The palette: every command of the desk in one list. Arrows choose, the palette's own key does.

Neither Enter nor a letter chooses: a keyboard gun sends both.
"""

from __future__ import annotations

from typing import ClassVar

from intake.wording import Wording
from tui.desk_command import DeskCommand
from tui.widgets.lines import Lines

_COMMANDS = tuple(command for command in DeskCommand if command is not DeskCommand.PALETTE)


class Palette(Lines):
    """Over the desk while it is open."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"palette--title", "palette--text", "palette--chosen"}
    blank = "palette--text"

    def __init__(self) -> None:
        """Begin closed, at the first command."""
        super().__init__()
        self._commands = _COMMANDS
        self._place = 0

    @property
    def chosen(self) -> DeskCommand:
        """The command under the bar."""
        return self._commands[self._place]

    def open(self, wording: Wording) -> None:
        """Show the list from its top, without a language that cannot be shown."""
        hidden = {DeskCommand.LANGUAGE} if wording.is_alone else set()
        self._commands = tuple(command for command in _COMMANDS if command not in hidden)
        self._place = 0
        self.display = True
        self.tell(wording)

    def move(self, by: int, wording: Wording) -> None:
        """Move the bar, around the ends."""
        self._place = (self._place + by) % len(self._commands)
        self.tell(wording)

    def tell(self, wording: Wording) -> None:
        """Draw the list."""
        rows = [
            ("", "palette--text"),
            (f"  {wording.screen('palette')}", "palette--title"),
            ("", "palette--text"),
        ]
        for place, command in enumerate(self._commands):
            text = f"  {command.key.upper():<4} {wording.command(command)}"
            rows.append((text, "palette--chosen" if place == self._place else "palette--text"))
        self.show([*rows, ("", "palette--text")])
