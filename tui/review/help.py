"""Help: what can be typed and pressed, over the screen until the next key."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from tui.review.room import Room


class Help(ModalScreen[None], inherit_bindings=False):
    """One text for all screens."""

    AUTO_FOCUS = ""

    def __init__(self, room: Room) -> None:
        """Share the room."""
        super().__init__()
        self.room = room
        self._text = Static(markup=False, classes="help--text")

    def compose(self) -> Iterable[Widget]:
        """Show the text."""
        yield self._text

    def on_mount(self) -> None:
        """Word it."""
        self.reword()

    def reword(self) -> None:
        """Word it in the language spoken now."""
        self._text.update(Content(self.room.wording.review("help")))

    def type(self, text: str) -> None:  # noqa: ARG002 (as every screen's)
        """Close."""
        _ = self.dismiss()

    def on_key(self) -> None:
        """Close."""
        _ = self.dismiss()
