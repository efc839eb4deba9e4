"""The frame around every screen of the review: whose it is above, what can be pressed below."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.screen import Screen
from textual.widget import Widget

from intake.printable import printable
from tui.review.reader import Unread
from tui.review.room import Room
from tui.widgets.lines import Lines, Styled


class Heading(Lines):
    """Station, badge and the screen's name; the training banner never goes away."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"heading--text", "heading--training"}
    blank = "heading--text"

    def tell(self, room: Room, name: str) -> None:
        """Show them."""
        wording = room.wording
        parts = [wording.review("title"), wording.review(name), printable(room.station, 20)]
        if room.badge:
            parts.append(f"{wording.screen('operator')} {room.badge}")
        lines: list[Styled] = [(f" {'   '.join(parts)}", "heading--text")]
        if room.training:
            lines.append((f" {wording.screen('training')}", "heading--training"))
        self.styles.height = len(lines)
        self.show(lines)


class Keys(Lines):
    """What can be pressed; in its place, for a while, what has happened."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"keys--text", "keys--notice", "keys--trouble"}
    blank = "keys--text"

    def tell(self, text: str, name: str = "text") -> None:
        """Show one line."""
        self.show([(f" {text}", f"keys--{name}")])


class Frame(Screen[None], inherit_bindings=False):
    """One screen of the review. It takes every key itself: nothing on it has the focus.

    Textual's screens have a metaclass of their own: what is abstract here, mypy alone holds each screen to.
    """

    AUTO_FOCUS = ""
    NAME: ClassVar[str]
    """What it is called in the catalogue, and its keys by `keys_…`."""

    def __init__(self, room: Room) -> None:
        """Share the room."""
        super().__init__()
        self.room = room
        self.heading = Heading()
        self.keys = Keys()
        self._noted = ""

    def compose(self) -> Iterable[Widget]:
        """Put the parts one under another."""
        return (self.heading, *self.parts(), self.keys)

    @abstractmethod
    def parts(self) -> Iterable[Widget]:
        """Give what stands between the heading and the keys."""

    def on_resize(self) -> None:
        """Word everything for the new size."""
        self.call_after_refresh(self.reword)

    def on_screen_resume(self) -> None:
        """Show what has changed while another screen was on top."""
        self.call_after_refresh(self.reword)

    def reword(self) -> None:
        """Show everything in the language spoken now."""
        self.heading.tell(self.room, self.NAME)
        self._show_bottom()

    def _show_bottom(self) -> None:
        if self._noted:
            self.keys.tell(self._noted, "notice")
        else:
            self.keys.tell(self.room.wording.review(f"keys_{self.NAME}"))

    def show_keys(self) -> None:
        """Show what can be pressed, in place of what has happened."""
        self._noted = ""
        self._show_bottom()

    def type(self, text: str) -> None:
        """Take what is typed or pasted; here it means nothing."""

    def note(self, text: str) -> None:
        """Say what has happened, until the next key."""
        self._noted = text
        self._show_bottom()

    @on(Unread)
    def tell_unread(self, message: Unread) -> None:
        """Say that a look-up has failed."""
        self.keys.tell(self.room.wording.review("unread", fault=printable(message.reason, 200)), "trouble")
