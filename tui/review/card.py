"""A card: a few fields over the screen, filled and sent by keys; what came of it stands below them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from intake.outcome import Outcome
from tui.review.columns import filled
from tui.review.form import Field, Form, FormLines
from tui.review.room import Room

_INSIDE = 74
"""Cells within the box."""


class Card(ModalScreen[Outcome | None], inherit_bindings=False):
    """One form. It closes with the station's answer, or with None where nothing was asked."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", priority=True),
        Binding("enter", "enter", priority=True),
        Binding("up", "go(-1)", priority=True),
        Binding("down,tab", "go(1)", priority=True),
        Binding("left", "choose(-1)", priority=True),
        Binding("right", "choose(1)", priority=True),
        Binding("backspace", "take_back", priority=True),
    ]
    NAME: ClassVar[str]

    def __init__(self, room: Room) -> None:
        """Share the room."""
        super().__init__()
        self.room = room
        self.form = Form(self.fields())
        self._head = Static(markup=False, classes="card--title")
        self._about = Static(markup=False, classes="card--about")
        self._form = FormLines()
        self._answer = Static(markup=False, classes="card--answer")
        self._keys = Static(markup=False, classes="card--keys")
        self._is_waiting = False

    @abstractmethod
    def fields(self) -> tuple[Field, ...]:
        """Give what is to be filled in."""

    @abstractmethod
    def send(self) -> None:
        """Do what the form, filled in, is for."""

    def about(self) -> Iterable[str]:
        """Say what the card is about."""
        return ()

    def compose(self) -> Iterable[Widget]:
        """Put the parts into one box."""
        yield Vertical(self._head, self._about, self._form, self._answer, self._keys)

    def on_mount(self) -> None:
        """Show everything, once sizes are known."""
        self.call_after_refresh(self.reword)

    def on_resize(self) -> None:
        """Draw for the new size."""
        self.call_after_refresh(self.reword)

    def reword(self) -> None:
        """Show everything in the language spoken now; what is filled in stays."""
        fields = {field.name: field for field in self.fields()}
        self.form.fields = tuple(fields[field.name] for field in self.form.fields)
        wording = self.room.wording
        self._head.update(Content(wording.review(self.NAME)))
        about = [line for text in self.about() for line in filled(text, _INSIDE, 2)]
        self._about.update(Content("\n".join(about)))
        self._about.display = bool(about)
        self._keys.update(Content(wording.review("keys_card")))
        self.draw()

    def draw(self) -> None:
        """Show what is filled in."""
        self._form.draw(self.form)

    def wait(self, text: str) -> None:
        """Say what is under way; until it is done Enter does nothing."""
        self.note(text)
        self._is_waiting = True

    def note(self, text: str, *, is_trouble: bool = False) -> None:
        """Show a sentence under the fields."""
        self._is_waiting = False
        self._answer.set_class(is_trouble, "-trouble")
        self._answer.update(Content(text))

    def type(self, text: str) -> None:
        """Fill the field with what is typed or pasted."""
        self.form.type("".join(character for character in text if character.isprintable()))
        self.draw()

    def action_take_back(self) -> None:
        """Take the last character back."""
        self.form.take_back()
        self.draw()

    def action_go(self, steps: int) -> None:
        """Go to another field."""
        self.form.go(steps)
        self.draw()

    def action_choose(self, steps: int) -> None:
        """Take another of the choices."""
        self.form.choose(steps)
        self.draw()

    def action_leave(self) -> None:
        """Close the card; what was sent already is answered all the same."""
        _ = self.dismiss(None)

    def action_enter(self) -> None:
        """Go to the next field, or send the form."""
        if not self.form.is_last:
            self.action_go(1)
        elif not self._is_waiting:
            self.send()
