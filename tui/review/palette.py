"""The palette: every command in one list, for who does not remember the key."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from tui.review.room import Room
from tui.widgets.lines import Lines

COMMANDS = {
    "help": ("help", "F1"),
    "language": ("language", "F2"),
    "search": ("search", "F3"),
    "holds": ("open('holds')", "F4"),
    "containers": ("open('containers')", "F6"),
    "replacements": ("open('replacements')", "F7"),
    "charts": ("open('charts')", "F8"),
    "export": ("export", "F9"),
    "rejudged": ("open('rejudged')", "F11"),
    "near": ("open('near')", "F12"),
    "theme": ("theme", ""),
    "quit": ("quit", ""),
}
"""Each is worded by `command_…`; the application's action, and the key that does the same."""


class Choices(Lines):
    """The commands, one of them under the bar."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"choices--text", "choices--chosen"}
    blank = "choices--text"


class Palette(ModalScreen[str | None], inherit_bindings=False):
    """Closes with the action chosen, or with None."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", priority=True),
        Binding("down", "move(1)", priority=True),
        Binding("enter", "choose", priority=True),
        Binding("escape,f5", "leave", priority=True),
    ]

    def __init__(self, room: Room) -> None:
        """Begin at the first command."""
        super().__init__()
        self.room = room
        self._commands = {
            name: each
            for name, each in COMMANDS.items()
            if name != "language" or not room.wording.is_alone  # one that cannot be shown
        }
        self._at = 0
        self._head = Static(markup=False, classes="card--title")
        self._choices = Choices()

    def compose(self) -> Iterable[Widget]:
        """Put the parts into one box."""
        yield Vertical(self._head, self._choices)

    def on_mount(self) -> None:
        """Show everything, once sizes are known."""
        self._choices.styles.height = len(self._commands)
        self.call_after_refresh(self.reword)

    def reword(self) -> None:
        """Show the commands in the language spoken now."""
        wording = self.room.wording
        self._head.update(Content(wording.review("palette")))
        self._choices.show(
            [
                (f" {key:<3} {wording.review(f'command_{name}')}", self._look(place))
                for place, (name, (_, key)) in enumerate(self._commands.items())
            ]
        )

    def _look(self, place: int) -> str:
        return "choices--chosen" if place == self._at else "choices--text"

    def action_move(self, by: int) -> None:
        """Move the bar, round and round."""
        self._at = (self._at + by) % len(self._commands)
        self.reword()

    def action_choose(self) -> None:
        """Close with the command under the bar."""
        action, _ = list(self._commands.values())[self._at]
        _ = self.dismiss(action)

    def action_leave(self) -> None:
        """Close."""
        _ = self.dismiss(None)
